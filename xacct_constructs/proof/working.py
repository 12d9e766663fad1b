"""What an agreement needs beside the statements that allow it: its people under their names, with known policies.

Nothing here lets anybody in; each of it can keep the agreement's own people out.
"""

from collections.abc import Iterator
from datetime import UTC, datetime

from xacct_constructs.agreement import Agreement
from xacct_constructs.arns import parse
from xacct_constructs.assembly import Assembly, Identity, Resource, at
from xacct_constructs.iam import matches
from xacct_constructs.organization import Organization
from xacct_constructs.origin import Origin
from xacct_constructs.permissions import Use
from xacct_constructs.principals import accounts_of, with_names
from xacct_constructs.proof.encryption import UNKNOWN_KEY, encryption, is_open
from xacct_constructs.proof.endpoints import refusals
from xacct_constructs.proof.groups import not_as_agreed
from xacct_constructs.proof.inside import not_inside
from xacct_constructs.proof.organization import Organized
from xacct_constructs.proof.properties import differing
from xacct_constructs.proof.used import DECRYPT, named, parts_used, used
from xacct_constructs.proof.verdict import Counterexample, Doubt, Fault
from xacct_constructs.unknowns import in_texts, is_settled, unknowns_in


def standing_against(
    organized: Organized, agreement: Agreement, today: datetime | None = None
) -> Iterator[Counterexample | Doubt]:
    """What keeps the agreement from working as it is agreed, or may.

    Args:
        organized: What was read, under its organization's policies.
        agreement: What is agreed.
        today: The moment to judge its expiry by. Default: one in the past is not noticed.
    """
    assembly = organized.assembly
    yield from _over(agreement, today)
    if organized.organization is not None:
        yield from _of_another(agreement, organized.organization)
    yield from (Doubt(agreement.role_arn, str(each)) for each in refusals(organized, agreement) if each.required)
    role = assembly.identity(agreement.role_arn)
    if role is not None:
        yield from differing(assembly, agreement, role)
        if role.existing and not agreement.existing_role:
            yield Doubt(agreement.role_arn, _MADE_ELSEWHERE)
    yield from not_as_agreed(assembly, agreement)
    yield from _of_other_audiences(assembly, agreement)
    yield from _of_people(assembly, agreement)
    yield from not_inside(assembly, agreement)
    yield from _of_resources(assembly, agreement)


def _of_people(assembly: Assembly, agreement: Agreement) -> Iterator[Counterexample | Doubt]:
    """What keeps those who are let in from being whom their names say, or from having only what is known."""
    for arn, agreed_boundary in boundaries(agreement).items():
        found = assembly.namesake(arn)
        if found is not None and not found.existing:
            yield from _under_its_name(assembly, found, arn)
            yield from _attached(found, agreed_boundary)


def _of_resources(assembly: Assembly, agreement: Agreement) -> Iterator[Counterexample | Doubt]:
    """What keeps what is agreed on from being, or holding, what it should."""
    for arn in dict.fromkeys(named(agreement)):
        there = assembly.resources.get(arn)
        if there is not None and not is_settled(there.behind):
            yield Doubt(arn, f"what lies behind it is settled at deployment: {', '.join(there.behind)}")
        if there is not None and there.perhaps:
            yield Doubt(arn, there.perhaps)
    for use, asked in used(assembly, agreement).items():
        for arn in filter(None, (use.resource, use.key)):
            if (made := assembly.resource(arn)) is not None and made.perhaps:
                yield Doubt(arn, made.perhaps)
        held = assembly.resource(use.resource)
        if held is not None:
            yield from _owned(use, held)
            yield from _let_in(use, held) if DECRYPT in asked else ()
            yield from _decrypted(assembly, agreement, use, held)


def _of_another(agreement: Agreement, told: Organization) -> Iterator[Counterexample]:
    """A principal whose account is not where the agreement asks for it lets nobody in."""
    wanted, paths = agreement.safeguards.organization_id, agreement.safeguards.organization_paths
    for account in accounts_of(agreement.callers):
        inside = account in told.accounts
        where = f"account {account} is {'of' if inside else 'not of'} the organization {told.id}, as of {told.date}"
        if wanted is not None and (wanted == told.id) is not inside and (inside or wanted == told.id):
            yield Counterexample(
                Fault.DIFFERENT, agreement.role_arn, detail=f"{where}; the agreement asks for {wanted}"
            )
        place = told.keys(account, "Principal").get("aws:principalorgpaths")
        if place and paths and not any(matches(each, place, _no_variable) for each in paths):
            detail = f"account {account} is in {place}, as of {told.date}; the agreement asks for {' or '.join(paths)}"
            yield Counterexample(Fault.DIFFERENT, agreement.role_arn, detail=detail)


def _of_other_audiences(assembly: Assembly, agreement: Agreement) -> Iterator[Counterexample]:
    """A provider that the account knows for other audiences alone lets nobody in."""
    claims = (claim for each in agreement.callers for claim in each.claims.items() if claim[0].endswith(":aud"))
    for key, agreed in claims:
        provider = key.removesuffix(":aud")
        for made, audiences in _audiences(assembly, agreement.trusting_account, provider):
            if agreed not in audiences:
                known = ", ".join(audiences) or "none"
                detail = f"{made} makes {provider} known for {known}, and the agreed audience is {agreed}"
                yield Counterexample(Fault.DIFFERENT, agreement.role_arn, detail=detail)


def _audiences(assembly: Assembly, account: str, provider: str) -> Iterator[tuple[Origin, list[str]]]:
    """Where the assembly makes a provider, and for which audiences, as far as these are known."""
    for each in assembly.saying_who:
        if each.type == "AWS::IAM::OIDCProvider" and each.account == account:
            named, audiences = str(each.said.get("Url", "")), each.said.get("ClientIdList", [])
            is_it = named.removeprefix("https://").rstrip("/") == provider
            if is_it and isinstance(audiences, list) and is_settled(audiences):
                yield each.origin, [str(audience) for audience in audiences]


def _no_variable(_: str) -> None:
    """A path of the organization holds none."""


def keys_needed(
    assembly: Assembly, agreement: Agreement
) -> Iterator[tuple[Use, tuple[str, ...], tuple[str, ...], bool]]:
    """Each resource with the key that really encrypts it, where another is agreed, or none; and what it must do.

    And for which parts of it: patterns of objects, each of which is encrypted by itself; none, where it is for all.
    Last, whether deployment settles that it is for all.
    """
    for use, asked in used(assembly, agreement).items():
        held = assembly.resource(use.resource)
        found = encryption(assembly, held) if held is not None else None
        if held is not None and found is not None and found.key not in ("", use.key):
            for each in asked:
                said = held.settings.get("bucket key", False)
                is_settled_later = bool([*unknowns_in(said)])
                is_one_by_one = is_settled_later or said in (False, "false")
                parts = parts_used(assembly, agreement, held.arn, each) if is_one_by_one else ()
                yield use._replace(key=found.key), (each,), parts, is_settled_later


def boundaries(agreement: Agreement) -> dict[str, str | None]:
    """The agreement's role and its principals, those that are named, each with the boundary that is agreed for it."""
    bound = agreement.safeguards.principal_permissions_boundary
    principals = {each.arn(agreement.partition): bound for each in with_names(agreement.callers)}
    return {agreement.role_arn: agreement.safeguards.role_permissions_boundary, **principals}


def _over(agreement: Agreement, today: datetime | None) -> Iterator[Counterexample]:
    """Nobody gets in by an agreement past its expiry, and what the templates still say of it is left behind."""
    expiry = agreement.safeguards.expiry
    if expiry is not None and today is not None and expiry <= today:
        moment, now = (f"{each.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" for each in (expiry, today))
        detail = f"its expiry, {moment}, is past on {now}: remove the agreement, or move the expiry"
        yield Counterexample(Fault.OVER, agreement.role_arn, detail=detail)


def _under_its_name(assembly: Assembly, found: Identity, arn: str) -> Iterator[Counterexample | Doubt]:
    """A name is one user's or role's of the account, so what has it on another path stands in its place."""
    if found.arn == arn:
        return
    if is_open(assembly, found.arn):
        yield Doubt(arn, f"the assembly makes it as {found.arn}, whose path deployment settles")
        return
    detail = f"the assembly makes it as {found.arn}, on another path than is agreed"
    yield Counterexample(Fault.DIFFERENT, arn, detail=detail)


def _attached(found: Identity, agreed_boundary: str | None) -> Iterator[Doubt]:
    """Policies that nobody here knows: what is attached may deny, and a boundary may leave out what is agreed."""
    for outside in found.outside:
        yield Doubt(found.arn, f"{outside} is attached to it, and what that allows and denies is not known here")
    if found.boundary_arn and found.boundary is None and found.boundary_arn != agreed_boundary:
        yield Doubt(found.arn, f"{found.boundary_arn} is its boundary, and what that excludes is not known here")


def _owned(use: Use, held: Resource) -> Iterator[Counterexample | Doubt]:
    """A resource of another account than is agreed is another resource."""
    if held.account == use.owner:
        return
    if not held.account.isdigit():
        yield Doubt(use.resource, f"its account is settled at deployment, the agreement says {use.owner}")
        return
    detail = f"it is of account {held.account}, the agreement says {use.owner}"
    yield Counterexample(Fault.DIFFERENT, use.resource, detail=detail)


def _let_in(use: Use, held: Resource) -> Iterator[Doubt]:
    """Objects that are their writers' are not the bucket's owner's to give."""
    controls = held.settings.get("ownership")
    said = [in_texts(each) for each in at(controls, "Rules.ObjectOwnership")]
    if controls is not None and said != [_OWNED]:
        ownership = ", ".join(map(str, said)) or "not said"
        why = f"its object ownership is {ownership}, so objects may stay with who wrote them, and the role be refused"
        yield Doubt(use.resource, why)


_MADE_ELSEWHERE = (
    "the assembly gives it policies and does not make it, so whom it lets in is not known; of one that is there already"
    " the agreement says existing_role=True"
)
_OWNED = "BucketOwnerEnforced"
"""The default of buckets that are made today (Amazon S3 User Guide, "Controlling ownership of objects")."""


def _decrypted(assembly: Assembly, agreement: Agreement, use: Use, held: Resource) -> Iterator[Counterexample | Doubt]:
    """What encrypts it is known, and can be used by the role."""
    found = encryption(assembly, held)
    if found is not None and found.is_aws and held.account != agreement.trusting_account:
        detail = f"{found.written} encrypts it, a key of AWS's own that no other account may use"
        if found.open_why:
            yield Doubt(use.resource, f"it is settled at deployment whether {detail}: {found.open_why}")
        else:
            yield Counterexample(Fault.DIFFERENT, use.resource, detail=detail)
    elif found is not None and not found.is_aws and not found.key:
        yield Doubt(use.resource, f"{found.written} encrypts it, {UNKNOWN_KEY}")
    elif found is not None and found.key and held.region and is_settled(held.region):
        yield from _of_its_region(use, found.key, held.region)


def _of_its_region(use: Use, key: str, region: str) -> Iterator[Counterexample]:
    """Services use keys of their own region alone; what they encrypt by another, nobody writes or reads."""
    if is_settled(parse(key).region) and parse(key).region != region:
        detail = f"{key} encrypts it, a key of another region than {region}, in which it lies"
        yield Counterexample(Fault.DIFFERENT, use.resource, detail=detail)
