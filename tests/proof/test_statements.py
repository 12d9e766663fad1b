"""Sets against single decisions, statement by statement: policies of every construct, and requests of every caller."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import product as combinations
from typing import Any

from hypothesis import event, given, note
from hypothesis import strategies as st

from xacct_constructs.iam import (
    USER_ID,
    Bound,
    Caller,
    CallerKind,
    Context,
    EvalDecision,
    Origin,
    Policies,
    Policy,
    Request,
    ResourcePolicyKind,
    Statement,
    UndecidedError,
    decide,
    everything,
)
from xacct_constructs.request_sets import Box, identity_side, resource_side
from xacct_constructs.request_sets.boxes import ACTION, CANONICAL_USER, RESOURCE, STAR, UNIQUE_ID
from xacct_constructs.request_sets.callers import keys_of

PRODUCTION, STAGING, OTHER = "111111111111", "222222222222", "333333333333"
BUCKET = "arn:aws:s3:::acme-reports"
QUEUE = f"arn:aws:sqs:eu-west-1:{PRODUCTION}:jobs"
ROLE = f"arn:aws:iam::{PRODUCTION}:role/team/reader"
READER = Caller(f"arn:aws:sts::{PRODUCTION}:assumed-role/reader/alice", role_arn=ROLE)
IDENTITY = "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E2EXAMPLE1"
USER, ROLE_ID, CANONICAL = "AIDAJQABLZS4A3QDU576Q", "AROAJQABLZS4A3QDU576Q", "79a59df900b949e55d96a1e698fbaced"
ALL = everything("the other side")

CALLERS = (
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


@st.composite
def conditions(draw: st.DrawFn) -> dict[str, dict[str, Any]]:
    """One condition, of any operator, on a key that it is made for."""
    if draw(st.integers(0, 6)) == 0:
        key = draw(st.sampled_from([key for keys in KEYS.values() for key in keys]))
        return {"Null": {key: draw(st.sampled_from(["true", "false", ["true", "false"]]))}}
    family = draw(st.sampled_from([*["String"] * 4, *["Arn"] * 2, *sorted(VALUES)]))
    endings, values = VALUES[family]
    quantifier = draw(st.sampled_from([*[""] * 6, "ForAllValues:", "ForAnyValue:"]))
    suffix = draw(st.sampled_from(["", "", "IfExists"]))
    operator = f"{quantifier}{family}{draw(st.sampled_from(endings))}{suffix}"
    wanted = draw(st.lists(st.sampled_from(values), min_size=1, max_size=2))
    return {operator: {draw(st.sampled_from(KEYS[family])): wanted}}


@st.composite
def policies(draw: st.DrawFn, *, of_resource: bool) -> Policy:
    """A policy of up to three statements, in any version; those of a resource name principals, or forget to."""
    found = []
    for _ in range(draw(st.integers(1, 3))):
        statement: dict[str, Any] = {"Effect": draw(st.sampled_from(["Allow", "Allow", "Deny"]))}
        if of_resource and draw(st.integers(0, 15)):
            statement[draw(st.sampled_from(["Principal"] * 6 + ["NotPrincipal"]))] = draw(st.sampled_from(NAMED))
        actions = draw(st.lists(st.sampled_from(ACTIONS), min_size=1, max_size=2))
        statement[draw(st.sampled_from(["Action"] * 4 + ["NotAction"]))] = actions
        on = RESOURCES if of_resource else [*RESOURCES, *INCOMPLETE]
        resources = draw(st.lists(st.sampled_from(on), min_size=1, max_size=2))
        statement[draw(st.sampled_from(["Resource"] * 3 + ["NotResource"]))] = resources
        statement["Condition"] = {
            operator: keys
            for _ in range(draw(st.sampled_from([0, 0, 1, 2])))
            for operator, keys in draw(conditions()).items()
        }
        found.append(statement)
    version = draw(
        st.sampled_from([{"Version": "2012-10-17"}, {"Version": "2012-10-17"}, {"Version": "2008-10-17"}, {}])
    )
    return Policy({**version, "Statement": found}, Origin("", "generated", ""))


@st.composite
def requests(draw: st.DrawFn, callers: tuple[Caller, ...]) -> Request:
    """A request that AWS could see, by one of these callers; what it asks is put in later, all of it."""
    caller = draw(st.sampled_from(callers))
    possible = {**GIVEN, **OF_SERVICES} if caller.kind is CallerKind.SERVICE else GIVEN
    if caller.kind in (CallerKind.ROOT, CallerKind.FEDERATED_USER) or caller.unique_id:
        possible = {key: values for key, values in possible.items() if key != "aws:userid"}
    keys = draw(st.lists(st.sampled_from(sorted(possible)), max_size=4, unique=True))
    always = {
        "aws:SecureTransport": draw(st.sampled_from(["true", "false"])),
        "aws:CurrentTime": draw(st.sampled_from(["2029-12-31T23:59:59Z", "2030-01-01T00:00:00Z"])),
    }
    context = {key: draw(st.sampled_from(possible[key])) for key in keys}
    return Request(caller, *ASKED[0], PRODUCTION, {**context, **always})


def worlds(request: Request, union: list[Box]) -> Iterator[dict[str, str]]:
    """All that deployment or AWS may settle of what the request does not show, and the boxes ask for."""
    asked = {key for found in union for each in found for key in (each.condition.key, *each.condition.values)}
    if not any(text in key for key in asked for text in (STAR, CANONICAL_USER, UNIQUE_ID, USER_ID)):
        yield {}
        return
    known = {name.lower() for name in (*request.caller.keys, *request.context)}
    user_ids: list[dict[str, str]] = (
        [{}] if USER_ID in known else [{USER_ID: each} for each in ("a", USER, f"{ROLE_ID}:alice")]
    )
    unique = request.caller.unique_id
    ids = [unique] if unique else ["another", USER, ROLE_ID]
    settled = combinations(("", "goes past colons"), ("", CANONICAL), ids, user_ids)
    for star, canonical, id_, user_id in settled:
        yield {STAR: star, CANONICAL_USER: canonical, UNIQUE_ID: id_, **user_id}


def lies_in(request: Request, union: list[Box], world: dict[str, str]) -> bool:
    """Whether a request is one of those that the boxes hold, in one of the worlds."""
    asked = {ACTION: request.action, RESOURCE: request.resource, "aws:resourceaccount": request.owner}
    context = Context(keys_of(request.caller), asked, request.context, world)
    return any(all(each.condition.holds(context) is each.holds for each in found) for found in union)


def check(request: Request, given: Policies, above: list[Box], below: list[Box]) -> None:
    """What is decided one way does not lie on the other side of the sets, whatever is settled afterwards."""
    try:
        decided = decide(request, given).word
    except UndecidedError:
        event("undecided")
        return
    event(str(decided))
    union, wrong = (above, False) if decided is EvalDecision.ALLOWED else (below, True)
    for world in worlds(request, union):
        try:
            inside = lies_in(request, union, world)
        except UndecidedError:
            continue
        assert inside is not wrong, f"{decided}, in the world {world}"


def understood(policy: Policy) -> tuple[Statement, ...]:
    """The statements of a policy; of one that is not understood, none."""
    note(str(policy.document))
    try:
        return policy.statements
    except UndecidedError:
        return ()


@given(policy=policies(of_resource=True), asked=st.lists(requests(CALLERS), min_size=3, max_size=3))
def test_a_resource_s_policy_means_the_same_in_sets(policy: Policy, asked: list[Request]) -> None:
    """To everybody outside the account, whose own side allows everything."""
    statements = understood(policy)
    above, below = (resource_side(statements, bound) for bound in Bound)
    for request in (replace(each, action=action, resource=on) for each in asked for action, on in ASKED):
        note(str(request))
        session = ALL if request.caller.kind is CallerKind.FEDERATED_USER else None
        kind = ResourcePolicyKind.OTHER
        check(request, Policies(identity=ALL, session=session, resource=statements, resource_kind=kind), above, below)


@given(
    policy=policies(of_resource=False),
    boundary=st.none() | policies(of_resource=False),
    asked=st.lists(requests((READER,)), min_size=3, max_size=3),
)
def test_an_identity_policy_means_the_same_in_sets(
    policy: Policy, boundary: Policy | None, asked: list[Request]
) -> None:
    """To its holder, within a boundary and without."""
    statements = understood(policy)
    limit = None if boundary is None else understood(boundary)
    above, below = (identity_side(statements, limit, bound) for bound in Bound)
    for request in (replace(each, action=action, resource=on) for each in asked for action, on in ASKED):
        note(str(request))
        check(request, Policies(identity=statements, boundary=limit), above, below)
