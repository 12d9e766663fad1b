"""Requests: who asks for what, and what AWS knows of it while deciding.

Source: IAM User Guide, "AWS global condition context keys".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from xacct_constructs.arns import Arn, is_arn, parse
from xacct_constructs.iam.caller_kind import CallerKind
from xacct_constructs.iam.global_keys import NOT_ABSENT
from xacct_constructs.iam.undecided import UndecidedError
from xacct_constructs.remembered import remembered

Values = str | Sequence[str]

_COGNITO = "cognito-identity.amazonaws.com"
"""An identity provider in the domain of services (IAM User Guide, "AWS JSON policy elements: Principal")."""

CLOUDFRONT = "cloudfront"
"""What stands for the account in the ARN of an origin access identity, whichever account it is of (Amazon CloudFront
Developer Guide, "Restrict access to an Amazon S3 origin").
"""

USER_ID = "aws:userid"
"""In all signed requests: a unique ID, of a session with its name behind."""

_SERVICE_LINKED = ":role/aws-service-role/"
"""The path of service-linked roles, and of no others (IAM User Guide, "Service-linked roles")."""

_SESSION = "session"
"""The name of a session of which nothing else is known."""


_KINDS = {
    "assumed-role": CallerKind.SESSION,
    "federated-user": CallerKind.FEDERATED_USER,
    "root": CallerKind.ROOT,
    "user": CallerKind.USER,
    "oidc-provider": CallerKind.WEB_IDENTITY,
    "saml-provider": CallerKind.WEB_IDENTITY,
}
"""What a caller's ARN says it is, to its kind."""


@remembered
def _kind_of(arn: str) -> CallerKind:
    if arn == "*":
        return CallerKind.ANONYMOUS
    if not arn.startswith("arn:"):
        is_service = ".amazonaws." in arn and arn != _COGNITO
        return CallerKind.SERVICE if is_service else CallerKind.WEB_IDENTITY
    parsed = parse(arn)
    if parsed.account == CLOUDFRONT:
        return CallerKind.ORIGIN_ACCESS_IDENTITY
    if parsed.kind in _KINDS:
        return _KINDS[parsed.kind]
    raise UndecidedError(f"{arn} is no principal that makes requests; a role does so through a session")


@remembered
def _account_of(arn: str) -> str:
    return parse(arn).account if is_arn(arn) else ""


@dataclass(frozen=True)
class Caller:
    """The principal of a request.

    Attributes:
        arn: ARN of a user, session, root user or federated user; name of a service or identity provider; `*`,
            anonymous.
        role_arn: The role of a session. Default: the role of that name without path.
        service_linked: Whether the role is service-linked, though its ARN does not say so. Default: no.
        unique_id: What IAM calls the user, or the session's role, by: `AIDA…`, `AROA…`. Default: not known, since
            deployment makes it.
    """

    arn: str
    role_arn: str | None = None
    service_linked: bool = False
    unique_id: str = ""

    @cached_property
    def kind(self) -> CallerKind:
        """The kind, read off the ARN."""
        return _kind_of(self.arn)

    @cached_property
    def account(self) -> str:
        """The account, empty for services and the anonymous."""
        return _account_of(self.arn)

    @cached_property
    def principal_arn(self) -> str:
        """What `aws:PrincipalArn` holds: of a session, its role's ARN."""
        if self.kind is not CallerKind.SESSION:
            return self.arn
        if self.role_arn:
            return self.role_arn
        return role_of_session(parse(self.arn))

    @property
    def is_service_linked(self) -> bool:
        """Whether it is a service-linked role, which no organization policy binds."""
        return self.service_linked or (self.kind is CallerKind.SESSION and _SERVICE_LINKED in self.principal_arn)

    @cached_property
    def keys(self) -> Mapping[str, Values]:
        """The context keys that follow from the caller alone."""
        return _keys_of(self)

    @cached_property
    def not_said(self) -> frozenset[str]:
        """Keys that its requests have, or may have, whose value does not follow from who asks."""
        return NOT_ABSENT[self.kind] - self.keys.keys()


def role_of_session(session: Arn) -> str:
    """The ARN of a session's role, as if it had no path."""
    _, role, *_ = session.resource.split("/")  # assumed-role/ROLE/SESSION, a form of its own
    return str(Arn(session.partition, "iam", "", session.account, f"role/{role}"))


def _keys_of(caller: Caller) -> Mapping[str, Values]:
    """The keys of a caller (IAM User Guide, "Principal key values")."""
    kind = caller.kind
    if kind is CallerKind.SERVICE:
        return {"aws:principalisawsservice": "true", "aws:principalservicename": caller.arn}
    if kind is CallerKind.WEB_IDENTITY:
        return {}
    if kind is CallerKind.ORIGIN_ACCESS_IDENTITY:
        return {"aws:principalarn": caller.arn, "aws:principalisawsservice": "false"}
    if kind is CallerKind.ANONYMOUS:
        return {"aws:principaltype": kind.value, "aws:principalaccount": "anonymous"}
    found = {
        "aws:principaltype": kind.value,
        "aws:principalarn": caller.principal_arn,
        "aws:principalaccount": caller.account,
        "aws:principalisawsservice": "false",
    }
    if kind is CallerKind.ROOT:
        found[USER_ID] = caller.account
    elif kind is CallerKind.FEDERATED_USER:
        found[USER_ID] = f"{caller.account}:{parse(caller.arn).name}"
    elif kind is CallerKind.USER:
        found["aws:username"] = parse(caller.arn).name
    if caller.unique_id:
        is_session = kind is CallerKind.SESSION
        found[USER_ID] = f"{caller.unique_id}:{parse(caller.arn).name}" if is_session else caller.unique_id
    return found


def session_of_arn(role_arn: str) -> Caller:
    """A session of the role with this ARN."""
    role = parse(role_arn)
    session = Arn(role.partition, "sts", "", role.account, f"assumed-role/{role.name}/{_SESSION}")
    return Caller(str(session), role_arn=role_arn)


class Context:
    """The context keys of one request; names do not depend on case."""

    def __init__(self, *parts: Mapping[str, Values], not_said: frozenset[str] = frozenset()) -> None:
        """Put the parts together, later ones first in weight; not before a key is asked for.

        Args:
            parts: The keys, and their values.
            not_said: Keys, in lower case, that are there, or may be, with a value that is not known, unless one of the
                parts has them. Default: none.
        """
        self._parts = parts
        self._not_said = not_said
        self._found: dict[str, Values] | None = None

    def values(self, key: str) -> tuple[str, ...] | None:
        """The values of a key; None where it is absent or has none.

        Raises:
            UndecidedError: The request has it, or may have it, and its value is not known.
        """
        if self._found is None:
            self._found = {name.lower(): value for part in self._parts for name, value in part.items()}
        name = key.lower()
        found = self._found.get(name)
        if found is None and name in self._not_said and name not in self._found:
            raise UndecidedError(f"what the request has as {name} is not known")
        if not found and not isinstance(found, str):
            return None
        return (found,) if isinstance(found, str) else tuple(found)

    def variable(self, key: str) -> str | None:
        """A key's value as a policy variable; None where it is absent or has several."""
        found = self.values(key)
        return found[0] if found and len(found) == 1 else None


@dataclass(frozen=True, slots=True)
class Request:
    """One request.

    Attributes:
        caller: Who asks.
        action: What is asked, such as `s3:GetObject`.
        resource: ARN, or `*` for an action that has no resource.
        resource_account: The account that owns the resource. Default: the one in its ARN, else the caller's.
        context: Context keys beyond those that follow from caller and resource.
        service_keys: Context keys, in lower case, that the service it is made to knows by itself. Default: none.
    """

    caller: Caller
    action: str
    resource: str
    resource_account: str | None = None
    context: Mapping[str, Values] = field(default_factory=dict)
    service_keys: Mapping[str, Values] = field(default_factory=dict)

    def __str__(self) -> str:
        """Who asks for what, in words."""
        return f"{self.caller.arn} calls {self.action} on {self.resource}"

    @property
    def owner(self) -> str:
        """The account that owns the resource."""
        return self.resource_account or _account_of(self.resource) or self.caller.account

    def full_context(self) -> Context:
        """All context keys of the request."""
        return Context(self.caller.keys, self.known_keys(), not_said=self.caller.not_said)

    def known_keys(self) -> Mapping[str, Values]:
        """The context keys that do not follow from the caller alone."""
        return {**self.service_keys, "aws:resourceaccount": self.owner, **self.context}

    def not_said(self) -> frozenset[str]:
        """Keys, in lower case, that it has, or may have, and whose value nobody gave."""
        return self.caller.not_said - {key.lower() for key in self.known_keys()}
