"""Mutants of the proof's modules, made and tried by Cosmic Ray in copies of the checkout."""

import ast
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from cosmic_ray.work_db import WorkDB, use_db
from cosmic_ray.work_item import MutationSpec, TestOutcome, WorkerOutcome, WorkItem, WorkResult

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("iam", "request_sets", "agreed_access", "proof")
"""The parts whose modules are changed; no two modules have the same name."""

_FILES = {
    path.stem: str(path.relative_to(ROOT))
    for part in PACKAGES
    for path in (ROOT / "xacct_constructs" / part).glob("*.py")
    if path.stem != "__init__"
}
"""Each module to its file, from the checkout."""
DECISION = frozenset(name for name, file in _FILES.items() if "/iam/" in file) | {"access", "unsettled"}
"""Modules that decide one request; the others prove something of all."""

_OPERATORS = re.compile(
    r"core/(ReplaceComparisonOperator_(Eq_NotEq|NotEq_Eq|Lt_LtE|LtE_Lt|Gt_GtE|GtE_Gt|Is_IsNot|IsNot_Is|In_NotIn|NotIn_In)"
    r"|ReplaceBinaryOperator_(Add_Sub|Sub_Add|BitOr_BitAnd|BitAnd_BitOr)|ReplaceUnaryOperator_Delete_Not|AddNot"
    r"|Replace(TrueWithFalse|FalseWithTrue|AndWithOr|OrWithAnd|BreakWithContinue|ContinueWithBreak)"
    r"|NumberReplacer|ExceptionReplacer|ZeroIterationForLoop|RemoveDecorator)"
)
"""Each operator against its neighbour; not each against every other, which any test would notice."""
_SECONDS_AT_MOST = 120
_SHARES = 3
"""So many for each half, that no processor waits long for the other."""

Which = tuple[str, str, int]
"""Module, operator, and which of its places."""


class Mutant(NamedTuple):
    """One change to one line."""

    module: str
    operator: str
    occurrence: int
    was: str
    """The line as it stands."""
    became: str
    killed: bool

    @property
    def which(self) -> Which:
        """What identifies it while the module stays as it is."""
        return self.module, self.operator, self.occurrence

    @property
    def change(self) -> tuple[str, str, str]:
        """What identifies it, wherever the line stands."""
        return self.module, self.was, self.became


def modules() -> list[str]:
    """The names of the modules, the largest first."""
    return sorted(_FILES, key=lambda name: (-(ROOT / _FILES[name]).stat().st_size, name))


def tried(names: Collection[str], folder: Path, only: Collection[Which] | None = None) -> list[Mutant]:
    """Every mutant of the modules, with what the tests made of it.

    Args:
        names: The modules.
        folder: Where copies of the checkout are made.
        only: The mutants to try. Default: all.
    """
    checkout = folder / "checkout"
    _copy(checkout)
    for decides in (True, False):
        # That the tests pass on what is not changed; and with bytecode written, which Cosmic Ray lets no run do.
        subprocess.run(_command(decides), cwd=checkout, check=True, stdout=subprocess.DEVNULL)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        shares = list(_shares(names))
        return list(chain.from_iterable(pool.map(lambda share: _tried(share, checkout, only), shares)))


def _copy(folder: Path) -> None:
    git = shutil.which("git") or "git"
    asked = [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(asked, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)


def _shares(names: Collection[str]) -> Iterator[list[str]]:
    """The modules in shares of about a size, those that decide apart from those that prove."""
    for decides in (True, False):
        half = [name for name in modules() if name in names and (name in DECISION) is decides]
        yield from filter(None, (half[start::_SHARES] for start in range(_SHARES)))


def _tried(names: Sequence[str], checkout: Path, only: Collection[Which] | None) -> list[Mutant]:
    folder = checkout.parent / names[0]
    shutil.copytree(checkout, folder)
    session, config = folder / "session.sqlite", folder / "session.toml"
    config.write_text(_config(names))
    _cosmic_ray(folder, "init", config.name, session.name)
    with use_db(str(session), WorkDB.Mode.open) as db:
        types = {name: list(_types(folder / _FILES[name])) for name in names}
        skipped = [item.job_id for item in db.work_items if not _counts(item, types, only)]
        db.set_multiple_results(skipped, WorkResult(WorkerOutcome.SKIPPED, output="not to be tried"))
    _cosmic_ray(folder, "exec", config.name, session.name)
    with use_db(str(session), WorkDB.Mode.open) as db:
        return [_mutant(*each) for each in db.completed_work_items if each[1].worker_outcome != WorkerOutcome.SKIPPED]


def _tests(decides: bool) -> tuple[list[str], list[str]]:
    """Files of tests: quick tables, and what synthesizes examples or tries cases by chance."""
    texts = {path: path.read_text() for path in sorted((ROOT / "tests/proof").glob("test_*.py"))}
    slow = [path for path, text in texts.items() if "Example]" in text or "@given(" in text]
    quick = [str(path.relative_to(ROOT)) for path in texts if path not in slow]
    quick.insert(0 if decides else len(quick), "tests/decisions")
    return quick, [str(path.relative_to(ROOT)) for path in sorted(slow, key=lambda path: "@given(" in texts[path])]


def _command(decides: bool) -> list[str]:
    """Run the quick tests, and only where all of them pass the others: most mutants never get there."""
    options = "-x -q -p no:xdist -p no:cacheprovider -o addopts=--import-mode=importlib"
    pytest = f"{ROOT / '.venv/bin/python'} -m pytest {options} --hypothesis-profile=first-failure"
    quick, slow = (" ".join([pytest, *paths]) for paths in _tests(decides))
    return ["sh", "-c", f"{quick} && {slow}"]


def _config(names: Sequence[str]) -> str:
    return "\n".join(
        [
            "[cosmic-ray]",
            f"module-path = {json.dumps([_FILES[name] for name in names])}",
            f"timeout = {_SECONDS_AT_MOST}.0",
            f"test-command = {json.dumps(shlex.join(_command(names[0] in DECISION)))}",
            "[cosmic-ray.distributor]",
            'name = "local"',
        ]
    )


def _cosmic_ray(folder: Path, *arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "cosmic_ray.cli", *arguments], cwd=folder, check=True)


def _which(mutation: MutationSpec) -> Which:
    return Path(mutation.module_path).stem, mutation.operator_name.removeprefix("core/"), mutation.occurrence


def _counts(item: WorkItem, types: dict[str, list[ast.expr]], only: Collection[Which] | None) -> bool:
    """Whether the change is to be tried: no `|` of a type, which would fail when the module is loaded."""
    (mutation,) = item.mutations
    line, column = mutation.start_pos
    in_type = any(
        (each.lineno, each.col_offset) <= (line, column) < (each.end_lineno or 0, each.end_col_offset or 0)
        for each in types[Path(mutation.module_path).stem]
    )
    is_asked = only is None or _which(mutation) in only
    return bool(_OPERATORS.fullmatch(mutation.operator_name)) and is_asked and not in_type


def _types(path: Path) -> Iterator[ast.expr]:
    """Annotations, and the types that a module gives a name."""
    tree = ast.parse(path.read_text())
    for node in ast.walk(tree):
        written = (getattr(node, name, None) for name in ("annotation", "returns"))
        yield from (each for each in written if isinstance(each, ast.expr))
    assigned = (node for node in tree.body if isinstance(node, ast.Assign))
    yield from (node.value for node in assigned if isinstance(node.value, ast.BinOp | ast.Subscript))


def _mutant(item: WorkItem, result: WorkResult) -> Mutant:
    (mutation,) = item.mutations
    lines = [line for line in (result.diff or "").splitlines() if line and not line.startswith(("---", "+++", "@@"))]
    was, became = (" ".join(" ".join(line[1:].split()) for line in lines if line[0] == sign) for sign in "-+")
    return Mutant(*_which(mutation), was, became, result.test_outcome != TestOutcome.SURVIVED)
