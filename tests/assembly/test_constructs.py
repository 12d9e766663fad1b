"""What the CDK notes beside the templates: which construct a resource belongs to, and what is said of it there."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.rules.world import READ, acknowledge, logical_id, role, warn, world
from xacct_constructs.assembly import read_assembly
from xacct_constructs.assembly.constructs import Acknowledged, Constructs
from xacct_constructs.origin import Origin

ID = "XA702-f069ac71cc54"
NOTED: dict[str, list[dict[str, Any]]] = {
    "/Live/Production": [acknowledge("ours", ID)],
    "/Live/Production/Reader": [acknowledge("ours", ID, "XA704-0"), acknowledge("ours", ID), warn("XA708-1")],
    "/Live/Production/Reader/Resource": [logical_id("Role"), {"type": "aws:cdk:creationStack", "data": ["x"]}],
}


def read(folder: Path, noted: dict[str, list[dict[str, Any]]]) -> Constructs:
    """What is read of an assembly in which this is noted."""
    return world(role(READ)).read(folder, noted).constructs


def test_each_is_read_once(tmp_path: Path) -> None:
    """With its construct; an aws-cdk-lib of 2.257 notes all again with each that comes."""
    found = read(tmp_path, NOTED)
    assert found.acknowledged == (
        Acknowledged("Live/Production", ID, "ours"),
        Acknowledged("Live/Production/Reader", ID, "ours"),
        Acknowledged("Live/Production/Reader", "XA704-0", "ours"),
    )
    assert found.warned == {("Live/Production/Reader", "XA708-1")}


@pytest.mark.parametrize(
    ("stack", "id_", "path"),
    [
        pytest.param("Production", "Role", "Live/Production/Reader/Resource", id="of the stack"),
        pytest.param("Production.Nested", "Role", "Live/Production/Reader/Resource", id="of a nested stack"),
        pytest.param(
            "Production.Nested.Inner", "Role", "Live/Production/Reader/Resource", id="of one in a nested stack"
        ),
        pytest.param("Production", "Other", "", id="another resource"),
        pytest.param("Staging", "Role", "", id="another stack"),
        pytest.param("", "", "", id="nowhere"),
    ],
)
def test_a_resource_has_its_construct(stack: str, id_: str, path: str, tmp_path: Path) -> None:
    """By stack and logical ID; what a nested stack holds is noted with the stack around it."""
    assert read(tmp_path, NOTED).path(Origin(stack, "t.json", id_, "Policies[0]")) == path


@pytest.mark.parametrize(
    ("construct", "finding", "says"),
    [
        pytest.param("Live/Production/Reader", "XA708-1", True, id="itself"),
        pytest.param("Live/Production/Reader/Resource", "XA708-1", True, id="one around it"),
        pytest.param("Live/Production/Reader", "XA708-2", False, id="of another thing"),
        pytest.param("Live/Production/Reader2", "XA708-1", False, id="a neighbour"),
        pytest.param("Live/Production", "XA708-1", False, id="one below it"),
        pytest.param("", "XA708-1", False, id="nobody knows where"),
    ],
)
def test_who_warns_of_it(construct: str, finding: str, says: bool, tmp_path: Path) -> None:
    """The construct or one around it, by the same ID."""
    assert read(tmp_path, NOTED).says(finding, construct) is says


@pytest.mark.parametrize(
    "noted",
    [
        pytest.param({}, id="nothing"),
        pytest.param({"/Production/Reader": [logical_id("Role")]}, id="nothing of ours"),
        pytest.param(
            {"/Production": [{"type": "aws:cdk:acknowledged-rules", "data": {"AwsSolutions::XA702": "x"}}]},
            id="another's acknowledgement",
        ),
        pytest.param({"/P": [{"type": "aws:cdk:acknowledged-rules", "data": "xacct::XA702"}]}, id="a text"),
        pytest.param({"/P": [{"data": "xacct::XA702"}]}, id="without a type"),
        pytest.param({"/P": [{"type": "aws:cdk:warning", "data": "write xacct::XA702"}]}, id="a word in a warning"),
    ],
)
def test_what_says_nothing_of_ours(noted: dict[str, Any], tmp_path: Path) -> None:
    """Neither an acknowledgement nor a warning."""
    found = read(tmp_path, noted)
    assert (found.acknowledged, found.warned) == ((), frozenset())


def test_notes_that_are_not_there_are_none(tmp_path: Path) -> None:
    """The templates say all that is proven; who keeps them alone proves them all the same."""
    given = world(role(READ))
    given.read(tmp_path, NOTED)
    (tmp_path / "Production.metadata.json").unlink()
    manifest = json.loads((tmp_path / "manifest.json").read_text())
    assert "additionalMetadataFile" in manifest["artifacts"]["Production"]
    assert read_assembly(tmp_path).constructs == Constructs()
