"""The agreement and the values it is made of."""

from xacct_constructs.agreement.agreement import Agreement, Binding
from xacct_constructs.agreement.principals import TrustedAccount, TrustedPrincipal, TrustedRole, TrustedUser
from xacct_constructs.agreement.reference import RoleReference

__all__ = [
    "Agreement",
    "Binding",
    "RoleReference",
    "TrustedAccount",
    "TrustedPrincipal",
    "TrustedRole",
    "TrustedUser",
]
