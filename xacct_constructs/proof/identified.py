"""What says who somebody is: identity providers, pools and trust anchors. The trust policies stay, and let in others.

Source: IAM User Guide, "Identity providers and federation"; Amazon Cognito Developer Guide, "Identity pools"; IAM Roles
Anywhere User Guide, "Trust anchors".
"""

from collections.abc import Iterator, Mapping
from typing import Any

from xacct_constructs.assembly import Assembly
from xacct_constructs.proof.verdict import Doubt
from xacct_constructs.proof.written import told
from xacct_constructs.unknowns import MARK

_POOL, _ANYWHERE = ("cognito-identity.amazonaws.com", "cognito-idp."), ("rolesanywhere.amazonaws.com",)
_TRUSTED: Mapping[str, tuple[str, ...]] = {
    "AWS::Cognito::IdentityPool": _POOL,
    "AWS::Cognito::IdentityPoolPrincipalTag": _POOL,
    "AWS::Cognito::UserPool": _POOL,
    "AWS::Cognito::UserPoolClient": _POOL,
    "AWS::Cognito::UserPoolIdentityProvider": _POOL,
    "AWS::IAM::OIDCProvider": (":oidc-provider/",),
    "AWS::IAM::SAMLProvider": (":saml-provider/",),
    "AWS::RolesAnywhere::CRL": _ANYWHERE,
    "AWS::RolesAnywhere::TrustAnchor": _ANYWHERE,
}
"""Types to how trust policies speak of those whom they identify."""
_ONLY: Mapping[str, tuple[str, ...]] = {"AWS::Cognito::UserPool": ("AdminCreateUserConfig", "LambdaConfig")}
"""Of a type that says much else, what says who comes in."""
_DESCRIBING = ("Name", "Tags")


def identified(old: Assembly, new: Assembly) -> Iterator[Doubt]:
    """A doubt for each that comes, goes or changes, where a role of both assemblies trusts its like."""
    before, after, trusts = _said(old), _said(new), (_trusts(old), _trusts(new))
    changed = dict.fromkeys((key[0], (before | after)[key]) for key in sorted(before.keys() ^ after.keys()))
    for kind, place in changed:
        arns = sorted(trusts[0].keys() & trusts[1].keys())
        arn = next((arn for arn in arns if any(_speaks_of(each[arn], kind, place) for each in trusts)), None)
        if arn is not None:
            yield Doubt(place, f"{kind} is not as it was: it says who somebody is, and {arn} lets in whom it names")


def _said(assembly: Assembly) -> dict[tuple[str, str], str]:
    """What each is and says, as its template has it, to its stack and logical ID."""
    found = {}
    for (stack, logical_id), resource in assembly.written.items():
        kind, said = str(resource.get("Type")), resource.get("Properties")
        if kind in _TRUSTED:
            held = said if isinstance(said, Mapping) else {"": said}
            names = _ONLY.get(kind) or [each for each in held if each not in _DESCRIBING]
            text = told([{each: held.get(each) for each in names}, resource.get("Condition")], {})
            found[kind, text] = f"{stack}.{logical_id}"
    return found


def _trusts(assembly: Assembly) -> dict[str, Any]:
    """The trust policies of roles, by their ARN."""
    return {each.arn: told(each.trust.document, {}) for each in assembly.identities if each.trust is not None}


def _speaks_of(trust: str, kind: str, place: str) -> bool:
    """Whether a trust policy speaks of those whom a type identifies, or of the resource itself."""
    return any(each in trust for each in _TRUSTED[kind]) or any(f"{{{place}" in each for each in MARK.findall(trust))
