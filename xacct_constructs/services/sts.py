"""AWS Security Token Service: the roles of IAM, as what is assumed.

Source: Service Authorization Reference, AWS Security Token Service.
"""

from xacct_constructs.iam import ResourcePolicyKind
from xacct_constructs.services.reference.sts import ACTIONS, ARNS, CONDITION_KEYS
from xacct_constructs.services.service import ResourceKind, Service, form_of

ASSUME_ROLE = "sts:AssumeRole"
"""The action that enters a role."""

IAM_ROLE = ResourceKind(
    service="sts",
    name="role",
    form=form_of(ARNS, "role"),
    policy=ResourcePolicyKind.TRUST,
    names_resources=False,
)

STS = Service(
    name="sts",
    arns=ARNS,
    actions=ACTIONS,
    condition_keys=CONDITION_KEYS,
    usual="AssumeRole AssumeRoleWithWebIdentity AssumeRoleWithSAML TagSession SetSourceIdentity SetContext",
    verbs={"assume": "AssumeRole AssumeRoleWithSAML AssumeRoleWithWebIdentity"},
    resources=(IAM_ROLE,),
)
