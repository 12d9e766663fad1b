"""Organization policies of a folder: they break what must work, and narrow what is too much, as far as they bind."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import pytest

from tests.organizations import (
    DATE,
    ID,
    MANAGEMENT,
    PARENTS,
    PRODUCTION,
    RESOURCE,
    ROOT,
    SERVICE,
    STAGING,
    UNIT,
    Attached,
    files,
)
from tests.proof.others import Others
from tests.proof.test_worlds import (
    DECRYPTING,
    FINANCE,
    FINANCES_BUCKET,
    OTHER,
    OWN_ADMINISTRATORS,
    REPORTS,
    agreed,
    both,
    key,
    nothing,
    of_account,
    put,
    widened,
    world_of,
)
from tests.proof.world import World, access_point, allow, bucket, bucket_policy, document, in_memory, role
from xacct_constructs import Agreement, Safeguards
from xacct_constructs.organization import organization_of
from xacct_constructs.proof import Answer, compare, prove

PROVEN, REFUTED, UNDECIDED = Answer.PROVEN, Answer.REFUTED, Answer.UNDECIDED
Edit = Callable[[World], None]
ELSEWHERE = "ou-ab12-22222222"
LINKED = f"arn:aws:iam::{OTHER}:role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX"
OUTSIDE = {
    "StringNotEqualsIfExists": {"aws:PrincipalOrgID": ID},
    "BoolIfExists": {"aws:PrincipalIsAWSService": "false"},
}
THINGS_OUTSIDE = {"StringNotEqualsIfExists": {"aws:ResourceOrgID": ID}}
WITH_OTHER = {"accounts": [PRODUCTION, STAGING, OTHER, MANAGEMENT]}
OTHER_IN_UNIT = {**WITH_OTHER, "parents": {**PARENTS, OTHER: UNIT}}
STAGING_OUTSIDE = {"accounts": [PRODUCTION, MANAGEMENT], "parents": {PRODUCTION: UNIT, UNIT: ROOT}}


def denying(action: Any, **elements: Any) -> dict[str, Any]:
    """A document with one deny."""
    return document({"Effect": "Deny", "Action": action, "Resource": "*", **elements})


def service(target: str, action: Any, **elements: Any) -> Attached:
    """A service control policy that denies."""
    return Attached(SERVICE, target, denying(action, **elements))


def resource(target: str, action: Any, **elements: Any) -> Attached:
    """A resource control policy that denies."""
    return Attached(RESOURCE, target, denying(action, Principal="*", **elements))


def only(target: str, *actions: str) -> Attached:
    """A service control policy in the place of AWS's own."""
    return Attached(SERVICE, target, document(*(allow(each, Resource="*") for each in actions)), beside=False)


def made(target: Any, *, name: Any = "guard", kind: Any = SERVICE, action: str = "iam:*", **elements: Any) -> Edit:
    """An organization policy of the templates that denies."""
    return written(target, denying(action, **elements), name=name, kind=kind)


def written(target: Any, content: Mapping[str, Any], *, name: Any = "guard", kind: Any = SERVICE) -> Edit:
    """An organization policy of the templates."""
    properties = {"Name": name, "Type": kind, "TargetIds": [target], "Content": content}
    return put(PRODUCTION, Guard={"Type": "AWS::Organizations::Policy", "Properties": properties})


def opened(statement: Mapping[str, Any]) -> Edit:
    """The bucket with one more statement of its policy."""
    return put(PRODUCTION, Policy=bucket_policy("acme-reports", statement))


TO_OTHER = opened(allow("s3:GetObject", **of_account(OTHER), Resource=f"{REPORTS}/*"))
TO_LINKED = opened(allow("s3:GetObject", AWS=LINKED, Resource=f"{REPORTS}/*"))
TO_LINKED_AND_OTHERS = opened(
    allow("s3:GetObject", AWS=[LINKED, f"arn:aws:iam::{OTHER}:user/eve"], Resource=f"{REPORTS}/*")
)
TO_THE_ORGANIZATION = opened(
    allow(
        "s3:GetObject",
        **of_account(OTHER),
        Resource=f"{REPORTS}/*",
        Condition={"StringEquals": {"aws:PrincipalOrgID": ID}},
    )
)
AGAINST_OUTSIDERS = resource(PRODUCTION, "s3:*", Condition=OUTSIDE)
UNSHOWN = {"StringEquals": {"aws:username": "${aws:PrincipalTag/team}"}}
UNTOLD = {"StringEquals": {"aws:EpochTime": "1"}, "NumericLessThan": {"aws:EpochTime": "2"}}
AT_DEPLOYMENT = {"StringEquals": {"aws:PrincipalTag/team": {"Ref": "AWS::StackId"}}}
FEW, MANY = ({f"Numeric{than}Than": {"s3:max-keys": keys}} for than, keys in (("Less", "5"), ("Greater", "7")))


def to_other(of: str = "", **elements: Any) -> dict[str, Any]:
    """A statement that lets another account read, all objects or those under a prefix."""
    return allow("s3:GetObject", **of_account(OTHER), Resource=f"{REPORTS}/{of}*", **elements)


def opened_too(*statements: Mapping[str, Any]) -> Edit:
    """The bucket with these statements, and one for an account of the organization."""
    inside = allow("s3:GetObject", **of_account(FINANCE), Resource=f"{REPORTS}/*")
    return put(PRODUCTION, Policy=bucket_policy("acme-reports", *statements, inside))


WITH_FINANCE = {"accounts": [PRODUCTION, STAGING, FINANCE, MANAGEMENT]}
NO_YEARLY = resource(PRODUCTION, "s3:GetObject", Resource=f"{REPORTS}/yearly/*")
READING_TOO = allow("s3:GetObject", Resource=f"{REPORTS}/*")
ONWARD = put(PRODUCTION, Onward=role("onward", {"Principal": of_account(OTHER)}, READING_TOO))
YEARLY = widened(Action="s3:GetObject", Resource=f"{REPORTS}/yearly/*")
DRAFTS = both(
    widened(Action="s3:GetObject", Resource="arn:aws:s3:::acme-drafts/*"),
    put(
        STAGING,
        Drafts=bucket("acme-drafts"),
        Policy=bucket_policy(
            "acme-drafts", allow("s3:GetObject", **of_account(PRODUCTION), Resource="arn:aws:s3:::acme-drafts/*")
        ),
    ),
)
INNER = f"arn:aws:iam::{PRODUCTION}:role/inner"
TO_INNER = both(
    put(PRODUCTION, Inner=role("inner", {"Principal": of_account(PRODUCTION)})),
    widened(Action="sts:AssumeRole", Resource=INNER),
)
ORDERS = f"arn:aws:dynamodb:eu-west-1:{STAGING}:table/orders"
READING_ORDERS = both(
    put(
        STAGING,
        Orders={
            "Type": "AWS::DynamoDB::Table",
            "Properties": {
                "TableName": "orders",
                "ResourcePolicy": {
                    "PolicyDocument": document(allow("dynamodb:GetItem", **of_account(PRODUCTION), Resource=ORDERS))
                },
            },
        },
    ),
    widened(Action="dynamodb:GetItem", Resource=ORDERS),
)
BOOKS_POINT = f"arn:aws:s3:eu-west-1:{FINANCE}:accesspoint/books"
ORDERS_QUEUE = f"arn:aws:sqs:eu-west-1:{STAGING}:orders"
SENDING = widened(Action="sqs:SendMessage", Resource=ORDERS_QUEUE)
INSIDE_QUEUES = service(UNIT, "sqs:*", Condition={"StringEquals": {"aws:ResourceOrgID": ID}})


def drafts(*operators: str, of: Any = STAGING) -> Edit:
    """The role reads objects of a bucket that is not in the assembly, if these operators hold for whose it is."""
    asked = {each: {"aws:ResourceAccount": "2*" if each == "StringLike" else of} for each in operators}
    return widened(Action="s3:GetObject", Resource="arn:aws:s3:::acme-drafts/*", Condition=asked)


INSIDE_ALONE = service(
    UNIT, "s3:GetObject", Resource="arn:aws:s3:::acme-drafts/*", Condition={"StringEquals": {"aws:ResourceOrgID": ID}}
)
KEY_MADE = put(PRODUCTION, Key=key(OWN_ADMINISTRATORS))
UNSETTLED = {"Ref": "AWS::StackId"}


class Row(NamedTuple):
    """A world in an organization, and what its proof comes to."""

    edit: Edit
    attached: tuple[Attached, ...]
    answer: Answer
    told: str = ""
    """What the counterexamples, the doubts or the first assumption say."""
    organization: Mapping[str, Any] = {}
    agreement: Agreement = agreed()


BREAKING = {
    "nothing is attached": Row(nothing, (), PROVEN),
    "the trusted account's, at the root": Row(nothing, (service(ROOT, "sts:AssumeRole"),), REFUTED, "sts:AssumeRole"),
    "the trusted account's, of another action": Row(nothing, (service(ROOT, "iam:*"),), PROVEN),
    "at a unit": Row(nothing, (service(UNIT, "s3:GetObject"),), REFUTED, "s3:GetObject"),
    "at a unit that is elsewhere": Row(
        nothing, (service(ELSEWHERE, "s3:GetObject"),), PROVEN, "", {"parents": {**PARENTS, ELSEWHERE: ROOT}}
    ),
    "at an account": Row(nothing, (service(PRODUCTION, "s3:GetObject"),), REFUTED, "s3:GetObject"),
    "at the other account": Row(nothing, (service(STAGING, "s3:GetObject"),), PROVEN),
    "of a kind that is off": Row(nothing, (service(ROOT, "sts:*"),), PROVEN, "", {"on": [RESOURCE]}),
    "of the management account": Row(
        nothing,
        (service(PRODUCTION, "s3:*"),),
        PROVEN,
        "",
        {"management": PRODUCTION, "accounts": [PRODUCTION, STAGING]},
    ),
    "of an account whose place is not told": Row(
        nothing, (service(ROOT, "sts:*"),), PROVEN, "", {"parents": {PRODUCTION: UNIT, UNIT: ROOT}}
    ),
    "a level that allows too little": Row(nothing, (only(UNIT, "ec2:*"),), REFUTED, "sts:AssumeRole"),
    "a level that allows enough": Row(nothing, (only(UNIT, "sts:*", "s3:*"),), PROVEN),
    "two levels, one of which allows too little": Row(
        nothing, (only(ROOT, "*"), only(PRODUCTION, "sts:*")), REFUTED, "s3:GetObject"
    ),
    "of the role": Row(nothing, (resource(PRODUCTION, "sts:*"),), REFUTED, "sts:AssumeRole"),
    "of the bucket": Row(nothing, (resource(UNIT, "s3:GetObject"),), REFUTED, "s3:GetObject"),
    "of the resources of who asks": Row(nothing, (resource(STAGING, ["s3:*", "sts:*"]),), PROVEN),
    "against outsiders, where all are inside": Row(nothing, (resource(ROOT, "*", Condition=OUTSIDE),), PROVEN),
    "against outsiders, who are trusted": Row(
        nothing, (resource(PRODUCTION, "*", Condition=OUTSIDE),), REFUTED, "sts:AssumeRole", STAGING_OUTSIDE
    ),
    "against things outside, where all are inside": Row(
        nothing, (service(ROOT, "*", Condition=THINGS_OUTSIDE),), PROVEN
    ),
    "against things outside, which are agreed on": Row(
        nothing, (service(ROOT, "s3:*", Condition=THINGS_OUTSIDE),), REFUTED, "acme-books", {}, FINANCES_BUCKET
    ),
    "of a key that is made": Row(KEY_MADE, (resource(ROOT, "kms:Decrypt"),), REFUTED, "kms:Decrypt", {}, DECRYPTING),
    "of a key that may be AWS's": Row(
        nothing, (resource(ROOT, "kms:Decrypt"),), UNDECIDED, "whether policies/p-guard0000.json", {}, DECRYPTING
    ),
    "the retiring of a grant": Row(KEY_MADE, (resource(ROOT, "kms:RetireGrant"),), PROVEN, "", {}, DECRYPTING),
    "another organization is asked for": Row(
        nothing, (), REFUTED, "asks for o-zzzzzzzzzz", {}, agreed(safeguards=Safeguards(organization_id="o-zzzzzzzzzz"))
    ),
    "this one is asked for": Row(nothing, (), PROVEN, "", {}, agreed(safeguards=Safeguards(organization_id=ID))),
    "this one is asked for, of nobody in it": Row(
        nothing,
        (),
        REFUTED,
        "is not of the organization",
        STAGING_OUTSIDE,
        agreed(safeguards=Safeguards(organization_id=ID)),
    ),
    "another unit is asked for": Row(
        nothing,
        (),
        REFUTED,
        f"is in {ID}/{ROOT}/{UNIT}/",
        {},
        agreed(safeguards=Safeguards(organization_paths=[f"{ID}/{ROOT}/{ELSEWHERE}/*"])),
    ),
    "the unit is asked for": Row(
        nothing, (), PROVEN, "", {}, agreed(safeguards=Safeguards(organization_paths=[f"{ID}/{ROOT}/{UNIT}/*"]))
    ),
    "made by the templates, at a unit above": Row(made(UNIT, action="s3:*"), (), REFUTED, "s3:GetObject"),
    "made by the templates, at a unit elsewhere": Row(made(ELSEWHERE, action="s3:*"), (), PROVEN),
    "made by the templates, at the management account": Row(
        made(PRODUCTION, action="s3:*"),
        (),
        PROVEN,
        "",
        {"management": PRODUCTION, "accounts": [PRODUCTION, STAGING]},
    ),
    "made by the templates, somewhere": Row(made(UNSETTLED, action="s3:*"), (), UNDECIDED, "binds account"),
    "made by the templates, somewhere, and allowing everything": Row(
        written(UNSETTLED, document(allow("*", Resource="*"), *denying("iam:*")["Statement"])), (), PROVEN
    ),
    "made by the templates, somewhere, and allowing something": Row(
        written(UNSETTLED, document(allow("s3:*", Resource="*"))), (), UNDECIDED, "whether AWS's own policy stays"
    ),
    "made by the templates, perhaps called as AWS's own": Row(made(UNIT, name=UNSETTLED), (), PROVEN),
    "made anew by the templates, milder": Row(made(UNIT), (service(UNIT, "s3:*"),), PROVEN),
    "made by the templates beside it": Row(made(UNIT, name="other"), (service(UNIT, "s3:*"),), REFUTED, "s3:GetObject"),
    "made by the templates, perhaps anew": Row(
        made(UNIT, name=UNSETTLED), (service(UNIT, "s3:*"),), UNDECIDED, "takes the place of"
    ),
}
NARROWING = {
    "an account outside gets in": Row(TO_OTHER, (), REFUTED, OTHER),
    "an account outside is kept out": Row(
        TO_OTHER, (resource(PRODUCTION, "s3:*", Condition=OUTSIDE),), PROVEN, "p-guard0000"
    ),
    "by a policy of something else": Row(TO_OTHER, (resource(PRODUCTION, "sqs:*", Condition=OUTSIDE),), REFUTED, OTHER),
    "by a policy that names nobody": Row(
        TO_OTHER, (Attached(RESOURCE, PRODUCTION, denying("s3:*", Condition=OUTSIDE)),), UNDECIDED, "s3:GetObject"
    ),
    "by a policy of another account's": Row(TO_OTHER, (resource(STAGING, "s3:*", Condition=OUTSIDE),), REFUTED, OTHER),
    "by a kind that is off": Row(
        TO_OTHER, (resource(PRODUCTION, "s3:*", Condition=OUTSIDE),), REFUTED, OTHER, {"on": [SERVICE]}
    ),
    "an account inside is not": Row(
        TO_OTHER, (resource(PRODUCTION, "s3:*", Condition=OUTSIDE),), REFUTED, OTHER, WITH_OTHER
    ),
    "nor where the bucket is the management account's": Row(
        TO_OTHER,
        (resource(PRODUCTION, "s3:*", Condition=OUTSIDE),),
        REFUTED,
        OTHER,
        {"management": PRODUCTION, "accounts": [PRODUCTION, STAGING]},
    ),
    "nor where the bucket's account is not told": Row(
        TO_OTHER, (resource(ROOT, "s3:*", Condition=OUTSIDE),), REFUTED, OTHER, {"parents": {STAGING: UNIT, UNIT: ROOT}}
    ),
    "nor a service-linked role": Row(TO_LINKED, (resource(PRODUCTION, "s3:*", Condition=OUTSIDE),), REFUTED, OTHER),
    "nor one beside somebody else": Row(
        TO_LINKED_AND_OTHERS, (resource(PRODUCTION, "s3:*", Condition=OUTSIDE),), UNDECIDED, "s3:GetObject"
    ),
    "an account by its own service control policy": Row(
        TO_OTHER, (service(OTHER, "s3:*"),), PROVEN, "p-guard0000", OTHER_IN_UNIT
    ),
    "by what its service control policy does not allow": Row(
        TO_OTHER, (only(OTHER, "ec2:*"),), PROVEN, f"of account {OTHER}, which does not allow it", OTHER_IN_UNIT
    ),
    "an account whom the bucket denies it in part": Row(
        put(
            PRODUCTION,
            Policy=bucket_policy(
                "acme-reports",
                allow("s3:GetObject", **of_account(OTHER), Resource=f"{REPORTS}/*"),
                allow(
                    "s3:*",
                    **of_account(OTHER),
                    Resource=f"{REPORTS}/*",
                    Condition={"StringNotLike": {"aws:PrincipalTag/team": "${aws:PrincipalTag/unit}"}},
                    Effect="Deny",
                ),
            ),
        ),
        (resource(PRODUCTION, "s3:*", Condition=OUTSIDE),),
        PROVEN,
        "p-guard0000",
    ),
    "not another account, by that one's service control policy": Row(
        opened(
            allow(
                "s3:GetObject",
                Principal="*",
                Resource=f"{REPORTS}/*",
                Condition={"StringEquals": {"aws:PrincipalAccount": [OTHER, "555555555555"]}},
            )
        ),
        (service(OTHER, "s3:*"),),
        REFUTED,
        "555555555555",
        OTHER_IN_UNIT,
    ),
    "an account of which service-linked roles are left out": Row(
        opened(
            allow(
                "s3:GetObject",
                **of_account(OTHER),
                Resource=f"{REPORTS}/*",
                Condition={"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/aws-service-role/*"}},
            )
        ),
        (resource(PRODUCTION, "s3:*", Condition=OUTSIDE),),
        PROVEN,
        "p-guard0000",
    ),
    # Where no request shows it
    "what no request shows is kept out": Row(
        opened(to_other(Condition=UNSHOWN)), (AGAINST_OUTSIDERS,), PROVEN, "p-guard0000"
    ),
    "what deployment settles is kept out": Row(
        opened(to_other(Condition=AT_DEPLOYMENT)), (AGAINST_OUTSIDERS,), PROVEN, "p-guard0000"
    ),
    "what no request shows is not kept out by a policy of something else": Row(
        opened(to_other(Condition=UNTOLD)),
        (resource(PRODUCTION, "sqs:*", Condition=OUTSIDE),),
        UNDECIDED,
        "aws:epochtime",
    ),
    "somebody else gets in beside it": Row(
        opened_too(to_other(Condition=UNTOLD)),
        (resource(PRODUCTION, "sqs:*", Condition=OUTSIDE),),
        REFUTED,
        FINANCE,
        WITH_FINANCE,
    ),
    "somebody else, whom the policy spares": Row(
        opened_too(to_other(Condition=UNTOLD)), (AGAINST_OUTSIDERS,), REFUTED, FINANCE, WITH_FINANCE
    ),
    "a policy of which no request tells is not believed": Row(
        opened(to_other("yearly/")),
        (NO_YEARLY, resource(PRODUCTION, "s3:GetObject", Condition=UNTOLD, Resource=f"{REPORTS}/yearly/*")),
        UNDECIDED,
        "s3:GetObject",
    ),
    "what a second policy does not speak of is kept out by the first": Row(
        opened(to_other("yearly/", Condition=FEW)),
        (NO_YEARLY, resource(PRODUCTION, "s3:GetObject", Condition=MANY, Resource=f"{REPORTS}/yearly/*")),
        PROVEN,
        "p-guard0000",
    ),
    "not by what a condition leaves open": Row(
        TO_OTHER,
        (service(OTHER, "s3:*", Condition={"Bool": {"aws:MultiFactorAuthPresent": "false"}}),),
        REFUTED,
        OTHER,
        OTHER_IN_UNIT,
    ),
    "not the management account": Row(
        opened(allow("s3:GetObject", **of_account(MANAGEMENT), Resource=f"{REPORTS}/*")),
        (service(ROOT, "s3:*", Condition={"ArnLike": {"aws:PrincipalArn": f"arn:aws:iam::{MANAGEMENT}:*"}}),),
        REFUTED,
        MANAGEMENT,
    ),
    "somebody of the organization, whom it does not have": Row(TO_THE_ORGANIZATION, (), PROVEN, f"{OTHER} is not of"),
    "somebody of the organization, whom it has": Row(TO_THE_ORGANIZATION, (), REFUTED, OTHER, WITH_OTHER),
    "a role that trusts an outsider": Row(ONWARD, (resource(UNIT, "sts:*", Condition=OUTSIDE),), PROVEN, "p-guard0000"),
    "a role that trusts an insider": Row(
        ONWARD, (resource(UNIT, "sts:*", Condition=OUTSIDE),), REFUTED, "onward", WITH_OTHER
    ),
    "the role reads more": Row(YEARLY, (), REFUTED, "yearly"),
    "the role is kept from it by the bucket's account": Row(
        YEARLY, (resource(UNIT, "s3:GetObject", Resource=f"{REPORTS}/yearly/*"),), PROVEN, "p-guard0000"
    ),
    "the role is kept from it by its own account": Row(
        YEARLY, (service(UNIT, "s3:GetObject", Resource=f"{REPORTS}/yearly/*"),), PROVEN, "p-guard0000"
    ),
    "the role is kept from a part of it": Row(
        YEARLY, (service(UNIT, "s3:GetObject", Resource=f"{REPORTS}/yearly/2026*"),), REFUTED, "yearly"
    ),
    "the role reads a bucket of another account": Row(DRAFTS, (), REFUTED, "acme-drafts"),
    "the role is kept from it by that account": Row(
        DRAFTS, (resource(STAGING, "s3:GetObject", Resource="arn:aws:s3:::acme-drafts/*"),), PROVEN, "p-guard0000"
    ),
    "the role is not kept from it by its own account": Row(
        DRAFTS, (resource(PRODUCTION, "s3:GetObject", Resource="arn:aws:s3:::acme-drafts/*"),), REFUTED, "acme-drafts"
    ),
    "the role is kept from another role by the account": Row(
        TO_INNER, (resource(PRODUCTION, "sts:AssumeRole", Resource=INNER),), PROVEN, "p-guard0000"
    ),
    "the role is kept from yet another role": Row(
        TO_INNER, (resource(PRODUCTION, "sts:AssumeRole", Resource=f"{INNER}s"),), REFUTED, "role/inner"
    ),
    "the role is kept from a queue of the organization": Row(SENDING, (INSIDE_QUEUES,), PROVEN, "p-guard0000"),
    "the role is kept from one of two queues": Row(
        widened(Action="sqs:SendMessage", Resource=[ORDERS_QUEUE, ORDERS_QUEUE.replace(STAGING, OTHER)]),
        (INSIDE_QUEUES,),
        UNDECIDED,
        "sqs:SendMessage",
    ),
    "the role is kept from some of all queues": Row(
        widened(Action="sqs:SendMessage", Resource="*"), (INSIDE_QUEUES,), UNDECIDED, "sqs:SendMessage"
    ),
    "the role is kept from queues outside": Row(
        SENDING, (service(UNIT, "sqs:*", Condition=THINGS_OUTSIDE),), UNDECIDED, "sqs:SendMessage"
    ),
    "the role is kept from a table by that table's account": Row(
        READING_ORDERS, (resource(STAGING, "dynamodb:*"),), PROVEN, "p-guard0000"
    ),
    "the role is not kept from the table by its own account": Row(
        READING_ORDERS, (resource(PRODUCTION, "dynamodb:*"),), REFUTED, "orders"
    ),
    "the role is kept from whatever bucket of an account": Row(
        drafts("StringEquals"), (resource(STAGING, "s3:GetObject"),), PROVEN, "p-guard0000"
    ),
    "the role is kept from buckets of another account": Row(
        drafts("StringEquals"),
        (resource(PRODUCTION, "s3:GetObject", Resource="arn:aws:s3:::acme-drafts/*"),),
        UNDECIDED,
        "acme-drafts",
    ),
    "the role is kept from what is inside, of an account of it": Row(
        drafts("StringEquals", "StringLike"), (INSIDE_ALONE,), PROVEN, "p-guard0000"
    ),
    "the role is kept from what is inside, of an account of it or another": Row(
        drafts("StringEquals", of=[STAGING, OTHER]), (INSIDE_ALONE,), UNDECIDED, "acme-drafts"
    ),
    **{
        f"the role is kept from what is inside, not of that account, {operator}": Row(
            drafts(operator), (INSIDE_ALONE,), UNDECIDED, "acme-drafts"
        )
        for operator in (
            "StringNotEquals",
            "StringNotEqualsIfExists",
            "ForAllValues:StringNotEquals",
            "ForAnyValue:StringNotLike",
            "NumericLessThan",
        )
    },
    "what lies behind an access point is not in the assembly": Row(
        put(
            FINANCE,
            Point=access_point(
                "books",
                "acme-books",
                allow("s3:GetObject", **of_account(OTHER), Resource=f"{BOOKS_POINT}/object/*"),
                BucketAccountId=FINANCE,
            ),
        ),
        (),
        UNDECIDED,
        "acme-books/x is not in the assembly",
        {},
        FINANCES_BUCKET,
    ),
    "a policy that the templates make, at a unit above": Row(
        both(TO_OTHER, made(UNIT, kind=RESOURCE, action="s3:*", Principal="*", Condition=OUTSIDE)), (), PROVEN, "Guard"
    ),
    "a policy that the templates make, at a unit elsewhere": Row(
        both(TO_OTHER, made(ELSEWHERE, kind=RESOURCE, action="s3:*", Principal="*", Condition=OUTSIDE)),
        (),
        REFUTED,
        OTHER,
    ),
    "a policy that the templates make milder": Row(
        both(TO_OTHER, made(PRODUCTION, kind=RESOURCE, action="sqs:*", Principal="*")),
        (resource(PRODUCTION, "s3:*", Condition=OUTSIDE),),
        REFUTED,
        OTHER,
    ),
    "a policy that the templates make, perhaps milder": Row(
        both(TO_OTHER, made(PRODUCTION, name=UNSETTLED, kind=RESOURCE, action="sqs:*", Principal="*")),
        (resource(PRODUCTION, "s3:*", Condition=OUTSIDE),),
        UNDECIDED,
        "takes the place of",
    ),
}
ROWS = {**BREAKING, **NARROWING}


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_policies_count_as_far_as_they_bind(row: Row) -> None:
    """They break what must work, and keep out what is too much; a proof that needs them says so first."""
    world = world_of(row.agreement)
    row.edit(world)
    told = organization_of(files(*row.attached, **row.organization))

    proof = prove(in_memory(world, [row.agreement]), organization=told)

    assert proof.answer is row.answer, (proof.counterexamples, proof.undecided)
    said = {
        REFUTED: str(proof.counterexamples),
        UNDECIDED: str(proof.undecided),
        PROVEN: (*(each.what for each in proof.to_check), *proof.assumptions)[0],
    }[proof.answer]
    assert row.told in said


@pytest.mark.parametrize("row", NARROWING.values(), ids=NARROWING)
def test_without_the_organization_nothing_is_narrowed(row: Row) -> None:
    """What it alone keeps out is let through without it, or cannot be told."""
    world = world_of(row.agreement)
    row.edit(world)

    assert prove(in_memory(world, [row.agreement])).answer is not PROVEN


@pytest.mark.parametrize("what", [name for name, row in NARROWING.items() if row.answer is PROVEN])
def test_what_a_proof_rests_on_is_said_whoever_does_its_parts(what: str) -> None:
    """A part that comes to nothing but by a policy is worked out here, since that is to be said."""
    row, others = NARROWING[what], Others()
    world = world_of(row.agreement)
    row.edit(world)
    assembly, told = in_memory(world, [row.agreement]), organization_of(files(*row.attached, **row.organization))

    alone, by_others = (prove(assembly, organization=told, spread=others) for _ in range(2))

    assert by_others.to_check == alone.to_check


def test_what_the_folder_leaves_out_is_taken_for_granted() -> None:
    """By name: an account whose place is not told, and a target of which it is not told what is attached."""
    found = files(parents={PRODUCTION: UNIT, UNIT: ROOT})
    del found[f"attached/{UNIT}.{SERVICE}.json"]

    said = prove(in_memory(world_of(agreed()), [agreed()]), organization=organization_of(found)).assumptions

    assert any(f"as of {DATE}" in each for each in said)
    assert any(f"what account {STAGING} is in is not told" in each for each in said)
    assert any(f"of the kind {SERVICE} are attached to {UNIT} is not told" in each for each in said)
    assert not any("No organization policy stands against the access." in each for each in said)


@pytest.mark.parametrize(("target", "answer"), [(UNIT, PROVEN), (ELSEWHERE, REFUTED)], ids=["above", "elsewhere"])
def test_a_policy_of_the_templates_narrows_where_nothing_else_is_told(target: str, answer: Answer) -> None:
    """At a unit of which the folder does not say what is attached, as long as the account lies in it."""
    world = world_of(agreed())
    both(TO_OTHER, made(target, kind=RESOURCE, action="s3:*", Principal="*", Condition=OUTSIDE))(world)
    found = files()
    del found[f"attached/{UNIT}.{RESOURCE}.json"]

    assert prove(in_memory(world, [agreed()]), organization=organization_of(found)).answer is answer


def test_beside_what_the_templates_attach_stands_awss_own_where_nothing_else_is_told() -> None:
    """A service control policy that only denies takes away nothing else."""
    world = world_of(agreed())
    made(UNIT, action="sqs:*")(world)
    found = files()
    del found[f"attached/{UNIT}.{SERVICE}.json"]

    assert prove(in_memory(world, [agreed()]), organization=organization_of(found)).answer is PROVEN


@pytest.mark.parametrize(
    "name", ["of a key that may be AWS's", "made by the templates, somewhere", "made by the templates, perhaps anew"]
)
def test_a_doubt_names_the_one_thing_that_is_not_known(name: str) -> None:
    """And no policy beside it, of which it is known."""
    row = BREAKING[name]
    world = world_of(row.agreement)
    row.edit(world)

    told = organization_of(files(*row.attached))
    (doubt,) = prove(in_memory(world, [row.agreement]), organization=told).undecided
    assert str(doubt).count("is not known") == 1


@pytest.mark.parametrize("told", [False, True], ids=["no folder", "a folder that does not have the account"])
def test_a_policy_of_the_templates_keeps_no_outsider_away(told: bool) -> None:
    """Whether it still stands over another account when that asks, no folder says."""
    world = world_of(agreed())
    both(TO_OTHER, made(OTHER, action="s3:*"))(world)
    organization = organization_of(files()) if told else None

    assert prove(in_memory(world, [agreed()]), organization=organization).answer is REFUTED


def test_service_linked_roles_are_named_where_a_policy_is_needed() -> None:
    """No policy binds them, so that they are taken to do what AWS has them do."""
    row = NARROWING["an account outside is kept out"]
    world = world_of(row.agreement)
    row.edit(world)

    proof = prove(in_memory(world, [row.agreement]), organization=organization_of(files(*row.attached)))

    assert proof.to_check[1].what.startswith("Service-linked roles of other accounts")


@pytest.mark.parametrize(
    ("edit", "attached", "gained"),
    [
        (TO_OTHER, (), True),
        (TO_OTHER, (resource(ROOT, "s3:*", Condition=OUTSIDE),), False),
        (YEARLY, (), True),
        (YEARLY, (service(ROOT, "s3:GetObject"),), False),
    ],
    ids=["an outsider", "an outsider, kept out", "a role of the account", "a role of the account, kept out"],
)
def test_what_changes_counts_as_far_as_the_policies_let_it(
    edit: Edit, attached: tuple[Attached, ...], gained: bool
) -> None:
    """What they alone keep out is no gain, and is said."""
    before, after = world_of(agreed()), world_of(agreed())
    edit(after)
    told = organization_of(files(*attached))

    found = compare(in_memory(before, [agreed()]), in_memory(after, [agreed()]), organization=told)

    assert (bool(found.gained), bool(found.kept_out)) == (gained, not gained)
    assert found.undecided == ()
