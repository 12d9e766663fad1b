"""A doubt that somebody has looked at is one no longer when what it is made from changes, wherever that stands."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import pytest

from tests.known_access.samples import filled_in
from tests.proof.test_worlds import PRODUCTION, agreed, of_account, world_of
from tests.proof.world import allow, assembly, role
from xacct_constructs.assembly import Assembly
from xacct_constructs.proof import Answer, adopt, compare, prove

NOTHING: Mapping[str, Any] = MappingProxyType({})
MAPPED = {"Fn::FindInMap": ["Versions", "network", "which"]}


def version(which: str) -> dict[str, Any]:
    """A template's mapping, and a parameter's default, that say which one it is."""
    mapped = {"Versions": {"network": {"which": which}, "else": {"which": "1"}}}
    return {"Mappings": mapped, "Parameters": {"Which": {"Type": "String", "Default": which}}}


def including(location: str) -> dict[str, Any]:
    """A template that includes another file."""
    return {"Transform": {"Name": "AWS::Include", "Parameters": {"Location": location}}}


def one(kind: str, **said: Any) -> dict[str, Any]:
    """One resource, of this type."""
    return {"One": {"Type": kind, "Properties": said}}


def loop(trust: Mapping[str, Any]) -> dict[str, Any]:
    """Roles that deployment unfolds."""
    return {"Fn::ForEach::Roles": ["Name", ["a", "b"], {"Role${Name}": role("of-a-loop", trust)}]}


def stack(**said: Any) -> dict[str, Any]:
    """A nested stack whose template is elsewhere."""
    return one("AWS::CloudFormation::Stack", TemplateURL="https://acme.example/network.json", **said)


SIGNED = {
    "One": {
        "Type": "AWS::CloudFront::Distribution",
        "Properties": {
            "DistributionConfig": {
                "Origins": [{"Id": "reports", "DomainName": "acme-reports.s3.amazonaws.com"}],
                "DefaultCacheBehavior": {"TargetOriginId": "reports", "TrustedKeyGroups": [{"Ref": "Signers"}]},
            }
        },
    },
    "Signers": {"Type": "AWS::CloudFront::KeyGroup", "Properties": {"KeyGroupConfig": {"Items": [MAPPED]}}},
}
MAPPED_STACK = one("AWS::CloudFormation::Stack", TemplateURL=MAPPED)
GIVEN_STACK = one("AWS::CloudFormation::Stack", TemplateURL={"Fn::Sub": "https://acme.example/${Which}.json"})
INCLUDING = {"One": {"Type": "AWS::SNS::Topic", "Fn::Transform": {"Name": "Macro", "Parameters": {"A": MAPPED}}}}
FIRST, SECOND = version("1"), version("2")
IDLE = {"Idle": role("idle", of_account(PRODUCTION), allow("sqs:SendMessage", Resource="*"))}
ELSE = {**FIRST, "Parameters": {**FIRST["Parameters"], "More": {"Type": "String", "Default": "2"}}}


class Row(NamedTuple):
    """Resources and sections of a template, before and after."""

    before: Mapping[str, Any]
    after: Mapping[str, Any]
    sections: Mapping[str, Any] = NOTHING
    then: Mapping[str, Any] = NOTHING


CHANGING = {
    "a nested stack by a mapping": Row(MAPPED_STACK, MAPPED_STACK, FIRST, SECOND),
    "a nested stack by a parameter": Row(GIVEN_STACK, GIVEN_STACK, FIRST, SECOND),
    "what a nested stack is given": Row(
        stack(Parameters={"A": MAPPED}), stack(Parameters={"A": MAPPED}), FIRST, SECOND
    ),
    "a module by a mapping": Row(
        one("Acme::A::B::MODULE", A=MAPPED), one("Acme::A::B::MODULE", A=MAPPED), FIRST, SECOND
    ),
    "a macro beside the properties": Row(INCLUDING, INCLUDING, FIRST, SECOND),
    "a loop": Row(loop(of_account(PRODUCTION)), loop({"AWS": "*"})),
    "a file that is included": Row(NOTHING, NOTHING, including("s3://acme/1"), including("s3://acme/2")),
    "a section that is none": Row(NOTHING, NOTHING, {"Resourcez": {"A": "1"}}, {"Resourcez": {"A": "2"}}),
    "who signs for a distribution": Row(SIGNED, SIGNED, FIRST, SECOND),
}
THE_SAME = {
    "a nested stack by a mapping": Row(MAPPED_STACK, {**MAPPED_STACK, **IDLE}, FIRST, ELSE),
    "a nested stack by a parameter": Row(GIVEN_STACK, {**GIVEN_STACK, **IDLE}, FIRST, ELSE),
    "a loop": Row(loop(of_account(PRODUCTION)), {**loop(of_account(PRODUCTION)), **IDLE}, FIRST, SECOND),
    "a file that is included": Row(NOTHING, IDLE, including("s3://acme/1"), {**including("s3://acme/1"), **FIRST}),
    "who signs for a distribution": Row(SIGNED, {**SIGNED, **IDLE}, FIRST, ELSE),
}


def read(folder: Path, resources: Mapping[str, Any], sections: Mapping[str, Any]) -> Assembly:
    """The agreement's world, with these in the trusting account's stack."""
    world = world_of(agreed())
    world[PRODUCTION] |= resources
    return assembly(folder, world, [agreed()], **sections)


@pytest.mark.parametrize("row", CHANGING.values(), ids=CHANGING)
def test_what_it_is_made_from_is_part_of_it(row: Row, tmp_path: Path) -> None:
    """Though the resource is written as it was."""
    before, after = read(tmp_path / "a", row.before, row.sections), read(tmp_path / "b", row.after, row.then)
    known = filled_in(adopt(before))

    assert prove(before, known=known).answer is Answer.PROVEN
    assert prove(after, known=known).answer is Answer.UNDECIDED
    assert compare(before, after).undecided


@pytest.mark.parametrize("row", THE_SAME.values(), ids=THE_SAME)
def test_what_else_the_template_says_is_none(row: Row, tmp_path: Path) -> None:
    """Other resources and parameters come and go."""
    before, after = read(tmp_path / "a", row.before, row.sections), read(tmp_path / "b", row.after, row.then)
    known = filled_in(adopt(before))

    assert prove(before, known=known).answer is Answer.PROVEN
    assert prove(after, known=known).answer is Answer.PROVEN
