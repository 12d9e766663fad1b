"""A finding is acknowledged by its ID, at a place, with a reason; whatever is less, or more, leaves it standing."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.rules.world import (
    BUCKET,
    GLOBEX,
    MFA,
    READ,
    STAGING,
    Resources,
    World,
    account,
    acknowledge,
    admit,
    logical_id,
    role,
    statement,
    warn,
    world,
)
from xacct_constructs.assembly import Assembly, AssemblyError, read_assembly
from xacct_constructs.names import ACKNOWLEDGED_FILE
from xacct_constructs.proof import prove
from xacct_constructs.rules import Acknowledgement, acknowledged_in, judge, sort_out, tell

WHOLE_ACCOUNT = world(role(READ, trust=admit(account(STAGING))))
PLACE = "Production.template.json Role.AssumeRolePolicyDocument.Statement[0]"
REASON = "staging is a sandbox of ours"


def ids(assembly: Assembly, code: str = "XA702") -> list[str]:
    """What is found under this code."""
    return [each.finding.id for each in judge(assembly) if each.rule.code == code]


@pytest.mark.parametrize(
    ("path", "met"),
    [
        pytest.param(PLACE, True, id="the statement"),
        pytest.param("Production.template.json Role.AssumeRolePolicyDocument", True, id="the property"),
        pytest.param("Production.template.json Role", True, id="the resource"),
        pytest.param("Production.template.json", True, id="the template"),
        pytest.param("Production/Reader/Resource", True, id="the resource's construct"),
        pytest.param("Production/Reader", True, id="a construct around it"),
        pytest.param("Production", True, id="the stack"),
        pytest.param("Staging.template.json", False, id="another template"),
        pytest.param("Production.template.json Rol", False, id="a part of the resource's name"),
        pytest.param("Production/Read", False, id="a part of the construct's name"),
        pytest.param("Staging", False, id="another stack"),
        pytest.param(PLACE + "[1]", False, id="below the statement"),
    ],
)
def test_the_place_counts(path: str, met: bool, tmp_path: Path) -> None:
    """Met at the place or below it; what meets nothing is told."""
    assembly = WHOLE_ACCOUNT.read(tmp_path, {"/Production/Reader/Resource": [logical_id("Role"), warn("XA999-0")]})
    (id_,) = ids(assembly)
    given = Acknowledgement(id_, path, REASON)
    found = sort_out(judge(assembly), [given])
    assert [id_ in [each.finding.id for each in found.standing], found.unused] == [not met, () if met else (given,)]
    assert [by for _, by in found.acknowledged] == ([given] if met else [])


@pytest.mark.parametrize(
    ("path", "noted", "met"),
    [
        pytest.param("", False, True, id="the app, of whose constructs nothing is noted"),
        pytest.param("", True, True, id="the app"),
        pytest.param("Live", True, True, id="a stage"),
        pytest.param("Test", True, False, id="another stage"),
        pytest.param("Liv", True, False, id="a part of the stage's name"),
    ],
)
def test_above_the_stacks(path: str, noted: bool, met: bool, tmp_path: Path) -> None:
    """It rides in a file of its own; no stack has to mention a finding of ours."""
    (id_,) = ids(WHOLE_ACCOUNT.read(tmp_path))
    content = {"version": 1, "acknowledged": {path: {f"xacct::{id_}": REASON, "other::R1": "not ours"}}}
    (tmp_path / ACKNOWLEDGED_FILE).write_text(json.dumps(content))
    assembly = WHOLE_ACCOUNT.read(tmp_path, {"/Live/Production/Role": [logical_id("Role")]} if noted else None)
    assert [each.path for each in acknowledged_in(assembly)] == [path]
    told = tell(assembly, prove(assembly))
    (judged,) = (each for each in told.of_rules if each.finding.id == id_)
    assert told.reason(judged) == (REASON if met else None)
    assert ("XA719" in {each.rule.code for each in told.of_rules}) is not met


@pytest.mark.parametrize("content", ["[]", "{}", '{"version": 2}', '{"version": 1, "acknowledged": {"": "x"}}'])
def test_a_damaged_file_is_refused(content: str, tmp_path: Path) -> None:
    """It may be a stranger's."""
    (tmp_path / ACKNOWLEDGED_FILE).write_text(content)
    with pytest.raises(AssemblyError, match=ACKNOWLEDGED_FILE):
        WHOLE_ACCOUNT.read(tmp_path)


BOTH = {"AWS": [f"arn:aws:iam::{each}:root" for each in (STAGING, GLOBEX)]}
WRITE = statement(["s3:GetObject", "s3:PutObject"], f"{BUCKET}/in/*")
CHOSEN = {"Fn::If": ["Is", "s3:PutObject", "s3:DeleteObject"]}
OPEN = {**WRITE, "Resource": {"Ref": "Somebody"}}
MANAGED = "arn:aws:iam::aws:policy"


def attached(*names: str) -> Resources:
    """The role with policies of AWS's."""
    return role(ManagedPolicyArns=[f"{MANAGED}/{each}" for each in names])


def prefix(*prefixes: str) -> Resources:
    """The role, reading these prefixes."""
    return role(statement("s3:GetObject", [f"{BUCKET}/{each}*" for each in prefixes]))


GROWN: dict[str, tuple[str, Resources, Resources]] = {
    "more actions": ("XA717", role(WRITE), role({**WRITE, "Action": [*WRITE["Action"], "iam:CreateUser"]})),
    "more resources": ("XA717", role(WRITE), role({**WRITE, "Resource": "*"})),
    "a condition less": ("XA717", role({**WRITE, "Condition": MFA}), role(WRITE)),
    "another policy of AWS's": ("XA717", attached("AmazonSQSFullAccess"), attached("AdministratorAccess")),
    "another account": (
        "XA702",
        role(READ, trust=admit(account(STAGING))),
        role(READ, trust=admit(account(GLOBEX))),
    ),
    "MFA no longer asked": (
        "XA702",
        role(READ, trust=admit(account(STAGING), MFA)),
        role(READ, trust=admit(account(STAGING))),
    ),
    "a statement beside it that asks less": (
        "XA702",
        role(READ, trust=admit(account(STAGING), MFA)),
        role(READ, trust=[admit(account(STAGING), MFA), admit(account(STAGING))]),
    ),
    "a shorter prefix": ("XA708", prefix("monthly"), prefix("mon")),
    "an arm that deployment may choose": (
        "XA717",
        role({**WRITE, "Action": CHOSEN}),
        role({**WRITE, "Action": {"Fn::If": ["Is", "s3:PutObject", "iam:*"]}}),
    ),
    "the actions of what cannot be judged": ("XA799", role(OPEN), role({**OPEN, "Action": "iam:*"})),
    "an arm of what cannot be judged": (
        "XA799",
        role({**WRITE, "Resource": {"Fn::If": ["Is", f"{BUCKET}/in/*", f"{BUCKET}/out/*"]}}),
        role({**WRITE, "Resource": {"Fn::If": ["Is", f"{BUCKET}/in/*", "*"]}}),
    ),
    "everybody, who may be tagged as well": (
        "XA701",
        role(READ, trust=admit("*", MFA)),
        role(READ, trust=admit("*", MFA, ["sts:AssumeRole", "sts:TagSession"])),
    ),
}


@pytest.mark.parametrize(("code", "before", "after"), GROWN.values(), ids=GROWN)
def test_what_grows_stands_again(code: str, before: Resources, after: Resources, tmp_path: Path) -> None:
    """An acknowledgement covers what was shown, however it is written, and not one thing more."""
    folders = [tmp_path / name for name in ("before", "after")]
    for folder in folders:
        folder.mkdir()
    first = ids(world(before).read(folders[0]), code)
    then = judge(world(after).read(folders[1]))
    assert first
    given = [Acknowledgement(each, "Production", REASON) for each in first]
    found = sort_out(then, [each._replace(path="Production.template.json") for each in given])
    assert code in [each.rule.code for each in found.standing]


SAME: dict[str, tuple[str, Resources, Resources]] = {
    "in another order": ("XA717", role(WRITE), role({**WRITE, "Action": [*reversed(WRITE["Action"])]})),
    "alone and in a list": ("XA717", role(WRITE), role({**WRITE, "Resource": [WRITE["Resource"]]})),
    "under another Sid": ("XA717", role(WRITE), role({**WRITE, "Sid": "DropBox"})),
    "behind another statement": ("XA717", role(WRITE), role(READ, WRITE)),
    "behind another choice of deployment": (
        "XA717",
        role({**WRITE, "Action": CHOSEN}),
        role({**READ, "Resource": {"Fn::If": ["Is", BUCKET, "*"]}}, {**WRITE, "Action": CHOSEN}),
    ),
    "beside another prefix": ("XA708", prefix("monthly"), prefix("monthly", "yearly/")),
    "a principal more, of its own name": (
        "XA702",
        role(READ, trust=admit(account(STAGING))),
        role(READ, trust=admit({"AWS": [f"arn:aws:iam::{STAGING}:root", f"arn:aws:iam::{GLOBEX}:user/zoe"]})),
    ),
}


@pytest.mark.parametrize(("code", "before", "after"), SAME.values(), ids=SAME)
def test_what_says_the_same_has_the_same_id(code: str, before: Resources, after: Resources, tmp_path: Path) -> None:
    """How a statement is written, and where, is no part of what it shows."""
    found = []
    for name, each in (("before", before), ("after", after)):
        (tmp_path / name).mkdir()
        found.append(ids(world(each).read(tmp_path / name), code))
    assert found[0] == found[1] != []


def noted(*findings: str) -> dict[str, list[dict[str, Any]]]:
    """What the CDK notes of an app that acknowledges these at its reader."""
    return {
        "/Production/Reader": [acknowledge(REASON, *findings)],
        "/Production/Reader/Resource": [logical_id("Role")],
    }


def acknowledged(given: World, folder: Path, *findings: str) -> tuple[list[str], list[str]]:
    """The IDs that stand, and the acknowledgements that cover nothing, each with the advice."""
    assembly = given.read(folder, noted(*findings))
    told = tell(assembly, prove(assembly))
    unused = [f"{each.finding.message}; {each.finding.fix}" for each in told.of_rules if each.rule.code == "XA719"]
    return [each.finding.id for each in told.of_rules if told.reason(each) is None], unused


def test_what_the_app_acknowledges_rides_in_the_assembly(tmp_path: Path) -> None:
    """The CDK notes it beside the templates; nothing else is needed to know it."""
    (id_,) = ids(WHOLE_ACCOUNT.read(tmp_path))
    standing, unused = acknowledged(WHOLE_ACCOUNT, tmp_path, id_)
    assert id_ not in standing
    assert unused == []


@pytest.mark.parametrize(
    ("given", "says"),
    [
        pytest.param("XA702", "and that does not say what was shown", id="its code alone"),
        pytest.param("XA702-000000000000", "and what was shown then is not there", id="of another thing"),
    ],
)
def test_what_covers_nothing_is_told(given: str, says: str, tmp_path: Path) -> None:
    """The finding stands, and the line to write is printed."""
    (id_,) = ids(WHOLE_ACCOUNT.read(tmp_path))
    standing, unused = acknowledged(WHOLE_ACCOUNT, tmp_path, given)
    assert id_ in standing
    begin = f"acknowledges xacct::{given} ({REASON}), {says}"
    assert unused == [f"{begin}; look again at what stands there now, and acknowledge xacct::{id_} if it is meant"]


def test_what_is_gone_is_taken_away(tmp_path: Path) -> None:
    """Nothing of that code is left there."""
    _, unused = acknowledged(world(), tmp_path, "XA702-000000000000")
    assert [each.rsplit("; ", 1)[1] for each in unused] == ["take the acknowledgement away"]


def test_one_reason_for_several_places_may_meet_one(tmp_path: Path) -> None:
    """Stages share their code: what is in use in one of them is in use."""
    assembly = WHOLE_ACCOUNT.read(tmp_path)
    (id_,) = ids(assembly)
    given = [Acknowledgement(id_, path, REASON) for path in ("Production.template.json", "Staging.template.json")]
    assert sort_out(judge(assembly), given).unused == ()


def test_what_only_a_construct_warns_of_is_no_business_of_templates(tmp_path: Path) -> None:
    """The CDK takes the warning away, so that nobody can see whether it would be there; nor is another's ID ours."""
    notes = noted("XA121-000000000000")
    notes["/Production"] = [{"type": "aws:cdk:acknowledged-rules", "data": {"AwsSolutions::IAM4": "why"}}]
    assert acknowledged_in(WHOLE_ACCOUNT.read(tmp_path, notes)) == ()


def test_two_resources_of_one_logical_id_have_no_construct(tmp_path: Path) -> None:
    """In a nested stack and around it: what is acknowledged of the one covers nothing of the other."""
    (id_,) = ids(WHOLE_ACCOUNT.read(tmp_path))
    notes = {**noted(id_), "/Production/Nested/Resource": [logical_id("Role")]}
    assembly = WHOLE_ACCOUNT.read(tmp_path, notes)
    assert id_ in [each.finding.id for each in sort_out(judge(assembly), acknowledged_in(assembly)).standing]


def test_one_owner_acknowledges_nothing_of_another(tmp_path: Path) -> None:
    """Two assemblies side by side, in which constructs have the same names."""
    (id_,) = ids(WHOLE_ACCOUNT.read(tmp_path))
    folders = [tmp_path / "ours", tmp_path / "theirs"]
    theirs = world(role(READ, trust=admit(account(STAGING)), name="theirs"))
    for folder, given, notes in zip(folders, (WHOLE_ACCOUNT, theirs), (noted(id_), noted("XA999-0")), strict=True):
        folder.mkdir()
        given.read(folder, notes)
    assembly = read_assembly(*folders)
    (standing,) = (
        each for each in sort_out(judge(assembly), acknowledged_in(assembly)).standing if each.finding.id == id_
    )
    assert standing.finding.path.startswith(str(folders[1]))
    assert ids(assembly) == [id_, id_]
