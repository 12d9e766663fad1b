"""Every kind of trusted principal with a name has its half, and says itself what the rest of the house asks of it."""

from typing import Any

import pytest

from tests.constructs.samples import STAGING, new_app, of_type, stack
from tests.plain.samples import agreement
from xacct_constructs import CrossAccountAccess, TrustedGroup
from xacct_constructs.principals import NAMED, PRINCIPAL_KINDS
from xacct_constructs.trusted import TABLE
from xacct_constructs.validation.sizes import INLINE


def test_each_has_its_rows() -> None:
    """Whoever adds a kind is told of its construct."""
    assert TABLE.keys() == set(NAMED)
    assert len(set(TABLE.values())) == len(NAMED)
    assert set(NAMED) < set(PRINCIPAL_KINDS)


@pytest.mark.parametrize("kind", NAMED)
def test_each_is_written_by_its_construct(kind: Any) -> None:
    """Reached through the agreement, in its own words."""
    further = {"users": ["alice"]} if kind is TrustedGroup else {}
    who = kind(account=STAGING, name="new", path="/team/", existing=True, **further)
    staging = stack(new_app(), "Staging", STAGING)
    CrossAccountAccess(agreements=[agreement(trusted_principals=[who])], trusted_scope=staging)
    assert type(staging.node.find_child(f"{kind.kind.capitalize()}-new")) is TABLE[kind]
    (policy,) = of_type(staging, "IAM::Policy")
    assert policy[f"{kind.kind.capitalize()}s"] == ["new"]
    assert INLINE[kind.kind].characters == kind.inline_characters
