"""What an agreement is about: as its permissions say, and as statements of its own name it."""

from collections.abc import Iterator

from xacct_constructs.agreement import Agreement
from xacct_constructs.arns import Arn
from xacct_constructs.assembly import Assembly
from xacct_constructs.iam import action_matches
from xacct_constructs.permissions import Permission, Use
from xacct_constructs.services import resource_kind
from xacct_constructs.values import listed

READS = (
    *("s3:getobject", "s3:getobjectversion"),
    *("dynamodb:batchgetitem", "dynamodb:getitem", "dynamodb:query", "dynamodb:scan"),
)
"""Actions, in lower case, that give back what a resource holds."""


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
        if statement.get("Effect") == "Allow" and any(action_matches(each, one) for each in actions for one in READS):
            for arn in map(str, listed(statement.get("Resource", []))):
                kind = resource_kind(arn)
                named = (kind.resource_of(arn) if kind else None) or ""
                held = assembly.resources.get(named)
                for each in (held.behind or (named,)) if held is not None else ():
                    if (read := assembly.resources.get(each)) is not None and not read.origin.property:
                        yield Use(each, read.account)


def named(agreement: Agreement) -> Iterator[str]:
    """ARNs of what an agreement is about, and patterns of them."""
    for use in agreement.uses:
        yield from (each for each in (use.resource, use.key) if each)
    yield from written(agreement)


def written(agreement: Agreement) -> Iterator[str]:
    """Those of them that only raw statements name."""
    raw = (each for each in agreement.permissions if each.uses(agreement.role) is None)
    for statement in (found for each in raw for found in each.statements(agreement.role)):
        for each in map(str, listed(statement.get("Resource", "*"))) if statement.get("Effect") == "Allow" else ():
            kind = resource_kind(each)
            yield (kind.resource_of(each) if kind else None) or each


def is_pattern(named_: str) -> bool:
    """Whether it may stand for several."""
    return bool(set(named_) & set("*?"))
