"""Mutants of the proof's modules, made by Cosmic Ray and tried in a copy of the checkout."""

import ast
import json
import os
import random
import re
import shutil
import subprocess
from collections.abc import Collection, Iterable, Iterator
from difflib import ndiff
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from cosmic_ray.ast import ast_nodes, get_ast_from_path
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("iam", "request_sets", "proof", "agreed_access", "assembly", "world")
"""The parts whose modules are changed, those that decide most first."""
_TABLES = frozenset({"acts", "hands_on", "nothing", "opens", "properties", "reference"})
"""Modules of `world` that hold rows alone, which tests/plain/test_world.py holds against the schemas."""

FILES = {
    f"{part}/{path.stem}": str(path.relative_to(ROOT))
    for part in PACKAGES
    for path in sorted((ROOT / "xacct_constructs" / part).glob("*.py"))
    if path.stem != "__init__" and not (part == "world" and path.stem in _TABLES)
}
"""Each module to its file, from the checkout."""
DECISION = frozenset(name for name in FILES if name.startswith("iam/")) | {"proof/access"}
"""Modules that decide one request; the others read templates, or prove something of all requests."""

_OPERATORS = re.compile(
    r"core/(ReplaceComparisonOperator_(Eq_NotEq|NotEq_Eq|Lt_LtE|LtE_Lt|Gt_GtE|GtE_Gt|Is_IsNot|IsNot_Is|In_NotIn|NotIn_In)"
    r"|ReplaceBinaryOperator_(Add_Sub|Sub_Add|BitOr_BitAnd|BitAnd_BitOr)|ReplaceUnaryOperator_Delete_Not|AddNot"
    r"|Replace(TrueWithFalse|FalseWithTrue|AndWithOr|OrWithAnd|BreakWithContinue|ContinueWithBreak)"
    r"|NumberReplacer|ExceptionReplacer|ZeroIterationForLoop|RemoveDecorator)"
)
"""Each operator against its neighbour; not each against every other, which any test would notice."""

_TESTS = (
    "tests/decisions",
    "tests/assembly",
    "tests/rules",
    "tests/plain/test_world.py",
    "tests/proof",
    "tests/known_access",
)
_LEFT_OUT = (
    "tests/known_access/test_worlds.py",
    "tests/known_access/test_cli.py",
    "tests/assembly/test_types.py",
    "tests/assembly/test_cdk.py",
    "tests/proof/test_cli.py",
    "tests/proof/test_documentation.py",
    "tests/proof/test_generated.py",
    "tests/proof/test_ignorance.py",
    "tests/proof/test_sampled.py",
    "tests/proof/test_seeded_faults.py",
)
"""Tests that synthesize, start processes or try cases by chance for long: what they alone notice counts as survived."""

Which = tuple[str, str, int]
"""Module, operator, and which of its places."""
KILLED, SURVIVED = "killed", "survived"


class Mutant(NamedTuple):
    """One change to one line."""

    module: str
    operator: str
    occurrence: int
    was: str
    """The line as it stands."""
    became: str
    outcome: str
    """Killed, survived, or ended by the time limit."""

    @property
    def which(self) -> Which:
        """What identifies it while the module stays as it is."""
        return self.module, self.operator, self.occurrence

    @property
    def change(self) -> tuple[str, str, str]:
        """What identifies it, wherever the line stands."""
        return self.module, self.was, self.became


def made(names: Collection[str]) -> list[Which]:
    """Every mutant of the modules, module by module in the order of FILES."""
    return [which for name in FILES if name in names for which in _made(name)]


def _made(name: str) -> Iterator[Which]:
    tree, left_out = get_ast_from_path(ROOT / FILES[name]), list(_left_out(ROOT / FILES[name]))
    for operator in filter(_OPERATORS.fullmatch, sorted(operator_names())):
        found = (at for node in ast_nodes(tree) for at, _ in get_operator(operator)().mutation_positions(node))
        for occurrence, at in enumerate(found):
            if not any(_spans(each, at) for each in left_out):
                yield name, operator.removeprefix("core/"), occurrence


def sample(mutants: Iterable[Which], size: int, seed: int) -> list[Which]:
    """So many of them by chance, each module with its share and at least one."""
    chance = random.Random(seed)  # noqa: S311 - a sample, no secret
    by_module = {name: list(found) for name, found in groupby(mutants, key=lambda which: which[0])}
    total = sum(map(len, by_module.values()))
    shares = {name: min(len(found), max(1, round(size * len(found) / total))) for name, found in by_module.items()}
    return [each for name, found in by_module.items() for each in chance.sample(found, shares[name])]


def tried(mutants: Collection[Which], folder: Path) -> Iterator[Mutant]:
    """Each mutant with what the tests made of it, as soon as it is known.

    Args:
        mutants: The mutants to try.
        folder: Where a copy of the checkout is made.
    """
    _copy(folder / "checkout")
    changed = [each for each in map(_changed, mutants) if _is_python(each[1])]
    with (folder / "mutants.jsonl").open("w") as file:
        for number, (mutant, source) in enumerate(changed):
            print(json.dumps({"number": number, "file": FILES[mutant.module], "source": source}), file=file)
    answers, answer = os.pipe()
    told = os.environ | {"MUTANTS": str(folder), "ANSWERS": str(answer)}
    with subprocess.Popen(_command(folder), cwd=folder / "checkout", env=told, pass_fds=[answer]) as process:
        os.close(answer)
        with open(answers) as lines:
            for line in lines:
                number, outcome = json.loads(line)
                yield changed[number][0]._replace(outcome=outcome)
    if process.returncode:
        raise RuntimeError(f"the tests ended with {process.returncode}")


def _command(folder: Path) -> list[str]:
    plugins = ["-p", "benchmarks.mutations.trying", "-p", "no:terminal", "-p", "no:xdist", "-p", "no:cacheprovider"]
    options = [*plugins, "-o", "addopts=--import-mode=importlib", "--hypothesis-profile=first-failure"]
    left_out = [f"--ignore={each}" for each in _LEFT_OUT]
    python = str(ROOT / ".venv/bin/python")
    return [python, "-m", "pytest", *options, f"--basetemp={folder / 'temporary'}", *left_out, *_TESTS]


def _copy(folder: Path) -> None:
    git = shutil.which("git") or "git"
    asked = [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(asked, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    # What git does not list and tests read.
    (folder / "node_modules").symlink_to(ROOT / "node_modules")


def _changed(which: Which) -> tuple[Mutant, str]:
    """The mutant, not yet tried, and its module's text."""
    module, operator, occurrence = which
    text = (ROOT / FILES[module]).read_text()
    source = mutate_code(text, get_operator(f"core/{operator}")(), occurrence)
    lines = list(ndiff(text.splitlines(), source.splitlines()))
    was, became = (" ".join(" ".join(each[2:] for each in lines if each[0] == sign).split()) for sign in "-+")
    return Mutant(*which, was, became, ""), source


def _is_python(source: str) -> bool:
    """Whether it can be run at all: `not` before what is given a name on the way is none."""
    try:
        compile(source, "mutant", "exec")
    except SyntaxError:
        return False
    return True


def _spans(node: ast.expr, at: tuple[int, int]) -> bool:
    return (node.lineno, node.col_offset) <= at < (node.end_lineno or 0, node.end_col_offset or 0)


def _left_out(path: Path) -> Iterator[ast.expr]:
    """What mypy holds: annotations, the types that a module gives a name, a protocol, and that a class is frozen."""
    tree = ast.parse(path.read_text())
    for node in ast.walk(tree):
        written = (getattr(node, name, None) for name in ("annotation", "returns"))
        yield from (each for each in written if isinstance(each, ast.expr))
        if isinstance(node, ast.keyword) and node.arg in ("frozen", "slots"):
            yield node.value
        if isinstance(node, ast.ClassDef) and any(
            isinstance(each, ast.Name) and each.id == "Protocol" for each in node.bases
        ):
            yield from (each for one in node.body if isinstance(one, ast.FunctionDef) for each in one.decorator_list)
    assigned = (node for node in tree.body if isinstance(node, ast.Assign))
    yield from (node.value for node in assigned if isinstance(node.value, ast.BinOp | ast.Subscript))
