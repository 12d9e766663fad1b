"""Ways into an account by chance: what is followed with sets is what single decisions follow, step by step.

The walk here knows nothing of sets: it asks for one request after the other, by whoever has come in so far.
"""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.proof.test_worlds import OTHER, PRODUCTION, agreed, world_of
from tests.proof.world import World, allow, bucket, in_memory, role
from xacct_constructs.assembly import Assembly
from xacct_constructs.iam import Caller, Request, UndecidedError, session_of_arn
from xacct_constructs.proof import Access, Answer, prove

NAMES = ("ash", "elm", "fir", "oak")
ARNS = {name: f"arn:aws:iam::{PRODUCTION}:role/{name}" for name in NAMES}
MALLORY = Caller(f"arn:aws:iam::{OTHER}:user/mallory")
READS = [("s3:GetObject", "arn:aws:s3:::acme-reports/yearly/a"), ("s3:ListBucket", "arn:aws:s3:::acme-reports")]
TRUSTS: list[dict[str, Any]] = [
    {"AWS": OTHER},
    {"AWS": PRODUCTION},
    {"Principal": {"Service": "lambda.amazonaws.com"}},
    {"AWS": PRODUCTION, "Condition": {"StringEquals": {"aws:PrincipalAccount": OTHER}}},
    *({"AWS": arn} for arn in ARNS.values()),
    *({"AWS": PRODUCTION, "Condition": {"ArnLike": {"aws:PrincipalArn": f"{arn[:-2]}*"}}} for arn in ARNS.values()),
]
ALLOWS: list[dict[str, Any]] = [
    allow("s3:GetObject", Resource="arn:aws:s3:::acme-reports/*"),
    # Whoever writes there may be obeyed by a program that reads there, which no single decision tells.
    allow("s3:Get*", Resource=["arn:aws:s3:::acme-logs", "arn:aws:s3:::acme-logs/*"]),
    allow("s3:ListBucket", Resource="arn:aws:s3:::acme-r*"),
    allow("sts:AssumeRole", Resource=[ARNS["ash"], ARNS["elm"]]),
    allow("cloudwatch:Get*", Resource="*"),
    {**allow("s3:GetObject", Resource="*"), "Effect": "Deny"},
    {**allow("sts:AssumeRole", Resource=ARNS["oak"]), "Effect": "Deny"},
    *(allow("sts:AssumeRole", Resource=arn) for arn in ARNS.values()),
]


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """The agreement beside roles that trust and assume one another."""
    world = world_of(agreed())
    world[PRODUCTION] |= {"Logs": bucket("acme-logs")}
    for name in NAMES:
        said = draw(st.lists(st.sampled_from(ALLOWS), max_size=3))
        world[PRODUCTION][name.title()] = role(name, draw(st.sampled_from(TRUSTS)), *said)
    return world


def allowed(access: Access, caller: Caller, action: str, resource: str) -> bool:
    """Whether one request gets through; an outsider's own account is taken to allow it."""
    try:
        request = Request(caller, action, resource, PRODUCTION)
        if caller is MALLORY:
            return access.decide_by_resource(request, own_side_allows=True).is_allowed
        return access.decide(request).is_allowed
    except UndecidedError:
        return False


def walked(assembly: Assembly) -> set[str]:
    """The roles that an outsider comes into, one request after the other."""
    access, found, waiting = Access(assembly), set[str](), [MALLORY]
    while waiting:
        caller = waiting.pop()
        for arn in ARNS.values():
            if arn not in found and allowed(access, caller, "sts:AssumeRole", arn):
                found.add(arn)
                waiting.append(session_of_arn(arn))
    return found


@settings(max_examples=max(25, settings().max_examples // 4))
@given(worlds())
def test_a_way_in_is_followed_as_single_decisions_follow_it(world: World) -> None:
    """Refuted where a role on the way reads what is agreed on, else proven, with a door for each way in."""
    assembly = in_memory(world, [agreed()])
    access, inside = Access(assembly), walked(assembly)
    reached = any(allowed(access, session_of_arn(arn), *asked) for arn in inside for asked in READS)
    proof = prove(assembly)
    assert proof.answer is (Answer.REFUTED if reached else Answer.PROVEN), (proof.counterexamples, proof.undecided)
    assert bool(proof.doors or proof.counterexamples) is bool(inside)
