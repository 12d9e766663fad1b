"""The world that a command is told of, its agreements, and the organization of its accounts."""

from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from xacct_constructs.uncollected import uncollected

if TYPE_CHECKING:
    from xacct_constructs.agreement import Agreement
    from xacct_constructs.assembly import Assembly, Given, Input
    from xacct_constructs.known_access import KnownAccess
    from xacct_constructs.organization import Organization

_MALFORMED = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
_AGAIN = "run cdk synth again with it"
_FILE = "pass a file as docs/known-access.md has it"
_FOLDER = "pass a folder that is filled as docs/organization.md says"


class UnreadableError(ValueError):
    """Raised for a folder or file that no decision can be made from; says why, each reason a text of its own."""


def read(*inputs: "Input", parameters: Sequence["Given"] = (), agreements: str | None = None) -> "Assembly":
    """Read one world and its agreements, which may be a stranger's: they are judged as a user's own are.

    Args:
        inputs: Assemblies and templates.
        parameters: The values that parameters are given. Default: their defaults are taken.
        agreements: A file of agreements, or the folder that it is in. Default: those that ride in the assemblies.

    Raises:
        UnreadableError: an input is none that can be read, or the agreements are none that can stand.
    """
    (assembly,) = read_each([inputs], parameters=parameters, agreements=agreements)
    return assembly


@uncollected()
def read_each(
    worlds: Iterable[Sequence["Input"]], *, parameters: Sequence["Given"] = (), agreements: str | None = None
) -> list["Assembly"]:
    """Read several worlds, each with its own agreements, or all with those of a file.

    A parameter that is given stands in one of them.

    Raises:
        UnreadableError: as for one.
    """
    from xacct_constructs.assembly import AssemblyError, read_agreements, read_assemblies

    named = [tuple(each) for each in worlds]
    try:
        found = read_assemblies(named, parameters=parameters)
        given = None if agreements is None else read_agreements(agreements)
    except AssemblyError as problem:
        raise UnreadableError(str(problem)) from problem
    there = [(assembly, _named(inputs)) for assembly, inputs in zip(found, named, strict=True)]
    if agreements is None or given is None:
        return [_judged(assembly, name) for assembly, name in there]
    if own := next((name for assembly, name in there if assembly.agreements not in ((), given)), None):
        raise UnreadableError(f"{own} has other agreements of its own than {agreements}; leave out --agreements")
    return [_judged(replace(assembly, agreements=given), agreements) for assembly, _ in there]


def _named(inputs: Sequence["Input"]) -> str:
    return " and ".join(each if isinstance(each, str) else str(getattr(each, "path", each)) for each in inputs)


def _judged(assembly: "Assembly", named: str) -> "Assembly":
    """The assembly, whose agreements can stand, each role in one of them."""
    known: dict[str, Agreement] = {}
    for index, each in enumerate(assembly.agreements):
        agreement = _agreement(named, f"agreements[{index}]", each)
        other = known.setdefault(agreement.role_arn, agreement)
        if other != agreement:
            names = (each.name for each in fields(other))
            differ = [name for name in names if getattr(other, name) != getattr(agreement, name)]
            told = f"two agreements of {agreement.role_arn} differ in {', '.join(differ)}"
            raise UnreadableError(f"{named}: {told}; let every app be made from one and the same")
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


def add_known_access(parser: Any, told: str = "", **more: Any) -> None:
    """Add the option that names the file of known access.

    Args:
        parser: What it is added to.
        told: How the file is named, in words. Default: there is one.
        more: How the option is taken. Default: once.
    """
    parser.add_argument(
        "--known-access",
        help=f"{told}what is known of access from outside beside the agreements, as docs/known-access.md has it"
        " (default: what rides in the assembly alone)",
        **{"metavar": "FILE", **more},
    )


def read_known_access(path: str | None, assembly: "Assembly") -> "KnownAccess":
    """What is known: what rides in an assembly, and what a file says beside it.

    Raises:
        UnreadableError: the file cannot be read, or something in it is wrong, or both have an ID: all of it is said.
    """
    from xacct_constructs.assembly import AssemblyError, Files
    from xacct_constructs.finding import AgreementError
    from xacct_constructs.known_access import KnownAccess, from_json, from_yaml

    try:
        known = KnownAccess()
        for each in assembly.known_access:
            known = known.with_(from_json(each, known))
        if path is not None:
            files, name = Files.of_file(path, advice=_FILE)
            known = known.with_(from_yaml(files.content(name).decode("utf-8"), path, known))
    except AgreementError as problem:
        raise UnreadableError(*map(str, problem.findings)) from problem
    except (AssemblyError, UnicodeDecodeError) as problem:
        raise UnreadableError(f"{path}: {problem}") from problem
    return known


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
