"""What is no cloud assembly is an error that names the file, never an assembly without access."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.assembly.written import user, write_assembly
from xacct_constructs.assembly import AssemblyError, read_assembly
from xacct_constructs.names import AGREEMENTS_FILE

STACK = {"type": "aws:cloudformation:stack", "environment": "aws://111111111111/eu-west-1"}

NOTED = {**STACK, "properties": {"templateFile": "t.json"}, "additionalMetadataFile": "m.json"}


def manifest(**artifacts: Any) -> str:
    """A manifest of these artifacts."""
    return json.dumps({"artifacts": artifacts})


DAMAGED: dict[str, tuple[dict[str, str], str]] = {
    "no manifest": ({}, "manifest.json"),
    "a manifest that is cut short": ({"manifest.json": '{"artifacts": '}, "manifest.json"),
    "a manifest that is a list": ({"manifest.json": "[]"}, "manifest.json"),
    "artifacts that are a list": ({"manifest.json": '{"artifacts": []}'}, "artifacts"),
    "an artifact without a type": ({"manifest.json": manifest(Stack={})}, "Stack"),
    "an artifact that is a text": ({"manifest.json": manifest(Stack="x")}, "Stack"),
    "a template that is missing": (
        {"manifest.json": manifest(Stack={**STACK, "properties": {"templateFile": "gone.json"}})},
        "gone.json",
    ),
    "a template that is cut short": (
        {"manifest.json": manifest(Stack={**STACK, "properties": {"templateFile": "t.json"}}), "t.json": "{"},
        "t.json",
    ),
    "a template that is a list": (
        {"manifest.json": manifest(Stack={**STACK, "properties": {"templateFile": "t.json"}}), "t.json": "[]"},
        "t.json",
    ),
    "metadata of constructs that is no path": (
        {"manifest.json": manifest(Stack={**NOTED, "additionalMetadataFile": 5}), "t.json": "{}"},
        "additionalMetadataFile",
    ),
    "metadata of constructs that lies elsewhere": (
        {"manifest.json": manifest(Stack={**NOTED, "additionalMetadataFile": "../m.json"}), "t.json": "{}"},
        "outside of the assembly",
    ),
    "metadata of constructs that is a list": (
        {"manifest.json": manifest(Stack=NOTED), "t.json": '{"Resources": {}}', "m.json": '["xacct::XA702"]'},
        "m.json",
    ),
    "a construct whose metadata is a map": (
        {"manifest.json": manifest(Stack=NOTED), "t.json": '{"Resources": {}}', "m.json": '{"/A": {"xacct::": 1}}'},
        "m.json: /A must be a list",
    ),
    "a construct whose metadata is a text": (
        {"manifest.json": manifest(Stack=NOTED), "t.json": '{"Resources": {}}', "m.json": '{"/A": ["xacct::"]}'},
        "m.json: /A must be a map",
    ),
    "a stage whose folder is missing": (
        {"manifest.json": manifest(Stage={"type": "cdk:cloud-assembly", "properties": {"directoryName": "gone"}})},
        "gone",
    ),
}


@pytest.mark.parametrize(("files", "named"), DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_assembly_is_refused(tmp_path: Path, files: dict[str, str], named: str) -> None:
    """The error names what is wrong."""
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(AssemblyError, match=named):
        read_assembly(tmp_path)


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """As is one without a manifest."""
    with pytest.raises(AssemblyError, match="pass the folder that cdk synth wrote"):
        read_assembly(tmp_path / "nowhere")


def test_agreements_ride_in_a_file_of_their_own(tmp_path: Path) -> None:
    """An assembly without the file has none."""
    folder = write_assembly(tmp_path, {"Stack": {"Resources": {"Anna": user()}}})
    assert read_assembly(folder).agreements == ()
    (folder / AGREEMENTS_FILE).write_text('{"version": 1, "agreements": [{"role_name": "reader"}]}', encoding="utf-8")
    assert read_assembly(folder).agreements == ({"role_name": "reader"},)


def test_damaged_agreements_are_refused(tmp_path: Path) -> None:
    """They are not taken for none."""
    folder = write_assembly(tmp_path, {"Stack": {"Resources": {}}})
    (folder / AGREEMENTS_FILE).write_text("{", encoding="utf-8")
    with pytest.raises(AssemblyError, match=AGREEMENTS_FILE):
        read_assembly(folder)


def test_artifacts_other_than_stacks_are_left_alone(tmp_path: Path) -> None:
    """The tree and the assets hold no policies."""
    (tmp_path / "manifest.json").write_text(manifest(Tree={"type": "cdk:tree"}), encoding="utf-8")
    assert read_assembly(tmp_path).identities == ()
