"""The CDK table of a `DynamoDBRead`, and the key of the table or of its own."""

from dataclasses import replace
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from xacct_constructs import arns
from xacct_constructs.permissions import DynamoDBRead
from xacct_constructs.permissions.dynamodb_read import decryption
from xacct_constructs.trusting.references.edge import Edge, is_construct, is_token
from xacct_constructs.trusting.references.keys import resolve_key


class _Table(NamedTuple):
    """What a CDK table says of itself; what is not known before deployment is written as a variable of its path.

    Attributes:
        arn: Its ARN, where it is written out; else empty.
        region: Its region.
        account: Its account.
        name: Its name.
        key: The CDK key that encrypts it; None where the table names none.
    """

    arn: str
    region: str
    account: str
    name: str
    key: Any


_TABLES: WeakKeyDictionary[Any, _Table] = WeakKeyDictionary()


def dynamodb_read(read: DynamoDBRead, edge: Edge) -> DynamoDBRead:
    """The permission by the table's and the key's ARNs."""
    if is_construct(read.table) and _is_table(read.table):
        known = _described(read.table)
        table = arns.Arn(edge.role.partition, "dynamodb", known.region, known.account, f"table/{known.name}")
        key = known.key if read.kms_key is None else read.kms_key
        read = replace(read, table=known.arn or str(table), kms_key=key)
    if not is_construct(read.kms_key) or not arns.is_arn(str(read.table)):
        return read
    arn = resolve_key(read.kms_key, f"{edge.path}.kms_key", edge, decryption(str(read.table)))
    return replace(read, kms_key=arn)


def _is_table(construct: Any) -> bool:
    """Whether the construct is a table, of one region or of several."""
    return any(hasattr(construct, each) for each in ("table_ref", "global_table_ref", "table_arn"))


def _described(table: Any) -> _Table:
    """The table in names; each is asked once, since asking takes round trips to Node."""
    if table not in _TABLES:
        _TABLES[table] = _describe(table)
    return _TABLES[table]


def _describe(table: Any) -> _Table:
    arn = _given(table, "table_arn")
    name: str | None = _given(table, "table_name")
    if is_token(name):
        name = getattr(table.node.default_child, "table_name", None)
    return _Table(
        arn="" if is_token(arn) else arn,
        region=_settled(table.env.region, f"region of {table.node.path}"),
        account=_settled(table.env.account, f"account of {table.node.path}"),
        name=_settled(name, table.node.path),
        key=getattr(table, "encryption_key", None),
    )


def _given(table: Any, name: str) -> str:
    """What the table, or the reference to it, says; a token where it says nothing."""
    found = getattr(table, name, None) or getattr(getattr(table, "table_ref", None), name, None)
    return found or "${Token[]}"


def _settled(value: str | None, variable: str) -> str:
    """The value, or a variable for what only deployment settles."""
    return f"${{{variable}}}" if value is None or is_token(value) else value
