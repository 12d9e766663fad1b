"""What the constructs write is the same byte for byte: on every run, in every folder, with floor and newest CDK."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
Templates = dict[str, bytes]


def synthesized(
    folder: Path, *, python: Path | str = sys.executable, seed: int = 0, time_zone: str = "UTC"
) -> Templates:
    """Example and stack to template, from a process of its own that runs in the folder."""
    program = [str(python), str(Path(__file__).with_name("synthesize_all.py")), str(folder / "out")]
    environment = os.environ | {"PYTHONHASHSEED": str(seed), "TZ": time_zone}
    subprocess.run(program, cwd=folder, env=environment, check=True, timeout=120)
    found = sorted((folder / "out").glob("*/*.template.json"))
    return {f"{path.parent.name}/{path.name}": path.read_bytes() for path in found}


@pytest.fixture(scope="module")
def newest(tmp_path_factory: pytest.TempPathFactory) -> Templates:
    """Every template, as this environment's aws-cdk-lib writes it."""
    return synthesized(tmp_path_factory.mktemp("newest"), seed=1)


def test_a_second_run_writes_the_same_bytes(newest: Templates, tmp_path: Path) -> None:
    """Neither hash seed, folder nor time zone shows in any template."""
    elsewhere = tmp_path / "another folder"
    elsewhere.mkdir()
    assert synthesized(elsewhere, seed=2, time_zone="Asia/Tokyo") == newest
    assert len(newest) == 2 * len(list((ROOT / "examples").glob("*/app.py")))


def access(templates: Templates) -> Templates:
    """Of each template what our constructs wrote, in the order in which it stands there."""
    return {
        name: json.dumps(
            [each for each in resources(text).items() if each[1]["Type"].startswith("AWS::IAM::")]
        ).encode()
        for name, text in templates.items()
    }


def resources(template: bytes) -> dict[str, dict[str, Any]]:
    """A template's resources by logical ID."""
    return dict(json.loads(template)["Resources"])


def test_the_floor_writes_the_same_bytes(newest: Templates, floor_python: Path, tmp_path: Path) -> None:
    """The lowest aws-cdk-lib that the package admits writes every role, user and policy as the newest does."""
    assert access(synthesized(tmp_path, python=floor_python)) == access(newest)


def test_the_floor_is_what_the_package_admits(floor_python: Path) -> None:
    """The floor environment holds the lowest aws-cdk-lib of pyproject.toml, and this one a newer."""
    asked = "import importlib.metadata as m; print(m.version('aws-cdk-lib'))"
    floor, here = (
        subprocess.run([python, "-c", asked], capture_output=True, text=True, check=True).stdout.strip()
        for python in (floor_python, sys.executable)
    )
    assert f"aws-cdk-lib>={floor.removesuffix('.0')}," in (ROOT / "pyproject.toml").read_text()
    assert floor != here
