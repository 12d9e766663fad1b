"""Exit codes: one vocabulary, which the commands use and the documents and helps list."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from xacct_constructs import exits
from xacct_constructs.cli import main
from xacct_constructs.client.deadline import SECONDS

ROOT = Path(__file__).resolve().parents[2]
CLI = ROOT / "xacct_constructs" / "cli"
CODES = {value for name, value in vars(exits).items() if name.isupper()}
COMMANDS = """
    adopt completion config console credential-process demo diff doctor env exec explain list plan prove revoke rotate
    status synth unset verify
"""


def listed(document: str) -> set[int]:
    """Every whole number of a document."""
    return set(map(int, re.findall(r"(?<![\w.-])\d+\b", (ROOT / document).read_text())))


def written_out(source: str) -> Iterator[str]:
    """Exit codes that a module of the commands has as numbers."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Return):
            yield from (ast.unparse(node) for value in ast.walk(node) if is_number(value) and not called(node, value))
        elif isinstance(node, ast.Call) and ast.unparse(node.func) in ("SystemExit", "sys.exit", "AssumeError"):
            yield from (ast.unparse(node) for value in node.args if is_number(value))


def is_number(node: ast.AST) -> bool:
    """Whether this is a whole number."""
    return isinstance(node, ast.Constant) and type(node.value) is int


def called(statement: ast.AST, value: ast.AST) -> bool:
    """Whether the number is an argument, an index or compared, and not what is returned."""
    inside = (ast.Call, ast.Subscript, ast.Compare)
    return any(value in ast.walk(node) for node in ast.walk(statement) if isinstance(node, inside))


def helped(command: str, capsys: pytest.CaptureFixture[str]) -> set[int]:
    """The codes that a command's help lists."""
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])
    assert ended.value.code == exits.AS_EXPECTED
    epilog = capsys.readouterr().out.partition("exit codes:\n")[2]
    return {int(code) for code in re.findall(r"^  (\d+) ", epilog, re.MULTILINE)}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("def f():\n return 2", ["return 2"], id="returned"),
        pytest.param("def f():\n return 1 if x else 0", ["return 1 if x else 0"] * 2, id="either"),
        pytest.param("sys.exit(1)", ["sys.exit(1)"], id="at the end"),
        pytest.param("raise AssumeError('x', 3)", ["AssumeError('x', 3)"], id="in an error"),
        pytest.param("def f():\n return USAGE", [], id="by its name"),
        pytest.param("def f():\n return found[0]", [], id="an index"),
        pytest.param("def f():\n return len(x) == 1", [], id="a comparison"),
    ],
)
def test_a_code_is_seen_where_it_is_written_out(source: str, expected: list[str]) -> None:
    """The test's own eyes."""
    assert list(written_out(source)) == expected


def test_a_command_names_its_exit_codes() -> None:
    """None of them is a number in the code of a command."""
    assert [found for path in sorted(CLI.glob("*.py")) for found in written_out(path.read_text())] == []


def test_the_document_says_every_code() -> None:
    """Those of the vocabulary, and no other number but the seconds that AWS is waited for."""
    assert listed("docs/exit-codes.md") == CODES | {int(SECONDS)}


@pytest.mark.parametrize("command", COMMANDS.split())
def test_a_command_lists_codes_of_the_vocabulary(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    """In its help, and the document has it."""
    found = helped(command, capsys)
    assert found
    assert found <= CODES
    assert re.search(rf"^\| .*`(?:xacct )?{command}`", (ROOT / "docs/exit-codes.md").read_text(), re.MULTILINE)
