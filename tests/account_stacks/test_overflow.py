"""Where a role's or user's documents have no room, managed policies say the same; what cannot be split is an error."""

from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from tests.account_stacks.samples import (
    ALICE,
    PRODUCTION,
    STAGING,
    account,
    agreement,
    file,
    queues,
    said,
    stacks,
    trusting,
)
from xacct_constructs import Agreement, RawStatements, TrustedUser
from xacct_constructs.account_stacks import account_stacks
from xacct_constructs.assembly import read_assembly
from xacct_constructs.policies import document_size, permission_policy, spread
from xacct_constructs.proof import Answer, prove
from xacct_constructs.synthesis import assembly_of, write_folder

MOST = 6144


def assuming(roles: int) -> list[Agreement]:
    """So many roles that alice assumes."""
    return [trusting(agreement(each, role_name=f"reader-of-the-department-{each:04}"), ALICE) for each in range(roles)]


def long_statement(resources: int, **more: Any) -> dict[str, Any]:
    """One statement over so many queues, a hundred characters each."""
    named = [f"arn:aws:sqs:eu-west-1:{PRODUCTION}:{'q' * 60}{each:04}" for each in range(resources)]
    return {"Effect": "Allow", "Action": "sqs:ReceiveMessage", "Resource": named, **more}


def documents(resources: Any) -> Iterator[dict[str, Any]]:
    """Every permission policy of a stack's resources, managed or inline."""
    for each in resources.values():
        properties = each["Properties"]
        if each["Type"] == "AWS::IAM::ManagedPolicy":
            yield properties["PolicyDocument"]
        yield from (inline["PolicyDocument"] for inline in properties.get("Policies", ()))


def allowed(policies: Any) -> set[tuple[str, str, str]]:
    """Effect, action and resource of everything that documents without conditions say."""
    found = set()
    for policy in policies:
        for statement in policy["Statement"]:
            actions, resources = (
                [each] if isinstance(each, str) else each for each in (statement["Action"], statement["Resource"])
            )
            found |= set(product([statement["Effect"]], actions, resources))
    return found


SHORT = [{"Effect": "Allow", "Action": "sqs:DeleteMessage", "Resource": f"arn:aws:sqs:eu-west-1:{PRODUCTION}:x"}]
ROLES = [
    pytest.param(queues(70), 0, id="room inline"),
    pytest.param(queues(110), 2, id="statements over two policies"),
    pytest.param(RawStatements([long_statement(120)]), 3, id="one statement over three"),
    pytest.param(RawStatements([*SHORT, long_statement(120), *SHORT]), 3, id="a repeat is said once"),
    pytest.param(RawStatements([long_statement(120, Effect="Deny")]), 3, id="a deny"),
    pytest.param(RawStatements([*queues(60).raw, *queues(60).raw]), 0, id="room once repeats are gone"),
]


@pytest.mark.parametrize(("permission", "policies"), ROLES)
def test_a_role_s_permissions(permission: RawStatements, policies: int) -> None:
    """As many managed policies as it takes, each within its quota; together they say what the one would."""
    of = agreement(permissions=[permission])
    resources = stacks(file([of]))["Access-production"].resources
    managed = [each for each in resources.values() if each["Type"] == "AWS::IAM::ManagedPolicy"]
    assert len(managed) == policies
    assert allowed(documents(resources)) == allowed([permission_policy(of)])
    assert all(document_size(each) <= (MOST if policies else 10240) for each in documents(resources))
    assert [each["Properties"]["ManagedPolicyName"] for each in managed] == [
        f"role-reader-0-permissions-{number}" for number in range(1, policies + 1)
    ]


def test_how_they_are_attached() -> None:
    """A new role names them, in the order in which they stand; an existing one is named by them."""
    new = stacks(file([agreement(permissions=[queues(110)])]))["Access-production"].resources
    *policies, role = new
    assert policies == ["RoleReader05E6750CAPermissions", "RoleReader05E6750CAPermissions2"]
    assert new[role]["Properties"]["ManagedPolicyArns"] == [{"Ref": each} for each in policies]
    assert "Policies" not in new[role]["Properties"]
    old = stacks(file([agreement(permissions=[queues(110)], existing_role=True)]))["Access-production"].resources
    assert list(old) == policies
    assert [each["Properties"]["Roles"] for each in old.values()] == [["reader-0"]] * 2


@pytest.mark.parametrize(("roles", "policies"), [(20, 0), (40, 1), (200, 3)])
def test_a_user_s_roles_are_proven(roles: int, policies: int, tmp_path: Path) -> None:
    """Whatever the policies are, the proof finds exactly the access that is agreed on."""
    given = file(assuming(roles))
    assembly = assembly_of(given)
    staging = next(each for each in assembly.stacks if each.series == "staging")
    managed = [each for each in staging.resources.values() if each["Type"] == "AWS::IAM::ManagedPolicy"]
    assert len(managed) == policies
    write_folder(tmp_path / "cdk.out", assembly.files)
    proof = prove(read_assembly(tmp_path / "cdk.out"))
    assert (proof.answer, len(proof.agreements)) == (Answer.PROVEN, roles)


REFUSED: list[Any] = [
    pytest.param(assuming(1000), "XA715 agreements[0].trusted_principals[0].assumes", id="eleven policies of a user"),
    pytest.param([agreement(permissions=[queues(700)])], "XA715 agreements[0].permissions", id="eleven of a role"),
    pytest.param(
        [agreement(permissions=[RawStatements([{**SHORT[0], "Sid": "s" * 10300}])])],
        "XA715 agreements[0].permissions",
        id="a statement that no list of resources takes apart",
    ),
    pytest.param(
        [agreement(permissions=[queues(110)], managed_policy_name="read")],
        "XA715 agreements[0].permissions",
        id="the one managed policy that an agreement names",
    ),
    pytest.param(
        [trusting(agreement(), *(TrustedUser(account=ALICE.account, name=f"user-{each}") for each in range(60)))],
        "XA715 agreements[0].trusted_principals",
        id="a trust policy, which cannot be split",
    ),
]


@pytest.mark.parametrize(("agreements", "expected"), REFUSED)
def test_refused(agreements: list[Agreement], expected: str) -> None:
    """Nothing is written, and what is over is named."""
    assert expected in said(file(agreements))


def test_a_trust_policy_s_ways_out() -> None:
    """Several roles, a condition in place of names, a raised quota."""
    (found,) = account_stacks(file(REFUSED[-1].values[0])).findings
    assert found.fix == (
        "split the agreement over several roles; or admit whole accounts by a path of their organization, a session "
        "tag or the organization itself; or raise quota L-C07B4B0D and pass trust_policy_characters"
    )


def test_the_longest_document_that_has_room() -> None:
    """A document at the quota stays one; a character more makes two."""

    def padded(characters: int) -> dict[str, Any]:
        missing = characters - document_size({"Version": "2012-10-17", "Statement": [*SHORT, {**SHORT[0], "Sid": ""}]})
        return {"Version": "2012-10-17", "Statement": [*SHORT, {**SHORT[0], "Sid": "s" * missing}]}

    assert [len(spread(padded(each)) or ()) for each in (MOST, MOST + 1)] == [1, 2]


def test_a_raised_quota_is_said_of_the_account() -> None:
    """What it has room for is written; of another account it is not."""
    (agreements,) = REFUSED[-1].values[:1]
    raised = account("production", PRODUCTION, trust_policy_characters=8192)
    staging = account("staging", STAGING)

    assert said(file(agreements, raised, staging)) == []
    assert "XA715 agreements[0].trusted_principals" in said(
        file(agreements, account("production", PRODUCTION), staging._replace(trust_policy_characters=8192))
    )
