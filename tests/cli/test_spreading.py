"""A proof over several processes: the same answer over any number of them, and none of them left, however it ends."""

import os
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.proof.test_work import HOSTILE, MANY, world_with
from tests.proof.test_worlds import agreed
from tests.proof.world import in_memory
from tests.report.worlds import WORLDS, Told
from xacct_constructs.assembly import read_assembly
from xacct_constructs.cli import main, spreading
from xacct_constructs.cli.progress import Progress, line
from xacct_constructs.cli.spreading import Spreading
from xacct_constructs.proof import Access, Parts, Proof, prove
from xacct_constructs.proof import agreed as rows_of
from xacct_constructs.request_sets import work

FORKED: list[int] = []
"""The processes that the test at hand has begun."""


@pytest.fixture(autouse=True)
def little(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that the least of worlds is enough for several processes, also beside the threads of whoever runs tests."""
    monkeypatch.setattr(spreading, "_AT_ONCE", 1)
    monkeypatch.setattr(threading, "active_count", lambda: 1)
    fork = os.fork
    FORKED.clear()

    def noted() -> int:
        FORKED.append(fork())
        return FORKED[-1]

    monkeypatch.setattr(os, "fork", noted)


def no_child_is_left() -> bool:
    """Whether each process that was begun is ended, and waited for; children of other tests do not count."""
    return not any(map(_is_left, FORKED))


def _is_left(pid: int) -> bool:
    try:
        os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:
        return False
    return True


def parts(count: int, part: Callable[[int], Any]) -> Parts:
    """So many parts that nobody keeps."""
    return Parts("counting", count, part, lambda _: "", lambda *_: True)


@pytest.mark.parametrize("world", WORLDS.values(), ids=WORLDS)
def test_the_answer_is_the_same_over_any_number(world: Callable[[], Told], tmp_path: Path) -> None:
    """Proven, refuted, open: the proof and the rows of its table, to the letter."""
    assembly = read_assembly(world().write(tmp_path))
    answers: list[tuple[Proof, Any]] = []
    for jobs in (1, 2, 5):
        with Spreading(jobs=jobs) as spread:
            proof = prove(assembly, spread=spread)
            answers.append((proof, rows_of(Access(assembly), proof, spread)))
    assert answers[0] == answers[1] == answers[2]
    assert no_child_is_left()


def test_the_steps_are_counted_as_in_one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """What one process would not come to the end of is a doubt over several too, and in the same words."""
    monkeypatch.setattr(work, "MOST_STEPS", 30_000)
    assembly = in_memory(world_with(HOSTILE["denies under two conditions each"], MANY), [])
    alone = prove(assembly, [agreed()])
    with Spreading(jobs=2) as spread:
        together = prove(assembly, [agreed()], spread=spread)
    assert [each for each in alone.undecided if "steps" in str(each)]
    assert together == alone


def test_parts_come_in_their_order_from_several_processes() -> None:
    """Each process does its share."""
    with Spreading(jobs=3) as spread:
        found = list(spread(parts(20, lambda number: [number, os.getpid()])))
    assert [number for number, _ in found] == list(range(20))
    assert len({pid for _, pid in found}) == 3
    assert os.getpid() not in {pid for _, pid in found}


def test_few_parts_are_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nobody says how many processes, there is one for each processor, as far as it is worth beginning it."""
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1, 2, 3})
    for count, jobs in ((249, 1), (499, 1), (500, 2), (5_000, 4)):
        assert Spreading()._worth(count) == jobs


def test_elsewhere_than_on_linux_one_process_does_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """A copy of a process is no safe thing there."""
    monkeypatch.setattr(sys, "platform", "darwin")
    with Spreading(jobs=3) as spread:
        assert set(spread(parts(20, lambda _: os.getpid()))) == {os.getpid()}


def test_what_a_process_does_not_come_to_is_done_here() -> None:
    """Ended from outside, it takes nothing of the answer with it."""
    here = os.getpid()

    def dying(number: int) -> int:
        if number == 5 and os.getpid() != here:
            os.kill(os.getpid(), 9)
        return number

    with Spreading(jobs=2) as spread:
        assert list(spread(parts(20, dying))) == list(range(20))
    assert no_child_is_left()


def test_ctrl_c_leaves_no_process() -> None:
    """Those that are at work are ended at once."""

    def interrupted() -> None:
        with Spreading(jobs=2) as spread:
            for number in spread(parts(20, lambda number: time.sleep(600) if number == 3 else number)):
                if number == 2:
                    raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert no_child_is_left()


def test_a_proof_ended_by_ctrl_c_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 130, and no report."""
    folder = WORLDS["proven"]().write(tmp_path)

    def ended(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Progress, "one", ended)
    assert main(["prove", str(folder), "--jobs", "2"]) == 130
    assert capsys.readouterr() == ("", "xacct: ended by Ctrl-C\n")
    assert no_child_is_left()


LINES = [
    (1, 5_000, 3.0, "proving: 1 of 5,000"),
    (2, 100, 2.0, "proving: 2 of 100, 1 min 38 s left"),
    (50, 100, 30.0, "proving: 50 of 100, 30 s left"),
    (4_999, 5_000, 60.0, "proving: 4,999 of 5,000, 0 s left"),
    (100, 5_000, 10.0, "proving: 100 of 5,000, 8 min 10 s left"),
]


@pytest.mark.parametrize(("done", "of", "seconds", "said"), LINES)
def test_the_line_says_what_is_left(done: int, of: int, seconds: float, said: str) -> None:
    """As long as it goes on as it went."""
    assert line("proving", done, of, seconds) == said


@pytest.mark.parametrize(
    ("shown", "is_terminal", "slowly", "is_told"),
    [(True, True, True, True), (False, True, True, False), (True, False, True, False), (True, True, False, False)],
    ids=["a terminal", "JSON", "a pipe", "what is soon done"],
)
def test_a_line_is_told_on_a_terminal_alone(
    shown: bool,
    is_terminal: bool,
    slowly: bool,
    is_told: bool,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """And only of what takes longer than a second; it is gone in the end."""
    clock = iter(float(each) if slowly else each / 100 for each in range(100))
    monkeypatch.setattr(time, "monotonic", lambda: next(clock))
    monkeypatch.setattr(sys.stderr, "isatty", lambda: is_terminal, raising=False)
    with Spreading(jobs=1, shown=shown) as spread:
        assert list(spread(parts(10, lambda number: number))) == list(range(10))
    told = capsys.readouterr().err
    assert bool(told) is is_told
    assert not told or ("counting: 5 of 10, 5 s left" in told and told.endswith("\r\x1b[K"))


@pytest.mark.parametrize("shown", [True, False])
def test_a_difference_tells_what_is_left_too(
    shown: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing of the work is lost, and the line is gone in the end."""
    clock = iter(map(float, range(100)))
    monkeypatch.setattr(time, "monotonic", lambda: next(clock))
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    assert list(Progress(shown=shown).over("users and roles", "abcd")) == ["a", "b", "c", "d"]
    told = capsys.readouterr().err
    assert ("users and roles: 2 of 4" in told and told.endswith("\r\x1b[K")) if shown else told == ""


def test_beside_threads_all_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """A copy of a process has none of its threads, and waits for ever for what one of them held."""
    monkeypatch.setattr(threading, "active_count", lambda: 2)
    with Spreading(jobs=2) as spread:
        assert set(spread(parts(4, lambda _: os.getpid()))) == {os.getpid()}
