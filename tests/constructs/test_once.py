"""An agreement is judged once and each document written once, however the constructs are reached."""

import sys
from collections import Counter
from collections.abc import Callable
from functools import wraps
from typing import Any

import pytest

from tests.constructs.samples import ALICE, PRODUCTION, STAGING, WORKLOAD, new_app, reader, stack
from tests.plain.samples import agreement
from xacct_constructs import CrossAccountAccess, S3Read, TrustedAccountUser, TrustedRole, TrustingAccountRole
from xacct_constructs.policies import assume_policy, permission_policy, safeguarded, trust_policy
from xacct_constructs.validation import judge_agreement, judge_trusted

COUNTED = (judge_agreement, judge_trusted, trust_policy, safeguarded, permission_policy, assume_policy)
REPORTS = agreement()
INVOICES = agreement(role_name="invoices-reader", permissions=[S3Read("acme-invoices")])
SHARED = agreement(
    role_name="shared", trusted_principals=[ALICE, TrustedRole(account=STAGING, name="w", existing=True)]
)


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each was called, by whichever name a module knows it."""
    found: Counter[str] = Counter()

    def counting(function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function)
        def counted(*args: Any, **kwargs: Any) -> Any:
            found[function.__name__] += 1
            return function(*args, **kwargs)

        return counted

    by_identity = {id(each): counting(each) for each in COUNTED}
    for name, module in list(sys.modules.items()):
        if name.startswith("xacct_constructs"):
            for attribute, value in list(vars(module).items()):
                if id(value) in by_identity:
                    monkeypatch.setattr(module, attribute, by_identity[id(value)])
    monkeypatch.setattr(S3Read, "statements", counting(S3Read.statements))
    return found


def both(*agreements: Any) -> None:
    """Both halves of these agreements."""
    app = new_app()
    CrossAccountAccess(agreements=agreements, trusting_scope=stack(app), trusted_scope=stack(app, "Staging", STAGING))


ROLE = {"judge_agreement": 1, "trust_policy": 1, "safeguarded": 1, "permission_policy": 1, "statements": 1}
PRINCIPAL = {"judge_trusted": 1, "assume_policy": 1}
MADE = [
    pytest.param(lambda: reader(stack(new_app())), ROLE, id="a role"),
    pytest.param(lambda: reader(stack(new_app()), existing_role=True), ROLE, id="a role that exists"),
    pytest.param(
        lambda: TrustingAccountRole.from_agreement(stack(new_app()), "Reader", REPORTS), ROLE, id="an agreement's role"
    ),
    pytest.param(
        lambda: TrustedAccountUser(
            stack(new_app(), "Staging", STAGING), "Alice", user_name="alice", assumes=[REPORTS.reference]
        ),
        PRINCIPAL,
        id="a user",
    ),
    pytest.param(lambda: both(REPORTS), ROLE | PRINCIPAL, id="both halves"),
    pytest.param(
        lambda: both(REPORTS, INVOICES),
        {name: 2 * count for name, count in ROLE.items()} | PRINCIPAL,
        id="both halves of two agreements for one user",
    ),
    pytest.param(
        lambda: both(SHARED), ROLE | {name: 2 * count for name, count in PRINCIPAL.items()}, id="a user and a role"
    ),
]


@pytest.mark.parametrize(("make", "expected"), MADE)
def test_once(make: Callable[[], object], expected: dict[str, int], calls: Counter[str]) -> None:
    """What was found and written on the way to the verdict is what the construct writes."""
    make()
    assert calls == expected


def test_a_construct_of_many_is_as_one_alone() -> None:
    """The second way in leads to the same: the tree finds it, and its own interface works."""
    app = new_app()
    production, staging = stack(app), stack(app, "Staging", STAGING)
    access = CrossAccountAccess(agreements=[REPORTS], trusting_scope=production, trusted_scope=staging)
    role, user = access.roles[REPORTS.role_arn], access.users[ALICE.arn("aws")]
    assert production.node.find_child("Role-reports-reader") is role
    assert staging.node.find_child("User-alice") is user
    assert (role.reference, role.role_arn) == (REPORTS.reference, REPORTS.role_arn)
    assert (role.role.principal_account, user.user.principal_account) == (PRODUCTION, STAGING)
    assert type(role) is TrustingAccountRole
    assert WORKLOAD.arn("aws") not in access.trusted_roles
