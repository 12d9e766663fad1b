"""`xacct adopt --as-agreement`: a role that somebody wrote by hand, as the agreement that means the same."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from xacct_constructs.cli.read import UnreadableError
from xacct_constructs.exits import AS_EXPECTED, NOT_AS_EXPECTED

if TYPE_CHECKING:
    from xacct_constructs.assembly import Assembly
    from xacct_constructs.organization import Organization


def add_as_agreement(parser: Any) -> None:
    """Add the option."""
    parser.add_argument(
        "--as-agreement",
        metavar="ROLE",
        action="append",
        default=[],
        help="print the agreement that means the same as this role and its callers' policies, proven equal, in place of"
        " entries; its name or ARN, once for each",
    )


def as_agreements(
    assembly: "Assembly", roles: Sequence[str], organization: "Organization | None" = None
) -> tuple[str, int]:
    """What is printed of these roles, and the exit code: 1 where one of them is no agreement.

    Args:
        assembly: The assembly.
        roles: Their names or ARNs.
        organization: The organization of the accounts. Default: it is not told.

    Raises:
        UnreadableError: A role is not there, or there are two of the name.
    """
    from xacct_constructs.report.restatement import restatement_text
    from xacct_constructs.restatement import restate

    found = [restate(assembly, each, organization) for each in dict.fromkeys(_arn(assembly, role) for role in roles)]
    is_said = all(each.agreement is not None for each in found)
    return restatement_text(found), AS_EXPECTED if is_said else NOT_AS_EXPECTED


def _arn(assembly: "Assembly", role: str) -> str:
    roles = [each for each in assembly.identities if each.kind == "role"]
    found = [each.arn for each in roles if role in (each.arn, each.name)]
    if not found:
        known = ", ".join(each.name for each in roles) or "none"
        raise UnreadableError(f"no role is called {role!r}; there are: {known}")
    if len(found) > 1:
        raise UnreadableError(f"there are several roles {role!r}; pass one of {', '.join(found)}")
    return found[0]
