"""What the assembly makes under a name that only deployment settles, and that may be what is agreed on.

Only where nothing is made under the agreed name itself: two of one name cannot be deployed.
"""

from collections.abc import Iterator, Mapping

from xacct_constructs.assembly import Assembly, Identity, Resource
from xacct_constructs.proof.agreed_on import AgreedOn
from xacct_constructs.proof.verdict import Doubt
from xacct_constructs.unknowns import Partly, unknowns_in, why, with_unknowns


def unnamed(assembly: Assembly, agreed_on: AgreedOn) -> Mapping[str, Doubt]:
    """A doubt for each such role, user or resource, by its ARN as far as that is known, and by what it may be."""
    missing = [arn for arn in (*agreed_on.resources, *agreed_on.identities) if not _is_made(assembly, arn)]
    found = {}
    for each in _made(assembly, agreed_on) if missing else ():
        named = with_unknowns(each.arn, assembly.unknowns)
        meant = next((arn for arn in missing if assembly.may_be(each.arn, arn)), None) if _is_open(named) else None
        if meant is not None:
            open_ = why(unknowns_in(named))
            found[each.arn] = Doubt(each.origin, f"it may be {meant}, which is agreed on: {open_}")
            if isinstance(each, Resource) and each.settings:
                found[meant] = Doubt(
                    meant, f"{each.origin} may be it, whose settings may refuse what it lets in: {open_}"
                )
    return found


def _is_open(named: str | Partly) -> bool:
    """Whether deployment settles some of it: what has a name can only be what is called so."""
    return not isinstance(named, str)


def _is_made(assembly: Assembly, arn: str) -> bool:
    """Whether the assembly itself makes it, and does not only give it a policy."""
    identity, resource = assembly.identity(arn), assembly.resources.get(arn)
    return bool(identity and not identity.existing) or bool(resource and not resource.origin.property)


def _made(assembly: Assembly, agreed_on: AgreedOn) -> Iterator[Identity | Resource]:
    """Everything that may be agreed on by its account."""
    yield from (each for each in assembly.identities if not each.existing)
    resources = assembly.resources.values()
    yield from (each for each in resources if each.account in agreed_on.trusting or not each.account.isdigit())
