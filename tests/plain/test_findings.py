"""Finding codes: each stands in docs/findings.md, has one severity, and is provoked by a test."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CODE = re.compile(r"XA[0-9]{3}")
ROW = re.compile(r"^\| (XA[0-9]{3}) \| (error|warning) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)


def documented() -> list[tuple[str, str]]:
    """Code and severity of each row of the document."""
    text = (ROOT / "docs" / "findings.md").read_text(encoding="utf-8")
    rows = [(code, severity) for code, severity, _, _ in ROW.findall(text)]
    assert len(rows) == len(re.findall(r"^\| XA", text, re.MULTILINE)), "a row has another shape"
    return rows


def written() -> Iterator[tuple[str, str]]:
    """Code and severity of each finding that the source makes; `refuse` raises an error."""
    for path in sorted((ROOT / "xacct_constructs").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                code, name = str(node.args[0].value), getattr(node.func, "id", "")
                if CODE.fullmatch(code):
                    yield code, "warning" if name == "warning" else "error"
                if name == "check_strings":
                    assert (code, "error") in documented()


def provoked() -> set[str]:
    """Codes that the tests expect, docstrings and this file left out."""
    found: set[str] = set()
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        if path == Path(__file__).resolve():
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        prose = {
            id(node.body[0].value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
            and node.body
            and isinstance(node.body[0], ast.Expr)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose:
                found |= set(CODE.findall(node.value))
    return found


def test_document_lists_every_code_with_its_severity() -> None:
    """The document and the source know the same codes."""
    assert dict(documented()) == dict(written())
    assert set(documented()) == set(written())


def test_document_is_sorted_and_says_each_code_once() -> None:
    """A reader finds a code where its number stands."""
    codes = [code for code, _ in documented()]
    assert codes == sorted(set(codes))


def test_every_code_is_provoked() -> None:
    """No finding is there that no test has seen."""
    assert {code for code, _ in written()} - provoked() == set()
