"""The Principal element: whom a resource policy or trust policy names.

Source: IAM User Guide, "AWS JSON policy elements: Principal" and "NotPrincipal".
"""

import re
from collections.abc import Callable, Mapping
from enum import IntEnum, auto
from typing import Any, NamedTuple

from xacct_constructs.arns import is_arn, parse
from xacct_constructs.iam.caller_kind import CallerKind
from xacct_constructs.iam.request import Caller
from xacct_constructs.iam.undecided import UndecidedError
from xacct_constructs.remembered import remembered
from xacct_constructs.values import listed

UNIQUE_ID = re.compile(r"A(?:IDA|ROA|GPA|NPA|NVA|PKA|SCA)[A-Z0-9]{12,}")
"""What IAM stores in place of a principal's ARN: whoever has it is named, and nobody who is made again has it."""

_FORM = re.compile(
    rf"[*]|[0-9]{{12}}|{UNIQUE_ID.pattern}|.*[$][{{].*"
    r"|arn:aws[a-z-]*:iam::([0-9]{12}:(root|(user|role)/.+)|cloudfront:user/.+)"
    r"|arn:aws[a-z-]*:sts::[0-9]{12}:(assumed-role/[^/]+/.+|federated-user/.+)"
)
"""Whom IAM knows under `AWS`, what deployment settles included; of another text it is not known whom it names."""

_WHOSE = {"AIDA": CallerKind.USER, "AROA": CallerKind.SESSION}
"""How the unique IDs begin that a principal can be, to the kind of caller that has one."""
_IN_NO_ACCOUNT = {CallerKind.SERVICE, CallerKind.WEB_IDENTITY, CallerKind.ANONYMOUS}


class Match(IntEnum):
    """How a statement names the caller; what follows depends on it within one account."""

    NONE = 0
    ACCOUNT = auto()
    """By its account, which delegates: the caller's own policies must allow too."""
    ROLE = auto()
    """By its role: boundary and session policy still limit the session."""
    DIRECT = auto()
    """By its own ARN, or as anybody: neither limits it."""


class Principals(NamedTuple):
    """The principals of one statement.

    Attributes:
        aws: ARNs, accounts and unique IDs; `*`, anybody.
        services: Names of services.
        federated: Names and ARNs of identity providers.
        canonical: Canonical user IDs: S3's own names of accounts, and of origin access identities.
        negated: Whether it names everybody but these.
    """

    aws: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    federated: tuple[str, ...] = ()
    canonical: tuple[str, ...] = ()
    negated: bool = False

    def named_directly(self) -> "Principals | None":
        """Those that it names by more than their account; None where there are none."""
        return self._only(lambda each: account_of(each) is None, self.canonical, self.federated)

    def named_inside(self, account: str) -> "Principals | None":
        """Those of this account that it names, or may name, by more than the account, and anybody; None: nobody."""
        return self._only(lambda each: _is_inside(account, each), (), ())

    def _only(
        self, is_named: Callable[[str], bool], canonical: tuple[str, ...], federated: tuple[str, ...]
    ) -> "Principals | None":
        named = tuple(filter(is_named, self.aws))
        if self.negated:
            return self
        found = Principals(aws=named, federated=federated, canonical=canonical)
        return found if named or federated or canonical else None

    def match(self, caller: Caller, resource: str) -> Match:
        """How the caller is named, asking for the resource; a `NotPrincipal` names everybody that its list does not.

        Raises:
            UndecidedError: Whether the caller is named, or how, is not known.
        """
        if self.negated:
            return self._match_others(caller)
        found = max((self._match_one(each, caller, resource) for each in self._relevant(caller)), default=Match.NONE)
        if found is not Match.DIRECT and (unknown := self._perhaps(caller) or self._signed_in(caller, resource)):
            raise UndecidedError(f"whether {caller.arn} is {unknown} is not known before deployment")
        return found

    def _match_others(self, caller: Caller) -> Match:
        if self._excepts(caller):
            return Match.NONE
        if unknown := self._perhaps(caller):
            raise UndecidedError(
                f"whether {caller.arn} is {unknown}, which is excepted, is not known before deployment"
            )
        return Match.DIRECT

    def _relevant(self, caller: Caller) -> tuple[str, ...]:
        kind = caller.kind
        if kind is CallerKind.SERVICE:
            return (*self.services, *(each for each in self.aws if each == "*"))
        if kind is CallerKind.WEB_IDENTITY:
            return (*self.federated, *(each for each in self.aws if each == "*"))
        return self.aws

    def _perhaps(self, caller: Caller) -> str:
        """Who among these the caller may be, and may not be; empty, nobody."""
        if self.canonical and caller.kind not in _IN_NO_ACCOUNT:
            return f"of the canonical user {self.canonical[0]}"
        for each, kind in _unique_ids(self.aws):
            if kind is caller.kind and not caller.unique_id:
                return each
        return ""

    def _signed_in(self, caller: Caller, resource: str) -> str:
        """The provider among these through which a session may have been given out; of a role's trust, it is not asked.

        Source: IAM User Guide, "AWS JSON policy elements: Principal", on web identity and SAML session principals.
        """
        if caller.kind is not CallerKind.SESSION or (is_arn(resource) and parse(resource).service == "iam"):
            return ""
        found = (each for each in self.federated if _may_sign_in(each, caller.account))
        return f"of a session that {each} signed in" if (each := next(found, "")) else ""

    def _match_one(self, named: str, caller: Caller, resource: str) -> Match:
        kind = caller.kind
        if named == "*":
            return Match.DIRECT
        if kind in (CallerKind.SERVICE, CallerKind.WEB_IDENTITY):
            return Match.DIRECT if named == caller.arn else Match.NONE
        if named == caller.arn:
            found = Match.DIRECT
        elif named == caller.principal_arn:
            found = Match.ROLE
        elif named == caller.unique_id:
            return Match.ROLE if kind is CallerKind.SESSION else Match.DIRECT
        else:
            found = Match.ACCOUNT if account_of(named) == caller.account else Match.NONE
        if found and (partition := _partition(named)):
            own = _partition(resource) or _partition(caller.arn)
            if found is Match.ACCOUNT and partition == own != _partition(caller.arn):
                return Match.NONE
            if partition != own:
                raise UndecidedError(f"{named} is of another partition than {own}: AWS refuses a policy that names it")
        return found

    def _excepts(self, caller: Caller) -> bool:
        """Whether a `NotPrincipal` list leaves the caller out: its account must be named beside the principal."""
        relevant = self._relevant(caller)
        if any(each == "*" for each in relevant):
            return True
        if caller.kind in (CallerKind.SERVICE, CallerKind.WEB_IDENTITY):
            return caller.arn in relevant
        accounts = any(account_of(each) == caller.account for each in relevant)
        if caller.kind is CallerKind.ROOT:
            return accounts
        if caller.kind is CallerKind.SESSION:
            return accounts and caller.principal_arn in relevant and caller.arn in relevant
        return accounts and caller.arn in relevant


def unique_id_kind(named: str) -> CallerKind | None:
    """The kind of caller that a unique ID names; None for what is none, or names no caller."""
    kind = _WHOSE.get(named[:4])
    return kind if kind is not None and UNIQUE_ID.fullmatch(named) else None


@remembered
def _unique_ids(named: tuple[str, ...]) -> tuple[tuple[str, CallerKind], ...]:
    """The unique IDs among principals, each with the kind of caller that it names."""
    return tuple((each, kind) for each in named if (kind := unique_id_kind(each)) is not None)


def _is_inside(account: str, named: str) -> bool:
    if not is_arn(named):
        return named == "*" or unique_id_kind(named) is CallerKind.SESSION
    arn = parse(named)
    return arn.account == account and arn.kind in ("role", "assumed-role")


def _may_sign_in(provider: str, account: str) -> bool:
    """Whether a session of the account's roles may come through it: one by its ARN is its own account's alone."""
    return not is_arn(provider) or parse(provider).account == account


@remembered
def _partition(arn: str) -> str:
    return parse(arn).partition if is_arn(arn) else ""


@remembered
def account_of(named: str) -> str | None:
    """The account that a principal stands for as a whole; None for a single principal."""
    if re.fullmatch(r"[0-9]{12}", named):
        return named
    found = re.fullmatch(r"arn:aws[a-z-]*:iam::([0-9]{12}):root", named)
    return found[1] if found else None


def parse_principals(statement: Mapping[str, Any]) -> Principals | None:
    """The principals of a statement; None for a statement of an identity policy.

    Raises:
        UndecidedError: a kind of principal is not known here.
    """
    if "Principal" in statement and "NotPrincipal" in statement:
        raise UndecidedError("the statement has both Principal and NotPrincipal")
    for key, negated in (("Principal", False), ("NotPrincipal", True)):
        if key not in statement:
            continue
        written = statement[key]
        if written == "*":
            return Principals(aws=("*",), negated=negated)
        if not isinstance(written, Mapping):
            raise UndecidedError(f"{key} is settled only at deployment: {written!r}")
        if unknown := set(written) - {"AWS", "Service", "Federated", "CanonicalUser"}:
            raise UndecidedError(f"principals of the kind {', '.join(sorted(unknown))} are not known")
        # An account that stands unquoted in a template is a number, of which CloudFormation hands on the digits.
        lists = {kind: tuple(str(v) if type(v) is int else v for v in listed(vs)) for kind, vs in written.items()}
        # For services, providers and canonical users there is no word that means all of them.
        for kind, each in ((kind, each) for kind, names in lists.items() for each in names):
            anybody = ("*",) if kind == "AWS" else ()
            if not isinstance(each, str) or (set(each) & set("*?") and each not in anybody):
                raise UndecidedError(f"{key} names {each!r}, which is neither one principal nor *")
            if each.startswith("arn:") and not is_arn(each):
                raise UndecidedError(f"{key} names {each!r}, which is no ARN")
        for each in lists.get("AWS", ()):
            if not _FORM.fullmatch(each):
                raise UndecidedError(f"{key} names {each!r}, which is in no form of a principal that IAM documents")
        if negated and not any(lists.values()):
            raise UndecidedError(f"{key} is empty: whether the statement speaks of all or of nobody is not known")
        return Principals(
            aws=lists.get("AWS", ()),
            services=lists.get("Service", ()),
            federated=lists.get("Federated", ()),
            canonical=lists.get("CanonicalUser", ()),
            negated=negated,
        )
    return None
