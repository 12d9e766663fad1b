"""`xacct prove --known-access`: what is known is counted in the last line, and what is to be done about it is said."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.known_access.samples import REVIEWED
from tests.known_access.test_proof import IN, READS
from tests.proof.test_doors import REPORTS, reads, vendor
from tests.proof.test_worlds import PRODUCTION, agreed, world_of
from tests.proof.world import bucket_policy, write
from xacct_constructs.cli import main
from xacct_constructs.known_access import KnownAccess, to_json

pytestmark = pytest.mark.usefixtures("wide")

KNOWN = {**to_json(KnownAccess((IN, READS)))}


@pytest.fixture
def assembly(tmp_path: Path) -> str:
    """The agreement, and a vendor's role that reads what is agreed on."""
    world = world_of(agreed())
    world[PRODUCTION] |= vendor(reads(REPORTS))
    return str(write(tmp_path / "cdk.out", world, [agreed()]))


def known(folder: Path, **changed: Any) -> list[str]:
    """The option, and a file with something changed in its first entry."""
    first, *rest = KNOWN["ways"]
    file = folder / "known.yaml"
    file.write_text(json.dumps({**KNOWN, "ways": [{**first, **changed}, *rest]}))
    return ["--known-access", str(file)]


def test_it_is_counted(assembly: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A later step is no way in, and counts for nothing in the last line."""
    assert main(["prove", assembly]) == 1
    capsys.readouterr()
    assert main(["prove", assembly, *known(tmp_path, review_by="2999-12-31")]) == 0
    text = capsys.readouterr().out
    assert text.splitlines()[-1].startswith("PROVEN, with 1 known way in, given ")
    assert f"way in: {REVIEWED['reason']} (ops, until 2999-12-31)" in text
    assert main(["prove", assembly, *known(tmp_path, review_by="2999-12-31"), "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["known"] == {
        "ways": ["in", "reads"],
        "cdk_roles": [],
        "administrators": [],
        "accepted_unknowns": [],
        "findings": [],
    }


def test_the_day_is_today(assembly: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is read by the command."""
    assert main(["prove", assembly, *known(tmp_path, review_by="2020-01-01")]) == 0
    assert "XA611 ways[0] (in) was to be looked at again by 2020-01-01" in capsys.readouterr().out
    assert main(["prove", assembly, *known(tmp_path, review_by="2020-01-01"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["known"]["findings"][0]["code"] == "XA611"


@pytest.mark.parametrize(
    ("changed", "code"), [({"review_by": "2020-01-01"}, "XA611"), ({"owner": ""}, "XA612")], ids=["overdue", "unfilled"]
)
def test_sarif_has_what_is_to_be_done(
    changed: dict[str, Any], code: str, assembly: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """By its code, with what the entry is called, and never suppressed."""
    assert main(["prove", assembly, *known(tmp_path, **changed), "--sarif"]) in (0, 1)
    (run,) = json.loads(capsys.readouterr().out)["runs"]
    (result,) = (each for each in run["results"] if each["ruleId"] == code)
    assert result["level"] == "warning"
    assert result["message"]["text"].startswith("ways[0] (in) ")
    assert result["partialFingerprints"] == {"findingId/v1": f"{code} ways (in)"}
    assert "suppressions" not in result
    assert code in {each["id"] for each in run["tool"]["driver"]["rules"]}


def test_everything_wrong_in_the_file_is_said(
    assembly: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each on a line; nothing is proven then."""
    assert main(["prove", assembly, *known(tmp_path, allows={}, after="x")]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 5
    assert all(
        each.startswith(f"xacct: XA60{'6' if 'after' in each else '3'} {tmp_path}/known.yaml:1 ") for each in lines
    )
    assert main(["prove", assembly, "--known-access", str(tmp_path / "none.yaml")]) == 2
    assert "cannot be read" in capsys.readouterr().err
    (tmp_path / "latin.yaml").write_bytes(b"\xff")
    assert main(["prove", assembly, "--known-access", str(tmp_path / "latin.yaml")]) == 2


def test_adopt_writes_what_makes_it_proven(assembly: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """On standard output, or into a new file; filled in, the proof rests on it."""
    assert main(["adopt", assembly]) == 0
    printed = capsys.readouterr()
    assert "# 333333333333 may call sts:AssumeRole on role vendor of 111111111111\n" in printed.out
    assert printed.err == "xacct: 2 entries; filled in, prove answers PROVEN\n"
    file = tmp_path / "adopted.yaml"
    assert main(["adopt", assembly, "-o", str(file)]) == 0
    assert file.read_text() == printed.out
    assert main(["prove", assembly, "--known-access", str(file)]) == 1
    text = file.read_text().replace("reason:\n", "reason: graphs\n").replace("owner:\n", "owner: ops\n")
    file.write_text(text.replace("review_by:\n", "review_by: 2999-01-01\n"))
    assert main(["prove", assembly, "--known-access", str(file)]) == 0


def test_adopt_overwrites_nothing_without_being_told(
    assembly: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file that is there stays as it is."""
    file = tmp_path / "adopted.yaml"
    file.write_text("mine")
    assert main(["adopt", assembly, "-o", str(file)]) == 2
    assert "is there already" in capsys.readouterr().err
    assert file.read_text() == "mine"
    assert main(["adopt", assembly, "-o", str(file), "--overwrite"]) == 0
    assert file.read_text().startswith("# Look at each")


def test_adopt_names_what_it_refuses(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """And ends with 1, since something is left."""
    world = world_of(agreed())
    world[PRODUCTION]["P"] = bucket_policy("acme-reports", {**reads(REPORTS), "Principal": "*"})
    assert main(["adopt", str(write(tmp_path / "open", world, [agreed()]))]) == 1
    said = capsys.readouterr().err.splitlines()
    assert said[0].startswith("xacct: not written: arn:aws:s3:::acme-reports: ")
    assert "of which nothing may be written" in said[-1]


def test_adopt_against_an_assembly_from_before(
    assembly: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is new is named and not written."""
    before = str(write(tmp_path / "before", world_of(agreed()), [agreed()]))
    assert main(["adopt", assembly, "--against", before]) == 1
    assert "it is new" in capsys.readouterr().err


def test_adopt_says_a_role_as_an_agreement(assembly: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In place of entries, into a file too."""
    file = tmp_path / "agreement.py"
    assert main(["adopt", assembly, "--as-agreement", "reader", "-o", str(file)]) == 0
    assert file.read_text().startswith("from xacct_constructs import Agreement")
    assert main(["adopt", assembly, "--as-agreement", "nobody"]) == 2
    assert "no role is called" in capsys.readouterr().err
