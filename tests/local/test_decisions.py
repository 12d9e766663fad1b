"""What the proof decides from the assemblies alone, the local AWS does: the demo's requests, and random ones."""

from collections.abc import Callable, Iterator, Sequence
from random import Random

import pytest

from tests.local.attempts import Attempt, attempt, drawn
from tests.local.world import (
    MAILED,
    MAILER,
    PAYROLL_READER,
    PEOPLE,
    REPORTS,
    ROLES,
    World,
    deployed,
)
from xacct_constructs.iam.caller_kind import CallerKind
from xacct_constructs.local import limits, story
from xacct_constructs.local.limits import Limit
from xacct_constructs.local.probes import Probe, ProbeAnswer, observe
from xacct_constructs.proof import Access

SEED, DRAWN, ALLOWED_AT_LEAST = 20261123, 600, 100

AFTER_POLICIES = {"PreconditionFailed", "NoSuchBucketPolicy"}
"""Failures that come when policies have allowed a request."""
WITHOUT_A_BODY = {"403"}
"""How `Head...` is refused; the same keys are accepted in other requests, so it is no wrong key."""

CALLERS = {
    story.ALICE: story.USER_ARN,
    story.SESSION: f"arn:aws:sts::{REPORTS.trusting}:assumed-role/{story.ROLE_NAME}/alice",
    story.BOB: f"arn:aws:iam::{REPORTS.trusted}:user/bob",
    story.CAROL: f"arn:aws:iam::{REPORTS.third}:user/carol",
    story.AUDITOR: f"arn:aws:iam::{REPORTS.third}:user/{story.AUDITOR_NAME}",
    story.ANYONE: "*",
}
"""The demo's callers."""
DEMO = (story.ASSUME, story.LIST, story.READ, *story.OTHERS)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The deployed apps and everybody who asks."""
    with deployed(tmp_path_factory.mktemp("world")) as made:
        yield made


@pytest.fixture(scope="module")
def access(world: World) -> Access:
    """What the assemblies say."""
    return Access(world.assembly)


def tried(each: Attempt, world: World) -> ProbeAnswer:
    """What the local AWS answers."""
    probe = Probe("", "who", each.service, each.operation, ProbeAnswer.ALLOWED, each.parameters)
    observation = observe(probe, world.pairs.clients, {"who": each.party.credentials})
    if observation.detail in AFTER_POLICIES:
        return ProbeAnswer.ALLOWED
    return ProbeAnswer.REFUSED if observation.detail in WITHOUT_A_BODY else observation.seen


def decided(each: Attempt, access: Access) -> ProbeAnswer:
    """What the assemblies say."""
    return ProbeAnswer.ALLOWED if each.decide(access) else ProbeAnswer.REFUSED


@pytest.mark.parametrize("probe", DEMO, ids=lambda probe: f"{probe.caller}, {probe.what}")
def test_the_demo_s_requests(probe: Probe, world: World, access: Access) -> None:
    """Expected, decided beforehand, tried: the same."""
    each = attempt(world.party(CALLERS[probe.caller]), probe.operation, probe.parameters)

    assert (decided(each, access), tried(each, world)) == (probe.expected, probe.expected)


def hole(each: Attempt) -> Limit | None:
    """The limit for which the local AWS may refuse what is allowed."""
    if each.party.caller.principal_arn == MAILER and each.resource == MAILED:
        return limits.CHAINED_PRINCIPAL_ARN
    return None


def test_random_requests(
    world: World, access: Access, said: Callable[[str], None], not_enforced: Callable[[Limit], None]
) -> None:
    """Every one is decided as the local AWS answers it, and enough of them are allowed to mean something."""
    random = Random(SEED)  # noqa: S311 - the same requests on every run, nothing secret
    found: dict[str, Attempt] = {}
    while len(found) < DRAWN:
        each = drawn(random, world.parties)
        found.setdefault(each.identity, each)

    answers = {each.identity: (decided(each, access), tried(each, world)) for each in found.values()}

    otherwise = {identity: hole(found[identity]) for identity, (one, other) in answers.items() if one is not other}
    allowed = sum(one is ProbeAnswer.ALLOWED for one, _ in answers.values())
    for limit in filter(None, otherwise.values()):
        not_enforced(limit)
    assert [(identity, answers[identity]) for identity, limit in otherwise.items() if limit is None] == []
    assert allowed >= ALLOWED_AT_LEAST
    said(
        f"{len(answers)} random requests decided beforehand ({allowed} allowed), then tried: {len(otherwise)} answered "
        "otherwise, for a limit that is named"
    )


def test_everybody_tries_every_role(world: World, access: Access, said: Callable[[str], None]) -> None:
    """With all that the role asks for, exactly those whom the agreements name are admitted, decided and tried."""
    attempts = [
        attempt(party, "assume_role", {"RoleArn": role_arn, "RoleSessionName": "alice", **own})
        for role_arn, (_, _, own) in ROLES.items()
        for party in world.parties
        if party.caller.kind is not CallerKind.ANONYMOUS
    ]

    answers = [(decided(each, access), tried(each, world), each.identity) for each in attempts]

    assert [each for each in answers if each[0] is not each[1]] == []
    said(f"{len(answers)} pairs of caller and role decided beforehand, then tried: all equal")
    assert sum(one is ProbeAnswer.ALLOWED for one, _, _ in answers) == len(ROLES) + 1  # Alice may read invoices too.


MFA = {"SerialNumber": f"arn:aws:iam::{PEOPLE.trusted}:mfa/alice", "TokenCode": "123456"}
HOLES: Sequence[tuple[Limit, str, str, dict[str, str]]] = (
    (limits.MFA, f"arn:aws:iam::{PEOPLE.trusted}:user/alice", PAYROLL_READER, MFA),
    (limits.CHAINED_PRINCIPAL_ARN, MAILER, MAILED, {}),
)


@pytest.mark.parametrize(("limit", "caller", "role_arn", "parameters"), HOLES, ids=[row[0].name for row in HOLES])
def test_where_the_local_aws_has_a_hole(
    limit: Limit,
    caller: str,
    role_arn: str,
    parameters: dict[str, str],
    world: World,
    access: Access,
    not_enforced: Callable[[Limit], None],
) -> None:
    """Decided as AWS does, and answered otherwise for the reason that is named."""
    not_enforced(limit)
    each = attempt(world.party(caller), "assume_role", {"RoleArn": role_arn, "RoleSessionName": "alice", **parameters})

    assert (decided(each, access), tried(each, world)) == (ProbeAnswer.ALLOWED, ProbeAnswer.REFUSED)
