"""What counts as allowed, as refused, and as neither."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from xacct_constructs.local import story
from xacct_constructs.local.checkout import find_checkout
from xacct_constructs.local.clients import Clients, Credentials
from xacct_constructs.local.probes import Callers, Observation, Probe, ProbeAnswer, observe
from xacct_constructs.local.server import LocalAws

READER, NOBODY = "a user who may read", "anonymous"


@pytest.fixture(scope="module")
def clients() -> Iterator[Clients]:
    """A local AWS with one bucket and one object."""
    with LocalAws(find_checkout().server_python) as aws:
        clients = Clients(aws)
        s3 = clients.of_account("s3", story.TRUSTING_ACCOUNT)
        s3.create_bucket(Bucket="acme-reports", CreateBucketConfiguration={"LocationConstraint": story.REGION})
        s3.put_object(Bucket="acme-reports", Key="report", Body=b"")
        yield clients


@pytest.fixture(scope="module")
def callers(clients: Clients) -> Callers:
    """A user who may list and read, and callers whose credentials are not right."""
    iam = clients.of_account("iam", story.TRUSTING_ACCOUNT)
    iam.create_user(UserName="reader")
    statement = {"Effect": "Allow", "Action": ["s3:GetObject", "s3:ListBucket"], "Resource": "*"}
    document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    iam.put_user_policy(UserName="reader", PolicyName="Read", PolicyDocument=document)
    reader = story.make_access_key(clients, story.TRUSTING_ACCOUNT, "reader")
    return {
        READER: reader,
        NOBODY: None,
        "a wrong secret": Credentials(reader.access_key, "wrong"),
        "a key that is nobody's": Credentials("AKIAIOSFODNN7EXAMPLE", "wrong"),
        "a wrong token": Credentials(reader.access_key, reader.secret, "wrong"),
    }


ROWS: tuple[tuple[str, str, str, Mapping[str, Any], ProbeAnswer, str], ...] = (
    ("allowed by policy", READER, "get_object", {"Key": "report"}, ProbeAnswer.ALLOWED, ""),
    ("no policy allows it", READER, "delete_object", {"Key": "report"}, ProbeAnswer.REFUSED, "AccessDenied"),
    ("anonymous, and not public", NOBODY, "get_object", {"Key": "report"}, ProbeAnswer.REFUSED, "AccessDenied"),
    ("nothing is there", READER, "get_object", {"Key": "absent"}, ProbeAnswer.FAILED, "NoSuchKey"),
    ("a parameter is missing", READER, "get_object", {}, ProbeAnswer.FAILED, "ParamValidationError"),
    (
        "the secret is wrong",
        "a wrong secret",
        "get_object",
        {"Key": "report"},
        ProbeAnswer.FAILED,
        "SignatureDoesNotMatch",
    ),
    (
        "the key is nobody's",
        "a key that is nobody's",
        "get_object",
        {"Key": "report"},
        ProbeAnswer.FAILED,
        "InvalidAccessKeyId",
    ),
    (
        "the caller has no credentials",
        "a stranger",
        "get_object",
        {"Key": "report"},
        ProbeAnswer.FAILED,
        "no credentials",
    ),
)


@pytest.mark.parametrize(
    ("caller", "operation", "parameters", "seen", "detail"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS]
)
def test_answers(
    caller: str,
    operation: str,
    parameters: Mapping[str, Any],
    seen: ProbeAnswer,
    detail: str,
    clients: Clients,
    callers: Callers,
) -> None:
    """Only a policy's refusal is one."""
    probe = Probe("", caller, "s3", operation, ProbeAnswer.REFUSED, {"Bucket": "acme-reports", **parameters})

    observation = observe(probe, clients, callers)

    assert (observation.seen, observation.detail) == (seen, detail)
    assert observation.as_expected is (seen is ProbeAnswer.REFUSED)


def test_a_server_that_is_gone_refuses_nothing() -> None:
    """No connection is a failure."""
    with LocalAws(find_checkout().server_python) as aws:
        clients = Clients(aws)

    probe = Probe("", NOBODY, "s3", "list_buckets", ProbeAnswer.REFUSED)

    assert observe(probe, clients, {NOBODY: None}).seen is ProbeAnswer.FAILED


def test_secrets_are_never_shown() -> None:
    """Neither credentials nor an answer that carries some say them when printed."""
    credentials = Credentials("AKIAIOSFODNN7EXAMPLE", "hidden", "hidden")
    observation = Observation(
        story.ASSUME, ProbeAnswer.ALLOWED, response={"Credentials": {"SecretAccessKey": "hidden"}}
    )

    assert "hidden" not in f"{credentials} {credentials!r} {observation} {observation!r}"
    assert "AKIA" not in f"{credentials!r}"
