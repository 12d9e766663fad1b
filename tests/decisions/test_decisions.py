"""A decision says which statement settled it, and everything that blocked."""

from typing import Any

import pytest

from xacct_constructs.iam import Origin, Policy
from xacct_constructs.iam.decide import Decision, Policies, decide
from xacct_constructs.iam.request import Caller, Request
from xacct_constructs.iam.statements import Statement

BUCKET = "arn:aws:s3:::acme-reports"
ANNA, OUTSIDER = Caller("arn:aws:iam::111111111111:user/anna"), Caller("arn:aws:iam::222222222222:user/alice")


def said(effect: str, name: str, **elements: Any) -> tuple[Statement, ...]:
    """One statement of a policy of this name, on every object."""
    statement = {"Effect": effect, "Action": "s3:GetObject", "Resource": "*", **elements}
    return Policy({"Version": "2012-10-17", "Statement": [statement]}, Origin("", name, "")).statements


def decided(caller: Caller, **policies: Any) -> Decision:
    """The decision on reading an object of account 111111111111."""
    return decide(Request(caller, "s3:GetObject", f"{BUCKET}/june.csv", "111111111111"), Policies(**policies))


OWN, OWN_DENY = said("Allow", "own"), said("Deny", "own deny")
ROOT = {"AWS": "arn:aws:iam::222222222222:root"}
BUCKET_S, BUCKET_DENY = said("Allow", "bucket", Principal=ROOT), said("Deny", "bucket deny", Principal="*")
NAMED = said("Allow", "named", Principal={"AWS": OUTSIDER.arn})

SETTLED = {
    "the caller's own allow": (ANNA, {"identity": OWN}, "own", ("own",), ()),
    "the resource's allow, which comes last": (
        OUTSIDER, {"identity": OWN, "resource": BUCKET_S}, "bucket", ("own", "bucket"), ()
    ),
    "the allow that names most closely": (
        OUTSIDER, {"identity": OWN, "resource": BUCKET_S + NAMED}, "named", ("own", "named"), ()
    ),
    "the same in the other order": (
        OUTSIDER, {"identity": OWN, "resource": NAMED + BUCKET_S}, "named", ("own", "named"), ()
    ),
    "the first of two denies": (
        ANNA, {"identity": OWN + OWN_DENY, "resource": BUCKET_DENY}, "own deny", (),
        ("identity policy", "resource policy"),
    ),
    "a deny of the resource": (
        ANNA, {"identity": OWN, "resource": BUCKET_DENY}, "bucket deny", (), ("resource policy",)
    ),
    "nothing": (ANNA, {}, None, (), ("identity policy",)),
    "one side of two": (OUTSIDER, {"identity": OWN}, None, ("own",), ("resource policy",)),
    "the other side of two": (OUTSIDER, {"resource": BUCKET_S}, None, ("bucket",), ("identity policy",)),
}  # fmt: skip


@pytest.mark.parametrize(("caller", "policies", "by", "allowing", "blocked"), SETTLED.values(), ids=SETTLED)
def test_what_settled_it(
    caller: Caller, policies: dict[str, Any], by: str | None, allowing: tuple[str, ...], blocked: tuple[str, ...]
) -> None:
    """The statement that settled it, those that allow, and the policies that say no."""
    decision = decided(caller, **policies)

    assert (decision.by.origin.template if decision.by else None) == by
    assert tuple(each.origin.template for each in decision.allowing) == allowing
    assert decision.blocked_by == blocked
