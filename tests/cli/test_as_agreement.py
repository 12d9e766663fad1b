"""Roles that somebody names are said as agreements, and one that is none ends with 1."""

from pathlib import Path

import pytest

from tests.proof.world import allow, assembly, both_halves, role, write
from xacct_constructs import Agreement, S3Read, TrustedUser
from xacct_constructs.assembly import read_assembly
from xacct_constructs.cli import main
from xacct_constructs.cli.as_agreement import as_agreements
from xacct_constructs.cli.read import UnreadableError

TRUSTING, TRUSTED = "111111111111", "222222222222"
AGREED = Agreement(
    role_name="reader",
    trusting_account=TRUSTING,
    trusted_principals=[TrustedUser(account=TRUSTED, name="alice")],
    permissions=[S3Read("acme-reports", prefixes=["monthly/"])],
)
READER = f"arn:aws:iam::{TRUSTING}:role/reader"


def test_a_role_is_named_by_its_name_or_its_arn(tmp_path: Path) -> None:
    """Each once."""
    held = assembly(tmp_path, both_halves([AGREED]), [])
    text, code = as_agreements(held, ["reader", READER])
    assert code == 0
    assert text.startswith("from xacct_constructs import Agreement, S3Read, TrustedUser\n")
    assert as_agreements(held, [READER]) == as_agreements(held, ["reader"]) == (text, 0)


def test_one_that_is_no_agreement_ends_with_1(tmp_path: Path) -> None:
    """The others are said all the same."""
    world = both_halves([AGREED])
    world[TRUSTING]["Open"] = role("open", {"Principal": {"Service": "ec2.amazonaws.com"}}, allow("s3:*", Resource="*"))
    text, code = as_agreements(assembly(tmp_path, world, []), ["open", "reader"])
    assert code == 1
    assert "AGREEMENTS = [" in text
    assert f"No agreement means the same as arn:aws:iam::{TRUSTING}:role/open:" in text


@pytest.mark.parametrize(
    ("named", "why"),
    [
        pytest.param("raeder", "no role is called 'raeder'; there are: reader, reader", id="none"),
        pytest.param("reader", "there are several roles 'reader'; pass one of", id="two"),
        pytest.param("alice", "no role is called 'alice'", id="a user"),
    ],
)
def test_a_role_that_is_not_meant_for_certain_is_asked_for(named: str, why: str, tmp_path: Path) -> None:
    """Nothing is guessed."""
    world = both_halves([AGREED])
    world[TRUSTED]["Reader"] = role("reader", {"AWS": READER})
    with pytest.raises(UnreadableError, match=why):
        as_agreements(assembly(tmp_path, world, []), [named])


def test_adopt_prints_them_in_place_of_entries(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """To standard output or into a new file; a role that is not there is wrong usage."""
    folder, file = write(tmp_path / "app", both_halves([AGREED]), []), tmp_path / "agreed.py"
    assert main(["adopt", str(folder), "--as-agreement", "reader"]) == 0
    printed = capsys.readouterr().out
    assert main(["adopt", str(folder), "--as-agreement", READER, "-o", str(file)]) == 0
    assert file.read_text(encoding="utf-8") == printed == as_agreements(read_assembly(folder), ["reader"])[0]
    capsys.readouterr()
    assert main(["adopt", str(folder), "--as-agreement", "raeder"]) == 2
    assert capsys.readouterr() == ("", "xacct: no role is called 'raeder'; there are: reader\n")
