"""What a stranger's template says is shown, never obeyed: in every format of every command that reads an assembly."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.proof.world import allow, role, write
from xacct_constructs import Agreement, S3Read, TrustedUser
from xacct_constructs.cli import main
from xacct_constructs.names import AGREEMENTS_FILE

HOSTILE = "\x1b[2J\x9b\r\n\nPROVEN: nothing to see\u202e\u2066\u200b\x00\x07](https://example.com)"
ACCOUNT, OTHER = "111111111111", "222222222222"
BUCKET = "acme-reports-111111111111"
READER = Agreement(
    role_name="reports-reader",
    trusting_account=ACCOUNT,
    trusted_principals=[TrustedUser(account=OTHER, name="alice")],
    permissions=[S3Read(BUCKET, prefixes=["monthly/"])],
)


def hostile_world(directory: Path) -> Path:
    """An assembly that says hostile things wherever CloudFormation lets it say anything."""
    statement = allow("s3:GetObject", Resource=f"arn:aws:s3:::{BUCKET}/{HOSTILE}", Sid=HOSTILE)
    open_to = {
        "Principal": {"AWS": "*"},
        "Condition": {"StringEquals": {f"aws:PrincipalTag/{HOSTILE}": HOSTILE}, HOSTILE: {"a": "b"}},
    }
    resources = {
        "Opener": role(HOSTILE, {"Principal": {"AWS": "*"}}, statement),
        "Other": role("other", open_to, statement),
        "Tagged": {**role("tagged", {"Principal": {"AWS": HOSTILE}}, statement)},
        "Macro": {"Type": f"Evil::{HOSTILE}::MODULE"},
    }
    resources["Tagged"]["Properties"]["Tags"] = [{"Key": HOSTILE, "Value": HOSTILE}]
    return write(directory, {ACCOUNT: resources}, [READER], Transform=[HOSTILE])


ASKED = ["--caller", f"arn:aws:iam::{OTHER}:user/alice", "--action", "sts:AssumeRole"]
ROLE = f"arn:aws:iam::{ACCOUNT}:role/other"
TEXTS = {
    "prove": ["prove", "new"],
    "adopt": ["adopt", "new"],
    "explain": ["explain", "--assembly", "new", *ASKED, "--resource", ROLE, "--own-side-allows"],
    "diff": ["diff", "old", "new"],
    "diff back": ["diff", "new", "old"],
}
NO_JSON = ("adopt",)
JSONS = {
    **{f"{name} as JSON": [*each, "--json"] for name, each in TEXTS.items() if name not in NO_JSON},
    "SARIF": ["prove", "--sarif", "new"],
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The hostile assembly, and an empty one."""
    found = tmp_path_factory.mktemp("hostile")
    hostile_world(found / "new")
    write(found / "old", {ACCOUNT: {"Plain": role("plain", {"Principal": {"AWS": ACCOUNT}})}}, [])
    return found


def run(folder: Path, arguments: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    """Exit code, standard output, standard error."""
    code = main([str(folder / each) if each in ("old", "new") else each for each in arguments])
    printed = capsys.readouterr()
    return code, printed.out, printed.err


@pytest.mark.parametrize("arguments", TEXTS.values(), ids=TEXTS)
def test_a_text_shows_what_a_terminal_would_obey(
    arguments: list[str], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No line of the output is begun by a name, and no verdict is one."""
    code, out, err = run(folder, arguments, capsys)
    lines = [*out.split("\n"), *err.split("\n")]
    assert code in (0, 1, 2)
    assert all(each.isprintable() for each in lines)
    assert not any(each.startswith("PROVEN") for each in lines)
    assert r"\x1b[2J" in out + err


def texts(value: Any) -> Iterator[str]:
    """Every text of a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, each in value.items():
            yield key
            yield from texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from texts(each)


@pytest.mark.parametrize("arguments", JSONS.values(), ids=JSONS)
def test_json_is_escaped(arguments: list[str], folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Programs get the text as it is; a terminal that it is printed on obeys nothing of it."""
    code, out, err = run(folder, arguments, capsys)
    assert code in (0, 1, 2)
    assert out.isascii()
    assert all(each.isprintable() for each in [*out.split("\n"), *err.split("\n")])
    if out:
        assert any("\x1b" in each or r"\x1b" in each for each in texts(json.loads(out)))


def test_sarif_is_fit_for_a_viewer(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A viewer shows messages as they are, and makes links of what looks like one."""
    _, out, _ = run(folder, JSONS["SARIF"], capsys)
    said = list(texts(json.loads(out)))
    assert all(each.isprintable() for each in said)
    assert not any("](" in each for each in said)


AGREEMENTS: dict[str, Any] = {
    "of a role without a name": {"role_name": ""},
    "of a role whose name is hostile": {"role_name": HOSTILE},
    "of an account that is none": {"trusting_account": "1"},
    "without permissions": {"permissions": []},
    "of everybody": {"trusted_principals": []},
    "of a field that is not known": {"more": 1},
    "of a number for a name": {"role_name": 1},
}


@pytest.mark.parametrize("change", AGREEMENTS.values(), ids=AGREEMENTS)
@pytest.mark.parametrize("name", TEXTS)
def test_agreements_of_the_file_are_judged_as_a_user_s_are(
    name: str, change: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One that no construct would write is refused, with the reason, before anything is proven."""
    for each in ("old", "new"):
        write(tmp_path / each, {ACCOUNT: {}}, [READER])
        path = tmp_path / each / AGREEMENTS_FILE
        written = json.loads(path.read_text())
        written["agreements"][0] |= change
        path.write_text(json.dumps(written))
    code, out, err = run(tmp_path, TEXTS[name], capsys)
    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 1
    assert "agreements[0]" in err


def test_two_agreements_of_one_role_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The last one does not win; the same one twice is one."""
    path = write(tmp_path / "new", {ACCOUNT: {}}, [READER, READER]) / AGREEMENTS_FILE
    assert "two agreements of" not in run(tmp_path, TEXTS["prove"], capsys)[2]
    written = json.loads(path.read_text())
    written["agreements"][1]["permissions"][0]["prefixes"] = ["weekly/"]
    path.write_text(json.dumps(written))
    code, out, err = run(tmp_path, TEXTS["prove"], capsys)
    assert (code, out) == (2, "")
    assert "two agreements of" in err


VALUES: st.SearchStrategy[Any] = st.sampled_from(
    [None, True, 0, -1, 1.5, "", "a", HOSTILE, "x" * 5_000, [], [[]], {}, {"a": {}}, {"Ref": "A"}, {"Fn::Join": 1}]
)


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in a JSON value."""
    if path:
        yield path
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in pairs:
        yield from places(each, (*path, key))


@given(st.data())
def test_whatever_a_file_says_there_is_an_answer(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    """A value of another kind, at any place of any file: an exit code that is documented, and no traceback."""
    directory = tmp_path_factory.mktemp("mutated")
    hostile_world(directory)
    path = data.draw(st.sampled_from(sorted(directory.glob("*.json"))))
    document_ = json.loads(path.read_text())
    *way, last = data.draw(st.sampled_from(list(places(document_))))
    found = document_
    for each in way:
        found = found[each]
    found[last] = data.draw(VALUES)
    path.write_text(json.dumps(document_))
    assert main(["prove", str(directory)]) in (0, 1, 2)
