"""What `xacct` says before any command runs, and what it loads for that."""

import json
import subprocess
import sys

import pytest

from benchmarks.fresh import ROOT
from xacct_constructs.cli import main
from xacct_constructs.cli.parser import root
from xacct_constructs.cli.table import COMMANDS, MEANT, help_text

Print = pytest.CaptureFixture[str]


@pytest.mark.parametrize(("words", "code"), [([], 2), (["--help"], 0), (["-h"], 0), (["help"], 0)])
def test_every_command_has_one_line(words: list[str], code: int, capsys: Print) -> None:
    """On standard output, at 80 columns; alone it is wrong usage, so that a script does not go on."""
    assert main(words) == code

    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= 80
    assert [line.split()[0] for line in lines if line[2:].startswith(tuple(COMMANDS))] == list(COMMANDS)


def test_help_on_a_command_by_either_name(capsys: Print) -> None:
    """`xacct help prove` is `xacct prove --help`."""
    for words in (["help", "prove"], ["prove", "--help"]):
        with pytest.raises(SystemExit):
            main(words)
    first, second = capsys.readouterr().out.split("usage: ")[1:]
    assert first == second


def test_the_version(capsys: Print) -> None:
    """As the package has it."""
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == "xacct 0.1.0\n"


def test_the_command_s_own_line_is_the_table_s() -> None:
    """So that completion, which is written from the parsers, says the same."""
    whole, commands = root(list(COMMANDS))
    assert list(commands) == list(COMMANDS)
    assert all(" ".join(line.split()) in " ".join(whole.format_help().split()) for _, line in COMMANDS.values())


def test_a_word_of_another_tool_means_a_command() -> None:
    """And is none itself."""
    assert set(MEANT.values()) <= set(COMMANDS)
    assert not set(MEANT) & set(COMMANDS)


def loaded(*words: str) -> set[str]:
    """The modules that are loaded at the end of `xacct` with these words, and not by Python itself."""
    program = (
        "import sys, json\nbefore = set(sys.modules)\nfrom xacct_constructs.cli import main\n"
        f"try:\n    main({list(words)!r})\nexcept SystemExit:\n    pass\n"
        "print(json.dumps([name for name in sys.modules if name not in before]), file=sys.stderr)"
    )
    printed = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)
    return set(json.loads(printed.stderr.splitlines()[-1]))


def test_help_loads_next_to_nothing() -> None:
    """Neither argparse nor typing, which take as long as Python itself; of the commands none."""
    found = loaded("--help")

    assert help_text().startswith("usage: xacct COMMAND")
    assert found.isdisjoint({"argparse", "typing", "re", "contextlib", "traceback", "xacct_constructs.cli.parser"})
    assert len({name for name in found if name.startswith("xacct_constructs")}) <= 10


def test_a_command_loads_its_own_module_alone() -> None:
    """The test's other eye: argparse is loaded there."""
    found = loaded("unset")

    assert "argparse" in found
    modules = {f"xacct_constructs.cli.{module}" for module, _ in COMMANDS.values()}
    assert found & modules == {"xacct_constructs.cli.unset"}


def test_each_command_is_a_module_and_a_row() -> None:
    """No module that adds a command is missing from the table."""
    modules = (ROOT / "xacct_constructs" / "cli").glob("*.py")
    adding = {path.stem for path in modules if "\ndef add(" in path.read_text()}
    assert adding == {module for module, _ in COMMANDS.values()}
