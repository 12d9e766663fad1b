"""Who assumes the role, as far as the machine knows it: whoever is somebody else gets no session of another's."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import pytest

from xacct_constructs.client import AssumeError
from xacct_constructs.client.caller import caller


class Setting(NamedTuple):
    """What a machine says of its user."""

    config: str = ""
    credentials: str = ""
    profile: str | None = None
    environment: Mapping[str, str] = MappingProxyType({})


def keys(key_id: str, profile: str = "default", *more: str) -> str:
    """A profile with keys in the credentials file."""
    return "\n".join([f"[{profile}]", f"aws_access_key_id = {key_id}", "aws_secret_access_key = example", *more, ""])


def has(*settings: str, profile: str = "default", more: str = "") -> str:
    """A profile in the configuration file."""
    header = profile if profile == "default" else f"profile {profile}"
    return "\n".join([f"[{header}]", *settings, more])


ALICE, BOB = "AKIAIOSFODNN7EXAMPLE", "AKIAI44QH8DHBEXAMPLE"
WEB = "role_arn = arn:aws:iam::222222222222:role/ci"
PROCESS = "credential_process = /usr/bin/vault"
ANOTHER = {
    "the environment's key": (
        Setting(environment={"AWS_ACCESS_KEY_ID": ALICE}),
        Setting(environment={"AWS_ACCESS_KEY_ID": BOB}),
    ),
    "the environment's key, over the same profile": (
        Setting(credentials=keys(ALICE), environment={"AWS_ACCESS_KEY_ID": ALICE}),
        Setting(credentials=keys(ALICE), environment={"AWS_ACCESS_KEY_ID": BOB}),
    ),
    "the keys of the same profile": (Setting(credentials=keys(ALICE)), Setting(credentials=keys(BOB))),
    "the keys of the same profile, in the configuration": (
        Setting(has(f"aws_access_key_id = {ALICE}")),
        Setting(has(f"aws_access_key_id = {BOB}")),
    ),
    "the keys of a named profile": (
        Setting(credentials=keys(ALICE, "work"), profile="work"),
        Setting(credentials=keys(BOB, "work"), profile="work"),
    ),
    "the keys of a profile of two words": (
        Setting(credentials=keys(ALICE, "my work"), profile="my work"),
        Setting(credentials=keys(BOB, "my work"), profile="my work"),
    ),
    "the keys of the environment's profile": (
        Setting(credentials=keys(ALICE, "work"), environment={"AWS_PROFILE": "work"}),
        Setting(credentials=keys(BOB, "work"), environment={"AWS_PROFILE": "work"}),
    ),
    "the profile": (
        Setting(credentials=keys(ALICE, "a") + keys(BOB, "b"), profile="a"),
        Setting(credentials=keys(ALICE, "a") + keys(BOB, "b"), profile="b"),
    ),
    "the environment's profile itself": (
        Setting(credentials=keys(ALICE, "a") + keys(BOB, "b"), environment={"AWS_PROFILE": "a"}),
        Setting(credentials=keys(ALICE, "a") + keys(BOB, "b"), environment={"AWS_PROFILE": "b"}),
    ),
    "the keys of the source's source": (
        Setting(has(WEB, "source_profile = b", more=has(WEB, "source_profile = c", profile="b")), keys(ALICE, "c")),
        Setting(has(WEB, "source_profile = b", more=has(WEB, "source_profile = c", profile="b")), keys(BOB, "c")),
    ),
    "the role on the way": (
        Setting(has("role_arn = arn:aws:iam::222222222222:role/a", "source_profile = b"), keys(ALICE, "b")),
        Setting(has("role_arn = arn:aws:iam::222222222222:role/b", "source_profile = b"), keys(ALICE, "b")),
    ),
    "what a credential source finds": (
        Setting(
            has(WEB, "credential_source = Environment"), profile="default", environment={"AWS_ACCESS_KEY_ID": ALICE}
        ),
        Setting(has(WEB, "credential_source = Environment"), profile="default", environment={"AWS_ACCESS_KEY_ID": BOB}),
    ),
    "the web identity's role": (
        Setting(environment={"AWS_ROLE_ARN": "arn:aws:iam::222222222222:role/a", "AWS_WEB_IDENTITY_TOKEN_FILE": "t"}),
        Setting(environment={"AWS_ROLE_ARN": "arn:aws:iam::222222222222:role/b", "AWS_WEB_IDENTITY_TOKEN_FILE": "t"}),
    ),
    "the web identity's token": (
        Setting(has(WEB, "web_identity_token_file = /a")),
        Setting(has(WEB, "web_identity_token_file = /b")),
    ),
    "Identity Center's account": (
        Setting(has("sso_session = acme", "sso_account_id = 222222222222", "sso_role_name = r")),
        Setting(has("sso_session = acme", "sso_account_id = 333333333333", "sso_role_name = r")),
    ),
    "Identity Center's role": (
        Setting(has("sso_session = acme", "sso_account_id = 222222222222", "sso_role_name = r")),
        Setting(has("sso_session = acme", "sso_account_id = 222222222222", "sso_role_name = s")),
    ),
    "Identity Center's session": (
        Setting(has("sso_session = acme", "sso_account_id = 222222222222", "sso_role_name = r")),
        Setting(has("sso_session = other", "sso_account_id = 222222222222", "sso_role_name = r")),
    ),
    "where that session signs in": (
        Setting(
            has("sso_session = a", "sso_account_id = 2", more="[sso-session a]\nsso_start_url = https://a.example")
        ),
        Setting(
            has("sso_session = a", "sso_account_id = 2", more="[sso-session a]\nsso_start_url = https://b.example")
        ),
    ),
    "the sign-in": (Setting(has("login_session = arn:a")), Setting(has("login_session = arn:b"))),
    "the command": (Setting(has(PROCESS)), Setting(has("credential_process = /usr/bin/other"))),
    "the profile that a command is given": (
        Setting(has(f"{PROCESS} --profile work"), keys(ALICE, "work")),
        Setting(has(f"{PROCESS} --profile work"), keys(BOB, "work")),
    ),
    "the profile that a command falls back to": (
        Setting(has(PROCESS, profile="work"), keys(ALICE), profile="work"),
        Setting(has(PROCESS, profile="work"), keys(BOB), profile="work"),
    ),
    "the environment that a command may read": (
        Setting(has(PROCESS), profile="default", environment={"AWS_ACCESS_KEY_ID": ALICE}),
        Setting(has(PROCESS), profile="default", environment={"AWS_ACCESS_KEY_ID": BOB}),
    ),
    "a container's address": (
        Setting(environment={"AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://localhost/a"}),
        Setting(environment={"AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://localhost/b"}),
    ),
    "another AWS": (
        Setting(credentials=keys(ALICE)),
        Setting(credentials=keys(ALICE), environment={"AWS_ENDPOINT_URL": "https://localhost:1"}),
    ),
    "another AWS, of the profile": (
        Setting(credentials=keys(ALICE)),
        Setting(has("endpoint_url = https://localhost:1"), keys(ALICE)),
    ),
}
SAME = {
    "another secret for the key": (
        Setting(credentials=keys(ALICE)),
        Setting(credentials=keys(ALICE).replace("example", "other")),
    ),
    "a token that was renewed": (
        Setting(credentials=keys(ALICE, "default", "aws_session_token = a")),
        Setting(credentials=keys(ALICE, "default", "aws_session_token = b")),
    ),
    "another profile beside it": (
        Setting(credentials=keys(ALICE)),
        Setting(credentials=keys(ALICE) + keys(BOB, "other")),
    ),
    "the environment's keys, beside a named profile": (
        Setting(credentials=keys(ALICE, "work"), profile="work"),
        Setting(credentials=keys(ALICE, "work"), profile="work", environment={"AWS_ACCESS_KEY_ID": BOB}),
    ),
    "the default profile, and the same by its name": (
        Setting(credentials=keys(ALICE)),
        Setting(credentials=keys(ALICE), profile="default"),
    ),
    "a comment": (Setting(credentials=keys(ALICE)), Setting(credentials=f"# mine\n{keys(ALICE)}")),
}


def told(setting: Setting, folder: Path) -> str:
    """Who a machine says its user is."""
    folder.mkdir(exist_ok=True)
    files = {"AWS_CONFIG_FILE": folder / "config", "AWS_SHARED_CREDENTIALS_FILE": folder / "credentials"}
    files["AWS_CONFIG_FILE"].write_text(setting.config)
    files["AWS_SHARED_CREDENTIALS_FILE"].write_text(setting.credentials)
    with pytest.MonkeyPatch.context() as changed:
        for name, value in {**files, **setting.environment}.items():
            changed.setenv(name, str(value))
        return caller(setting.profile)


@pytest.mark.parametrize(("one", "other"), ANOTHER.values(), ids=ANOTHER)
def test_somebody_else_is_told_apart(one: Setting, other: Setting, tmp_path: Path) -> None:
    """By whatever says who they are."""
    assert told(one, tmp_path) != told(other, tmp_path)


@pytest.mark.parametrize(("one", "other"), SAME.values(), ids=SAME)
def test_the_same_caller_stays_the_same(one: Setting, other: Setting, tmp_path: Path) -> None:
    """Whatever changes around them; else each change would cost a call, and an MFA code."""
    assert told(one, tmp_path) == told(other, tmp_path)


def test_nothing_of_a_key_is_shown(tmp_path: Path) -> None:
    """A name of 32 hexadecimal digits; the secret is not even in what it is made from."""
    found = told(Setting(credentials=keys(ALICE)), tmp_path)

    assert len(found) == 32
    assert int(found, 16)


DAMAGED = {
    "no section": ("aws_access_key_id = secret\n", ", line 1, stands before any section"),
    "a section twice": ("[default]\n[default]\n", ", line 2, begins a section that is there already"),
    "no setting": ("[default]\nsecret\n", ", line 2, is no setting"),
}


@pytest.mark.parametrize(("text", "says"), DAMAGED.values(), ids=DAMAGED)
def test_a_file_that_nobody_can_read_is_said(text: str, says: str, tmp_path: Path) -> None:
    """With its line, which is not repeated; environment keys need no file."""
    with pytest.raises(AssumeError, match=says) as raised:
        told(Setting(text), tmp_path)

    assert "secret" not in str(raised.value)
    assert raised.value.code == 2
    assert told(Setting(text, environment={"AWS_ACCESS_KEY_ID": ALICE}), tmp_path)
