"""docs/proof.md shows what the commands print, and its Python runs."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.proof import test_seeded_faults as faults
from tests.proof.conftest import ROOT, Example
from xacct_constructs.cli import main

DOCUMENT = (ROOT / "docs" / "proof.md").read_text()
BLOCKS = {language: re.findall(rf"```{language}\n(.*?)```", DOCUMENT, re.DOTALL) for language in ("console", "python")}


@pytest.fixture
def printed(
    example: Callable[[str], Example],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[[str], str]:
    """What a command of the document prints, beside the story's assembly and a faulty one."""
    monkeypatch.setenv("COLUMNS", "120")
    example("read_bucket").directory.rename(tmp_path / "cdk.out")
    example("read_bucket").edit(faults.go_on_to_another_role).directory.rename(tmp_path / "faulty")
    monkeypatch.chdir(tmp_path)

    def run(command: str) -> str:
        main(command.split())
        return capsys.readouterr().out

    return run


def test_prove(printed: Callable[[str], str]) -> None:
    """The report of the story's assembly stands in the document."""
    assert BLOCKS["console"][0] == "$ cdk synth --quiet && xacct prove\n" + printed("prove")


def test_counterexample(printed: Callable[[str], str]) -> None:
    """The counterexample of the faulty assembly stands in the document."""
    assert printed("prove faulty").endswith("\n\n" + BLOCKS["console"][1])


def test_explain(printed: Callable[[str], str]) -> None:
    """The command that is explained prints what stands below it."""
    command, _, expected = BLOCKS["console"][2].partition("yearly/2026.csv\n")
    asked = (command + "yearly/2026.csv").replace("\\\n", "").removeprefix("$ xacct ")
    assert printed(asked) == expected


def test_diff(printed: Callable[[str], str]) -> None:
    """What the faulty assembly changes stands in the document."""
    assert BLOCKS["console"][3] == "$ xacct diff before/cdk.out cdk.out\n" + printed("diff cdk.out faulty")


def test_python(printed: Callable[[str], str], capsys: pytest.CaptureFixture[str]) -> None:
    """The Python runs as it stands, and the story's assembly is proven."""
    program, _of_a_test = BLOCKS["python"]
    exec(compile(program, "docs/proof.md", "exec"), {})  # noqa: S102 - running the document is the test

    assert capsys.readouterr().out == "proven\nallowed\n"


@pytest.mark.parametrize("command", ["prove", "explain", "diff"])
def test_exit_codes(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Each command says its exit codes, and docs/exit-codes.md has a row for it."""
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])

    assert ended.value.code == 0
    assert "exit codes:\n  0 " in capsys.readouterr().out
    assert f"| `xacct {command}` |" in (ROOT / "docs" / "exit-codes.md").read_text()
