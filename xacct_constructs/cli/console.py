"""`xacct console`: the AWS console as the role."""

import argparse

from xacct_constructs.cli.assuming import assuming, handoff, session
from xacct_constructs.cli.parser import Commands
from xacct_constructs.cli.say import put, say
from xacct_constructs.exits import AS_EXPECTED


def add(commands: Commands) -> None:
    """Add the command."""
    parser = assuming(
        commands,
        "console",
        run,
        description="Assume the role and print a URL that signs a browser in to the AWS console. It works for"
        " fifteen minutes,\nfor whoever has it.",
    )
    parser.add_argument("name", nargs="?", metavar="NAME", help="the role's name, or its ARN, in the agreements")
    parser.add_argument("--open", action="store_true", help="open it in the browser in place of printing it")
    parser.add_argument("--destination", metavar="URL", help="page of the console (default: its home)")
    parser.add_argument(
        "--switch-role",
        action="store_true",
        help="print the link with which a signed-in user switches to the role; refused where that cannot work",
    )


def run(arguments: argparse.Namespace) -> int:
    """Print the URL, or the link."""
    from xacct_constructs.client.federation import sign_in_url, switch_role_link

    role = handoff(arguments)
    if arguments.switch_role:
        url = switch_role_link(role)
    else:
        url = sign_in_url(role, session(arguments, role), arguments.destination)
    return AS_EXPECTED if arguments.open and _opened(url) else put(url + "\n")


def _opened(url: str) -> bool:
    from xacct_constructs.client.browser import open_privately

    try:
        done = open_privately(url)
    except OSError as problem:
        say(f"the page for the browser cannot be written: {problem.strerror}; here is the URL")
        return False
    if not done:
        say("no browser could be started here; here is the URL")
    return done
