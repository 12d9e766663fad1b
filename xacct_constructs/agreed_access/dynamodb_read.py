"""What `DynamoDBRead` lets the role's sessions ask for."""

from collections.abc import Sequence

from xacct_constructs import arns
from xacct_constructs.agreed_access.meaning import Meaning
from xacct_constructs.agreement import Agreement
from xacct_constructs.iam import OPERATORS, Condition, escaped
from xacct_constructs.partitions import DNS_SUFFIXES
from xacct_constructs.permissions import DynamoDBRead
from xacct_constructs.request_sets import Box, Literal, action_literal, box, equals, resource_literal


def dynamodb_read(read: DynamoDBRead, _: Agreement) -> Meaning:
    """What reading a table means: items of it and of its indexes, its description, streams, and decryption."""
    table = str(read.table)
    within = _within(read.leading_keys or ())
    searches = ("dynamodb:Query",) if read.leading_keys else ("dynamodb:Query", "dynamodb:Scan")
    fetches = ("dynamodb:BatchGetItem", "dynamodb:GetItem")
    asked = [
        ((*fetches, *searches), (table,), within),
        (searches, tuple(f"{table}/index/{each}" for each in read.indexes or ()), within),
        (("dynamodb:DescribeTable",), (table,), []),
    ]
    if read.streams:
        stream = ("dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator")
        asked.append((stream, (f"{table}/stream/*",), []))
    direct = tuple(box(action_literal(does), resource_literal(on), *when) for does, on, when in asked if on)
    return Meaning(direct, () if read.kms_key is None else (using_key(table, str(read.kms_key)),))


def _within(keys: Sequence[str]) -> list[Literal]:
    """The request names keys, and none but these; a request without any would be within them too."""
    if not keys:
        return []
    key, values = "dynamodb:leadingkeys", tuple(sorted(map(escaped, keys)))
    among = Literal(Condition(OPERATORS["stringequals"], key, values, "forallvalues"))
    return [among, Literal(Condition(None, key, ("false",)))]


def using_key(table: str, key: str, actions: tuple[str, ...] = ("kms:Decrypt",), _: tuple[str, ...] = ()) -> Box:
    """What DynamoDB asks KMS for a session: for the table, by its name and its account."""
    where, of = arns.parse(key), arns.parse(table)
    return box(
        action_literal(actions),
        resource_literal((key,)),
        equals("kms:ViaService", f"dynamodb.{where.region}.{DNS_SUFFIXES[where.partition]}"),
        equals("kms:EncryptionContext:aws:dynamodb:tableName", of.name),
        equals("kms:EncryptionContext:aws:dynamodb:subscriberId", of.account),
    )
