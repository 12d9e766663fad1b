"""Who is outside an account: services for other accounts, identities of no account, and principals nobody can tell."""

from typing import Any, NamedTuple

import pytest

from tests.proof.test_worlds import OTHER, OWN_ADMINISTRATORS, PRODUCTION, STAGING, agreed, key, world_of
from tests.proof.world import World, allow, bucket, bucket_policy, document, in_memory, role
from xacct_constructs import Agreement, TrustedWebIdentity
from xacct_constructs.proof import Answer, prove

OBJECTS = "arn:aws:s3:::acme-reports/*"
IDENTITY = "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E2EXAMPLE1"
BOB = f"arn:aws:iam::{OTHER}:user/team/bob"
TRAIL = f"arn:aws:cloudtrail:eu-west-1:{PRODUCTION}:trail/all"
USER, ROLE, CANONICAL = "AIDAJQABLZS4A3QDU576Q", "AROAJQABLZS4A3QDU576Q", "79a59df900b949e55d96a1e698fbaced"
IS_KEEPER = {"ArnEquals": {"aws:PrincipalArn": f"arn:aws:iam::{PRODUCTION}:user/keeper"}}
TEAM, ORGANIZATION, ARN = "aws:PrincipalTag/team", "aws:PrincipalOrgID", "aws:PrincipalArn"
PROVEN, REFUTED, UNDECIDED = Answer.PROVEN, Answer.REFUTED, Answer.UNDECIDED


class Row(NamedTuple):
    """A statement of a policy beside the agreement, what the proof comes to, and what it says of it."""

    principal: dict[str, Any]
    answer: Answer
    says: str = ""
    condition: dict[str, Any] | None = None


def service(name: str, answer: Answer, **condition: Any) -> Row:
    """A service that is let in."""
    return Row({"Service": f"{name}.amazonaws.com"}, answer, "", condition or None)


NO_OTHER_TAG = {"ForAllValues:StringEquals": {TEAM: "blue"}, "StringNotEquals": {TEAM: "blue"}}
"""Of whoever has the tag, nobody, but one whose value is empty: that is none to a quantifier."""


def asking(answer: Answer, **condition: Any) -> Row:
    """Anybody who asks so."""
    return Row({"AWS": "*"}, answer, "", condition)


OF_BUCKET = {
    "a service for whoever asks it": service("cloudtrail", REFUTED),
    "a service for a third account": service("cloudfront", REFUTED, StringEquals={"aws:SourceAccount": OTHER}),
    "a service for the account": service("logging.s3", PROVEN, StringEquals={"aws:SourceAccount": PRODUCTION}),
    "a service for the account and a third": service(
        "logging.s3", REFUTED, StringEquals={"aws:SourceAccount": [PRODUCTION, OTHER]}
    ),
    "a service for the account, if it tells": service(
        "logging.s3", REFUTED, StringEqualsIfExists={"aws:SourceAccount": PRODUCTION}
    ),
    "a service for a resource of the account": service("cloudtrail", PROVEN, ArnEquals={"aws:SourceArn": TRAIL}),
    "a service for resources of the account": service(
        "delivery.logs", PROVEN, ArnLike={"aws:SourceArn": f"arn:aws:logs:*:{PRODUCTION}:*"}
    ),
    "the same as text": service("cloudtrail", PROVEN, StringEquals={"aws:SourceArn": TRAIL}),
    "a service for a third account's resource": service(
        "cloudtrail", REFUTED, ArnEquals={"aws:SourceArn": TRAIL.replace(PRODUCTION, OTHER)}
    ),
    "a service for any account's resources": service(
        "delivery.logs", REFUTED, ArnLike={"aws:SourceArn": "arn:aws:logs:*:*:*"}
    ),
    "a service for accounts of an organization": service(
        "config", REFUTED, StringEquals={"aws:SourceOrgID": "o-aaaaaaaaaa"}
    ),
    "an origin access identity": Row({"AWS": IDENTITY}, REFUTED),
    "an origin access identity, which is of no account": Row(
        {"AWS": IDENTITY}, REFUTED, "", {"StringEqualsIfExists": {"aws:PrincipalAccount": PRODUCTION}}
    ),
    "an origin access identity of an account, which it is not": Row(
        {"AWS": IDENTITY}, PROVEN, "", {"StringEquals": {"aws:PrincipalAccount": PRODUCTION}}
    ),
    "a user under another name than its path and name": Row(
        {"AWS": BOB}, REFUTED, "", {"StringNotEquals": {"aws:username": "team/bob"}}
    ),
    "a user under another name than its own": Row(
        {"AWS": BOB}, PROVEN, "", {"StringNotEquals": {"aws:username": "bob"}}
    ),
    "a canonical user": Row({"CanonicalUser": CANONICAL}, UNDECIDED, "canonical user"),
    "a canonical user of whom nothing can come": Row(
        {"CanonicalUser": CANONICAL},
        PROVEN,
        "",
        IS_KEEPER,
    ),
    "whoever signs in with a provider of everybody's": Row(
        {"Federated": "graph.facebook.com"}, UNDECIDED, "graph.facebook.com signed in"
    ),
    "the same, of a user alone": Row({"Federated": "graph.facebook.com"}, PROVEN, "", IS_KEEPER),
    "whoever signs in with a provider of a third account": Row(
        {"Federated": f"arn:aws:iam::{OTHER}:saml-provider/staff"}, UNDECIDED, "staff signed in"
    ),
    "all providers, as AWS does not have it": Row({"Federated": "*"}, UNDECIDED, "neither one principal nor"),
    "all services, as AWS does not have it": Row({"Service": "*"}, UNDECIDED, "neither one principal nor"),
    "a user by unique ID": Row({"AWS": USER}, UNDECIDED, USER),
    "a role by unique ID": Row({"AWS": ROLE}, UNDECIDED, ROLE),
    "somebody whose aws:userid begins so": Row(
        {"AWS": "*"}, UNDECIDED, "userid", {"StringLike": {"aws:userid": f"{ROLE}:*"}}
    ),
    "whoever has a tag of no value": asking(REFUTED, **NO_OTHER_TAG, StringLike={TEAM: "*"}),
    "whoever has a tag of some value": asking(PROVEN, **NO_OTHER_TAG, StringLike={TEAM: "?*"}),
    "whoever has a tag in other letters": Row(
        {"AWS": "*"}, REFUTED, "", {"StringEqualsIgnoreCase": {TEAM: "blue"}, "StringNotEquals": {TEAM: "blue"}}
    ),
    "whoever has a tag in other letters, and in none": Row(
        {"AWS": "*"},
        PROVEN,
        "",
        {"StringEqualsIgnoreCase": {TEAM: "blue"}, "StringNotEqualsIgnoreCase": {TEAM: "Blue"}},
    ),
    "whoever is of an organization, of a list without any": asking(UNDECIDED, StringEquals={ORGANIZATION: []}),
    "whoever meets an operator without a key": asking(UNDECIDED, StringEquals={}),
    "whoever meets an operator of several values without a key": asking(UNDECIDED, **{"ForAnyValue:StringLike": {}}),
    "whoever has a key, neither true nor false": asking(UNDECIDED, Null={ORGANIZATION: []}),
    "whoever is of any organization of a list without one": asking(
        PROVEN, **{"ForAnyValue:StringEquals": {ORGANIZATION: []}}
    ),
    "whoever is what a tag of theirs says": asking(UNDECIDED, StringEquals={ARN: "${aws:PrincipalTag/me}"}),
    "whoever is not what a tag of theirs says": asking(REFUTED, StringNotEquals={ARN: "${aws:PrincipalTag/me}"}),
    "whoever has an ARN that is none": asking(UNDECIDED, ArnLike={ARN: "arn:aws:iam::*"}),
    "whoever has an ARN of a user of the account": asking(PROVEN, ArnLike={ARN: f"arn:aws:iam::{PRODUCTION}:user/*"}),
    "whoever is bytes": asking(UNDECIDED, BinaryEquals={ARN: "YQ=="}),
    "whoever is neither true nor false": asking(UNDECIDED, Bool={ARN: "yes"}),
    "whoever asks with several keys, one of which is meant": asking(
        UNDECIDED, StringEquals={"aws:TagKeys": "a"}, **{"ForAnyValue:StringEquals": {"aws:TagKeys": "b"}}
    ),
    "whoever asks with several keys, all of which are meant": asking(
        PROVEN, **{"ForAllValues:StringEquals": {"aws:TagKeys": "a"}, "ForAnyValue:StringEquals": {"aws:TagKeys": "b"}}
    ),
    "whoever asks with a key": asking(REFUTED, StringEquals={"aws:TagKeys": "a"}),
    "an account by its number": Row({"AWS": PRODUCTION}, PROVEN),
    "a third account by its number": Row({"AWS": OTHER}, REFUTED),
}


def beside(statement: dict[str, Any], **more: Any) -> tuple[World, Agreement]:
    """The agreement's world, with a statement more in the bucket's policy."""
    agreement = agreed()
    world = world_of(agreement)
    world[PRODUCTION] |= {"Policy": bucket_policy("acme-reports", statement), **more}
    return world, agreement


def holds(world: World, agreement: Agreement, answer: Answer, says: str) -> None:
    """The proof comes to the answer, and names what it did not know."""
    proof = prove(in_memory(world, [agreement]))
    assert proof.answer is answer, (proof.counterexamples, proof.undecided)
    assert says in " ".join(each.reason for each in proof.undecided)


@pytest.mark.parametrize("row", OF_BUCKET.values(), ids=OF_BUCKET)
def test_whom_a_bucket_lets_in(row: Row) -> None:
    """A bucket's policy is asked by every account, through services too."""
    condition = {"Condition": row.condition} if row.condition else {}
    statement = {**allow("s3:GetObject", Resource=OBJECTS), "Principal": row.principal, **condition}
    holds(*beside(statement), row.answer, row.says)


SPARING: dict[str, tuple[Answer, dict[str, Any]]] = {
    "all but the account's": (PROVEN, {"StringNotLike": {ARN: f"arn:aws:iam::{PRODUCTION}:*"}}),
    "all but ARNs of the account": (PROVEN, {"ArnNotLike": {ARN: f"arn:aws:iam::{PRODUCTION}:*"}}),
    "all but what is no ARN": (UNDECIDED, {"ArnNotLike": {ARN: f"arn:aws:iam::{PRODUCTION}*"}}),
    "all but what no variable stands for": (UNDECIDED, {"StringNotLike": {ARN: "arn:aws:iam::*:user/${username}"}}),
    "all but what a variable stands for that is not closed": (UNDECIDED, {"StringNotEquals": {ARN: "${aws:username"}}),
    "what is true and false": (UNDECIDED, {"Bool": {"aws:SecureTransport": ["true", "false"]}}),
    "what has no value": (UNDECIDED, {"StringEquals": {ARN: []}}),
    "all but what has no value": (UNDECIDED, {"StringNotEquals": {ARN: []}}),
    "all but what has no value, if it is there": (UNDECIDED, {"StringNotEqualsIfExists": {ARN: []}}),
    "all but what has no value of several": (UNDECIDED, {"ForAnyValue:StringNotEquals": {ARN: []}}),
    "what no condition asks": (PROVEN, {}),
    "what has no key": (UNDECIDED, {"StringEquals": {}}),
    "what has no key, if it is there": (UNDECIDED, {"ArnNotLikeIfExists": {}}),
    "what has no key of several": (UNDECIDED, {"ForAllValues:StringEquals": {}}),
    "what has no key that is there": (UNDECIDED, {"Null": {}}),
    "what lies in no list of paths": (UNDECIDED, {"StringNotLike": {"aws:PrincipalOrgPaths": "o-aaaaaaaaaa/*"}}),
}


@pytest.mark.parametrize(("answer", "condition"), SPARING.values(), ids=SPARING)
def test_whom_a_deny_keeps_out(answer: Answer, condition: dict[str, Any]) -> None:
    """Of which AWS says when it holds: of every other it is not known, though it seems to close what is open."""
    everybody = allow("s3:GetObject", AWS="*", Resource=OBJECTS)
    world = {PRODUCTION: {"Bucket": bucket("acme-reports")}}
    world[PRODUCTION]["Policy"] = bucket_policy(
        "acme-reports", everybody, {**everybody, "Effect": "Deny", "Condition": condition}
    )
    assert prove(in_memory(world, [])).answer is answer


EVERYTHING_OF_IT = {"Action": "s3:*", "Resource": OBJECTS, "Principal": "*"}
EMPTY: dict[str, tuple[Answer, dict[str, Any]]] = {
    "everything": (PROVEN, EVERYTHING_OF_IT),
    "all but another action": (PROVEN, {**EVERYTHING_OF_IT, "Action": ..., "NotAction": "s3:PutObject"}),
    "all but no action": (UNDECIDED, {**EVERYTHING_OF_IT, "Action": ..., "NotAction": []}),
    "all but no resource": (UNDECIDED, {**EVERYTHING_OF_IT, "Resource": ..., "NotResource": []}),
    "all but nobody": (UNDECIDED, {**EVERYTHING_OF_IT, "Principal": ..., "NotPrincipal": {"AWS": []}}),
}


@pytest.mark.parametrize(("answer", "denied"), EMPTY.values(), ids=EMPTY)
def test_a_deny_of_all_but_nothing(answer: Answer, denied: dict[str, Any]) -> None:
    """AWS says of an empty list that its statement does nothing, so that it is not known to shut what is open."""
    written = {"Effect": "Deny", **{name: each for name, each in denied.items() if each is not ...}}
    everybody = allow("s3:GetObject", AWS="*", Resource=OBJECTS)
    world = {
        PRODUCTION: {"Bucket": bucket("acme-reports"), "Policy": bucket_policy("acme-reports", everybody, written)}
    }
    assert prove(in_memory(world, [])).answer is answer


SHUT: dict[str, tuple[Answer, dict[str, Any]]] = {
    "anybody with temporary credentials": (PROVEN, {"Null": {"aws:TokenIssueTime": "false"}}),
    "anybody with a tag": (UNDECIDED, {"StringEquals": {TEAM: "blue"}}),
    "any user of a name": (UNDECIDED, {"StringLike": {"aws:username": "a*"}}),
}


@pytest.mark.parametrize(("answer", "condition"), SHUT.values(), ids=SHUT)
def test_what_block_public_access_shuts(answer: Answer, condition: dict[str, Any]) -> None:
    """What S3 calls public for certain; without it, each is open."""
    world = {PRODUCTION: {"Bucket": bucket("acme-reports")}}
    statement = {**allow("s3:GetObject", AWS="*", Resource=OBJECTS), "Condition": condition}
    world[PRODUCTION]["Policy"] = bucket_policy("acme-reports", statement)
    assert prove(in_memory(world, [])).answer is REFUTED
    world[PRODUCTION]["Bucket"]["Properties"]["PublicAccessBlockConfiguration"] = {"RestrictPublicBuckets": True}
    assert prove(in_memory(world, [])).answer is answer


LETTERS: dict[str, tuple[Answer, dict[str, Any]]] = {
    "another key": (PROVEN, {"StringEquals": {"aws:PrincipalAccount": PRODUCTION, TEAM: "blue"}}),
    "a key": (UNDECIDED, {"StringEquals": {"aws:PrincipalAccount": PRODUCTION, "aws:principalaccount": OTHER}}),
    "an operator": (
        UNDECIDED,
        {"StringEquals": {"aws:PrincipalAccount": PRODUCTION}, "stringequals": {"aws:PrincipalAccount": OTHER}},
    ),
}


@pytest.mark.parametrize(("answer", "condition"), LETTERS.values(), ids=LETTERS)
def test_what_stands_twice_in_other_letters(answer: Answer, condition: dict[str, Any]) -> None:
    """Which of the two counts AWS does not say."""
    twice = {**allow("s3:GetObject", AWS="*", Resource=OBJECTS), "Condition": condition}
    world = {PRODUCTION: {"Bucket": bucket("acme-reports")}}
    world[PRODUCTION]["Policy"] = bucket_policy("acme-reports", twice)
    assert prove(in_memory(world, [])).answer is answer


@pytest.mark.parametrize(
    ("named", "answer", "says"),
    [("Id", PROVEN, ""), ("statement", UNDECIDED, "statement"), ("version", UNDECIDED, "version")],
)
def test_an_element_in_other_letters(named: str, answer: Answer, says: str) -> None:
    """A policy has none of that name, and if AWS reads it, it may say anything."""
    statement = allow("s3:PutObject", AWS=f"arn:aws:iam::{PRODUCTION}:user/keeper", Resource=OBJECTS)
    world, agreement = beside(statement)
    world[PRODUCTION]["Policy"]["Properties"]["PolicyDocument"][named] = "2012-10-17"
    holds(world, agreement, answer, says)


KEEPING_OUT: dict[str, tuple[Answer, dict[str, Any]]] = {
    "another": (PROVEN, {"StringEquals": {ARN: f"arn:aws:iam::{PRODUCTION}:role/other"}}),
    "what is not over HTTPS, as a text": (PROVEN, {"StringNotEquals": {"aws:SecureTransport": "true"}}),
    "what is not over HTTPS, as a text that no request has": (
        REFUTED,
        {"StringNotEquals": {"aws:SecureTransport": "True"}},
    ),
    "nobody of a list": (UNDECIDED, {"StringEquals": {ORGANIZATION: []}}),
    "what has no key": (UNDECIDED, {"StringEquals": {}}),
    "what has no key, and another": (PROVEN, {"StringEquals": {}, "ArnEquals": {ARN: f"arn:aws:iam::{OTHER}:user/x"}}),
    "what is no ARN": (UNDECIDED, {"ArnLike": {ARN: "arn:aws:iam::*"}}),
    "bytes": (UNDECIDED, {"BinaryEquals": {ARN: "YQ=="}}),
    "what is neither true nor false": (UNDECIDED, {"Bool": {ARN: "yes"}}),
    "an account by a number": (UNDECIDED, {"NumericLessThan": {"aws:PrincipalAccount": "1"}}),
    "an account by a date": (UNDECIDED, {"DateLessThan": {"aws:PrincipalAccount": "2020-01-01"}}),
    "an account that is no ARN": (UNDECIDED, {"ArnNotLike": {"aws:ResourceAccount": "*"}}),
    "an ID that is no ARN": (UNDECIDED, {"ArnNotLikeIfExists": {"aws:userid": "*"}}),
    "a region by an address": (UNDECIDED, {"NotIpAddress": {"aws:RequestedRegion": ["0.0.0.0/0", "::/0"]}}),
    "a moment by a number": (UNDECIDED, {"NumericLessThan": {"aws:CurrentTime": "1"}}),
    "a truth by an ARN": (UNDECIDED, {"ArnLike": {"aws:SecureTransport": "arn:aws:iam::*:*"}}),
    "an account by a text": (PROVEN, {"StringLike": {"aws:PrincipalAccount": OTHER}}),
    "an ARN by a text": (PROVEN, {"StringLike": {ARN: f"arn:aws:iam::{OTHER}:*"}}),
    "another's ARN": (PROVEN, {"ArnNotLike": {ARN: "arn:aws:iam::*:role/*"}}),
    "no HTTPS": (PROVEN, {"Bool": {"aws:SecureTransport": "false"}}),
    "no tag of a session by a number": (REFUTED, {"NumericLessThanIfExists": {"aws:PrincipalTag/level": "1"}}),
}


@pytest.mark.parametrize(("answer", "condition"), KEEPING_OUT.values(), ids=KEEPING_OUT)
def test_whether_a_deny_keeps_the_agreed_role_out(answer: Answer, condition: dict[str, Any]) -> None:
    """Where AWS does not say when it holds, it is not known that the role gets through."""
    denied = {**allow("s3:GetObject", AWS="*", Resource=OBJECTS), "Effect": "Deny", "Condition": condition}
    world, agreement = beside(denied)
    assert prove(in_memory(world, [agreement])).answer is answer


LOGS = {"ArnEquals": {"kms:EncryptionContext:aws:logs:arn": f"arn:aws:logs:eu-west-1:{PRODUCTION}:log-group:jobs"}}
OF_KEY = {
    "a service for whoever asks it": service("sns", REFUTED),
    "a service for a third account": service("cloudfront", REFUTED, StringEquals={"aws:SourceAccount": OTHER}),
    "a service for the account": service("sns", PROVEN, StringEquals={"aws:SourceAccount": PRODUCTION}),
    "logs of the account": service("logs", PROVEN, **LOGS),
    "logs of any account": service(
        "logs", REFUTED, StringLike={"kms:EncryptionContext:aws:logs:arn": "arn:aws:logs:*"}
    ),
}


@pytest.mark.parametrize("row", OF_KEY.values(), ids=OF_KEY)
def test_whom_a_key_lets_in(row: Row) -> None:
    """A key's policy is asked by every account's services; this one encrypts nothing that is agreed on."""
    condition = {"Condition": row.condition} if row.condition else {}
    statement = {**allow("kms:Decrypt", Resource="*"), "Principal": row.principal, **condition}
    agreement = agreed()
    world = world_of(agreement)
    world[PRODUCTION] |= {"Key": key(OWN_ADMINISTRATORS, statement)}
    proof = prove(in_memory(world, [agreement]))
    assert (proof.answer, bool(proof.doors)) == (PROVEN, row.answer is REFUTED)


OF_ROLE = {
    "a service": Row({"Service": "lambda.amazonaws.com"}, PROVEN),
    "a user by unique ID": Row({"AWS": USER}, UNDECIDED, USER),
    "a role by unique ID": Row({"AWS": ROLE}, UNDECIDED, ROLE),
    "a unique ID of a managed policy, which nobody is": Row({"AWS": "ANPAJQABLZS4A3QDU576Q"}, PROVEN),
    "an account of another partition": Row({"AWS": f"arn:aws-cn:iam::{STAGING}:root"}, PROVEN),
}


@pytest.mark.parametrize("row", OF_ROLE.values(), ids=OF_ROLE)
def test_whom_another_role_lets_in(row: Row) -> None:
    """A role is passed to services within its account; whose a unique ID is, no template says."""
    agreement = agreed()
    world = world_of(agreement)
    world[PRODUCTION]["Other"] = role("other", {"Principal": row.principal}, allow("s3:*", Resource="*"))
    holds(world, agreement, row.answer, row.says)


def test_a_statement_without_a_principal_is_no_allow() -> None:
    """S3 refuses it, so that neither what it allows nor that it allows nothing is said."""
    holds(*beside(allow("s3:GetObject", Resource=OBJECTS)), UNDECIDED, "principal")


PROVIDER = "oidc-provider/token.actions.githubusercontent.com"
SIGNED_IN = {
    "a provider of the account": (PRODUCTION, PROVIDER, UNDECIDED),
    "another one of a third account": (OTHER, "saml-provider/staff", PROVEN),
}


@pytest.mark.parametrize(("account", "provider", "answer"), SIGNED_IN.values(), ids=SIGNED_IN)
def test_a_bucket_that_names_the_provider_of_the_agreed_role(account: str, provider: str, answer: Answer) -> None:
    """It gives sessions that were given out through it, the agreed role's too, what their role may not do."""
    coming = TrustedWebIdentity(
        provider="token.actions.githubusercontent.com",
        audience="sts.amazonaws.com",
        subject="repo:acme/reports:ref:refs/heads/main",
    )
    agreement = agreed(trusted_principals=[coming])
    world = world_of(agreement)
    statement = {
        **allow("s3:GetObject", Resource=OBJECTS),
        "Principal": {"Federated": f"arn:aws:iam::{account}:{provider}"},
        "Condition": {"StringEquals": {"aws:PrincipalAccount": PRODUCTION}},
    }
    world[PRODUCTION]["Policy"] = bucket_policy("acme-reports", statement)
    assert prove(in_memory(world, [agreement])).answer is answer


@pytest.mark.parametrize(("reader", "answer"), [("door", UNDECIDED), ("other", PROVEN)])
def test_a_bucket_that_names_the_provider_of_another_role(reader: str, answer: Answer) -> None:
    """Whoever signs in with it and comes into that role may be let in, and into no other."""
    provider = f"arn:aws:iam::{PRODUCTION}:{PROVIDER}"
    statement = {
        **allow("s3:GetObject", Resource=OBJECTS),
        "Principal": {"Federated": provider},
        "Condition": {"ArnEquals": {ARN: f"arn:aws:iam::{PRODUCTION}:role/{reader}"}},
    }
    entered = role("door", {"Principal": {"Federated": provider}}, allow("logs:DescribeLogGroups", Resource="*"))
    entered["Properties"]["AssumeRolePolicyDocument"]["Statement"][0]["Action"] = "sts:AssumeRoleWithWebIdentity"
    world, agreement = beside(statement, Door=entered)
    assert prove(in_memory(world, [agreement])).answer is answer


@pytest.mark.parametrize(
    ("partition", "answer", "says"), [("aws", PROVEN, ""), ("aws-cn", UNDECIDED, "partition")], ids=["own", "another"]
)
def test_a_trust_that_names_another_partition_lets_nobody_in(partition: str, answer: Answer, says: str) -> None:
    """IAM refuses the policy, so that the agreement's own people do not get in for certain."""
    agreement = agreed()
    world = world_of(agreement)
    reader = world[PRODUCTION]["ReaderResource"]["Properties"]
    (statement,) = reader["AssumeRolePolicyDocument"]["Statement"]
    root = f"arn:{partition}:iam::{STAGING}:root"
    reader["AssumeRolePolicyDocument"] = document({**statement, "Principal": {"AWS": root}})
    holds(world, agreement, answer, says)


@pytest.mark.parametrize(
    ("version", "answer"), [("2012-10-17", PROVEN), ("2008-10-17", REFUTED), (None, REFUTED)], ids=str
)
def test_a_policy_of_2008_knows_no_variables(version: str | None, answer: Answer) -> None:
    """What it denies and allows of a text with braces is that text, as a single decision has it."""
    agreement = agreed()
    world = world_of(agreement)
    denied = {"Effect": "Deny", "Action": "s3:*", "Resource": f"{OBJECTS[:-1]}yearly/${{$}}"}
    written = document(allow("s3:GetObject", Resource=f"{OBJECTS[:-1]}yearly/$"), denied)
    written = {**written, "Version": version} if version else {"Statement": written["Statement"]}
    reader = world[PRODUCTION]["ReaderResource"]["Properties"]
    reader["Policies"].append({"PolicyName": "more", "PolicyDocument": written})
    holds(world, agreement, answer, "")
