"""A request over an assembly is decided by the policies that bear on it, and by no others."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pytest

from xacct_constructs.assembly import Assembly, Identity, Resource, Unknown, UnknownKind
from xacct_constructs.iam import Origin, Policy
from xacct_constructs.iam.request import Caller, Request
from xacct_constructs.iam.undecided import UndecidedError
from xacct_constructs.proof import Access
from xacct_constructs.services import KMS_KEY, S3_BUCKET
from xacct_constructs.unknowns import joined

ALLOWED, IMPLICIT, EXPLICIT = "allowed", "implicitly denied", "explicitly denied"
ALICE = "arn:aws:iam::222222222222:user/alice"
ANNA = "arn:aws:iam::111111111111:user/anna"
OTTO = "arn:aws:iam::111111111111:user/otto"
EXISTING = "arn:aws:iam::111111111111:user/existing"
BOUNDED = "arn:aws:iam::111111111111:user/bounded"
ATTACHED = "arn:aws:iam::111111111111:user/attached"
ROOT = "arn:aws:iam::111111111111:root"
READER = "arn:aws:iam::111111111111:role/team/reader"
SESSION = "arn:aws:sts::111111111111:assumed-role/reader/alice"
FEDERATED = "arn:aws:sts::111111111111:federated-user/carol"
BUCKET = "arn:aws:s3:::acme-reports"
OPEN_BUCKET = "arn:aws:s3:::acme-open"
PLAIN_BUCKET = "arn:aws:s3:::acme-plain"
KEY = "arn:aws:kms:eu-west-1:111111111111:key/1"
PLAIN_KEY = "arn:aws:kms:eu-west-1:111111111111:key/2"
FUNCTION = "arn:aws:lambda:eu-west-1:111111111111:function:report:live"
QUEUE = "arn:aws:sqs:eu-west-1:111111111111:orders"
GIVEN = "${Stack.Given}"
OTHER = "${Stack.Other}"
MADE = "${Stack.Made}"


WHERE = Origin("Stack", "Stack.template.json", "B")
UNKNOWNS = {
    GIVEN: Unknown(GIVEN, UnknownKind.OPEN, "given at deployment", WHERE),
    OTHER: Unknown(OTHER, UnknownKind.OPEN, "given at deployment", WHERE),
}


def statement(effect: str = "Allow", action: Any = "*", **more: Any) -> dict[str, Any]:
    """One statement."""
    return {"Effect": effect, "Action": action, **more}


def policy(*statements: Mapping[str, Any], name: str = "P") -> Policy:
    """One policy."""
    document = {"Version": "2012-10-17", "Statement": list(statements)}
    return Policy(unsettled(document), Origin("Stack", "Stack.template.json", name))


def unsettled(value: Any) -> Any:
    """The value as the reader has it: what deployment settles is no text."""
    if isinstance(value, Mapping):
        return {key: unsettled(each) for key, each in value.items()}
    if isinstance(value, list):
        return [unsettled(each) for each in value]
    parts = re.split(r"(\$\{Stack\.(?:Given|Other)\})", value) if isinstance(value, str) else [value]
    return joined(UNKNOWNS.get(each, each) for each in parts) if len(parts) > 1 else value


def identity(arn: str, *policies: Policy, **more: Any) -> Identity:
    """A user or role."""
    return Identity(arn, arn.split(":")[4], Origin("Stack", "Stack.template.json", "I"), policies, **more)


EVERYTHING = policy(statement(Resource="*"))
READ = policy(statement(action="s3:GetObject", Resource="*"))
TRUST = policy(statement(action="sts:AssumeRole", Principal={"AWS": "arn:aws:iam::222222222222:root"}))
PUBLIC = policy(statement(action="s3:GetObject", Principal="*", Resource=f"{OPEN_BUCKET}/*"))
ONLY_ANNA = policy(statement(action="kms:Decrypt", Principal={"AWS": ANNA}, Resource="*"))


def bucket(arn: str, *policies: Policy) -> Resource:
    """A bucket with its policies."""
    return Resource(arn, "111111111111", WHERE, S3_BUCKET, policies)


ASSEMBLY = Assembly(
    identities=(
        identity(ALICE, EVERYTHING),
        identity(ANNA, EVERYTHING),
        identity(OTTO, EVERYTHING),
        identity(READER, READ, trust=TRUST),
        identity("arn:aws:iam::111111111111:role/untold", READ),
        identity(EXISTING, READ, existing=True),
        identity(BOUNDED, EVERYTHING, boundary=READ, boundary_arn="arn:aws:iam::111111111111:policy/read"),
        identity("arn:aws:iam::111111111111:user/lost", EVERYTHING, boundary_arn="arn:aws:iam::aws:policy/Somewhere"),
        identity(ATTACHED, READ, outside=("arn:aws:iam::aws:policy/ReadOnlyAccess",)),
    ),
    resources={
        BUCKET: bucket(BUCKET),
        OPEN_BUCKET: bucket(OPEN_BUCKET, PUBLIC),
        KEY: Resource(KEY, "111111111111", WHERE, KMS_KEY, (ONLY_ANNA,)),
        PLAIN_KEY: Resource(PLAIN_KEY, "111111111111", WHERE, KMS_KEY),
    },
    unknowns={
        **UNKNOWNS,
        MADE: Unknown(MADE, UnknownKind.GENERATED, "made at deployment", WHERE),
    },
)


@dataclass(frozen=True)
class Row:
    """A request and its answer; None where it cannot be decided."""

    caller: str
    action: str
    resource: str
    word: str | None
    role_arn: str | None = None
    owner: str | None = None
    trusting: bool = False
    """Whether the caller's own side is taken to allow everything."""
    blocked_by: tuple[str, ...] | None = None
    """What must block, None where that is not the point."""


ROWS: dict[str, Row] = {
    "a user by its own policies": Row(ANNA, "s3:PutObject", f"{BUCKET}/x", ALLOWED),
    "a session by its role's": Row(SESSION, "s3:GetObject", f"{BUCKET}/x", ALLOWED, READER),
    "a session not by more": Row(SESSION, "s3:PutObject", f"{BUCKET}/x", IMPLICIT, READER),
    "a session of a role of another path": Row(SESSION, "s3:GetObject", f"{BUCKET}/x", None),
    "a user that the assembly does not hold": Row(ANNA + "2", "s3:GetObject", f"{BUCKET}/x", None),
    "a federated user, of whom it holds nothing": Row(FEDERATED, "s3:GetObject", f"{BUCKET}/x", None),
    "a federated user taken to be allowed": Row(FEDERATED, "s3:GetObject", f"{BUCKET}/x", ALLOWED, trusting=True),
    "a user taken to be allowed": Row(ANNA + "2", "s3:GetObject", f"{BUCKET}/x", ALLOWED, trusting=True),
    "another account's user taken to be allowed": Row(
        ALICE + "2", "s3:GetObject", f"{BUCKET}/x", IMPLICIT, trusting=True
    ),
    "a user made elsewhere, allowed": Row(EXISTING, "s3:GetObject", f"{BUCKET}/x", ALLOWED),
    "a user made elsewhere, taken to be allowed": Row(EXISTING, "s3:PutObject", f"{BUCKET}/x", ALLOWED, trusting=True),
    "a user made elsewhere, not allowed": Row(EXISTING, "s3:PutObject", f"{BUCKET}/x", IMPLICIT),
    "a role of the assembly's own, though others are taken to be allowed": Row(
        SESSION, "s3:PutObject", f"{BUCKET}/x", IMPLICIT, READER, trusting=True
    ),
    "a user within its boundary": Row(BOUNDED, "s3:GetObject", f"{BUCKET}/x", ALLOWED),
    "a user beyond its boundary": Row(BOUNDED, "s3:PutObject", f"{BUCKET}/x", IMPLICIT),
    "a user taken to be allowed keeps its boundary": Row(
        BOUNDED, "s3:PutObject", f"{BUCKET}/x", IMPLICIT, trusting=True
    ),
    "a user whose boundary lies outside": Row(
        "arn:aws:iam::111111111111:user/lost", "s3:GetObject", f"{BUCKET}/x", None
    ),
    "a user with policies outside": Row(ATTACHED, "s3:GetObject", f"{BUCKET}/x", None),
    "policies outside taken to allow": Row(ATTACHED, "s3:PutObject", f"{BUCKET}/x", ALLOWED, trusting=True),
    "the root user": Row(ROOT, "s3:GetObject", f"{BUCKET}/x", ALLOWED),
    "another account's user on a bucket without a policy": Row(ALICE, "s3:GetObject", f"{BUCKET}/x", IMPLICIT),
    "another account's user on an open bucket": Row(ALICE, "s3:GetObject", f"{OPEN_BUCKET}/x", ALLOWED),
    "the bucket itself": Row(ALICE, "s3:ListBucket", OPEN_BUCKET, IMPLICIT),
    "the anonymous on an open bucket": Row("*", "s3:GetObject", f"{OPEN_BUCKET}/x", ALLOWED),
    "the anonymous on another": Row("*", "s3:GetObject", f"{BUCKET}/x", IMPLICIT),
    "a service on an open bucket": Row("cloudtrail.amazonaws.com", "s3:GetObject", f"{OPEN_BUCKET}/x", ALLOWED),
    "a bucket whose owner nobody knows": Row(ANNA, "s3:GetObject", f"{PLAIN_BUCKET}/x", None),
    "a bucket whose owner is told": Row(ANNA, "s3:GetObject", f"{PLAIN_BUCKET}/x", ALLOWED, owner="111111111111"),
    "a bucket whose owner is another": Row(ANNA, "s3:GetObject", f"{PLAIN_BUCKET}/x", IMPLICIT, owner="333333333333"),
    "an action without a resource": Row(ANNA, "s3:ListAllMyBuckets", "*", ALLOWED),
    "a resource whose ARN names its account": Row(ANNA, "sqs:SendMessage", QUEUE, ALLOWED),
    "an ARN of more than six segments names it too": Row(ALICE, "lambda:InvokeFunction", FUNCTION, IMPLICIT),
    "that resource for another account": Row(ALICE, "sqs:SendMessage", QUEUE, IMPLICIT),
    "assuming a role": Row(ALICE, "sts:AssumeRole", READER, ALLOWED),
    "assuming a role from an account it does not trust": Row(ANNA, "sts:AssumeRole", READER, IMPLICIT),
    "assuming a role by a path that it has not": Row(ALICE, "sts:AssumeRole", READER.replace("team/", ""), None),
    "assuming a role that the assembly does not hold": Row(ALICE, "sts:AssumeRole", READER + "2", None),
    "assuming a role whose trust policy it does not hold": Row(
        ALICE, "STS:AssumeRole", "arn:aws:iam::111111111111:role/untold", None
    ),
    "another service's action on a role": Row(ANNA, "iam:GetRole", READER, ALLOWED),
    "an action of STS on no role": Row(ANNA, "sts:GetCallerIdentity", "*", ALLOWED),
    "a key by its policy": Row(ANNA, "kms:Decrypt", KEY, ALLOWED),
    "a key whose policy names another": Row(OTTO, "kms:Decrypt", KEY, IMPLICIT, blocked_by=("key policy",)),
    "a key on which the root user is not named": Row(ROOT, "kms:Decrypt", KEY, IMPLICIT, blocked_by=("key policy",)),
    "another service's action on a key": Row(OTTO, "tag:GetResources", KEY, ALLOWED),
    "a key that the assembly does not hold": Row(OTTO, "kms:Decrypt", KEY + "9", ALLOWED),
    "a key without a policy delegates": Row(ANNA, "KMS:Decrypt", PLAIN_KEY, ALLOWED),
    "a key without a policy to nobody else": Row(ALICE, "kms:Decrypt", PLAIN_KEY, IMPLICIT, blocked_by=("key policy",)),
}


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_the_policies_that_bear_on_a_request_decide_it(row: Row) -> None:
    """What lies outside the assembly is an error that says so."""
    request = Request(Caller(row.caller, row.role_arn), row.action, row.resource, row.owner)
    access = Access(ASSEMBLY)
    if row.word is None:
        with pytest.raises(UndecidedError):
            access.decide(request, own_side_allows=row.trusting)
        return
    decision = access.decide(request, own_side_allows=row.trusting)
    assert decision.word == row.word
    assert row.blocked_by in (None, decision.blocked_by)


def over(*statements: Mapping[str, Any], trust: Policy | None = None, **more: Any) -> Access:
    """An assembly of one user or role with these statements, and the bucket."""
    arn = READER if trust else ANNA
    return Access(replace(ASSEMBLY, identities=(identity(arn, policy(*statements), trust=trust),), **more))


SETTLED = "settled"
UNSETTLED: dict[str, tuple[list[Mapping[str, Any]], str | None]] = {
    "a resource that can be anything": ([statement(Resource=f"arn:aws:s3:::{GIVEN}/*")], None),
    "a resource of another service": ([statement(Resource=f"arn:aws:sqs:eu-west-1:{GIVEN}:x")], IMPLICIT),
    "an object of another prefix": ([statement(Resource=f"{BUCKET}/other/{GIVEN}")], IMPLICIT),
    "another action": ([statement(action="s3:PutObject", Resource=f"arn:aws:s3:::{GIVEN}")], IMPLICIT),
    "a name that CloudFormation makes": ([statement(Resource=f"arn:aws:s3:::{MADE}/*")], IMPLICIT),
    "a deny that may speak of it": (
        [statement(Resource="*"), statement("Deny", Resource=f"arn:aws:s3:::{GIVEN}/*")],
        None,
    ),
    "a deny that does not speak of it": (
        [statement(Resource="*"), statement("Deny", "s3:PutObject", Resource=f"arn:aws:s3:::{GIVEN}/*")],
        ALLOWED,
    ),
    "NotResource": ([{"Effect": "Allow", "Action": "*", "NotResource": f"arn:aws:s3:::{GIVEN}/*"}], None),
    "a condition": ([statement(Resource="*", Condition={"StringEquals": {"s3:prefix": GIVEN}})], None),
    "a condition that it must not meet": (
        [statement(Resource="*", Condition={"StringNotEquals": {"s3:prefix": GIVEN}})],
        None,
    ),
    "one of several that it must not meet": (
        [statement(Resource="*", Condition={"StringNotEquals": {"s3:prefix": ["x", GIVEN]}})],
        IMPLICIT,
    ),
    "one of several that it may meet": (
        [statement(Resource="*", Condition={"StringEquals": {"s3:prefix": ["x", GIVEN]}})],
        ALLOWED,
    ),
    "a deny of what it must not meet": (
        [statement(Resource="*"), statement("Deny", Resource="*", Condition={"StringNotEquals": {"s3:prefix": GIVEN}})],
        None,
    ),
    "what may hold several parts of an ARN": ([statement(Resource=f"arn:{GIVEN}:::acme-reports/x")], None),
    "whether a key is there": ([statement(Resource="*", Condition={"Null": {"s3:prefix": GIVEN}})], None),
    "a number": ([statement(Resource="*", Condition={"NumericLessThan": {"s3:max-keys": GIVEN}})], None),
    "a text in any case": ([statement(Resource="*", Condition={"StringEqualsIgnoreCase": {"s3:prefix": GIVEN}})], None),
    "a text like none of its own": (
        [statement(Resource="*", Condition={"StringLike": {"s3:prefix": f"y{GIVEN}"}})],
        IMPLICIT,
    ),
    "NotResource that is settled": (
        [
            {
                "Effect": "Allow",
                "Action": "*",
                "NotResource": f"{BUCKET}/*",
                "Condition": {"StringEquals": {"s3:prefix": GIVEN}},
            }
        ],
        IMPLICIT,
    ),
    "two unknowns in two places": (
        [statement(Resource=f"arn:aws:s3:::{GIVEN}/*", Condition={"StringEquals": {"s3:prefix": OTHER}})],
        None,
    ),
    "a condition beside one that fails": (
        [
            statement(
                Resource="*", Condition={"StringEquals": {"s3:prefix": GIVEN}, "Bool": {"aws:SecureTransport": "true"}}
            )
        ],
        IMPLICIT,
    ),
    "an action that can be anything": ([statement(action=GIVEN, Resource="*")], None),
    "NotAction": ([{"Effect": "Allow", "NotAction": GIVEN, "Resource": "*"}], None),
    "a NotAction that is settled": (
        [{"Effect": "Allow", "NotAction": "s3:*", "Resource": f"arn:aws:s3:::{GIVEN}/*"}],
        IMPLICIT,
    ),
    "a Sid": ([statement(Resource="*", Sid="Given")], ALLOWED),
}


@pytest.mark.parametrize(("statements", "word"), UNSETTLED.values(), ids=UNSETTLED)
def test_a_value_that_deployment_settles_is_no_answer(statements: list[Mapping[str, Any]], word: str | None) -> None:
    """Where it could change the decision, the error names it; elsewhere the decision stands."""
    request = Request(
        Caller(ANNA),
        "s3:GetObject",
        f"{BUCKET}/x",
        context={"aws:SecureTransport": "false", "s3:prefix": "x", "s3:max-keys": "5"},
    )
    if word is None:
        with pytest.raises(UndecidedError, match=r"Stack\.Given"):
            over(*statements).decide(request)
        return
    assert over(*statements).decide(request).word == word


BESIDE: dict[str, tuple[Mapping[str, Any], bool]] = {
    "another service's": (statement(action="sqs:*", Resource=f"arn:aws:sqs:eu-west-1:111111111111:{OTHER}"), False),
    "the service's, perhaps of the object": (statement(action="s3:Get*", Resource=f"arn:aws:s3:::{OTHER}/*"), True),
    "the service's, of another action": (statement(action="s3:Put*", Resource=f"arn:aws:s3:::{OTHER}/*"), False),
    "on a condition that does not hold": (
        statement(
            action="s3:Get*",
            Resource=f"arn:aws:s3:::{OTHER}/*",
            Condition={"Bool": {"aws:SecureTransport": "false"}},
        ),
        False,
    ),
    "on a condition that may hold": (
        statement(
            action="s3:Get*",
            Resource=f"arn:aws:s3:::{OTHER}/*",
            Condition={"IpAddress": {"aws:SourceIp": "10.0.0.0/33"}},
        ),
        True,
    ),
}


@pytest.mark.parametrize(("beside", "told"), BESIDE.values(), ids=BESIDE)
def test_what_a_decision_depends_on_is_what_may_speak_of_the_request(beside: Mapping[str, Any], told: bool) -> None:
    """Of two policies that deployment settles something of, the one that cannot matter is not named."""
    own = policy(statement(Resource=f"arn:aws:s3:::{GIVEN}/*")), policy(beside, name="Q")
    access = Access(replace(ASSEMBLY, identities=(identity(ANNA, *own),)))
    with pytest.raises(UndecidedError, match=r"Stack\.Given") as problem:
        access.decide(Request(Caller(ANNA), "s3:GetObject", f"{BUCKET}/x", context={"aws:SourceIp": "10.0.0.1"}))
    assert ("Stack.Other" in str(problem.value)) is told


@pytest.mark.parametrize(
    ("principal", "word"),
    [(f"arn:aws:iam::222222222222:user/{GIVEN}", None), (f"arn:aws:iam::222222222222:user/{MADE}", IMPLICIT)],
    ids=["anybody", "a name that nothing else has"],
)
def test_a_principal_that_deployment_settles_is_no_answer(principal: str, word: str | None) -> None:
    """It may be the caller."""
    access = over(trust=policy(statement(action="sts:AssumeRole", Principal={"AWS": principal})))
    request = Request(Caller(ALICE), "sts:AssumeRole", READER)
    if word is None:
        with pytest.raises(UndecidedError, match=r"Stack\.Given"):
            access.decide(request, own_side_allows=True)
        return
    assert access.decide(request, own_side_allows=True).word == word


@pytest.mark.parametrize(("caller", "open_"), [("lambda.amazonaws.com", True), (ALICE, False), ("*", False)])
def test_a_service_that_deployment_settles_is_some_service(caller: str, open_: bool) -> None:
    """And no user, and nobody without credentials."""
    trusting = statement(action="sts:AssumeRole", Principal={"Service": GIVEN})
    access, request = over(trust=policy(trusting)), Request(Caller(caller), "sts:AssumeRole", READER)
    if open_:
        with pytest.raises(UndecidedError, match=r"Stack\.Given"):
            access.decide(request, own_side_allows=True)
    else:
        assert not access.decide(request, own_side_allows=True).is_allowed


def test_an_unknown_in_a_statement_about_somebody_else_does_not_matter() -> None:
    """The principal is settled, and is another."""
    other = statement(action="s3:GetObject", Principal={"AWS": ALICE}, Resource=f"arn:aws:s3:::{GIVEN}/*")
    access = over(statement(Resource="*"), resources={BUCKET: bucket(BUCKET, policy(other))})
    assert access.decide(Request(Caller(ANNA), "s3:GetObject", f"{BUCKET}/x")).word == ALLOWED
    with pytest.raises(UndecidedError, match=r"Stack\.Given"):
        access.decide(Request(Caller(ALICE), "s3:GetObject", f"{BUCKET}/x"), own_side_allows=True)


NAMES_BOTH, NAMES_ONE, NO_DOCUMENT = "a principal and a resource", "a principal and no resource", "no policy document"
MISPLACED: dict[str, tuple[Access, Request, str]] = {
    "a principal in a user's policy": (
        over(statement(Principal="*", Resource="*")),
        Request(Caller(ANNA), "s3:GetObject", f"{BUCKET}/x"),
        "names a principal",
    ),
    "a trust policy without a principal": (
        over(trust=policy(statement(action="sts:AssumeRole", Resource="*"))),
        Request(Caller(READER.replace(":role/team/reader", ":root")), "sts:TagSession", READER),
        NAMES_ONE,
    ),
    "a trust policy with a resource": (
        over(trust=policy(statement(action="sts:AssumeRole", Principal="*", Resource="*"))),
        Request(Caller(ROOT), "sts:TagSession", READER),
        NAMES_ONE,
    ),
    "a bucket policy without a principal": (
        over(resources={BUCKET: bucket(BUCKET, READ)}),
        Request(Caller(ROOT), "s3:GetObject", f"{BUCKET}/x"),
        NAMES_BOTH,
    ),
    "a bucket policy without a resource": (
        over(resources={BUCKET: bucket(BUCKET, TRUST)}),
        Request(Caller(ROOT), "s3:GetObject", f"{BUCKET}/x"),
        NAMES_BOTH,
    ),
    "a document without statements": (
        over(resources={BUCKET: bucket(BUCKET, Policy({"Version": "2012-10-17"}, WHERE))}),
        Request(Caller(ROOT), "s3:GetObject", f"{BUCKET}/x"),
        NO_DOCUMENT,
    ),
    "a document that deployment settles": (
        over(resources={BUCKET: bucket(BUCKET, Policy("${Stack.Statement}", WHERE))}),
        Request(Caller(ROOT), "s3:GetObject", f"{BUCKET}/x"),
        NO_DOCUMENT,
    ),
}


@pytest.mark.parametrize(("access", "request_", "complaint"), MISPLACED.values(), ids=MISPLACED)
def test_a_policy_that_aws_would_refuse_is_no_answer(access: Access, request_: Request, complaint: str) -> None:
    """It is neither an allow nor a deny."""
    with pytest.raises(UndecidedError, match=complaint):
        access.decide(request_)


def test_session_and_organization_policies_are_given_with_the_request() -> None:
    """Each can refuse what the assembly allows."""
    request, access = Request(Caller(SESSION, READER), "s3:GetObject", f"{BUCKET}/x"), Access(ASSEMBLY)
    full: dict[str, Any] = {"Version": "2012-10-17", "Statement": [statement(Resource="*")]}
    other: dict[str, Any] = {"Version": "2012-10-17", "Statement": [statement(action="ec2:*", Resource="*")]}
    everyone: dict[str, Any] = {"Version": "2012-10-17", "Statement": [statement("Deny", Principal="*", Resource="*")]}
    assert access.decide(request, session_policy=full).word == ALLOWED
    assert access.decide(request, session_policy=other).blocked_by == ("session policy",)
    assert access.decide(request, service_control=[[other, full]]).word == ALLOWED
    assert access.decide(request, service_control=[[full], [other]]).blocked_by == ("service control policy",)
    assert access.decide(request, resource_control=[[everyone]]).word == EXPLICIT


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("session_policy", "session policy"),
        ("service_control", "service control policy"),
        ("resource_control", "resource control policy"),
    ],
)
def test_a_policy_given_with_the_request_is_named_where_it_denies(given: str, name: str) -> None:
    """It stands in no template."""
    request = Request(Caller(SESSION, READER), "s3:GetObject", f"{BUCKET}/x")
    denies: dict[str, Any] = {"Version": "2012-10-17", "Statement": [statement("Deny", Resource="*")]}
    decision = Access(ASSEMBLY).decide(request, **{given: denies if given == "session_policy" else [[denies]]})
    assert decision.by is not None
    assert decision.by.origin == Origin("", name, "")


@pytest.mark.parametrize(
    ("caller", "resource", "origins"),
    [
        (ANNA, PLAIN_KEY, [EVERYTHING.origin, Origin("", "the default key policy", PLAIN_KEY)]),
        (ANNA + "2", KEY, [Origin("", "the caller's own side, assumed to allow everything", "")]),
    ],
    ids=["both", "one"],
)
def test_every_side_that_allows_is_told(caller: str, resource: str, origins: list[Origin]) -> None:
    """With where it stands; a side that does not is not among them."""
    decision = Access(ASSEMBLY).decide(Request(Caller(caller), "kms:Decrypt", resource), own_side_allows=caller != ANNA)
    assert [each.origin for each in decision.allowing] == origins


def test_the_decision_says_which_statement_settled_it() -> None:
    """The allow of each side, the deny that was met first, and where they stand."""
    assumed = Access(ASSEMBLY).decide(Request(Caller(ALICE), "sts:AssumeRole", READER))
    assert [each.origin for each in assumed.allowing] == [EVERYTHING.origin, TRUST.origin]
    assert assumed.by is assumed.allowing[-1]
    assert assumed.is_allowed
    denied = over(statement(Resource="*"), statement("Deny", Resource="*", Sid="Never")).decide(
        Request(Caller(ANNA), "s3:GetObject", f"{BUCKET}/x")
    )
    assert denied.by is not None
    assert (denied.by.sid, denied.by.index) == ("Never", 1)
    assert str(denied.by) == "Stack.template.json P.Statement[1]"
    assert not denied.is_allowed
    allowed = over(statement(Resource="*")).decide(Request(Caller(ANNA), "s3:GetObject", f"{BUCKET}/x"))
    assert [each.sid for each in allowed.allowing] == [""]


def test_the_strongest_allow_of_a_resource_policy_is_told() -> None:
    """The one that names the caller most closely, not the first."""
    account = statement(action="s3:GetObject", Principal={"AWS": "111111111111"}, Resource="*", Sid="Account")
    named = statement(action="s3:GetObject", Principal={"AWS": ANNA}, Resource="*", Sid="Named")
    access = over(resources={BUCKET: bucket(BUCKET, policy(account, named))})
    decision = access.decide(Request(Caller(ANNA), "s3:GetObject", f"{BUCKET}/x"))
    assert decision.by is not None
    assert decision.by.sid == "Named"


def test_a_policy_is_parsed_once() -> None:
    """However often it is asked."""
    assert READ.statements[0] is READ.statements[0]
