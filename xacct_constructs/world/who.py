"""Types that say who somebody is, or what whoever is assigned may do: roles' policies rest on them, and stay the same.

Source: CloudFormation Template Reference, the types' pages; IAM User Guide, "Identity providers and federation"; Amazon
Cognito Developer Guide, "Identity pools"; IAM Roles Anywhere User Guide, "Trust model".
"""

from collections.abc import Mapping
from typing import NamedTuple


class SayingWho(NamedTuple):
    """What is known of one type.

    Attributes:
        named: What stands in the principals of those roles that rest on it. Default: no trust policy names it, and it
            bears on access by itself.
        only: The properties that say who comes in; without any of them it says nothing. Default: all but names, tags
            and descriptions.
    """

    named: tuple[str, ...] = ()
    only: tuple[str, ...] = ()


_POOL = ("cognito-identity.amazonaws.com", "cognito-idp.")
_CERTIFICATES = ("rolesanywhere.amazonaws.com",)

SAYING_WHO: Mapping[str, SayingWho] = {
    "AWS::Cognito::IdentityPool": SayingWho(_POOL),
    "AWS::Cognito::IdentityPoolPrincipalTag": SayingWho(_POOL),
    "AWS::Cognito::UserPool": SayingWho(_POOL, only=("AdminCreateUserConfig", "LambdaConfig")),
    "AWS::Cognito::UserPoolClient": SayingWho(_POOL),
    "AWS::Cognito::UserPoolIdentityProvider": SayingWho(_POOL),
    # Not its serial number, which is counted up for a key to be made anew.
    "AWS::IAM::AccessKey": SayingWho(only=("Status", "UserName")),
    "AWS::IAM::OIDCProvider": SayingWho((":oidc-provider/",)),
    "AWS::IAM::SAMLProvider": SayingWho((":saml-provider/",)),
    "AWS::IAM::User": SayingWho(only=("LoginProfile",)),
    "AWS::IdentityStore::GroupMembership": SayingWho(),
    "AWS::RolesAnywhere::CRL": SayingWho(_CERTIFICATES),
    "AWS::RolesAnywhere::TrustAnchor": SayingWho(_CERTIFICATES),
    "AWS::SSO::InstanceAccessControlAttributeConfiguration": SayingWho(),
    "AWS::SSO::PermissionSet": SayingWho(),
}
"""Each type, and how roles rest on it."""
