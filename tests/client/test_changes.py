"""A file of a person's that is changed: whole at any moment, nobody's change lost, and nobody else's to read."""

import contextlib
import fcntl
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.client.conftest import XACCT
from xacct_constructs.cli import main
from xacct_constructs.client import cache, changes, files, lock
from xacct_constructs.client.errors import AssumeError
from xacct_constructs.client.shared_file import load

ROOT = Path(__file__).parents[2]
ROLE = "arn:aws:iam::111111111111:role/reports-reader"
KEYS = "[default]\naws_access_key_id = STAGING\naws_secret_access_key = Zs3cr3t\n"


@pytest.fixture
def home(aws_folder: Path) -> Path:
    """A person's `~/.aws`, whose default profile has keys."""
    aws_folder.mkdir(mode=0o700)
    (aws_folder / "credentials").write_text(KEYS)
    return aws_folder


def options(name: str = "p") -> list[str]:
    """Of `xacct config`, for a profile."""
    return ["config", "--role-arn", ROLE, "--profile-name", name, "--yes"]


def mode(path: Path) -> int:
    """Who may do what with a file."""
    return stat.S_IMODE(path.stat().st_mode)


@contextlib.contextmanager
def umask(mask: int) -> Iterator[None]:
    """What a person's shell takes away from new files."""
    before = os.umask(mask)
    try:
        yield
    finally:
        os.umask(before)


@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077], ids=["000", "022", "077"])
def test_new_folders_are_their_owner_s_alone(mask: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Under any umask, those above included, for the profile and for the sessions that are kept."""
    monkeypatch.setenv("HOME", str(tmp_path / "new" / "home"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))
    monkeypatch.delenv("AWS_CONFIG_FILE")
    (tmp_path / "credentials").write_text(KEYS)
    with umask(mask):
        with cache.locked("name", lambda: None):
            pass
        assert main(options()) == 0

    made = [each for each in (tmp_path / "new").rglob("*") if each.is_dir()]
    assert len(made) == 4
    assert {mode(each) for each in made} == {0o700}
    assert mode(tmp_path / "new" / "home" / ".aws" / "config") == 0o600


def _below_a_file(path: Path) -> None:
    path.parent.rmdir()
    path.parent.touch()


PLACES: dict[str, tuple[Callable[[Path], object], str]] = {
    "a folder": (Path.mkdir, "is no regular file"),
    "a FIFO": (os.mkfifo, "is no regular file"),
    "a link to nothing": (lambda path: path.symlink_to("elsewhere"), "elsewhere, which is not there; make it, or"),
    "a link to itself": (lambda path: path.symlink_to(path), "cannot be read: Too many levels of symbolic links"),
    "below a file": (_below_a_file, "cannot be read: Not a directory"),
}


@pytest.mark.parametrize(("make", "says"), PLACES.values(), ids=PLACES)
def test_what_is_no_file_of_a_person_s_is_left(
    make: Callable[[Path], object],
    says: str,
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """One line, exit code 2, and nothing waits."""
    path = home / "more" / "config"
    path.parent.mkdir()
    make(path)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(path))

    assert main(options()) == 2

    [line] = capsys.readouterr().err.splitlines()
    assert says in line
    assert not (home / "more" / "elsewhere").exists()


def test_credentials_that_are_no_file_are_none(home: Path) -> None:
    """As the AWS CLI has it; a FIFO is not waited for."""
    (home / "credentials").unlink()
    os.mkfifo(home / "credentials")

    done = subprocess.run([*XACCT, *options()], capture_output=True, text=True, check=False, timeout=20)

    assert done.returncode == 2
    assert f"takes its credentials, is in neither {home}/config nor {home}/credentials" in done.stderr


def test_another_user_s_file_is_left(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its new owner would be somebody else."""
    (home / "config").write_text("")
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)

    with pytest.raises(AssumeError, match=f"belongs to another user, with the ID {os.getuid()}; it is left alone"):
        files.target(files.config_path())


def test_an_empty_variable_names_no_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """The AWS CLI takes it for no file at all, other SDKs for the usual one."""
    monkeypatch.setenv("AWS_CONFIG_FILE", "")

    with pytest.raises(AssumeError, match="AWS_CONFIG_FILE is empty; unset it"):
        files.config_path()


WRITER = """
import itertools, sys
from xacct_constructs.client import changes
for number in itertools.count():
    changes.remove_copies(sys.argv[1], say=lambda _: None)
    changes.change(sys.argv[1], lambda _: (b"%d\\n" % number) * 30000, say=lambda _: None)
    print(flush=True)
"""


def test_a_file_is_whole_whenever_its_writer_is_killed(home: Path) -> None:
    """Killed at forty moments: one content or another, never a part; what was left is found, and removed."""
    path = home / "config"
    left = 0
    for moment in range(40):
        with subprocess.Popen([sys.executable, "-c", WRITER, path], stdout=subprocess.PIPE) as writer:
            assert writer.stdout
            writer.stdout.readline()
            time.sleep(moment / 4000)
            writer.kill()
        lines = path.read_bytes().splitlines()
        assert (len(lines), len(set(lines))) == (30000, 1)
        left = len(list(home.glob(".xacct-*")))
    said: list[str] = []

    changes.remove_copies(str(path), said.append)

    assert len(said) == left
    assert sorted(each.name for each in home.iterdir()) == [".xacct.lock", "config", "credentials"]


@pytest.mark.parametrize("moment", ["os.fsync", "os.fchmod", "os.replace"])
def test_what_a_kill_leaves_the_next_run_removes(moment: str, home: Path) -> None:
    """The old file, whole, and a copy of it with all its secrets, for one run."""
    (home / "config").write_text(KEYS)
    program = (
        f"import os, signal\nfrom xacct_constructs.cli import main\n{moment} = lambda *_: os.kill(os.getpid(), 9)\n"
        f"main({options()!r})\n"
    )
    killed = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert killed.returncode == -signal.SIGKILL
    assert (home / "config").read_text() == KEYS
    [copy] = home.glob(".xacct-*")

    done = subprocess.run([*XACCT, *options()], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    assert f"removed {copy}, which an xacct that was killed left behind" in done.stderr
    assert not list(home.glob(".xacct-*"))


def test_what_is_not_a_copy_stays(home: Path) -> None:
    """Another name, a link, a folder."""
    (home / ".xacct-notes").touch()
    (home / ".xacct-12345678").symlink_to("credentials")
    (home / ".xacct-abcdefgh").mkdir()

    changes.remove_copies(str(home / "config"), pytest.fail)

    assert len(list(home.glob(".xacct-*"))) == 3


def test_of_several_at_once_no_change_is_lost(home: Path) -> None:
    """Eight profiles by eight processes, and every one says that it was written."""
    names = [f"p{number}" for number in range(8)]
    writers = [
        subprocess.Popen([*XACCT, *options(each)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) for each in names
    ]
    codes = [each.wait() for each in writers]
    said = [each.communicate()[1] for each in writers]

    assert codes == [0] * 8, said
    file = load("config", (home / "config").read_bytes())
    assert sorted(file.sections) == [f"profile {each}" for each in names]


def test_whoever_waits_says_so(home: Path) -> None:
    """And goes on when the other one has ended."""
    holder = (home / ".xacct.lock").open("w")
    fcntl.flock(holder, fcntl.LOCK_EX)
    with subprocess.Popen(
        [*XACCT, *options()], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as waiting:
        assert waiting.stderr
        said = waiting.stderr.readline()
        holder.close()
        more = waiting.stderr.read()

    assert f"waiting for another xacct, which holds {home}/.xacct.lock, 30 s at most" in said
    assert (waiting.returncode, "is written to" in more) == (0, True)


def test_nobody_waits_for_ever(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """After the time that was said: exit code 2, and nothing is changed."""
    monkeypatch.setattr(lock, "WAIT_SECONDS", 0.1)
    with (home / ".xacct.lock").open("w") as holder:
        fcntl.flock(holder, fcntl.LOCK_EX)

        assert main(options()) == 2

    assert f"another xacct held {home}/.xacct.lock for 0.1 s; nothing is changed" in capsys.readouterr().err
    assert not (home / "config").exists()


def test_another_program_s_change_is_not_lost(home: Path) -> None:
    """One that knows of no lock, and writes while the new content is made."""
    file = home / "config"
    file.write_text("shown")

    def edit(_: bytes) -> bytes:
        file.write_text("theirs")
        return b"new"

    with pytest.raises(AssumeError, match="changed by another program"):
        changes.change(str(file), edit, say=pytest.fail)

    assert file.read_text() == "theirs"
    assert not list(home.glob(".xacct-*"))


def test_a_group_that_cannot_be_kept_gets_nothing(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The new file is of another group, which could not read the old one."""
    file = home / "config"
    file.write_text("")
    file.chmod(0o664)

    def refused(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "fchown", refused)
    changes.change(str(file), lambda _: b"new", say=pytest.fail)

    assert mode(file) == 0o604


def test_a_folder_that_cannot_be_written_is_named(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file is as it was."""

    def refused(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tempfile.mkstemp", refused)

    with pytest.raises(AssumeError, match=f"{home} cannot be written: Permission denied; it is as it was"):
        changes.change(str(home / "config"), lambda _: b"new", say=pytest.fail)
