"""Examples, synthesized once; each test edits and proves a copy of its own."""

import importlib
import json
import shutil
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from xacct_constructs.assembly import read_assembly
from xacct_constructs.proof import Proof, prove

ROOT = Path(__file__).parents[2]
NAMES = sorted(app.parent.name for app in (ROOT / "examples").glob("*/app.py"))

Templates = dict[str, dict[str, Any]]
"""Stack name to its template's resources."""
Edit = Callable[[Templates], None]


class Example:
    """The cloud assembly of one example, in a folder that may be changed."""

    def __init__(self, directory: Path) -> None:
        """Take the folder."""
        self.directory = directory

    def edit(self, edit: Edit) -> "Example":
        """Change the resources of its templates, as a hand would in the files."""
        paths = sorted(self.directory.glob("*.template.json"))
        written = {path.name.removesuffix(".template.json"): json.loads(path.read_text()) for path in paths}
        before = json.dumps(written)
        edit({stack: template["Resources"] for stack, template in written.items()})
        assert json.dumps(written) != before, "the edit changed nothing"
        for path in paths:
            path.write_text(json.dumps(written[path.name.removesuffix(".template.json")], indent=1))
        return self

    def prove(self) -> Proof:
        """Prove it from the files alone."""
        return prove(read_assembly(self.directory))


@cache
def synthesized(name: str, folder: Path) -> Path:
    """The cloud assembly of an example."""
    import aws_cdk as cdk  # here, since most tests of the proof need no CDK

    app = cdk.App(outdir=str(folder / name), analytics_reporting=False)
    importlib.import_module(f"examples.{name}.app").build(app)
    return Path(app.synth().directory)


@pytest.fixture(scope="session")
def assemblies(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The cloud assembly of an example, by its name; not to be changed."""
    folder = tmp_path_factory.mktemp("assemblies")
    return lambda name: synthesized(name, folder)


@pytest.fixture
def example(assemblies: Callable[[str], Path], tmp_path: Path) -> Callable[[str], Example]:
    """A copy of an example's cloud assembly, by the example's name."""

    def copied(name: str) -> Example:
        return Example(Path(shutil.copytree(assemblies(name), tmp_path / name)))

    return copied


def only(resources: Mapping[str, Any], kind: str) -> dict[str, Any]:
    """The properties of the one resource of this type."""
    (found,) = (each for each in resources.values() if each["Type"] == kind)
    properties: dict[str, Any] = found["Properties"]
    return properties
