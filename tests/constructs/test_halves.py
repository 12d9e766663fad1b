"""The two halves in a stack: resources, logical IDs, and what is said where something exists already."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk.assertions import Template

from tests.constructs.samples import (
    ALICE,
    PRODUCTION,
    REPORTS,
    ROLE_ARN,
    STAGING,
    WORKLOAD,
    codes,
    names,
    new_app,
    of_type,
    reader,
    resources,
    stack,
    warnings,
)
from xacct_constructs import (
    Agreement,
    AgreementError,
    Binding,
    Network,
    RawStatements,
    Safeguards,
    TrustedAccount,
    TrustedAccountGroup,
    TrustedAccountRole,
    TrustedAccountUser,
    TrustedGroup,
    TrustedUser,
    TrustingAccountRole,
)
from xacct_constructs.policies import assume_policy, permission_policy, trust_policy

ASSUME = {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": ROLE_ARN}


def test_trusting_account_role() -> None:
    """One role, its permissions inline, under a logical ID that is public contract."""
    production = stack(new_app())
    made = reader(production)
    assert resources(production) == {
        "ReaderF7BF189D": {
            "Type": "AWS::IAM::Role",
            "Properties": {
                "RoleName": "reports-reader",
                "AssumeRolePolicyDocument": trust_policy(made.agreement),
                "Policies": [{"PolicyName": "permissions", "PolicyDocument": permission_policy(made.agreement)}],
            },
        }
    }
    assert made.role_arn == made.reference.role_arn == ROLE_ARN


def test_trusted_account_user() -> None:
    """One user with one inline policy, and no keys."""
    app = new_app()
    staging = stack(app, "Staging", STAGING)
    made = TrustedAccountUser(staging, "Alice", user_name="alice", assumes=[reader(stack(app)).reference])
    document = {"Version": "2012-10-17", "Statement": [ASSUME]}
    assert resources(staging) == {
        "AliceD4D33764": {
            "Type": "AWS::IAM::User",
            "Properties": {
                "UserName": "alice",
                "Policies": [{"PolicyName": "assume-roles", "PolicyDocument": document}],
            },
        }
    }
    assert made.user_arn == f"arn:aws:iam::{STAGING}:user/alice"


def test_trusted_account_role() -> None:
    """One role that a service runs as, with one inline policy."""
    app = new_app()
    staging = stack(app, "Staging", STAGING)
    reference = reader(stack(app), trusted_principals=[WORKLOAD]).reference
    made = TrustedAccountRole(
        staging, "Workload", role_name="workload", assumes=[reference], assumed_by=["lambda.amazonaws.com"]
    )
    (role,) = of_type(staging, "IAM::Role")
    assert role["AssumeRolePolicyDocument"]["Statement"] == [
        {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
    ]
    assert role["Policies"][0]["PolicyDocument"]["Statement"] == [ASSUME]
    assert made.role_arn == f"arn:aws:iam::{STAGING}:role/workload"


def test_trusted_account_group() -> None:
    """One group with one inline policy, and the users that it has."""
    app = new_app()
    staging = stack(app, "Staging", STAGING)
    auditors = TrustedGroup(account=STAGING, name="auditors", users=["alice", "/hr/bob"])
    reference = reader(stack(app), trusted_principals=[auditors]).reference
    made = TrustedAccountGroup(
        staging, "Auditors", group_name="auditors", users=["alice", "/hr/bob"], assumes=[reference]
    )
    document = {"Version": "2012-10-17", "Statement": [ASSUME]}
    assert resources(staging) == {
        "Auditors7E7F196B": {
            "Type": "AWS::IAM::Group",
            "Properties": {
                "GroupName": "auditors",
                "Policies": [{"PolicyName": "assume-roles", "PolicyDocument": document}],
            },
        },
        "AuditorsUsers0BF53627": {
            "Type": "AWS::IAM::UserToGroupAddition",
            "Properties": {"GroupName": {"Ref": "Auditors7E7F196B"}, "Users": ["alice", "bob"]},
        },
    }
    assert made.group_arn == f"arn:aws:iam::{STAGING}:group/auditors"


def test_existing_group() -> None:
    """It gets a policy, and whom it has is said."""
    app = new_app()
    staging = stack(app, "Staging", STAGING)
    auditors = TrustedGroup(account=STAGING, name="auditors", users=["alice"])
    reference = reader(stack(app), trusted_principals=[auditors]).reference
    TrustedAccountGroup(staging, "Auditors", group_name="auditors", users=["alice"], assumes=[reference], existing=True)
    (only,) = resources(staging).values()
    assert (only["Type"], only["Properties"]["Groups"]) == ("AWS::IAM::Policy", ["auditors"])
    assert [each.split()[:2] for each in warnings(staging)] == [["XA504", "users"]]


def test_managed_policies() -> None:
    """Where it is named, the policy is a customer managed policy that the role or user refers to."""
    app = new_app()
    production, staging = stack(app), stack(app, "Staging", STAGING)
    made = reader(production, managed_policy_name="read-reports")
    TrustedAccountUser(
        staging, "Alice", user_name="alice", assumes=[made.reference], managed_policy_name="assume-reader"
    )
    for of, kind, name in ((production, "Role", "read-reports"), (staging, "User", "assume-reader")):
        found = resources(of)
        (logical_id,) = [key for key, each in found.items() if each["Type"] == "AWS::IAM::ManagedPolicy"]
        assert found[logical_id]["Properties"]["ManagedPolicyName"] == name
        (holder,) = of_type(of, f"IAM::{kind}")
        assert holder["ManagedPolicyArns"] == [{"Ref": logical_id}]
        assert "Policies" not in holder


def test_everything_that_can_be_asked_for_reaches_the_template() -> None:
    """Path, description, duration, boundaries and every kind of value survive the way through the CDK."""
    app = new_app()
    production, staging = stack(app), stack(app, "Staging", STAGING)
    boundary = f"arn:aws:iam::{STAGING}:policy/boundary"
    raw = {
        "Sid": "Jobs",
        "Effect": "Allow",
        "Action": ("sqs:ReceiveMessage", "sqs:DeleteMessage"),
        "Resource": ["arn:aws:sqs:eu-west-1:111111111111:jobs"],
        "Condition": {"Bool": {"aws:SecureTransport": True}, "NumericLessThan": {"s3:max-keys": 10}},
    }
    made = reader(
        production,
        path="/team/",
        description="Reads reports",
        permissions=[REPORTS, RawStatements([raw])],
        safeguards=Safeguards(
            external_ids=["7f3c", "9d21"],
            session_name_is_user_name=True,
            max_session_duration=timedelta(hours=2),
            role_permissions_boundary="arn:aws:iam::aws:policy/ReadOnlyAccess",
            principal_permissions_boundary=boundary,
            assume_from=Network(ip_ranges=["203.0.113.0/24"], vpc_endpoints=["vpce-0123456789abcdef0"]),
        ),
    )
    TrustedAccountUser(staging, "Alice", user_name="alice", assumes=[made.reference], permissions_boundary=boundary)
    (role,), (user,) = of_type(production, "IAM::Role"), of_type(staging, "IAM::User")
    assert (role["Path"], role["Description"], role["MaxSessionDuration"]) == ("/team/", "Reads reports", 7200)
    assert role["PermissionsBoundary"] == "arn:aws:iam::aws:policy/ReadOnlyAccess"
    assert role["AssumeRolePolicyDocument"] == trust_policy(made.agreement)
    assert role["Policies"][0]["PolicyDocument"] == permission_policy(made.agreement)
    assert user["PermissionsBoundary"] == boundary
    assert user["Policies"][0]["PolicyDocument"] == assume_policy([made.reference])


def test_existing_role() -> None:
    """Only a policy is attached, under a name of its own; the trust statement is printed for its owner."""
    production = stack(new_app())
    first = reader(production, existing_role=True)
    reader(production, "Second", existing_role=True, permissions=[RawStatements([{**RAW, "Sid": "Two"}])])
    policies = of_type(production, "IAM::Policy")
    assert [each["Roles"] for each in policies] == [["reports-reader"]] * 2
    assert len({each["PolicyName"] for each in policies}) == 2
    assert {each["Type"] for each in resources(production).values()} == {"AWS::IAM::Policy"}
    assert codes(production) == ["XA504", "XA504"]
    printed = json.loads(warnings(production)[0].split("its owner adds: ")[1])
    assert printed == trust_policy(first.agreement)["Statement"]


RAW = {
    "Effect": "Allow",
    "Action": "sqs:ReceiveMessage",
    "Resource": "arn:aws:sqs:eu-west-1:111111111111:jobs",
}


def test_existing_user_and_role() -> None:
    """To a principal that exists already the policy is attached, and nothing else is written."""
    app = new_app()
    staging = stack(app, "Staging", STAGING)
    reference = reader(stack(app), trusted_principals=[ALICE, WORKLOAD]).reference
    TrustedAccountUser(staging, "Alice", user_name="alice", assumes=[reference], existing=True)
    TrustedAccountRole(staging, "Workload", role_name="workload", assumes=[reference], existing=True)
    found = of_type(staging, "IAM::Policy")
    assert [(each.get("Users"), each.get("Roles")) for each in found] == [(["alice"], None), (None, ["workload"])]
    assert [each["PolicyDocument"]["Statement"] for each in found] == [[ASSUME], [ASSUME]]
    assert len({each["PolicyName"] for each in found}) == 2
    assert {each["Type"] for each in resources(staging).values()} == {"AWS::IAM::Policy"}


def test_existing_role_with_a_managed_policy() -> None:
    """The managed policy names the role itself."""
    production = stack(new_app())
    reader(production, existing_role=True, managed_policy_name="read-reports")
    (found,) = of_type(production, "IAM::ManagedPolicy")
    assert (found["ManagedPolicyName"], found["Roles"]) == ("read-reports", ["reports-reader"])


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        pytest.param({}, [], id="nothing to say"),
        pytest.param({"trusted_principals": [TrustedAccount(account=STAGING)]}, ["XA702"], id="a whole account"),
    ],
)
def test_warnings_are_said_and_can_be_acknowledged(changed: dict[str, Any], expected: list[str]) -> None:
    """A warning stands on the construct until the reason is given, by the name that it is said under."""
    production, acknowledged = stack(new_app()), stack(new_app())
    reader(production, **changed)
    assert codes(production) == expected
    made = reader(acknowledged, **changed)
    for name in names(production):
        cdk.Validations.of(made).acknowledge(cdk.Acknowledgment(id=name, reason="a sandbox of ours"))
    assert codes(acknowledged) == []


def test_what_was_acknowledged_and_grew_is_said_again() -> None:
    """The reason was given for one account."""
    first, then = stack(new_app()), stack(new_app())
    reader(first, trusted_principals=[TrustedAccount(account=STAGING)])
    (name,) = names(first)
    both = [TrustedAccount(account=STAGING), TrustedAccount(account="333333333333")]
    made = reader(then, trusted_principals=both)
    cdk.Validations.of(made).acknowledge(cdk.Acknowledgment(id=name, reason="ours"))
    (left,) = warnings(then)
    assert "333333333333" in left


AGREEMENT = Agreement(
    role_name="reports-reader",
    trusting_account=PRODUCTION,
    trusted_principals=[ALICE, WORKLOAD],
    permissions=[REPORTS],
    safeguards=Safeguards(external_ids=["7f3c"]),
    path="/team/",
    binding=Binding.DIRECT_ARN,
    managed_policy_name="read-reports",
    description="Reads reports",
)


def test_from_agreement_writes_the_same() -> None:
    """Byte for byte what the arguments themselves lead to, and the agreement comes back equal."""
    direct, shared = stack(new_app()), stack(new_app())
    made = TrustingAccountRole(
        direct,
        "Reader",
        role_name=AGREEMENT.role_name,
        trusted_principals=AGREEMENT.trusted_principals,
        permissions=AGREEMENT.permissions,
        safeguards=AGREEMENT.safeguards,
        path=AGREEMENT.path,
        binding=AGREEMENT.binding,
        managed_policy_name=AGREEMENT.managed_policy_name,
        description=AGREEMENT.description,
    )
    other = TrustingAccountRole.from_agreement(shared, "Reader", AGREEMENT)
    texts = [json.dumps(Template.from_stack(each).to_json()) for each in (direct, shared)]
    assert texts[0] == texts[1]
    assert made.agreement == other.agreement == AGREEMENT
    existing = stack(new_app())
    TrustingAccountRole.from_agreement(existing, "Reader", replace(AGREEMENT, existing_role=True))
    assert not of_type(existing, "IAM::Role")


def test_templates_are_the_same_on_every_run() -> None:
    """Two apps made alike have the same bytes."""
    texts = []
    for _ in range(2):
        app = new_app()
        production, staging = stack(app), stack(app, "Staging", STAGING)
        TrustedAccountUser(staging, "Alice", user_name="alice", assumes=[reader(production).reference])
        texts.append([json.dumps(Template.from_stack(each).to_json()) for each in (production, staging)])
    assert texts[0] == texts[1]


def test_user_of_several_roles() -> None:
    """One user assumes the roles of two agreements by one policy."""
    app = new_app()
    production, staging = stack(app), stack(app, "Staging", STAGING)
    references = [reader(production, each, role_name=each.lower()).reference for each in ("Reports", "Invoices")]
    TrustedAccountUser(staging, "Alice", user_name="alice", assumes=references)
    (user,) = of_type(staging, "IAM::User")
    assert user["Policies"][0]["PolicyDocument"]["Statement"][0]["Resource"] == [each.role_arn for each in references]


def test_several_users_of_one_role() -> None:
    """Each user of an agreement has a policy of its own."""
    app = new_app()
    bob = TrustedUser(account=STAGING, name="bob")
    reference = reader(stack(app), trusted_principals=[ALICE, bob]).reference
    staging = stack(app, "Staging", STAGING)
    for name in ("alice", "bob"):
        TrustedAccountUser(staging, name.title(), user_name=name, assumes=[reference])
    assert [each["UserName"] for each in of_type(staging, "IAM::User")] == ["alice", "bob"]


def other_user(scope: Any, construct_id: str, name: str, **further: Any) -> TrustedAccountUser:
    """A user that the story's role admits."""
    user = TrustedUser(account=STAGING, name=name)
    reference = Agreement(**{**STORY, "trusted_principals": [user]}).reference
    return TrustedAccountUser(scope, construct_id, user_name=name, assumes=[reference], **further)


STORY: dict[str, Any] = {"role_name": "reader", "trusting_account": PRODUCTION, "permissions": [REPORTS]}
TWICE = [
    pytest.param(reader, {}, {}, "role_name", id="a role twice"),
    pytest.param(reader, {}, {"role_name": "Reports-Reader"}, "role_name", id="in another case"),
    pytest.param(reader, {"existing_role": True}, {"existing_role": True}, None, id="an existing role's permissions"),
    pytest.param(reader, {}, {"role_name": "invoices-reader"}, None, id="another role"),
    pytest.param(
        reader,
        {"managed_policy_name": "read"},
        {"role_name": "other", "managed_policy_name": "Read"},
        "managed_policy_name",
        id="a managed policy twice",
    ),
    pytest.param(other_user, {"name": "alice"}, {"name": "Alice"}, "user_name", id="a user twice"),
    pytest.param(other_user, {"name": "alice"}, {"name": "bob"}, None, id="another user"),
    pytest.param(
        reader,
        {"role_name": "first", "managed_policy_name": "None"},
        {"role_name": "second"},
        None,
        id="no managed policy is not one called None",
    ),
]


@pytest.mark.parametrize(("make", "first", "second", "refused"), TWICE)
def test_one_name_twice_in_a_stack(make: Any, first: Any, second: Any, refused: str | None) -> None:
    """Two resources of one name cannot be deployed into an account, so the second is refused."""
    of = stack(new_app(), account=PRODUCTION if make is reader else STAGING)
    make(of, "First", **first)
    if refused is None:
        make(of, "Second", **second)
        return
    with pytest.raises(AgreementError) as raised:
        make(of, "Second", **second)
    assert [f"{each.code} {each.path}" for each in raised.value.findings] == [f"XA502 {refused}"]
    assert [child.node.id for child in of.node.children] == ["First"]


def test_what_an_existing_user_does_not_get_is_said() -> None:
    """A boundary cannot be written on a user that exists already, so its owner is told."""
    app = new_app()
    staging = stack(app, "Staging", STAGING)
    boundary = f"arn:aws:iam::{STAGING}:policy/boundary"
    arguments: dict[str, Any] = {
        "user_name": "alice",
        "assumes": [reader(stack(app)).reference],
        "permissions_boundary": boundary,
    }
    TrustedAccountUser(staging, "Alice", **arguments, existing=True)
    assert warnings(staging) == [
        f"XA504 permissions_boundary is not written, since arn:aws:iam::{STAGING}:user/alice exists already; "
        f"its owner sets it to {boundary}"
    ]
    new = stack(app, "New", STAGING)
    TrustedAccountUser(new, "Alice", **arguments)
    assert warnings(new) == []
