"""Examples as programs: what their modules say when they are run, and what they say to a person."""

import json
import runpy
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
Synthesize = Callable[[str], Path]


def templates(assembly: Path) -> dict[str, bytes]:
    """File name to bytes of every template."""
    return {path.name: path.read_bytes() for path in assembly.glob("*.template.json")}


def run(program: str) -> Path:
    """The assembly of a program of this checkout, which synthesizes by itself."""
    app = runpy.run_path(str(ROOT / program), run_name="__main__")["app"]
    return Path(app.synth().directory)


def test_the_top_level_app_is_the_story(synthesize: Synthesize) -> None:
    """`cdk deploy --all` at the top of the checkout deploys examples/read_bucket, byte for byte."""
    assert templates(run("app.py")) == templates(synthesize("read_bucket.app"))


def test_an_example_runs_as_a_program(example: str, assembly: Path) -> None:
    """`python -m examples.NAME.app` writes what `build` does."""
    assert templates(run(f"examples/{example}/app.py")) == templates(assembly)


@pytest.mark.parametrize(("half", "stack"), [("trusting_app", "Production"), ("trusted_app", "Staging")])
def test_an_owner_alone_writes_the_same_half(half: str, stack: str, synthesize: Synthesize) -> None:
    """Each of two owners gets their own stack from their own app, the same as in the app of both."""
    both = templates(synthesize("two_owners.app"))
    assert templates(run(f"examples/two_owners/{half}.py")) == {
        f"{stack}.template.json": both[f"{stack}.template.json"]
    }


def test_nothing_is_left_to_print(assembly: Path) -> None:
    """No example ends with a warning: each could write both halves whole."""
    messages = [
        entry
        for metadata in assembly.glob("*.metadata.json")
        for entries in json.loads(metadata.read_text()).values()
        for entry in entries
        if entry["type"] in ("aws:cdk:warning", "aws:cdk:error", "aws:cdk:info")
    ]
    assert messages == []


def test_an_example_is_explained(example: str) -> None:
    """Each example's README has the same five parts, and the examples' own README lists it."""
    text = (ROOT / "examples" / example / "README.md").read_text()
    headings = [line.removeprefix("## ") for line in text.splitlines() if line.startswith("## ")]
    assert headings == ["Shows", "Proves", "Deploy", "Who gets in", "Does not show"]
    assert f"]({example}/)" in (ROOT / "examples" / "README.md").read_text()
