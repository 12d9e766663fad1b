"""`xacct verify`: use the access as agreed, and try what must be refused."""

import argparse
from typing import TYPE_CHECKING

from xacct_constructs.cli.operating import add_name, add_place, handoff, operating
from xacct_constructs.cli.parser import Commands
from xacct_constructs.cli.profiles import trusted
from xacct_constructs.cli.report_file import require_writable, write
from xacct_constructs.cli.say import print_json, show, width
from xacct_constructs.exits import AS_EXPECTED, NOT_AS_EXPECTED, UNDECIDED

if TYPE_CHECKING:
    from xacct_constructs.operations.verify import Verification

_CODES = """\
  0    all that the agreement gives was tried, and AWS answered everything as agreed
  1    it did not: a line of the table says where; or the role could not be assumed: AWS did not answer
  2    something that the agreement gives could not be tried, or an answer does not tell; or wrong usage
  3    no credentials to begin with, or no MFA code
"""


def add(commands: Commands) -> None:
    """Add the command."""
    parser = operating(
        commands,
        "verify",
        run,
        description="Assume the role, read what is agreed, and try what the agreement does not give. Nothing is harmed:"
        " every request names whose\nresource it means, and the only writes are on a condition that nothing meets, sent"
        " to AWS's own endpoints only.",
        codes=_CODES,
    )
    add_name(parser)
    add_place(parser)
    parser.add_argument("--key", help="the object to read (default: the first that is listed)")
    parser.add_argument(
        "--neighbour",
        metavar="KEY",
        help="an object beside the prefixes, which must be refused (default: one that --trusting-profile finds)",
    )
    parser.add_argument("--external-id", metavar="ID", help="(default: the agreement's)")
    parser.add_argument("--mfa-token", metavar="CODE", help="MFA code (default: asked for on the terminal)")
    parser.add_argument("--junit", metavar="FILE", help="write a JUnit report too")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace) -> int:
    """Verify one agreement and print the table."""
    from xacct_constructs.client import assume
    from xacct_constructs.operations.calls import session_of
    from xacct_constructs.operations.verify import Verifier
    from xacct_constructs.report.verification import verify_data, verify_junit, verify_text

    if arguments.junit is not None:
        require_writable("--junit", arguments.junit)
    given = handoff(arguments)
    region = arguments.region or given.region
    own = session_of(trusted(arguments, both=True), region)
    owner = session_of(arguments.trusting_profile, region) if arguments.trusting_profile else None
    session = assume(
        given, session=own, external_id=arguments.external_id, mfa_token=arguments.mfa_token, region=arguments.region
    )
    verifier = Verifier(
        given.agreement, own, session, region=region, key=arguments.key, neighbour=arguments.neighbour, owner=owner
    )
    found = verifier.verify()
    try:
        if arguments.junit is not None:
            write("--junit", arguments.junit, verify_junit(found))
    finally:  # what was found is shown, though it could not be written
        if arguments.json:
            print_json(verify_data(found))
        else:
            show(verify_text(found, width=width()))
    return exit_code(found)


def exit_code(found: "Verification") -> int:
    """0 as agreed, 1 otherwise than agreed, 2 where it could not be told."""
    if found.surprises:
        return NOT_AS_EXPECTED
    return AS_EXPECTED if found.is_as_agreed and not found.shows_nothing else UNDECIDED
