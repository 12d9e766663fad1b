"""Policies of every construct, by what they belong to, and requests that such a policy decides about."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any, NamedTuple

from hypothesis import strategies as st

from xacct_constructs.iam import Caller, CallerKind, Origin, Policy, Request, ResourcePolicyKind, everything, has_never
from xacct_constructs.services import with_service_keys

PRODUCTION, STAGING, OTHER = "111111111111", "222222222222", "333333333333"
BUCKET = "arn:aws:s3:::acme-reports"
QUEUE = f"arn:aws:sqs:eu-west-1:{PRODUCTION}:jobs"
ROLE = f"arn:aws:iam::{PRODUCTION}:role/team/reader"
KEY = f"arn:aws:kms:eu-west-1:{PRODUCTION}:key/1234abcd-12ab-34cd-56ef-1234567890ab"
READER = Caller(f"arn:aws:sts::{PRODUCTION}:assumed-role/reader/alice", role_arn=ROLE)
IDENTITY = "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E2EXAMPLE1"
USER, ROLE_ID, CANONICAL = "AIDAJQABLZS4A3QDU576Q", "AROAJQABLZS4A3QDU576Q", "79a59df900b949e55d96a1e698fbaced"
ALL = everything("the other side")
GITHUB = f"arn:aws:iam::{PRODUCTION}:oidc-provider/token.actions.githubusercontent.com"
SAML = f"arn:aws:iam::{PRODUCTION}:saml-provider/okta"

OUTSIDE = (
    Caller(f"arn:aws:iam::{STAGING}:user/team/alice"),
    Caller(f"arn:aws:iam::{OTHER}:user/mallory"),
    Caller(f"arn:aws:iam::{OTHER}:user/mallory", unique_id=USER),
    Caller(f"arn:aws:sts::{STAGING}:assumed-role/mailer/alice", role_arn=f"arn:aws:iam::{STAGING}:role/team/mailer"),
    Caller(f"arn:aws:sts::{STAGING}:assumed-role/mailer/alice", unique_id=ROLE_ID),
    Caller(f"arn:aws:iam::{OTHER}:root"),
    Caller(f"arn:aws:sts::{OTHER}:federated-user/carol"),
    Caller(f"arn:aws-cn:iam::{STAGING}:user/alice"),
    Caller("cloudtrail.amazonaws.com"),
    Caller("accounts.google.com"),
    Caller(IDENTITY),
    Caller("*"),
)
NAMED: list[Any] = [
    "*", *({"AWS": each} for each in (
        "*", STAGING, f"arn:aws:iam::{STAGING}:root", f"arn:aws-cn:iam::{STAGING}:root", f"arn:aws:iam::{OTHER}:root",
        f"arn:aws:iam::{STAGING}:user/team/alice", [f"arn:aws:iam::{OTHER}:user/mallory", OTHER], USER, ROLE_ID,
        f"arn:aws:iam::{STAGING}:role/team/mailer", f"arn:aws:sts::{STAGING}:assumed-role/mailer/alice",
        f"arn:aws:sts::{OTHER}:federated-user/carol", IDENTITY, [USER, STAGING], [ROLE_ID, IDENTITY],
    )),
    {"Service": "cloudtrail.amazonaws.com"}, {"Service": ["config.amazonaws.com"], "AWS": OTHER},
    {"Federated": "accounts.google.com"}, {"CanonicalUser": CANONICAL}, {"CanonicalUser": CANONICAL, "AWS": STAGING},
]  # fmt: skip
RESOURCES = [
    "*", BUCKET, f"{BUCKET}/*", f"{BUCKET}/june.csv", f"{BUCKET}/${{aws:username}}/*", f"{BUCKET}/${{*}}",
    f"{BUCKET}/$", f"{BUCKET}/${{aws:PrincipalTag/team, 'june.csv'}}", f"{BUCKET}/${{aws:userid}}/*",
    "arn:*:s3:::acme-*", "arn:aws:s3:*", QUEUE, f"arn:aws:sqs:*:{PRODUCTION}:jobs", "arn:aws:sqs:*:*:j?bs",
    f"arn:aws:sqs:eu-*:{PRODUCTION}:*",
]  # fmt: skip
INCOMPLETE = ["arn:aws:sqs", "arn:aws:s3", f"arn:aws:sqs:eu-west-1:{PRODUCTION}", "arn:aws:sq*"]
ACTIONS = [*["*"] * 8, "s3:GetObject", "s3:*", "sqs:SendMessage", "SQS:send*", "s3:?etObject", "kms:Decrypt"]
ASKED = [
    ("s3:GetObject", f"{BUCKET}/june.csv"), ("s3:GetObject", f"{BUCKET}/alice/june.csv"), ("s3:ListBucket", BUCKET),
    ("s3:GetObject", f"{BUCKET}/${{aws:username}}/a"), ("s3:GetObject", f"{BUCKET}/*"), ("sqs:SendMessage", QUEUE),
    ("s3:GetObject", f"{BUCKET}/$"), ("sqs:SendMessage", f"arn:aws:sqs:eu-west-1:{OTHER}:a:{PRODUCTION}:jobs"),
]  # fmt: skip

TEXTS = ["a", "A", "b", "a*", "${aws:username}", "${*}", "${aws:PrincipalTag/team,'a'}", "${aws:userid}", ""]
ARNS = [f"arn:aws:iam::{STAGING}:*", "*", f"arn:*:*::{OTHER}:user/*", f"arn:aws:iam::{STAGING}:user/${{aws:username}}"]
VALUES: dict[str, tuple[list[str], list[str]]] = {
    "String": (["Equals", "NotEquals", "Like", "NotLike", "EqualsIgnoreCase", "NotEqualsIgnoreCase"], TEXTS),
    "Arn": (["Equals", "Like", "NotEquals", "NotLike"], ARNS),
    "Numeric": (
        ["Equals", "NotEquals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals"], ["1", "2.5", "ten"],
    ),
    "Date": (
        ["Equals", "NotEquals", "LessThan", "GreaterThan", "LessThanEquals", "GreaterThanEquals"],
        ["2030-01", "2030-01-01T00:00:00Z", "1893456000", "2030", "tomorrow"],
    ),
    "Bool": ([""], ["true", "false", "${aws:SecureTransport}"]),
    "Binary": (["Equals"], ["YQ=="]),
    "IpAddress": ([""], ["198.51.100.0/24", "2001:db8::/32"]),
    "NotIpAddress": ([""], ["198.51.100.7"]),
}  # fmt: skip
KEYS = {
    "String": [
        "aws:username", "aws:PrincipalTag/team", "aws:PrincipalAccount", "s3:prefix", "aws:TagKeys", "aws:userid",
        "aws:PrincipalType", "aws:SourceAccount", "aws:PrincipalServiceName",
    ],
    "Arn": ["aws:PrincipalArn", "aws:SourceArn"],
    "Numeric": ["s3:max-keys"],
    "Date": ["aws:CurrentTime"],
    "Bool": ["aws:SecureTransport", "aws:PrincipalIsAWSService", "aws:MultiFactorAuthPresent"],
    "Binary": ["s3:prefix"],
    "IpAddress": ["aws:SourceIp"],
    "NotIpAddress": ["aws:SourceIp"],
}  # fmt: skip
GIVEN: dict[str, list[Any]] = {
    "aws:PrincipalTag/team": ["a", "b", "june.csv"],
    "s3:prefix": ["a", "ab", "alice", "${aws:username}", "${*}", "*", "YQ=="],
    "aws:TagKeys": [["a"], ["a", "b"], []],
    "s3:max-keys": ["1", "2", "3"],
    "aws:SourceIp": ["198.51.100.7", "2001:db8::1"],
    "aws:MultiFactorAuthPresent": ["true", "false"],
    "aws:userid": ["a", USER, f"{ROLE_ID}:alice"],
}
OF_SERVICES: dict[str, list[Any]] = {
    "aws:SourceAccount": [PRODUCTION, OTHER, "a"], "aws:SourceArn": [f"arn:aws:s3:::{OTHER}", QUEUE],
}  # fmt: skip


class Subject(NamedTuple):
    """What policies of one kind speak of, and what is asked where they decide.

    Attributes:
        callers: Who asks.
        asked: Actions, each with what it is asked on.
        actions: Patterns of actions.
        resources: Patterns of resources; empty, its statements name none.
        named: Principals; empty, its statements name none.
        kind: What the policy belongs to.
        keys: Condition keys, by the family of operators that is made for them, besides those of all.
        texts: Texts that they are compared with, besides those of all.
        given: Values that requests have, besides those of all.
    """

    callers: tuple[Caller, ...]
    asked: list[tuple[str, str]]
    actions: list[str]
    resources: Sequence[str] = ()
    named: Sequence[Any] = ()
    kind: ResourcePolicyKind = ResourcePolicyKind.OTHER
    keys: Mapping[str, list[str]] = MappingProxyType({})
    texts: Sequence[str] = ()
    given: Mapping[str, list[Any]] = MappingProxyType({})


OTHER_RESOURCE = Subject(OUTSIDE, ASKED, ACTIONS, RESOURCES, NAMED)
IDENTITY_POLICY = Subject((READER,), ASKED, ACTIONS, [*RESOURCES, *INCOMPLETE])
TRUST = Subject(
    callers=(*OUTSIDE, Caller(GITHUB), Caller(SAML)),
    asked=[(f"sts:{each}", ROLE) for each in (
        "AssumeRole", "AssumeRoleWithWebIdentity", "AssumeRoleWithSAML", "TagSession", "SetSourceIdentity",
    )],
    actions=[
        "sts:AssumeRole", "STS:assumerole", "sts:AssumeRole*", "sts:*", "*", "sts:TagSession", "sts:SetSourceIdentity",
        "sts:AssumeRoleWithWebIdentity", "sts:AssumeRoleWithSAML", "s3:GetObject",
    ],
    named=[
        *NAMED, {"Federated": GITHUB}, {"Federated": SAML}, {"Federated": [SAML, GITHUB]}, {"AWS": ROLE},
        {"Federated": ["accounts.google.com", GITHUB], "AWS": f"arn:aws:iam::{STAGING}:user/team/alice"},
    ],
    kind=ResourcePolicyKind.TRUST,
    keys={
        "String": [
            "sts:ExternalId", "sts:RoleSessionName", "sts:SourceIdentity", "sts:TransitiveTagKeys",
            "aws:RequestTag/team", "saml:aud", "accounts.google.com:sub", "token.actions.githubusercontent.com:sub",
            "aws:PrincipalOrgID", "aws:FederatedProvider",
        ],
        "Arn": ["sts:SourceIdentity"],
        "Numeric": ["sts:DurationSeconds", "aws:MultiFactorAuthAge"],
    },
    texts=["repo:acme/*", "alice", "https://signin.aws.amazon.com/saml"],
    given={
        "sts:ExternalId": ["a", "b", ""], "sts:RoleSessionName": ["alice", "a"], "sts:SourceIdentity": ["a", "alice"],
        "sts:TransitiveTagKeys": [["a"], ["a", "b"]], "aws:RequestTag/team": ["a", "b"],
        "saml:aud": ["https://signin.aws.amazon.com/saml", "a"], "accounts.google.com:sub": ["a"],
        "token.actions.githubusercontent.com:sub": ["repo:acme/app", "a"], "sts:DurationSeconds": ["1", "3"],
    },
)  # fmt: skip
KEY_POLICY = Subject(
    callers=OUTSIDE,
    asked=[(f"kms:{each}", KEY) for each in ("Decrypt", "GenerateDataKey", "CreateGrant", "ListGrants")],
    actions=["kms:*", "*", "kms:Decrypt", "KMS:decrypt", "kms:GenerateDataKey*", "kms:*Grant*", "s3:*"],
    resources=[
        *["*"] * 4, KEY, f"arn:aws:kms:*:{PRODUCTION}:key/*", f"arn:aws:kms:eu-west-1:{OTHER}:key/*", "arn:aws:kms:*",
    ],
    named=[
        *NAMED, *[{"AWS": f"arn:aws:iam::{PRODUCTION}:root"}] * 3, {"AWS": PRODUCTION}, {"AWS": ROLE},
        {"AWS": [READER.arn, STAGING]}, {"AWS": f"arn:aws:iam::{PRODUCTION}:user/otto"},
    ],
    kind=ResourcePolicyKind.KEY,
    keys={
        "String": [
            "kms:ViaService", "kms:CallerAccount", "kms:EncryptionContext:aws:s3:arn", "kms:EncryptionContextKeys",
            "kms:GrantOperations", "kms:GrantConstraintType", "aws:PrincipalAccount",
        ],
        "Arn": ["kms:EncryptionContext:aws:s3:arn", "kms:EncryptionContext:aws:logs:arn"],
        "Bool": ["kms:GrantIsForAWSResource"],
    },
    texts=["s3.eu-west-1.amazonaws.com", "s3.*.amazonaws.com", STAGING, PRODUCTION, BUCKET, f"{BUCKET}/*", "Decrypt"],
    given={
        "kms:ViaService": ["s3.eu-west-1.amazonaws.com", "ec2.eu-west-1.amazonaws.com"],
        "kms:EncryptionContext:aws:s3:arn": [BUCKET, f"{BUCKET}/june.csv"],
        "kms:EncryptionContext:aws:logs:arn": [f"arn:aws:logs:eu-west-1:{PRODUCTION}:log-group:a"],
        "kms:EncryptionContextKeys": [["aws:s3:arn"], ["a", "b"]],
        "kms:GrantOperations": [["Decrypt"], ["Decrypt", "a"]],
        "kms:GrantIsForAWSResource": ["true", "false"],
    },
)  # fmt: skip
INSIDE = (READER, Caller(f"arn:aws:iam::{PRODUCTION}:user/otto"))
"""Callers of the account that has the role and the key."""


@st.composite
def conditions(draw: st.DrawFn, subject: Subject) -> dict[str, dict[str, Any]]:
    """One condition, of any operator, on a key that it is made for."""
    keys = {family: [*found, *subject.keys.get(family, [])] for family, found in KEYS.items()}
    if draw(st.integers(0, 6)) == 0:
        key = draw(st.sampled_from([key for found in keys.values() for key in found]))
        return {"Null": {key: draw(st.sampled_from(["true", "false", ["true", "false"]]))}}
    family = draw(st.sampled_from([*["String"] * 4, *["Arn"] * 2, *sorted(VALUES)]))
    endings, values = VALUES[family]
    quantifier = draw(st.sampled_from([*[""] * 6, "ForAllValues:", "ForAnyValue:"]))
    suffix = draw(st.sampled_from(["", "", "IfExists"]))
    operator = f"{quantifier}{family}{draw(st.sampled_from(endings))}{suffix}"
    texts = [*values, *(subject.texts if family == "String" else [])]
    wanted = draw(st.lists(st.sampled_from(texts), min_size=1, max_size=2))
    return {operator: {draw(st.sampled_from(keys[family])): wanted}}


def named_as(caller: Caller) -> list[Any]:
    """The ways in which a policy names a caller."""
    if caller.kind is CallerKind.ANONYMOUS:
        return ["*", {"AWS": "*"}]
    if caller.kind in (CallerKind.SERVICE, CallerKind.WEB_IDENTITY):
        return [{"Service" if caller.kind is CallerKind.SERVICE else "Federated": caller.arn}]
    found = [caller.arn, caller.principal_arn, *filter(None, [caller.unique_id])]
    return [{"AWS": each} for each in (*found, *([caller.account] if caller.account.isdigit() else []))]


@st.composite
def policies(draw: st.DrawFn, subject: Subject, callers: Sequence[Caller] = ()) -> Policy:
    """A policy of up to three statements, in any version; those of a resource name principals, or forget to.

    Each other statement names one of the callers, if there are any: by chance hardly one would.
    """
    naming = [each for caller in callers for each in named_as(caller)]
    found = []
    for _ in range(draw(st.integers(1, 3))):
        statement: dict[str, Any] = {"Effect": draw(st.sampled_from(["Allow", "Allow", "Deny"]))}
        # Without resources a statement that names nobody is none.
        forgets: int = draw(st.integers(0, 15))
        if subject.named and (forgets or not subject.resources):
            by_name: bool = draw(st.booleans())
            named: Sequence[Any] = naming if naming and by_name else subject.named
            statement[draw(st.sampled_from(["Principal"] * 6 + ["NotPrincipal"]))] = draw(st.sampled_from(named))
        actions = draw(st.lists(st.sampled_from(subject.actions), min_size=1, max_size=2))
        statement[draw(st.sampled_from(["Action"] * 4 + ["NotAction"]))] = actions
        if subject.resources:
            resources = draw(st.lists(st.sampled_from(subject.resources), min_size=1, max_size=2))
            statement[draw(st.sampled_from(["Resource"] * 3 + ["NotResource"]))] = resources
        statement["Condition"] = {
            operator: keys
            for _ in range(draw(st.sampled_from([0, 0, 1, 2])))
            for operator, keys in draw(conditions(subject)).items()
        }
        found.append(statement)
    version = draw(
        st.sampled_from([{"Version": "2012-10-17"}, {"Version": "2012-10-17"}, {"Version": "2008-10-17"}, {}])
    )
    return Policy({**version, "Statement": found}, Origin("", "generated", ""))


@st.composite
def requests(draw: st.DrawFn, subject: Subject, callers: tuple[Caller, ...] = ()) -> Request:
    """A request that AWS could see, by one of these callers; what it asks is put in later, all of it."""
    caller = draw(st.sampled_from(callers or subject.callers))
    possible = {**GIVEN, **subject.given}
    if caller.kind is CallerKind.SERVICE:
        possible |= OF_SERVICES
    if caller.kind in (CallerKind.ROOT, CallerKind.FEDERATED_USER) or caller.unique_id:
        possible = {key: values for key, values in possible.items() if key != "aws:userid"}
    possible = {key: values for key, values in possible.items() if not has_never(key.lower(), caller.kind)}
    keys = draw(st.lists(st.sampled_from(sorted(possible)), max_size=4, unique=True))
    always = {
        "aws:SecureTransport": draw(st.sampled_from(["true", "false"])),
        "aws:CurrentTime": draw(st.sampled_from(["2029-12-31T23:59:59Z", "2030-01-01T00:00:00Z"])),
    }
    context = {key: draw(st.sampled_from(possible[key])) for key in keys}
    return Request(caller, *subject.asked[0], PRODUCTION, {**context, **always})


REFUSED = {CallerKind.ROOT: "sts:AssumeRole", CallerKind.FEDERATED_USER: "sts:AssumeRole", CallerKind.ANONYMOUS: "sts:"}
"""What AWS lets nobody of a kind ask for, whatever policies say, by how the action begins."""


def of_all(subject: Subject, request: Request) -> list[Request]:
    """The request, of each thing that is asked there, and that its caller can ask for."""
    refused = REFUSED.get(request.caller.kind)
    pairs = [pair for pair in subject.asked if refused is None or not pair[0].startswith(refused)]
    return [with_service_keys(replace(request, action=action, resource=on)) for action, on in dict.fromkeys(pairs)]
