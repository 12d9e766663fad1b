"""Generated worlds of up to four hops: what is added after `adopt` is found, wherever it lies on a way to the reports.

What is on a way is told here by walking a graph of who comes where, and by no sum with sets of requests.
"""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any, NamedTuple

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from tests.known_access.samples import TODAY, beside, filled_in
from tests.proof.test_doors import LOGS, PROGRAM, REPORTS, ROLES, assumes, calls
from tests.proof.test_worlds import OTHER, PRODUCTION
from tests.proof.world import allow, bucket, bucket_policy, document
from xacct_constructs.proof import Answer, adopt, prove

OUTSIDERS, INNER, PROGRAMS = (OTHER, "444444444444"), ("a", "b", "c", "d"), ("p", "q")
ID = {"StringEquals": {"sts:ExternalId": "7f3a"}}
ACTIONS = ("s3:GetObject", "s3:DeleteObject")
GOAL, BUCKET = "reports", "logs"


class Access(NamedTuple):
    """Somebody comes somewhere: from an outsider, a role or what a program reads, to a role, the logs or the reports.

    Attributes:
        kind: How: `into` a role from outside, `opens` a bucket to an outsider; a role `assumes` another, is `named` by
            its trust, `uses` the reports, is `given` them, `writes` logs, `changes` IAM; a program `obeys` the logs.
        of: Whom it starts from.
        to: Where it leads.
        how: By which action, or on which condition.
    """

    kind: str
    of: str
    to: str
    how: str = ""


def every() -> Iterator[Access]:
    """Every access that there may be."""
    for outsider in OUTSIDERS:
        yield from (Access("into", outsider, role, how) for role in INNER for how in ("", "id"))
        yield from (Access("opens", outsider, GOAL, action) for action in ACTIONS)
        yield Access("opens", outsider, BUCKET)
    for name in (*INNER, *PROGRAMS):
        yield from (Access("assumes", name, other) for other in INNER if other != name)
        yield from (Access("named", name, other) for other in (*INNER, *PROGRAMS) if other != name)
        yield from (Access(kind, name, GOAL, action) for kind in ("uses", "given") for action in ACTIONS)
    yield from (Access(kind, name, to) for name in INNER for kind, to in (("writes", BUCKET), ("changes", GOAL)))
    yield from (Access("obeys", BUCKET, name) for name in PROGRAMS)


ALL = tuple(every())


def own(access: Access) -> dict[str, Any] | None:
    """The statement of a role's own policy that gives an access."""
    found = {
        "assumes": assumes(access.to),
        "uses": calls(access.how, on=REPORTS),
        "writes": calls("s3:PutObject", on=LOGS),
        "changes": calls("iam:PutRolePolicy"),
        "obeys": calls("s3:GetObject", on=LOGS),
    }
    return found.get(access.kind)


def trusting(access: Access) -> dict[str, Any]:
    """The statement of a trust policy that gives an access."""
    if access.kind == "named":
        return allow("sts:AssumeRole", AWS=f"{ROLES}/{access.of}")
    condition = {"Condition": ID} if access.how else {}
    return allow("sts:AssumeRole", AWS=access.of, **condition)


def resources(world: Iterable[Access]) -> dict[str, dict[str, Any]]:
    """The templates' resources of a world: roles that trust their account, programs, two buckets with policies."""
    found = {"Logs": bucket("acme-logs")}
    there = list(world)
    for name in (*INNER, *PROGRAMS):
        base = allow("sts:AssumeRole", AWS=PRODUCTION) if name in INNER else allow("sts:AssumeRole", **PROGRAM)
        trust = [base, *(trusting(each) for each in there if each.to == name and each.kind in ("into", "named"))]
        holder = [each for each in there if (each.to if each.kind == "obeys" else each.of) == name]
        allowed = [statement for each in holder if (statement := own(each))]
        properties: dict[str, Any] = {"RoleName": name, "AssumeRolePolicyDocument": document(*trust)}
        if allowed:
            properties["Policies"] = [{"PolicyName": "own", "PolicyDocument": document(*allowed)}]
        found[f"Role{name}"] = {"Type": "AWS::IAM::Role", "Properties": properties}
    for name, arn in ((GOAL, REPORTS), (BUCKET, LOGS)):
        opened = [
            allow(
                each.how or "s3:PutObject", AWS=each.of if each.kind == "opens" else f"{ROLES}/{each.of}", Resource=arn
            )
            for each in there
            if each.to == name and each.kind in ("opens", "given")
        ]
        if opened:
            found[f"Policy{name}"] = bucket_policy(f"acme-{name}", *opened)
    return found


def reached(world: Iterable[Access], starts: Iterable[str], ends: Iterable[str] = ()) -> set[str]:
    """Where one comes from some places, going no further at the ends."""
    there, found, waiting = list(world), set(starts), list(starts)
    while waiting:
        here = waiting.pop()
        for each in there if here not in ends else ():
            if each.of == here and each.to not in found:
                found.add(each.to)
                waiting.append(each.to)
    return found


def is_new_way(world: list[Access], added: Access) -> bool:
    """Whether the added access lies on a way from outside to the reports that nobody has looked at.

    Behind an administrator everything was looked at, as long as its trust and its own policies are what they were.
    """
    administrators = {each.of for each in world if each.kind == "changes"}
    if added.of not in reached(world, OUTSIDERS, administrators):
        return False
    if added.of in administrators and own(added) is None:
        return False
    return GOAL in reached([*world, added], [added.to])


def is_there(world: list[Access], added: Access) -> bool:
    """Whether the same may be done already, by another statement."""
    same = {"assumes": "comes", "named": "comes", "uses": "asks", "given": "asks"}
    keys = {(same.get(each.kind, each.kind), *each[1:]) for each in world}
    key = (same.get(added.kind, added.kind), *added[1:])
    return key in keys or (added.kind == "into" and (added.kind, added.of, added.to, "") in keys)


CHAIN = [
    Access("into", OTHER, "a"),
    Access("assumes", "a", "b"),
    Access("assumes", "b", "c"),
    Access("writes", "c", BUCKET),
    Access("obeys", BUCKET, "p"),
    Access("uses", "p", GOAL, "s3:GetObject"),
]


@st.composite
def ways(draw: st.DrawFn) -> list[Access]:
    """A way from outside to the reports, over up to four roles and programs."""
    roles = draw(st.lists(st.sampled_from(INNER), max_size=3, unique=True))
    by_program = bool(roles) and draw(st.booleans())
    outsider, action = draw(st.sampled_from(OUTSIDERS)), draw(st.sampled_from(ACTIONS))
    if not roles:
        return [Access("opens", outsider, GOAL, action)]
    found = [Access("into", outsider, roles[0], draw(st.sampled_from(("", "id"))))]
    found += [Access(draw(st.sampled_from(("assumes", "named"))), one, other) for one, other in pairwise(roles)]
    last = roles[-1]
    if by_program:
        found += [Access("writes", last, BUCKET), Access("obeys", BUCKET, last := draw(st.sampled_from(PROGRAMS)))]
    elif draw(st.integers(0, 4)) == 0:
        return [*found, Access("changes", last, GOAL)]
    return [*found, Access(draw(st.sampled_from(("uses", "given"))), last, GOAL, action)]


@st.composite
def changes(draw: st.DrawFn) -> tuple[list[Access], Access]:
    """A world, and an access of a way in it that is not there yet."""
    way = draw(ways())
    added = draw(st.sampled_from(way))
    others = draw(st.lists(st.sampled_from(ALL), max_size=6, unique=True))
    more = draw(st.one_of(st.just([]), ways()))
    world = dict.fromkeys(each for each in (*way, *others, *more) if each != added)
    return list(world), added


MANY = settings().max_examples
"""Each is five proofs and more: half as many as of others, but where a long search is asked for."""


@settings(max_examples=MANY if MANY > 1000 else MANY // 2)
@given(changes())
@example((CHAIN, Access("uses", "p", GOAL, "s3:DeleteObject")))
@example((CHAIN, Access("assumes", "a", "c")))
@example((CHAIN, Access("into", "444444444444", "c")))
@example(([*CHAIN, Access("changes", "d", GOAL)], Access("named", "c", "d")))
@example(([CHAIN[0], Access("changes", "a", GOAL)], Access("uses", "a", GOAL, "s3:GetObject")))
def test_none_is_hidden(change: tuple[list[Access], Access]) -> None:
    """After `adopt` the proof is PROVEN; with an access more, on a way to the reports, it is not."""
    world, added = change
    assume(not is_there(world, added) and is_new_way(world, added))
    before, after = (beside(resources(each)) for each in (world, [*world, added]))
    known = filled_in(adopt(before))
    assert prove(before, today=TODAY, known=known).answer is Answer.PROVEN
    assert prove(after, today=TODAY, known=known).answer is not Answer.PROVEN
