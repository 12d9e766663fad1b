"""Docstrings against the code: each field is told where `help` and editors show it, and no argument is invented."""

import ast
import pydoc
import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import xacct_constructs

ROOT = Path(__file__).resolve().parents[2]
IN_WORDS = {"DOC201", "DOC402"}
"""What is returned or yielded is said in the first sentence."""
ARGUMENTS = {"DOC101", "DOC103"}
"""Arguments that are not told: left alone where a docstring tells none, since names and types may say enough."""


class Complaint(NamedTuple):
    """One thing that the checker says."""

    path: Path
    line: int
    code: str
    text: str


def complaints(*paths: Path) -> list[Complaint]:
    """What the checker says of these files."""
    command = [
        sys.executable,
        "-m",
        "pydoclint.main",
        "--config",
        str(ROOT / "pyproject.toml"),
        "--quiet",
        *map(str, paths),
    ]
    printed = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    found, path = [], Path()
    for line in (printed.stdout + printed.stderr).splitlines():
        if told := re.fullmatch(r" +(\d+): (DOC\d+): (.*)", line):
            found.append(Complaint(path, int(told[1]), told[2], told[3]))
        elif line.endswith(".py"):
            path = ROOT / line
    return [
        each for each in found if each.code not in IN_WORDS and not (each.code in ARGUMENTS and not tells_some(each))
    ]


def tells_some(complaint: Complaint) -> bool:
    """Whether the docstring tells some of the arguments."""
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    tree = ast.parse(complaint.path.read_text())
    found = [node for node in ast.walk(tree) if isinstance(node, functions) and node.lineno == complaint.line]
    return any("Args:" in (ast.get_docstring(node) or "") for node in found)


def test_docstrings_say_what_the_code_has() -> None:
    """Fields and arguments, all of them where some are told, in their order, and none that are not there."""
    assert complaints(ROOT / "xacct_constructs") == []


@pytest.mark.parametrize(
    ("source", "code"),
    [
        pytest.param(
            'class A:\n    """A.\n\n    Attributes:\n        a: It.\n    """\n\n    a: str\n    b: str',
            "DOC603",
            id="field",
        ),
        pytest.param('def f(a, b):\n    """F.\n\n    Args:\n        a: It.\n    """', "DOC103", id="argument"),
        pytest.param(
            'def f(a):\n    """F.\n\n    Args:\n        a: It.\n        b: It.\n    """', "DOC102", id="invented"
        ),
    ],
)
def test_what_is_missing_or_invented_is_seen(tmp_path: Path, source: str, code: str) -> None:
    """The test's own eyes."""
    path = tmp_path / "odd.py"
    path.write_text(f"{source}\n")
    assert code in {each.code for each in complaints(path)}


@pytest.mark.parametrize(
    "value",
    [
        "Agreement",
        "Network",
        "RawStatements",
        "S3Read",
        "Safeguards",
        "TrustedRole",
        "TrustedUser",
        "TrustedGroup",
        "TrustedOrganization",
        "TrustedOrganizationalUnit",
        "TrustedAccount",
    ],
)
def test_help_shows_each_field(value: str) -> None:
    """With what it means, and what happens when it is left out."""
    kind: Any = getattr(xacct_constructs, value)
    shown = pydoc.plain(pydoc.render_doc(kind))
    for field in fields(kind):
        assert re.search(rf"\|      {field.name}: \S", shown), field.name
