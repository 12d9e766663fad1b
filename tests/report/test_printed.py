"""What `prove` and `diff` print as a whole, in a terminal, in a pipe and as a comment, held as it was looked at."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from tests.report.worlds import WORLDS, Told, story, widened
from xacct_constructs.cli import main

Print = Callable[..., str]


class Text(SingleFileSnapshotExtension):
    """One file of text for each."""

    _write_mode = WriteMode.TEXT
    file_extension = "txt"


@pytest.fixture
def printed(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Print:
    """What a command prints in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COLUMNS", raising=False)

    def run(*words: str, width: int | None = None) -> str:
        def size(_: int) -> os.terminal_size:
            if width is None:
                raise OSError("it is no terminal")
            return os.terminal_size((width, 24))

        monkeypatch.setattr(os, "get_terminal_size", size)
        main(words)
        found = capsys.readouterr()
        assert found.err == ""
        return found.out

    return run


def words(text: str) -> list[str]:
    """The words of a report, but for what lays out a table and a command."""
    left_out = {"who", "does", "on", "when", "by", "\\"}
    return sorted(word for word in text.split() if word not in left_out and word.strip("-"))


@pytest.mark.parametrize("world", WORLDS.values(), ids=WORLDS)
def test_prove_in_a_terminal(world: Callable[[], Told], printed: Print, snapshot: SnapshotAssertion) -> None:
    """At 80 columns, what weighs most last."""
    world().write(Path("cdk.out"))

    assert printed("prove", width=80) == snapshot(extension_class=Text)


@pytest.mark.parametrize("world", WORLDS.values(), ids=WORLDS)
def test_prove_as_a_comment(world: Callable[[], Told], printed: Print, snapshot: SnapshotAssertion) -> None:
    """In Markdown, what weighs most first."""
    world().write(Path("cdk.out"))

    assert printed("prove", "--markdown") == snapshot(extension_class=Text)


@pytest.mark.parametrize("name", ["proven", "refuted, too much"])
def test_prove_in_a_pipe(name: str, printed: Print, snapshot: SnapshotAssertion) -> None:
    """200 characters wide, where most sentences have a line of their own."""
    WORLDS[name]().write(Path("cdk.out"))

    assert printed("prove") == snapshot(extension_class=Text)


@pytest.mark.parametrize("form", [{"width": 80}, {}, {"form": "--markdown"}], ids=["terminal", "pipe", "comment"])
def test_diff(form: dict[str, int | str], printed: Print, snapshot: SnapshotAssertion) -> None:
    """Each gain in a sentence to be read aloud."""
    story().write(Path("old"))
    widened().write(Path("new"))
    asked = [str(form["form"])] if "form" in form else []

    assert printed("diff", "old", "new", *asked, width=form.get("width")) == snapshot(extension_class=Text)


@pytest.mark.parametrize("world", WORLDS.values(), ids=WORLDS)
def test_no_line_is_too_long_and_the_words_stay(world: Callable[[], Told], printed: Print) -> None:
    """At any width; a line that is longer is one word behind its marker, and a pipe gets what a terminal gets."""
    world().write(Path("cdk.out"))
    in_a_pipe = words(printed("prove"))

    for width in (20, 40, 60, 79, 80, 81, 100, 119, 160):
        out = printed("prove", width=width)
        assert [each for each in out.splitlines() if len(each) > width and not is_one_word(each)] == []
        assert set(words(out)) == set(in_a_pipe)


def is_one_word(line: str) -> bool:
    """Whether nothing can be done about its length: behind a marker or a heading, before a backslash, one word."""
    _, *rest = line.removesuffix(" \\").split() if line.startswith("  ") else ("", *line.split())
    return len(rest) <= 1 or line.lstrip().startswith(('"', "'"))
