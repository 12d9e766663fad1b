"""`xacct console`: the request for a sign-in token, answered by a server of the test's own, and the two links."""

import json
import re
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from benchmarks import client
from tests.client.conftest import agreement
from xacct_constructs.agreement.serialize import to_json
from xacct_constructs.cli import main
from xacct_constructs.client import AssumeError, Handoff, federation
from xacct_constructs.client.handoff import of_role_arn
from xacct_constructs.client.sessions import Session

SESSION = Session("ASIAIOSFODNN7EXAMPLE", "secret/+=&", "token/+=&", "2026-11-23T13:00:00Z", "eu-west-1")
ARN = "arn:aws:iam::111111111111:role/team/reports-reader"
ROLE = of_role_arn(ARN)


class SignIn(BaseHTTPRequestHandler):
    """Answers as it is told, and keeps what it was asked."""

    status, body = 200, b""
    asked: list[tuple[str, str]]

    def do_POST(self) -> None:
        """One request."""
        self.asked.append((self.path, self.rfile.read(int(self.headers["Content-Length"])).decode()))
        self.send_response(self.status)
        self.end_headers()
        self.wfile.write(self.body)

    def log_message(self, *_: Any) -> None:
        """Nothing is printed."""


@pytest.fixture
def sign_in(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[SignIn]]:
    """The sign-in endpoint of the aws partition, on this machine."""
    handler = type("Handler", (SignIn,), {"asked": [], "body": b'{"SigninToken": "one/+=&"}'})
    server = HTTPServer(("127.0.0.1", 0), handler)
    console = federation.Console(f"http://127.0.0.1:{server.server_port}", "https://console.aws.amazon.com/")
    monkeypatch.setitem(federation.CONSOLES, "aws", console)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    serving = threading.Thread(target=server.serve_forever)
    serving.start()
    yield handler
    server.shutdown()
    server.server_close()
    serving.join()


def test_the_url_signs_in(sign_in: type[SignIn]) -> None:
    """The credentials are posted, so that they are in no URL; the token comes back, the region is the session's."""
    url = urlsplit(federation.sign_in_url(ROLE, SESSION))

    [(path, body)] = sign_in.asked
    sent = {name: values[0] for name, values in parse_qs(body).items()}
    assert (path, sent["Action"]) == ("/federation", "getSigninToken")
    assert json.loads(sent["Session"]) == {
        "sessionId": SESSION.access_key_id,
        "sessionKey": SESSION.secret_access_key,
        "sessionToken": SESSION.session_token,
    }
    assert {name: values[0] for name, values in parse_qs(url.query).items()} == {
        "Action": "login",
        "Issuer": "xacct",
        "Destination": "https://console.aws.amazon.com/?region=eu-west-1",
        "SigninToken": "one/+=&",
    }


def test_a_page_of_the_console_can_be_named(sign_in: type[SignIn]) -> None:
    """It is where the browser ends up."""
    page = "https://s3.console.aws.amazon.com/s3/buckets/acme-reports?prefix=monthly/"
    url = urlsplit(federation.sign_in_url(ROLE, SESSION, page))

    assert parse_qs(url.query)["Destination"] == [page]
    assert len(sign_in.asked) == 1


def test_the_command_prints_the_url(
    sign_in: type[SignIn], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """On standard output, and nothing else there; refused, nothing at all."""
    client.person(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)

    assert main(["console", "reports-reader"]) == 0
    assert re.fullmatch(r"http://127\.0\.0\.1:[0-9]+/federation\?Action=login\S+\n", capsys.readouterr().out)
    sign_in.status = 400
    assert main(["console", "reports-reader"]) == 1
    printed = capsys.readouterr()
    assert (printed.out, printed.err.count("\n")) == ("", 1)


@pytest.mark.parametrize("variable", ["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_STS"])
def test_an_aws_on_this_machine_has_no_console(
    variable: str, sign_in: type[SignIn], monkeypatch: pytest.MonkeyPatch
) -> None:
    """That is said, and its sessions are shown to nobody."""
    monkeypatch.setenv(variable, "https://127.0.0.1:4566")

    asking: list[Callable[[], str]] = [
        lambda: federation.sign_in_url(ROLE, SESSION),
        lambda: federation.switch_role_link(ROLE),
    ]
    for asked in asking:
        with pytest.raises(AssumeError, match=r"no console to open: sessions come from https://127\.0\.0\.1") as said:
            asked()
        assert said.value.code == 2
    assert sign_in.asked == []


def test_an_endpoint_of_a_vpc_is_as_good_as_aws_s_own(sign_in: type[SignIn], monkeypatch: pytest.MonkeyPatch) -> None:
    """Its sessions are real."""
    monkeypatch.setenv("AWS_ENDPOINT_URL_STS", "https://vpce-1.sts.eu-west-1.vpce.amazonaws.com")

    assert "SigninToken=" in federation.sign_in_url(ROLE, SESSION)


def person_at_a_browser(folder: Path, monkeypatch: pytest.MonkeyPatch, *, there: bool) -> list[str]:
    """Somebody with a session that is kept; what their browser is given, if there is one."""
    given: list[str] = []
    client.person(folder)
    monkeypatch.setenv("HOME", str(folder))
    for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        monkeypatch.delenv(name)
    monkeypatch.chdir(folder)

    def opened(url: str) -> bool:
        given.append(url)
        return there

    monkeypatch.setattr("webbrowser.open", opened)
    return given


def test_the_browser_is_opened_without_the_url_on_a_command_line(
    sign_in: type[SignIn], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is given a page that is the person's alone and leads on; nothing is printed."""
    given = person_at_a_browser(tmp_path, monkeypatch, there=True)

    assert [main(["console", "--open", "reports-reader"]), main(["console", "reports-reader", "--open"])] == [0, 0]

    page = tmp_path / ".aws" / "xacct" / "console.html"
    assert given == [page.as_uri()] * 2
    assert page.stat().st_mode & 0o777 == 0o600
    [url] = re.findall('http-equiv="refresh" content="0; url=([^"]+)"', page.read_text())
    assert "/federation?Action=login&amp;" in url
    assert sorted(path.name for path in page.parent.iterdir()) == ["cache", "console.html"]
    assert capsys.readouterr() == ("", "")


def test_without_a_browser_the_url_is_printed(
    sign_in: type[SignIn], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """And it is said why."""
    person_at_a_browser(tmp_path, monkeypatch, there=False)

    assert main(["console", "--open", "reports-reader"]) == 0
    printed = capsys.readouterr()
    assert "/federation?Action=login" in printed.out
    assert printed.err == "xacct: no browser could be started here; here is the URL\n"


REFUSALS = (
    ("refused", 400, b"secret/+=&", "refused to sign in: HTTP 400$"),
    ("no token", 200, b"{}", "gave no sign-in token$"),
    ("no JSON", 200, b"token/+=&", "gave no sign-in token$"),
)


@pytest.mark.parametrize(("status", "body", "says"), [row[1:] for row in REFUSALS], ids=[row[0] for row in REFUSALS])
def test_an_error_repeats_nothing(status: int, body: bytes, says: str, sign_in: type[SignIn]) -> None:
    """Neither what was sent nor what came back is in the message, or in the errors behind it."""
    sign_in.status, sign_in.body = status, body

    with pytest.raises(AssumeError, match=says) as raised:
        federation.sign_in_url(ROLE, SESSION)
    assert raised.value.__context__ is None
    assert not any(secret in str(raised.value) for secret in SESSION[1:3])


def test_without_an_answer(sign_in: type[SignIn], monkeypatch: pytest.MonkeyPatch) -> None:
    """Named, with the reason."""
    monkeypatch.setitem(federation.CONSOLES, "aws", federation.Console("http://127.0.0.1:1", ""))

    with pytest.raises(AssumeError, match=r"http://127\.0\.0\.1:1 did not answer"):
        federation.sign_in_url(ROLE, SESSION)
    assert sign_in.asked == []


def test_a_session_is_never_shown() -> None:
    """Its text, wherever it turns up, holds no credential."""
    assert (repr(SESSION), str(SESSION)) == ("<session until 2026-11-23T13:00:00Z>",) * 2


def test_the_real_endpoints_are_https() -> None:
    """Each partition's own; what is not known is refused."""
    assert all(each.sign_in.startswith("https://signin.") for each in federation.CONSOLES.values())
    with pytest.raises(AssumeError, match="no sign-in endpoint is known for the partition aws-iso"):
        federation.sign_in_url(of_role_arn("arn:aws-iso:iam::111111111111:role/x"), SESSION)


def test_the_switch_role_link() -> None:
    """Account and role with its path, by the console's own names."""
    assert federation.switch_role_link(ROLE) == (
        "https://signin.aws.amazon.com/switchrole"
        "?account=111111111111&roleName=team%2Freports-reader&displayName=reports-reader"
    )


REQUIRED: tuple[tuple[str, dict[str, Any], str | None], ...] = (
    ("nothing", {}, None),
    ("MFA, with which the person signed in", {"mfa": True}, None),
    ("an external ID", {"external_ids": ["a1"]}, "cannot pass an external ID"),
    ("a source identity", {"source_identities": ["alice"]}, "cannot pass a source identity"),
    ("session tags", {"session_tags": {"team": ["red"]}}, "cannot pass session tags"),
)


@pytest.mark.parametrize(("safeguards", "says"), [row[1:] for row in REQUIRED], ids=[row[0] for row in REQUIRED])
def test_the_switch_role_link_only_where_it_works(safeguards: dict[str, Any], says: str | None) -> None:
    """The console passes none of these."""
    made = agreement("reports-reader", **safeguards)
    role = Handoff(made.role_arn, to_json(made), None)

    if says is None:
        assert "roleName=reports-reader" in federation.switch_role_link(role)
        return
    with pytest.raises(AssumeError, match=says):
        federation.switch_role_link(role)
