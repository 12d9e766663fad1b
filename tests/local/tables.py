"""Who gets in, example by example: the tables of the examples' READMEs as probes, with what each example needs."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial
from types import MappingProxyType
from typing import Any

from examples.third_party_external_id.app import NEW_EXTERNAL_ID, OLD_EXTERNAL_ID
from tests.local.lives import NEIGHBOUR, STRANGER, Example, Row, Stage
from tests.local.pairs import Pair
from xacct_constructs import Binding, TrustingAccountRole
from xacct_constructs.local import limits, story
from xacct_constructs.local.clients import Clients
from xacct_constructs.local.limits import Limit
from xacct_constructs.local.probes import Probe, ProbeAnswer

ALLOWED, REFUSED = ProbeAnswer.ALLOWED, ProbeAnswer.REFUSED


class Asks:
    """Rows about one bucket and the roles of its account.

    A session is named after who assumed which role: `alice as reports-reader`.
    """

    def __init__(self, pair: Pair, bucket: str) -> None:
        """Note accounts and bucket."""
        self._pair, self._bucket = pair, bucket

    def assume(
        self,
        caller: str,
        role: str,
        expected: ProbeAnswer,
        said: Mapping[str, str] = MappingProxyType({}),
        *,
        limit: Limit | None = None,
    ) -> Row:
        """Assume a role of the trusting account, saying more than who and what."""
        arn = f"arn:aws:iam::{self._pair.trusting}:role/{role}"
        request = {"RoleArn": arn, "RoleSessionName": caller.split()[0], **said}
        what = " ".join([f"assumes {role}", *(f"{name}={value}" for name, value in said.items())])
        return Row(Probe(what, caller, "sts", "assume_role", expected, request), limit)

    def list(self, caller: str, prefix: str | None, expected: ProbeAnswer) -> Row:
        """List a prefix of the bucket; with None, without naming one."""
        said = {} if prefix is None else {"Prefix": prefix}
        return self._s3(f"lists {prefix or 'the whole bucket'}", caller, "list_objects_v2", expected, said)

    def location(self, caller: str, expected: ProbeAnswer) -> Row:
        """Ask for the bucket's location."""
        return self._s3("asks where the bucket is", caller, "get_bucket_location", expected, {})

    def read(self, caller: str, key: str, expected: ProbeAnswer, *, limit: Limit | None = None) -> Row:
        """Read an object."""
        return self._s3(f"reads {key}", caller, "get_object", expected, {"Key": key}, limit)

    def write(self, caller: str, key: str, expected: ProbeAnswer) -> Row:
        """Write an object."""
        return self._s3(f"writes {key}", caller, "put_object", expected, {"Key": key, "Body": b"new"})

    def delete(self, caller: str, key: str, expected: ProbeAnswer) -> Row:
        """Delete an object."""
        return self._s3(f"deletes {key}", caller, "delete_object", expected, {"Key": key})

    def decrypt(self, caller: str, expected: ProbeAnswer, *, limit: Limit | None = None) -> Row:
        """Decrypt what the bucket's key encrypted, without S3."""
        return Row(Probe("decrypts by itself", caller, "kms", "decrypt", expected), limit)

    def outsiders(self, role: str, said: Mapping[str, str] = MappingProxyType({})) -> tuple[Row, ...]:
        """Two whom no agreement names, however right the rest of what they say."""
        return tuple(self.assume(caller, role, REFUSED, said) for caller in (NEIGHBOUR, STRANGER))

    def _s3(
        self,
        what: str,
        caller: str,
        operation: str,
        expected: ProbeAnswer,
        said: Mapping[str, Any],
        limit: Limit | None = None,
    ) -> Row:
        return Row(Probe(what, caller, "s3", operation, expected, {"Bucket": self._bucket, **said}), limit)


def _reports(ask: Asks) -> tuple[Row, ...]:
    session = "alice as reports-reader"
    return (
        ask.assume("alice", "reports-reader", ALLOWED),
        *ask.outsiders("reports-reader"),
        ask.list(session, "monthly/", ALLOWED),
        ask.list(session, "payroll/", REFUSED),
        ask.list(session, None, REFUSED),
        ask.read(session, "monthly/2026-10.csv", ALLOWED),
        ask.read(session, "payroll/2026-10.csv", REFUSED),
        ask.read("alice", "monthly/2026-10.csv", REFUSED),
        ask.read(NEIGHBOUR, "monthly/2026-10.csv", REFUSED),
        ask.read(STRANGER, "monthly/2026-10.csv", REFUSED),
        ask.location(session, ALLOWED),
        ask.location("alice", REFUSED),
        ask.write(session, "monthly/2026-10.csv", REFUSED),
        ask.delete(session, "monthly/2026-10.csv", REFUSED),
    )


REPORTS_OBJECTS = ("monthly/2026-10.csv", "payroll/2026-10.csv")


def read_bucket(pair: Pair) -> Example:
    """The story."""
    bucket = f"acme-reports-{pair.trusting}"
    stages = [Stage("deployed", _reports(Asks(pair, bucket)))]
    return Example("read_bucket", "read_bucket", pair, bucket, REPORTS_OBJECTS, stages)


def managed_policy(pair: Pair) -> Example:
    """The story, its permissions in a managed policy."""
    bucket = f"acme-reports-{pair.trusting}"
    stages = [Stage("deployed", _reports(Asks(pair, bucket)))]
    return Example("managed_policy", "managed_policy", pair, bucket, REPORTS_OBJECTS, stages)


def existing_bucket_and_user(pair: Pair) -> Example:
    """Bucket and user are there before the app, and after it."""
    bucket = f"acme-archive-{pair.trusting}"
    ask, session = Asks(pair, bucket), "bob as archive-reader"

    def prepare(clients: Clients, pair: Pair) -> None:
        location = {"LocationConstraint": story.REGION}
        clients.of_account("s3", pair.trusting).create_bucket(Bucket=bucket, CreateBucketConfiguration=location)
        iam = clients.of_account("iam", pair.trusted)
        iam.create_user(UserName="bob", Path="/support/")
        own = {"Effect": "Allow", "Action": "sqs:ReceiveMessage", "Resource": "*"}
        document = json.dumps({"Version": "2012-10-17", "Statement": [own]})
        iam.put_user_policy(UserName="bob", PolicyName="Tickets", PolicyDocument=document)
        iam.attach_user_policy(UserName="bob", PolicyArn="arn:aws:iam::aws:policy/SecurityAudit")

    rows = (
        ask.assume("bob", "archive-reader", ALLOWED),
        *ask.outsiders("archive-reader"),
        ask.list(session, "2025/", ALLOWED),
        ask.list(session, "2026/", ALLOWED),
        ask.list(session, "2024/", REFUSED),
        ask.list(session, None, REFUSED),
        ask.read(session, "2025/orders.csv", ALLOWED),
        ask.read(session, "2026/orders.csv", ALLOWED),
        ask.read(session, "2024/orders.csv", REFUSED),
        ask.read("bob", "2026/orders.csv", REFUSED),
        ask.write(session, "2026/orders.csv", REFUSED),
        ask.delete(session, "2026/orders.csv", REFUSED),
    )
    name = "existing_bucket_and_user"
    objects = [f"{year}/orders.csv" for year in (2024, 2025, 2026)]
    return Example(name, name, pair, bucket, objects, [Stage("deployed", rows)], prepare)


def kms_encrypted_bucket(pair: Pair) -> Example:
    """The key serves through S3 only; without its conditions it would serve directly."""
    bucket = f"acme-ledgers-{pair.trusting}"
    ask, session = Asks(pair, bucket), "alice as ledgers-reader"
    deployed = (
        ask.assume("alice", "ledgers-reader", ALLOWED),
        *ask.outsiders("ledgers-reader"),
        ask.list(session, "closed/", ALLOWED),
        ask.list(session, "open/", REFUSED),
        ask.read(session, "closed/2025.csv", ALLOWED, limit=limits.KMS_THROUGH_S3),
        ask.read(session, "open/2026.csv", REFUSED),
        ask.write(session, "closed/2025.csv", REFUSED),
        ask.decrypt(session, REFUSED, limit=limits.KMS_CONTEXT),
    )
    unconditional = (ask.decrypt(session, ALLOWED),)

    def ciphertext(clients: Clients, pair: Pair) -> Mapping[str, Mapping[str, Any]]:
        made = clients.of_account("cloudformation", pair.trusting).describe_stack_resources(StackName="Production")
        [key] = [
            each["PhysicalResourceId"] for each in made["StackResources"] if each["ResourceType"] == "AWS::KMS::Key"
        ]
        secret = clients.of_account("kms", pair.trusting).encrypt(KeyId=key, Plaintext=b"ledger")["CiphertextBlob"]
        return {"decrypt": {"KeyId": key, "CiphertextBlob": secret}}

    name, on_the_key = "kms_encrypted_bucket", "Policies.0.PolicyDocument.Statement.3.Condition"
    stages = [
        Stage("deployed", deployed),
        Stage("without the conditions on the key", unconditional, removed=[("LedgersReader", on_the_key)]),
    ]
    objects = ("closed/2025.csv", "open/2026.csv")
    return Example(name, name, pair, bucket, objects, stages, once_deployed=ciphertext)


def third_party_external_id(pair: Pair) -> Example:
    """Either ID while rotating; afterwards the old one no more."""
    bucket = f"acme-exports-{pair.trusting}"
    ask, role, collector = Asks(pair, bucket), "globex-auditor", "audit-collector"
    session = f"{collector} as {role}"
    later = "globex-acme-e5b0aa17"
    deployed = (
        ask.assume(collector, role, ALLOWED, {"ExternalId": OLD_EXTERNAL_ID}),
        ask.assume(collector, role, ALLOWED, {"ExternalId": NEW_EXTERNAL_ID}),
        ask.assume(collector, role, REFUSED),
        ask.assume(collector, role, REFUSED, {"ExternalId": "globex-initech-11aa22bb"}),
        ask.assume(collector, role, REFUSED, {"ExternalId": later}),
        ask.assume(collector, role, REFUSED, {"ExternalId": NEW_EXTERNAL_ID.upper()}),
        ask.assume(collector, role, REFUSED, {"ExternalId": f"{NEW_EXTERNAL_ID}0"}),
        *ask.outsiders(role, {"ExternalId": NEW_EXTERNAL_ID}),
        ask.list(session, "audit/", ALLOWED),
        ask.list(session, None, REFUSED),
        ask.read(session, "audit/2026-10.csv", ALLOWED),
        ask.read(session, "payroll/2026-10.csv", REFUSED),
        ask.write(session, "audit/2026-10.csv", REFUSED),
    )
    rotated = (
        ask.assume(collector, role, ALLOWED, {"ExternalId": later}),
        ask.assume(collector, role, ALLOWED, {"ExternalId": NEW_EXTERNAL_ID}),
        ask.assume(collector, role, REFUSED, {"ExternalId": OLD_EXTERNAL_ID}),
    )
    name = "third_party_external_id"
    patches = {"OLD_EXTERNAL_ID": NEW_EXTERNAL_ID, "NEW_EXTERNAL_ID": later}
    stages = [Stage("deployed", deployed), Stage("one rotation later", rotated, patches=patches)]
    return Example(name, name, pair, bucket, ("audit/2026-10.csv", "payroll/2026-10.csv"), stages)


def mfa_and_expiry(pair: Pair) -> Example:
    """Before bob's contract ends and after; alice without MFA, as it is asked for and as it is not."""
    bucket = f"acme-people-{pair.trusting}"
    ask, session = Asks(pair, bucket), "bob as plans-reader"
    device = {"SerialNumber": f"arn:aws:iam::{pair.trusted}:mfa/alice", "TokenCode": "123456"}
    deployed = (
        ask.assume("alice", "payroll-reader", REFUSED),
        ask.assume("alice", "payroll-reader", REFUSED, device, limit=limits.MFA),
        ask.assume("bob", "plans-reader", ALLOWED),
        ask.assume("bob", "payroll-reader", REFUSED),
        *ask.outsiders("plans-reader"),
        ask.list(session, "plans/", ALLOWED),
        ask.list(session, "payroll/", REFUSED),
        ask.read(session, "plans/2027.csv", ALLOWED),
        ask.read(session, "payroll/2026-10.csv", REFUSED),
        ask.write(session, "plans/2027.csv", REFUSED),
    )
    afterwards = (
        ask.assume("bob", "plans-reader", REFUSED),
        ask.list(session, "plans/", REFUSED),
        ask.read(session, "plans/2027.csv", REFUSED),
        ask.assume("alice", "payroll-reader", ALLOWED),
        ask.assume(NEIGHBOUR, "payroll-reader", REFUSED),
    )

    name = "mfa_and_expiry"
    condition = "AssumeRolePolicyDocument.Statement.0.Condition"
    mfa = [("PayrollReader", f"{condition}.{operator}") for operator in ("Bool", "NumericLessThan")]
    past = {"END_OF_CONTRACT": datetime(2026, 1, 1, tzinfo=UTC)}
    stages = [
        Stage("deployed", deployed),
        Stage("the contract has ended, MFA is not asked for", afterwards, patches=past, removed=mfa),
    ]
    return Example(name, name, pair, bucket, ("plans/2027.csv", "payroll/2026-10.csv"), stages)


def two_owners(pair: Pair, *apps: str) -> Example:
    """Each half an app of its own, in this order; nobody gets in before both are there."""
    bucket = f"acme-orders-{pair.trusting}"
    ask = Asks(pair, bucket)
    invoices, refunds = "alice as invoices-reader", "alice as refunds-reader"
    both = (
        ask.assume("alice", "invoices-reader", ALLOWED),
        ask.assume("alice", "refunds-reader", ALLOWED),
        ask.assume("bob", "invoices-reader", ALLOWED),
        ask.assume("bob", "refunds-reader", REFUSED),
        *ask.outsiders("invoices-reader"),
        *ask.outsiders("refunds-reader"),
        ask.list(invoices, "invoices/", ALLOWED),
        ask.list(invoices, "refunds/", REFUSED),
        ask.read(invoices, "invoices/2026-10.csv", ALLOWED),
        ask.read(invoices, "refunds/2026-10.csv", REFUSED),
        ask.read("bob as invoices-reader", "invoices/2026-10.csv", ALLOWED),
        ask.read("bob as invoices-reader", "refunds/2026-10.csv", REFUSED),
        ask.read(refunds, "refunds/2026-10.csv", ALLOWED),
        ask.read(refunds, "invoices/2026-10.csv", REFUSED),
        ask.write(invoices, "invoices/2026-10.csv", REFUSED),
    )
    alone = {
        "trusting_app": ask.outsiders("invoices-reader"),
        "trusted_app": [ask.assume(name, "invoices-reader", REFUSED) for name in ("alice", "bob")],
    }
    stages = [Stage("one half", alone.get(apps[0], ()), apps[:1]), Stage("both halves", both, apps[1:])]
    objects = ("invoices/2026-10.csv", "refunds/2026-10.csv")
    return Example(f"two_owners, {apps[0]} first", "two_owners", pair, bucket, objects, stages)


def role_to_role(pair: Pair) -> Example:
    """A workload's role assumes another: bound by its ARN, since the other binding is a limit."""
    bucket = f"acme-reports-{pair.trusting}"
    ask, mailer, session = Asks(pair, bucket), "report-mailer", "report-mailer as reports-reader"
    others = ("bounce-mailer",)

    def prepare(clients: Clients, pair: Pair) -> None:
        trust = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "lambda.amazonaws.com"}}
        document = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
        clients.of_account("iam", pair.trusted).create_role(RoleName=others[0], AssumeRolePolicyDocument=document)

    refused = (
        *(ask.assume(other, "reports-reader", REFUSED) for other in others),
        *ask.outsiders("reports-reader"),
        ask.read(mailer, "monthly/2026-10.csv", REFUSED),
    )
    deployed = (ask.assume(mailer, "reports-reader", REFUSED, limit=limits.CHAINED_PRINCIPAL_ARN), *refused)
    direct = (
        ask.assume(mailer, "reports-reader", ALLOWED),
        *refused,
        ask.list(session, "monthly/", ALLOWED),
        ask.list(session, None, REFUSED),
        ask.read(session, "monthly/2026-10.csv", ALLOWED),
        ask.read(session, "payroll/2026-10.csv", REFUSED),
        ask.write(session, "monthly/2026-10.csv", REFUSED),
    )
    patches = {"TrustingAccountRole": partial(TrustingAccountRole, binding=Binding.DIRECT_ARN)}
    stages = [Stage("deployed", deployed), Stage("the role named by its ARN", direct, patches=patches)]
    name = "role_to_role"
    return Example(name, name, pair, bucket, REPORTS_OBJECTS, stages, prepare, (mailer, *others))


def read_table(pair: Pair) -> Example:
    """Two customers' items: as deployed, where the local AWS knows no leading keys; then without asking for them."""
    ask, session = Asks(pair, ""), "alice as orders-reader"
    table = {"TableName": f"arn:aws:dynamodb:{story.REGION}:{pair.trusting}:table/acme-orders"}
    unfinished = limits.LEADING_KEYS

    def get(caller: str, customer: str, expected: ProbeAnswer, limit: Limit | None = None) -> Row:
        key = {"customer": {"S": customer}, "number": {"S": "1"}}
        said = {**table, "Key": key}
        return Row(Probe(f"gets an item of {customer}", caller, "dynamodb", "get_item", expected, said), limit)

    def query(index: str | None, expected: ProbeAnswer, limit: Limit | None = None) -> Row:
        said: dict[str, Any] = {
            **table,
            "KeyConditionExpression": "customer = :customer",
            "ExpressionAttributeValues": {":customer": {"S": "globex"}},
            **({"IndexName": index} if index else {}),
        }
        return Row(Probe(f"queries {index or 'the table'}", session, "dynamodb", "query", expected, said), limit)

    def other(operation: str, expected: ProbeAnswer, **said: Any) -> Row:
        return Row(Probe(operation.replace("_", " "), session, "dynamodb", operation, expected, said))

    beyond = (
        *ask.outsiders("orders-reader"),
        get("alice", "globex", ProbeAnswer.FAILED, limits.TABLES_ACROSS_ACCOUNTS),
        query("by-price", REFUSED),
        other("scan", REFUSED, **table),
        other("put_item", REFUSED, **table, Item={"customer": {"S": "globex"}, "number": {"S": "2"}}),
        other("execute_statement", REFUSED, Statement="SELECT * FROM \"acme-orders\" WHERE customer = 'globex'"),
        other("describe_table", ALLOWED, **table),
        other("describe_table", REFUSED, TableName="acme-payroll"),
    )
    deployed = (
        ask.assume("alice", "orders-reader", ALLOWED),
        get(session, "globex", REFUSED, unfinished),
        get(session, "acme", REFUSED),
        query(None, REFUSED, unfinished),
        query("by-day", REFUSED, unfinished),
        *beyond,
    )
    without = (
        get(session, "globex", ALLOWED, limits.KMS_THROUGH_DYNAMODB),
        get(session, "acme", ALLOWED, unfinished),
        query(None, ALLOWED),
        query("by-day", ALLOWED),
        *beyond,
    )
    name, statement = "read_table", "Policies.0.PolicyDocument.Statement"
    removed = [("OrdersReader", f"{statement}.{number}.Condition") for number in (0, 1)]
    stages = [Stage("deployed", deployed), Stage("without the conditions on the keys", without, removed=removed)]
    return Example(name, name, pair, "", (), stages)


EXAMPLES = (
    read_bucket(Pair.of(1)),
    existing_bucket_and_user(Pair.of(2)),
    kms_encrypted_bucket(Pair.of(3)),
    third_party_external_id(Pair.of(4)),
    mfa_and_expiry(Pair.of(5)),
    two_owners(Pair.of(6), "trusting_app", "trusted_app"),
    two_owners(Pair.of(7), "trusted_app", "trusting_app"),
    role_to_role(Pair.of(8)),
    managed_policy(Pair.of(9)),
    read_table(Pair.of(10)),
)
"""Every example; that of two owners twice, once for each order."""
