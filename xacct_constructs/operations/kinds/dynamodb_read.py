"""Reading a table: what is asked of DynamoDB, what is looked at, and what is tried.

Source: Amazon DynamoDB Developer Guide, "Using IAM policy conditions for fine-grained access control", "DynamoDB
encryption at rest" and "Condition expressions".
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Any

from xacct_constructs import arns
from xacct_constructs.arns import Arn
from xacct_constructs.assembly import Resource
from xacct_constructs.iam import Origin, Policy, Request, session_of_arn
from xacct_constructs.operations.calls import Looks, Side
from xacct_constructs.operations.carried import SAMPLE, Carried
from xacct_constructs.operations.diagnosis import Diagnosis, Scene, State
from xacct_constructs.operations.facts import Facts
from xacct_constructs.operations.found import Found, What
from xacct_constructs.operations.kinds.kind import Kind, OwnCheck
from xacct_constructs.operations.trying.asking import Reply, ask
from xacct_constructs.operations.trying.conditional import SUFFIXES, ConditionalWrite
from xacct_constructs.operations.trying.line import Line, Outcome
from xacct_constructs.operations.trying.trial import Trial, TrialClients
from xacct_constructs.permissions import DynamoDBRead, Use
from xacct_constructs.permissions.dynamodb_read import decryption
from xacct_constructs.permissions.keys import Decryption, key_id
from xacct_constructs.services import DYNAMODB_TABLE

_LEADING_KEYS = "dynamodb:LeadingKeys"
_STREAM_ACTIONS = ("DescribeStream", "GetShardIterator", "GetRecords")


def _requests(permission: DynamoDBRead, use: Use, role: Arn, carried: Carried) -> Iterator[Request]:
    """One request for each kind of access to the table, to each index, and by each leading key."""
    caller, table = session_of_arn(str(role)), use.resource
    indexes = [f"{table}/index/{each}" for each in permission.indexes or ()]
    by_none = {**carried, _LEADING_KEYS: ""}  # of no value, which policies take for absent, and known to be so
    asked: list[tuple[str, str, Carried]] = [("DescribeTable", table, by_none)]
    for key in permission.leading_keys or (None,):
        # Without agreed keys, which one is asked for is not known, and a condition on it leaves the answer open.
        by_key = carried if key is None else {**carried, _LEADING_KEYS: [key]}
        asked += [(action, table, by_key) for action in ("GetItem", "BatchGetItem", "Query")]
        asked += [("Query", index, by_key) for index in indexes]
    if not permission.leading_keys:
        asked += [("Scan", each, by_none) for each in (table, *indexes)]
    if permission.streams:
        asked += [(action, f"{table}/stream/{SAMPLE}", by_none) for action in _STREAM_ACTIONS]
    for action, on, context in asked:
        yield Request(caller, f"dynamodb:{action}", on, resource_account=use.owner, context=context)


def _encryption_context(use: Use) -> Carried:
    """The table's name and account."""
    table = arns.parse(use.resource)
    given = {"aws:dynamodb:tableName": table.name, "aws:dynamodb:subscriberId": table.account}
    return {f"kms:EncryptionContext:{name}": value for name, value in given.items()}


def _asked_of_key(use: Use) -> Decryption:
    """What DynamoDB asks of the table's key."""
    return decryption(use.resource)


_INDEXES, _STREAM, _MANAGER = "indexes of ", "stream of ", "manager of "
"""What is kept of a table, and who manages a key: names separated by spaces, an ARN or None, `AWS` or `CUSTOMER`."""


def _client(side: Side, use: Use) -> Any:
    return side.client("dynamodb", arns.parse(use.resource).region)


def _read(looks: Looks, side: Side, use: Use, _: str | None) -> Resource | None:
    """A table, in the region that its ARN names, with its policy and key; None where it could not be read."""
    arn, dynamodb = use.resource, _client(side, use)
    answer = looks.at(arn, dynamodb.describe_table, TableName=arn)
    if answer is None:
        return None
    key = answer["Table"].get("SSEDescription", {}).get("KMSMasterKeyArn")
    answer = looks.at(f"policy of {arn}", dynamodb.get_resource_policy, ResourceArn=arn)
    policies = () if answer is None else (Policy(json.loads(answer["Policy"]), Origin("", arn, "table policy")),)
    return Resource(arn, side.account, Origin("", arn, "table"), DYNAMODB_TABLE, policies, kms_key=key)


def _look(looks: Looks, facts: Facts, permission: DynamoDBRead, use: Use, side: Side, _: str | None) -> None:
    """Look at the table's indexes, at its stream, and at who manages a key that is not the agreed one."""
    arn, dynamodb = use.resource, _client(side, use)
    answer = looks.at(arn, dynamodb.describe_table, TableName=arn)
    if answer is None:
        return
    table = answer["Table"]
    facts.settings[_INDEXES + arn] = " ".join(_indexes(table))
    stream = facts.settings[_STREAM + arn] = _stream(table)
    if permission.streams and stream is not None:
        about = f"policy of {stream}"
        answer = looks.at(about, dynamodb.get_resource_policy, ResourceArn=stream)
        if answer is not None:
            facts.settings[about] = str(answer["Policy"])
    key = table.get("SSEDescription", {}).get("KMSMasterKeyArn")
    if key is not None and not _is_same(key, use.key):
        kms = side.client("kms", arns.parse(key).region)
        answer = looks.at(_MANAGER + key, kms.describe_key, KeyId=key)
        if answer is not None:
            facts.settings[_MANAGER + key] = str(answer["KeyMetadata"]["KeyManager"])


def _indexes(table: Mapping[str, Any]) -> dict[str, Any]:
    """A table's indexes by name."""
    kinds = ("GlobalSecondaryIndexes", "LocalSecondaryIndexes")
    return {each["IndexName"]: each for kind in kinds for each in table.get(kind) or ()}


def _stream(table: Mapping[str, Any]) -> str | None:
    """The stream's ARN; None where none is written now."""
    is_on = (table.get("StreamSpecification") or {}).get("StreamEnabled")
    return table.get("LatestStreamArn") if is_on else None


def _is_same(key: str, agreed: str | None) -> bool:
    return agreed is not None and key_id(key) == key_id(agreed)


def _check_encryption(scene: Scene, _: DynamoDBRead, use: Use) -> Iterable[Diagnosis]:
    """What encrypts the table is the key that is agreed; one that AWS manages admits whoever may read the table."""
    arn, table = use.resource, scene.resource(use.resource)
    key = None if table is None else table.kms_key
    if key is None or _is_same(key, use.key):
        return
    about = _MANAGER + key
    manager = scene.facts.settings.get(about)
    if manager is None and scene.live:
        yield Diagnosis("table encryption", State.OPEN, scene.unseen.get(about, Found(What.NOT_SEEN, key)))
    elif manager != "AWS" and use.key is None:
        found = Found(What.NO_DECRYPT, arn, key, DynamoDBRead.__name__, (arn,))
        yield Diagnosis("table encryption", State.WRONG, found)
    elif manager != "AWS":
        yield Diagnosis("table encryption", State.WRONG, Found(What.OTHER_KEY, arn, key, str(use.key)))


def _check_indexes(scene: Scene, permission: DynamoDBRead, use: Use) -> Iterable[Diagnosis]:
    """The table has each index that is agreed."""
    arn = use.resource
    found = scene.facts.settings.get(_INDEXES + arn)
    if permission.indexes and found is None:
        yield Diagnosis("table indexes", State.OPEN, scene.unseen.get(arn, Found(What.NOT_LOOKED_AT)))
        return
    seen = () if found is None else found.split()
    if absent := tuple(each for each in permission.indexes or () if each not in seen):
        yield Diagnosis("table indexes", State.WRONG, Found(What.NO_INDEX, arn, several=absent))


def _check_stream(scene: Scene, permission: DynamoDBRead, use: Use) -> Iterable[Diagnosis]:
    """The table has a stream where streams are agreed; the stream's own policy is not judged."""
    if not permission.streams:
        return
    arn = use.resource
    if _STREAM + arn not in scene.facts.settings:
        yield Diagnosis("table stream", State.OPEN, scene.unseen.get(arn, Found(What.NOT_LOOKED_AT)))
        return
    stream = scene.facts.settings[_STREAM + arn]
    about = f"policy of {stream}"
    if stream is None:
        yield Diagnosis("table stream", State.WRONG, Found(What.NO_STREAM, arn))
    elif about in scene.unseen:
        yield Diagnosis("table stream", State.OPEN, scene.unseen[about])
    elif about in scene.facts.settings:
        yield Diagnosis("table stream", State.OPEN, Found(What.STREAM_POLICY, stream))


NEVER = "attribute_exists(#key) AND attribute_not_exists(#key)"
"""What no item meets, nor one that is not there."""


def _carries(request: Any) -> bool:
    return bool(json.loads(request.body or b"{}").get("ConditionExpression") == NEVER)


def _write(operation: str, ignored: str) -> ConditionalWrite:
    hosts = rf"((vpce-[a-z0-9-]+\.)?dynamodb(-fips)?|[0-9]{{12}}\.ddb)\.[a-z0-9-]+(\.vpce)?\.({SUFFIXES}|api\.aws)"
    return ConditionalWrite(
        event=f"dynamodb.{operation}",
        hosts=re.compile(hosts),
        condition="ConditionExpression",
        carries=_carries,
        answers={"ConditionalCheckFailedException": "its condition was judged: allowed, and nothing written"},
        ignored=ignored,
    )


PUT = _write("PutItem", "THE ITEM MAY NOW BE EMPTY, OR NEW; restore it")
DELETE = _write("DeleteItem", "THE ITEM MAY NOW BE GONE; restore it")


def _tries(permission: DynamoDBRead, use: Use, trial: Trial) -> Iterator[Line]:
    """Everything that is tried."""
    here = replace(trial, region=arns.parse(use.resource).region)
    clients = here.clients("dynamodb")
    described = ask(clients.role.describe_table, TableName=use.resource)
    yield Line(f"describe table {arns.parse(use.resource).name}", Outcome.ALLOWED, described.seen, described.detail)
    if described.seen is Outcome.ALLOWED:
        yield from _Reading(permission, use, here, clients, described.content["Table"]).lines()
    else:
        text = "the table was not described, and only that says what its keys are"
        yield Line(f"read items of table {arns.parse(use.resource).name}", Outcome.ALLOWED, Outcome.NOT_TRIED, text)


@dataclass(frozen=True)
class _Reading:
    """The requests to one table; every one names it by its ARN, so that it is nobody else's of that name.

    Attributes:
        permission: What is agreed.
        use: The table.
        trial: The run, in the table's region.
        clients: TrialClients of DynamoDB.
        table: The table, as it describes itself.
    """

    permission: DynamoDBRead
    use: Use
    trial: Trial
    clients: TrialClients
    table: Mapping[str, Any]

    @cached_property
    def _types(self) -> Mapping[str, str]:
        return {each["AttributeName"]: each["AttributeType"] for each in self.table["AttributeDefinitions"]}

    @property
    def _name(self) -> str:
        return arns.parse(self.use.resource).name

    @property
    def _known(self) -> dict[str, str]:
        return {"TableName": self.use.resource}

    def _line(self, what: str, answer: Reply, action: str, within: str = "", key: str | None = None) -> Line:
        """A line, with what the agreement says of the request; without a key it names none.

        Args:
            what: What is tried, before the table's name.
            answer: What became of it.
            action: What it asks of the role, without the service.
            within: Where in the table it is asked, as its ARN goes on. Default: of the table itself.
            key: The leading key that the request names. Default: none.
        """
        context = {} if key is None else {_LEADING_KEYS: key}
        agreed = self.trial.expected.of(self.use, f"dynamodb:{action}", f"{self.use.resource}{within}", **context)
        return Line(f"{what} table {self._name}", agreed, answer.seen, answer.detail)

    def _value(self, attribute: str, text: str | None) -> dict[str, Any]:
        """An attribute's value, made up where none is given: a read of nothing is allowed or refused all the same."""
        kind = self._types[attribute]
        value = text or ("0" if kind == "N" else "xacct-verify")
        return {kind: value.encode() if kind == "B" else value}

    def _key(self, schema: Iterable[Mapping[str, str]], leading: str | None) -> dict[str, Any]:
        """A key of this schema, whose first attribute is the leading key."""
        first, *rest = [each["AttributeName"] for each in schema]
        return {first: self._value(first, leading), **{each: self._value(each, None) for each in rest}}

    def _named(self, schema: Iterable[Mapping[str, str]]) -> str:
        """A leading key that is agreed and of the schema's type, or else one that is made up."""
        kind = self._types[next(iter(schema))["AttributeName"]]
        fitting = {"S": ".+", "N": r"-?[0-9]+(\.[0-9]+)?", "B": "(?!)"}[kind]
        found = (each for each in self.permission.leading_keys or () if re.fullmatch(fitting, each, re.DOTALL))
        return next(found, self._other(schema))

    def _other(self, schema: Iterable[Mapping[str, str]]) -> str:
        """A leading key that is not agreed."""
        agreed, kind = self.permission.leading_keys or (), self._types[next(iter(schema))["AttributeName"]]
        texts = (f"{'' if kind == 'N' else 'xacct-verify-'}{number}" for number in range(len(agreed) + 1))
        return next(each for each in texts if each not in agreed)

    def lines(self) -> Iterator[Line]:
        """Everything that is tried once the table is described."""
        role, schema, agreed = self.clients.role, self.table["KeySchema"], self.permission.leading_keys
        named = self._named(schema)
        key = self._key(schema, named)
        get = partial(ask, role.get_item, **self._known)
        yield self._line("get an item of", get(Key=key), "GetItem", key=named)
        batch = ask(role.batch_get_item, RequestItems={self.use.resource: {"Keys": [key]}})
        yield self._line("get items in a batch of", batch, "BatchGetItem", key=named)
        yield from self._searches("", schema)
        for name in self.permission.indexes or ():
            if name in _indexes(self.table):
                yield from self._searches(name, _indexes(self.table)[name]["KeySchema"])
            else:
                text = "the table has no such index"
                yield self._line(
                    f"query index {name} of", Reply(Outcome.NOT_TRIED, text), "Query", f"/index/{name}", named
                )
        if agreed:
            other = self._other(schema)
            beside = get(Key=self._key(schema, other))
            yield self._line("get an item beside the leading keys of", beside, "GetItem", key=other)
        yield from self._streams()
        yield from self._beside(schema, named)

    def _searches(self, index: str, schema: list[Mapping[str, str]]) -> Iterator[Line]:
        """Query by one key, and scan, for one item at most."""
        place, what = (f"/index/{index}", f"index {index} of ") if index else ("", "")
        one = {**self._known, "Limit": 1, **({"IndexName": index} if index else {})}
        named = self._named(schema)
        hashes = self._key([each for each in schema if each["KeyType"] == "HASH"], named)
        query = ask(
            self.clients.role.query,
            **one,
            KeyConditionExpression=" AND ".join(f"#k{number} = :k{number}" for number in range(len(hashes))),
            ExpressionAttributeNames={f"#k{number}": name for number, name in enumerate(hashes)},
            ExpressionAttributeValues={f":k{number}": value for number, value in enumerate(hashes.values())},
        )
        agreed = self.permission.leading_keys
        if agreed and named not in agreed and (not index or index in (self.permission.indexes or ())):
            text = "none of the agreed leading keys is of its key's type"
            untried = Reply(Outcome.NOT_TRIED, text)
            yield self._line(f"query by a leading key {what}".strip(), untried, "Query", place, agreed[0])
        yield self._line(f"query {what}".strip(), query, "Query", place, named)
        yield self._line(f"scan {what}".strip(), ask(self.clients.role.scan, **one), "Scan", place)

    def _streams(self) -> Iterator[Line]:
        """Describe the stream, and read what changed last."""
        stream = _stream(self.table)
        if stream is None:
            if self.permission.streams:
                text = "the table has no stream"
                yield self._line("read the stream of", Reply(Outcome.NOT_TRIED, text), "GetRecords", "/stream/x")
            return
        place = stream.removeprefix(self.use.resource)
        role = self.trial.clients("dynamodbstreams").role
        described = ask(role.describe_stream, StreamArn=stream)
        yield self._line("describe the stream of", described, "DescribeStream", place)
        shards = described.content.get("StreamDescription", {}).get("Shards", ())
        if self.permission.streams and shards:
            shard = {"StreamArn": stream, "ShardId": shards[-1]["ShardId"]}
            found = ask(role.get_shard_iterator, **shard, ShardIteratorType="LATEST")
            if found.seen is Outcome.ALLOWED:
                found = ask(role.get_records, ShardIterator=found.content["ShardIterator"], Limit=1)
            yield self._line("read the stream of", found, "GetRecords", place)

    def _beside(self, schema: list[Mapping[str, str]], named: str) -> Iterator[Line]:
        """What lies beside reading: other indexes, PartiQL, writing, the policy, and reading without the role."""
        role, key = self.clients.role, self._key(schema, named)
        first = schema[0]["AttributeName"]
        others = [each for each in _indexes(self.table) if each not in (self.permission.indexes or ())]
        for index in others[:1]:
            yield from self._searches(index, _indexes(self.table)[index]["KeySchema"])
        quoted = first.replace('"', '""')
        # PartiQL takes no ARN: where another account owns the table, this is one of that name in the role's account.
        select = f'SELECT * FROM "{self._name}" WHERE "{quoted}" = ?'  # noqa: S608 - it reads, and both names are quoted
        answer = ask(role.execute_statement, Statement=select, Parameters=[key[first]], Limit=1)
        yield self._line("select (PartiQL) from", answer, "PartiQLSelect", key=named)
        never = {"ConditionExpression": NEVER, "ExpressionAttributeNames": {"#key": first}}
        put = PUT.ask(role, role.put_item, self.trial.honouring, **self._known, **never, Item=key)
        yield self._line("write (conditional) an item of", put, "PutItem", key=named)
        delete = DELETE.ask(role, role.delete_item, self.trial.honouring, **self._known, **never, Key=key)
        yield self._line("delete (conditional) an item of", delete, "DeleteItem", key=named)
        answer = ask(role.get_resource_policy, ResourceArn=self.use.resource)
        if answer.code == "PolicyNotFoundException":
            answer = replace(answer, seen=Outcome.ALLOWED)
        yield self._line("read the policy of", answer, "GetResourcePolicy")
        answer = ask(self.clients.own.get_item, **self._known, Key=key)
        yield Line(f"get an item without the role of table {self._name}", Outcome.REFUSED, answer.seen, answer.detail)


KIND: Kind[DynamoDBRead] = Kind(
    resource=DYNAMODB_TABLE,
    requests=_requests,
    decryption=_asked_of_key,
    read=_read,
    look=_look,
    checks=(
        OwnCheck("table encryption", _check_encryption),
        OwnCheck("table indexes", _check_indexes, live_only=True),
        OwnCheck("table stream", _check_stream, live_only=True),
    ),
    own_keys=frozenset({_LEADING_KEYS.lower()}),
    tries=_tries,
)
