"""Trusted principals: who, in the trusted account, may assume the role; one module each.

Source: IAM User Guide, "AWS JSON policy elements: Principal".
"""

from xacct_constructs.principals.account import TrustedAccount
from xacct_constructs.principals.admission import Admission, Binding
from xacct_constructs.principals.group import TrustedGroup
from xacct_constructs.principals.kinds import (
    CALLING,
    NAMED,
    PRINCIPAL_KINDS,
    GroupPrincipal,
    NamedPrincipal,
    TrustedPrincipal,
    accounts_of,
    callers_of,
    check_principal,
    is_group,
    is_named,
    is_of_organization,
    is_principal,
    one_of,
    with_names,
)
from xacct_constructs.principals.organization import TrustedOrganization
from xacct_constructs.principals.organizational_unit import TrustedOrganizationalUnit
from xacct_constructs.principals.permission_set import TrustedPermissionSet
from xacct_constructs.principals.role import TrustedRole
from xacct_constructs.principals.user import TrustedUser
from xacct_constructs.principals.web_identity import TrustedWebIdentity

__all__ = [
    "CALLING",
    "NAMED",
    "PRINCIPAL_KINDS",
    "Admission",
    "Binding",
    "GroupPrincipal",
    "NamedPrincipal",
    "TrustedAccount",
    "TrustedGroup",
    "TrustedOrganization",
    "TrustedOrganizationalUnit",
    "TrustedPermissionSet",
    "TrustedPrincipal",
    "TrustedRole",
    "TrustedUser",
    "TrustedWebIdentity",
    "accounts_of",
    "callers_of",
    "check_principal",
    "is_group",
    "is_named",
    "is_of_organization",
    "is_principal",
    "one_of",
    "with_names",
]
