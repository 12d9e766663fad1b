"""Access points: both policies decide, the access point's and the bucket's, each under its own ARN.

Source: Amazon S3 User Guide, "Configuring IAM policies for using access points" and "Delegating access control to
access points".
"""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import pytest

from tests.proof.open_values import GIVEN, Sections
from tests.proof.test_worlds import (
    FINANCE,
    FINANCES_BUCKET,
    OTHER,
    PRODUCTION,
    READER_ARN,
    READER_SESSION,
    REPORTS,
    STAGING,
    agreed,
    of_account,
    world_of,
)
from tests.proof.world import World, access_point, allow, assembly, bucket, bucket_policy, document, in_memory
from xacct_constructs import Agreement
from xacct_constructs.iam import Caller, EvalDecision, Request, UndecidedError
from xacct_constructs.proof import Access, Answer, Proof, compare, prove

Statement = Mapping[str, Any]

POINT = f"arn:aws:s3:eu-west-1:{PRODUCTION}:accesspoint/reports"
OBJECTS = f"{POINT}/object/*"
READER, STRANGER = {"AWS": READER_ARN}, of_account(OTHER)
PARAMETER: Sections = {"Parameters": {"Given": {"Type": "String"}}}
BOTH = [REPORTS, f"{REPORTS}/*"]
GET, LIST = "s3:GetObject", "s3:ListBucket"


def say(effect: str, principal: Any, action: Any, resource: Any, **condition: Any) -> dict[str, Any]:
    """A statement of a resource's policy."""
    said = {"Effect": effect, "Principal": principal, "Action": action, "Resource": resource}
    return {**said, "Condition": condition} if condition else said


def let(principal: Any, action: Any = GET, resource: Any = OBJECTS, **condition: Any) -> dict[str, Any]:
    """What an access point's policy lets somebody do."""
    return say("Allow", principal, action, resource, **condition)


def deny(principal: Any, action: Any = "s3:*", resource: Any = "*", **condition: Any) -> dict[str, Any]:
    """What a policy denies somebody."""
    return say("Deny", principal, action, resource, **condition)


def by_points(account: Any = PRODUCTION, key: str = "s3:DataAccessPointAccount") -> dict[str, Any]:
    """The condition that a request takes an access point of an account."""
    return {"StringEquals": {key: account}}


def delegated(action: Any = "*", principal: Any = "*", **condition: Any) -> dict[str, Any]:
    """What a bucket's policy says that leaves access to its account's access points."""
    return say("Allow", principal, action, BOTH, **(condition or by_points()))


def to_network(origin: str) -> dict[str, Any]:
    """The same, to those of a network."""
    return delegated(StringEquals={"s3:DataAccessPointAccount": PRODUCTION, "s3:AccessPointNetworkOrigin": origin})


def point(*statements: Statement, name: Any = "reports", bucket: Any = "acme-reports", **said: Any) -> dict[str, Any]:
    """The access point."""
    return access_point(name, bucket, *statements, **said)


AS_AGREED = (
    let(READER, GET, f"{POINT}/object/monthly/*"),
    let(READER, LIST, POINT, StringLike={"s3:prefix": "monthly/*"}),
)
EVERYBODY = (let("*"), deny(READER), deny("*", Bool={"aws:PrincipalIsAWSService": "true"}))
"""But the reader and services, whom Block Public Access leaves."""
OPEN = {"PublicAccessBlockConfiguration": {"RestrictPublicBuckets": False}}
VPC = {"VpcConfiguration": {"VpcId": "vpc-1"}}
DELEGATED = (delegated(),)
ITS_ARN, ITS_NAME = {"Fn::GetAtt": ["Point", "Arn"]}, {"Ref": "Point"}


def of_its_arn(arn: Any) -> dict[str, Any]:
    """The ARN of all objects of an access point."""
    return {"Fn::Join": ["", [arn, "/object/*"]]}


class Row(NamedTuple):
    """An access point, what the bucket's policy says, and what the proof must come to."""

    point: dict[str, Any]
    bucket: tuple[Statement, ...]
    answer: Answer
    shown: tuple[str, str] = ("", "")
    """How the caller and the resource of a counterexample begin."""
    more: Mapping[str, dict[str, Any]] = MappingProxyType({})
    """Further resources of production's stack."""
    template: Sections = MappingProxyType({})


PROVEN, REFUTED, UNDECIDED = Answer.PROVEN, Answer.REFUTED, Answer.UNDECIDED
BY_STRANGER = (f"arn:aws:iam::{OTHER}:", POINT)
BY_READER = (READER_SESSION, POINT)


def widened(*statements: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The reader with a further policy."""
    said = {"PolicyName": "more", "PolicyDocument": document(*statements), "Roles": ["reader"]}
    return {"More": {"Type": "AWS::IAM::Policy", "Properties": said}}


ROWS = {
    # Who is let in
    "no policy": Row(point(), DELEGATED, PROVEN),
    "no access point": Row(bucket("acme-other"), DELEGATED, PROVEN),
    "what is agreed": Row(point(*AS_AGREED), DELEGATED, PROVEN),
    "what is agreed, without a delegation": Row(point(*AS_AGREED), (), PROVEN),
    "a stranger": Row(point(let(STRANGER)), DELEGATED, REFUTED, BY_STRANGER),
    "a stranger, without a delegation": Row(point(let(STRANGER)), (), PROVEN),
    "a stranger, whom the bucket names too": Row(
        point(let(STRANGER)), (delegated(GET, STRANGER),), REFUTED, BY_STRANGER
    ),
    "a stranger, where the bucket names another": Row(
        point(let(STRANGER)), (delegated(GET, of_account(STAGING)),), PROVEN
    ),
    "a stranger who may do another thing there": Row(point(let(STRANGER)), (delegated(LIST),), PROVEN),
    "a stranger who lists": Row(point(let(STRANGER, LIST, POINT)), DELEGATED, REFUTED, BY_STRANGER),
    "a stranger who lists, by the objects' ARN": Row(point(let(STRANGER, LIST, OBJECTS)), DELEGATED, PROVEN),
    "a stranger who reads, by the point's ARN": Row(point(let(STRANGER, GET, POINT)), DELEGATED, PROVEN),
    "the reader, of more": Row(point(let(READER)), DELEGATED, REFUTED, BY_READER),
    "the reader, of more, without a delegation": Row(point(let(READER)), (), PROVEN),
    "the reader, of more, by the bucket alone": Row(point(*AS_AGREED), (delegated(GET, READER),), PROVEN),
    "the reader, of more, by both": Row(point(let(READER)), (delegated(GET, READER),), REFUTED, BY_READER),
    "the account itself": Row(point(let({"AWS": f"arn:aws:iam::{PRODUCTION}:root"})), DELEGATED, PROVEN),
    "a stranger who may do anything to objects, without a delegation": Row(point(let(STRANGER, "s3:*")), (), PROVEN),
    "a stranger who may do anything, without a delegation": Row(
        point(let(STRANGER, "s3:*", POINT)), (), REFUTED, BY_STRANGER
    ),
    "who may change the access point": Row(
        point(let(STRANGER, "s3:PutAccessPointPolicy", POINT)), (), REFUTED, BY_STRANGER
    ),
    # By its own policies
    "the reader's own, of more": Row(point(), DELEGATED, REFUTED, BY_READER, widened(allow(GET, Resource=OBJECTS))),
    "the reader's own, of more, without a delegation": Row(
        point(), (), PROVEN, more=widened(allow(GET, Resource=OBJECTS))
    ),
    "the reader's own, of the bucket by access points": Row(
        point(let(READER)),
        (),
        REFUTED,
        BY_READER,
        widened(allow(GET, Resource=f"{REPORTS}/*", Condition=by_points())),
    ),
    "the reader's own, of the bucket by access points that are not for it": Row(
        point(), (), PROVEN, more=widened(allow(GET, Resource=f"{REPORTS}/*", Condition=by_points()))
    ),
    "the reader's own, of the bucket directly": Row(
        point(), (), REFUTED, (READER_SESSION, f"{REPORTS}/"), widened(allow(GET, Resource=f"{REPORTS}/*"))
    ),
    "the reader's own, of an access point that is not there": Row(
        point(name="others"), DELEGATED, UNDECIDED, more=widened(allow(GET, Resource=OBJECTS))
    ),
    # Denies of either side
    "denied by the access point": Row(point(let(STRANGER), deny(STRANGER)), DELEGATED, PROVEN),
    "denied there for others": Row(point(let(STRANGER), deny(of_account(STAGING))), DELEGATED, REFUTED, BY_STRANGER),
    "denied by the bucket": Row(point(let(STRANGER)), (*DELEGATED, deny(STRANGER, resource=BOTH)), PROVEN),
    "denied by the bucket by its ARN": Row(
        point(let(STRANGER)),
        (*DELEGATED, deny(STRANGER, resource=BOTH, ArnLike={"s3:DataAccessPointArn": POINT})),
        PROVEN,
    ),
    "denied by the bucket by another's ARN": Row(
        point(let(STRANGER)),
        (*DELEGATED, deny(STRANGER, resource=BOTH, ArnLike={"s3:DataAccessPointArn": f"{POINT}-2"})),
        REFUTED,
        BY_STRANGER,
    ),
    "denied by the bucket through any": Row(point(), (deny("*", resource=BOTH, **by_points()),), PROVEN),
    # How the bucket delegates
    "by the ARN": Row(
        point(let(STRANGER)), (delegated(ArnEquals={"s3:DataAccessPointArn": POINT}),), REFUTED, BY_STRANGER
    ),
    "by a pattern of ARNs": Row(
        point(let(STRANGER)),
        (delegated(ArnLike={"s3:DataAccessPointArn": f"arn:aws:s3:*:{PRODUCTION}:accesspoint/*"}),),
        REFUTED,
        BY_STRANGER,
    ),
    "by another's ARN": Row(
        point(let(STRANGER)), (delegated(ArnEquals={"s3:DataAccessPointArn": f"{POINT}-2"}),), PROVEN
    ),
    "to another account": Row(point(), (delegated(**by_points(OTHER)),), REFUTED, ("", f"{REPORTS}")),
    "to an account by a parameter": Row(point(), (delegated(**by_points(GIVEN)),), UNDECIDED, template=PARAMETER),
    "to whatever takes no access point": Row(
        point(), (delegated(StringEqualsIfExists={"s3:DataAccessPointAccount": PRODUCTION}),), REFUTED, ("", REPORTS)
    ),
    "to a network": Row(
        point(let(STRANGER)),
        (to_network("VPC"),),
        PROVEN,
    ),
    "to a network, whose it is": Row(
        point(let(STRANGER), **VPC),
        (to_network("VPC"),),
        REFUTED,
        BY_STRANGER,
    ),
    # What is not known
    "a parameter in its policy": Row(point(let({"AWS": GIVEN})), DELEGATED, UNDECIDED, template=PARAMETER),
    "a parameter in its policy, without a delegation": Row(point(let({"AWS": GIVEN})), (), PROVEN, template=PARAMETER),
    "its policy is a parameter": Row(point(Policy=GIVEN), DELEGATED, UNDECIDED, template=PARAMETER),
    "its bucket is a parameter": Row(point(let(STRANGER), bucket=GIVEN), DELEGATED, UNDECIDED, template=PARAMETER),
    "its bucket is a parameter, without a delegation": Row(
        point(let(STRANGER), bucket=GIVEN), (), PROVEN, template=PARAMETER
    ),
    "its name is a parameter": Row(point(let(STRANGER), name=GIVEN), DELEGATED, UNDECIDED, template=PARAMETER),
    "its name is a parameter, and its policy says so for the reader as agreed": Row(
        point(let(READER, GET, {"Fn::Join": ["", [ITS_ARN, "/object/monthly/*"]]}), name=GIVEN),
        DELEGATED,
        UNDECIDED,
        template=PARAMETER,
    ),
    "its name is a parameter, and its policy says so": Row(
        point(let(STRANGER, GET, of_its_arn(ITS_ARN)), name=GIVEN),
        DELEGATED,
        REFUTED,
        (BY_STRANGER[0], POINT[:-7]),
        template=PARAMETER,
    ),
    "two of one name": Row(point(let(READER)), (), UNDECIDED, more={"Second": point()}),
    "two of one name, of which the first lets in a stranger": Row(
        point(let(STRANGER)), DELEGATED, UNDECIDED, more={"Second": point()}
    ),
    "two of one name, of which the second lets in a stranger": Row(
        point(), DELEGATED, UNDECIDED, more={"Second": point(let(STRANGER))}
    ),
    "two of two names": Row(point(), DELEGATED, PROVEN, more={"Second": point(name="others")}),
    "its network is a parameter": Row(
        point(let(STRANGER), VpcConfiguration=GIVEN),
        (to_network("Internet"),),
        UNDECIDED,
        template=PARAMETER,
    ),
    "of another bucket": Row(point(let(STRANGER), bucket="acme-other"), DELEGATED, PROVEN),
    "of another account's bucket": Row(point(let(STRANGER), BucketAccountId=OTHER), DELEGATED, PROVEN),
    # Forms
    "by every ARN": Row(point(let(STRANGER, resource="*")), DELEGATED, REFUTED, BY_STRANGER),
    "by a pattern": Row(
        point(let(STRANGER, resource="arn:aws:s3:*:*:accesspoint/rep*/object/m*")), DELEGATED, REFUTED, BY_STRANGER
    ),
    "by another point's ARN": Row(point(let(STRANGER, resource=f"{POINT}-2/object/*")), DELEGATED, PROVEN),
    "by another partition's ARN": Row(
        point(let(STRANGER, resource=OBJECTS.replace("aws:", "aws-cn:", 1))), DELEGATED, PROVEN
    ),
    "by the bucket's ARN": Row(point(let(STRANGER, resource=f"{REPORTS}/*")), DELEGATED, PROVEN),
    "by its attribute": Row(
        point(let(STRANGER, GET, of_its_arn(ITS_ARN)), name="reports"), DELEGATED, REFUTED, BY_STRANGER
    ),
    "by its name": Row(
        point(
            let(
                STRANGER,
                GET,
                of_its_arn({"Fn::Sub": "arn:aws:s3:${AWS::Region}:${AWS::AccountId}:accesspoint/${Point}"}),
            )
        ),
        DELEGATED,
        REFUTED,
        BY_STRANGER,
    ),
    "without a name": Row(
        point(let(STRANGER, GET, of_its_arn(ITS_ARN)), name=None), DELEGATED, REFUTED, (BY_STRANGER[0], POINT[:-7])
    ),
    "without a name, for the reader as agreed": Row(
        point(let(READER, GET, {"Fn::Join": ["", [ITS_ARN, "/object/monthly/*"]]}), name=None), DELEGATED, PROVEN
    ),
    "without a name, by how another's begins": Row(
        point(let(STRANGER, GET, f"{POINT[:-7]}stack{PRODUCTION}-point-a*/object/*"), name=None), DELEGATED, PROVEN
    ),
    # Settings
    "everybody, who is blocked unless it is said": Row(point(*EVERYBODY), DELEGATED, PROVEN),
    "everybody": Row(point(*EVERYBODY, **OPEN), DELEGATED, REFUTED, ("", POINT)),
    "everybody, on a parameter": Row(
        point(*EVERYBODY, PublicAccessBlockConfiguration={"RestrictPublicBuckets": GIVEN}),
        DELEGATED,
        UNDECIDED,
        template=PARAMETER,
    ),
    "everybody, of whom nothing is said": Row(
        point(*EVERYBODY, PublicAccessBlockConfiguration={"BlockPublicAcls": True}), DELEGATED, UNDECIDED
    ),
    "everybody of a network": Row(point(*EVERYBODY, **VPC), DELEGATED, REFUTED, ("", POINT)),
    "a stranger of no network": Row(
        point(let(STRANGER, StringNotEquals={"aws:SourceVpc": "vpc-1"}), **VPC), DELEGATED, PROVEN
    ),
    "its tags": Row(point(Tags=[{"Key": "a", "Value": "b"}]), DELEGATED, PROVEN),
    "what nobody knows of it": Row(point(Tunnel="wide"), DELEGATED, UNDECIDED),
}


def world(row: Row, agreement: Agreement) -> World:
    """Both halves, the bucket with its policy, and the access point."""
    found = world_of(agreement)
    found[PRODUCTION]["Point"] = row.point
    if row.bucket:
        found[PRODUCTION]["Policy"] = bucket_policy("acme-reports", *row.bucket)
    found[PRODUCTION].update(row.more)
    return found


def proven(row: Row, folder: Path) -> Proof:
    """What the proof comes to."""
    return prove(assembly(folder, world(row, agreed()), [agreed()], **row.template))


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_both_policies_decide(row: Row, tmp_path: Path) -> None:
    """The access point's and the bucket's, and a counterexample is written as the request is made."""
    proof = proven(row, tmp_path)
    assert proof.answer is row.answer, (proof.counterexamples, proof.undecided)
    if row.answer is REFUTED:
        asked = [each.steps[-1].request for each in proof.counterexamples]
        caller, resource = row.shown
        assert all(
            each.caller.arn.startswith((caller, caller.replace(":iam:", ":sts:")))
            and each.resource.startswith(resource)
            for each in asked
        ), asked


def decided(row: Row) -> Access:
    """What decides in the row's world."""
    return Access(in_memory(world(row, agreed()), [agreed()]))


MALLORY, ALICE_HERE = f"arn:aws:iam::{OTHER}:user/mallory", READER_SESSION
AN_OBJECT, AGREED_OBJECT = f"{POINT}/object/yearly/a", f"{POINT}/object/monthly/a"
OF_POINT, OF_BUCKET = "resource policy on the access point", "resource policy on the bucket"
ROW = Row(point(let(STRANGER), *AS_AGREED), DELEGATED, REFUTED)
DECIDED: dict[str, tuple[Row, str, str, str, tuple[str, ...] | None]] = {
    "a stranger": (ROW, MALLORY, GET, AN_OBJECT, ()),
    "a stranger directly": (ROW, MALLORY, GET, f"{REPORTS}/yearly/a", ("resource policy",)),
    "a stranger, without a delegation": (ROW._replace(bucket=()), MALLORY, GET, AN_OBJECT, (OF_BUCKET,)),
    "a stranger, without a policy": (ROW._replace(point=point()), MALLORY, GET, AN_OBJECT, (OF_POINT,)),
    "a stranger who lists": (ROW, MALLORY, LIST, POINT, (OF_POINT,)),
    "a stranger, denied by the point": (
        ROW._replace(point=point(let(STRANGER), deny("*"))),
        MALLORY,
        GET,
        AN_OBJECT,
        (OF_POINT,),
    ),
    "a stranger, denied by the bucket": (
        ROW._replace(bucket=(*DELEGATED, deny("*", resource=BOTH))),
        MALLORY,
        GET,
        AN_OBJECT,
        (OF_BUCKET,),
    ),
    "the reader, as agreed": (ROW, READER_SESSION, GET, AGREED_OBJECT, ()),
    "the reader, of more": (ROW, READER_SESSION, GET, AN_OBJECT, ("identity policy on the access point",)),
    "the reader, of more, without a delegation": (
        ROW._replace(point=point(let(READER)), bucket=()),
        READER_SESSION,
        GET,
        AN_OBJECT,
        ("identity policy on the bucket",),
    ),
    "of the access point itself": (ROW, MALLORY, "s3:DeleteAccessPoint", POINT, ("resource policy",)),
    "an access point that is not there": (ROW, MALLORY, GET, f"{POINT}-2/object/a", None),
    "one of several regions": (ROW, MALLORY, GET, f"arn:aws:s3::{PRODUCTION}:accesspoint/m.mrap/object/a", None),
    "an alias": (ROW, READER_SESSION, GET, "arn:aws:s3:::reports-abcdefghijklmnopqrstuvwxyz12345678-s3alias/a", None),
    "of a bucket that is not there": (
        ROW._replace(point=point(let(STRANGER), bucket="elsewhere")),
        MALLORY,
        GET,
        AN_OBJECT,
        None,
    ),
    "of a bucket that is not there, refused": (
        ROW._replace(point=point(bucket="elsewhere")),
        MALLORY,
        GET,
        AN_OBJECT,
        (OF_POINT,),
    ),
    "of one of two buckets": (ROW._replace(point=point(let(STRANGER), bucket=GIVEN)), MALLORY, GET, AN_OBJECT, None),
}


@pytest.mark.parametrize(("row", "caller", "action", "resource", "blocked"), DECIDED.values(), ids=DECIDED)
def test_a_request_is_decided_by_both(
    row: Row, caller: str, action: str, resource: str, blocked: tuple[str, ...] | None
) -> None:
    """What refuses says on which of the two; None where it cannot be decided."""
    request = Request(Caller(caller), action, resource)
    if blocked is None:
        with pytest.raises(UndecidedError):
            decided(row).decide(request, own_side_allows=True)
        return
    decision = decided(row).decide(request, own_side_allows=True)
    assert (decision.is_allowed, decision.blocked_by) == (not blocked, blocked)


DENYING = ROW._replace(point=point(let(STRANGER), deny("*")))
DENIED = {
    "by the access point, which the bucket does not allow": (DENYING._replace(bucket=()), (OF_POINT,), "Point"),
    "by the bucket, which the access point does not allow": (
        ROW._replace(point=point(), bucket=(*DELEGATED, deny("*", resource=BOTH))),
        (OF_BUCKET,),
        "Policy",
    ),
    "by both": (
        DENYING._replace(bucket=(*DELEGATED, deny("*", resource=BOTH))),
        (OF_POINT, OF_BUCKET),
        "Point",
    ),
}


@pytest.mark.parametrize(("row", "blocked", "by"), DENIED.values(), ids=DENIED)
def test_a_deny_of_either_is_what_decides(row: Row, blocked: tuple[str, ...], by: str) -> None:
    """The access point's first; what is not allowed besides is not told."""
    decision = decided(row).decide(Request(Caller(MALLORY), GET, AN_OBJECT), own_side_allows=True)
    assert (decision.word, decision.blocked_by) == (EvalDecision.EXPLICIT_DENY, blocked)
    assert decision.by is not None
    assert decision.by.origin.logical_id == by


@pytest.mark.parametrize(
    ("key", "value"),
    [("s3:DataAccessPointArn", f"{POINT}-2"), ("s3:DataAccessPointAccount", PRODUCTION)],
)
def test_a_request_that_takes_another_way_of_the_account_is_not_decided(key: str, value: str) -> None:
    """On the bucket's ARN, by an access point that nobody knows; by the one that is known it is the same request."""
    on_bucket = Request(Caller(MALLORY), GET, f"{REPORTS}/a", context={key: value})
    with pytest.raises(UndecidedError, match="not in the assembly"):
        decided(ROW).decide(on_bucket, own_side_allows=True)
    known = Request(Caller(MALLORY), GET, f"{REPORTS}/a", context={"s3:DataAccessPointArn": POINT})
    assert decided(ROW).with_owner(known).resource == f"{POINT}/object/a"
    assert decided(ROW).decide(known, own_side_allows=True).is_allowed


def moving(point_: Any = None, *statements: Statement, **more: Any) -> Row:
    """One of two worlds."""
    return Row(point_ or bucket("acme-other"), statements, PROVEN, more=more)


OWN = widened(allow(GET, Resource=OBJECTS))
OWN_ALL = widened(allow(GET, Resource=[OBJECTS, *BOTH]))
BY_TAG = f"{POINT[:-7]}${{aws:PrincipalTag/team}}/object/*"
ITS_PEOPLE = point(let(READER, GET, AGREED_OBJECT))
CHANGES: dict[str, tuple[Row, Row, tuple[str, ...], str]] = {
    "nothing": (moving(point(let(STRANGER)), *DELEGATED), moving(point(let(STRANGER)), *DELEGATED), (), ""),
    "a stranger in its policy": (moving(point(), *DELEGATED), moving(point(let(STRANGER)), *DELEGATED), (MALLORY,), ""),
    "a stranger, without a delegation": (moving(point()), moving(point(let(STRANGER))), (), ""),
    "an access point with a stranger": (
        moving(None, *DELEGATED),
        moving(point(let(STRANGER)), *DELEGATED),
        (MALLORY,),
        "",
    ),
    "a delegation": (moving(point(let(STRANGER))), moving(point(let(STRANGER)), *DELEGATED), (MALLORY,), ""),
    "a delegation to nobody": (moving(point()), moving(point(), *DELEGATED), (), ""),
    "a deny that goes": (
        moving(point(let(STRANGER), deny(STRANGER)), *DELEGATED),
        moving(point(let(STRANGER)), *DELEGATED),
        (MALLORY,),
        "",
    ),
    "a deny of the bucket that goes": (
        moving(point(let(STRANGER)), *DELEGATED, deny(STRANGER, resource=BOTH)),
        moving(point(let(STRANGER)), *DELEGATED),
        (MALLORY,),
        "",
    ),
    "the reader in its policy": (
        moving(point(), *DELEGATED),
        moving(point(let(READER)), *DELEGATED),
        (READER_SESSION,),
        "",
    ),
    "the reader in its policy, as its own says": (moving(point()), moving(ITS_PEOPLE), (READER_SESSION,), ""),
    "the reader's own policy": (moving(point(), *DELEGATED), moving(point(), *DELEGATED, **OWN), (READER_SESSION,), ""),
    "the reader's own policy, of what it may have anyway": (
        moving(point()),
        moving(point(), **OWN),
        (READER_SESSION,),
        "",
    ),
    "the reader's own policy, of what it may have neither way": (
        moving(point()),
        moving(point(), **widened(allow(GET, Resource=f"{POINT}/object/yearly/*"))),
        (),
        "",
    ),
    "the reader's own policy, by a pattern of its tags": (
        moving(point(), *DELEGATED),
        moving(point(), *DELEGATED, **widened(allow(GET, Resource=BY_TAG))),
        (),
        "depends on ${aws:PrincipalTag/team}",
    ),
    "a stranger, by a pattern of its tags": (
        moving(point(), *DELEGATED),
        moving(point(let(STRANGER, GET, BY_TAG)), *DELEGATED),
        (),
        "depends on ${aws:PrincipalTag/team}",
    ),
    "the reader's own policy, by a new access point": (
        moving(None, *DELEGATED, **OWN),
        moving(point(), *DELEGATED, **OWN),
        (READER_SESSION,),
        "",
    ),
    "the reader, by a new access point to what it may have anyway": (
        moving(None, *DELEGATED, **OWN_ALL),
        moving(point(), *DELEGATED, **OWN_ALL),
        (),
        "",
    ),
    "another bucket": (
        moving(point(let(STRANGER)), *DELEGATED),
        moving(point(let(STRANGER), bucket="acme-other"), *DELEGATED),
        (),
        "what lies behind it is not the same",
    ),
    "another network": (
        moving(point(), *DELEGATED),
        moving(point(**VPC), *DELEGATED),
        (),
        "its network is not the same",
    ),
    "a parameter in its policy": (
        moving(point(), *DELEGATED),
        moving(point(let({"AWS": "{{resolve:ssm:x}}"})), *DELEGATED),
        (),
        "depends on",
    ),
}


@pytest.mark.parametrize(("before", "after", "gained", "named"), CHANGES.values(), ids=CHANGES)
def test_what_changes_at_an_access_point_is_told(before: Row, after: Row, gained: tuple[str, ...], named: str) -> None:
    """Who gains what, which the other way round is lost; what no request shows is named."""
    old, new = (in_memory(world(each, agreed()), [agreed()]) for each in (before, after))
    found = compare(old, new)
    assert {each.request.caller.arn for each in found.gained} == set(gained)
    assert {named in str(each) for each in found.undecided} == ({True} if named else set())
    assert {each.request.caller.arn for each in compare(new, old).lost} == set(gained)


BOOKS, BOOKS_POINT = "arn:aws:s3:::acme-books", f"arn:aws:s3:eu-west-1:{FINANCE}:accesspoint/books"
AGREED_ON_BOOKS = say("Allow", READER, [GET, LIST, "s3:GetBucketLocation"], [BOOKS, f"{BOOKS}/*"])
TO_ITS_POINTS = say("Allow", "*", "s3:*", [BOOKS, f"{BOOKS}/*"], **by_points(FINANCE))
OF_FINANCE: dict[str, tuple[tuple[Statement, ...], tuple[Statement, ...], str, Answer]] = {
    "as agreed": ((let(READER, GET, f"{BOOKS_POINT}/object/*"),), (), GET, PROVEN),
    "as agreed, delegated": ((let(READER, GET, f"{BOOKS_POINT}/object/*"),), (TO_ITS_POINTS,), GET, PROVEN),
    "more": ((let(READER, "s3:*", f"{BOOKS_POINT}/object/*"),), (TO_ITS_POINTS,), "s3:PutObject", REFUTED),
    "more, without a delegation": ((let(READER, "s3:*", f"{BOOKS_POINT}/object/*"),), (), "s3:PutObject", PROVEN),
    "more, which the access point does not let in": ((), (TO_ITS_POINTS,), "s3:PutObject", PROVEN),
}


@pytest.mark.parametrize(("by_point", "by_bucket", "action", "answer"), OF_FINANCE.values(), ids=OF_FINANCE)
def test_another_account_s_access_points_let_the_agreed_role_in(
    by_point: tuple[Statement, ...], by_bucket: tuple[Statement, ...], action: str, answer: Answer
) -> None:
    """As anybody from outside, with what its own policies allow on them: as agreed, and no further."""
    found = world_of(FINANCES_BUCKET)
    found[PRODUCTION].update(widened(allow(action, Resource=f"{BOOKS_POINT}/object/*")))
    found[FINANCE] = {
        "Books": bucket("acme-books"),
        "Policy": bucket_policy("acme-books", AGREED_ON_BOOKS, *by_bucket),
        "Point": access_point("books", "acme-books", *by_point),
    }
    proof = prove(in_memory(found, [FINANCES_BUCKET]))
    assert proof.answer is answer, (proof.counterexamples, proof.undecided)


THEIRS = ["arn:aws:s3:::theirs", "arn:aws:s3:::theirs/*"]


@pytest.mark.parametrize(("more", "answer"), [(widened(allow(GET, Resource=OBJECTS)), UNDECIDED), ({}, PROVEN)])
def test_by_an_own_access_point_to_another_accounts_bucket_nothing_is_agreed(
    more: Mapping[str, dict[str, Any]], answer: Answer
) -> None:
    """Whatever that account leaves to it: what the role may ask for there is not passed over."""
    found = world(Row(point(bucket="theirs", BucketAccountId=OTHER), (), answer, more=more), agreed())
    found[OTHER] = {
        "Theirs": bucket("theirs"),
        "Policy": bucket_policy("theirs", say("Allow", "*", "*", THEIRS, **by_points())),
    }
    assert prove(in_memory(found, [agreed()])).answer is answer


NOT_THERE = {
    "no policy": ((), PROVEN),
    "what is agreed": (AS_AGREED, PROVEN),
    "the reader, of more": ((let(READER),), UNDECIDED),
    "a stranger": ((let(STRANGER),), UNDECIDED),
    "a stranger, denied": ((let(STRANGER), deny("*")), PROVEN),
}


@pytest.mark.parametrize(("statements", "answer"), NOT_THERE.values(), ids=NOT_THERE)
def test_of_a_bucket_that_is_not_in_the_assembly(statements: tuple[Statement, ...], answer: Answer) -> None:
    """What its policy leaves to an access point is not known."""
    found = world(Row(point(*statements), (), answer), agreed())
    del found[PRODUCTION]["Reports"]
    proof = prove(in_memory(found, [agreed()]))
    assert proof.answer is answer, (proof.counterexamples, proof.undecided)
