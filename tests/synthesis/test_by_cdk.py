"""What is written without the CDK is what the CDK writes, the lowest that is admitted and this one."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.synthesis.by_cdk import FILE
from xacct_constructs.synthesis import assembly_of

CDK_S_OWN = {"additionalMetadataFile"}
"""Of an artifact: where the CDK keeps what it knows of constructs, of which there are none here."""


def by_cdk(folder: Path, python: str | Path) -> dict[str, str]:
    """File to text of what a CDK writes, in a process of its own."""
    program = [str(python), str(Path(__file__).with_name("by_cdk.py")), str(folder / "out")]
    subprocess.run(program, check=True, timeout=120, env=os.environ | {"CDK_VALIDATION": "false"})
    return {each.name: each.read_text(encoding="utf-8") for each in (folder / "out").iterdir()}


@pytest.fixture(scope="module")
def ours() -> dict[str, str]:
    """File to text."""
    return dict(assembly_of(FILE).files)


def artifacts(manifest: str) -> dict[str, Any]:
    """The stacks and their asset manifests, each as far as it can be the same."""
    found = json.loads(manifest)["artifacts"]
    return {
        name: {key: value for key, value in each.items() if key not in CDK_S_OWN}
        for name, each in found.items()
        if each["type"] in ("aws:cloudformation:stack", "cdk:asset-manifest")
    }


def told(manifest: str) -> dict[str, str]:
    """What the manifest says of itself."""
    return {key: value for key, value in json.loads(manifest).items() if key != "artifacts"}


def test_by_the_lowest(ours: dict[str, str], floor_python: Path, tmp_path: Path) -> None:  # the fixture
    """Every file to the letter but the manifest, which says the same of the same stacks, schema and CLI included."""
    theirs = by_cdk(tmp_path, floor_python)
    for name, text in ours.items():
        if name != "manifest.json":
            assert theirs[name] == text, name
    assert artifacts(theirs["manifest.json"]) == artifacts(ours["manifest.json"])
    assert told(theirs["manifest.json"]) == told(ours["manifest.json"])
    assert {name for name in theirs.keys() - ours.keys() if not name.endswith(".metadata.json")} == {"tree.json"}


def test_by_this_one(ours: dict[str, str], tmp_path: Path) -> None:
    """The same but for the schema's version: a CDK that writes another form is noticed."""
    theirs = by_cdk(tmp_path, sys.executable)
    version = json.loads(theirs["cdk.out"])["version"]
    for name, text in ours.items():
        if name != "manifest.json":
            assert theirs[name] == text.replace('"version":"53.0.0"', f'"version":"{version}"').replace(
                '"version": "53.0.0"', f'"version": "{version}"'
            ), name
    assert artifacts(theirs["manifest.json"]) == artifacts(ours["manifest.json"])
    assert list(artifacts(theirs["manifest.json"])) == list(artifacts(ours["manifest.json"]))
