"""What an agreement costs: jsii round trips, counted, since timings differ from run to run."""

from typing import Any

import pytest
from jsii._kernel.providers.process import _NodeProcess

from tests.constructs.samples import ALICE, REPORTS, STAGING, new_app, stack
from xacct_constructs import Agreement, CrossAccountAccess, TrustedAccountUser, TrustedUser, TrustingAccountRole

BUDGET = 4


@pytest.fixture
def trips(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A number for each round trip to Node since the test began."""
    seen: list[int] = []
    send = _NodeProcess.send

    def counted(*arguments: Any, **keywords: Any) -> Any:
        seen.append(len(seen))
        return send(*arguments, **keywords)

    monkeypatch.setattr(_NodeProcess, "send", counted)
    return seen


def one_by_one(count: int) -> None:
    """So many agreements, by the two constructs."""
    app = new_app()
    production, staging = stack(app), stack(app, "Staging", STAGING)
    for number in range(count):
        user = TrustedUser(account=STAGING, name=f"user-{number}")
        made = TrustingAccountRole(
            production,
            f"Role{number}",
            role_name=f"role-{number}",
            trusted_principals=[user],
            permissions=[REPORTS],
        )
        TrustedAccountUser(staging, f"User{number}", user_name=user.name, assumes=[made.reference])


def together(count: int) -> None:
    """So many agreements with a user each, by CrossAccountAccess."""
    app = new_app()
    CrossAccountAccess(
        agreements=[
            Agreement(
                role_name=f"role-{number}",
                trusting_account="111111111111",
                trusted_principals=[TrustedUser(account=STAGING, name=f"user-{number}")],
                permissions=[REPORTS],
            )
            for number in range(count)
        ],
        trusting_scope=stack(app),
        trusted_scope=stack(app, "Staging", STAGING),
    )


@pytest.mark.parametrize("write", [one_by_one, together])
def test_round_trips_per_agreement(write: Any, trips: list[int]) -> None:
    """Both halves take four round trips, and no more for the sixtieth agreement than for the eleventh."""
    write(1)
    counts = []
    for count in (10, 60):
        before = len(trips)
        write(count)
        counts.append(len(trips) - before)
    assert (counts[1] - counts[0]) / 50 <= BUDGET


def test_the_counter_counts(trips: list[int]) -> None:
    """A construct costs two round trips and a warning more, so the budget can be overstepped."""
    production = stack(new_app())
    before = len(trips)
    TrustingAccountRole(
        production, "Role", role_name="role", trusted_principals=[ALICE], permissions=[REPORTS], partition="aws"
    )
    plain = len(trips) - before
    assert plain >= 2
    bare = stack(new_app(), region=None)
    before = len(trips)
    TrustingAccountRole(bare, "Role", role_name="role", trusted_principals=[ALICE], permissions=[REPORTS])
    assert len(trips) - before > plain
