"""The life of an example on the local AWS: deployed with the CDK CLI, stage by stage, asked, and destroyed."""

import importlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import aws_cdk as cdk
import pytest

from tests.local.pairs import Pair, Pairs
from xacct_constructs.local import story
from xacct_constructs.local.clients import Clients, Credentials
from xacct_constructs.local.limits import Limit
from xacct_constructs.local.probes import Observation, Probe, ProbeAnswer, observe

NEIGHBOUR, STRANGER = "mallory", "carol"
"""A user of the trusted account, and one of a third: no agreement names them."""

_EVERYTHING = {"Effect": "Allow", "Action": "*", "Resource": "*"}


@dataclass(frozen=True, slots=True)
class Row:
    """A probe with what the local AWS is to answer, and the limit that stands between this and what AWS does."""

    probe: Probe
    limit: Limit | None = None


@dataclass(frozen=True, slots=True)
class Stage:
    """What is deployed next, and who gets in then."""

    title: str
    rows: Sequence[Row]
    apps: Sequence[str] = ("app",)
    """Modules of the example, each an app."""
    patches: Mapping[str, Any] = field(default_factory=dict)
    """Names in the app's module, and what they stand for instead."""
    removed: Sequence[tuple[str, str]] = ()
    """What is taken out of the trusting account's resources: a construct's ID, and where in its properties."""


@dataclass(frozen=True, slots=True)
class Example:
    """One example, its accounts, and its stages."""

    title: str
    module: str
    pair: Pair
    bucket: str
    """The bucket that it reads; empty: none."""
    objects: Sequence[str]
    stages: Sequence[Stage]
    prepare: Callable[[Clients, Pair], None] = lambda _clients, _pair: None
    """Makes what exists before the example."""
    workloads: Sequence[str] = ()
    """Roles of the trusted account that run as Lambda functions."""
    once_deployed: Callable[[Clients, Pair], Mapping[str, Mapping[str, Any]]] = lambda _clients, _pair: {}
    """Parameters that only the deployed example can tell, by operation."""


@dataclass(frozen=True, slots=True)
class Life:
    """What was seen of an example."""

    seen: Sequence[Sequence[Observation]]
    """Of each stage, its rows' answers."""
    before: frozenset[str]
    while_deployed: frozenset[str]
    after: frozenset[str]
    """What there was in the two accounts."""


def synthesize(example: Example, folder: Path) -> dict[tuple[int, str], Path]:
    """The cloud assemblies of an example, by stage and app.

    In this process, since starting Python and Node for each takes longer than deploying it.
    """
    context = {"trusting_account": example.pair.trusting, "trusted_account": example.pair.trusted}
    made: dict[tuple[int, str], Path] = {}
    for number, stage in enumerate(example.stages):
        for name in stage.apps:
            module = importlib.import_module(f"examples.{example.module}.{name}")
            app = cdk.App(outdir=str(folder / f"{number}-{name}"), analytics_reporting=False, context=context)
            with pytest.MonkeyPatch.context() as patch:
                for attribute, value in stage.patches.items():
                    patch.setattr(module, attribute, value)
                module.build(app)
            for construct_id, path in stage.removed:
                resource = app.node.find_child("Production").node.find_child(construct_id).node.find_child("Resource")
                assert isinstance(resource, cdk.CfnResource)
                resource.add_property_deletion_override(path)
            made[number, name] = Path(app.synth().directory)
    return made


class Living:
    """Takes one example through its life."""

    def __init__(self, example: Example, pairs: Pairs, assemblies: Mapping[tuple[int, str], Path]) -> None:
        """Note what to do and where."""
        self._example = example
        self._pairs = pairs
        self._clients = pairs.clients
        self._cdk = pairs.cdk(example.pair)
        self._assemblies = assemblies
        self._callers: dict[str, Credentials | None] = {}

    def live(self) -> Life:
        """From before the first deployment until after the last stack is gone."""
        example, pair = self._example, self._example.pair
        example.prepare(self._clients, pair)
        for name, account in ((NEIGHBOUR, pair.trusted), (STRANGER, pair.third)):
            self._callers[name] = story.make_user(self._clients, account, name)
        before = self._inventory()
        seen = [self._stage(number) for number in range(len(example.stages))]
        while_deployed = self._inventory()
        self._clear(before)
        for assembly in {app: self._assemblies[number, app] for number, app in sorted(self._assemblies)}.values():
            self._cdk.destroy(str(assembly), folder=self._pairs.aws.folder)
        return Life(seen, before, while_deployed, self._inventory())

    def _stage(self, number: int) -> list[Observation]:
        stage = self._example.stages[number]
        for app in stage.apps:
            self._cdk.deploy(str(self._assemblies[number, app]), folder=self._pairs.aws.folder)
        self._take_part()
        given = self._example.once_deployed(self._clients, self._example.pair)
        return [self._ask(row.probe, given.get(row.probe.operation, {})) for row in stage.rows]

    def _take_part(self) -> None:
        """Fill the bucket; give every user a key, and let their own account allow them everything."""
        pair = self._example.pair
        s3 = self._clients.of_account("s3", pair.trusting)
        if self._example.bucket in _buckets(s3):
            for key in self._example.objects:
                s3.put_object(Bucket=self._example.bucket, Key=key, Body=b"")
        for name in _users(self._clients.of_account("iam", pair.trusted)):
            if name not in self._callers:
                self._callers[name] = story.make_access_key(self._clients, pair.trusted, name)
                self._allow_everything("user", name)
        for name in self._example.workloads:
            # The local AWS lets root do what the Lambda service does.
            role_arn = f"arn:aws:iam::{pair.trusted}:role/{name}"
            sts = self._clients.of_account("sts", pair.trusted)
            self._callers[name] = story.credentials_of(sts.assume_role(RoleArn=role_arn, RoleSessionName=name))
            self._allow_everything("role", name)

    def _allow_everything(self, kind: str, name: str) -> None:
        document = json.dumps({"Version": "2012-10-17", "Statement": [_EVERYTHING]})
        iam = self._clients.of_account("iam", self._example.pair.trusted)
        put = iam.put_role_policy if kind == "role" else iam.put_user_policy
        put(**{f"{kind.title()}Name": name}, PolicyName="Everything", PolicyDocument=document)

    def _ask(self, probe: Probe, given: Mapping[str, Any]) -> Observation:
        observation = observe(replace(probe, parameters={**probe.parameters, **given}), self._clients, self._callers)
        if probe.operation == "assume_role" and observation.seen is ProbeAnswer.ALLOWED:
            role = probe.parameters["RoleArn"].rsplit("/", 1)[1]
            self._callers[f"{probe.caller} as {role}"] = story.credentials_of(observation.response)
        return observation

    def _clear(self, before: frozenset[str]) -> None:
        """Take away what CloudFormation did not make and would stumble over."""
        pair = self._example.pair
        iam = self._clients.of_account("iam", pair.trusted)
        for name in _users(iam):
            if name != NEIGHBOUR:
                iam.delete_user_policy(UserName=name, PolicyName="Everything")
                for key in iam.list_access_keys(UserName=name)["AccessKeyMetadata"]:
                    iam.delete_access_key(UserName=name, AccessKeyId=key["AccessKeyId"])
        for name in self._example.workloads:
            iam.delete_role_policy(RoleName=name, PolicyName="Everything")
        s3, bucket = self._clients.of_account("s3", pair.trusting), {"Bucket": self._example.bucket}
        if self._example.bucket and f"{pair.trusting} bucket {self._example.bucket}" not in before:
            for each in s3.list_objects_v2(**bucket)["Contents"]:
                s3.delete_object(**bucket, Key=each["Key"])

    def _inventory(self) -> frozenset[str]:
        pair = self._example.pair
        return frozenset(
            f"{account} {line}" for account in (pair.trusting, pair.trusted) for line in _lines(self._clients, account)
        )


def _users(iam: Any) -> list[str]:
    return [each["UserName"] for each in iam.list_users()["Users"]]


def _buckets(s3: Any) -> list[str]:
    return [each["Name"] for each in s3.list_buckets()["Buckets"]]


def _lines(clients: Clients, account: str) -> Iterator[str]:
    """Everything in an account that an example could leave behind, or take away."""
    iam, s3 = clients.of_account("iam", account), clients.of_account("s3", account)
    for stack in clients.of_account("cloudformation", account).describe_stacks()["Stacks"]:
        yield f"stack {stack['StackName']}"
    for role in iam.list_roles()["Roles"]:
        yield f"role {role['Arn']}"
    for user in iam.list_users()["Users"]:
        yield f"user {user['Arn']}"
        for name in iam.list_user_policies(UserName=user["UserName"])["PolicyNames"]:
            document = iam.get_user_policy(UserName=user["UserName"], PolicyName=name)["PolicyDocument"]
            yield f"user {user['Arn']} may {json.dumps(document)}"
        for policy in iam.list_attached_user_policies(UserName=user["UserName"])["AttachedPolicies"]:
            yield f"user {user['Arn']} has {policy['PolicyArn']}"
    for policy in iam.list_policies(Scope="Local")["Policies"]:
        yield f"policy {policy['Arn']}"
    for bucket in _buckets(s3):
        yield f"bucket {bucket}"
    for table in clients.of_account("dynamodb", account).list_tables()["TableNames"]:
        yield f"table {table}"
    kms = clients.of_account("kms", account)
    for key in kms.list_keys()["Keys"]:
        if kms.describe_key(KeyId=key["KeyId"])["KeyMetadata"]["Enabled"]:
            yield f"key {key['KeyArn']}"
