"""`-v`: each call of AWS in a line on standard error, and nothing that is secret in it."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from tests.cli.faulty import SECRET, TOKEN, identity, reply, result, serving
from tests.cli.test_network import NAME, TRUSTED, Ended, ended, person
from xacct_constructs.cli import main

__all__ = ["ended", "person"]

ENDS = datetime.now(UTC) + timedelta(hours=1)
ASSUMED = result(
    "AssumeRole",
    f"<Credentials><AccessKeyId>ASIAIOSFODNN7EXAMPLE</AccessKeyId><SecretAccessKey>{SECRET}</SecretAccessKey>"
    f"<SessionToken>{TOKEN}</SessionToken><Expiration>{ENDS:%Y-%m-%dT%H:%M:%SZ}</Expiration></Credentials>"
    "<AssumedRoleUser><AssumedRoleId>AROA:alice</AssumedRoleId>"
    "<Arn>arn:aws:sts::111111111111:assumed-role/reports-reader/alice</Arn></AssumedRoleUser>",
)
DENIED = reply(
    403,
    "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>not authorized</Message></Error>"
    "<RequestId>1</RequestId></ErrorResponse>",
)
SECONDS = r"[0-9]+\.[0-9]{2} s"
CALLED = [
    rf"xacct: sts:GetCallerIdentity in eu-west-1: done, {SECONDS}",
    rf"xacct: sts:AssumeRole in eu-west-1 \(RoleArn=arn:aws:iam::111111111111:role/reports-reader,"
    rf" RoleSessionName=alice\): done, {SECONDS}",
]
LASTS = f"xacct: the session lasts until {ENDS:%Y-%m-%dT%H:%M:%SZ}"


@pytest.mark.parametrize("option", ["-v", "--verbose"])
def test_each_call_is_a_line(option: str, ended: Ended) -> None:
    """Service, action, region, the names that were sent, the answer and its time; of the session only its end."""
    with serving({"GetCallerIdentity": identity(TRUSTED), "": ASSUMED}) as server:
        ended.environment.setenv("AWS_ENDPOINT_URL", server.url)
        codes = [main(["env", NAME, *words]) for words in ([option], [option], ["--renew"])]
    out, err = ended.capsys.readouterr()

    assert codes == [0, 0, 0]
    assert out.count(SECRET) == 3
    assert SECRET not in err
    assert TOKEN not in err
    assert "acme-7f3a91" not in err  # the external ID
    first, second, third, fourth = err.splitlines()
    assert all(re.fullmatch(*pair) for pair in zip(CALLED, (first, second), strict=True)), err
    assert (third, fourth) == (LASTS, LASTS)


def test_a_refusal_is_named(ended: Ended) -> None:
    """By its code; the line that ends the command names the one that finds the reason."""
    with serving({"GetCallerIdentity": identity(TRUSTED), "": DENIED}) as server:
        ended.environment.setenv("AWS_ENDPOINT_URL", server.url)
        code = main(["env", "-v", NAME])
    err = ended.capsys.readouterr().err

    assert code == 1
    assert re.search(rf"\): AccessDenied, {SECONDS}\n", err)
    assert err.endswith("AccessDenied: not authorized; what refuses it: xacct doctor reports-reader\n")


def test_what_does_not_answer_is_named(ended: Ended) -> None:
    """By what boto3 calls it."""
    ended.environment.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    assert main(["env", "-v", NAME]) == 1

    assert re.match(
        rf"xacct: sts:GetCallerIdentity in eu-west-1: EndpointConnectionError, {SECONDS}\n",
        ended.capsys.readouterr().err,
    )
