"""The two independent engines, each a program of its own."""

import json
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from benchmarks.oracles.questions import Question

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
_LOCAL_AWS = ROOT / ".venv-local-aws" / "bin" / "python"


class EngineError(RuntimeError):
    """Raised where an engine is not installed, or stops."""


def _run(command: Sequence[str | Path], questions: Sequence[Question], folder: Path) -> list[str]:
    lines = "".join(json.dumps(question.as_json()) + "\n" for question in questions)
    done = subprocess.run(command, input=lines, capture_output=True, text=True, cwd=folder, check=False)
    if done.returncode:
        raise EngineError(f"{command[0]} stopped: {done.stderr.strip()[-500:]}")
    return done.stdout.splitlines()


def iam_simulate(questions: Sequence[Question]) -> list[str]:
    """What iam-simulate decides, one word for each question.

    Raises:
        EngineError: it is not installed.
    """
    node = shutil.which("node")
    if node is None or not (HERE / "node_modules").is_dir():
        raise EngineError("iam-simulate is not installed; run npm ci --prefix benchmarks/oracles")
    return _run([node, "simulate.mjs"], questions, HERE)


def local_aws(questions: Sequence[Question]) -> tuple[list[str], float, float]:
    """What the local AWS's evaluator decides, the seconds that took it, and the seconds that took us.

    Raises:
        EngineError: it is not installed.
    """
    if not _LOCAL_AWS.exists():
        raise EngineError("the local AWS is not installed; run make env")
    *words, times = _run([_LOCAL_AWS, "-m", "benchmarks.oracles.local_aws"], questions, ROOT)
    theirs, ours = map(float, times.split())
    return words, theirs, ours
