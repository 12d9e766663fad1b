"""Proofs against single decisions: policies and requests by chance, and no request that a proof has overlooked."""

import json
from typing import Any, NamedTuple

from hypothesis import event, given, note
from hypothesis import strategies as st

from tests.proof.test_worlds import KEY, OTHER, OWN_ADMINISTRATORS, PRODUCTION, READER_ARN, STAGING, agreed, key
from tests.proof.test_worlds import world_of as both_halves_of
from tests.proof.world import World, bucket_policy, in_memory, role
from xacct_constructs import Agreement, S3Read, Safeguards, TrustedRole, TrustedUser
from xacct_constructs.agreed_access import entry, permitted
from xacct_constructs.assembly import Assembly
from xacct_constructs.iam.caller_kind import CallerKind
from xacct_constructs.iam.request import Caller, Context, Request
from xacct_constructs.iam.undecided import UndecidedError
from xacct_constructs.proof import Access, Answer, compare, prove
from xacct_constructs.request_sets.boxes import ACTION, RESOURCE, Box
from xacct_constructs.request_sets.callers import keys_of

REPORTS = "arn:aws:s3:::acme-reports"
ONWARD = f"arn:aws:iam::{PRODUCTION}:role/onward"
READER = Caller(f"arn:aws:sts::{PRODUCTION}:assumed-role/reader/session", role_arn=READER_ARN)
AGREEMENTS = (
    agreed(),
    agreed(trusted_principals=[TrustedRole(account=STAGING, name="mailer")]),
    agreed(permissions=[S3Read("acme-reports", kms_key=KEY)]),
    agreed(
        trusted_principals=[TrustedUser(account=STAGING, name="alice"), TrustedUser(account=OTHER, name="mallory")],
        safeguards=Safeguards(external_ids=["one"], organization_id="o-aaaaaaaaaa"),
    ),
)
CALLERS = (
    *(Caller(f"arn:aws:iam::{account}:user/{name}") for account in (STAGING, OTHER) for name in ("alice", "mallory")),
    *(Caller(f"arn:aws:sts::{account}:assumed-role/mailer/session") for account in (STAGING, OTHER)),
    Caller(f"arn:aws:iam::{OTHER}:root"),
    Caller(f"arn:aws:sts::{OTHER}:federated-user/mallory"),
    Caller("*"),
    READER,
)
NAMED = [
    "*", STAGING, f"arn:aws:iam::{OTHER}:root", f"arn:aws:iam::{PRODUCTION}:root", f"arn:aws:iam::{STAGING}:user/alice",
    f"arn:aws:iam::{OTHER}:user/mallory", f"arn:aws:iam::{OTHER}:role/mailer", READER_ARN, READER.arn,
    f"arn:aws:sts::{OTHER}:federated-user/mallory", f"arn:aws:sts::{STAGING}:assumed-role/mailer/session",
]  # fmt: skip
ASKED = {
    "sts:AssumeRole": (READER_ARN, ONWARD),
    "s3:GetObject": (f"{REPORTS}/monthly/june.csv", f"{REPORTS}/payroll/june.csv"),
    "s3:PutObject": (f"{REPORTS}/monthly/june.csv",),
    "s3:ListBucket": (REPORTS,),
    "kms:Decrypt": (KEY,),
}
TEXTS: dict[str, list[str]] = {
    "aws:PrincipalArn": [
        f"arn:aws:iam::{OTHER}:*", f"arn:aws:iam::{STAGING}:user/alice", f"arn:aws:iam::{OTHER}:root", "*", READER_ARN,
    ],
    "aws:PrincipalAccount": [STAGING, OTHER, PRODUCTION, "anonymous", "3*"],
    "aws:PrincipalType": ["User", "AssumedRole", "Account", "FederatedUser", "Anonymous"],
    "aws:username": ["alice", "mal*", "${aws:PrincipalTag/team}"],
    "aws:PrincipalOrgID": ["o-aaaaaaaaaa", "o-bbbbbbbbbb"],
    "aws:PrincipalTag/team": ["x", "y", "alice"],
    "aws:SourceAccount": [OTHER],
    "aws:ResourceAccount": [PRODUCTION, OTHER],
    "s3:prefix": ["monthly/", "monthly/*", "payroll/"],
    "sts:ExternalId": ["one", "two"],
    "kms:CallerAccount": [PRODUCTION, OTHER],
}  # fmt: skip
GIVEN: dict[str, list[Any]] = {
    "aws:PrincipalOrgID": TEXTS["aws:PrincipalOrgID"],
    "aws:PrincipalTag/team": TEXTS["aws:PrincipalTag/team"],
    "s3:prefix": ["monthly/", "monthly/june", "payroll/", ""],
    "sts:ExternalId": ["one", "two"],
    "aws:SourceIp": ["198.51.100.7", "203.0.113.9"],
    "aws:MultiFactorAuthPresent": ["true", "false"],
    "aws:TagKeys": [["team"], ["team", "cost"]],
    "kms:ViaService": ["s3.eu-west-1.amazonaws.com"],
    "kms:EncryptionContext:aws:s3:arn": [f"{REPORTS}/monthly/june.csv"],
}
_ONLY_IAM = ("aws:PrincipalOrgID", "aws:PrincipalTag/team", "aws:MultiFactorAuthPresent")


def _texts(draw: st.DrawFn) -> tuple[str, str, Any]:
    key_ = draw(st.sampled_from(sorted(TEXTS)))
    operator = draw(st.sampled_from(["StringEquals", "StringNotEquals", "StringLike", "StringNotLike"]))
    if key_ == "aws:PrincipalArn":
        operator = draw(st.sampled_from([operator, "ArnLike", "ArnNotLike", "ArnEquals"]))
    return operator, key_, draw(st.lists(st.sampled_from(TEXTS[key_]), min_size=1, max_size=2))


@st.composite
def conditions(draw: st.DrawFn) -> dict[str, dict[str, Any]]:
    """One condition of one key."""
    kind = draw(st.sampled_from(["text"] * 6 + ["null", "bool", "address", "set", "date"]))
    if kind == "null":
        return {"Null": {draw(st.sampled_from(sorted({**TEXTS, **GIVEN}))): draw(st.sampled_from(["true", "false"]))}}
    if kind == "set":
        quantifier = draw(st.sampled_from(["ForAllValues", "ForAnyValue"]))
        return {f"{quantifier}:StringEquals": {"aws:TagKeys": ["team"]}}
    if kind == "bool":
        keys = ["aws:SecureTransport", "aws:MultiFactorAuthPresent", "aws:PrincipalIsAWSService"]
        operator, key_, values = "Bool", draw(st.sampled_from(keys)), [draw(st.sampled_from(["true", "false"]))]
    elif kind == "address":
        operator = draw(st.sampled_from(["IpAddress", "NotIpAddress"]))
        key_, values = "aws:SourceIp", ["198.51.100.0/24"]
    elif kind == "date":
        operator = draw(st.sampled_from(["DateLessThan", "DateGreaterThanEquals"]))
        key_, values = "aws:CurrentTime", ["2030-01-01T00:00:00Z"]
    else:
        operator, key_, values = _texts(draw)
    return {operator + draw(st.sampled_from(["", "", "IfExists"])): {key_: values}}


@st.composite
def statements(draw: st.DrawFn, resources: list[str], *, principal: bool, effects: str) -> dict[str, Any]:
    """A statement on some of these resources; none, a trust policy's."""
    found: dict[str, Any] = {"Effect": draw(st.sampled_from(effects.split()))}
    if principal:
        names = draw(st.lists(st.sampled_from(NAMED), min_size=1, max_size=2))
        found[draw(st.sampled_from(["Principal"] * 7 + ["NotPrincipal"]))] = {"AWS": names}
    actions = ["sts:AssumeRole"] if not resources else ["s3:GetObject", "s3:*", "s3:List*", "sts:AssumeRole", "kms:*"]
    found[draw(st.sampled_from(["Action"] * 5 + ["NotAction"]))] = draw(st.sampled_from(actions))
    if resources:
        found[draw(st.sampled_from(["Resource"] * 5 + ["NotResource"]))] = draw(
            st.lists(st.sampled_from(resources), min_size=1, max_size=2)
        )
    found["Condition"] = {k: v for each in draw(st.lists(conditions(), max_size=2)) for k, v in each.items()}
    return found


class Edited(NamedTuple):
    """An agreement's world with statements added."""

    agreement: Agreement
    world: World


_DATA = [f"{REPORTS}/*", f"{REPORTS}/monthly/*", REPORTS, "*", f"{REPORTS}/${{aws:username}}/*"]


@st.composite
def worlds(draw: st.DrawFn) -> Edited:
    """What the library writes for an agreement, and up to three statements more, anywhere."""
    agreement = draw(st.sampled_from(AGREEMENTS))
    world = both_halves_of(agreement)
    reader = world[PRODUCTION]["ReaderResource"]["Properties"]
    onward = role("onward", {"AWS": f"arn:aws:iam::{PRODUCTION}:root"})
    of_bucket: list[dict[str, Any]] = []
    of_key: list[dict[str, Any]] = [OWN_ADMINISTRATORS]
    for place in draw(st.lists(st.sampled_from(["bucket"] * 3 + ["trust", "own", "onward", "key"]), max_size=3)):
        if place == "bucket":
            of_bucket.append(draw(statements(_DATA[:3], principal=True, effects="Allow Allow Deny")))
        elif place == "key":
            of_key.append(draw(statements(["*"], principal=True, effects="Allow Allow Deny")))
        elif place == "own":
            added = draw(statements([*_DATA, ONWARD, KEY], principal=False, effects="Allow Allow Deny"))
            reader["Policies"][0]["PolicyDocument"]["Statement"].append(added)
        else:
            trust = reader if place == "trust" else onward["Properties"]
            added = draw(statements([], principal=True, effects="Allow Allow Deny"))
            trust["AssumeRolePolicyDocument"]["Statement"].append(added)
    world[PRODUCTION] |= {"Onward": onward, "Key": key(*of_key)}
    world[PRODUCTION] |= {"Policy": bucket_policy("acme-reports", *of_bucket)} if of_bucket else {}
    return Edited(agreement, world)


@st.composite
def requests(draw: st.DrawFn) -> Request:
    """A request that AWS could see: no key that contradicts its caller."""
    caller = draw(st.sampled_from(CALLERS))
    action = draw(st.sampled_from(sorted(ASKED)))
    keys = [each for each in sorted(GIVEN) if caller.arn != "*" or each not in _ONLY_IAM]
    context = {each: draw(st.sampled_from(GIVEN[each])) for each in draw(st.lists(st.sampled_from(keys), max_size=4))}
    always = {
        "aws:SecureTransport": draw(st.sampled_from(["true", "true", "false"])),
        "aws:CurrentTime": draw(st.sampled_from(["2029-06-01T00:00:00Z", "2031-06-01T00:00:00Z"])),
    }
    owner = PRODUCTION if action.startswith("s3:") else None
    return Request(caller, action, draw(st.sampled_from(ASKED[action])), owner, {**context, **always})


def lies_in(request: Request, union: list[Box]) -> bool:
    """Whether a request is one of those that the boxes hold."""
    asked = {ACTION: request.action, RESOURCE: request.resource, "aws:resourceaccount": request.owner}
    context = Context(keys_of(request.caller), asked, request.context)
    return any(all(each.condition.holds(context) is each.holds for each in found) for found in union)


def is_agreed(request: Request, agreement: Agreement) -> bool:
    """Whether the agreement says that the request gets through."""
    if request.resource == READER_ARN:
        return lies_in(request, entry(agreement))
    return request.caller.principal_arn == READER_ARN and lies_in(request, permitted(agreement))


def bears_on_it(request: Request) -> bool:
    """Whether AWS lets this kind of caller ask for it: the anonymous have nothing to ask of STS."""
    return request.caller.kind is not CallerKind.ANONYMOUS or not request.action.startswith("sts:")


@given(edited=worlds(), asked=st.lists(requests(), min_size=25, max_size=25))
def test_no_request_is_overlooked(edited: Edited, asked: list[Request]) -> None:
    """Where a world is proven, whatever gets through is agreed or another door, and what is agreed gets through."""
    assembly = in_memory(edited.world, [edited.agreement])
    proof = prove(assembly)
    access = Access(assembly)
    event(str(proof.answer))
    if proof.answer is not Answer.PROVEN:
        return
    doors = {str(each.about) for each in proof.doors}
    for request in filter(bears_on_it, asked):
        note(str(request))
        agreed_on, is_door = is_agreed(request, edited.agreement), request.resource in doors
        try:
            too_much = not agreed_on and not is_door and access.decide(request, own_side_allows=True).is_allowed
            over_https = request.context["aws:SecureTransport"] == "true"
            too_little = agreed_on and over_https and not access.decide(request).is_allowed
        except UndecidedError:
            continue
        assert (too_much, too_little) == (False, False)


@given(old=worlds(), new=worlds(), asked=st.lists(requests(), min_size=25, max_size=25))
def test_no_change_is_overlooked(old: Edited, new: Edited, asked: list[Request]) -> None:
    """Where nothing is gained and nothing left open, nobody gets through who did not before."""
    before, after = (in_memory(each.world, [each.agreement]) for each in (old, new))
    found = compare(before, after)
    event("gained" if found.gained else "undecided" if found.undecided else "the same")
    if found.gained or found.undecided:
        return
    _nobody_gains(before, after, asked)


def _nobody_gains(before: Assembly, after: Assembly, asked: list[Request]) -> None:
    """No request gets through afterwards that did not before."""
    was, is_ = Access(before), Access(after)
    for request in filter(bears_on_it, asked):
        note(str(request))
        from_outside = request.caller.account != PRODUCTION
        known = after.identity(request.caller.principal_arn) if request.caller.account else None
        try:
            gained = False
            if from_outside:
                now, then = (each.decide_by_resource(request, own_side_allows=True) for each in (is_, was))
                gained = now.is_allowed and not then.is_allowed
            if known:
                gained |= is_.decide(request).is_allowed and not was.decide(request).is_allowed
        except UndecidedError:
            continue
        assert not gained


def _written(world: World, principal: Any) -> World:
    """The world, whose policies name the other account's root user otherwise."""
    written: World = json.loads(
        json.dumps(world).replace(json.dumps(f"arn:aws:iam::{OTHER}:root"), json.dumps(principal))
    )
    return written


@given(
    old=worlds(),
    new=worlds(),
    asked=st.lists(requests(), min_size=25, max_size=25),
    settled=st.sampled_from([OTHER, STAGING, PRODUCTION]),
)
def test_no_change_is_overlooked_whatever_deployment_brings(
    old: Edited, new: Edited, asked: list[Request], settled: str
) -> None:
    """Where both name somebody by one parameter, a diff that is silent is right whoever that will be."""
    by_parameter = {"Fn::Sub": "arn:aws:iam::${Who}:root"}
    found = compare(*(in_memory(_written(each.world, by_parameter), [each.agreement]) for each in (old, new)))
    event("gained" if found.gained else "undecided" if found.undecided else "the same")
    if found.gained or found.undecided:
        return
    name = f"arn:aws:iam::{settled}:root"
    before, after = (in_memory(_written(each.world, name), [each.agreement]) for each in (old, new))
    _nobody_gains(before, after, asked)


def test_counterexamples_are_of_callers_there_are() -> None:
    """The callers of the samples are of every kind that a proof considers but those that are in no account."""
    kinds = {each.kind for each in CALLERS}
    nowhere = {CallerKind.SERVICE, CallerKind.WEB_IDENTITY, CallerKind.ORIGIN_ACCESS_IDENTITY}
    assert kinds == set(CallerKind) - nowhere
