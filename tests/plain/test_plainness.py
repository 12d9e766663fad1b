"""What no contract sees: that plain parts reach nothing outside, what starting one loads, how long modules are."""

import ast
import statistics
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "xacct_constructs"
REACHES_OUT = """
asyncio glob http io locale logging multiprocessing os pathlib platform random secrets shutil signal socket ssl
subprocess tempfile threading time urllib uuid
"""
"""Standard-library modules that read a clock, a disk, a network, chance, or the machine."""
REACHING_OUT_CALLS = frozenset(
    ("open", "print", "input", "now", "utcnow", "today", "getenv", "import_module", "__import__")
)
READS = {
    "assembly/files.py": "open os pathlib",
    "assembly/inputs.py": "pathlib",
    "assembly/reader.py": "pathlib",
    "__init__.py": "import_module",
}
"""What a plain module may nevertheless take of these: one reads files, and the root loads what it is asked for."""
CONTRACTS = tomllib.loads((ROOT / "contracts/plainness.toml").read_text())["tool"]["importlinter"]["contracts"]
PLAIN = ["__init__", *(each.rpartition(".")[2] for each in CONTRACTS[0]["source_modules"])]


def modules(part: str) -> list[Path]:
    """The files of a part: a folder's, or the one."""
    return sorted((PACKAGE / part).rglob("*.py")) or [PACKAGE / f"{part}.py"]


def dotted(path: Path) -> str:
    """A file's name as a module, a package's ending in `__init__`."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


def loaded(source: str) -> set[str]:
    """The packages that a module imports from elsewhere, also inside functions."""
    nodes = list(ast.walk(ast.parse(source)))
    plain = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    named = [node.module or "" for node in nodes if isinstance(node, ast.ImportFrom) and not node.level]
    return {name.partition(".")[0] for name in (*plain, *named)}


def reaching_out(source: str) -> set[str]:
    """The calls in a module that read a clock or a file, or print."""
    calls = (node.func for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    names = {call.attr if isinstance(call, ast.Attribute) else getattr(call, "id", "") for call in calls}
    return names & REACHING_OUT_CALLS


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("import os", {"os"}, id="module"),
        pytest.param("import os, time as t", {"os", "time"}, id="two, one renamed"),
        pytest.param("import urllib.request", {"urllib"}, id="dotted"),
        pytest.param("from urllib.request import urlopen", {"urllib"}, id="name from a module"),
        pytest.param("def f():\n    import socket", {"socket"}, id="inside a function"),
        pytest.param("from .os import A", set(), id="own part, relative"),
    ],
)
def test_an_import_is_found_however_it_is_written(source: str, expected: set[str]) -> None:
    """The test's own eyes."""
    assert loaded(source) == expected


@pytest.mark.parametrize("part", PLAIN)
def test_a_plain_part_reaches_nothing_outside(part: str) -> None:
    """No clock, no file, no network, no chance, nothing printed; but for what is said above."""
    for path in modules(part):
        source = path.read_text()
        used = loaded(source) & set(REACHES_OUT.split()) | reaching_out(source)
        assert used <= set(READS.get(path.relative_to(PACKAGE).as_posix(), "").split()), path


@pytest.mark.parametrize("part", [*PLAIN, "cli"])
def test_importing_a_plain_part_starts_nothing(part: str) -> None:
    """All its modules together load the standard library and ours: no aws_cdk, no jsii, no boto3; nor does `xacct`."""
    names = [dotted(path).removesuffix(".__init__") for path in modules(part) if path.stem != "__main__"]
    program = "\n".join(
        [
            "import sys; before = set(sys.modules)",
            *(f"import {name}" for name in names),
            "print(*{name.split('.')[0] for name in {*sys.modules} - before})",
        ]
    )
    printed = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert set(printed.split()) - sys.stdlib_module_names == {PACKAGE.name}


def test_modules_are_short() -> None:
    """None above 400 lines, the median under 120."""
    lines = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in PACKAGE.rglob("*.py")}
    assert {path: count for path, count in lines.items() if count > 400} == {}
    assert statistics.median(lines.values()) < 120
