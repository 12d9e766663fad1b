"""Whose credentials a profile gives: what xacct refuses to write beside, and what botocore says of it."""

import json
import shlex
import sys
from dataclasses import dataclass
from pathlib import Path

import botocore.exceptions
import botocore.session
import pytest

from xacct_constructs.cli import main

ROLE = "arn:aws:iam::111111111111:role/reports-reader"
STAGING = "[default]\naws_access_key_id = STAGING\naws_secret_access_key = x\n"


def process(key_id: str) -> str:
    """A setting whose process gives this key."""
    printed = json.dumps({"Version": 1, "AccessKeyId": key_id, "SecretAccessKey": "x", "SessionToken": "x"})
    return f"credential_process = {shlex.join([sys.executable, '-c', f'print({printed!r})'])}"


@dataclass(frozen=True)
class Home:
    """A person's two files."""

    config: Path
    credentials: Path

    def write(self, config: str, credentials: str = STAGING) -> None:
        """Fill them."""
        self.config.write_text(config)
        self.credentials.write_text(credentials)

    def acts(self, profile: str = "p") -> str:
        """Who acts for the profile: the access key ID, or the way that botocore takes to one, or why it fails."""
        try:
            found = botocore.session.Session(profile=profile).get_credentials()
            later = found.method.startswith(("assume-role", "sso"))
            return str(found.method if later else found.access_key)
        except botocore.exceptions.BotoCoreError as problem:
            return type(problem).__name__


@pytest.fixture
def home(aws_folder: Path) -> Home:
    """A person whose default profile has keys."""
    aws_folder.mkdir()
    found = Home(aws_folder / "config", aws_folder / "credentials")
    found.write("")
    return found


def config(*options: str) -> int:
    """Run `xacct config` for the profile p."""
    return main(["config", "--role-arn", ROLE, "--profile-name", "p", "--region", "eu-west-1", "--yes", *options])


WEB = f"web_identity_token_file = /token\nrole_arn = {ROLE}\n"
SSO = "sso_start_url = https://acme\nsso_region = eu-west-1\n"
IN_CONFIG = {
    "a web identity": ("web_identity_token_file = /token", "InvalidConfigError"),
    "an Identity Center account": (f"{SSO}sso_role_name = r\nsso_account_id = 1", "sso"),
    "half of one": ("sso_account_id = 1", "InvalidConfigError"),
    "a console's sign-in": ("login_session = x", "MissingDependencyException"),
    # botocore comes to the process first, the SDKs for Go and JavaScript do not.
    "keys": ("aws_access_key_id = OTHER\naws_secret_access_key = x", "OURS"),
    "half of a key": ("aws_secret_access_key = x", "OURS"),
    "a token": ("aws_session_token = x", "OURS"),
    "an Identity Center session": ("sso_session = x", "OURS"),
    "an Identity Center start page": ("sso_start_url = https://acme", "OURS"),
}


@pytest.mark.parametrize(("lines", "acts"), IN_CONFIG.values(), ids=IN_CONFIG)
def test_a_profile_that_is_somebody_already_is_refused(
    lines: str, acts: str, home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the line, and nothing is written; who would act, had it been written, botocore says."""
    before = f"# mine\n[profile p]\noutput = json\n{lines}\n"
    home.write(before)

    code = config()

    key = lines.split(" ")[0]
    assert code == 2
    assert f"{home.config}, line 4: with {key} there, the profile p is somebody else" in capsys.readouterr().err
    assert home.config.read_text() == before
    home.write(f"{before}{process('OURS')}\n")
    assert home.acts() == acts


def test_what_every_profile_says_is_refused(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    """A section that `configparser` adds to all others: botocore would ask Identity Center."""
    home.write(f"[DEFAULT]\nsso_account_id = 1\nsso_role_name = r\n{SSO}")

    assert config() == 2

    assert f"{home.config}, line 2: with sso_account_id there" in capsys.readouterr().err
    home.write(f"{home.config.read_text()}[profile p]\n{process('OURS')}\n")
    assert home.acts() == "sso"


NAMESAKES = {
    "keys": ("aws_access_key_id = OTHER\naws_secret_access_key = x", "OTHER"),
    "another process": (process("OTHER"), "OTHER"),
    "another role": (f"role_arn = {ROLE}\nsource_profile = default", "assume-role"),
    "a web identity": (WEB.strip(), "assume-role-with-web-identity"),
    "an Identity Center account": (f"sso_account_id = 1\nsso_role_name = r\n{SSO}".strip(), "sso"),
    "a console's sign-in": ("login_session = x", "MissingDependencyException"),
}


@pytest.mark.parametrize(("lines", "acts"), NAMESAKES.values(), ids=NAMESAKES)
def test_a_namesake_in_the_credentials_file_is_refused(
    lines: str, acts: str, home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    """It counts more than the profile in the configuration file, so its line is named."""
    credentials = f"{STAGING}\n[p]\n{lines}\n"
    home.write("", credentials)

    code = config()

    key = lines.split(" ")[0]
    assert code == 2
    assert f"{home.credentials}, line 6: with {key} there, the profile p is somebody" in capsys.readouterr().err
    assert (home.config.read_text(), home.credentials.read_text()) == ("", credentials)
    home.write(f"[profile p]\n{process('OURS')}\n", credentials)
    assert home.acts() == acts


def test_a_namesake_s_region_is_refused(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    """It too counts more than the one that is asked for."""
    home.write("", f"{STAGING}[p]\nregion = us-east-1\n")

    assert config() == 2

    assert "credentials, line 5: with region there, the profile p is somebody else or elsewhere" in (
        capsys.readouterr().err
    )
    home.write("[profile p]\nregion = eu-west-1\n", home.credentials.read_text())
    assert botocore.session.Session(profile="p").get_config_variable("region") == "us-east-1"


KEPT = {
    "other settings": ("[profile p]\noutput = json\ncli_pager =\n", STAGING),
    "nested ones": ("[profile p]\ns3 =\n  addressing_style = path\n", STAGING),
    "an endpoint": ("[profile p]\nendpoint_url = http://127.0.0.1:1\nservices = s\n", STAGING),
    "what it was before": (f"[profile p]\nrole_arn = {ROLE}\ncredential_source = Environment\n", STAGING),
    "a section of the same name that is no profile": (
        "[p]\nsso_session = x\n[sso-session p]\nsso_region = x\n",
        STAGING,
    ),
    "another profile's ways": (f"[profile pp]\n{WEB}", f"{STAGING}[pp]\naws_access_key_id = OTHER\n"),
    "a namesake without a way": ("", f"{STAGING}[p]\noutput = json\n"),
    "what the credentials file calls a profile": ("", f"{STAGING}[profile p]\naws_access_key_id = OTHER\n"),
}


@pytest.mark.parametrize("native", [False, True], ids=["by the process", "by source_profile"])
@pytest.mark.parametrize(("written", "credentials"), KEPT.values(), ids=KEPT)
def test_what_makes_nobody_else_act_is_kept(
    written: str, credentials: str, native: bool, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And the profile then acts as the role, says botocore."""
    home.write(written, credentials)

    assert config(*(["--native"] if native else [])) == 0

    said = botocore.session.Session(profile="p").get_scoped_config()
    assert ("credential_process" in said, "role_arn" in said) == (not native, native)
    if native:
        assert home.acts() == "assume-role"
    else:
        monkeypatch.setattr(
            "botocore.credentials.ProcessProvider._retrieve_credentials_using",
            lambda _, command: {"access_key": command, "secret_key": "x"},
        )
        assert home.acts() == said["credential_process"]


SOURCES = {
    "that is not there": ("", "", [], "the profile default, from which p takes its credentials, is in neither"),
    "that is not there, natively": ("", "", ["--native"], "is in neither"),
    "that has a region only": ("[default]\nregion = a\n", "", ["--native"], "takes its credentials, has none"),
    "whose own is not there": (
        f"[profile s]\nrole_arn = {ROLE}\nsource_profile = t\n",
        "",
        ["--profile", "s"],
        "the profile t, from which s takes its credentials, is in neither",
    ),
    "whose own has none": (
        f"[profile s]\nrole_arn = {ROLE}\nsource_profile = t\n[profile t]\nregion = a\n",
        "",
        ["--profile", "s"],
        "the profile t, from which s takes its credentials, has none; pass --profile\n",
    ),
    "that comes back": (
        f"[profile s]\nrole_arn = {ROLE}\nsource_profile = p\n",
        "",
        ["--profile", "s", "--native"],
        "p takes its credentials from s takes its credentials from p: a circle",
    ),
}


@pytest.mark.parametrize(("written", "credentials", "options", "says"), SOURCES.values(), ids=SOURCES)
def test_a_source_is_refused(
    written: str, credentials: str, options: list[str], says: str, home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    """A profile that could never get credentials is not written; botocore agrees."""
    home.write(written, credentials)

    assert config(*options) == 2

    assert says in capsys.readouterr().err
    assert home.config.read_text() == written
    source = options[1] if "--profile" in options else "default"
    home.write(f"{written}[profile p]\nrole_arn = {ROLE}\nsource_profile = {source}\n", credentials)
    assert home.acts() in ("InvalidConfigError", "InfiniteLoopConfigError")


FINE = {
    "keys in the credentials file": ("", STAGING, []),
    "a role of its own": (f"[profile s]\nrole_arn = {ROLE}\nsource_profile = default\n", STAGING, ["--profile", "s"]),
    "itself, which has keys": (
        f"[profile s]\nrole_arn = {ROLE}\nsource_profile = s\naws_access_key_id = S\naws_secret_access_key = x\n",
        "",
        ["--profile", "s"],
    ),
    "the machine's": (
        f"[profile s]\nrole_arn = {ROLE}\ncredential_source = Environment\n",
        "",
        ["--profile", "s"],
    ),
}


@pytest.mark.parametrize(("written", "credentials", "options"), FINE.values(), ids=FINE)
def test_a_source_is_fine(
    written: str, credentials: str, options: list[str], home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With credentials of any kind; botocore would assume the role with them."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "MACHINE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "x")
    home.write(written, credentials)

    assert config("--native", *options) == 0

    assert home.acts() == "assume-role"


@pytest.mark.parametrize("name", ["config", "credentials"])
def test_a_file_that_nobody_can_read_is_left(name: str, home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    """The line is named, and neither shown nor mended."""
    broken = "[default]\naws_access_key_id = A\nZs3cr3t\n"
    file = getattr(home, name)
    file.write_text(broken)

    assert config() == 2

    printed = capsys.readouterr()
    assert f"{file}, line 3, is no setting" in printed.err
    assert "Zs3cr3t" not in printed.out + printed.err
    assert file.read_text() == broken
