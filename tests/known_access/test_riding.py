"""Known access rides in the assembly: every proof finds it, and a file is joined with it."""

import json
from pathlib import Path
from typing import Any

import aws_cdk as cdk
import pytest

from tests.constructs.samples import new_app, reader, stack
from tests.known_access.test_proof import IN, READS
from tests.proof.test_doors import REPORTS, reads, vendor
from tests.proof.test_worlds import PRODUCTION, agreed, world_of
from tests.proof.world import write
from xacct_constructs import AgreementError, KnownAccess, KnownWay, add_known_access
from xacct_constructs.assembly import read_assembly
from xacct_constructs.cli import main
from xacct_constructs.known_access import to_json
from xacct_constructs.names import KNOWN_ACCESS_FILE
from xacct_constructs.proof import Answer, adopt, prove


def test_it_is_written_beside_the_templates() -> None:
    """All of it in one file, whichever constructs of the app it is added to; an app that knows nothing has none."""
    app = new_app()
    production = stack(app)
    reader(production)
    add_known_access(app, KnownAccess([IN]))
    add_known_access(production, KnownAccess([READS]))
    directory = Path(app.synth().directory)
    assert json.loads((directory / KNOWN_ACCESS_FILE).read_text()) == to_json(KnownAccess([IN, READS]))
    assert read_assembly(directory).known_access == (to_json(KnownAccess([IN, READS])),)
    empty = new_app()
    stack(empty)
    assert read_assembly(empty.synth().directory).known_access == ()


def test_what_is_wrong_is_said_at_once() -> None:
    """An ID that is there already, and a statement that is none; nothing is added then."""
    app = cdk.App()
    add_known_access(app, KnownAccess([IN]))
    for wrong in (IN, KnownWay(id="x", allows={"Action": 5}), KnownWay(id=5, allows={})):  # type: ignore[arg-type]  # a user's mistake
        with pytest.raises(AgreementError):
            add_known_access(app, KnownAccess([wrong]))
    add_known_access(app, KnownAccess([READS]))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The agreement and a vendor's role, of which the way in rides."""
    world = world_of(agreed())
    world[PRODUCTION] |= vendor(reads(REPORTS))
    found = write(tmp_path / "cdk.out", world, [agreed()])
    (found / KNOWN_ACCESS_FILE).write_text(json.dumps(to_json(KnownAccess([IN]))))
    return found


def test_every_proof_finds_it(folder: Path) -> None:
    """Unless it is told what is known."""
    assembly = read_assembly(folder)
    assert prove(assembly).known.ways == (IN,)
    assert prove(assembly, known=KnownAccess([IN, READS])).answer is Answer.PROVEN
    assert prove(assembly, known=KnownAccess()).known == KnownAccess()
    assert [str(each.entry) for each in adopt(assembly).proposed] == ["acme-reports-vendor"]


def test_a_file_is_joined_with_it(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Its later steps go on from what rides; an ID that both have is an error."""

    def proven(*ways: Any) -> int:
        file = tmp_path / "known.json"
        alone = {"version": 1, "ways": [to_json(KnownAccess([each]))["ways"][0] for each in ways]}
        file.write_text(json.dumps(alone))
        return main(["prove", str(folder), "--known-access", str(file)])

    assert main(["prove", str(folder)]) == 1
    assert proven(READS) == 0
    capsys.readouterr()
    assert proven(IN) == 2
    assert "XA606" in capsys.readouterr().err


def test_a_strangers_file_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With everything that is wrong in it."""
    (folder / KNOWN_ACCESS_FILE).write_text('{"version": 1, "ways": [{}, 5]}')
    assert main(["prove", str(folder)]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 3
