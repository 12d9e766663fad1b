"""AWS Identity and Access Management: users, roles and what is attached to them; who may assume a role is STS's.

Source: Service Authorization Reference, AWS IAM; CloudFormation Template Reference, AWS::IAM.
"""

from xacct_constructs.services.reference.iam import ACTIONS, ARNS, CONDITION_KEYS
from xacct_constructs.services.service import CloudFormationType, Service

_HOLDERS = {"Users": "user", "Roles": "role", "Groups": "group"}


def _identity(kind: str, *, policy_in: str = "", groups_in: str = "") -> CloudFormationType:
    """A type that makes users, groups or roles."""
    name = kind.title()
    return CloudFormationType(
        name=f"AWS::IAM::{name}",
        form=ARNS[kind],
        named_by=f"{name}Name",
        path_in="Path",
        arn_attribute="Arn",
        identity=kind,
        policy_in=policy_in,
        groups_in=groups_in,
        required=(policy_in,) if policy_in else (),
    )


def _policy_of_one(kind: str) -> CloudFormationType:
    """A type that writes a policy into one identity."""
    name = f"{kind.title()}Name"
    return CloudFormationType(
        name=f"AWS::IAM::{kind.title()}Policy",
        policy_in="PolicyDocument",
        holders_in={name: kind},
        required=(name, "PolicyDocument"),
    )


IAM = Service(
    name="iam",
    arns=ARNS,
    actions=ACTIONS,
    condition_keys=CONDITION_KEYS,
    usual="CreateAccessKey PutRolePolicy PassRole",
    types=(
        _identity("group"),
        CloudFormationType(
            name="AWS::IAM::ManagedPolicy",
            form=ARNS["policy"],
            named_by="ManagedPolicyName",
            path_in="Path",
            ref_is_arn=True,
            arn_attribute="PolicyArn",
            policy_in="PolicyDocument",
            holders_in=_HOLDERS,
            required=("PolicyDocument",),
        ),
        _identity("role", policy_in="AssumeRolePolicyDocument"),
        _identity("user", groups_in="Groups"),
        _policy_of_one("group"),
        CloudFormationType(
            name="AWS::IAM::Policy",
            policy_in="PolicyDocument",
            holders_in=_HOLDERS,
            required=("PolicyDocument",),
        ),
        _policy_of_one("role"),
        _policy_of_one("user"),
        CloudFormationType(
            name="AWS::IAM::UserToGroupAddition",
            holders_in={"Users": "user"},
            groups_in="GroupName",
            required=("GroupName", "Users"),
        ),
    ),
)
