"""What `xacct explain` says besides the decision: what comes nearest, what would pass, and what would settle it."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.proof.world import access_point, allow, both_halves, bucket, bucket_policy, document, in_memory, role, write
from xacct_constructs import Agreement, S3Read, TrustedUser
from xacct_constructs.cli import main
from xacct_constructs.explanation import Explanation, Help, Telling, as_agreed, explain, helping, nearest, passing
from xacct_constructs.iam import (
    Condition,
    Context,
    Origin,
    Policies,
    Policy,
    Request,
    UndecidedError,
    session_of_arn,
    statements_of,
)
from xacct_constructs.proof import Access
from xacct_constructs.proof.encryption import decryption

Print = pytest.CaptureFixture[str]
ACCOUNT, NOW = "111111111111", datetime(2026, 11, 28, tzinfo=UTC)
READER = f"arn:aws:iam::{ACCOUNT}:role/reader"
REPORTS = "arn:aws:s3:::acme-reports"


def condition(operator: str, key: str, *values: str) -> Condition:
    """One condition of a statement."""
    written = {"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {operator: {key: list(values)}}}
    policy = Policy({"Version": "2012-10-17", "Statement": [written]}, Origin("", "test", ""))
    [statement] = statements_of(policy)
    return statement.conditions[0]


PASSING: Mapping[str, tuple[tuple[str, ...], str | None]] = {
    "equal": (("StringEquals", "aws:PrincipalOrgID", "o-a", "o-b"), "o-a"),
    "not equal": (("StringNotEquals", "aws:PrincipalOrgID", "o-a"), "not-o-a"),
    "like": (("StringLike", "s3:prefix", "monthly/*"), "monthly/"),
    "like, with one that may be any": (("StringLike", "s3:prefix", "monthly/?"), "monthly/x"),
    "an ARN": (("ArnLike", "aws:PrincipalArn", f"{READER}*"), READER),
    "true": (("Bool", "aws:MultiFactorAuthPresent", "true"), "true"),
    "below": (("NumericLessThan", "aws:MultiFactorAuthAge", "3600"), "3599"),
    "above": (("NumericGreaterThan", "aws:MultiFactorAuthAge", "3600"), "3601"),
    "at most": (("NumericLessThanEquals", "s3:max-keys", "10"), "10"),
    "before": (("DateLessThan", "aws:CurrentTime", "2027-01-01T00:00:00Z"), "2026-12-31T23:59:59Z"),
    "after": (("DateGreaterThan", "aws:CurrentTime", "2027-01-01T00:00:00Z"), "2027-01-01T00:00:01Z"),
    "an address": (("IpAddress", "aws:SourceIp", "203.0.113.0/24"), "203.0.113.0"),
    "there": (("Null", "aws:SourceVpce", "false"), "VALUE"),
    "not there": (("Null", "aws:SourceVpce", "true"), None),
    "each": (("ForAllValues:StringEquals", "aws:TagKeys", "team"), "team"),
    "a variable": (("StringEquals", "sts:RoleSessionName", "${aws:username}"), None),
}


@pytest.mark.parametrize("row", PASSING)
def test_a_value_that_passes_does(row: str) -> None:
    """Where one can be named; none where the key must be left out, or follows from another."""
    asked, expected = PASSING[row]
    assert passing(condition(*asked)) == expected
    assert expected is None or condition(*asked).holds(Context({asked[1]: expected}))


DENIED: Mapping[str, tuple[tuple[str, ...], str | None]] = {
    "plain HTTP": (("Bool", "aws:SecureTransport", "false"), "true"),
    "after the end": (("DateGreaterThanEquals", "aws:CurrentTime", "2027-01-01T00:00:00Z"), "2026-12-31T23:59:59Z"),
    "all but one": (("StringNotEquals", "s3:x-amz-acl", "private"), "private"),
    "one": (("StringEquals", "s3:x-amz-acl", "public-read"), "not-public-read"),
    "elsewhere": (("NotIpAddress", "aws:SourceIp", "203.0.113.0/24"), "203.0.113.0"),
    "without a key": (("Null", "aws:SourceVpce", "true"), "VALUE"),
    "whatever it is": (("StringLike", "aws:PrincipalArn", "*"), None),
}


@pytest.mark.parametrize("row", DENIED)
def test_a_value_that_is_not_denied_is_not(row: str) -> None:
    """Where one can be named."""
    asked, expected = DENIED[row]
    assert passing(condition(*asked), holds=False) == expected
    assert expected is None or not condition(*asked).holds(Context({asked[1]: expected}))


def world(*statements: Mapping[str, Any]) -> dict[str, Any]:
    """A role with these statements beside a bucket."""
    return {ACCOUNT: {"Reader": role("reader", document(), *statements), "Reports": bucket("acme-reports")}}


def explained(*statements: Mapping[str, Any], on: str = f"{REPORTS}/monthly/a", **given: Any) -> Explanation:
    """The reader's request, explained."""
    asked = Request(session_of_arn(READER), given.pop("action", "s3:GetObject"), on, **given)
    return explain(Access(in_memory(world(*statements), [])), asked, now=NOW, own_side_allows=False)


def of(resource: str, **condition: Any) -> dict[str, Any]:
    """An allow to read."""
    return allow("s3:GetObject", Resource=resource, **({"Condition": condition} if condition else {}))


MONTHLY, YEARLY = of(f"{REPORTS}/monthly/*"), of(f"{REPORTS}/yearly/*")
FROM_HERE = of(f"{REPORTS}/yearly/*", IpAddress={"aws:SourceIp": "203.0.113.0/24"}, Bool={"aws:ViaAWSService": "true"})
BY_TWO = of(f"{REPORTS}/yearly/*", StringEquals={"aws:SourceIp": "203.0.113.7", "s3:x-amz-acl": "private"})
NEAREST: Mapping[str, tuple[list[dict[str, Any]], int | None, list[str]]] = {
    "nothing about the action": ([allow("s3:PutObject", Resource="*")], None, []),
    "another prefix": ([MONTHLY], 0, ["resource"]),
    "of two prefixes the one that is spelt alike": ([MONTHLY, of(f"{REPORTS}/yearly-old/*")], 1, ["resource"]),
    "a condition is nearer than another prefix": ([MONTHLY, FROM_HERE], 1, ["aws:SourceIp"]),
    "so are two": ([MONTHLY, BY_TWO], 1, ["aws:SourceIp", "s3:x-amz-acl"]),
    "what is not known is no miss": ([FROM_HERE], 0, ["aws:SourceIp"]),
}


@pytest.mark.parametrize("row", NEAREST)
def test_the_nearest_statement(row: str) -> None:
    """And which of its conditions fails; one that may hold is not named."""
    statements, index, misses = NEAREST[row]
    [found] = explained(*statements, on=f"{REPORTS}/yearly/a").nearest

    assert found.document == "identity policy"
    assert (found.statement.index if found.statement else None) == index
    assert [each.what for each in found.misses] == misses


def test_a_document_that_allows_has_no_nearest() -> None:
    """Though it is said to block, of the other of two resources that a request goes through."""
    request = Request(session_of_arn(READER), "s3:GetObject", f"{REPORTS}/monthly/a")
    allows = statements_of(Policy({"Version": "2012-10-17", "Statement": [MONTHLY]}, Origin("", "test", "")))

    assert nearest(request, Policies(identity=allows), ["identity policy"]) == []
    assert [each.statement for each in nearest(request, Policies(), ["identity policy"])] == [None]


def test_what_is_allowed_has_no_nearest() -> None:
    """Nor what a deny refuses."""
    denied = {**YEARLY, "Effect": "Deny"}
    assert explained(YEARLY, on=f"{REPORTS}/yearly/a").nearest == ()
    assert explained(YEARLY, denied, on=f"{REPORTS}/yearly/a").nearest == ()


def test_what_a_deny_asks_for_stands_beside_what_the_request_has() -> None:
    """So that a person sees which of its conditions may be changed; an allow is no deny."""
    until = {"DateGreaterThanEquals": {"aws:CurrentTime": "2026-01-01T00:00:00Z"}}
    denied = {"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": until}
    [found] = explained(MONTHLY, denied).denying

    assert (found.what, found.got) == ("aws:CurrentTime", ("2026-11-28T00:00:00Z",))
    assert explained(MONTHLY).denying == explained(YEARLY).denying == ()


LISTING = allow("s3:ListBucket", Resource=REPORTS)
BY_PREFIX = allow("s3:ListBucket", Resource=REPORTS, Condition={"StringLike": {"s3:prefix": "monthly/*"}})
ABSENT = [
    pytest.param([MONTHLY], 403, id="no listing"),
    pytest.param([MONTHLY, BY_PREFIX], 403, id="listing by prefix, which the read does not carry"),
    pytest.param([MONTHLY, LISTING], 404, id="listing"),
    pytest.param([LISTING], 403, id="no read"),
]


@pytest.mark.parametrize(("statements", "status"), ABSENT)
def test_what_s3_answers_where_there_is_no_object(statements: list[dict[str, Any]], status: int) -> None:
    """404 to whom it would list the bucket, else 403."""
    found = explained(*statements).absent

    assert found is not None
    assert found.status == status


def test_the_read_s_own_prefix_does_not_count() -> None:
    """S3 asks for itself whether it may tell, without one."""
    found = explained(MONTHLY, BY_PREFIX, context={"s3:prefix": "monthly/"}).absent

    assert found is not None
    assert found.status == 403


def test_a_listing_reads_no_object() -> None:
    """Nor has what is asked on no object such an answer."""
    assert explained(LISTING, on=REPORTS, action="s3:ListBucket").absent is None


AGREEMENT = Agreement(
    role_name="reader",
    trusting_account=ACCOUNT,
    trusted_principals=[TrustedUser(account="222222222222", name="alice")],
    permissions=[S3Read("acme-reports", prefixes=["monthly/"])],
)


KEY = "arn:aws:kms:eu-west-1:111111111111:key/1"
OTHERS = replace(AGREEMENT, permissions=[S3Read("acme-reports", prefixes=["monthly/"], owner="333333333333")])
ENCRYPTED = replace(AGREEMENT, permissions=[S3Read("acme-reports", prefixes=["monthly/"], kms_key=KEY)])
AS_AGREED: Mapping[str, tuple[str, str | None, str | None]] = {
    "a bucket that an agreement names": (f"{REPORTS}/monthly/a", None, "333333333333"),
    "and that is said to be its owner's": (f"{REPORTS}/monthly/a", "333333333333", "333333333333"),
    "one that is said to be somebody else's": (f"{REPORTS}/monthly/a", "444444444444", None),
    "another bucket": ("arn:aws:s3:::other/monthly/a", None, None),
    "a role": (f"arn:aws:iam::{ACCOUNT}:role/other", None, None),
    "nothing": ("*", None, None),
}


@pytest.mark.parametrize("row", AS_AGREED)
def test_the_owner_is_the_agreement_s(row: str) -> None:
    """Of what the assembly does not hold, unless it is said otherwise."""
    on, account, owner = AS_AGREED[row]
    access = Access(in_memory(both_halves([OTHERS]), [OTHERS]))
    told, use = as_agreed(access, Request(session_of_arn(READER), "s3:GetObject", on, account))

    assert (use.owner if use else None) == owner
    assert (told is access) is (owner is None)


def test_a_bucket_of_the_assembly_is_as_it_stands_there() -> None:
    """Whatever an agreement says of it."""
    access = Access(in_memory({**both_halves([OTHERS]), ACCOUNT: {"B": bucket("acme-reports")}}, [OTHERS]))
    assert as_agreed(access, Request(session_of_arn(READER), "s3:GetObject", f"{REPORTS}/a")) == (access, None)


@pytest.mark.parametrize(
    "on", [REPORTS, f"arn:aws:s3:eu-west-1:{ACCOUNT}:accesspoint/door/object"], ids=["itself", "a door"]
)
def test_the_key_of_what_is_read_is_asked_whichever_way_it_is_read(on: str) -> None:
    """Directly, or through an access point, of which the bucket behind it is encrypted."""
    by_key = {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": KEY}
    made = bucket("acme-reports")
    made["Properties"]["BucketEncryption"] = {
        "ServerSideEncryptionConfiguration": [{"ServerSideEncryptionByDefault": by_key}]
    }
    world_ = {ACCOUNT: {"Reports": made, "Door": access_point("door", "acme-reports")}}
    request = Request(session_of_arn(READER), "s3:GetObject", f"{on}/monthly/a")
    asked = decryption(Access(in_memory(world_, [])), request)
    assert asked is not None
    assert (asked.action, asked.resource) == ("kms:Decrypt", KEY)


@pytest.mark.parametrize(("agreement", "key"), [(ENCRYPTED, KEY), (AGREEMENT, None)], ids=["agreed", "not agreed"])
def test_the_key_that_is_agreed_is_part_of_a_read(agreement: Agreement, key: str | None) -> None:
    """It is asked too; its policy, which is not in the assembly either, is named as not looked at."""
    access = Access(in_memory(both_halves([agreement]), [agreement]))
    request = Request(session_of_arn(READER), "s3:GetObject", f"{REPORTS}/monthly/a")
    told, use = as_agreed(access, request)
    found = explain(told, request, now=NOW, own_side_allows=False, agreed=use)

    assert (found.besides.request.resource if found.besides else None) == key
    assert found.outside == ((REPORTS, KEY) if key else (REPORTS,))


def test_what_a_policy_elsewhere_says_is_not_known(tmp_path: Path, capsys: Print) -> None:
    """No answer is given of it but what the assembly shows, and no statement is said to be nearest in it."""
    write(tmp_path, both_halves([OTHERS]), [OTHERS])
    words = ["--assembly", str(tmp_path), "--caller", READER, "--action", "GetObject", "--resource"]

    _, out = said(capsys, *words, "s3://acme-reports/monthly/a")

    assert out.startswith("IMPLICITLY DENIED, AS FAR AS THE ASSEMBLY SHOWS: ")
    assert "the resource policy, which would have to allow it and is not in the assembly" in out
    assert "Nearest" not in out


OUTSIDER = session_of_arn("arn:aws:iam::333333333333:role/other")
HELPING: Mapping[str, tuple[Request, list[Telling]]] = {
    "nothing": (Request(session_of_arn(READER), "s3:GetObject", f"{REPORTS}/a"), []),
    "its own side": (Request(OUTSIDER, "s3:GetObject", f"{REPORTS}/a"), [Telling(Help.OWN_SIDE)]),
    "the owner": (
        Request(session_of_arn(READER), "s3:GetObject", "arn:aws:s3:::other/a"),
        [Telling(Help.OWNER)],
    ),
    "both": (
        Request(OUTSIDER, "s3:GetObject", "arn:aws:s3:::other/a"),
        [Telling(Help.OWNER), Telling(Help.OWN_SIDE)],
    ),
    "a key": (Request(session_of_arn(READER), "s3:PutObject", f"{REPORTS}/a"), [Telling(Help.KEY, "aws:userid")]),
    "nothing that can be told": (Request(OUTSIDER, "sts:AssumeRole", f"arn:aws:iam::{ACCOUNT}:role/absent"), []),
}


@pytest.mark.parametrize("row", HELPING)
def test_what_would_settle_it(row: str) -> None:
    """Each that is named has been tried; without it, nothing can be decided."""
    request, expected = HELPING[row]
    put = allow("s3:PutObject", Resource="*", Condition={"StringEquals": {"aws:userid": "AROAEXAMPLE:x"}})
    access = Access(in_memory(world(MONTHLY, put), []))

    problem = UndecidedError("whatever it says")
    assert helping(access, request, problem, own_side_allows=False) == expected
    if expected:
        with pytest.raises(UndecidedError):
            access.decide(request)


def test_an_organization_that_may_refuse_is_asked_for(tmp_path: Path, capsys: Print) -> None:
    """A policy of the templates that is attached to a unit binds whom it holds, which only the organization tells."""
    content = {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "s3:*", "Resource": "*"}]}
    attached = {
        "Name": "guard",
        "Type": "SERVICE_CONTROL_POLICY",
        "TargetIds": ["ou-abcd-12345678"],
        "Content": content,
    }
    guard = {"Guard": {"Type": "AWS::Organizations::Policy", "Properties": attached}}
    write(tmp_path, {ACCOUNT: {**world(MONTHLY)[ACCOUNT], **guard}}, [])
    words = ["--assembly", str(tmp_path), "--caller", READER, "--action", "GetObject"]

    code, out = said(capsys, *words, "--resource", "s3://acme-reports/monthly/a")
    assert (code, out.endswith("; pass --organization FOLDER, with the organization's policies\n")) == (2, True), out


def test_a_parameter_that_settles_it_is_named(tmp_path: Path, capsys: Print) -> None:
    """With its stack, as the option takes it; given, it is decided."""
    on = {"Fn::Sub": f"{REPORTS}/${{Prefix}}/*"}
    stack = {"Reader": role("reader", document(), allow("s3:GetObject", Resource=on)), "B": bucket("acme-reports")}
    write(tmp_path, {ACCOUNT: stack}, [], Parameters={"Prefix": {"Type": "String"}})
    words = ["--assembly", str(tmp_path), "--caller", READER, "--action", "GetObject"]
    words += ["--resource", "s3://acme-reports/monthly/a"]
    named = f"--parameters Stack{ACCOUNT}:Prefix="

    code, out = said(capsys, *words)
    assert (code, out.endswith(f"; pass {named}VALUE\n")) == (2, True), out
    code, out = said(capsys, *words, *f"{named}monthly".split())
    assert (code, out.split(":")[0]) == (0, "ALLOWED")


def said(capsys: Print, *words: str) -> tuple[int, str]:
    """Exit code, and what is printed."""
    code = main(["explain", *words])
    printed = capsys.readouterr()
    return code, printed.out + printed.err


@pytest.fixture
def asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The options of somebody in the folder of an assembly: the agreement's reader asks."""
    put = allow("s3:PutObject", Resource=f"{REPORTS}/drop/*", Condition={"StringEquals": {"s3:x-amz-acl": "private"}})
    stack = both_halves([AGREEMENT])
    stack[ACCOUNT] |= {"Writer": role("writer", document(), put)}
    write(tmp_path / "cdk.out", stack, [AGREEMENT])
    monkeypatch.chdir(tmp_path)
    return ["--caller", READER]


SAID = {
    "a call": (
        ["--action", "HeadObject", "--resource", "s3://acme-reports/monthly/a"],
        [
            "ALLOWED, AS FAR AS THE ASSEMBLY SHOWS: a session of role reader",
            "- HeadObject is decided by s3:GetObject\n  - s3://acme-reports/monthly/a is arn:aws:s3:::acme-reports/mon",
            "- arn:aws:s3:::acme-reports is of 111111111111, as the agreement says",
            "Where there is no such object:\n  - 403 Forbidden, since s3:ListBucket without a prefix is denied",
            "not looked at:\n  - the policy of s3://acme-reports",
        ],
    ),
    "a command": (
        ["--action", "aws s3 sync s3://acme-reports/monthly/ ."],
        [
            "SHOWS: a session of role reader of 111111111111 calls s3:ListBucket on arn:aws:s3:::acme-reports,",
            "s3:prefix = monthly/",
            "SHOWS: a session of role reader of 111111111111 calls s3:GetObject on arn:aws:s3:::acme-reports/",
            "- s3://acme-reports/monthly/EXAMPLE stands for an object there",
        ],
    ),
    "a command of the whole bucket": (
        ["--action", "aws s3 ls", "--resource", "s3://acme-reports"],
        ["IMPLICITLY DENIED", "s3:prefix is like monthly/*, and the request has none; s3:prefix = monthly/"],
    ),
    "a prefix beside": (
        ["--action", "ListObjectsV2", "--resource", "s3://acme-reports/yearly/"],
        ["IMPLICITLY DENIED", "and the request has yearly/; s3:prefix = monthly/ would have passed"],
    ),
    "a way up": (
        ["--action", "aws s3 cp report.csv s3://acme-reports/monthly/"],
        ["- aws s3 cp to the bucket is decided by s3:PutObject", "no statement of it speaks of s3:PutObject"],
    ),
}


@pytest.mark.parametrize("row", SAID)
def test_it_is_asked_as_people_ask(row: str, asked: list[str], capsys: Print) -> None:
    """By URL, by call, by command; how it was understood is said."""
    words, says = SAID[row]
    code, out = said(capsys, *asked, *words)

    assert code == 0, out
    assert [each for each in says if each not in out] == [], out


def test_several_requests_are_one_json(asked: list[str], capsys: Print) -> None:
    """A list of what one prints alone; a value that would pass is in it."""
    _, out = said(capsys, *asked, "--action", "aws s3 sync", "--resource", "s3://acme-reports/yearly/", "--json")

    listing, reading = json.loads(out)["requests"]
    assert (listing["action"], reading["action"]) == ("s3:ListBucket", "s3:GetObject")
    assert listing["understood"][0].startswith("aws s3 sync is decided by")
    [near] = listing["nearest"]
    assert [(each["what"], each["would_pass"]) for each in near["misses"]] == [("s3:prefix", "monthly/")]
    assert reading["where_there_is_no_object"] == 403


def test_a_condition_that_is_missed_is_said_with_what_would_pass(asked: list[str], capsys: Print) -> None:
    """The key as AWS spells it, what the request has, and a value."""
    del asked
    caller = ["--caller", f"arn:aws:iam::{ACCOUNT}:role/writer", "--action", "PutObject"]
    on = ["--resource", "s3://acme-reports/drop/a", "--context", "s3:x-amz-acl=public-read"]
    _, out = said(capsys, *caller, *on)

    assert "- s3:x-amz-acl is private, and the request has public-read; s3:x-amz-acl = private would have passed" in out


def test_a_policy_of_a_bucket_has_a_nearest_of_its_own(tmp_path: Path, capsys: Print) -> None:
    """From another account both sides have to allow; each is said by itself."""
    statement = allow("s3:GetObject", AWS="222222222222", Resource=f"{REPORTS}/monthly/*")
    stacks = {
        ACCOUNT: {"Reports": bucket("acme-reports"), "Policy": bucket_policy("acme-reports", statement)},
        "333333333333": {"Other": role("other", document(), of("*"))},
    }
    write(tmp_path, stacks, [])
    words = ["--caller", "arn:aws:iam::333333333333:role/other", "--action", "GetObject"]
    _, out = said(capsys, "--assembly", str(tmp_path), *words, "--resource", "s3://acme-reports/monthly/a")

    assert "the resource policy: 111111111111.template.json Policy.PolicyDocument.Statement[0], but" in out
    assert "- it names 222222222222, not" in out
