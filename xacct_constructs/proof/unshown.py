"""What opens access beside the policies that the assembly shows, so that nothing can be proven about it."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from xacct_constructs.agreement import Agreement
from xacct_constructs.assembly import Assembly, Identity, UniqueName, Unread, unique_name
from xacct_constructs.iam import Request
from xacct_constructs.principals import with_names
from xacct_constructs.proof.verdict import Doubt, Fault


def names_of_people(agreements: Iterable[Agreement]) -> frozenset[UniqueName]:
    """By what the users and roles are known whom agreements trust, groups too."""
    people = ((each, by) for by in agreements for each in with_names([*by.groups, *by.callers]))
    return frozenset(unique_name(each.arn(by.partition)) for each, by in people)


def unshown(assembly: Assembly, accounts: Collection[str], trusted: Collection[UniqueName]) -> Iterator[Doubt]:
    """A doubt for each thing that may let somebody into one of the accounts, or bears on one who is trusted."""
    showing = _showing(assembly, trusted)
    for each in assembly.unread:
        if not each.account or each.account in accounts or each.about in trusted:
            yield Doubt(each.origin, each.why)
        elif each.rewrites and each.origin.stack in showing:
            yield Doubt(each.origin, f"{each.why}, and something else of {showing[each.origin.stack]}")
    for held in assembly.resources.values():
        for acl in held.acls if held.account in accounts else ():
            if acl in held.kind.opening_acls or not acl.isalpha():
                yield Doubt(held.arn, f"its access control list {acl} may let others in beside its policy")


def beside_trusted(
    assembly: Assembly, accounts: Collection[str], trusted: Collection[UniqueName]
) -> Iterator[tuple[Unread, list[str]]]:
    """What may give policies to those who are trusted, of their accounts, and is no doubt; with who they are.

    They would be refused by it, and nobody else let in.
    """
    showing = _showing(assembly, trusted)
    for each in assembly.unread:
        names = sorted(f"{one.kind} {one.name}" for one in trusted if one.account == each.account)
        is_doubted = each.account in accounts or (each.rewrites and each.origin.stack in showing)
        if each.makes_anything and names and not is_doubted:
            yield each, names


def _showing(assembly: Assembly, trusted: Collection[UniqueName]) -> Mapping[str, str]:
    """The stacks that make one who is trusted, or a policy of theirs, each with whose."""
    people = ((each, unique_name(each.arn)) for each in assembly.identities)
    return {
        origin.stack: f"what is said of {each.arn}"
        for each, named in people
        if named in trusted
        for origin in (each.origin, *(policy.origin for policy in each.policies))
    }


def may_differ(assembly: Assembly, fault: Fault, request: Request, user: Identity) -> bool:
    """Whether what is not known of a role's policies meets what the assembly does not hold: then no decision tells."""
    is_lacking = assembly.resource(request.resource) is None
    elsewhere = is_lacking if fault is Fault.TOO_LITTLE else user.existing or bool(user.outside)
    return elsewhere and any(each.whys for policy in user.policies for each in policy.readings)
