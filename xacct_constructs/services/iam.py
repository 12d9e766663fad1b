"""AWS Identity and Access Management: users, roles and what is attached to them; who may assume a role is STS's.

Source: Service Authorization Reference, AWS IAM; CloudFormation Template Reference, AWS::IAM.
"""

from xacct_constructs.services.reference.iam import ACTIONS, ARNS, CONDITION_KEYS
from xacct_constructs.services.service import CloudFormationType, Service


def _named(name: str, kind: str, *, required: tuple[str, ...] = (), ref_is_arn: bool = False) -> CloudFormationType:
    """A type that makes something with a name and a path."""
    return CloudFormationType(
        name=f"AWS::IAM::{name}",
        form=ARNS[kind],
        named_by=f"{name}Name",
        path_in="Path",
        ref_is_arn=ref_is_arn,
        required=required,
    )


def _attached(name: str, *required: str) -> CloudFormationType:
    """A type that adds something to users, roles or groups."""
    return CloudFormationType(name=f"AWS::IAM::{name}", required=required)


IAM = Service(
    name="iam",
    arns=ARNS,
    actions=ACTIONS,
    condition_keys=CONDITION_KEYS,
    usual="CreateAccessKey PutRolePolicy PassRole",
    types=(
        _named("Group", "group"),
        _named("ManagedPolicy", "policy", required=("PolicyDocument",), ref_is_arn=True),
        _named("Role", "role", required=("AssumeRolePolicyDocument",)),
        _named("User", "user"),
        _attached("GroupPolicy", "GroupName", "PolicyDocument"),
        _attached("Policy", "PolicyDocument"),
        _attached("RolePolicy", "RoleName", "PolicyDocument"),
        _attached("UserPolicy", "UserName", "PolicyDocument"),
        _attached("UserToGroupAddition", "GroupName", "Users"),
    ),
)
