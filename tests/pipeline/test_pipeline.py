"""The README's "In your pipeline", as it is pasted: its files, its commands, and each step of its workflow.

Nothing is fetched. `python -m pip wheel` is the locked build backend, `python -m pip install` puts the wheel alone into
an environment that borrows the rest from this one, and `npx` is this project's pinned CDK CLI, which must be the one
that is named.
"""

import importlib.metadata
import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "pipeline"
SECTION = (ROOT / "README.md").read_text().partition("## In your pipeline\n")[2].partition("\n## ")[0]
BLOCKS = re.findall(r"(?:^`([\w./]+)`[^\n]*:\n\n)?^```(\w*)\n(.*?)^```$", SECTION, re.DOTALL | re.MULTILINE)
FILES = {name: text for name, _, text in BLOCKS if name}
COMMANDS, SENTENCE = (text.strip() for name, _, text in BLOCKS if not name)
WORKFLOW: dict[Any, Any] = yaml.safe_load(FILES[".github/workflows/access.yml"])
JOB = WORKFLOW["jobs"]["access"]
STEPS = [step["run"] for step in JOB["steps"] if "run" in step]
(COMPARE,) = (step for step in STEPS if step.startswith("xacct diff"))
NAMED = 'prefixes=["monthly/"]'
NPX = """#!/bin/sh
[ "$1 $2" = "--yes aws-cdk@{version}" ] || exit 64
shift 2
exec {cdk} "$@" --no-notices
"""


@dataclass(frozen=True)
class Repository:
    """A repository of the user's, and what its commands find."""

    folder: Path
    environment: dict[str, str]

    def run(self, command: str) -> tuple[int, str]:
        """Exit status and output of a command, in the shell that GitHub calls `bash`."""
        shell = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", command]
        done = subprocess.run(
            shell, cwd=self.folder, env=self.environment, capture_output=True, text=True, timeout=120, check=False
        )
        return done.returncode, done.stdout + done.stderr

    def step(self, command: str) -> tuple[int, str]:
        """The same of a step of the workflow."""
        return install(self) if command.startswith("python -m pip install") else self.run(command)

    def commit(self, message: str) -> None:
        """Commit everything."""
        status, output = self.run(f"git add --all && git commit --quiet --message '{message}'")
        assert status == 0, output

    def write(self, app: str) -> None:
        """Change the app."""
        (self.folder / "access_app.py").write_text(app)

    @property
    def summary(self) -> str:
        """What stands below the job, for who looks at the pull request; then it is taken away."""
        path = Path(self.environment["GITHUB_STEP_SUMMARY"])
        text = path.read_text()
        path.unlink()
        return text


UV = ROOT / ".tools" / "bin" / "uv"


def install(repository: Repository) -> tuple[int, str]:
    """What `requirements.txt` names: a wheel that lies there, and what this environment has."""
    names = [line for line in FILES["requirements.txt"].splitlines() if not line.startswith("#")]
    wheels = [each for each in names if each.endswith(".whl")]
    assert all(importlib.metadata.version(each) for each in names if each not in wheels)
    python = repository.environment["VIRTUAL_ENV"]
    return repository.run(f"{UV} pip install --quiet --offline --no-deps --python {python} {' '.join(wheels)}")


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """The README's files on a main branch, after the README's commands."""
    top = tmp_path_factory.mktemp("pipeline")
    folder, venv, programs = top / "repository", top / "venv", top / "bin"
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    programs.mkdir()
    pinned = json.loads((ROOT / "package.json").read_text())["devDependencies"]["aws-cdk"]
    (programs / "npx").write_text(NPX.format(version=pinned, cdk=ROOT / "node_modules" / ".bin" / "cdk"))
    (programs / "npx").chmod(0o755)
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "PYTHON"))}
    found = os.pathsep.join([str(programs), str(venv / "bin"), environment["PATH"]])
    who = {f"GIT_{role}_{what}": "alice@example.com" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    told = {"GITHUB_STEP_SUMMARY": str(top / "summary.md"), "CDK_DISABLE_CLI_TELEMETRY": "true"}
    here = Repository(folder, environment | who | told | {"PATH": found, "VIRTUAL_ENV": str(venv)})

    subprocess.run([UV, "venv", "--quiet", "--python", sys.executable, venv], check=True)
    (borrowed,) = (path for path in sys.path if (Path(path) / "aws_cdk").is_dir())
    (site_packages,) = venv.glob("lib/python*/site-packages")
    (site_packages / "borrowed.pth").write_text(f"{borrowed}\n")

    wheel, pip, snapshot = (line.removeprefix("$ ").partition(" #")[0].strip() for line in COMMANDS.splitlines())
    assert wheel == "python -m pip wheel --no-deps --wheel-dir vendor CHECKOUT"
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder / "vendor"), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    assert pip == "python -m pip install -r requirements.txt"
    assert install(here) == (0, "")
    status, output = here.run(snapshot)
    assert (status, "2 passed" in output, "1 snapshot generated" in output) == (0, True, True), output
    assert (
        here.run("git init --quiet --initial-branch main && printf 'cdk.out/\\n__pycache__/\\n' > .gitignore")[0] == 0
    )
    here.commit("The app")
    return here


def test_the_example_is_these_very_files(repository: Repository) -> None:
    """To the letter, the snapshot that the command writes included; beside them its own README and settings."""
    names = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=EXAMPLE,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    snapshot = "tests/__snapshots__/test_access.ambr"
    assert {*names} == {*FILES, snapshot, "README.md", "pyproject.toml"}
    for name in (*FILES, snapshot):
        assert (EXAMPLE / name).read_text() == (repository.folder / name).read_text(), name


def test_a_widened_prefix_is_red_and_says_what_is_gained(repository: Repository) -> None:
    """Its templates are what its own agreement says; the comparison with the base and the tests are red, step by step.

    GitHub checks out the merge of the request into its base.
    """
    merge = "git checkout --quiet -B merge main && git merge --quiet --no-ff request"
    assert repository.run("git checkout --quiet -B request main")[0] == 0
    repository.write(FILES["access_app.py"].replace(NAMED, 'prefixes=["m"]'))
    repository.commit("Read more")
    assert repository.run(merge)[0] == 0

    seen = {step: repository.step(step) for step in STEPS}
    assert [status for status, _ in seen.values()] == [0, 0, 0, 0, 1, 1], seen
    assert "may now read `s3://acme-reports/m…`" in seen[COMPARE][1]
    assert first_reason(seen[STEPS[-1]][1]) == f"AssertionError: {SENTENCE}"
    assert re.findall("^### ([A-Z]+)", repository.summary, re.MULTILINE) == ["PROVEN", "CHANGED"]


def test_nothing_gained_is_green(repository: Repository) -> None:
    """Templates that are as they were change nobody's access; the tests pass for them, as the first command saw."""
    assert repository.run("rm -r cdk.out && cp -r ../base/cdk.out .")[0] == 0
    assert repository.step(COMPARE) == (0, "### No change of access.\n")
    assert repository.summary == "### No change of access.\n"


def test_the_label_is_heard() -> None:
    """GitHub runs the workflow anew when the request gets it; the shell is the one of these tests."""
    assert WORKFLOW[True]["pull_request"]["types"][-1] == "labeled"
    assert JOB["defaults"]["run"]["shell"] == "bash"
    assert [each["run"] for each in JOB["steps"] if "continue-on-error" in each] == [COMPARE]


def first_reason(output: str) -> str:
    """The first line that pytest gives as a reason."""
    first: str = re.findall(r"^E +(.*)$", output, re.MULTILINE)[0]
    return first


def test_an_empty_prefix_is_refused_at_once(repository: Repository) -> None:
    """Nothing is written; the reason is the first that is read, below the app's line and none of the bindings."""
    repository.write(FILES["access_app.py"].replace(NAMED, 'prefixes=[""]'))
    status, output = repository.run("python -m pytest")
    assert (status, "2 errors" in output) == (1, True), output
    reason = first_reason(output)
    assert "prefixes[0] of role 'reports-reader' must be a non-empty string, got ''" in reason
    assert output[: output.index(reason)].count("\n") < 30
    assert "jsii" not in output
