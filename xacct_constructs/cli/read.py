"""The assembly that a command is told of, and the organization of its accounts."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xacct_constructs.agreement import Agreement
    from xacct_constructs.assembly import Assembly
    from xacct_constructs.organization import Organization

_MALFORMED = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
_AGAIN = "run cdk synth again with it"
_FOLDER = "pass a folder that is filled as docs/organization.md says"


class UnreadableError(ValueError):
    """Raised for a folder that no decision can be made from; says why."""


def read(directory: str) -> "Assembly":
    """Read an assembly and its agreements, which may be a stranger's: they are judged as a user's own are.

    Raises:
        UnreadableError: the folder is no cloud assembly that can be read, or its agreements are none that can stand.
    """
    from xacct_constructs.assembly import AssemblyError, read_assembly

    try:
        assembly = read_assembly(directory)
    except AssemblyError as problem:
        raise UnreadableError(str(problem)) from problem
    known: dict[str, Agreement] = {}
    for index, each in enumerate(assembly.agreements):
        agreement = _agreement(directory, f"agreements[{index}]", each)
        if known.setdefault(agreement.role_arn, agreement) != agreement:
            raise UnreadableError(f"{directory} has two agreements of {agreement.role_arn}; {_AGAIN}")
    return assembly


def add_organization(parser: Any) -> None:
    """Add the option that names the organization's folder."""
    parser.add_argument(
        "--organization",
        metavar="FOLDER",
        help="what `aws organizations` says of the accounts, as docs/organization.md has it (default: it is not told)",
    )


def read_organization(directory: str | None) -> "Organization | None":
    """Read an organization's folder; where there is none, nothing is told.

    Raises:
        UnreadableError: it cannot be read, or is not as `aws organizations` prints it.
    """
    from xacct_constructs.assembly import AssemblyError, Files
    from xacct_constructs.organization import LISTS, OrganizationError, organization_of

    if directory is None:
        return None
    files = Files(directory, advice=_FOLDER)
    try:
        folders = ("", *(each for each in LISTS if files.has(each)))
        return organization_of({name: files.json(name) for each in folders for name in files.names(each, ".json")})
    except (AssemblyError, OrganizationError) as problem:
        raise UnreadableError(f"{directory}: {problem}") from problem


def _agreement(directory: str, place: str, written: Any) -> "Agreement":
    from xacct_constructs.agreement.serialize import from_json
    from xacct_constructs.finding import Severity
    from xacct_constructs.quotas import HIGHEST_TRUST_POLICY_CHARACTERS
    from xacct_constructs.validation import check_agreement

    try:
        agreement = from_json(written)
        # How much the account's quota is, is not said; the checks of the app have known it.
        findings = check_agreement(agreement, trust_policy_characters=HIGHEST_TRUST_POLICY_CHARACTERS)
    except _MALFORMED as problem:
        why = f"{type(problem).__name__}: {problem}"
        message = f"{directory}: {place} is not as this version writes it ({why[:200]}); {_AGAIN}"
        raise UnreadableError(message) from problem
    for finding in findings:
        if finding.severity is Severity.ERROR:
            raise UnreadableError(f"{directory}: {place} cannot stand: {finding}")
    return agreement
