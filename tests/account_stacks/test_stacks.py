"""Which stacks a file leads to, what stands in each, and what is refused."""

import json
from dataclasses import replace
from typing import Any

import pytest

from tests.account_stacks.samples import (
    ALICE,
    OTHER,
    PRODUCTION,
    STAGING,
    account,
    agreement,
    file,
    said,
    stacks,
    trusting,
)
from xacct_constructs import Safeguards, TrustedAccount, TrustedGroup, TrustedOrganization, TrustedRole, TrustedUser
from xacct_constructs.account_stacks import account_stacks
from xacct_constructs.policies import assume_policy


def test_a_stack_for_each_account() -> None:
    """Each half stands in its account's stack, under a logical ID that begins with its kind and name."""
    found = stacks(file([agreement()]))
    assert {name: (each.account, each.region, list(each.resources)) for name, each in found.items()} == {
        "Access-production": (PRODUCTION, "eu-west-1", ["RoleReader05E6750CA"]),
        "Access-staging": (STAGING, "eu-west-1", ["UserUser02F5DD1C1"]),
    }
    assert found["Access-production"].agreements == (agreement(),)
    assert found["Access-staging"].agreements == ()


def test_the_template_is_what_it_holds() -> None:
    """With the parameter and the rule of bootstrap."""
    (production, _) = stacks(file([agreement()])).values()
    written = json.loads(production.template)
    assert written["Resources"] == production.resources
    assert (list(written), list(written["Rules"])) == (["Resources", "Parameters", "Rules"], ["CheckBootstrapVersion"])


def test_several_stacks_share_a_name() -> None:
    """Numbered from 1; one that would hold nothing is not written."""
    many = file(
        [agreement(each) for each in range(20)],
        account("production", PRODUCTION, stacks=3),
        account("staging", STAGING),
    )
    assert list(stacks(many)) == ["Access-production-1", "Access-production-2", "Access-production-3", "Access-staging"]
    few = many._replace(agreements=(agreement(0),))
    assert list(stacks(few)) == ["Access-production-3", "Access-staging"]


def test_one_user_of_several_agreements_is_one() -> None:
    """With one policy, in which the roles are sorted: no order of agreements shows."""
    both = [trusting(agreement(each), ALICE) for each in (2, 1)]
    (made,) = stacks(file(both))["Access-staging"].resources.values()
    assert made["Properties"]["Policies"][0]["PolicyDocument"] == assume_policy([both[1].reference, both[0].reference])


def test_two_names_of_one_account() -> None:
    """What is said with a name stands in its stacks; an agreement's role and a principal alike."""
    given = file(
        [agreement(0), agreement(1)],
        account("production", PRODUCTION),
        account("production-2", PRODUCTION),
        account("staging", STAGING),
        homes={("role", PRODUCTION, "reader-0"): "production", ("role", PRODUCTION, "reader-1"): "production-2"},
    )
    found = stacks(given)
    assert list(found) == ["Access-production", "Access-production-2", "Access-staging"]
    assert [each.agreements for each in found.values()] == [(agreement(0),), (agreement(1),), ()]


def test_existing_ones_get_a_policy_of_their_own() -> None:
    """Its name is theirs alone, so that it takes no other's place."""
    old = replace(ALICE, existing=True)
    found = stacks(file([trusting(agreement(existing_role=True), old)]))
    policies = [next(iter(each.resources.items())) for each in found.values()]
    assert [(name, each["Properties"]["PolicyName"]) for name, each in policies] == [
        ("RoleReader05E6750CAPermissions", "RoleReader05E6750CAPermissions"),
        ("UserAlice61E53A32AssumeRoles", "UserAlice61E53A32AssumeRoles"),
    ]


def test_a_role_that_trusts_and_is_trusted() -> None:
    """Both stand in one stack, and the policy is attached only after the role is there."""
    middle = TrustedRole(account=STAGING, name="Middle", existing=True)
    outer = trusting(agreement(trusting_account=STAGING, role_name="middle"), TrustedUser(account=OTHER, name="bob"))
    given = file([trusting(agreement(), replace(middle, name="middle")), outer])
    found = stacks(given)["Access-staging"].resources
    assert list(found) == ["RoleMiddleF91D2187", "RoleMiddleF91D2187AssumeRoles"]
    assert found["RoleMiddleF91D2187AssumeRoles"]["DependsOn"] == ["RoleMiddleF91D2187"]


AUDITORS = TrustedGroup(account=STAGING, name="auditors", users=["alice", "bob"])


def test_a_group_joins_its_users_once_they_are_made() -> None:
    """It stands behind them, and waits for those that this file makes."""
    given = file([trusting(agreement(0), ALICE), trusting(agreement(1), AUDITORS)])
    found = stacks(given)["Access-staging"].resources
    user, group, users = found
    assert [found[each]["Type"].rpartition("::")[2] for each in found] == ["User", "Group", "UserToGroupAddition"]
    assert found[users]["Properties"] == {"GroupName": {"Ref": group}, "Users": ["alice", "bob"]}
    assert (found[users]["DependsOn"], "DependsOn" in found[group]) == ([user], False)


def test_a_group_in_another_stack_than_its_users() -> None:
    """Nobody could say which of the two is deployed first; a user who is there already is waited for by nobody."""
    homes = account("production", PRODUCTION), account("staging", STAGING, stacks=7)
    given = file([trusting(agreement(0), ALICE), trusting(agreement(1), AUDITORS)], *homes)
    assert said(given) == ["XA524 agreements[1].trusted_principals[0]"]
    old = replace(ALICE, existing=True)
    assert said(given._replace(agreements=(trusting(agreement(0), old), trusting(agreement(1), AUDITORS)))) == []


def test_chosen_accounts() -> None:
    """Their stacks alone, and the agreements of which a half is theirs; all else is judged all the same."""
    third = agreement(1, trusting_account=OTHER)
    given = file([agreement(0), third], *(account(*each) for each in zip(NAMES, NUMBERS, strict=True)))
    found = account_stacks(given, accounts=["production"])
    assert [each.name for each in found.stacks] == ["Access-production"]
    assert found.agreements == [(agreement(0), "eu-west-1")]
    assert len(account_stacks(given, accounts=["staging"]).agreements) == 2
    assert said(given, accounts=["stagin"]) == ["XA522 accounts"]


NAMES, NUMBERS = ("production", "staging", "other"), (PRODUCTION, STAGING, OTHER)

SAID: list[Any] = [
    pytest.param(file([trusting(agreement(), ALICE)]), [], id="nothing"),
    pytest.param(
        file([trusting(agreement(), ALICE, TrustedUser(account=OTHER, name="carol"))]),
        ["XA507 agreements[0].trusted_principals[1]"],
        id="somebody of an account that the file does not name",
    ),
    pytest.param(
        file([trusting(agreement(), TrustedAccount(account=STAGING))]),
        ["XA702 agreements[0].trusted_principals[0]", "XA507 agreements[0].trusted_principals[0]"],
        id="a whole account",
    ),
    pytest.param(
        file([agreement(trusting_account=OTHER)]),
        ["XA521 agreements[0].role_name"],
        id="a role in no account of the file",
    ),
    pytest.param(
        file([agreement()], account("a", PRODUCTION), account("b", PRODUCTION), account("staging", STAGING)),
        ["XA521 agreements[0].role_name"],
        id="two names, and neither is said",
    ),
    pytest.param(
        file([agreement()], account("production", PRODUCTION), account("a", STAGING), account("b", STAGING)),
        ["XA521 agreements[0].trusted_principals[0]"],
        id="two names of the principal's account",
    ),
    pytest.param(
        file([agreement()], homes={("role", PRODUCTION, "reader-0"): "staging"}),
        ["XA521 agreements[0].role_name"],
        id="at home in another account",
    ),
    pytest.param(file([agreement(), agreement()]), ["XA502 agreements[1].role_name"], id="one role twice"),
    pytest.param(
        file([agreement(role_name="*"), agreement(role_name="?")]),
        ["XA010 agreements[0].role_name", "XA010 agreements[1].role_name"],
        id="everything that is wrong",
    ),
    pytest.param(
        file([trusting(agreement(0), ALICE), trusting(agreement(1), replace(ALICE, existing=True))]),
        ["XA506 agreements[0].trusted_principals[0].existing"],
        id="new here, existing there",
    ),
    pytest.param(
        file([agreement(safeguards=Safeguards(principal_permissions_boundary=f"arn:aws:iam::{OTHER}:policy/x"))]),
        ["XA213 agreements[0].safeguards.principal_permissions_boundary"],
        id="another account's boundary",
    ),
    pytest.param(
        file([agreement()], account("production", PRODUCTION, region="cn-north-1"), account("staging", STAGING)),
        ["XA005 agreements[0].partition"],
        id="a region of another partition",
    ),
    pytest.param(
        file([], account("a", PRODUCTION, stacks=2), account("A-2", STAGING)),
        ["XA522 accounts.A-2"],
        id="one stack's name twice",
    ),
    pytest.param(file([], account("pro_duction", PRODUCTION)), ["XA522 accounts.pro_duction"], id="an underscore"),
    pytest.param(file([], account("p" * 122, PRODUCTION)), ["XA522 accounts." + "p" * 122], id="a name too long"),
    pytest.param(file([], account("p" * 121, PRODUCTION)), [], id="a name that just fits"),
    pytest.param(file([], account("a", PRODUCTION, stacks=0)), ["XA522 accounts.a.stacks"], id="no stack"),
    pytest.param(file([], account("a", PRODUCTION, stacks=2000)), [], id="as many stacks as a region takes"),
    pytest.param(file([], account("a", PRODUCTION, stacks=2001)), ["XA522 accounts.a.stacks"], id="a stack more"),
    pytest.param(
        file([agreement(0, managed_policy_name="read"), agreement(1, managed_policy_name="Read")]),
        ["XA502 agreements[1]"],
        id="one managed policy's name twice",
    ),
    pytest.param(
        file(
            [
                agreement(0, managed_policy_name="read"),
                agreement(1, managed_policy_name="read", trusting_account=OTHER),
            ],
            account("production", PRODUCTION),
            account("other", OTHER),
            account("staging", STAGING),
        ),
        [],
        id="one managed policy's name in two accounts",
    ),
    pytest.param(file([], account("a", PRODUCTION, stacks="2")), ["XA522 accounts.a.stacks"], id="a text for stacks"),
]


@pytest.mark.parametrize(("given", "expected"), SAID)
def test_said(given: Any, expected: list[str]) -> None:
    """What is wrong or missing, each with its place; nothing is written beside an error."""
    assert said(given) == expected
    found = account_stacks(given)
    assert not found.stacks or all(each.severity == "warning" for each in found.findings)


def test_the_third_party_gets_the_policy_to_add() -> None:
    """Printed, as its owner attaches it."""
    shared = trusting(agreement(), TrustedUser(account=OTHER, name="carol"))
    (found,) = account_stacks(file([shared])).findings
    assert found.message.startswith(f"is in account {OTHER}, which has no name in the file: its half is not written")
    assert json.loads(found.fix.split("user carol ")[1]) == assume_policy([shared.reference])


def test_an_organization_has_no_half_here() -> None:
    """What each account gives its own is printed, and no stack is made for it."""
    acme = TrustedOrganization(organization_id="o-acme012345")
    given = file([agreement(trusted_principals=[acme])])
    assert said(given) == [f"{code} agreements[0].trusted_principals[0]" for code in ("XA029", "XA507")]
    assert list(stacks(given)) == ["Access-production"]
