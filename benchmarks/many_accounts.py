"""What an organization's access file costs: by `xacct synth`, by `AccessMap`, and by L2 constructs in TypeScript."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.fresh import ROOT, environment
from benchmarks.typescript import unpacked
from benchmarks.workloads.organization import ACCOUNTS, access_yaml

FEW, MANY = 5_000, 20_000
_WORKLOADS = ROOT / "benchmarks" / "workloads"


class _Run(NamedTuple):
    """A program in a process of its own.

    Attributes:
        wall: How long it took, by the clock.
        kilobytes: The most memory of its largest process.
        said: What it printed.
    """

    wall: float
    kilobytes: int
    said: dict[str, float]


class Round(NamedTuple):
    """What was found in one round, each over the same in TypeScript where nothing else is said.

    Attributes:
        loaded: `xacct synth` from loaded agreements: all but the loading of the file.
        whole: `xacct synth`, the loading with it.
        mapped: `AccessMap`.
        memory: The most memory of `AccessMap`'s two processes together.
        included: The CDK's `CfnInclude` of the same templates in JavaScript, which is the least that `AccessMap` costs.
        included_memory: Its memory.
        growth: Each phase of `xacct synth` at 20,000 agreements over itself at 5,000.
    """

    loaded: float
    whole: float
    mapped: float
    memory: float
    included: float
    included_memory: float
    growth: dict[str, float]


def rounds(count: int, few: int = FEW, many: int = MANY) -> list[Round]:
    """So many rounds, every other one backwards, so that a drift of the machine cancels out."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        modules = unpacked(folder)
        for agreements in (few, many):
            (folder / f"{agreements}.yaml").write_text(access_yaml(agreements))
        return [_round(folder, modules, few, many, backwards=bool(number % 2)) for number in range(count)]


def _round(folder: Path, modules: Path, few: int, many: int, *, backwards: bool) -> Round:
    programs: dict[str, list[str]] = {
        "typescript": ["node", str(_WORKLOADS / "organization.js"), str(few), str(ACCOUNTS)],
        "mapped": [sys.executable, "-m", "benchmarks.workloads.mapped", str(folder / f"{few}.yaml")],
        "few": [*_SYNTHESIZED, str(folder / f"{few}.yaml"), str(folder / "few.out")],
        "many": [*_SYNTHESIZED, str(folder / f"{many}.yaml"), str(folder / "many.out")],
    }
    runs = {name: _run(programs[name], modules) for name in (list(programs)[::-1] if backwards else programs)}
    theirs, ours, mapped = runs["typescript"], runs["few"], runs["mapped"]
    included = _run(["node", str(_WORKLOADS / "included.js"), str(folder / "few.out")], modules)
    return Round(
        loaded=(ours.wall - ours.said["load"]) / theirs.wall,
        whole=ours.wall / theirs.wall,
        mapped=mapped.wall / theirs.wall,
        memory=(mapped.kilobytes + mapped.said["python"]) / theirs.kilobytes,
        included=included.wall / theirs.wall,
        included_memory=included.kilobytes / theirs.kilobytes,
        growth={phase: runs["many"].said[phase] / took for phase, took in ours.said.items()},
    )


_SYNTHESIZED = [sys.executable, "-m", "benchmarks.workloads.synthesized"]


def _run(command: Sequence[str], modules: Path) -> _Run:
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        given = environment(folder) | {"NODE_PATH": str(modules)}
        process = subprocess.Popen(command, cwd=ROOT, env=given, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        printed = process.stdout.read() if process.stdout else b""
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise RuntimeError(f"{' '.join(command)} ended with status {process.returncode}")
    return _Run(wall, usage.ru_maxrss, json.loads(printed or b"{}"))


if __name__ == "__main__":
    for each in rounds(1, *map(int, sys.argv[1:3])):
        print(each)
