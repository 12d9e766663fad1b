"""`xacct demo --keep`: the README's day typed in it as it stands, who else gets in, and every way in which it ends."""

import json
import os
import re
import shlex
import shutil
import signal
import site
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.local.at_terminal import Shell, Typed, typed
from tests.local.test_demo import DEMO, POISON, ROOT, left_over, started
from tests.local.test_lifeline import named
from xacct_constructs.local import sandbox
from xacct_constructs.local.errors import SetupError

README = (ROOT / "README.md").read_text(encoding="utf-8")
GONE_WITHIN_SECONDS = 20.0
NAMED = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
JSII_CACHE = str(Path.home() / ".cache/aws/jsii/package-cache")


@dataclass(frozen=True)
class Kept:
    """A sandbox that is up, and what was printed when it was made."""

    folder: Path
    printed: str

    @property
    def home(self) -> Path:
        """Of whoever uses it."""
        return self.folder.parent / "home"

    def shell(self) -> Shell:
        """One of a person with an AWS of their own, in the folder that the sandbox is in."""
        environment = {**NAMED, **POISON, "HOME": str(self.home), "CDK_VALIDATION": "false"}
        environment["JSII_RUNTIME_PACKAGE_CACHE_ROOT"] = os.environ.get("JSII_RUNTIME_PACKAGE_CACHE_ROOT", JSII_CACHE)
        return Shell(self.folder.parent, environment)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kept]:
    """One for all tests that only use it."""
    folder = tmp_path_factory.mktemp("kept")
    (folder / "home").mkdir()
    made = subprocess.run([*DEMO, "--keep"], cwd=folder, env=os.environ | NAMED, capture_output=True, text=True)
    try:
        assert (made.returncode, made.stderr) == (0, ""), made
        yield Kept(folder / ".xacct-sandbox", made.stdout)
    finally:
        subprocess.run([*DEMO, "--stop"], cwd=folder, env=os.environ | NAMED, capture_output=True)


DAY: Mapping[str, tuple[int, str]] = {
    "list": (0, "user alice of 222222222222"),
    "env": (0, ""),
    "unset": (0, ""),
    "exec": (0, "2026-10.csv"),
    "config": (0, "the profile reports-reader is written"),
    "console": (2, "there is no console to open"),
    "verify": (0, "10 of 10 as agreed"),
    "doctor": (0, "nothing wrong in what could be seen"),
    "status": (0, "0 days, used"),
    "revoke": (0, "nobody can assume it"),
}
"""How each command ends, and what it says."""
ASKS = {"config": {"[y/N] ": "y"}, "revoke": {"[y/N] ": "y"}}
AWS = shutil.which("aws")


def day() -> list[str]:
    """What the README has typed, from the way in on."""
    said = README[README.index("## A day with it") : README.index("In the pipeline, before any of it")]
    blocks = re.findall(r"```console\n(.*?)```", said, re.DOTALL)
    lines = [each.line for each in typed("".join(blocks))]
    assert lines[0].startswith("make sandbox ")
    return lines[1:]


def test_the_day_goes_as_it_stands(kept: Kept, not_run: Callable[[str], None]) -> None:
    """Each line, one after the other in one sh, whatever AWS its person has otherwise; the home stays as it was."""
    shell, seen = kept.shell(), []
    for line in day():
        command = (re.search(r"\bxacct (\w+)", line) or [""])[1] if "xacct " in line.split("#")[0] else ""
        if " -- aws " in line and not AWS:
            not_run("the line of the README's day that starts the AWS CLI")
            seen.append(command)
            continue
        done = shell.type(line, ASKS.get(command))
        code, says = DAY.get(command, (0, ""))
        assert (done.code, says in " ".join(done.printed.split())) == (code, True), (line, done)
        seen.append(command)
        if command == "env":
            assert shell.type('echo "$AWS_ACCESS_KEY_ID"').printed.startswith("ASIA")
    again = shell.type("xacct revoke reports-reader --trusting-profile production --undo --yes")
    shell.close()

    assert [each for each in seen if each] == list(DAY)
    assert "given back as it was" in again.printed
    assert [each for each in (".aws", ".cdk", ".local") if (kept.home / each).exists()] == []


def test_nothing_secret_is_printed_or_open(kept: Kept) -> None:
    """Neither a key nor a secret stands in what `--keep` said; its folder and its keys are this user's alone."""
    keys = re.findall(r"= ([^\s]{16,})", (kept.folder / "credentials").read_text())

    assert len(keys) == 6
    assert [key for key in keys if key in kept.printed] == []
    assert stat.S_IMODE(kept.folder.stat().st_mode) == 0o700
    assert [stat.S_IMODE((kept.folder / name).stat().st_mode) for name in ("config", "credentials")] == [0o600, 0o600]
    assert (kept.folder / ".gitignore").read_text().splitlines()[-1] == "*"


SHELLS = ("sh", "bash", "zsh")
AROUND = """
printenv | sort > before; set -u
for each in 1 2; do . .xacct-sandbox/activate; done; printenv | sort > within; leave_sandbox
printenv | sort > after; command -v leave_sandbox || echo left
"""


@pytest.mark.parametrize("name", SHELLS)
def test_the_way_back_leads_back(name: str, kept: Kept, not_run: Callable[[str], None]) -> None:
    """Entered twice and left once, every variable is as before; within, nothing of a person's own AWS is left."""
    if not shutil.which(name):
        not_run(f"the sandbox in {name}")
        return
    own = {**NAMED, **POISON, "NO_PROXY": "corp.example", "CDK_HOME": "/own", "AWS_ODD": "a b'\"$c\nAWS_PROFILE=x"}
    done = subprocess.run([name, "-c", AROUND], cwd=kept.folder.parent, env=own, capture_output=True, text=True)
    before, within, after = ((kept.folder.parent / each).read_text() for each in ("before", "within", "after"))

    assert (done.stdout, done.stderr) == ("left\n", "")
    assert after == before
    assert "another session's" not in within
    assert "AWS_PROFILE=production" not in within
    assert "NO_PROXY=127.0.0.1,corp.example\n" in within


def test_fish_is_in_it_too(kept: Kept, tmp_path: Path, not_run: Callable[[str], None]) -> None:
    """By the line that `--keep` prints."""
    [line] = re.findall("sh -c '(.* exec fish)'", kept.printed)
    if not shutil.which("fish"):
        not_run("the sandbox in fish")
        return
    own = {**NAMED, **POISON, "HOME": str(tmp_path)}
    asking = ["sh", "-c", f"{line} --no-config -c 'xacct list --names'"]
    done = subprocess.run(asking, cwd=kept.folder.parent, env=own, capture_output=True, text=True)

    assert (done.stdout, done.stderr) == ("reports-reader\n", "")


def test_one_is_up_already(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second is not started, wherever its shell is now; it goes on."""
    monkeypatch.setenv("XACCT_SANDBOX", str(kept.folder))

    with pytest.raises(SetupError, match="is up already"):
        sandbox.claim(sandbox.place())

    assert (kept.folder / "credentials").exists()


STARTING = """
import sys
from pathlib import Path
from xacct_constructs.local import sandbox
from xacct_constructs.local.server import LocalAws
folder = sandbox.place()
lock = sandbox.claim(folder)
with LocalAws(Path(sys.argv[1]), folder=folder, inherit=[lock]) as aws:
    print(aws._server.process.pid)
    aws.stay_up(lambda lifeline: print(sandbox.keep_up(folder, lock, lifeline)))
"""


def killed(number: int) -> Callable[[Path, list[int]], None]:
    """One of the two, server and keeper, is killed."""
    return lambda _, processes: os.kill(processes[number], signal.SIGKILL)


def replaced(folder: Path, _: list[int]) -> None:
    """The folder goes, and another one of the same name is there at once."""
    folder.rename(folder.with_name("old"))
    folder.mkdir()
    (folder / ".gitignore").write_text("theirs")


ENDS: Mapping[str, Callable[[Path, list[int]], None]] = {
    "its folder is removed": lambda folder, _: shutil.rmtree(folder),
    "its folder is replaced": replaced,
    "the server is killed": killed(0),
    "its keeper is killed": killed(1),
}


def alive(processes: list[int]) -> list[int]:
    """Those that still run; a dead one that nobody has asked after is none."""
    listed = subprocess.run(["ps", "-o", "pid=,stat=", "-p", ",".join(map(str, processes))], capture_output=True)
    return [int(line.split()[0]) for line in listed.stdout.decode().splitlines() if "Z" not in line.split()[1]]


@pytest.mark.parametrize("end", ENDS)
def test_it_ends_whole(end: str, tmp_path: Path) -> None:
    """Both processes are gone, and the folder; one that was put in its place stays."""
    folder, server = tmp_path / ".xacct-sandbox", ROOT / ".venv-local-aws" / "bin" / "python"
    command = [sys.executable, "-c", STARTING, str(server)]
    made = subprocess.run(command, cwd=tmp_path, env=os.environ | NAMED, capture_output=True, text=True, check=True)
    processes = [int(each) for each in made.stdout.split()]
    assert alive(processes) == sorted(processes)

    ENDS[end](folder, processes)

    until = time.monotonic() + GONE_WITHIN_SECONDS
    while (alive(processes) or (folder.exists() and end != "its folder is replaced")) and time.monotonic() < until:
        time.sleep(0.05)
    assert alive(processes) == []
    assert folder.exists() == (end == "its folder is replaced")
    if folder.exists():
        assert (folder / ".gitignore").read_text() == "theirs"


def test_stopping_it_before_it_is_up_leaves_nothing(tmp_path: Path) -> None:
    """As with the demo, in whose place it stands."""
    with started(tmp_path, at=tmp_path, options=["--keep"]) as process:
        assert process.stdout
        while "local AWS started" not in process.stdout.readline():
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=10)

    assert (process.returncode, errors) == (130, "xacct: SIGINT; all stopped and removed\n")
    assert left_over(tmp_path) == []


def test_what_a_killed_one_left_is_cleared(tmp_path: Path) -> None:
    """Its files go, links are not followed, and the folder is taken."""
    folder = tmp_path / ".xacct-sandbox"
    os.close(sandbox.claim(folder))
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "file").touch()
    (folder / "credentials").touch()
    (folder / "bin").mkdir()
    (folder / "link").symlink_to(tmp_path / "mine")

    os.close(sandbox.claim(folder))

    assert [each.name for each in folder.iterdir()] == [".gitignore"]
    assert (tmp_path / "mine" / "file").exists()
    sandbox.stop(folder)
    assert not folder.exists()


def theirs(folder: Path) -> Path:
    """A folder with a file of somebody's."""
    folder.mkdir(mode=0o700)
    (folder / "thesis").touch()
    return folder


OTHERS: Mapping[str, tuple[Callable[[Path], object], str]] = {
    "somebody's folder": (theirs, "holds something else"),
    "somebody's folder, ignored by Git": (
        lambda folder: (theirs(folder) / ".gitignore").write_text("*\n"),
        "holds something else",
    ),
    "a folder that others may read": (lambda folder: folder.mkdir(mode=0o755), "not yours alone"),
    "a file": (lambda folder: folder.touch(), "is no folder of a sandbox"),
    "a link": (lambda folder: folder.symlink_to(folder.parent), "is no folder of a sandbox"),
}


@pytest.mark.parametrize("other", OTHERS)
@pytest.mark.parametrize("act", [sandbox.claim, sandbox.stop])
def test_what_is_no_sandbox_is_left_alone(act: Callable[[Path], object], other: str, tmp_path: Path) -> None:
    """Neither started in nor removed."""
    folder = tmp_path / ".xacct-sandbox"
    make, says = OTHERS[other]
    make(folder)
    before = sorted(tmp_path.rglob("*"))

    with pytest.raises(SetupError, match=says):
        act(folder)

    assert sorted(tmp_path.rglob("*")) == before


def test_there_is_none_to_stop(tmp_path: Path) -> None:
    """That is said, and not that it has ended."""
    with pytest.raises(SetupError, match="there is no sandbox at"):
        sandbox.stop(tmp_path / ".xacct-sandbox")


def steps() -> Iterator[Typed | str]:
    """The tutorial's blocks in their order: lines to type, and the text of `app.py`."""
    text = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
    for kind, block in re.findall(r"^```(\w+)\n(.*?)^```", text, re.DOTALL | re.MULTILINE):
        yield from typed(block) if kind == "console" else [block]


def as_fetched_already(line: str) -> str:
    """A line that fetches something does so from here: of the virtual environment, pip is left out."""
    if line.startswith("pip install"):
        sites = "import site; " + "; ".join(f"site.addsitedir({each!r})" for each in site.getsitepackages())
        return f"(cd .venv/lib/python3.*/site-packages && echo {shlex.quote(sites)} > fetched.pth)"
    return line.replace("-m venv", "-m venv --without-pip")


def answers(line: str, printed: str) -> Mapping[str, str]:
    """Bob's key, as he reads it off the answer before."""
    if not line.startswith("aws configure"):
        return {}
    key = json.loads(printed)["AccessKey"]
    asked = ("AWS Access Key ID", "AWS Secret Access Key", "Default region name", "Default output format")
    given = (key["AccessKeyId"], key["SecretAccessKey"], "eu-west-1", "")
    return {f"{name} [None]: ": value for name, value in zip(asked, given, strict=True)}


def test_the_tutorial_goes_as_it_stands(kept: Kept, not_run: Callable[[str], None]) -> None:
    """Each line is typed and each file written, and what is shown under a line is seen; the end of it is the sandbox's.

    `make sandbox` has been typed already. Last in this file, since nothing is up afterwards.
    """
    shell, printed = kept.shell(), kept.printed
    for step in steps():
        if isinstance(step, str):
            (kept.home / "invoices" / "app.py").write_text(step)
            continue
        if re.search(r"\baws ", step.line) and not AWS:
            not_run("the lines of the tutorial that start the AWS CLI")
            continue
        if step.line != "make sandbox":
            done = shell.type(as_fetched_already(step.line), answers(step.line, printed))
            printed = done.printed
            assert done.code == 0, (step.line, done)
        assert step.missing(printed) is None, (step.missing(printed), printed)
    shell.close()

    assert not kept.folder.exists()
    assert named(str(kept.folder)) == []
    assert [each for each in (".aws", ".cdk", ".local") if (kept.home / each).exists()] == []
