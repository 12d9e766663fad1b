"""What an agreement is about, and of whom: as its permissions say, and as statements of its own name it."""

from collections.abc import Iterator

from xacct_constructs.agreement import Agreement
from xacct_constructs.arns import Arn, is_arn, parse
from xacct_constructs.assembly import Assembly
from xacct_constructs.iam import ResourcePolicyKind, action_matches, matches
from xacct_constructs.permissions import Permission, Use
from xacct_constructs.services import resource_kind
from xacct_constructs.values import listed

READS = (
    *("s3:getobject", "s3:getobjectversion"),
    *("dynamodb:batchgetitem", "dynamodb:getitem", "dynamodb:query", "dynamodb:scan"),
)
"""Actions, in lower case, that give back what a resource holds."""


ANYTHING = "*"


def used(assembly: Assembly, agreement: Agreement) -> tuple[Use, ...]:
    """All of it."""
    uses = (each for by in agreement.permissions for each in used_by(assembly, by, agreement.role))
    return tuple(dict.fromkeys(uses))


def used_by(assembly: Assembly, permission: Permission, role: Arn) -> Iterator[Use]:
    """What one permission is about; of one that only its statements tell of, what of the assembly they read by name."""
    uses = permission.uses(role)
    if uses is not None:
        yield from uses
        return
    for statement in permission.statements(role):
        actions = [str(each) for each in listed(statement.get("Action", "*"))]
        if statement.get("Effect") == "Allow" and any(action_matches(each, read) for each in actions for read in READS):
            for arn in map(str, listed(statement.get("Resource", []))):
                kind = resource_kind(arn)
                named = (kind.resource_of(arn) if kind else None) or ""
                held = assembly.resources.get(named)
                if held is not None and not held.origin.property:
                    yield Use(named, held.account)


def named(agreement: Agreement) -> Iterator[str]:
    """ARNs of what an agreement is about; for a pattern, that it is anything."""
    for permission in agreement.permissions:
        for use in permission.uses(agreement.role) or ():
            yield from (each for each in (use.resource, use.key) if each)
    for each in _written(agreement):
        yield ANYTHING if set(each) & set("*?") else each


def owners(assembly: Assembly, agreement: Agreement) -> frozenset[str]:
    """The accounts of what an agreement is about: as it says, as its ARNs do, or as the assembly makes it.

    Not those of everything, where statements of its own are about whatever there is.
    """
    found = {agreement.trusting_account, *(use.owner for use in agreement.uses)}
    found |= {parse(each).account for each in named(agreement) if is_arn(each)}
    patterns = [*_written(agreement), *(arn for use in agreement.uses for arn in (use.resource, use.key) if arn)]
    for each in filter(is_arn, patterns):
        if set(each) & set("*?"):
            found |= {held.account for arn, held in assembly.resources.items() if matches(each, arn, lambda _: None)}
        elif each in assembly.resources:
            found.add(assembly.resources[each].account)
    return frozenset(filter(str.isdigit, found))


def told_by(permission: Permission, role: Arn) -> Iterator[Use]:
    """What a permission tells that it is about: a use, or a resource with a policy that a statement names."""
    uses = permission.uses(role)
    yield from uses or ()
    for each in dict.fromkeys(_of(permission, role)) if uses is None else ():
        kind = resource_kind(each)
        if kind is not None and kind.policy is not ResourcePolicyKind.TRUST and not set(each) & set("*?"):
            yield Use(each, parse(each).account or role.account)


def _written(agreement: Agreement) -> Iterator[str]:
    """What statements of its own allow something on, or in."""
    raw = (each for each in agreement.permissions if each.uses(agreement.role) is None)
    yield from (found for each in raw for found in _of(each, agreement.role))


def _of(permission: Permission, role: Arn) -> Iterator[str]:
    for statement in permission.statements(role):
        for each in map(str, listed(statement.get("Resource", ANYTHING))) if statement.get("Effect") == "Allow" else ():
            kind = resource_kind(each)
            yield (kind.resource_of(each) if kind else None) or each
