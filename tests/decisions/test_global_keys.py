"""Global condition keys: what every request has is never taken to be absent, in decisions and in sets alike."""

import json
from typing import Any

import pytest

from xacct_constructs.iam import (
    Caller,
    CallerKind,
    Origin,
    Policies,
    Policy,
    Request,
    UndecidedError,
    decide,
    everything,
)
from xacct_constructs.iam.global_keys import EVERY_REQUEST, GLOBAL_KEYS, has_always, has_never
from xacct_constructs.report.decision import absent_keys, unknown_keys
from xacct_constructs.request_sets import request_in, resource_side

OBJECT = "arn:aws:s3:::acme-reports/june.csv"
OWNER = "111111111111"
CALLERS = {
    CallerKind.USER: Caller("arn:aws:iam::222222222222:user/alice"),
    CallerKind.SESSION: Caller("arn:aws:sts::222222222222:assumed-role/job/nightly"),
    CallerKind.ROOT: Caller("arn:aws:iam::222222222222:root"),
    CallerKind.FEDERATED_USER: Caller("arn:aws:sts::222222222222:federated-user/carol"),
    CallerKind.SERVICE: Caller("cloudtrail.amazonaws.com"),
    CallerKind.WEB_IDENTITY: Caller("accounts.google.com"),
    CallerKind.ORIGIN_ACCESS_IDENTITY: Caller("arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1"),
    CallerKind.ANONYMOUS: Caller("*"),
}
KEYS = [f"{key}team" if key.endswith("/") else key for key in GLOBAL_KEYS]
ALL = everything("the other side")
ABSENT: list[dict[str, dict[str, str]]] = [
    {"Null": {"KEY": "true"}},
    {"StringEqualsIfExists": {"KEY": "a"}},
    {"ForAllValues:StringEquals": {"KEY": "a"}},
    {"StringNotLike": {"KEY": "*"}},
    {"StringNotEqualsIfExists": {"KEY": "a"}},
]
"""Conditions that a request without the key meets."""


def asking(condition: dict[str, Any], key: str) -> Policy:
    """A bucket's policy that allows anybody who meets a condition."""
    statement = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": OBJECT}
    said = json.loads(json.dumps(condition).replace("KEY", key))
    return Policy({"Version": "2012-10-17", "Statement": [{**statement, "Condition": said}]}, Origin("", "bucket", "B"))


def is_allowed(caller: Caller, policy: Policy) -> bool | None:
    """The decision on a read; None where it is undecided."""
    session = ALL if caller.kind is CallerKind.FEDERATED_USER else None
    try:
        request = Request(caller, "s3:GetObject", OBJECT, OWNER)
        return decide(request, Policies(identity=ALL, session=session, resource=policy.statements)).is_allowed
    except UndecidedError:
        return None


@pytest.mark.parametrize("key", KEYS)
def test_what_a_caller_has_always_is_never_taken_to_be_absent(key: str) -> None:
    """By any condition that asks for its absence, or passes over it; what it may lack is taken to be absent."""
    for kind, caller in CALLERS.items():
        for condition in ABSENT:
            found, policy = is_allowed(caller, asking(condition, key)), asking({"Null": {"KEY": "true"}}, key)
            if has_always(key, kind):
                assert is_allowed(caller, policy) is not True, (key, kind)
            elif key not in caller.not_said:
                assert found is True, (key, kind, condition)


@pytest.mark.parametrize("key", KEYS)
def test_no_set_holds_a_request_without_what_its_caller_has_always(key: str) -> None:
    """Nor one with what its caller has never."""
    without, having = (resource_side(asking({"Null": {"KEY": each}}, key).statements) for each in ("true", "false"))
    for kind, caller in CALLERS.items():
        found = [request_in(each, caller) for each in without]
        assert any(found) is not has_always(key, kind), (key, kind)
        if has_never(key, kind):
            assert not any(request_in(each, caller) for each in having), (key, kind)


@pytest.mark.parametrize("key", sorted(EVERY_REQUEST - {"aws:resourceaccount"}))
def test_what_every_request_has_is_not_known_and_not_absent(key: str) -> None:
    """Until somebody says it; it matters only where it changes the answer."""
    policy = asking({"StringEqualsIfExists": {"KEY": "a"}}, key)
    given = Policies(resource=policy.statements)
    for context, unknown in (({}, [key]), ({key: "a"}, [])):
        request = Request(CALLERS[CallerKind.USER], "s3:GetObject", OBJECT, OWNER, context)
        assert (unknown_keys(request, [given]), absent_keys(request, [given])) == (unknown, [])
    anyway = Policy(
        {"Statement": [*asking({}, key).document["Statement"], *policy.document["Statement"]]}, policy.origin
    )
    assert [is_allowed(CALLERS[CallerKind.USER], each) for each in (policy, anyway)] == [None, True]


def test_the_table_contradicts_no_caller() -> None:
    """What follows from a caller is what it has always, and nothing that it has never."""
    for kind, caller in CALLERS.items():
        assert caller.kind is kind
        assert not [key for key in caller.keys if has_never(key, kind)]
        assert not [key for key, each in GLOBAL_KEYS.items() if each.always & each.never or each.never & each.untold]
    assert all(each.why for each in GLOBAL_KEYS.values())
