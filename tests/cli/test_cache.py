"""What is kept of a proof is believed where it is this version's and nobody else can have written it."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.proof.test_worlds import FINANCE, OTHER, STAGING, agreed, of_account, world_of
from tests.proof.world import World, allow, role, write
from tests.report.worlds import WORLDS, narrowed, story, widened
from xacct_constructs import Agreement, S3Read, TrustedAccount, TrustedRole
from xacct_constructs.cli import cache, main
from xacct_constructs.cli.cache import FILE, Cache
from xacct_constructs.principals import TrustedPrincipal
from xacct_constructs.proof.prove import Prover

Prove = Callable[[str], tuple[int, str]]


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A folder for what is kept, which is not there yet."""
    return tmp_path / "kept"


@pytest.fixture
def proven(tmp_path: Path, kept: Path, capsys: pytest.CaptureFixture[str]) -> Prove:
    """The exit code and the report of a world, with what is kept."""

    def run(name: str) -> tuple[int, str]:
        folder = WORLDS[name]().write(tmp_path / name)
        code = main(["prove", str(folder), "--cache", str(kept)])
        return code, capsys.readouterr().out

    return run


def proven_again(monkeypatch: pytest.MonkeyPatch, run: Callable[[], Any]) -> int:
    """How many agreements are proven while something runs."""
    looked_at: list[Any] = []
    real = Prover._prove_agreement

    def noting(prover: Prover, each: Agreement) -> None:
        looked_at.append(each)
        real(prover, each)

    with monkeypatch.context() as changed:
        changed.setattr(Prover, "_prove_agreement", noting)
        run()
    return len(looked_at)


def test_what_has_not_changed_is_not_proven_again(proven: Prove, kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And the report is the same; nobody else may read or write what is kept."""
    first = proven("proven")
    assert first[0] == 0
    assert proven_again(monkeypatch, lambda: proven("proven")) == 0
    assert proven("proven") == first
    assert [each.stat().st_mode & 0o777 for each in (kept, kept / FILE)] == [0o700, 0o600]
    assert os.listdir(kept) == [FILE]


@pytest.mark.parametrize("name", WORLDS)
def test_the_report_is_the_same_whatever_is_kept(
    name: str, proven: Prove, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of the story that was proven before, of others, and of itself."""
    proven("proven")
    with_kept = [proven(name), proven(name)]
    code = main(["prove", str(tmp_path / name)])
    assert with_kept == [(code, capsys.readouterr().out)] * 2


@pytest.mark.parametrize("world", [widened, narrowed])
def test_what_goes_the_other_way_is_never_kept(world: Callable[[], Any], tmp_path: Path, kept: Path) -> None:
    """A changed template is proven: what was kept of the one before does not answer for it."""
    folder = story().write(tmp_path / "app")
    assert main(["prove", str(folder), "--cache", str(kept)]) == 0
    world().write(folder)
    assert main(["prove", str(folder), "--cache", str(kept)]) == 1
    story().write(folder)
    assert main(["prove", str(folder), "--cache", str(kept)]) == 0


KEEPER = f"arn:aws:iam::{STAGING}:role/keeper"
OVER_ANOTHER = {
    "a whole account": TrustedAccount(account=STAGING),
    "a role": TrustedRole(account=STAGING, name="keeper"),
}


@pytest.mark.parametrize("trusted", OVER_ANOTHER.values(), ids=OVER_ANOTHER)
def test_what_was_told_with_an_agreement_that_goes_is_told_with_another(
    trusted: TrustedPrincipal, tmp_path: Path, kept: Path
) -> None:
    """A vendor comes over a role that one trusts to those whom another trusts: its own part has nothing of that."""
    mailer = TrustedRole(account=STAGING, name="mailer")
    goes = agreed(
        role_name="goes", trusting_account=FINANCE, trusted_principals=[mailer], permissions=[S3Read("acme-goes")]
    )
    stays = agreed(role_name="stays", trusting_account=FINANCE, permissions=[S3Read("acme-stays")])
    other = agreed(role_name="other", trusted_principals=[trusted])

    def world_with(*agreements: Agreement) -> World:
        world = world_of(other, goes, stays)
        own = of_account(STAGING)
        world[STAGING] |= {
            "MailerResource": role("mailer", own, allow("sts:AssumeRole", Resource=[other.role_arn, KEEPER])),
            "KeeperResource": role("keeper", own, allow("sts:AssumeRole", Resource=other.role_arn)),
            "Vendor": role("vendor", of_account(OTHER), allow("sts:AssumeRole", Resource=mailer.arn("aws"))),
        }
        if goes not in agreements:
            world[FINANCE] = {name: each for name, each in world[FINANCE].items() if not name.startswith("Goes")}
        return world

    for agreements, code in (((goes, stays), 1), ((stays,), 2 if trusted.is_whole_account else 1)):
        folder = write(tmp_path / "app", world_with(*agreements), [other, *agreements])
        assert main(["prove", str(folder), "--cache", str(kept)]) == main(["prove", str(folder)]) == code


def poison(kept: Path, change: Callable[[dict[str, Any]], Any]) -> None:
    """Change what is kept."""
    found = json.loads((kept / FILE).read_text())
    (kept / FILE).write_text(json.dumps(change(found) or found))


def every(said: Any) -> Callable[[dict[str, Any]], Any]:
    """Says this of every part."""
    return lambda found: found["answers"].update(dict.fromkeys(found["answers"], said))


UNBELIEVED = {
    "another version": lambda found: found.update(judge="0" * 64),
    "a version that is not said": lambda found: found.pop("judge") and None,
    "another form": lambda found: [found],
    "answers of another form": lambda found: found.update(answers=list(found["answers"])),
    "a word": every("proven"),
    "no answer": every(None),
    "a part that comes to something": every([False, 0]),
    "steps given back": every([True, -1]),
    "steps that are no number": every([True, True]),
    "statements that are no texts": every([True, [[1]]]),
    "fewer statements than things": every([True, []]),
}


@pytest.mark.parametrize("change", UNBELIEVED.values(), ids=UNBELIEVED)
def test_what_this_version_cannot_have_written_is_not_believed(
    change: Callable[[dict[str, Any]], Any], proven: Prove, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is proven again, and the report is the same."""
    first = proven("proven")
    poison(kept, change)
    assert proven_again(monkeypatch, lambda: proven("proven")) == 1
    poison(kept, change)
    assert proven("proven") == first


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b"[" * 100_000], ids=["empty", "cut", "no text", "deep"])
def test_a_broken_file_is_proven_again(content: bytes, proven: Prove, kept: Path) -> None:
    """And written anew."""
    first = proven("proven")
    (kept / FILE).write_bytes(content)
    assert proven("proven") == first
    assert json.loads((kept / FILE).read_text())["answers"]


def test_another_judge_believes_nothing(proven: Prove, monkeypatch: pytest.MonkeyPatch) -> None:
    """A line of the code that changes is another one."""
    proven("proven")
    monkeypatch.setattr(cache, "_code", lambda: iter([("proof/prove.py", b"")]))
    assert proven_again(monkeypatch, lambda: proven("proven")) == 1


def test_the_judge_is_its_code() -> None:
    """Every module of the package, whatever the version that is written on it."""
    names = [name for name, _ in cache._code()]
    assert {"proof/prove.py", "iam/decide.py", "services/s3.py"} <= set(names)
    assert not [each for each in names if "__pycache__" in each]


def others_folder(kept: Path) -> None:
    """Its group may write into it."""
    kept.mkdir(mode=0o700)
    kept.chmod(0o770)


def a_link(kept: Path) -> None:
    """It may lead anywhere."""
    (kept.parent / "there").mkdir(mode=0o700)
    kept.symlink_to(kept.parent / "there")


def others_file(kept: Path) -> None:
    """Its group may write it."""
    Cache(str(kept))
    (kept / FILE).write_text("{}")
    (kept / FILE).chmod(0o660)


def a_linked_file(kept: Path) -> None:
    """It may lead anywhere."""
    Cache(str(kept))
    (kept.parent / "there.json").write_text("{}")
    (kept / FILE).symlink_to(kept.parent / "there.json")


def a_file_in_its_place(kept: Path) -> None:
    """No folder."""
    kept.write_text("")


REFUSED = [others_folder, a_link, others_file, a_linked_file, a_file_in_its_place]


@pytest.mark.parametrize("make", REFUSED)
def test_what_others_can_write_is_refused(
    make: Callable[[Path], None], kept: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With a line that says why, and nothing is proven by it."""
    folder = story().write(tmp_path / "app")
    make(kept)
    assert main(["prove", str(folder), "--cache", str(kept)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "cannot be used as a cache" in err


def test_somebody_elses_folder_is_refused(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever owns it may write there, whatever its mode."""
    kept.mkdir(mode=0o700)
    uid = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: uid + 1)
    with pytest.raises(ValueError, match="somebody else's"):
        Cache(str(kept))


def test_a_folder_that_cannot_be_written_keeps_nothing(kept: Path) -> None:
    """And fails nothing: the answer is there."""
    held = Cache(str(kept))
    held.keep("key", [True, 1])
    kept.rmdir()
    held.write()
    assert not kept.exists()


def test_the_oldest_answers_give_way(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The latest stay."""
    monkeypatch.setattr(cache, "_MOST_ANSWERS", 3)
    for numbers in ((0, 1), (2, 3)):
        held = Cache(str(kept))
        for number in numbers:
            held.keep(f"part {number}", number)
        held.write()
    assert list(json.loads((kept / FILE).read_text())["answers"].values()) == [1, 2, 3]
