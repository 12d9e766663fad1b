"""The second factor. The local AWS has none, so botocore's stubber answers in its place."""

import os
import pty
import re
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.stub import Stubber

from tests.client.conftest import agreement
from xacct_constructs.agreement.serialize import to_json
from xacct_constructs.client import AssumeError, Handoff, mfa, sts
from xacct_constructs.client.request import request

ARN = "arn:aws:iam::222222222222:user/alice"
DEVICE = "arn:aws:iam::222222222222:mfa/alice"
OTHER = "arn:aws:iam::222222222222:mfa/key"
MADE = agreement("plans-reader", mfa=True)
HANDOFF = Handoff(MADE.role_arn, to_json(MADE), "eu-west-1")
MARK = {"ResponseMetadata": {"RequestId": "c6104cbe-af31-11e0-8154-cbc7ccf896c7"}}
"""What every answer of AWS's bears."""
ANSWER = {
    **MARK,
    "Credentials": {
        "AccessKeyId": "ASIAIOSFODNN7EXAMPLE",
        "SecretAccessKey": "secret",
        "SessionToken": "token",
        "Expiration": datetime.now(UTC) + timedelta(hours=1),
    },
}
DENIED = "AccessDenied"


class Stubbed(boto3.Session):  # type: ignore[misc]  # boto3 publishes no types
    """A caller whose STS and IAM answer as they are told, and check what they are asked."""

    def __init__(self, token: str | None = None) -> None:
        """Alice, with her keys or with a session's token."""
        super().__init__("AKIAIOSFODNN7EXAMPLE", "secret", token, region_name="eu-west-1")
        self.stubs: dict[str, Stubber] = {}
        self.made: dict[str, Any] = {}
        for service in ("sts", "iam"):
            self.made[service] = super().client(service, region_name="eu-west-1")
            self.stubs[service] = Stubber(self.made[service])
            self.stubs[service].activate()
        identity = {"Arn": ARN, "UserId": "AIDA", "Account": "222222222222", **MARK}
        self.stubs["sts"].add_response("get_caller_identity", identity)

    def client(self, service: str, *_: Any, **__: Any) -> Any:
        """The one client of a service."""
        return self.made[service]

    def devices(self, *serials: str) -> None:
        """What iam:ListMFADevices answers."""
        listed = [{"UserName": "alice", "SerialNumber": each, "EnableDate": datetime.now(UTC)} for each in serials]
        self.stubs["iam"].add_response("list_mfa_devices", {"MFADevices": listed, "IsTruncated": False, **MARK})

    def expects(self, **parameters: str) -> None:
        """What sts:AssumeRole must be asked."""
        expected = {"RoleArn": MADE.role_arn, "RoleSessionName": "alice", **parameters}
        self.stubs["sts"].add_response("assume_role", ANSWER, expected)

    def nothing_left(self) -> None:
        """Everything that was to be asked has been."""
        for stub in self.stubs.values():
            stub.assert_no_pending_responses()


def assumed(session: Stubbed, prompt: Callable[[str], str], **given: Any) -> dict[str, Any]:
    """Assume the role."""
    return sts.assume_role(session, request(HANDOFF, **given), prompt=prompt, wait=5)


def test_the_only_device_is_found_and_its_code_asked() -> None:
    """Nobody types a serial number."""
    session, asked = Stubbed(), list[str]()

    def answer(question: str) -> str:
        asked.append(question)
        return "123456"

    session.devices(DEVICE)
    session.expects(SerialNumber=DEVICE, TokenCode="123456")

    assumed(session, answer)

    assert asked == [f"MFA code for {DEVICE}: "]
    session.nothing_left()


def test_a_device_that_is_named_is_not_looked_for() -> None:
    """No call of IAM's is made, which the caller may not be allowed."""
    session = Stubbed()
    session.expects(SerialNumber=OTHER, TokenCode="123456")

    assumed(session, lambda _: "123456", mfa_serial=OTHER)

    session.nothing_left()


def test_a_session_that_signed_in_with_mfa_is_not_asked_again() -> None:
    """A user's temporary session carries its sign-in; with a device named, the code is asked for all the same."""
    session = Stubbed("token")
    session.expects()
    assumed(session, lambda _: pytest.fail("asked"))
    session.nothing_left()

    again = Stubbed("token")
    again.expects(SerialNumber=DEVICE, TokenCode="123456")
    assumed(again, lambda _: "123456", mfa_serial=DEVICE)
    again.nothing_left()


NO_DEVICE = (
    ("none", (), "has no MFA device; pass --mfa-serial"),
    ("several", (DEVICE, OTHER), f"has several MFA devices .{DEVICE}, {OTHER}.; pass --mfa-serial"),
)


@pytest.mark.parametrize(("serials", "says"), [row[1:] for row in NO_DEVICE], ids=[row[0] for row in NO_DEVICE])
def test_no_device_or_several_is_said(serials: tuple[str, ...], says: str) -> None:
    """None is guessed."""
    session = Stubbed()
    session.devices(*serials)

    with pytest.raises(AssumeError, match=says):
        assumed(session, lambda _: pytest.fail("asked"))


def test_a_caller_who_may_not_list_them_is_told() -> None:
    """What to name, and where."""
    session = Stubbed()
    session.stubs["iam"].add_client_error("list_mfa_devices", DENIED)

    with pytest.raises(AssumeError, match="could not be listed; pass --mfa-serial, or set mfa_serial in the profile"):
        assumed(session, lambda _: pytest.fail("asked"))


CODES: tuple[tuple[str, str, AbstractContextManager[Any]], ...] = (
    ("six digits", "123456", nullcontext()),
    ("five", "12345", pytest.raises(AssumeError, match=r"^an MFA code is six digits$")),
    ("letters", "secret", pytest.raises(AssumeError, match=r"^an MFA code is six digits$")),
    ("nothing", "", pytest.raises(AssumeError, match=r"^an MFA code is six digits$")),
)


@pytest.mark.parametrize(("code", "outcome"), [row[1:] for row in CODES], ids=[row[0] for row in CODES])
def test_a_code_is_checked_and_not_repeated(code: str, outcome: AbstractContextManager[Any]) -> None:
    """What was typed is in no message."""
    with outcome:
        assert mfa.token_code(code) == code


def test_a_code_serves_once() -> None:
    """The token given on the command line goes first, then the person is asked; a refused code is not sent again."""
    prompt = mfa.once("111111", lambda _: "222222")
    session = Stubbed()
    session.stubs["sts"].add_client_error(
        "assume_role", DENIED, "MultiFactorAuthentication failed", response_meta=MARK["ResponseMetadata"]
    )

    assert [prompt(""), prompt(""), prompt("")] == ["111111", "222222", "222222"]
    with pytest.raises(AssumeError, match="MultiFactorAuthentication failed"):
        assumed(session, lambda _: "123456", mfa_serial=DEVICE)


def test_the_terminal_is_asked_whatever_the_output_is(tmp_path: Path) -> None:
    """The question and the answer pass by the terminal; standard output has nothing of them."""
    printed = tmp_path / "printed"
    child, terminal = pty.fork()
    if child == 0:
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(os.open(printed, os.O_WRONLY | os.O_CREAT), 1)
        program = "from xacct_constructs.client import mfa; print(mfa.ask('MFA code: '))"
        os.chdir(Path(__file__).parents[2])
        os.execv(sys.executable, [sys.executable, "-c", program])  # noqa: S606 - a terminal of its own
    seen = b""
    while b"MFA code: " not in seen:
        seen += os.read(terminal, 1024)
    os.write(terminal, b"123456\n")
    _, status = os.waitpid(child, 0)
    os.close(terminal)

    assert (status, printed.read_text()) == (0, "123456\n")


def test_without_a_terminal_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit code 3, and the option that does without one."""
    monkeypatch.setattr("xacct_constructs.client.terminal._TERMINAL", "/dev/absent")

    with pytest.raises(
        AssumeError, match=re.escape("no terminal to ask on (MFA code for x); pass --mfa-token")
    ) as raised:
        mfa.ask("MFA code for x: ")
    assert raised.value.code == 3
