"""A role's policies, as permissions that may mean the same: from the plainest kind to statements as they are."""

from collections.abc import Iterable, Iterator, Sequence

from xacct_constructs.arns import parse
from xacct_constructs.assembly import Assembly, Identity
from xacct_constructs.iam import Statement, UndecidedError
from xacct_constructs.permissions import DynamoDBRead, Permission, RawStatements, S3Read
from xacct_constructs.restatement.unsaid import UnsaidError
from xacct_constructs.safeguards import TABLE, Safeguards
from xacct_constructs.services import DYNAMODB_TABLE, KMS_KEY, S3_BUCKET, ResourceKind, resource_kind


def candidates(assembly: Assembly, role: Identity, safeguards: Safeguards) -> Iterator[tuple[Permission, ...]]:
    """What the role may do, in each way in which it may be said.

    Args:
        assembly: The assembly.
        role: The role.
        safeguards: What is agreed beside it, of which what stands in the role's policies is not said again.

    Raises:
        UnsaidError: A policy is not known, or deployment settles it.
    """
    for each in role.outside:
        raise UnsaidError(role.arn, f"has {each} attached, and what that says is not here")
    try:
        statements = [each for policy in role.policies for each in policy.statements]
    except UndecidedError as problem:
        raise UnsaidError(role.arn, f"has a policy that is not settled: {problem}") from problem
    reads = (*_buckets(assembly, role, statements), *_tables(statements))
    if reads:
        yield reads
    written = [{key: said for key, said in each.written.items() if key != "Sid"} for each in statements]
    denies = [each for row in TABLE for each in row.denies(safeguards)]
    raw = [each for each in written if each not in denies]
    if raw:
        yield (RawStatements(raw),)


def _buckets(assembly: Assembly, role: Identity, statements: Sequence[Statement]) -> Iterator[Permission]:
    """Reading each bucket that is named with its objects."""
    actions = " ".join(action for each in statements for action in each.actions if action.startswith("s3:"))
    for arn, named in _by_resource(statements, S3_BUCKET).items():
        objects = [each.removeprefix(f"{arn}/") for each in named if each != arn]
        held = assembly.resources.get(arn)
        if objects:
            yield S3Read(
                parse(arn).resource,
                prefixes=None if "*" in objects else [each.removesuffix("*") for each in objects],
                owner=held.account if held is not None and held.account != role.account else None,
                versions="Version" in actions,
                tags="Tagging" in actions,
                attributes="Attributes" in actions,
                kms_key=next(iter(_by_resource(statements, KMS_KEY)), None),
            )


def _tables(statements: Sequence[Statement]) -> Iterator[Permission]:
    """Reading each table that is named."""
    leading = [
        value.replace("${$}", "$")
        for each in statements
        for condition in each.conditions
        if condition.key.lower() == "dynamodb:leadingkeys" and condition.operator
        for value in condition.values
    ]
    for arn, named in _by_resource(statements, DYNAMODB_TABLE).items():
        indexes = [each.removeprefix(f"{arn}/index/") for each in named if each.startswith(f"{arn}/index/")]
        yield DynamoDBRead(
            arn,
            indexes=indexes or None,
            leading_keys=list(dict.fromkeys(leading)) or None,
            streams=any(each.startswith(f"{arn}/stream/") for each in _named(statements)),
            kms_key=next(iter(_by_resource(statements, KMS_KEY)), None),
        )


def _by_resource(statements: Iterable[Statement], kind: ResourceKind) -> dict[str, list[str]]:
    """What is allowed something on, each once, by the resource of this kind in which it lies."""
    found: dict[str, list[str]] = {}
    for arn in _named(statements):
        whole = kind.resource_of(arn) if resource_kind(arn) is kind else None
        if whole is not None:
            found.setdefault(whole, []).append(arn)
    return found


def _named(statements: Iterable[Statement]) -> Iterator[str]:
    """What is allowed something on, each once."""
    allowing = [each for each in statements if each.allows and not each.not_resources]
    yield from dict.fromkeys(arn for each in allowing for arn in each.resources or ())
