"""What commands say under an organization that a folder tells of."""

import json
import re
import subprocess
from pathlib import Path

import pytest

from tests.organizations import ID, PRODUCTION, RESOURCE, ROOT, SERVICE, STAGING, UNIT, Attached, files, written
from tests.proof.test_organization import NARROWING, OUTSIDE, denying, resource, service
from tests.proof.test_worlds import REPORTS, agreed, world_of
from tests.proof.world import write
from xacct_constructs.cli import main
from xacct_constructs.names import AGREEMENTS_FILE
from xacct_constructs.organization import organization_of

DOCUMENT = (Path(__file__).parents[2] / "docs" / "organization.md").read_text()
READING = ["explain", "--caller", f"arn:aws:iam::{PRODUCTION}:role/reader", "--action", "s3:GetObject"]
READING += ["--resource", f"{REPORTS}/monthly/june.csv", "--assembly"]


@pytest.fixture
def agreed_on(tmp_path: Path) -> str:
    """The story's assembly."""
    folder = write(tmp_path / "cdk.out", world_of(agreed()), [agreed()])
    carried = folder / AGREEMENTS_FILE
    carried.write_text(json.dumps({**json.loads(carried.read_text()), "regions": {}}))
    return str(folder)


@pytest.fixture
def opened(tmp_path: Path) -> str:
    """The same, with a bucket that is open to an account of no organization."""
    world = world_of(agreed())
    NARROWING["an account outside is kept out"].edit(world)
    return str(write(tmp_path / "opened", world, [agreed()]))


def told(folder: Path, *attached: Attached) -> list[str]:
    """The option that names an organization with these policies."""
    return ["--organization", str(written(folder / "organization", files(*attached)))]


DENIED = service(UNIT, "s3:GetObject")
KEPT_OUT = resource(ROOT, "s3:*", Condition=OUTSIDE)


def test_prove(agreed_on: str, opened: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """They break, and keep out, which is said in first place."""
    assert main(["prove", agreed_on, *told(tmp_path, DENIED)]) == 1
    assert "policies/p-guard0000.json guard.Statement[0]" in capsys.readouterr().out
    assert main(["prove", opened]) == 1
    capsys.readouterr()
    assert main(["prove", opened, *told(tmp_path, KEPT_OUT), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["to_check"][0]["what"].startswith(
        "Only organization policy policies/p-guard"
    )


def test_explain(agreed_on: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The statement that denies is shown, and what follows from where the accounts are."""
    assert main([*READING, agreed_on, *told(tmp_path, DENIED)]) == 0
    said = capsys.readouterr().out
    assert said.startswith("EXPLICITLY DENIED")
    assert "the service control policy, which denies it" in said
    assert f"aws:PrincipalOrgID = {ID}" in said
    assert main([*READING, agreed_on, *told(tmp_path, service(STAGING, "s3:GetObject"))]) == 0
    assert capsys.readouterr().out.startswith("ALLOWED")


def test_diff(agreed_on: str, opened: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What they keep out is not gained, and listed apart."""
    command = ["diff", agreed_on, opened, "--fail-on", "gained"]
    assert main(command) == 1
    capsys.readouterr()
    assert main([*command, *told(tmp_path, KEPT_OUT)]) == 0
    assert "Not gained, since organization policies alone keep it out" in capsys.readouterr().out
    assert main([*command, *told(tmp_path, resource(ROOT, "sqs:*", Condition=OUTSIDE))]) == 1


def test_doctor(agreed_on: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What refuses is found offline; an account that is asked needs no folder."""
    command = ["doctor", "reader", "--offline", "--assembly", agreed_on]
    assert main(command) == 0
    assert main([*command, *told(tmp_path, DENIED)]) == 1
    assert "s3:GetObject" in capsys.readouterr().out
    assert main(["doctor", "reader", "--agreements", agreed_on, *told(tmp_path, DENIED)]) == 2
    assert "--organization goes with --offline" in capsys.readouterr().err


def test_a_folder_that_is_none(agreed_on: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One line says everything that is wrong, and what to do."""
    found = files()
    del found["accounts.json"], found["roots.json"]

    assert main(["prove", agreed_on, "--organization", str(written(tmp_path / "half", found))]) == 2

    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "accounts.json: the file is missing" in said
    assert "roots.json: the file is missing" in said


HOSTILE = {
    "no folder": (lambda folder: folder.rename(folder.with_name("away")), "cannot be read"),
    "a link": (lambda folder: (folder / "attached" / "x.json").symlink_to("/etc/passwd"), "'x.json' is a link"),
    "a key twice": (lambda folder: (folder / "roots.json").write_text('{"Roots": [], "Roots": []}'), "stands twice"),
    "no JSON": (lambda folder: (folder / "accounts.json").write_text("{"), "accounts.json cannot be read"),
}


@pytest.mark.parametrize(("damage", "why"), HOSTILE.values(), ids=HOSTILE)
def test_a_folder_that_a_stranger_wrote(
    damage: object, why: str, agreed_on: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is read as strictly as an assembly, and refused in one line."""
    folder = written(tmp_path / "organization", files())
    assert callable(damage)
    damage(folder)

    assert main(["prove", agreed_on, "--organization", str(folder)]) == 2

    said = capsys.readouterr().err
    assert why in said
    assert "docs/organization.md" in said


PRINTS = r"""#!/bin/sh
case "$2" in
  describe-organization) cat "$SAVED/organization.json" ;;
  list-accounts) cat "$SAVED/accounts.json" ;;
  list-roots) cat "$SAVED/roots.json" ;;
  list-parents) cat "$SAVED/parents/$4.json" ;;
  list-policies-for-target) cat "$SAVED/attached/$4.$6.json" ;;
  describe-policy) cat "$SAVED/policies/$4.json" ;;
esac
"""


def test_the_document_fills_the_folder(tmp_path: Path) -> None:
    """Its commands save all that is asked for, whatever the account's place."""
    saved = written(tmp_path / "saved", files(Attached(SERVICE, UNIT, denying("iam:*")), KEPT_OUT))
    program = tmp_path / "aws"
    program.write_text(PRINTS)
    program.chmod(0o755)
    (commands,) = re.findall(r"```sh\n(.*?)```", DOCUMENT, re.DOTALL)

    subprocess.run(
        ["/bin/sh", "-euc", commands],
        check=True,
        cwd=tmp_path,
        env={"PATH": f"{tmp_path}:/usr/bin:/bin", "SAVED": str(saved)},
        timeout=60,
    )

    made = tmp_path / "organization"
    found = organization_of(
        {str(each.relative_to(made)): json.loads(each.read_text()) for each in made.rglob("*.json")}
    )
    assert found.path(STAGING) == (ROOT, UNIT, STAGING)
    assert [each.name for each in found.attached[UNIT, SERVICE]] == ["FullAWSAccess", "guard"]
    assert [each.name for each in found.attached[ROOT, RESOURCE]] == ["RCPFullAWSAccess", "guard"]
