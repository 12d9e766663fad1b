"""`xacct console`: the AWS console as the role."""

import argparse

from xacct_constructs.cli.assuming import assuming, handoff, session
from xacct_constructs.cli.say import Commands, put


def add(commands: Commands) -> None:
    """Add the command."""
    parser = assuming(
        commands,
        "console",
        run,
        help_="print a URL that opens the AWS console as the role",
        description="Assume the role and print a URL that signs a browser in to the AWS console. It works for"
        " fifteen minutes,\nfor whoever has it.",
    )
    parser.add_argument("name", nargs="?", metavar="NAME", help="the role's name, or its ARN, in the agreements")
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
        return put(switch_role_link(role) + "\n")
    return put(sign_in_url(role, session(arguments, role), arguments.destination) + "\n")
