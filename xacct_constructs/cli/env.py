"""`xacct env`: the session's variables, for a shell to evaluate."""

import argparse

from xacct_constructs.cli.assuming import assuming, handoff, session
from xacct_constructs.cli.parser import Commands
from xacct_constructs.cli.say import put, say


def add(commands: Commands) -> None:
    """Add the command."""
    from xacct_constructs.client.shells import SHELLS

    parser = assuming(
        commands,
        "env",
        run,
        description='Assume the role and print its credentials, for example: eval "$(xacct env reports-reader)".\n'
        "Prints nothing when it fails. The last session is used again for as long as it lasts.",
    )
    parser.add_argument("name", nargs="?", metavar="NAME", help="the role's name, or its ARN, in the agreements")
    parser.add_argument("--shell", choices=tuple(SHELLS), default="sh", help="whose words (default: sh)")


def run(arguments: argparse.Namespace) -> int:
    """Print the variables."""
    import os

    from xacct_constructs.client.child import is_preferred
    from xacct_constructs.client.shells import SHELLS, VARIABLES

    variables = session(arguments, handoff(arguments)).variables()
    stay = sorted(name for name in os.environ if name not in VARIABLES and is_preferred(name))
    if stay and arguments.shell not in ("dotenv", "json"):
        verb, them = ("stays", "it") if len(stay) == 1 else ("stay", "them")
        why = f"some programs heed {them} before these variables; xacct exec leaves {them} out"
        say(f"{', '.join(stay)} {verb} set, and {why}")
    return put(SHELLS[arguments.shell].set(variables))
