"""Requests: who asks for what, and what AWS knows of it while deciding.

Source: IAM User Guide, "AWS global condition context keys".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from xacct_constructs.proof.undecided import UndecidedError

Values = str | Sequence[str]


class CallerKind(StrEnum):
    """What kind of principal asks."""

    USER = "User"
    SESSION = "AssumedRole"
    ROOT = "Account"
    FEDERATED_USER = "FederatedUser"
    SERVICE = "Service"
    WEB_IDENTITY = "WebIdentity"
    ANONYMOUS = "Anonymous"


@dataclass(frozen=True, slots=True)
class Caller:
    """The principal of a request."""

    arn: str
    """ARN of a user, session, root user or federated user; name of a service or identity provider; `*`, anonymous."""
    role_arn: str | None = None
    """The role of a session. Default: the role of that name without path."""
    service_linked: bool = False
    """Whether the role is service-linked, so that service control policies do not apply. Default: no."""

    @property
    def kind(self) -> CallerKind:
        """The kind, read off the ARN."""
        if self.arn == "*":
            return CallerKind.ANONYMOUS
        if not self.arn.startswith("arn:"):
            return (
                CallerKind.SERVICE
                if self.arn.count(".") and not self.arn.startswith("http")
                else CallerKind.WEB_IDENTITY
            )
        rest = self.arn.split(":", 5)[5]
        if ":sts:" in self.arn and rest.startswith("assumed-role/"):
            return CallerKind.SESSION
        if ":sts:" in self.arn and rest.startswith("federated-user/"):
            return CallerKind.FEDERATED_USER
        if rest == "root":
            return CallerKind.ROOT
        if rest.startswith("user/"):
            return CallerKind.USER
        if rest.startswith(("oidc-provider/", "saml-provider/")):
            return CallerKind.WEB_IDENTITY
        raise UndecidedError(f"{self.arn} is no principal that makes requests; a role does so through a session")

    @property
    def account(self) -> str:
        """The account, empty for services and the anonymous."""
        return self.arn.split(":")[4] if self.arn.startswith("arn:") else ""

    @property
    def principal_arn(self) -> str:
        """What `aws:PrincipalArn` holds: of a session, its role's ARN."""
        if self.kind is not CallerKind.SESSION:
            return self.arn
        if self.role_arn:
            return self.role_arn
        partition = self.arn.split(":")[1]
        return f"arn:{partition}:iam::{self.account}:role/{self.arn.split('/')[1]}"

    def keys(self) -> dict[str, Values]:
        """The context keys that follow from the caller alone."""
        kind = self.kind
        if kind is CallerKind.SERVICE:
            return {"aws:principalisawsservice": "true", "aws:principalservicename": self.arn}
        found: dict[str, Values] = {"aws:principalisawsservice": "false", "aws:principaltype": kind.value}
        if kind in (CallerKind.ANONYMOUS, CallerKind.WEB_IDENTITY):
            return found if kind is CallerKind.ANONYMOUS else {}
        found |= {"aws:principalarn": self.principal_arn, "aws:principalaccount": self.account}
        if kind is CallerKind.USER:
            found["aws:username"] = self.arn.rsplit("/", 1)[1]
        return found


class Context:
    """The context keys of one request; names do not depend on case."""

    def __init__(self, *parts: Mapping[str, Values]) -> None:
        """Put the parts together, later ones first in weight."""
        self._values = {key.lower(): value for part in parts for key, value in part.items()}

    def values(self, key: str) -> tuple[str, ...] | None:
        """The values of a key; None where it is absent."""
        found = self._values.get(key.lower())
        if found is None:
            return None
        return (found,) if isinstance(found, str) else tuple(found)

    def variable(self, key: str) -> str | None:
        """A key's value as a policy variable; None where it is absent or has several."""
        found = self.values(key)
        return found[0] if found and len(found) == 1 else None


@dataclass(frozen=True, slots=True)
class Request:
    """One request."""

    caller: Caller
    action: str
    resource: str
    """ARN, or `*` for an action that has no resource."""
    resource_account: str | None = None
    """The account that owns the resource. Default: the one in its ARN, else the caller's."""
    context: Mapping[str, Values] = field(default_factory=dict)
    """Context keys beyond those that follow from caller and resource."""

    @property
    def owner(self) -> str:
        """The account that owns the resource."""
        if self.resource_account:
            return self.resource_account
        segments = self.resource.split(":")
        return segments[4] if len(segments) > 5 and segments[4] else self.caller.account

    def full_context(self) -> Context:
        """All context keys of the request."""
        derived: dict[str, Values] = {**self.caller.keys(), "aws:resourceaccount": self.owner}
        return Context(derived, self.context)
