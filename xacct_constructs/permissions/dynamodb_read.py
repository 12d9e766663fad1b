"""Read items of one DynamoDB table: read, and nothing that only sounds like it.

Source: Service Authorization Reference, Amazon DynamoDB; Amazon DynamoDB Developer Guide, "Using IAM policy conditions
for fine-grained access control" and "DynamoDB encryption at rest".
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import KW_ONLY, dataclass
from typing import TYPE_CHECKING, Any, Union

from xacct_constructs import arns
from xacct_constructs.arns import Arn
from xacct_constructs.counts import MOST_VALUES, check_list
from xacct_constructs.finding import Finding, Severity, error, warning
from xacct_constructs.names import check_flag
from xacct_constructs.permissions.keys import Decryption, check_key
from xacct_constructs.permissions.permission import Use
from xacct_constructs.quotas import PARTITION_KEY_BYTES, TABLE_NAME
from xacct_constructs.signatures import explained_value
from xacct_constructs.texts import shown
from xacct_constructs.values import Conditions, StatementJSON, as_tuple, is_policy_text, scalar, with_conditions

if TYPE_CHECKING:
    from aws_cdk.interfaces.aws_dynamodb import ITableRef
    from aws_cdk.interfaces.aws_kms import IKeyRef

_NAME = r"[A-Za-z0-9_.-]" + TABLE_NAME.times
_TABLE_ARN = rf"arn:(aws[a-z-]*):dynamodb:([a-z0-9-]+):([0-9]{{12}}):table/({_NAME})"
_NAME_IT = (
    'give the table a name, as in dynamodb.Table(..., table_name="orders"), and pass the CDK table itself; '
    "or pass its ARN as text, once it is deployed"
)
_STREAM_ACTIONS = ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"]


def decryption(table: str) -> Decryption:
    """What DynamoDB asks of the key for a session that reads this table, given by its ARN."""
    from xacct_constructs.services import DYNAMODB_TABLE  # not before a key is there: the constructs load without

    return Decryption(DYNAMODB_TABLE.service, {"StringEquals": DYNAMODB_TABLE.told_to_kms(table)})


@explained_value
@dataclass(frozen=True)
class DynamoDBRead:
    """Get, query and scan the items of a table, and describe it.

    With leading keys there is no `Scan`, which names no key and would read them all. PartiQL is never given.

    Attributes:
        table: The table's ARN; in `TrustingAccountRole(...)` also a CDK table, whose key is then used too.
        indexes: Names of the secondary indexes that may be read too. Default: none.
        leading_keys: Values of the partition key, to which items that are read are limited; of an index, of its own
            partition key. Default: every item.
        streams: Whether the table's streams are read too; the newest one's ARN is in what DescribeTable answers. Not of
            another account's table, nor beside leading keys. Default: no.
        kms_key: ARN of the key that encrypts the table. Default: the CDK table's key, or none.
    """

    table: Union[str, "ITableRef"]
    _: KW_ONLY
    indexes: Sequence[str] | None = None
    leading_keys: Sequence[str] | None = None
    streams: bool = False
    kms_key: Union[str, "IKeyRef", None] = None

    def __post_init__(self) -> None:
        """Make the value independent of the caller's lists."""
        object.__setattr__(self, "indexes", as_tuple(self.indexes))
        object.__setattr__(self, "leading_keys", as_tuple(self.leading_keys))

    def uses(self, role: Arn) -> tuple[Use, ...]:
        """The table."""
        table, key = str(self.table), None if self.kms_key is None else str(self.kms_key)
        owner = arns.parse(table).account if arns.is_arn(table) else role.account
        return (Use(table, owner, key),)

    def statements(self, role: Arn) -> list[StatementJSON]:
        """Items of the table and of its indexes, their description, streams, and decrypt where there is a key."""
        found = self._table_statements()
        if self.kms_key is not None:
            found.append(decryption(str(self.table)).statement(str(self.kms_key)))
        return found

    def _table_statements(self) -> list[StatementJSON]:
        table = str(self.table)
        indexes = [f"{table}/index/{each}" for each in self.indexes or ()]
        several = ["dynamodb:Query"] if self.leading_keys else ["dynamodb:Query", "dynamodb:Scan"]
        items = _allow(["dynamodb:GetItem", "dynamodb:BatchGetItem", *several], [table])
        found = [items, *([_allow(several, indexes)] if indexes else [])]
        found = [with_conditions(each, self._leading()) for each in found]
        found.append(_allow(["dynamodb:DescribeTable"], [table]))
        if self.streams:
            found.append(_allow(_STREAM_ACTIONS, [f"{table}/stream/*"]))
        return found

    def _leading(self) -> Conditions:
        """That every key is one of those agreed, and that there is one: `ForAllValues` is true of none at all."""
        if not self.leading_keys:
            return {}
        values = scalar([each.replace("$", "${$}") for each in self.leading_keys])
        return {
            "ForAllValues:StringEquals": {"dynamodb:LeadingKeys": values},
            "Null": {"dynamodb:LeadingKeys": "false"},
        }

    def check(self, path: str, role: Arn) -> Iterator[Finding]:
        """Findings about table, indexes, leading keys, streams and key."""
        problems = [*_check_table(f"{path}.table", self.table, role.partition), *self._check_parts(path)]
        yield from problems
        if any(each.severity is Severity.ERROR for each in problems):
            return
        if self.kms_key is not None:
            yield from check_key(f"{path}.kms_key", self.kms_key, decryption(str(self.table)), role)
        owner = arns.parse(str(self.table)).account
        if owner == role.account:
            return
        message = f"is of {owner}, which the role's account {role.account} cannot speak for"
        fix = f"its owner adds to the resource policy of {self.table}: {self._owner_policy(role)}"
        yield warning("XA131", f"{path}.table", message, fix)
        if self.streams:
            message = f"are of {owner}: each has a policy of its own, under an ARN that is not known before it is made"
            yield error("XA135", f"{path}.streams", message, "leave streams out; trust a role of the table's account")

    def _check_parts(self, path: str) -> Iterator[Finding]:
        yield from check_flag(f"{path}.streams", self.streams)
        yield from _check_indexes(f"{path}.indexes", self.indexes)
        yield from _check_leading_keys(f"{path}.leading_keys", self.leading_keys)
        if self.leading_keys and self.streams is True:
            message = "cannot be limited by leading_keys: a stream holds the changes of every item"
            yield error("XA135", f"{path}.streams", message, "leave one of the two out")

    def _owner_policy(self, role: Arn) -> str:
        who = {"Principal": {"AWS": f"arn:{role.partition}:iam::{role.account}:root"}}
        bind = {"ArnEquals": {"aws:PrincipalArn": str(role)}}
        statements = [
            with_conditions({**who, **each}, bind, each.get("Condition", {})) for each in self._table_statements()
        ]
        return json.dumps(statements)


def _allow(actions: list[str], resources: list[str]) -> StatementJSON:
    return {"Effect": "Allow", "Action": scalar(actions), "Resource": scalar(resources)}


def _check_table(path: str, table: object, partition: str) -> Iterator[Finding]:
    if not isinstance(table, str):
        message = f"must be a table's ARN, got {type(table).__name__}"
        yield error("XA130", path, message, "pass a CDK table to TrustingAccountRole(...), its ARN everywhere else")
        return
    found = re.fullmatch(_TABLE_ARN, table)
    if not found:
        fix = "name the table, not its index, stream or backup"
        if "${" in table.partition(":table/")[0] and arns.is_arn(table):
            fix = 'pass env=cdk.Environment(account="111111111111", region="eu-west-1") to the stack of the table'
        elif "${" in table:
            fix = _NAME_IT
        elif not table.startswith("arn:"):
            fix = "copy the ARN from the DynamoDB console: a name says neither account nor region"
        message = f"must be a table's ARN (arn:{partition}:dynamodb:REGION:ACCOUNT:table/NAME), got {shown(table)}"
        yield error("XA130", path, message, fix)
    elif found[1] != partition:
        message = f"must lie in partition {partition}, got {shown(table)}"
        yield error("XA130", path, message, "write the partition of the agreement")


def _check_indexes(path: str, indexes: Any) -> Iterator[Finding]:
    if indexes is None:
        return
    fix = 'write ["by-customer"]; leave the argument out for the table alone'
    if unfit := list(check_list("XA132", path, indexes, of="index name", most=MOST_VALUES, fix=fix)):
        yield from unfit
        return
    for index, name in enumerate(indexes):
        if not isinstance(name, str) or not re.fullmatch(_NAME, name):
            message = f"must be the name of an index, {TABLE_NAME} characters of A-Z a-z 0-9 _.-, got {shown(name)}"
            yield error("XA132", f"{path}[{index}]", message, "name each index; a wildcard would admit later ones")
        elif name in indexes[:index]:
            yield error("XA132", f"{path}[{index}]", f"repeats {shown(name)}", "remove one of the two")


def _check_leading_keys(path: str, keys: Any) -> Iterator[Finding]:
    if keys is None:
        return
    fix = "leave the argument out for every item"
    if unfit := list(check_list("XA133", path, keys, of="key", most=MOST_VALUES, fix=fix)):
        yield from unfit
        return
    for index, key in enumerate(keys):
        where = f"{path}[{index}]"
        if not isinstance(key, str) or not key or "${Token[" in key:
            message = f"must be the value of a partition key, written out, got {shown(key)}"
            yield error("XA133", where, message, 'write a string; a number as its digits, such as "42"')
        elif not is_policy_text(key) or len(key.encode()) > PARTITION_KEY_BYTES:
            message = f"must be at most {PARTITION_KEY_BYTES} bytes of characters that IAM accepts, got {shown(key)}"
            yield error("XA133", where, message, "name another key; IAM refuses these characters")
        elif key in keys[:index]:
            yield error("XA133", where, f"repeats {shown(key)}", "remove one of the two")
        elif "${" in key or set(key) & set("*?"):
            message = f"holds *, ? or ${{, which stand for themselves in a key, got {shown(key)}"
            yield warning("XA134", where, message, "name each key, or acknowledge that keys hold these characters")
