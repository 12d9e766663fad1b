"""The one request of verify that is no read: it never writes, whoever asks, whatever is there, whoever answers."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from tests.operations.made import EVERYTHING, Made, document, make
from tests.operations.pretender import KEY, REFUSED, Reply, error, of_a_portal, pretending
from tests.operations.profiles import Profiles
from tests.operations.verified import line, user_session, verified
from xacct_constructs import Agreement, S3Read, TrustedUser
from xacct_constructs.cli.verify import exit_code
from xacct_constructs.client import assume
from xacct_constructs.local import story
from xacct_constructs.local.accounts import Accounts
from xacct_constructs.operations.kinds.s3_read.writing import NO_ETAG, try_to_write
from xacct_constructs.operations.kinds.s3_read.writing import WRITE as PUT
from xacct_constructs.operations.verify import Outcome, Verifier

WRITE = "write (conditional, If-Match) s3://"


@pytest.fixture(autouse=True)
def person(profiles: Profiles, monkeypatch: pytest.MonkeyPatch) -> None:
    """A person whose configuration file has the profiles."""
    monkeypatch.setenv("AWS_CONFIG_FILE", str(profiles.file))


def let_write(made: Made) -> Made:
    """Give the role everything, writing included."""
    made.iam.put_role_policy(RoleName=made.role, PolicyName="everything", PolicyDocument=document(EVERYTHING))
    return made


def content(made: Made, bucket: str | None = None) -> list[tuple[Any, ...]]:
    """Every version and delete marker of the bucket."""
    found = made.client("s3").list_object_versions(Bucket=bucket or made.bucket)
    return [
        (each["Key"], each["VersionId"], each.get("ETag"), each.get("Size"), each["LastModified"], each["IsLatest"])
        for kind in ("Versions", "DeleteMarkers")
        for each in found.get(kind, ())
    ]


def unversioned(s3: Any, bucket: str) -> None:
    """A bucket without versions."""


def versioned(s3: Any, bucket: str) -> None:
    """A bucket that keeps versions."""
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})


def locked(s3: Any, bucket: str) -> None:
    """A bucket whose objects cannot be deleted for a day."""
    versioned(s3, bucket)
    rule = {"DefaultRetention": {"Mode": "GOVERNANCE", "Days": 1}}
    s3.put_object_lock_configuration(
        Bucket=bucket, ObjectLockConfiguration={"ObjectLockEnabled": "Enabled", "Rule": rule}
    )


def encrypted(s3: Any, bucket: str) -> None:
    """A bucket that encrypts with a key of KMS."""
    rule = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms"}}
    s3.put_bucket_encryption(Bucket=bucket, ServerSideEncryptionConfiguration={"Rules": [rule]})


@pytest.fixture(scope="module")
def writer(local_aws: Accounts) -> Made:
    """An agreement whose role may do everything."""
    return let_write(make(local_aws))


KINDS = (unversioned, versioned, locked, encrypted)


@pytest.mark.parametrize("kind", KINDS, ids=lambda each: each.__name__)
def test_the_local_aws_honours_the_condition(
    kind: Callable[[Any, str], None], writer: Made, profiles: Profiles
) -> None:
    """On an object that is there, is not, and was deleted, by a role that may write; so it may be tried there."""
    owner, bucket = writer.client("s3"), f"conditional-{kind.__name__}"
    owner.create_bucket(
        Bucket=bucket,
        CreateBucketConfiguration={"LocationConstraint": story.REGION},
        ObjectLockEnabledForBucket=kind is locked,
    )
    kind(owner, bucket)
    for key in ("there", "deleted"):
        owner.put_object(Bucket=bucket, Key=key, Body=b"month,orders\n")
    owner.delete_object(Bucket=bucket, Key="deleted")
    before = content(writer, bucket)
    role = assume(writer.agreement, session=user_session(writer, profiles)).client("s3", region_name=story.REGION)

    seen = {key: try_to_write(role, {writer.accounts.aws.endpoint}, Bucket=bucket, Key=key) for key in KEYS}

    assert {key: (answer.seen, answer.detail[:4]) for key, answer in seen.items()} == KEYS
    assert content(writer, bucket) == before
    # The role could have: without the condition it does.
    role.put_object(Bucket=bucket, Key="there", Body=b"")
    assert content(writer, bucket) != before


KEYS = {
    "there": (Outcome.ALLOWED, "412:"),
    "absent": (Outcome.ALLOWED, "404:"),
    "deleted": (Outcome.ALLOWED, "404:"),
}


@pytest.mark.parametrize("may_write", [True, False], ids=["may write", "may not"])
def test_who_may_write_is_seen_and_nothing_is_written(may_write: bool, local_aws: Accounts, profiles: Profiles) -> None:
    """The line names the request for what it is; allowed, it is a surprise; refused, as agreed."""
    made = let_write(make(local_aws)) if may_write else make(local_aws)
    before = content(made)

    found = verified(made, profiles, honouring={local_aws.aws.endpoint})

    wrote = line(found, WRITE)
    assert wrote.what == f"{WRITE}{made.bucket}/{story.REPORT}"
    assert wrote.seen is (Outcome.ALLOWED if may_write else Outcome.REFUSED)
    assert (wrote in found.surprises) is may_write
    assert exit_code(found) == (1 if may_write else 0)
    assert content(made) == before


def sent(session: Any) -> list[tuple[str, Mapping[str, Any]]]:
    """The requests to S3 that a session makes from now on."""
    requests: list[tuple[str, Mapping[str, Any]]] = []
    session.events.register(
        "before-call.s3", lambda params, model, **_: requests.append((model.name, params["headers"]))
    )
    return requests


def test_a_misspelt_key_is_not_written(writer: Made, profiles: Profiles) -> None:
    """What could not be read is not tried: no request is made, and no object is there afterwards."""
    before = content(writer)
    session = assume(writer.agreement, session=user_session(writer, profiles))
    requests = sent(session)

    found = verified(
        writer, profiles, session=session, key="monthly/mispelt.csv", honouring={writer.accounts.aws.endpoint}
    )

    assert line(found, WRITE).seen is Outcome.NOT_TRIED
    assert "PutObject" not in {name for name, _ in requests}
    assert content(writer) == before


def test_an_object_deleted_meanwhile_stays_deleted(local_aws: Accounts, profiles: Profiles) -> None:
    """Between the read and the request somebody deletes it: 404, and nothing is there."""
    made = let_write(make(local_aws))
    session = assume(made.agreement, session=user_session(made, profiles))
    after: list[list[tuple[Any, ...]]] = []

    def delete(**_: Any) -> None:
        made.client("s3").delete_object(Bucket=made.bucket, Key=story.REPORT)
        after.append(content(made))

    session.events.register("before-call.s3.PutObject", delete)
    found = verified(made, profiles, session=session, honouring={local_aws.aws.endpoint})

    assert (line(found, WRITE).seen, line(found, WRITE).detail[:4]) == (Outcome.ALLOWED, "404:")
    assert content(made) == after[0]


def test_the_request_carries_the_condition(writer: Made, profiles: Profiles) -> None:
    """An ETag of no parts, which S3 gives to no object, and no other condition."""
    session = assume(writer.agreement, session=user_session(writer, profiles))
    requests = sent(session)

    verified(writer, profiles, session=session, honouring={writer.accounts.aws.endpoint})

    [headers] = [headers for name, headers in requests if name == "PutObject"]
    assert (headers["If-Match"], headers.get("If-None-Match")) == (NO_ETAG, None)
    assert NO_ETAG.endswith('-0"')


URLS = [
    pytest.param("https://acme.s3.eu-west-1.amazonaws.com/k", True, id="a bucket's name in front"),
    pytest.param("https://s3.eu-west-1.amazonaws.com/acme/k", True, id="a bucket's name in the path"),
    pytest.param("https://s3.amazonaws.com/acme/k", True, id="without a region"),
    pytest.param("https://acme.reports.s3.dualstack.eu-west-1.amazonaws.com/k", True, id="dual stack"),
    pytest.param("https://acme.s3-fips.us-east-1.amazonaws.com/k", True, id="FIPS"),
    pytest.param("https://acme.s3-accelerate.amazonaws.com/k", True, id="acceleration"),
    pytest.param("https://acme.s3.cn-north-1.amazonaws.com.cn/k", True, id="China"),
    pytest.param("https://acme.s3.eusc-de-east-1.amazonaws.eu/k", True, id="European Sovereign Cloud"),
    pytest.param("https://bucket.vpce-0a-1b.s3.eu-west-1.vpce.amazonaws.com/acme/k", True, id="a VPC endpoint"),
    pytest.param("https://s3.eu-west-1.amazonaws.com:443/acme/k", True, id="the port written out"),
    pytest.param("https://localhost:4566/acme/k", True, id="shown to honour it"),
    pytest.param("https://localhost:4567/acme/k", False, id="another port of the same machine"),
    pytest.param("http://localhost:4566/acme/k", False, id="the same without TLS"),
    pytest.param("http://acme.s3.eu-west-1.amazonaws.com/k", False, id="S3 without TLS"),
    pytest.param("https://s3.eu-west-1.amazonaws.com:8443/acme/k", False, id="another port of S3's name"),
    pytest.param("https://minio-1.eu-west-1.elb.amazonaws.com/acme/k", False, id="anybody's behind a load balancer"),
    pytest.param("https://s3.minio-1.eu-west-1.elb.amazonaws.com/acme/k", False, id="the same, called s3"),
    pytest.param("https://acme.op-0.s3-outposts.eu-west-1.amazonaws.com/k", False, id="Outposts"),
    pytest.param("https://acme--euw1-az1--x-s3.s3express-euw1-az1.eu-west-1.amazonaws.com/k", False, id="Express"),
    pytest.param("https://s3.eu-west-1.amazonaws.com.example.com/acme/k", False, id="a name that begins so"),
    pytest.param("https://s3.eu-west-1.example-amazonaws.com/acme/k", False, id="a name that ends so"),
    pytest.param("https://s3.eu-west-1.amazonaws.com@example.com/acme/k", False, id="a user's name"),
    pytest.param("https://minio.example.com/acme/k", False, id="anybody's"),
]


@pytest.mark.parametrize(("url", "expected"), URLS)
def test_which_endpoints_honour_the_condition(url: str, expected: bool) -> None:
    """S3's own, over TLS, and those that are said to have been shown to."""
    assert PUT.is_honoured_at(url, {"https://localhost:4566"}) is expected


AGREEMENT = Agreement(
    role_name="reports-reader",
    trusting_account=story.TRUSTING_ACCOUNT,
    trusted_principals=[TrustedUser(account=story.TRUSTED_ACCOUNT, name="alice")],
    permissions=[S3Read("acme-reports", prefixes=["monthly/"])],
)


@pytest.mark.parametrize("answer", [Reply(200), REFUSED], ids=["would write", "would refuse"])
def test_an_unknown_endpoint_is_not_asked(answer: Reply, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing that writes arrives there, whatever it would have answered, and the endpoint is named."""
    with pretending({"write": answer}) as pretender:
        monkeypatch.setenv("AWS_ENDPOINT_URL", pretender.url)
        own, session = pretender.session(token=False), pretender.session(token=True)
        found = Verifier(AGREEMENT, own, session, region=story.REGION).verify()

    wrote = line(found, WRITE)
    assert (wrote.seen, wrote.is_missed) == (Outcome.NOT_TRIED, False)
    assert pretender.url.removeprefix("http://") in wrote.detail
    assert "write" not in pretender.asked
    assert "read" in pretender.asked


ANSWERS = [
    pytest.param(REFUSED, Outcome.REFUSED, id="refused"),
    pytest.param(error(412, "PreconditionFailed"), Outcome.ALLOWED, id="allowed"),
    pytest.param(error(404, "NoSuchKey"), Outcome.ALLOWED, id="allowed, the object gone"),
    pytest.param(error(404, "NoSuchBucket"), Outcome.NOT_TRIED, id="no bucket"),
    pytest.param(error(409, "ConditionalRequestConflict"), Outcome.NOT_TRIED, id="somebody writes"),
    pytest.param(error(501, "NotImplemented"), Outcome.NOT_TRIED, id="not implemented"),
    pytest.param(error(400, "InvalidRequest"), Outcome.NOT_TRIED, id="invalid"),
    pytest.param(error(403, "SignatureDoesNotMatch"), Outcome.NOT_TRIED, id="403 for another reason"),
    pytest.param(of_a_portal(403), Outcome.NOT_TRIED, id="a proxy's 403"),
    pytest.param(of_a_portal(412), Outcome.NOT_TRIED, id="a proxy's 412"),
    pytest.param(Reply(0), Outcome.NOT_TRIED, id="hung up"),
    pytest.param(Reply(200), Outcome.WRITTEN, id="the condition ignored"),
]


@pytest.mark.parametrize(("answer", "expected"), ANSWERS)
def test_what_an_answer_says_about_writing(answer: Reply, expected: Outcome, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only a policy's yes and no are taken for one; an object that was written to is said aloud."""
    with pretending({"write": answer}) as pretender:
        monkeypatch.setenv("AWS_ENDPOINT_URL", pretender.url)
        own, session = pretender.session(token=False), pretender.session(token=True)
        found = Verifier(AGREEMENT, own, session, region=story.REGION, honouring={pretender.url}).verify()

    wrote = line(found, f"{WRITE}acme-reports/{KEY}")
    assert wrote.seen is expected
    assert "write" in pretender.asked
    assert wrote.is_surprise is (expected in (Outcome.ALLOWED, Outcome.WRITTEN))
    assert ("MAY NOW BE EMPTY" in wrote.detail) is (expected is Outcome.WRITTEN)
