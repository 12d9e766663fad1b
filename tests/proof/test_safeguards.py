"""Each safeguard is proven as the library writes it, and refuted when it is dropped."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.proof.world import World, assembly, both_halves, bucket
from xacct_constructs import Agreement, Network, S3Read, Safeguards, TrustedRole, TrustedUser
from xacct_constructs.proof import Answer, Fault, Proof, prove

PRODUCTION, STAGING = "111111111111", "222222222222"
ALICE, MAILER = TrustedUser(account=STAGING, name="alice"), TrustedRole(account=STAGING, name="mailer")
BOUNDARY = f"arn:aws:iam::{PRODUCTION}:policy/most"
HER_BOUNDARY = f"arn:aws:iam::{STAGING}:policy/most"
UNTIL = datetime(2031, 1, 1, tzinfo=UTC)


def agreed(safeguards: Safeguards, principal: TrustedUser | TrustedRole = ALICE) -> Agreement:
    """The story's agreement under these safeguards."""
    return Agreement(
        role_name="reader",
        trusting_account=PRODUCTION,
        trusted_principals=[principal],
        permissions=[S3Read("acme-reports", prefixes=["monthly/"])],
        safeguards=safeguards,
    )


def world_of(agreement: Agreement) -> World:
    """What the library writes for it, and the bucket."""
    world = both_halves([agreement])
    world[PRODUCTION]["Reports"] = bucket("acme-reports")
    return world


def role(world: World) -> dict[str, Any]:
    """The properties of the reader's role."""
    found: dict[str, Any] = world[PRODUCTION]["ReaderResource"]["Properties"]
    return found


def trust(world: World) -> list[dict[str, Any]]:
    """The statements of its trust policy."""
    found: list[dict[str, Any]] = role(world)["AssumeRolePolicyDocument"]["Statement"]
    return found


def permissions(world: World) -> list[dict[str, Any]]:
    """The statements of its permissions."""
    found: list[dict[str, Any]] = role(world)["Policies"][0]["PolicyDocument"]["Statement"]
    return found


def without(statements: Callable[[World], list[dict[str, Any]]], key: str) -> Callable[[World], None]:
    """Takes the conditions on a key out of all statements."""

    def drop(world: World) -> None:
        before = str(world)
        for statement in statements(world):
            conditions = statement.get("Condition", {})
            kept = {op: {k: v for k, v in keys.items() if k != key} for op, keys in conditions.items()}
            statement["Condition"] = {op: keys for op, keys in kept.items() if keys}
        assert str(world) != before

    return drop


def without_action(action: str) -> Callable[[World], None]:
    """Takes the statements of an action out of the trust policy."""

    def drop(world: World) -> None:
        statements = trust(world)
        statements[:] = [each for each in statements if each["Action"] != action]

    return drop


def without_denies(world: World) -> None:
    """No deny in the permissions."""
    permissions(world)[:] = [each for each in permissions(world) if each["Effect"] == "Allow"]


def without_property(logical_id: str, name: str) -> Callable[[World], None]:
    """Takes a property out of a resource."""

    def drop(world: World) -> None:
        (stack,) = (each for each in world.values() if logical_id in each)
        del stack[logical_id]["Properties"][name]

    return drop


def longer_sessions(world: World) -> None:
    """Twelve hours."""
    role(world)["MaxSessionDuration"] = 43200


def _prove(tmp_path: Path, agreement: Agreement, drop: Callable[[World], None] | None = None) -> Proof:
    world = world_of(agreement)
    if drop:
        drop(world)
    return prove(assembly(tmp_path, world, [agreement]))


class Row(NamedTuple):
    """A safeguard, and how it is lost."""

    safeguards: Safeguards
    drop: Callable[[World], None]
    fault: Fault = Fault.TOO_MUCH
    principal: TrustedUser | TrustedRole = ALICE


TAGS = {"team": ["reports"], "stage": ["test", "live"]}
OFFICE = Network(ip_ranges=["198.51.100.0/24"], vpc_endpoints=["vpce-0123456789abcdef0"])
ROWS = {
    "external ID": Row(Safeguards(external_ids=["acme-1"]), without(trust, "sts:ExternalId")),
    "MFA": Row(Safeguards(mfa=True), without(trust, "aws:MultiFactorAuthPresent")),
    "MFA beside its age": Row(
        Safeguards(mfa=True, mfa_max_age=timedelta(hours=1)), without(trust, "aws:MultiFactorAuthPresent")
    ),
    "MFA age": Row(Safeguards(mfa=True, mfa_max_age=timedelta(hours=1)), without(trust, "aws:MultiFactorAuthAge")),
    "organization": Row(Safeguards(organization_id="o-a1b2c3d4e5"), without(trust, "aws:PrincipalOrgID")),
    "organization paths": Row(
        Safeguards(organization_paths=["o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/*"]),
        without(trust, "aws:PrincipalOrgPaths"),
    ),
    "source identity": Row(Safeguards(source_identities=["alice", "ali*"]), without(trust, "sts:SourceIdentity")),
    "source identity's action": Row(
        Safeguards(source_identities=["alice"]), without_action("sts:SetSourceIdentity"), Fault.TOO_LITTLE
    ),
    "session name": Row(Safeguards(session_name_is_user_name=True), without(trust, "sts:RoleSessionName")),
    "a session tag": Row(Safeguards(session_tags=TAGS), without(trust, "aws:RequestTag/team")),
    "only these tags": Row(Safeguards(session_tags=TAGS), without(trust, "aws:TagKeys")),
    "the tag in use": Row(Safeguards(session_tags=TAGS), without(permissions, "aws:PrincipalTag/stage")),
    "session tags' action": Row(Safeguards(session_tags=TAGS), without_action("sts:TagSession"), Fault.TOO_LITTLE),
    "ranges to assume from": Row(Safeguards(assume_from=OFFICE), without(trust, "aws:SourceIp")),
    "endpoints to assume from": Row(Safeguards(assume_from=OFFICE), without(trust, "aws:SourceVpce")),
    "ranges to read from": Row(Safeguards(read_from=OFFICE), without(permissions, "aws:SourceIp")),
    "endpoints to read from": Row(Safeguards(read_from=OFFICE), without(permissions, "aws:SourceVpce")),
    "expiry of assuming": Row(Safeguards(expiry=UNTIL), without(trust, "aws:CurrentTime")),
    "expiry of reading": Row(Safeguards(expiry=UNTIL), without_denies),
    "the role's boundary": Row(
        Safeguards(role_permissions_boundary=BOUNDARY),
        without_property("ReaderResource", "PermissionsBoundary"),
        Fault.DIFFERENT,
    ),
    "the user's boundary": Row(
        Safeguards(principal_permissions_boundary=HER_BOUNDARY),
        without_property("AliceResource", "PermissionsBoundary"),
        Fault.DIFFERENT,
    ),
    "the workload's boundary": Row(
        Safeguards(principal_permissions_boundary=HER_BOUNDARY),
        without_property("MailerResource", "PermissionsBoundary"),
        Fault.DIFFERENT,
        MAILER,
    ),
    "the longest session": Row(Safeguards(max_session_duration=timedelta(hours=2)), longer_sessions, Fault.DIFFERENT),
    "the longest session, left out": Row(Safeguards(), longer_sessions, Fault.DIFFERENT),
}


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_a_safeguard_as_the_library_writes_it_is_proven(row: Row, tmp_path: Path) -> None:
    """Met it lets through, missing it refuses: what the library writes is what the agreement says."""
    proof = _prove(tmp_path, agreed(row.safeguards, row.principal))

    assert (proof.answer, proof.counterexamples, proof.undecided) == (Answer.PROVEN, (), ())


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_a_dropped_safeguard_is_refuted(row: Row, tmp_path: Path) -> None:
    """Without it something else than agreed gets through, and is shown."""
    proof = _prove(tmp_path, agreed(row.safeguards, row.principal), row.drop)

    assert proof.answer is Answer.REFUTED
    assert row.fault in {each.fault for each in proof.counterexamples}
    assert all(each.steps or each.detail for each in proof.counterexamples)


@pytest.mark.parametrize(
    ("safeguards", "today", "answer"),
    [
        pytest.param(Safeguards(expiry=UNTIL), UNTIL - timedelta(seconds=1), Answer.PROVEN, id="before"),
        pytest.param(Safeguards(expiry=UNTIL), UNTIL, Answer.REFUTED, id="at its moment"),
        pytest.param(Safeguards(expiry=UNTIL), UNTIL + timedelta(days=400), Answer.REFUTED, id="after"),
        pytest.param(Safeguards(expiry=UNTIL), None, Answer.PROVEN, id="nobody says which day it is"),
        pytest.param(Safeguards(), UNTIL, Answer.PROVEN, id="without an expiry"),
    ],
)
def test_an_agreement_past_its_expiry_is_over(
    safeguards: Safeguards, today: datetime | None, answer: Answer, tmp_path: Path
) -> None:
    """By the day that is passed in, and by no other: it is refuted for that alone."""
    agreement = agreed(safeguards)
    proof = prove(assembly(tmp_path, world_of(agreement), [agreement]), today=today)

    assert proof.answer is proof.by_agreement[agreement.role_arn] is answer
    assert [each.fault for each in proof.counterexamples] == ([Fault.OVER] if answer is Answer.REFUTED else [])


def test_everything_at_once_is_proven(tmp_path: Path) -> None:
    """All safeguards together are as provable as each alone."""
    everything = Safeguards(
        external_ids=["acme-1", "acme-2"],
        mfa=True,
        mfa_max_age=timedelta(hours=1),
        organization_id="o-a1b2c3d4e5",
        organization_paths=["o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/*"],
        source_identities=["alice"],
        session_name_is_user_name=True,
        session_tags=TAGS,
        assume_from=OFFICE,
        read_from=OFFICE,
        expiry=UNTIL,
        max_session_duration=timedelta(hours=2),
        role_permissions_boundary=BOUNDARY,
        principal_permissions_boundary=HER_BOUNDARY,
    )

    proof = _prove(tmp_path, agreed(everything))

    assert (proof.answer, proof.counterexamples, proof.undecided) == (Answer.PROVEN, (), ())
