"""Who may ask for a kind of permission or principal by its name: the modules that are about one, and the tables."""

import ast
from collections import Counter
from pathlib import Path

import pytest

from xacct_constructs import permissions, principals

PACKAGE = Path(__file__).resolve().parents[2] / "xacct_constructs"
KINDS = {each.__name__ for each in (*permissions.PERMISSION_KINDS, *principals.PRINCIPAL_KINDS)}
AT_HOME = (
    "permissions",
    "principals",
    "agreed_access",
    "operations/kinds",
    "trusting/references",
    "trusted",
    "restatement",
)
"""A kind's own modules, the tables of what it means, what is asked and tried for it, the CDK edge, and how each kind is
found in policies that somebody wrote by hand."""
NAMING = {
    "__init__.py": "exports them",
    "local/audit_app.py": "is an app that uses the library",
}


def named(source: str) -> set[str]:
    """The kinds that a module names in its code: imports, `isinstance`, `match`, or a text that is such a name."""
    nodes = list(ast.walk(ast.parse(source)))
    names = {node.id for node in nodes if isinstance(node, ast.Name)}
    names |= {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    names |= {alias.name for node in nodes if isinstance(node, ast.ImportFrom) for alias in node.names}
    names |= {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return names & KINDS


def test_nobody_else_knows_a_kind_by_name() -> None:
    """A new kind is a row in each table, and nothing else in the house learns of it."""
    knowing = {
        str(path.relative_to(PACKAGE)): sorted(found)
        for path in sorted(PACKAGE.rglob("*.py"))
        if not str(path.relative_to(PACKAGE)).startswith(AT_HOME) and (found := named(path.read_text()))
    }
    assert knowing.keys() == NAMING.keys(), knowing


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("isinstance(a, S3Read)", id="isinstance"),
        pytest.param("match a:\n    case S3Read():\n        pass", id="match"),
        pytest.param("type(a) is permissions.S3Read", id="type"),
        pytest.param("type(a).__name__ == 'S3Read'", id="by its name as a text"),
        pytest.param("from xacct_constructs.permissions import S3Read as A", id="renamed"),
    ],
)
def test_a_kind_is_seen_however_it_is_asked_for(source: str) -> None:
    """The test's own eyes."""
    assert named(source) == {"S3Read"}


def test_a_class_has_its_name_alone() -> None:
    """One name for one thing: no two classes of the package are called alike, but for a module's own."""
    classes = (
        node.name
        for path in PACKAGE.rglob("*.py")
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    )
    assert [name for name, count in Counter(classes).items() if count > 1] == []
