"""Policies of VPC endpoints can break what is agreed on, and narrow nothing."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import pytest

from tests.organizations import ID, files
from tests.proof.test_organization import UNTOLD, Edit, opened
from tests.proof.test_worlds import OTHER, REPORTS, STAGING, agreed, both, nothing, of_account, put, world_of
from tests.proof.world import allow, document, in_memory
from xacct_constructs import Agreement, Network, RawStatements, Safeguards
from xacct_constructs.organization import organization_of
from xacct_constructs.proof import Answer, prove

PROVEN, REFUTED, UNDECIDED = Answer.PROVEN, Answer.REFUTED, Answer.UNDECIDED
ENDPOINT = Network(vpc_endpoints=["vpce-0123456789abcdef0"])
READ_THROUGH = agreed(safeguards=Safeguards(read_from=ENDPOINT))
ENTER_THROUGH = agreed(safeguards=Safeguards(assume_from=ENDPOINT))
EITHER_WAY = Network(ip_ranges=["198.51.100.0/24"], vpc_endpoints=ENDPOINT.vpc_endpoints)
READ_EITHER_WAY = agreed(safeguards=Safeguards(read_from=EITHER_WAY))
ALMOST = allow("s3:GetObject", Resource=f"{REPORTS}/*", Condition={"StringAlmost": {"aws:username": "a"}})
NOT_UNDERSTOOD = agreed(permissions=[RawStatements([ALMOST])], safeguards=Safeguards(assume_from=ENDPOINT))
OF_THE_ORGANIZATION = {"StringEquals": {"aws:PrincipalOrgID": ID}}


def endpoint(service: Any, *statements: Mapping[str, Any]) -> Edit:
    """An endpoint of the trusted account's network; without statements, it has AWS's own policy."""
    name = {"Fn::Join": ["", ["com.amazonaws.", {"Ref": "AWS::Region"}, ".", service]]}
    policy = {"PolicyDocument": document(*statements)} if statements else {}
    made = {"Type": "AWS::EC2::VPCEndpoint", "Properties": {"VpcId": "vpc-1", "ServiceName": name, **policy}}
    return put(STAGING, Door=made)


def anybody(action: str, bucket: str = "*", **elements: Any) -> dict[str, Any]:
    """A statement that lets anybody through."""
    return allow(action, Principal="*", Resource=bucket, **elements)


ELSEWHERE = endpoint("s3", anybody("s3:*", "arn:aws:s3:::elsewhere/*"))
REFUSING = endpoint("s3", anybody("*"), {**anybody("s3:GetObject"), "Effect": "Deny"})


class Row(NamedTuple):
    """A world with an endpoint, and what its proof comes to."""

    edit: Edit
    agreement: Agreement
    answer: Answer
    told: str = ""
    """What the doubt says, or what is taken for granted; empty, nothing of endpoints."""


ROWS = {
    "no policy of its own": Row(endpoint("s3"), READ_THROUGH, PROVEN),
    "everything is let through": Row(endpoint("s3", anybody("*")), READ_THROUGH, PROVEN),
    "something else is let through": Row(ELSEWHERE, READ_THROUGH, UNDECIDED, "may refuse s3:"),
    "a deny": Row(REFUSING, READ_THROUGH, UNDECIDED, "may refuse s3:GetObject"),
    "a deny of something else": Row(
        endpoint("s3", anybody("*"), {**anybody("s3:PutObject"), "Effect": "Deny"}), READ_THROUGH, PROVEN
    ),
    "a deny of which no request is found": Row(
        endpoint("s3", anybody("*"), {**anybody("s3:GetObject", Condition=UNTOLD), "Effect": "Deny"}),
        READ_THROUGH,
        UNDECIDED,
        "may refuse some of what is agreed (aws:epochtime",
    ),
    "of STS, where what is agreed is not understood": Row(
        endpoint("sts", anybody("sts:GetCallerIdentity")), NOT_UNDERSTOOD, UNDECIDED, "may refuse sts:AssumeRole"
    ),
    "of another service": Row(endpoint("sqs", anybody("sqs:SendMessage")), READ_THROUGH, PROVEN),
    "of a service that deployment settles": Row(
        endpoint({"Ref": "AWS::StackId"}, anybody("sqs:SendMessage")), READ_THROUGH, UNDECIDED, "may refuse s3:"
    ),
    "of STS": Row(
        endpoint("sts", anybody("sts:GetCallerIdentity")), ENTER_THROUGH, UNDECIDED, "may refuse sts:AssumeRole"
    ),
    "of STS, where reading is asked to come through one": Row(
        endpoint("sts", anybody("sts:GetCallerIdentity")), READ_THROUGH, PROVEN, "sts:AssumeRole on"
    ),
    "where there is another way": Row(ELSEWHERE, agreed(), PROVEN, "Through the VPC endpoint of"),
    "where some may come another way": Row(ELSEWHERE, READ_EITHER_WAY, UNDECIDED, "may refuse s3:"),
    "a policy that deployment settles": Row(
        put(
            STAGING,
            Door={
                "Type": "AWS::EC2::VPCEndpoint",
                "Properties": {"ServiceName": "com.amazonaws.eu-west-1.s3", "PolicyDocument": {"Ref": "AWS::StackId"}},
            },
        ),
        READ_THROUGH,
        UNDECIDED,
        "may refuse s3:",
    ),
    "one that narrows what is too much": Row(
        both(REFUSING, opened(allow("s3:GetObject", **of_account(OTHER), Resource=f"{REPORTS}/*"))), agreed(), REFUTED
    ),
    "none": Row(nothing, READ_THROUGH, PROVEN),
}


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_endpoints_can_only_break(row: Row) -> None:
    """Where the agreement asks for endpoints it cannot be decided; else the endpoint is named."""
    world = world_of(row.agreement)
    row.edit(world)

    proof = prove(in_memory(world, [row.agreement]))

    assert proof.answer is row.answer, (proof.counterexamples, proof.undecided)
    said = list(map(str, proof.undecided)) if row.answer is UNDECIDED else [each.what for each in proof.to_check]
    named = [each for each in said if "Door.PolicyDocument" in each]
    if row.answer is not REFUTED:
        assert bool(named) is bool(row.told)
        assert not row.told or row.told in named[0]


def test_the_organization_is_known_at_an_endpoint() -> None:
    """A policy that lets the organization through refuses nobody of it."""
    world = world_of(READ_THROUGH)
    endpoint("s3", anybody("*", Condition=OF_THE_ORGANIZATION))(world)
    assembly = in_memory(world, [READ_THROUGH])

    assert prove(assembly).answer is UNDECIDED
    assert prove(assembly, organization=organization_of(files())).answer is PROVEN
