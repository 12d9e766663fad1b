"""The parts of design.md: which may import which, which are plain, and how long a module may be."""

import ast
import graphlib
import statistics
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import resolve_name
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "xacct_constructs"
CDK = "aws_cdk constructs jsii"
REACHES_OUT = """
asyncio glob http io locale logging multiprocessing os pathlib platform random secrets shutil signal socket ssl
subprocess tempfile threading time urllib uuid
"""
"""Standard-library modules that read a clock, a disk, a network, chance, or the machine."""
REACHING_OUT_CALLS = frozenset(("open", "print", "input", "now", "utcnow", "today", "getenv"))


class Part(NamedTuple):
    """What a part may import: others of ours with all that those may, and packages of others."""

    ours: str = ""
    theirs: str = ""
    types: str = ""
    """Only to be named in annotations, never loaded."""
    plain: bool = False
    reads: str = ""
    """What a plain part may nevertheless take from REACHES_OUT."""


PARTS = {
    "texts": Part(plain=True),
    "arns": Part(plain=True),
    "finding": Part("texts", plain=True),
    "quotas": Part(plain=True),
    "exits": Part(plain=True),
    "values": Part("finding quotas", plain=True),
    "signatures": Part("finding", plain=True),
    "partitions": Part("finding", plain=True),
    "names": Part("finding partitions quotas", plain=True),
    "principals": Part("arns names signatures", plain=True),
    "permissions": Part("arns names signatures values", types="aws_cdk", plain=True),
    "safeguards": Part("arns principals values", plain=True),
    "agreement": Part("permissions safeguards", plain=True),
    "policies": Part("agreement", plain=True),
    "resources": Part("policies", plain=True),
    "validation": Part("policies", plain=True),
    "placement": Part("resources synth_checks", CDK),
    "interfaces": Part("placement validation", CDK),
    "trusting": Part("interfaces", CDK),
    "trusted": Part("interfaces", CDK),
    "wiring": Part("trusting trusted", CDK),
    "remembered": Part(plain=True),
    "iam": Part("arns remembered values", plain=True),
    "assembly": Part("names services", plain=True, reads="pathlib"),
    "services": Part("iam", plain=True),
    "request_sets": Part("services", plain=True),
    "agreed_access": Part("agreement request_sets", plain=True),
    "proof": Part("agreed_access assembly", plain=True),
    "rules": Part("proof validation", plain=True),
    "synth_checks": Part("proof rules", CDK),
    "client": Part("agreement arns exits", "boto3 botocore"),
    "operations": Part("client proof resources", "boto3 botocore"),
    "report": Part("operations rules"),
    "testing": Part("synth_checks", f"{CDK} pytest syrupy"),
    "local": Part("__init__ client", f"{CDK} boto3 botocore hypercorn ministack rich trustme"),
    "cli": Part("local report synth_checks"),
    "__init__": Part(
        types="agreement finding permissions principals safeguards trusted trusting validation wiring", plain=True
    ),
}
PLAIN = sorted(name for name, part in PARTS.items() if part.plain)
PRESENT = sorted({path.relative_to(PACKAGE).parts[0].removesuffix(".py") for path in PACKAGE.rglob("*.py")})


class Import(NamedTuple):
    """One name that a module imports: a part of ours or somebody's package, and whether for annotations only."""

    name: str
    for_types: bool = False


def modules(part: str) -> list[Path]:
    """The files of a part: a folder's, or the one."""
    return sorted((PACKAGE / part).rglob("*.py")) or [PACKAGE / f"{part}.py"]


def dotted(path: Path) -> str:
    """A file's name as a module, a package's ending in `__init__`."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


def imports(source: str, module: str) -> set[Import]:
    """Every import in a module, also those inside functions; of its own part none."""
    tree = ast.parse(source)
    package, own = module.rpartition(".")[0], module.split(".")[1]
    typing_only = {
        node
        for block in ast.walk(tree)
        if isinstance(block, ast.If) and ast.unparse(block.test).endswith("TYPE_CHECKING")
        for statement in block.body
        for node in ast.walk(statement)
    }
    found = {
        Import(owner(name), node in typing_only) for node in ast.walk(tree) for name in imported_names(node, package)
    }
    return {item for item in found if item.name != own}


def imported_names(node: ast.AST, package: str) -> Iterator[str]:
    """The dotted names that a statement imports, relative ones made absolute."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        module = resolve_name("." * node.level + (node.module or ""), package)
        yield from (f"{module}.{alias.name}" for alias in node.names)


def owner(name: str) -> str:
    """The part of ours that a dotted name belongs to, `__init__` for the root's own names, or the package's name."""
    first, _, rest = name.partition(".")
    if first != PACKAGE.name:
        return first
    inner = rest.partition(".")[0]
    return inner if inner in PARTS or inner in PRESENT else "__init__"


def closure(part: str) -> set[str]:
    """The parts a part may import: those its row names, and what those may."""
    direct = set(PARTS[part].ours.split())
    return direct.union(*(closure(name) for name in direct))


def reaching_out(source: str) -> set[str]:
    """The calls in a module that read a clock or a file, or print."""
    calls = (node.func for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    names = {call.attr if isinstance(call, ast.Attribute) else getattr(call, "id", "") for call in calls}
    return names & REACHING_OUT_CALLS


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("import aws_cdk as cdk", {Import("aws_cdk")}, id="package"),
        pytest.param("from aws_cdk import aws_iam", {Import("aws_cdk")}, id="name from a package"),
        pytest.param("def f():\n    import boto3", {Import("boto3")}, id="inside a function"),
        pytest.param("from xacct_constructs.local.story import A", {Import("local")}, id="another part"),
        pytest.param("from xacct_constructs import local", {Import("local")}, id="another part, from the root"),
        pytest.param("from xacct_constructs import S3Read", {Import("__init__")}, id="root's own name"),
        pytest.param("import xacct_constructs.cli.main", {Import("cli")}, id="another part, dotted"),
        pytest.param("from ..rules import A", {Import("rules")}, id="another part, relative"),
        pytest.param("from .document import A", set(), id="own part, relative"),
        pytest.param("from xacct_constructs.policies.document import A", set(), id="own part"),
        pytest.param("if TYPE_CHECKING:\n    import jsii", {Import("jsii", for_types=True)}, id="for types"),
        pytest.param("if TYPE_CHECKING: pass\nelse:\n    import jsii", {Import("jsii")}, id="not for types"),
    ],
)
def test_an_import_is_found_however_it_is_written(source: str, expected: set[Import]) -> None:
    """The test's own eyes: each way to write an import names the part or package it loads."""
    assert imports(source, "xacct_constructs.policies.size") == expected


def test_every_part_has_a_row() -> None:
    """A new part says here what it may import before it may import anything."""
    assert set(PRESENT) - set(PARTS) == set()


def test_the_arrows_go_one_way() -> None:
    """No part may come to import itself by way of others."""
    order = graphlib.TopologicalSorter({name: part.ours.split() for name, part in PARTS.items()}).static_order()
    assert set(order) == set(PARTS)


@pytest.mark.parametrize("part", PRESENT)
def test_a_part_imports_only_what_its_row_allows(part: str) -> None:
    """Design.md's column "may import", held for every module, annotations apart."""
    row = PARTS[part]
    loaded = closure(part) | set(row.theirs.split()) | set(sys.stdlib_module_names)
    for path in modules(part):
        for item in imports(path.read_text(), dotted(path)):
            allowed = loaded | set(row.types.split()) if item.for_types else loaded
            assert item.name in allowed, f"{path.relative_to(ROOT)} imports {item.name}"


@pytest.mark.parametrize("part", [name for name in PLAIN if name in PRESENT])
def test_a_plain_part_reaches_nothing_outside(part: str) -> None:
    """No clock, no file, no network, no chance, nothing printed; `assembly` reads files, and says so in its row."""
    for path in modules(part):
        source = path.read_text()
        used = {item.name for item in imports(source, dotted(path))} & set(REACHES_OUT.split()) | reaching_out(source)
        assert used <= set(PARTS[part].reads.split()), path.relative_to(ROOT)


@pytest.mark.parametrize("part", [*(name for name in PLAIN if name in PRESENT), "cli"])
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
