"""Whoever signs in with a token of an OpenID Connect provider: a pipeline outside AWS, for one.

Source: IAM User Guide, "Create a role for OpenID Connect federation", "Identity-provider controls for shared OIDC
providers" and "Available keys for AWS OIDC federation"; AWS STS API reference, AssumeRoleWithWebIdentity.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from xacct_constructs.arns import Arn
from xacct_constructs.finding import Finding, error
from xacct_constructs.iam import Caller
from xacct_constructs.principals.admission import Admission, Binding
from xacct_constructs.quotas import OIDC_AUDIENCE_CHARACTERS, OIDC_PROVIDER_CHARACTERS
from xacct_constructs.signatures import explained_value
from xacct_constructs.texts import shown
from xacct_constructs.values import is_policy_text

_PROVIDER = r"[a-z0-9-]+(\.[a-z0-9-]+)+(/[A-Za-z0-9._~/-]*[A-Za-z0-9._~-])?"
_WITHOUT_ARN = ("accounts.google.com", "cognito-identity.amazonaws.com", "graph.facebook.com", "www.amazon.com")
"""Providers that a policy names by their names, and of which it asks other keys."""


@explained_value
@dataclass(frozen=True, kw_only=True)
class TrustedWebIdentity:
    """Tokens of an OpenID Connect provider, for one audience and one subject.

    The provider is one that IAM of the trusting account knows. Nobody in AWS has a half of this: whoever has such a
    token enters the role by `sts:AssumeRoleWithWebIdentity`.

    Attributes:
        provider: The provider's URL without `https://`, such as `token.actions.githubusercontent.com`.
        audience: The token's `aud`, such as `sts.amazonaws.com`.
        subject: The token's `sub`, such as `repo:acme/reports:environment:production`; `*` and `?` match as in
            `StringLike`, and are reported as a finding (XA028).
        kind: `web identity`.
        account: Empty: it is of none.
        is_whole_account: Never.
        is_outside_aws: Always.
        can_use_mfa: Whether its requests can carry MFA: no.
        is_role_session: Whether it asks through a role's session: no.
        has_user_name: Whether `aws:username` is set in its requests: no.
        has_long_term_credentials: Whether it may have access keys and a password: no.
    """

    provider: str
    audience: str
    subject: str

    kind: ClassVar[str] = "web identity"
    account: ClassVar[str] = ""
    is_whole_account: ClassVar[bool] = False
    is_outside_aws: ClassVar[bool] = True
    can_use_mfa: ClassVar[bool] = False
    is_role_session: ClassVar[bool] = False
    has_user_name: ClassVar[bool] = False
    has_long_term_credentials: ClassVar[bool] = False

    @property
    def identity(self) -> tuple[str, str, str]:
        """What STS keeps apart."""
        return self.kind, self.provider, f"{self.audience} {self.subject}"

    @property
    def policy_owner(self) -> str:
        """Who says what its tokens hold."""
        return f"whoever runs {self.provider}"

    @property
    def claims(self) -> Mapping[str, str]:
        """What STS takes from such a token, as condition keys have it."""
        subject = self.subject.replace("*", "").replace("?", "x")
        return {f"{self.provider}:aud": self.audience, f"{self.provider}:sub": subject}

    def admission(self, role: Arn, binding: Binding) -> Admission:
        """How a trust policy lets it in: by the provider, the audience and the subject."""
        like = "StringLike" if set(self.subject) & set("*?") else "StringEquals"
        claims = {
            ("StringEquals", f"{self.provider}:aud"): (self.audience,),
            (like, f"{self.provider}:sub"): (self.subject,),
        }
        return Admission((self._provider_arn(role),), claims, "Federated", "sts:AssumeRoleWithWebIdentity")

    def _provider_arn(self, role: Arn) -> str:
        return str(Arn(role.partition, "iam", "", role.account, f"oidc-provider/{self.provider}"))

    def caller(self, role: Arn, signed_in: str | None) -> Caller:
        """Who asks for it: the provider, whoever is signed in."""
        return Caller(self._provider_arn(role))

    def describe(self, partition: str) -> str:
        """The principal in words."""
        return f"{self.subject} of {self.provider}"

    def covers(self, arn: str, partition: str) -> bool:
        """Whether whoever has this ARN is trusted with it: nobody in AWS is."""
        return False

    def check(self, path: str) -> Iterator[Finding]:
        """Findings about its fields; `path` is where it stands."""
        yield from self._check_provider(f"{path}.provider")
        longest = OIDC_AUDIENCE_CHARACTERS
        if not _is_text(self.audience) or set(self.audience) & set("*?$") or len(self.audience) > longest:
            message = f"must be 1 to {longest} characters without * ? and $, got {shown(self.audience)}"
            yield error("XA025", f"{path}.audience", message, "write the one that the pipeline asks its token for")
        if not _is_text(self.subject) or "$" in self.subject or self.subject[0] in "*?":
            message = f"must be a text without $ that begins with no wildcard, got {shown(self.subject)}"
            fix = "write whose token it is, such as repo:acme/reports:environment:production"
            yield error("XA026", f"{path}.subject", message, fix)

    def _check_provider(self, path: str) -> Iterator[Finding]:
        longest, given = OIDC_PROVIDER_CHARACTERS, self.provider
        if not isinstance(given, str) or not re.fullmatch(_PROVIDER, given) or len(given) > longest:
            message = f"must be a host, with a path if it has one, of at most {longest} characters, got {shown(given)}"
            yield error("XA024", path, message, "write it as its IAM ARN has it, without https://")
        elif given in _WITHOUT_ARN:
            message = f"must be one that is made in IAM, got {shown(given)}, which has keys of its own"
            yield error("XA024", path, message, "trust a role of an account in its place")


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value) and is_policy_text(value)
