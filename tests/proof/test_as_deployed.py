"""What else than its text a template means: names, functions, nested stacks and the manifest, each with its twin."""

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import pytest

from tests.proof.test_worlds import OTHER, PRODUCTION, REPORTS, agreed, world_of
from tests.proof.world import Resources, World, allow, bucket_policy, write
from xacct_constructs.assembly import read_assembly
from xacct_constructs.proof import Answer, prove

EVE = f"arn:aws:iam::{OTHER}:user/eve"
OURS = f"arn:aws:iam::{PRODUCTION}:role/ours"
OPEN: dict[str, dict[str, Any]] = {
    "Parameters": {"Given": {"Type": "String"}},
    "Conditions": {"Open": {"Fn::Equals": [{"Ref": "Given"}, "yes"]}},
}


class Row(NamedTuple):
    """A world with further sections of its templates, and what its proof must come to."""

    answer: Answer
    add: Callable[[World], None]
    template: Mapping[str, Any] = MappingProxyType({})


def opened(to: Any = EVE, action: Any = "s3:GetObject", bucket: Any = "acme-reports") -> dict[str, Any]:
    """A policy of the reports' bucket that lets somebody read."""
    found = bucket_policy("", allow(action, AWS=to, Resource=f"{REPORTS}/*"))
    found["Properties"]["Bucket"] = bucket
    return found


def first(**resources: dict[str, Any]) -> Callable[[World], None]:
    """Puts resources before all others of production's stack, so that they are read first."""

    def edit(world: World) -> None:
        world[PRODUCTION] = {**resources, **world[PRODUCTION]}

    return edit


def named_like_an_import(logical_id: str, imported: Any) -> Callable[[World], None]:
    """A policy of a bucket that is imported, behind one of a bucket of ours that has this logical ID."""
    ours: Resources = {
        "Ours": opened(OURS, bucket={"Ref": logical_id}),
        logical_id: {"Type": "AWS::S3::Bucket"},
        "Opened": opened(bucket=imported),
    }
    return first(**ours)


def choosing(one: Any, other: Any) -> dict[str, Any]:
    """One or the other, as deployment settles."""
    return {"Fn::If": ["Open", one, other]}


def with_parameter(name: str) -> Mapping[str, Any]:
    """An open condition, and a parameter of this name with two values of its own."""
    parameters = {**OPEN["Parameters"], name: {"Type": "String", "AllowedValues": [OURS, f"{OURS}-too"]}}
    return {**OPEN, "Parameters": parameters}


IMPORTED = {"Fn::ImportValue": "which"}
ROWS = {
    # Names of what is not known
    "an import beside a bucket whose name it might have": Row(
        Answer.UNDECIDED, named_like_an_import("Import0", IMPORTED)
    ),
    "a bucket of that name": Row(Answer.PROVEN, named_like_an_import("Import0", "acme-other")),
    "a choice beside a parameter whose name it might have": Row(
        Answer.UNDECIDED,
        first(Ours=opened({"Ref": "If0"}, bucket="acme-other"), Opened=opened(choosing(EVE, OURS))),
        with_parameter("If0"),
    ),
    "a parameter of that name": Row(
        Answer.PROVEN,
        first(Ours=opened({"Ref": "If0"}, bucket="acme-other"), Opened=opened(choosing(OURS, f"{OURS}-too"))),
        with_parameter("If0"),
    ),
}


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_a_template_means_what_it_comes_to(row: Row, tmp_path: Path) -> None:
    """What deployment may make of it counts, and what looks alike is harmless."""
    world = world_of(agreed())
    row.add(world)
    assert prove(read_assembly(write(tmp_path, world, [agreed()], **row.template))).answer is row.answer
