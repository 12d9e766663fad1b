"""The locks: every file that is fetched is known by its hash, and from where it comes is the machine's to say."""

import json
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))


def locked(path: Path) -> dict[str, str]:
    """Name and version of every requirement in a lock."""
    return dict(re.findall(r"^([a-z0-9._-]+)==(\S+)", path.read_text(), re.MULTILINE))


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.stem)
def test_every_requirement_has_a_hash(path: Path) -> None:
    """A requirement without one could be any file of that name."""
    requirements = re.split(r"^(?=[a-z0-9])", path.read_text(), flags=re.MULTILINE)[1:]
    assert requirements
    assert [text.split()[0] for text in requirements if not re.match(r"\S+==\S+ .*\n? *--hash=sha256:", text)] == []


@pytest.mark.parametrize("path", [*LOCKS, ROOT / "package-lock.json"], ids=lambda path: path.stem)
def test_no_lock_names_a_host(path: Path) -> None:
    """A mirror or an offline index serves as well as the public registry."""
    assert re.findall(r"\S*://\S*|--(?:extra-)?index-url.*|--find-links.*", path.read_text()) == []


def test_every_npm_package_has_a_hash() -> None:
    """All but the project itself."""
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    assert [name for name, package in packages.items() if name and "integrity" not in package] == []


@pytest.mark.parametrize("name", ["aws-cdk-lib", "constructs", "pyyaml"])
def test_the_floor_is_what_the_package_declares(name: str) -> None:
    """The environment at the floor has the very lowest version that a user may have."""
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    [floor] = (re.split("[=,]", item)[1] for item in declared if item.startswith(f"{name}>"))
    assert (locked(ROOT / "requirements" / "floor.txt")[name] + ".").startswith(f"{floor}.")
