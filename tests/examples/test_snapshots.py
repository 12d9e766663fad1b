"""Logical IDs and physical names are public contract: whoever deployed an example keeps their role, user and bucket."""

import json
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.json import JSONSnapshotExtension


def stacks(assembly: Path) -> list[str]:
    """The names of the assembly's stacks."""
    return sorted(template.name.removesuffix(".template.json") for template in assembly.glob("*.template.json"))


@pytest.mark.parametrize("stack", ["Production", "Staging"])
def test_a_stack_is_what_it_was(assembly: Path, stack: str, snapshot: SnapshotAssertion) -> None:
    """Every resource has the logical ID and the properties of the last release."""
    template = json.loads((assembly / f"{stack}.template.json").read_text())
    assert template == snapshot(extension_class=JSONSnapshotExtension)


def test_no_stack_is_left_out(assembly: Path) -> None:
    """An example has the two stacks whose snapshots are compared, and no third."""
    assert stacks(assembly) == ["Production", "Staging"]
