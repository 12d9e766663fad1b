"""Tries mutants in forks of one process that has read the tests: a plug-in that sessions.py has pytest load.

Starting Python and reading the tests takes ten seconds, and most mutants die in the first tenth of one. So the tests
are read once; each mutant is a fork in which the code of its function is another, and which runs only the tests that
run this function, the quickest first. A change outside functions is seen when a module is loaded, so it is written to
the file and tried by a process of its own.
"""

import functools
import gc
import json
import os
import resource
import signal
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from inspect import CO_OPTIMIZED
from pathlib import Path
from types import CodeType, FrameType, FunctionType
from typing import Any

import pytest

PART = "xacct_constructs"
_SECONDS_AT_LEAST, _TIMES_AS_LONG = 60, 10
KILLED, SURVIVED = "killed", "survived"

Place = str
"""File, qualified name and line of a function."""
Ran = dict[str, tuple[float, list[Place]]]
"""Each test: how long it takes, and the functions that it runs."""


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool:
    """In place of running the tests: try each mutant with the tests that run what it changes."""
    folder, answers = Path(os.environ["MUTANTS"]), int(os.environ["ANSWERS"])
    functions = _functions()
    ran = _ran(session, folder / "ran.json")
    with (folder / "mutants.jsonl").open() as asked:
        for line in asked:
            mutant = json.loads(line)
            outcome = _outcome(session, mutant, functions, ran)
            os.write(answers, json.dumps([mutant["number"], outcome]).encode() + b"\n")
    return True


def _outcome(
    session: pytest.Session, mutant: Mapping[str, str], functions: Mapping[Place, list[FunctionType]], ran: Ran
) -> str:
    path = Path(mutant["file"])
    old, new = (compile(text, str(path.resolve()), "exec") for text in (path.read_text(), mutant["source"]))
    chains = list(_changed(old, new, []))
    if not chains:
        return SURVIVED
    wanted = {_place(chain[-1][0]) for chain in chains}
    found = sorted((each for each in ran if wanted & set(ran[each][1])), key=lambda each: ran[each][0])
    inside = all(chain[-1][0].co_flags & CO_OPTIMIZED for chain in chains)
    if not found or not inside or any(was.co_freevars != now.co_freevars for chain in chains for was, now in chain):
        return _loaded_anew(path, mutant["source"], ran)
    items = {item.nodeid: item for item in session.items}
    child = os.fork()
    if not child:
        _quiet()
        for code, other in (pair for chain in chains for pair in chain):
            for function in functions.get(_place(code), ()):
                function.__code__ = other
        _run(session, [items[each] for each in found], {each: ran[each][0] for each in found})
        os._exit(int(session.testsfailed > 0))
    return _ended(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))


def _loaded_anew(path: Path, source: str, ran: Ran) -> str:
    """Run the files of tests that run this module, those that run most of it in the shortest time first."""
    weight, seconds = Counter[str](), defaultdict[str, float](float)
    for test, (took, places) in ran.items():
        file = test.split("::")[0]
        seconds[file] += took
        weight[file] += sum(place.startswith(f"{path}:") for place in places)
    files = sorted((each for each in weight if weight[each]), key=lambda each: -weight[each] / (seconds[each] + 1))
    options = ["-x", "-p", "no:xdist", "-p", "no:cacheprovider", "-o", "addopts=--import-mode=importlib"]
    command = [sys.executable, "-m", "pytest", *options, "--hypothesis-profile=first-failure", *files]
    was = path.read_text()
    try:
        path.write_text(source)
        child = os.fork()
        if not child:
            _quiet()
            _limited(sum(seconds.values()))
            os.execv(command[0], command)  # noqa: S606 - this Python
        return _ended(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
    finally:
        path.write_text(was)


def _ended(status: int) -> str:
    return {0: SURVIVED, -signal.SIGXCPU: "ended by the time limit"}.get(status, KILLED)


def _run(session: pytest.Session, items: list[pytest.Item], usual: Mapping[str, float] | None = None) -> None:
    for item in items:
        if usual is not None:
            _limited(usual[item.nodeid])
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
        if session.testsfailed:
            return


def _ran(session: pytest.Session, kept: Path) -> Ran:
    """What each test runs, noted in a fork, so that this process never runs a test."""
    if not kept.exists() and not (child := os.fork()):
        _quiet()
        noted: Ran = {}
        remembered = _remembered()
        for item in session.items:
            for each in remembered:
                each.cache_clear()
            before = time.process_time()
            with _noting() as places:
                _run(session, [item])
            if session.testsfailed:
                os.write(2, f"fails without a mutant: {item.nodeid}\n".encode())
                os._exit(1)
            noted[item.nodeid] = time.process_time() - before, sorted(map(_place, places))
        kept.write_text(json.dumps(noted))
        os._exit(0)
    elif not kept.exists() and os.waitpid(child, 0)[1]:
        pytest.exit("a test fails on what is not changed", 2)
    for each in _remembered():
        each.cache_clear()
    found: Ran = json.loads(kept.read_text())
    return {item.nodeid: found[item.nodeid] for item in session.items if item.nodeid in found}


@contextmanager
def _noting() -> Iterator[set[CodeType]]:
    seen: set[CodeType] = set()

    def called(frame: FrameType, _: str, __: object) -> None:
        seen.add(frame.f_code)

    sys.settrace(called)
    try:
        yield seen
    finally:
        sys.settrace(None)
        for code in [each for each in seen if f"/{PART}/" not in each.co_filename]:
            seen.remove(code)


def _remembered() -> list[Any]:
    """What keeps answers, which would hide who asks."""
    kept = [each for each in gc.get_objects() if isinstance(each, functools._lru_cache_wrapper)]
    return [each for each in kept if str(each.__module__).startswith((PART, "tests"))]


def _functions() -> dict[Place, list[FunctionType]]:
    found = defaultdict(list)
    for each in gc.get_objects():
        if isinstance(each, FunctionType) and f"/{PART}/" in each.__code__.co_filename:
            found[_place(each.__code__)].append(each)
    return found


def _place(code: CodeType) -> Place:
    file = code.co_filename
    return f"{file[file.rindex(f'{PART}/') :]}:{code.co_qualname}:{code.co_firstlineno}"


Chain = list[tuple[CodeType, CodeType]]
"""A piece of code and what became of it, below all that it stands in."""


def _changed(old: CodeType, new: CodeType, above: Chain) -> Iterator[Chain]:
    chain = [*above, (old, new)]
    (said, inner), (said_now, inner_now) = _own(old), _own(new)
    if said != said_now or len(inner) != len(inner_now):
        yield chain
        return
    for each, now in zip(inner, inner_now, strict=True):
        if each != now:
            yield from _changed(each, now, chain)


def _own(code: CodeType) -> tuple[object, list[CodeType]]:
    inner = [each for each in code.co_consts if isinstance(each, CodeType)]
    values = [(type(each), each) for each in code.co_consts if not isinstance(each, CodeType)]
    return (code.co_code, code.co_names, code.co_varnames, code.co_freevars, values), inner


def _quiet() -> None:
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)


def _limited(usual: float) -> None:
    """End this process when what follows takes much longer than usual.

    Args:
        usual: Seconds of the processor, which a busy machine leaves as they are.
    """
    seconds = int(time.process_time() + _SECONDS_AT_LEAST + _TIMES_AS_LONG * usual)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, resource.RLIM_INFINITY))
