"""What S3 calls public, statement by statement."""

from typing import Any

import pytest

from xacct_constructs.assembly.public import is_public, is_restricted
from xacct_constructs.iam import Origin, Policy, Statement, UndecidedError

ONE = "arn:aws:iam::333333333333:role/partner"


def when(operator: str, key: str, value: str | list[str]) -> dict[str, Any]:
    """A statement for anybody, under this condition."""
    return {"Principal": "*", "Condition": {operator: {key: value}}}


STATEMENTS: dict[str, tuple[dict[str, Any], bool | None]] = {
    "anybody": ({"Principal": "*"}, True),
    "anybody, as AWS": ({"Principal": {"AWS": "*"}}, True),
    "anybody but one": ({"NotPrincipal": {"AWS": ONE}}, True),
    "anybody over HTTPS": (when("Bool", "aws:SecureTransport", "true"), True),
    "anybody with a tag": (when("StringEquals", "aws:PrincipalTag/team", "a"), True),
    "one role": ({"Principal": {"AWS": ONE}}, False),
    "one account": ({"Principal": {"AWS": "arn:aws:iam::333333333333:root"}}, False),
    "a service": ({"Principal": {"Service": "cloudtrail.amazonaws.com"}}, False),
    "whom deployment settles": ({"Principal": {"AWS": "${Stack.Whom}"}}, None),
    "a deny of everybody": ({"Effect": "Deny", "Principal": "*"}, False),
    "an organization": (when("StringEquals", "aws:PrincipalOrgID", "o-1"), False),
    "a network": (when("IpAddress", "aws:SourceIp", "192.0.2.0/24"), False),
    "every network": (when("IpAddress", "aws:SourceIp", "0.0.0.0/0"), None),
    "half of all networks": (when("IpAddress", "aws:SourceIp", "0.0.0.0/1"), None),
    "a large network": (when("IpAddress", "aws:SourceIp", "16.0.0.0/8"), False),
    "a larger one": (when("IpAddress", "aws:SourceIp", "16.0.0.0/7"), None),
    "a large network of the sixth version": (when("IpAddress", "aws:SourceIp", "2001:db9::/32"), False),
    "a larger one of the sixth version": (when("IpAddress", "aws:SourceIp", "2600::/16"), None),
    "a network that deployment settles": (when("IpAddress", "aws:SourceIp", "${Stack.Range}"), None),
    "an endpoint": (when("StringEquals", "aws:sourcevpce", "vpce-1"), False),
    "an endpoint, where there is one": (when("StringEqualsIfExists", "aws:SourceVpce", "vpce-1"), None),
    "any endpoint but one": (when("StringNotEquals", "aws:SourceVpce", "vpce-1"), None),
    "any endpoint": (when("StringLike", "aws:SourceVpce", "vpce-*"), None),
    "endpoints of an account": (when("StringEquals", "aws:VpceAccount", "333333333333"), None),
    "endpoints of an organization": (when("StringEquals", "aws:VpceOrgID", "o-1"), None),
    "a principal's ARN": (when("ArnEquals", "aws:PrincipalArn", ONE), None),
    "whose endpoint is an account's": (when("StringEquals", "aws:VpceAccount", "333333333333"), None),
    "whoever signs in": ({"Principal": {"Federated": "graph.facebook.com"}}, None),
    "whoever signs in, of an organization": (
        {**when("StringEquals", "aws:PrincipalOrgID", "o-1"), "Principal": {"Federated": "graph.facebook.com"}},
        False,
    ),
    "what has no value": (when("StringEquals", "aws:PrincipalOrgID", []), None),
    "what is not understood": ({"Principal": "*", "Condition": {"StringAlmost": {"a:b": "c"}}}, None),
}


def read(said: dict[str, Any]) -> Statement | UndecidedError:
    """A statement of a bucket's policy."""
    statement = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme/*", **said}
    (part,) = Policy({"Version": "2012-10-17", "Statement": [statement]}, Origin("S", "S.json", "P")).parts
    return part


@pytest.mark.parametrize(("said", "expected"), STATEMENTS.values(), ids=STATEMENTS)
def test_what_is_public(said: dict[str, Any], expected: bool | None) -> None:
    """Fixed values alone make it not so; what is not known for certain is neither."""
    assert is_public(read(said)) is expected


RESTRICTED: dict[str, tuple[dict[str, Any], bool | None]] = {
    "anybody over HTTPS": (when("Bool", "aws:SecureTransport", "true"), True),
    "anybody with a tag": (when("StringEquals", "aws:PrincipalTag/team", "a"), None),
    "any user of a name": (when("StringEquals", "AWS:UserName", "a"), None),
    "anybody who meets an operator without a key": ({"Principal": "*", "Condition": {"StringEquals": {}}}, None),
    "anybody with a tag of no value": (when("StringEquals", "aws:RequestTag/team", []), None),
    "anybody with a key": (when("StringEquals", "s3:x-amz-server-side-encryption-aws-kms-key-id", "a"), None),
    "an organization": (when("StringEquals", "aws:PrincipalOrgID", "o-1"), False),
    "a principal's ARN": (when("ArnEquals", "aws:PrincipalArn", ONE), None),
    "what is not understood": ({"Principal": "*", "Condition": {"StringAlmost": {"a:b": "c"}}}, None),
}


@pytest.mark.parametrize(("said", "expected"), RESTRICTED.values(), ids=RESTRICTED)
def test_what_block_public_access_refuses(said: dict[str, Any], expected: bool | None) -> None:
    """What anybody may have is open to anybody, and of some of it S3 does not say that it is public."""
    assert is_restricted(read(said)) is expected
