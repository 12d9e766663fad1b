"""The document, the names in it, and what is asked of STS because of them."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.client.conftest import AUDIT, READER, agreement, document
from xacct_constructs import TrustedUser
from xacct_constructs.agreement.serialize import to_json
from xacct_constructs.client import AssumeError, Handoff, load
from xacct_constructs.client.handoff import of_role_arn
from xacct_constructs.client.request import request

PLACES = ("its file", "its folder", "the environment", "here", "cdk.out")


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", ["reports-reader", READER.role_arn])
def test_a_name_is_found(place: str, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever the document is, by the role's name or ARN: the agreement itself, and the region."""
    folder = tmp_path / "cdk.out" if place == "cdk.out" else tmp_path
    folder.mkdir(exist_ok=True)
    file = document(folder, READER, AUDIT)
    monkeypatch.chdir(tmp_path if place in ("here", "cdk.out") else "/")
    if place == "the environment":
        monkeypatch.setenv("XACCT_AGREEMENTS", str(file))

    found = load(name, {"its file": file, "its folder": tmp_path}.get(place))

    assert (found.agreement, found.region, found.role_arn) == (READER, "eu-west-1", READER.role_arn)
    assert found.file == str(file)


def broken(**changed: Any) -> str:
    """The document with a member changed."""
    return json.dumps({"version": 1, "agreements": [to_json(READER)], "regions": {}, **changed})


BROKEN = (
    ("no JSON", "{", "cannot be read: it is not what cdk synth writes"),
    ("a newer version", broken(version=2), "is of version 2, this xacct reads 1"),
    ("no members", "{}", "cannot be read"),
    ("a list", "[]", "cannot be read"),
    ("an agreement without a name", broken(agreements=[{"trusting_account": "111111111111"}]), "cannot be read"),
    ("a role twice", broken(agreements=[to_json(READER), {**to_json(READER), "path": "/team/"}]), "ambiguous"),
)


@pytest.mark.parametrize(("text", "says"), [row[1:] for row in BROKEN], ids=[row[0] for row in BROKEN])
def test_a_document_that_serves_nothing_says_why(text: str, says: str, tmp_path: Path) -> None:
    """One line, and the exit code of wrong usage."""
    (tmp_path / "xacct-agreements.json").write_text(text)

    with pytest.raises(AssumeError, match=says) as raised:
        load("reports-reader", tmp_path)
    assert raised.value.code == 2


def test_two_roles_of_one_name_are_both_named(tmp_path: Path) -> None:
    """Neither is taken; the ARN decides."""
    other = agreement("reports-reader", TrustedUser(account="222222222222", name="carol"))
    object.__setattr__(other, "trusting_account", "333333333333")
    document(tmp_path, READER, other)

    with pytest.raises(AssumeError, match=f"ambiguous.*{READER.role_arn} and {other.role_arn}"):
        load("reports-reader", tmp_path)
    assert load(other.role_arn, tmp_path).agreement == other


def test_the_document_holds_no_secret(tmp_path: Path) -> None:
    """Names, accounts, conditions, regions; external IDs identify, they do not open."""
    found = json.loads(document(tmp_path, READER, AUDIT).read_text())

    assert set(found) == {"version", "agreements", "regions"}


def test_a_role_by_its_arn_has_no_agreement() -> None:
    """It can be assumed, and says so when it is asked for more."""
    found = of_role_arn(READER.role_arn, "eu-west-1")

    assert request(found).parameters == {"RoleArn": READER.role_arn}
    with pytest.raises(AssumeError, match="no agreement of it is known"):
        _ = found.agreement


def handoff(**safeguards: Any) -> Handoff:
    """An agreement with these safeguards, as the document has it."""
    made = agreement("reports-reader", **safeguards)
    return Handoff(made.role_arn, to_json(made), "eu-west-1")


FOUR_HOURS = timedelta(hours=4)
ASKED: tuple[tuple[str, dict[str, Any], dict[str, Any], dict[str, Any]], ...] = (
    ("nothing", {}, {}, {}),
    ("the external ID", {"external_ids": ["a1"]}, {}, {"ExternalId": "a1"}),
    ("the first of two while rotating", {"external_ids": ["a1", "b2"]}, {}, {"ExternalId": "a1"}),
    ("another external ID", {"external_ids": ["a1"]}, {"external_id": "c3"}, {"ExternalId": "c3"}),
    ("the duration", {"max_session_duration": FOUR_HOURS}, {}, {"DurationSeconds": 14400}),
    ("a shorter one", {"max_session_duration": FOUR_HOURS}, {"session_duration": 900}, {"DurationSeconds": 900}),
    ("the source identity", {"source_identities": ["alice"]}, {}, {"SourceIdentity": "alice"}),
    ("one of several", {"source_identities": ["a", "b"]}, {"source_identity": "b"}, {"SourceIdentity": "b"}),
    ("the tags", {"session_tags": {"team": ["red"]}}, {}, {"Tags": [{"Key": "team", "Value": "red"}]}),
    (
        "a tag of several",
        {"session_tags": {"team": ["red", "blue"]}},
        {"session_tags": {"team": "blue"}},
        {"Tags": [{"Key": "team", "Value": "blue"}]},
    ),
    ("a device", {"mfa": True}, {"mfa_serial": "arn:x"}, {"SerialNumber": "arn:x"}),
    ("less than the role gives", {}, {"session_policy": "{}"}, {"Policy": "{}"}),
)


@pytest.mark.parametrize(("safeguards", "given", "expected"), [row[1:] for row in ASKED], ids=[row[0] for row in ASKED])
def test_what_is_asked_of_sts(safeguards: dict[str, Any], given: dict[str, Any], expected: dict[str, Any]) -> None:
    """What the agreement knows nobody types; what is typed goes before it."""
    found = request(handoff(**safeguards), **given)

    assert found.parameters == {"RoleArn": READER.role_arn, **expected}
    assert (found.mfa, found.region) == (bool(safeguards.get("mfa")), "eu-west-1")


MISSING: tuple[tuple[str, dict[str, Any], str], ...] = (
    ("several source identities", {"source_identities": ["a", "b"]}, "one of a, b; pass --source-identity"),
    ("a pattern of source identities", {"source_identities": ["a*"]}, "one of a\\*; pass --source-identity"),
    ("a tag of several values", {"session_tags": {"team": ["red", "blue"]}}, "pass --session-tag team=VALUE"),
)


@pytest.mark.parametrize(("safeguards", "says"), [row[1:] for row in MISSING], ids=[row[0] for row in MISSING])
def test_what_only_the_caller_can_choose_is_asked_for(safeguards: dict[str, Any], says: str) -> None:
    """Nothing is guessed, and no call is made that must fail."""
    with pytest.raises(AssumeError, match=says):
        request(handoff(**safeguards))
