"""What verify makes of an answer: a policy's yes or no, or nothing at all; and what it never repeats."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from tests.operations.pretender import KEY, LISTED, REFUSED, TOKEN, Reply, error, of_a_portal, pretending
from tests.operations.verified import line
from xacct_constructs import Agreement, RawStatements, S3Read, Safeguards, TrustedUser
from xacct_constructs.cli.verify import exit_code
from xacct_constructs.client import AssumeError, assume
from xacct_constructs.client.errors import DeniedError
from xacct_constructs.local import story
from xacct_constructs.operations.trying import trial
from xacct_constructs.operations.trying.expected import Expected
from xacct_constructs.operations.trying.trial import Trial
from xacct_constructs.operations.verify import Outcome, Verification, Verifier
from xacct_constructs.permissions import Permission
from xacct_constructs.report.verification import verify_data, verify_junit, verify_text

RAW = RawStatements([{"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "*"}])
READ = S3Read("acme-reports", prefixes=["monthly/"])


def agreed(*permissions: Permission) -> Agreement:
    """An agreement with alice."""
    return Agreement(
        role_name="reports-reader",
        trusting_account=story.TRUSTING_ACCOUNT,
        trusted_principals=[TrustedUser(account=story.TRUSTED_ACCOUNT, name="alice")],
        permissions=permissions or (READ,),
    )


def verified(
    monkeypatch: pytest.MonkeyPatch,
    replies: Mapping[str, Reply],
    agreement: Agreement | None = None,
    key: str | None = None,
) -> Verification:
    """What verify sees of a server with these replies."""
    with pretending(replies) as pretender:
        monkeypatch.setenv("AWS_ENDPOINT_URL", pretender.url)
        own, session = pretender.session(token=False), pretender.session(token=True)
        return Verifier(agreement or agreed(), own, session, region=story.REGION, key=key).verify()


def test_as_agreed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that answers like S3, with everything that is agreed and nothing else, is no surprise."""
    found = verified(monkeypatch, {})

    assert exit_code(found) == 0
    assert {each.what.replace(f"s3://acme-reports/{KEY}", "it"): str(each.seen) for each in found.lines} == {
        "assume the role": "allowed",
        "list s3://acme-reports/monthly/": "allowed",
        "read it": "allowed",
        "read a version of it": "not tried",
        "read the tags of it": "refused",
        "read the attributes of it": "refused",
        "read the access control list of it": "refused",
        "write (conditional, If-Match) it": "not tried",
        "read it without the role": "refused",
        "read the policy of s3://acme-reports": "refused",
        "list s3://acme-reports as a whole": "refused",
        "list s3://acme-reports/monthly-xacct-verify/": "refused",
        "read an object beside the prefixes of s3://acme-reports": "not tried",
    }
    assert "10 of 10 as agreed; 3 not tried" in verify_text(found, width=200)


NO_ANSWER = [
    pytest.param(of_a_portal(200), id="a captive portal's page"),
    pytest.param(Reply(200, "", {}), id="an empty page"),
    pytest.param(Reply(200, LISTED.body, {}), id="an answer without a request ID"),
    pytest.param(Reply(200, LISTED.body[:40]), id="cut short"),
    pytest.param(Reply(200, "\x00garbage"), id="garbage"),
    pytest.param(Reply(307, "", {"Location": "https://portal.example.com/"}), id="a redirect"),
    pytest.param(of_a_portal(403), id="a proxy's 403"),
    pytest.param(Reply(403), id="an empty 403"),
    pytest.param(error(403, "InvalidObjectState"), id="403 for an archived object"),
    pytest.param(error(403, "RequestTimeTooSkewed"), id="403 for a wrong clock"),
    pytest.param(error(404, "NoSuchBucket"), id="no bucket"),
    pytest.param(error(400, "ExpiredToken"), id="an expired token"),
    pytest.param(error(503, "SlowDown"), id="throttled"),
    pytest.param(Reply(500), id="500"),
    pytest.param(Reply(0), id="hung up"),
]


@pytest.mark.parametrize("reply", NO_ANSWER)
def test_what_is_no_policy_s_answer_tells_nothing(reply: Reply, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither to what must be allowed nor to what must be refused: no surprise, and not as agreed; exit code 2."""
    found = verified(monkeypatch, {"list monthly/": reply, "read acl": reply}, key=KEY)

    assert {line(found, what).seen for what in ("list s3://", "read the access")} == {Outcome.FAILED}
    assert found.surprises == ()
    assert exit_code(found) == 2
    assert "8 of 8 as agreed; 2 not shown; 3 not tried" in verify_text(found, width=200)


def test_a_page_in_place_of_an_object_is_no_object(monkeypatch: pytest.MonkeyPatch) -> None:
    """The read failed, and nothing is tried on what was not read."""
    found = verified(monkeypatch, {"read": of_a_portal(200)})

    assert line(found, "read s3://").seen is Outcome.FAILED
    on_it = [each for each in found.lines if each.what.endswith(KEY) or each.what.endswith("without the role")]
    assert {each.seen for each in on_it if each != line(found, "read s3://")} == {Outcome.NOT_TRIED}


def test_a_policy_s_no_is_a_surprise(monkeypatch: pytest.MonkeyPatch) -> None:
    """AccessDenied to what is agreed is exit code 1, whatever else could not be told."""
    found = verified(monkeypatch, {"list monthly/": REFUSED, "read policy": Reply(500)})

    assert [each.what for each in found.surprises] == ["list s3://acme-reports/monthly/"]
    assert exit_code(found) == 1


POLICY_ANSWERS = {
    "the bucket has none": (error(404, "NoSuchBucketPolicy", "The bucket policy does not exist"), Outcome.ALLOWED),
    "another code that begins so": (error(404, "NoSuchBucketPolicyOfThatName", "none"), Outcome.FAILED),
    "refused": (REFUSED, Outcome.REFUSED),
}


@pytest.mark.parametrize(("reply", "seen"), POLICY_ANSWERS.values(), ids=POLICY_ANSWERS)
def test_an_answer_is_told_by_its_code(reply: Reply, seen: Outcome, monkeypatch: pytest.MonkeyPatch) -> None:
    """That a bucket has no policy, only somebody is told who may read it; a text that begins so says nothing."""
    assert line(verified(monkeypatch, {"read policy": reply}), "read the policy").seen is seen


def test_raw_statements_alone_show_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the role was assumed: nothing of what the agreement gives was tried; exit code 2."""
    found = verified(monkeypatch, {}, agreed(RAW))

    assert exit_code(found) == 2
    assert verify_data(found)["as_agreed"] is False
    printed = verify_text(found, width=200)
    assert "nothing of what the agreement gives could be tried" in printed
    assert "as agreed" not in printed


def test_raw_statements_beside_reading_are_not_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """What could be tried is as agreed, and the rest is not shown; exit code 2."""
    found = verified(monkeypatch, {}, agreed(READ, RAW))

    assert [each.what for each in found.missed] == ["use the raw statements"]
    assert exit_code(found) == 2


def test_attributes_are_read_where_agreed(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the agreement's word they must be given, without it they must not."""
    given = Reply(200, "<GetObjectAttributesOutput><ETag>a</ETag></GetObjectAttributesOutput>")
    with_them = agreed(S3Read("acme-reports", prefixes=["monthly/"], attributes=True))

    assert exit_code(verified(monkeypatch, {"read attributes": given}, with_them)) == 0
    assert exit_code(verified(monkeypatch, {}, with_them)) == 1
    assert exit_code(verified(monkeypatch, {"read attributes": given})) == 1


def test_a_key_outside_the_prefixes_is_wrong_usage() -> None:
    """S3 would refuse it whether it is there or not, and reading as agreed would not have been tried."""
    with pytest.raises(AssumeError, match=r"must begin with a prefix of the agreement \(monthly/\), got 'montly/a'"):
        Verifier(agreed(), None, None, key="montly/a")


def test_each_bucket_is_tried_with_its_own_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """A key that lies in one permission's prefixes is not looked for in the other's bucket."""
    yearly = S3Read("acme-archive", prefixes=["yearly/"])
    found = verified(monkeypatch, {"list yearly/": LISTED}, agreed(READ, yearly), key="yearly/a.csv")

    read = [each.what for each in found.lines if each.what.startswith("read s3://") and "without" not in each.what]
    assert read == [f"read s3://acme-reports/{KEY}", "read s3://acme-archive/yearly/a.csv"]


@pytest.mark.parametrize("code", ["InvalidRequest", "{token}"])
def test_the_token_that_an_answer_repeats_is_masked(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that sends the request back does not bring the session's token into table, JSON or JUnit."""
    echo = error(400, code, "you sent X-Amz-Security-Token: {token}")
    found = verified(monkeypatch, {"read": echo, "read policy": echo})

    printed = [verify_text(found, width=400), json.dumps(verify_data(found)), verify_junit(found).decode()]
    assert all("you sent X-Amz-Security-Token: ***" in each for each in printed)
    assert not any(TOKEN in each for each in printed)


def test_a_name_with_a_line_break_is_no_line_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """An object's key cannot add a row to the table."""
    key = "monthly/a\nassume the role  allowed  allowed  ok"
    found = verified(monkeypatch, {}, key=key)

    rows = verify_text(found, width=400).splitlines()
    assert len([each for each in rows if each.startswith("assume the role")]) == 1
    assert ET.fromstring(verify_junit(found)).find("testsuite[@tests='13']") is not None  # noqa: S314 - our own


CALLER = Reply(
    200,
    "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::222222222222:user/alice</Arn>"
    "</GetCallerIdentityResult><ResponseMetadata><RequestId>1</RequestId></ResponseMetadata>"
    "</GetCallerIdentityResponse>",
)
WRONG_CODE = "MultiFactorAuthentication failed with invalid MFA one time pass code."


def of_sts(code: str, message: str) -> Reply:
    """An error as STS has it."""
    return Reply(403, f"<ErrorResponse><Error><Code>{code}</Code><Message>{message}</Message></Error></ErrorResponse>")


ASSUMING = [
    pytest.param(of_sts("AccessDenied", "User is not authorized to perform: sts:AssumeRole"), True, id="a policy"),
    pytest.param(of_sts("AccessDenied", WRONG_CODE), False, id="a wrong MFA code"),
    pytest.param(of_sts("InvalidClientTokenId", "AccessDenied"), False, id="an unknown key"),
    pytest.param(of_sts("ValidationError", "AccessDenied"), False, id="another error that says AccessDenied"),
]


@pytest.mark.parametrize(("reply", "by_policy"), ASSUMING)
def test_only_a_policy_s_no_to_assuming_is_a_surprise(
    reply: Reply, by_policy: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Anything else ends verify before anything is tried, with its own line and exit code."""
    with pretending({"GetCallerIdentity": CALLER, "AssumeRole": reply}) as pretender:
        monkeypatch.setenv("AWS_ENDPOINT_URL", pretender.url)
        own = pretender.session(token=False)
        verifier = Verifier(agreed(), own, assume(agreed(), session=own, region=story.REGION), region=story.REGION)
        if not by_policy:
            with pytest.raises(AssumeError) as caught:
                verifier.verify()
            assert not isinstance(caught.value, DeniedError)
            return
        found = verifier.verify()

    assert [(each.what, each.seen) for each in found.surprises] == [("assume the role", Outcome.REFUSED)]
    assert exit_code(found) == 1


def test_the_external_id_is_not_tried_where_mfa_refuses_anyway(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without MFA in the request, AWS's no would say nothing about the external ID."""
    replies = {"GetCallerIdentity": CALLER, "AssumeRole": of_sts("AccessDenied", "no")}
    safeguards = Safeguards(external_ids=["acme-7f3a91"], mfa=True)
    agreement = Agreement(
        role_name="reports-reader",
        trusting_account=story.TRUSTING_ACCOUNT,
        trusted_principals=[TrustedUser(account=story.TRUSTED_ACCOUNT, name="alice")],
        permissions=[READ],
        safeguards=safeguards,
    )
    found = verified(monkeypatch, replies, agreement)

    assert {each.what: each.seen for each in found.lines if each.what.startswith("assume it")} == {
        "assume it without an external ID": Outcome.NOT_TRIED,
        "assume it with another external ID": Outcome.NOT_TRIED,
        "assume it without MFA": Outcome.REFUSED,
    }


def test_two_permissions_of_a_service_share_its_clients(monkeypatch: pytest.MonkeyPatch) -> None:
    """Making one takes longer than the request."""
    made = []

    def counted(*of: Any) -> object:
        made.append(of)
        return object()

    monkeypatch.setattr(trial, "client_of", counted)
    tried = Trial("session", "own", None, expected=Expected(agreed(), datetime.now(UTC)), region=story.REGION)

    assert tried.clients("s3") is tried.clients("s3")
    assert tried.clients("s3") is not tried.clients("dynamodb")
    assert made == [(who, service, story.REGION) for service in ("s3", "dynamodb") for who in ("session", "own")]
