"""What opens access beside the policies that the assembly shows, so that nothing can be proven about it."""

from collections.abc import Collection, Iterator

from xacct_constructs.assembly import Assembly, Identity, UniqueName
from xacct_constructs.iam import Request
from xacct_constructs.proof.verdict import Doubt, Fault


def unshown(assembly: Assembly, accounts: Collection[str], trusted: Collection[UniqueName]) -> Iterator[Doubt]:
    """A doubt for each thing that may let somebody into one of the accounts, or bears on one who is trusted."""
    for each in assembly.unread:
        if not each.account or each.account in accounts or each.about in trusted:
            yield Doubt(each.origin, each.why)
    for held in assembly.resources.values():
        for acl in held.acls if held.account in accounts else ():
            if acl in held.kind.opening_acls or not acl.isalpha():
                yield Doubt(held.arn, f"its access control list {acl} may let others in beside its policy")


def may_differ(assembly: Assembly, fault: Fault, request: Request, user: Identity) -> bool:
    """Whether what is not known of a role's policies meets what the assembly does not hold: then no decision tells."""
    is_lacking = assembly.resource(request.resource) is None
    elsewhere = is_lacking if fault is Fault.TOO_LITTLE else user.existing or bool(user.outside)
    return elsewhere and any(each.whys for policy in user.policies for each in policy.readings)
