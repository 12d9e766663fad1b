"""Two hundred accounts and two thousand agreements: written both ways, proven, and laid out as its README says."""

import json
from datetime import UTC, datetime
from pathlib import Path

import aws_cdk as cdk
import pytest

from examples.organization import access_app
from xacct_constructs.assembly import read_assembly
from xacct_constructs.cli import main
from xacct_constructs.proof import Answer, prove

ROOT = Path(__file__).parents[2]
README = ROOT / "examples" / "organization" / "README.md"
TODAY = datetime(2026, 11, 28, tzinfo=UTC)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `xacct synth` writes."""
    folder = tmp_path_factory.mktemp("organization") / "cdk.out"
    assert main(["synth", str(access_app.ACCESS), "-o", str(folder)]) == 0
    return folder


def templates(assembly: Path) -> dict[str, str]:
    """Every template by its file's name."""
    return {path.name: path.read_text(encoding="utf-8") for path in assembly.glob("*.template.json")}


def test_it_is_as_large_as_it_says(written: Path) -> None:
    """A stack for each account, and a role for each agreement."""
    found = [json.loads(text)["Resources"].values() for text in templates(written).values()]
    roles = [each for resources in found for each in resources if each["Type"] == "AWS::IAM::Role"]

    assert (len(found), len(roles)) == (200, 2000)


def test_both_ways_write_the_same(written: Path, tmp_path: Path) -> None:
    """To the letter, agreements included."""
    app = cdk.App(outdir=str(tmp_path), analytics_reporting=False)
    access_app.build(app)
    app.synth()

    assert templates(tmp_path) == templates(written)
    assert (tmp_path / "xacct-agreements.json").read_bytes() == (written / "xacct-agreements.json").read_bytes()


def test_it_is_proven(written: Path) -> None:
    """Two thousand agreements work, and nobody else comes in."""
    proof = prove(read_assembly(written), today=TODAY)

    assert proof.answer is Answer.PROVEN, (proof.counterexamples[:3], proof.undecided[:3])


def test_it_is_explained() -> None:
    """As every example is."""
    headings = [line.removeprefix("## ") for line in README.read_text().splitlines() if line.startswith("## ")]

    assert headings == ["Shows", "Proves", "Deploy", "Who gets in", "Does not show"]
    assert "](organization/)" in (ROOT / "examples" / "README.md").read_text()
