"""`xacct revoke`: end access now, sessions already given out included; `--undo` gives it back."""

import argparse

from xacct_constructs.cli.operating import add_name, add_place, handoff, is_agreed, operating
from xacct_constructs.cli.parser import Commands
from xacct_constructs.cli.profiles import trusting
from xacct_constructs.cli.say import show
from xacct_constructs.exits import AS_EXPECTED, USAGE

_CODES = """\
  0    revoked, or with --undo given back; or there was nothing to do
  1    AWS refused: what was done is said, and running it again goes on
  2    wrong usage, or not agreed to
  3    no credentials of the trusting account
"""


def add(commands: Commands) -> None:
    """Add the command."""
    parser = operating(
        commands,
        "revoke",
        run,
        description="Add a deny to the role's trust policy, so that nobody can assume it, and one against the sessions"
        " given out. What will\nchange is shown, and asked about. Take both away with --undo before the stack is"
        " updated or deleted: CloudFormation cannot\ndelete a role with a policy that it does not know.",
        codes=_CODES,
    )
    add_name(parser)
    add_place(parser)
    parser.add_argument("--undo", action="store_true", help="give the access back as it was")
    parser.add_argument("--yes", action="store_true", help="do not ask")


def run(arguments: argparse.Namespace) -> int:
    """Revoke, or undo it."""
    from xacct_constructs.operations import revoke as operation
    from xacct_constructs.operations.calls import session_of, side_of
    from xacct_constructs.report.revocation import plan_text, revoked_text

    given = handoff(arguments)
    agreement, undo = given.agreement, bool(arguments.undo)
    region = arguments.region or given.region
    session = session_of(trusting(arguments), region)
    side = side_of(session, agreement.trusting_account, region, "--trusting-profile")
    standing = operation.read_revocation(side.client("iam"), agreement.role_name)
    if undo and not standing.stands:
        show(f"nothing is revoked of {agreement.role_name}; nothing changed\n")
        return AS_EXPECTED
    show(plan_text(agreement, standing, undo=undo))
    if not is_agreed("Go ahead?", yes=arguments.yes):
        return USAGE
    if undo:
        operation.undo(side, agreement, standing)
        show(f"{agreement.role_name}: given back as it was\n")
        return AS_EXPECTED
    show(revoked_text(agreement, operation.revoke(side, agreement, standing)))
    return AS_EXPECTED
