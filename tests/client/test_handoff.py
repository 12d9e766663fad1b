"""The document, the names in it, and what is asked of STS because of them."""

import json
import os
from collections.abc import Callable
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


def naming(**changed: Any) -> str:
    """The document whose agreement has other values."""
    return broken(agreements=[{**to_json(READER), **changed}])


def guarded(**safeguards: Any) -> str:
    """The document whose agreement has these safeguards, as JSON has them."""
    return naming(safeguards=safeguards)


def in_region(region: object) -> str:
    """The document whose role's stack is said to be in this region."""
    return broken(regions={READER.role_arn: region})


NOT_OURS = "cannot be read: it is not what cdk synth writes$"
NAME = r"cannot be read: agreements\[0\]\.role_name must be 1 to 64 characters of A-Z a-z 0-9 _\+=,\.@-, got"
REGION = f"the region of {READER.role_arn} must be one such as eu-west-1, got"
BROKEN = (
    ("no JSON", "{", NOT_OURS),
    ("nothing", "", NOT_OURS),
    ("null", "null", NOT_OURS),
    ("a list", "[]", NOT_OURS),
    ("a text", '"version"', NOT_OURS),
    ("what is nested deep", "[" * 100_000, NOT_OURS),
    ("an agreement nested deep", broken()[:-1] + ',"later":' + '{"a":' * 100_000, NOT_OURS),
    ("a number that is none", broken(version=float("nan")), NOT_OURS),
    ("a member twice", broken()[:-1] + ', "regions": {}}', NOT_OURS),
    ("no members", "{}", NOT_OURS),
    ("a newer version", broken(version=2), "is of version 2, this xacct reads 1"),
    ("a version that is true", broken(version=True), "is of version True, this xacct reads 1"),
    ("a version of text", broken(version="1"), "is of version '1', this xacct reads 1"),
    ("a version that is null", broken(version=None), "is of version None, this xacct reads 1"),
    ("a long version", broken(version="1" * 5000), r"is of version '1{100,300}\.\.\.$"),
    ("agreements that are null", broken(agreements=None), NOT_OURS),
    ("agreements that are an object", broken(agreements={"a": 1}), NOT_OURS),
    ("an agreement that is null", broken(agreements=[None]), NOT_OURS),
    ("an agreement that is a list", broken(agreements=[[]]), NOT_OURS),
    ("an agreement without a name", broken(agreements=[{"trusting_account": "111111111111"}]), NOT_OURS),
    ("regions that are null", broken(regions=None), NOT_OURS),
    ("regions that are a list", broken(regions=[]), NOT_OURS),
    ("a name that is null", naming(role_name=None), NAME),
    ("a name that is a list", naming(role_name=["reports-reader"]), NAME),
    ("a name that a shell runs", naming(role_name="$(touch pwned)"), NAME),
    ("a name of two lines", naming(role_name="reader\nAWS_PROFILE=other"), NAME),
    ("a name that a terminal obeys", naming(role_name="\x1b[2J"), NAME),
    ("a long name", naming(role_name="a" * 65), NAME),
    ("a path that a shell runs", naming(path="/`id`;/$(id)/"), r"agreements\[0\]\.path must"),
    ("an account that is a number", naming(trusting_account=111111111111), r"trusting_account must be a string of 12"),
    ("an account that is a host", naming(trusting_account="evil.example"), r"trusting_account must be a string of 12"),
    ("a partition of nobody's", naming(partition="evil"), r"agreements\[0\]\.partition must be one of aws, "),
    ("a partition that is a list", naming(partition=[]), r"agreements\[0\]\.partition must be one of aws, "),
    ("a region that is a host", in_region("evil.example/"), REGION),
    ("a region of two lines", in_region("eu-west-1\nAWS_PROFILE=other"), REGION),
    ("a region that is a number", in_region(1), REGION),
    ("a region that is an object", in_region({"a": 1}), REGION),
    ("safeguards that are a list", naming(safeguards=[]), NOT_OURS),
    ("safeguards that are null", naming(safeguards=None), NOT_OURS),
    ("external IDs that are a text", guarded(external_ids="acme"), NOT_OURS),
    ("an external ID that is null", guarded(external_ids=[None]), NOT_OURS),
    ("a duration that is a text", guarded(max_session_duration="4h"), NOT_OURS),
    ("a duration that is true", guarded(max_session_duration=True), NOT_OURS),
    ("MFA that is a text", guarded(mfa="no"), NOT_OURS),
    ("source identities that are null", guarded(source_identities=None), NOT_OURS),
    ("session tags that are a list", guarded(session_tags=["team"]), NOT_OURS),
    ("a session tag that is a text", guarded(session_tags={"team": "red"}), NOT_OURS),
    ("two roles of one name", broken(agreements=[to_json(READER), {**to_json(READER), "path": "/a/"}]), "ambiguous"),
    ("one role twice", broken(agreements=[to_json(READER)] * 2), "a role stands in it twice"),
)


@pytest.mark.parametrize(("text", "says"), [row[1:] for row in BROKEN], ids=[row[0] for row in BROKEN])
def test_a_document_that_serves_nothing_says_why(text: str, says: str, tmp_path: Path) -> None:
    """One line, and the exit code of wrong usage."""
    (tmp_path / "xacct-agreements.json").write_text(text)

    with pytest.raises(AssumeError, match=says) as raised:
        load("reports-reader", tmp_path)
    assert raised.value.code == 2
    assert str(raised.value).isprintable()


NO_FILES: dict[str, tuple[Callable[[Path], object], str]] = {
    "a FIFO": (os.mkfifo, "cannot be read: it is no regular file$"),
    "a device": (lambda path: path.symlink_to("/dev/zero"), "cannot be read: it is no regular file$"),
    "a folder": (Path.mkdir, "cannot be read: Is a directory$"),
    "a link to nothing": (lambda path: path.symlink_to("absent"), "no agreements at"),
    "what is no text": (lambda path: path.write_bytes(bytes(range(256))), NOT_OURS),
    "a huge file": (lambda path: path.write_text(broken() + " " * 16_000_000), "is larger than 16000000 bytes$"),
}


@pytest.mark.parametrize(("make", "says"), NO_FILES.values(), ids=NO_FILES)
def test_what_is_no_document_is_not_waited_for(make: Callable[[Path], object], says: str, tmp_path: Path) -> None:
    """One line at once, and the exit code of wrong usage."""
    make(tmp_path / "xacct-agreements.json")

    with pytest.raises(AssumeError, match=says) as raised:
        load("reports-reader", tmp_path)
    assert raised.value.code == 2


HOSTILE_PRINCIPALS: dict[str, object] = {
    "a name that a shell runs": {"type": "TrustedUser", "account": "222222222222", "name": "$(touch pwned)"},
    "a name of two lines": {"type": "TrustedRole", "account": "222222222222", "name": "a\nb"},
    "an account that a shell runs": {"type": "TrustedAccount", "account": "`id`"},
    "a provider that a shell runs": {"type": "TrustedWebIdentity", "provider": "`id`", "audience": "a", "subject": "b"},
    "a region that a shell runs": {
        "type": "TrustedPermissionSet",
        "account": "222222222222",
        "name": "a",
        "region": "`id`",
    },
    "a path that a shell runs": {"type": "TrustedUser", "account": "222222222222", "name": "a", "path": "/`id`/$/"},
    "none": None,
    "a text": "alice",
    "another kind": {"type": "Later", "account": "222222222222", "name": "alice"},
    "a name that is a list": {"type": "TrustedUser", "account": "222222222222", "name": ["alice"]},
}


@pytest.mark.parametrize("principal", HOSTILE_PRINCIPALS.values(), ids=HOSTILE_PRINCIPALS)
def test_principals_are_checked_before_they_are_used(principal: object, tmp_path: Path) -> None:
    """Assuming needs none of them; whoever asks for the agreement gets one whose names are names."""
    (tmp_path / "xacct-agreements.json").write_text(naming(trusted_principals=[principal]))
    found = load("reports-reader", tmp_path)

    with pytest.raises(AssumeError, match=r"xacct-agreements\.json cannot be read: ") as raised:
        _ = found.agreement
    assert raised.value.code == 2
    assert str(raised.value).isprintable()


def test_two_roles_of_one_name_are_both_named(tmp_path: Path) -> None:
    """Neither is taken; the ARN decides."""
    other = agreement("reports-reader", TrustedUser(account="222222222222", name="carol"))
    object.__setattr__(other, "trusting_account", "333333333333")
    document(tmp_path, READER, other)

    with pytest.raises(AssumeError, match=f"ambiguous.*{READER.role_arn} and {other.role_arn}"):
        load("reports-reader", tmp_path)
    assert load(other.role_arn, tmp_path).agreement == other


def test_the_document_sets_no_endpoint(tmp_path: Path) -> None:
    """Whatever it says beside what is read: the same request, in the same region, of a host that is AWS's."""
    evil = {"endpoint_url": "https://evil.example", "profile": "other", "sts": {"endpoint_url": "https://evil.example"}}
    document(tmp_path, READER)
    plain = request(load("reports-reader", tmp_path))
    text = {
        **evil,
        **json.loads(broken(agreements=[{**evil, **to_json(READER)}])),
        "regions": {READER.role_arn: "eu-west-1"},
    }
    (tmp_path / "xacct-agreements.json").write_text(json.dumps(text))

    found = request(load("reports-reader", tmp_path))

    assert (
        (found.parameters, found.region)
        == (plain.parameters, plain.region)
        == ({"RoleArn": READER.role_arn}, "eu-west-1")
    )


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


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({"permissions": [{"type": "QueueRead"}]}, r" \(the type 'QueueRead' is not known; known are .*\)"),
        ({"permissions": [{"type": "S3Read"}]}, ""),
    ],
    ids=["of a kind that is not known", "of a known kind, without its bucket"],
)
def test_an_agreement_of_another_version(values: dict[str, Any], named: str) -> None:
    """It is refused in one line, and a kind that this version does not know by its name."""
    found = Handoff(READER.role_arn, {**to_json(READER), **values}, "eu-west-1")
    with pytest.raises(AssumeError, match=f"it is not as this version writes it{named}; run cdk synth again"):
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
    ("one of several", {"source_identities": ["al", "bo"]}, {"source_identity": "bo"}, {"SourceIdentity": "bo"}),
    ("the tags", {"session_tags": {"team": ["red"]}}, {}, {"Tags": [{"Key": "team", "Value": "red"}]}),
    (
        "a tag of several",
        {"session_tags": {"team": ["red", "blue"]}},
        {"session_tags": {"team": "blue"}},
        {"Tags": [{"Key": "team", "Value": "blue"}]},
    ),
    ("a device", {"mfa": True}, {"mfa_serial": "GAHT12345678"}, {"SerialNumber": "GAHT12345678"}),
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
