"""Sets against single decisions, statement by statement: policies of every construct, and requests of every caller."""

from collections.abc import Iterator
from itertools import product as combinations

import pytest
from hypothesis import event, given, note
from hypothesis import strategies as st

from tests.proof.generated_policies import (
    ALL,
    CANONICAL,
    IDENTITY_POLICY,
    INSIDE,
    KEY_POLICY,
    OTHER_RESOURCE,
    ROLE_ID,
    TRUST,
    USER,
    Subject,
    of_all,
    policies,
    requests,
)
from xacct_constructs.iam import (
    USER_ID,
    Bound,
    CallerKind,
    Context,
    EvalDecision,
    Policies,
    Policy,
    Request,
    Statement,
    UndecidedError,
    decide,
)
from xacct_constructs.proof.reach import named_directly
from xacct_constructs.request_sets import (
    Box,
    denied_by,
    identity_side,
    product,
    request_in,
    resource_side,
    statement_boxes,
    subtract,
)
from xacct_constructs.request_sets.boxes import ACTION, CANONICAL_USER, RESOURCE, STAR, UNIQUE_ID
from xacct_constructs.request_sets.callers import keys_of


def worlds(request: Request, union: list[Box]) -> Iterator[dict[str, str]]:
    """All that deployment or AWS may settle of what the request does not show, and the boxes ask for."""
    asked = {key for found in union for each in found for key in (each.condition.key, *each.condition.values)}
    if not any(text in key for key in asked for text in (STAR, CANONICAL_USER, UNIQUE_ID, USER_ID)):
        yield {}
        return
    told = USER_ID in {name.lower() for name in request.context} or USER_ID not in request.caller.not_said
    user_ids: list[dict[str, str]] = [{}] if told else [{USER_ID: each} for each in ("a", USER, f"{ROLE_ID}:alice")]
    unique = request.caller.unique_id
    ids = [unique] if unique else ["another", USER, ROLE_ID]
    settled = combinations(("", "goes past colons"), ("", CANONICAL), ids, user_ids)
    for star, canonical, id_, user_id in settled:
        yield {STAR: star, CANONICAL_USER: canonical, UNIQUE_ID: id_, **user_id}


def lies_in(request: Request, union: list[Box], world: dict[str, str]) -> Box | None:
    """The box that holds a request, in one of the worlds; None where none does."""
    asked = {ACTION: request.action, RESOURCE: request.resource}
    context = Context(keys_of(request.caller), asked, request.known_keys(), world)
    return next((box for box in union if all(each.condition.holds(context) is each.holds for each in box)), None)


def is_found(box: Box, request: Request) -> bool:
    """Whether a box that holds a request is not taken to be empty: of anybody's, and of those of whoever asks."""
    try:
        return all(request_in(box, caller) is not None for caller in (None, request.caller))
    except UndecidedError:
        return True


def check(asked: list[Request], given: Policies, above: list[Box], below: list[Box]) -> None:
    """What is decided one way does not lie on the other side of the sets, whatever is settled afterwards."""
    tried = False
    for request in asked:
        note(str(request))
        try:
            decided = decide(request, given).word
        except UndecidedError:
            event("undecided")
            continue
        event(str(decided))
        allowed = decided is EvalDecision.ALLOWED
        for world in worlds(request, above if allowed else below):
            try:
                holding = lies_in(request, above if allowed else below, world)
            except UndecidedError:
                continue
            assert (holding is not None) is allowed, f"{decided}, in the world {world}"
            # A search takes long, so that one of each example is enough.
            if holding and not tried:
                tried = True
                assert is_found(holding, request), f"{holding} is taken to be empty"


def understood(policy: Policy) -> tuple[Statement, ...]:
    """The statements of a policy; of one that is not understood, none."""
    note(str(policy.document))
    try:
        return policy.statements
    except UndecidedError:
        return ()


@pytest.mark.parametrize("subject", [OTHER_RESOURCE, TRUST, KEY_POLICY], ids=lambda each: str(each.kind))
@given(data=st.data())
def test_a_resource_s_policy_means_the_same_in_sets(subject: Subject, data: st.DataObject) -> None:
    """To everybody outside the account, whose own side allows everything."""
    asked = data.draw(st.lists(requests(subject), min_size=2, max_size=2))
    statements = understood(data.draw(policies(subject, [each.caller for each in asked])))
    above, below = (resource_side(statements, bound) for bound in Bound)
    for request in asked:
        session = ALL if request.caller.kind is CallerKind.FEDERATED_USER else None
        given_ = Policies(identity=ALL, session=session, resource=statements, resource_kind=subject.kind)
        check(of_all(subject, request), given_, above, below)


@pytest.mark.parametrize("subject", [TRUST, KEY_POLICY], ids=lambda each: str(each.kind))
@given(data=st.data())
def test_a_resource_s_policy_and_one_s_own_mean_the_same_in_sets(subject: Subject, data: st.DataObject) -> None:
    """Within the account: where it leaves them to it, both must allow; whom it names, it lets in by itself."""
    request = data.draw(requests(subject, INSIDE))
    statements = understood(data.draw(policies(subject, [request.caller])))
    resources = [subject.asked[0][1], "*"]
    own = understood(data.draw(policies(subject._replace(named=(), resources=resources))))
    boundary = data.draw(st.none() | policies(subject._replace(named=(), resources=resources)))
    limit = None if boundary is None else understood(boundary)
    named = [found for each in statements if each.allows and (found := named_directly(each))]
    by_name = subtract([each for found in named for each in statement_boxes(found)], denied_by(statements))
    above, below = (product(identity_side(own, limit, bound), resource_side(statements, bound)) for bound in Bound)
    given_ = Policies(identity=own, boundary=limit, resource=statements, resource_kind=subject.kind)
    check(of_all(subject, request), given_, [*above, *by_name], below)


@given(
    policy=policies(IDENTITY_POLICY),
    boundary=st.none() | policies(IDENTITY_POLICY),
    asked=st.lists(requests(IDENTITY_POLICY), min_size=3, max_size=3),
)
def test_an_identity_policy_means_the_same_in_sets(
    policy: Policy, boundary: Policy | None, asked: list[Request]
) -> None:
    """To its holder, within a boundary and without."""
    statements = understood(policy)
    limit = None if boundary is None else understood(boundary)
    above, below = (identity_side(statements, limit, bound) for bound in Bound)
    every = [each for found in asked for each in of_all(IDENTITY_POLICY, found)]
    check(every, Policies(identity=statements, boundary=limit), above, below)
