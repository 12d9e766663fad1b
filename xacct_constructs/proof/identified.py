"""What says who somebody is: providers of identities, pools, anchors. Trust policies stay, and let in others."""

from collections.abc import Iterator

from xacct_constructs.assembly import Assembly, Identity, Other
from xacct_constructs.iam import Bound
from xacct_constructs.proof.verdict import Doubt
from xacct_constructs.proof.written import told
from xacct_constructs.unknowns import is_settled
from xacct_constructs.world import SAYING_WHO


def identified(old: Assembly, new: Assembly) -> Iterator[Doubt]:
    """A doubt for each that comes, goes or changes, where a role of both assemblies rests on its like."""
    before, after = _said(old), _said(new)
    lasting = {each.arn for each in old.identities} & {each.arn for each in new.identities}
    roles = [role for held in (old, new) for role in held.identities if role.arn in lasting]
    changed = {
        str(each.origin): each for key in sorted(before.keys() ^ after.keys()) for each in [(before | after)[key]]
    }
    for found in changed.values():
        if not SAYING_WHO[found.type].named or any(_rests_on(role, found) for role in roles):
            yield Doubt(found.origin, f"{found.type} is not as it was, and says who somebody is or what they may do")


def _said(assembly: Assembly) -> dict[tuple[str, ...], Other]:
    """What each says, to the resource."""
    held = assembly.saying_who
    return {(each.type, each.account, told(each.said, assembly.unknowns)): each for each in held}


def _rests_on(role: Identity, found: Other) -> bool:
    """Whether a role's trust policy names what a resource speaks of, or may."""
    if role.account != found.account and is_settled(role.account) and is_settled(found.account):
        return False
    named = SAYING_WHO[found.type].named
    for each in (each.principals for each in (role.trust.at(Bound.ABOVE) if role.trust else ()) if each.allows):
        if each is None or "*" in each.aws:
            return True
        if any(mark in name or not is_settled(name) for name in (*each.federated, *each.services) for mark in named):
            return True
    return False
