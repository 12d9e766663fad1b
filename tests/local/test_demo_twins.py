"""Every refusal of the demo has a twin: one condition of ours removed, and the same caller is admitted."""

import copy
import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any

import pytest

from xacct_constructs.local import story
from xacct_constructs.local.accounts import Accounts
from xacct_constructs.local.checkout import find_checkout
from xacct_constructs.local.clients import Clients
from xacct_constructs.local.demo import APPS
from xacct_constructs.local.probes import Callers, Probe, ProbeAnswer, observe
from xacct_constructs.local.screen import Screen
from xacct_constructs.local.walk import VARIABLES, Walk

Edit = Callable[[dict[str, Any]], None]
Change = Callable[[Clients], AbstractContextManager[None]]


def _edited(document: Mapping[str, Any], *edits: Edit) -> str:
    edited = copy.deepcopy(dict(document))
    for statement in edited["Statement"]:
        for edit in edits:
            edit(statement)
    assert edited != document, "the edit found nothing to remove"
    return json.dumps(edited)


def trust(role_name: str, *edits: Edit) -> Change:
    """The role's trust policy, edited."""

    @contextmanager
    def change(clients: Clients) -> Iterator[None]:
        iam = clients.of_account("iam", story.TRUSTING_ACCOUNT)
        before = iam.get_role(RoleName=role_name)["Role"]["AssumeRolePolicyDocument"]
        iam.update_assume_role_policy(RoleName=role_name, PolicyDocument=_edited(before, *edits))
        yield
        iam.update_assume_role_policy(RoleName=role_name, PolicyDocument=json.dumps(before))

    return change


def permissions(*edits: Edit) -> Change:
    """The reader's permission policy, edited."""

    @contextmanager
    def change(clients: Clients) -> Iterator[None]:
        iam = clients.of_account("iam", story.TRUSTING_ACCOUNT)
        role = {"RoleName": story.ROLE_NAME}
        [name] = iam.list_role_policies(**role)["PolicyNames"]
        before = iam.get_role_policy(**role, PolicyName=name)["PolicyDocument"]
        iam.put_role_policy(**role, PolicyName=name, PolicyDocument=_edited(before, *edits))
        yield
        iam.put_role_policy(**role, PolicyName=name, PolicyDocument=json.dumps(before))

    return change


def bucket_opened_to(principal: Any) -> Change:
    """A policy on the bucket that lets the principal read, and nothing that blocks such a policy."""

    @contextmanager
    def change(clients: Clients) -> Iterator[None]:
        s3 = clients.of_account("s3", story.TRUSTING_ACCOUNT)
        bucket = {"Bucket": story.BUCKET}
        blocked = s3.get_public_access_block(**bucket)["PublicAccessBlockConfiguration"]
        before = s3.get_bucket_policy(**bucket)["Policy"]
        opened = json.loads(before)
        resource = f"arn:aws:s3:::{story.BUCKET}/*"
        opened["Statement"].append(
            {"Effect": "Allow", "Principal": principal, "Action": "s3:GetObject", "Resource": resource}
        )
        s3.delete_public_access_block(**bucket)
        s3.put_bucket_policy(**bucket, Policy=json.dumps(opened))
        yield
        s3.put_bucket_policy(**bucket, Policy=before)
        s3.put_public_access_block(**bucket, PublicAccessBlockConfiguration=blocked)

    return change


def condition(key: str) -> Edit:
    """Removes a condition key wherever it stands."""

    def remove(statement: dict[str, Any]) -> None:
        for operands in statement.get("Condition", {}).values():
            operands.pop(key, None)
        kept = {operator: operands for operator, operands in statement.get("Condition", {}).items() if operands}
        statement.pop("Condition", None)
        if kept:
            statement["Condition"] = kept

    return remove


def principal(statement: dict[str, Any]) -> None:
    """Admits every account, as far as the conditions do."""
    statement["Principal"] = {"AWS": "*"}


def prefix_of_objects(statement: dict[str, Any]) -> None:
    """Lets a statement about objects speak of all of them."""
    if statement["Action"] == "s3:GetObject":
        statement["Resource"] = f"arn:aws:s3:::{story.BUCKET}/*"


def reading_only(statement: dict[str, Any]) -> None:
    """Lets a statement about reading objects speak of every action."""
    if statement["Action"] == "s3:GetObject":
        statement["Action"] = "s3:*"


@dataclass(frozen=True)
class Twin:
    """What is removed, which probe is sent then, and what becomes of it."""

    removed: str
    caller: str
    what: str
    change: Change
    then: ProbeAnswer = ProbeAnswer.ALLOWED

    @property
    def probe(self) -> Probe:
        """The demo's own probe."""
        [probe] = (each for each in story.OTHERS if (each.caller, each.what) == (self.caller, self.what))
        return probe


PRINCIPAL_ARN = condition("aws:PrincipalArn")
PREFIX = condition("s3:prefix")
EXTERNAL_ID = condition("sts:ExternalId")
READER, AUDITOR = story.ROLE_NAME, story.AUDIT_ROLE_NAME

BOB = (story.BOB, story.ASSUME.what)
CAROL = (story.CAROL, story.ASSUME.what)
ANYONE = (story.ANYONE, "read the report, unsigned")
ALICE = (story.ALICE, "read the report without the role")
SESSION = story.SESSION

TWINS = (
    Twin("the user's name", *BOB, trust(READER, PRINCIPAL_ARN)),
    Twin("the user's name and the account", *CAROL, trust(READER, PRINCIPAL_ARN, principal)),
    Twin("the user's name alone: the account holds", *CAROL, trust(READER, PRINCIPAL_ARN), ProbeAnswer.REFUSED),
    Twin("the account alone: the user's name holds", *CAROL, trust(READER, principal), ProbeAnswer.REFUSED),
    Twin("the bucket's privacy", *ANYONE, bucket_opened_to("*")),
    Twin("the need for the role", *ALICE, bucket_opened_to({"AWS": f"arn:aws:iam::{story.TRUSTED_ACCOUNT}:root"})),
    Twin("the prefix of objects", SESSION, f"read {story.OTHER_OBJECT}", permissions(prefix_of_objects)),
    Twin("the prefix of listing", SESSION, "list payroll/", permissions(PREFIX)),
    Twin("the prefix of listing", SESSION, "list the whole bucket", permissions(PREFIX)),
    Twin("reading only", SESSION, "write monthly/new.csv", permissions(reading_only)),
    Twin("reading only", SESSION, "delete the report", permissions(reading_only)),
    Twin("the external ID", story.AUDITOR, f"assume {AUDITOR}, wrong external ID", trust(AUDITOR, EXTERNAL_ID)),
    Twin("the external ID", story.AUDITOR, f"assume {AUDITOR}, no external ID", trust(AUDITOR, EXTERNAL_ID)),
)


@pytest.fixture(scope="module")
def callers(local_aws: Accounts) -> Callers:
    """The demo's apps deployed, and all its callers."""
    local_aws.deploy(*APPS, folder=find_checkout().root)
    clients = local_aws.clients
    made = story.make_strangers(clients)
    made[story.ALICE] = story.make_access_key(clients, story.TRUSTED_ACCOUNT, story.USER_NAME)
    made[story.SESSION] = story.credentials_of(observe(story.ASSUME, clients, made).response)
    story.allow_everything(clients, story.TRUSTED_ACCOUNT, story.USER_NAME)
    return made


@pytest.mark.parametrize("twin", TWINS, ids=lambda twin: f"{twin.what}, without {twin.removed}")
def test_removing_our_condition_admits_the_caller(twin: Twin, local_aws: Accounts, callers: Callers) -> None:
    """The caller is refused, admitted once the condition is gone, and refused when it is back."""
    clients = local_aws.clients
    story.put_objects(clients)

    assert observe(twin.probe, clients, callers).seen is ProbeAnswer.REFUSED
    with twin.change(clients):
        assert observe(twin.probe, clients, callers).seen is twin.then
    assert observe(twin.probe, clients, callers).seen is ProbeAnswer.REFUSED


def test_every_refusal_has_a_twin() -> None:
    """No refused line of the demo is without a twin that is admitted."""
    refused = {(probe.caller, probe.what) for probe in story.OTHERS if probe.expected is ProbeAnswer.REFUSED}

    assert {(twin.caller, twin.what) for twin in TWINS if twin.then is ProbeAnswer.ALLOWED} == refused


def test_a_refusal_of_the_day_after_is_between_two_that_are_not() -> None:
    """Revoked is refused, as allowed before and once undone; broken is refused, and mended is not."""
    answers: dict[str, list[ProbeAnswer]] = {}
    for probe in story.DAY_AFTER:
        answers.setdefault(probe.operation, []).append(probe.expected)

    once = [ProbeAnswer.ALLOWED, ProbeAnswer.REFUSED, ProbeAnswer.ALLOWED]
    assert answers == {"env": once, "exec": once, "verify": once[:1], "doctor": once[1:]}


def test_the_steps_show_no_credentials(
    local_aws: Accounts, callers: Callers, capsys: pytest.CaptureFixture[str]
) -> None:
    """The three variables are named; neither their values nor a long-lived key is printed."""
    walk = Walk(Screen(), local_aws.clients, callers)

    story.put_objects(local_aws.clients)
    walk.take_four_steps()

    printed = capsys.readouterr().out
    [session] = (each.response["Credentials"] for each in walk.observations if each.probe is story.ASSUME)
    for name, key in VARIABLES.items():
        assert f"export {name}=...\n" in printed
        assert session[key] not in printed
    assert not re.search("(AKIA|ASIA)[A-Z0-9]", printed)
