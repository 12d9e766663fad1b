"""`xacct synth`: an access file in, an assembly out, or everything that is wrong."""

from pathlib import Path

import pytest

from xacct_constructs.cli import main

FILE = """\
accounts:
  production: {id: "111111111111", region: eu-west-1}
  staging: {id: "022222222222", region: eu-west-1}
agreements:
  - role_name: reports-reader
    trusting_account: production
    trusted_principals: [{type: TrustedUser, account: staging, name: alice}]
    permissions: [{type: S3Read, bucket: acme-reports, prefixes: [monthly/]}]
"""


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file, in a folder that commands run in."""
    monkeypatch.chdir(tmp_path)
    found = tmp_path / "access.yaml"
    found.write_text(FILE)
    return found


def test_written_and_proven(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Into cdk.out, where prove and list find it."""
    assert main(["synth", "access.yaml"]) == 0
    assert capsys.readouterr().out == "cdk.out: 2 stacks, 2 accounts, 1 agreement\n"
    assert main(["prove"]) == 0
    assert main(["list", "--names"]) == 0
    assert capsys.readouterr().out.endswith("reports-reader\n")


def test_a_change_is_compared(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One assembly from before, one from after: what is gained is shown."""
    assert main(["synth", "access.yaml", "-o", "before"]) == 0
    file.write_text(FILE.replace("monthly/", "monthly/, yearly/"))
    assert main(["synth", str(file), "-o", "after"]) == 0
    assert main(["diff", "before", "after", "--fail-on", "gained"]) == 1
    assert "yearly/" in capsys.readouterr().out


def test_warnings_are_told(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """On standard error, with the line of the file and what the other owner adds."""
    file.write_text(
        FILE.replace("{type: TrustedUser, account: staging, name: alice}", "{type: TrustedAccount, account: staging}")
    )
    assert main(["synth", "access.yaml"]) == 0
    told = capsys.readouterr().err.splitlines()
    assert [each.split()[1].partition("-")[0] for each in told] == ["XA702", "XA507"]
    assert all("access.yaml:7 agreements[0].trusted_principals[0] " in each for each in told)


WRONG = {
    "an unknown account": (FILE.replace("account: staging", "account: stagin"), "access.yaml:7 "),
    "a prefix that AWS would refuse": (FILE.replace("monthly/", "/monthly/"), "access.yaml:8 "),
    "no YAML": ("accounts: [", "access.yaml:1 "),
    "nothing": ("", "access.yaml:1 "),
}


@pytest.mark.parametrize(("text", "says"), WRONG.values(), ids=WRONG)
def test_wrong(file: Path, text: str, says: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The file and its line, and an older assembly stays as it is."""
    main(["synth", "access.yaml"])
    before = {each.name: each.read_bytes() for each in (file.parent / "cdk.out").iterdir()}
    capsys.readouterr()
    file.write_text(text)
    assert main(["synth", "access.yaml"]) == 2
    assert says in capsys.readouterr().err
    assert {each.name: each.read_bytes() for each in (file.parent / "cdk.out").iterdir()} == before


def test_both_errors_at_once(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of all agreements, a line each."""
    wrong = FILE.replace("monthly/", "/monthly/")
    file.write_text(wrong + wrong[wrong.index("  - role") :].replace("reports-reader", "other-reader"))
    assert main(["synth", "access.yaml"]) == 2
    told = capsys.readouterr().err.splitlines()
    assert [each.split()[2] for each in told] == ["access.yaml:8", "access.yaml:12"]


def test_a_folder_that_is_something_else(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Left as it is."""
    assert main(["synth", "access.yaml", "-o", "."]) == 2
    assert "is no cloud assembly, and is left as it is; name another with -o" in capsys.readouterr().err
    assert list(file.parent.iterdir()) == [file]


def test_an_owner_s_accounts_alone(file: Path) -> None:
    """To the letter what stands in the assembly of all, and nothing of other accounts."""
    assert main(["synth", str(file), "-o", "all"]) == 0
    assert main(["synth", str(file), "-o", "own", "--accounts", "staging"]) == 0

    own = {each.name: each.read_text() for each in Path("own").glob("*.template.json")}
    assert own == {"Access-staging.template.json": Path("all/Access-staging.template.json").read_text()}
