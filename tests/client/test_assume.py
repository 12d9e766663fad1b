"""`assume` in Python, and the call behind it, against a local AWS that enforces IAM."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from tests.client.conftest import AUDIT, READER, Person, World, deployed
from xacct_constructs import TrustedAccount
from xacct_constructs.agreement.serialize import to_json
from xacct_constructs.client import AssumeError, Handoff, assume, cache, load, renewing, sts
from xacct_constructs.client.handoff import of_role_arn
from xacct_constructs.client.request import request
from xacct_constructs.local import story
from xacct_constructs.local.clients import Credentials
from xacct_constructs.resources import trusting_resources


@pytest.fixture(autouse=True)
def at_the_local_aws(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every client of the test's process reaches the local AWS, and nothing else."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", world.aws.endpoint)
    monkeypatch.setenv("AWS_CA_BUNDLE", str(world.aws.certificate))


def of(keys: Credentials) -> boto3.Session:
    """A session that has these keys."""
    return boto3.Session(keys.access_key, keys.secret, keys.token, region_name="eu-west-1")


def arn_of(session: boto3.Session) -> str:
    """Who a session is, by AWS's word."""
    return str(session.client("sts").get_caller_identity()["Arn"])


def test_a_session_acts_as_the_role(world: World) -> None:
    """It reads the report and is refused the payroll; the session it came from is as it was."""
    alice = of(world.keys["alice"])

    reader = assume(READER, session=alice, region="eu-west-1")

    s3 = reader.client("s3")
    assert s3.get_object(Bucket=story.BUCKET, Key=story.REPORT)["Body"].read()
    with pytest.raises(ClientError, match="AccessDenied"):
        s3.get_object(Bucket=story.BUCKET, Key=story.OTHER_OBJECT)
    assert arn_of(reader).endswith(":assumed-role/reports-reader/alice")
    assert arn_of(alice).endswith(":user/alice")


WAYS = ("the agreement", "what load found", "the role's ARN")


@pytest.mark.parametrize("way", WAYS)
def test_a_role_is_named_in_three_ways(way: str, world: World, alice: Person) -> None:
    """The region is the handoff's; for the others that of the session they came from."""
    ways = (READER, load("reports-reader", alice.home), READER.role_arn)

    session = assume(ways[WAYS.index(way)], session=of(world.keys["alice"]))

    assert arn_of(session).endswith(":assumed-role/reports-reader/alice")
    assert session.region_name == "eu-west-1"


def test_the_external_id_is_the_agreement_s(world: World) -> None:
    """Without it, by the bare ARN, the same caller is refused."""
    alice = of(world.keys["alice"])

    assert arn_of(assume(AUDIT, session=alice)).endswith(":assumed-role/reports-audit/alice")
    with pytest.raises(AssumeError, match="AccessDenied") as raised:
        assume(AUDIT.role_arn, session=alice).client("sts")
    assert raised.value.code == 1


def test_no_call_is_made_before_the_first_client(monkeypatch: pytest.MonkeyPatch, world: World) -> None:
    """`assume` itself needs no network; the first client does."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", "https://localhost:1")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")

    session = assume(READER, session=of(world.keys["alice"]))

    with pytest.raises(AssumeError, match="could not be assumed: https://localhost:1 cannot be reached"):
        session.client("s3")


def test_credentials_renew_themselves(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """One client goes on with new credentials when the old are about to end, and keeps them until then."""
    session = assume(READER, session=of(world.keys["alice"]))
    client = session.client("sts")
    first = session.get_credentials().get_frozen_credentials().access_key
    client.get_caller_identity()
    same = session.get_credentials().get_frozen_credentials().access_key
    monkeypatch.setattr(session.get_credentials(), "_expiry_time", datetime.now(UTC) + timedelta(seconds=60))
    client.get_caller_identity()

    assert first == same
    assert session.get_credentials().get_frozen_credentials().access_key != first


def test_the_shortest_session_is_not_renewed_at_every_call(world: World) -> None:
    """Fifteen minutes leave ten to work in."""
    session = assume(READER, session=of(world.keys["alice"]), session_duration=timedelta(minutes=15))

    keys = {session.get_credentials().get_frozen_credentials().access_key for _ in range(3)}

    assert len(keys) == 1
    assert renewing._RENEW_SECONDS == 300


def test_a_new_role_is_waited_for(world: World, alice: Person) -> None:
    """At once it is refused; asked to wait, the command goes on until the role is there, and says what it waits for."""
    late = replace(READER, role_name="late")
    document = {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": late.role_arn}
    text = json.dumps({"Version": "2012-10-17", "Statement": [document]})
    iam = world.clients.of_account("iam", story.TRUSTED_ACCOUNT)
    iam.put_user_policy(UserName="alice", PolicyName="Late", PolicyDocument=text)
    asking = ("env", "--role-arn", late.role_arn, "--region", "eu-west-1")

    at_once = alice.xacct(*asking)
    with alice.start(*asking, "--wait", "60") as waiting:
        said = waiting.stderr.readline() if waiting.stderr else ""
        deployed(world.clients, story.TRUSTING_ACCOUNT, "late", trusting_resources(late))
        printed, further = waiting.communicate(timeout=60)

    assert (at_once.returncode, at_once.stdout) == (1, "")
    assert said == "xacct: AccessDenied; trying again in 0.5 s\n"
    assert (waiting.returncode, "AWS_SESSION_TOKEN" in printed) == (0, True), further


def test_waiting_has_an_end(alice: Person) -> None:
    """A role that never admits the caller is given up when the time is over."""
    done = alice.xacct("env", "reports-audit", "--external-id", "acme-000000", "--wait", "2")

    assert (done.returncode, done.stdout) == (1, "")
    assert "trying again" in done.stderr


def test_temporary_credentials_assume_for_an_hour(world: World) -> None:
    """A role's session that asks for four hours gets one, and so does a user's own; both are told why, a key is not."""
    whole = TrustedAccount(account=story.TRUSTED_ACCOUNT)
    chained = replace(AUDIT, role_name="chained", trusted_principals=[whole])
    deployed(world.clients, story.TRUSTING_ACCOUNT, "chained", trusting_resources(chained))
    assumable = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": story.TRUSTED_ACCOUNT}}
    every = {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*"}
    trust, allowed = (json.dumps({"Version": "2012-10-17", "Statement": [each]}) for each in (assumable, every))
    iam = world.clients.of_account("iam", story.TRUSTED_ACCOUNT)
    iam.create_role(RoleName="mailer", AssumeRolePolicyDocument=trust)
    iam.put_role_policy(RoleName="mailer", PolicyName="Every", PolicyDocument=allowed)
    iam.put_user_policy(UserName="alice", PolicyName="Every", PolicyDocument=allowed)
    alice = of(world.keys["alice"])
    mailer = assume("arn:aws:iam::222222222222:role/mailer", session=alice)
    given = alice.client("sts").get_session_token()["Credentials"]
    signed_in = boto3.Session(given["AccessKeyId"], given["SecretAccessKey"], given["SessionToken"], "eu-west-1")
    asked = request(Handoff(chained.role_arn, to_json(chained), "eu-west-1"))

    hours, said = [], []
    for source in (alice, mailer, signed_in):
        lines: list[str] = []
        ends = cache.expiration(sts.assume_role(source, asked, prompt=str, say=lines.append))
        hours.append(round((ends - datetime.now(UTC)) / timedelta(hours=1)))
        said.append(" ".join(lines))

    why = "has temporary credentials: AWS limits the session that they assume to one hour"
    assert hours == [4, 1, 1]
    assert said[:2] == ["", f"arn:aws:sts::222222222222:assumed-role/mailer/alice {why}"]
    assert said[2].endswith(why)


REGIONS = ("eu-west-1", "us-east-1", "ap-southeast-2", "cn-north-1", "us-gov-west-1")


@pytest.mark.parametrize("region", REGIONS)
def test_sts_is_asked_in_the_region(region: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The regional endpoint, never the global one."""
    monkeypatch.delenv("AWS_ENDPOINT_URL")
    asked: list[str] = []

    class Recording(boto3.Session):  # type: ignore[misc]  # boto3 publishes no types
        """Keeps where its clients would have gone."""

        def client(self, *arguments: Any, **options: Any) -> Any:
            made = super().client(*arguments, **options)
            asked.append(made.meta.endpoint_url)
            raise ClientError({"Error": {"Code": "Stopped", "Message": "here"}}, "AssumeRole")

    with pytest.raises(AssumeError, match="Stopped: here"):
        sts.assume_role(
            Recording("AKIAIOSFODNN7EXAMPLE", "secret"), request(of_role_arn(READER.role_arn, region)), prompt=str
        )
    suffix = "amazonaws.com.cn" if region.startswith("cn-") else "amazonaws.com"
    assert asked == [f"https://sts.{region}.{suffix}"]


CLOCKS = (
    ("behind", timedelta(hours=1), "; this machine's clock is 3[56][0-9][0-9] s behind AWS's"),
    ("ahead", timedelta(hours=-1), "; this machine's clock is 3[56][0-9][0-9] s ahead of AWS's"),
    ("right", timedelta(0), "SignatureDoesNotMatch: expired"),
)


@pytest.mark.parametrize(("ahead", "says"), [row[1:] for row in CLOCKS], ids=[row[0] for row in CLOCKS])
def test_a_clock_that_is_off_is_named(ahead: timedelta, says: str) -> None:
    """AWS's own date, in its refusal, tells."""
    stamp = (datetime.now(UTC) + ahead).strftime("%a, %d %b %Y %H:%M:%S GMT")
    metadata = {"HTTPHeaders": {"date": stamp}}
    told = {"Error": {"Code": "SignatureDoesNotMatch", "Message": "expired"}, "ResponseMetadata": metadata}

    text = str(sts._refusal(ClientError(told, "AssumeRole"), request(of_role_arn(READER.role_arn)), None))

    assert re.search(f"{says}$", text), text


def test_what_is_kept_knows_the_clock(alice: Person) -> None:
    """The local AWS's clock is this machine's, so nothing is to be added."""
    alice.variables("reports-reader")

    [session] = alice.kept_sessions()
    assert session["ClockSkew"] == 0
