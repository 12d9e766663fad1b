"""The Principal element: whom a resource policy or trust policy names.

Source: IAM User Guide, "AWS JSON policy elements: Principal" and "NotPrincipal".
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, auto
from typing import Any

from xacct_constructs.iam.request import Caller, CallerKind
from xacct_constructs.iam.undecided import UndecidedError
from xacct_constructs.remembered import remembered
from xacct_constructs.values import listed

UNIQUE_ID = re.compile(r"A(?:IDA|ROA|GPA|NPA|NVA|PKA|SCA)[A-Z0-9]{12,}")
"""What IAM stores in place of a principal that was deleted: nobody has it any more."""


class Match(IntEnum):
    """How a statement names the caller; what follows depends on it within one account."""

    NONE = 0
    ACCOUNT = auto()
    """By its account, which delegates: the caller's own policies must allow too."""
    ROLE = auto()
    """By its role: boundary and session policy still limit the session."""
    DIRECT = auto()
    """By its own ARN, or as anybody: neither limits it."""


@dataclass(frozen=True, slots=True)
class Principals:
    """The principals of one statement."""

    aws: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    federated: tuple[str, ...] = ()
    negated: bool = False

    @property
    def names_directly(self) -> bool:
        """Whether it names anybody by more than their account."""
        return self.negated or any(account_of(each) is None for each in self.aws)

    def names_inside(self, account: str) -> bool:
        """Whether it names somebody of this account by more than the account, or anybody."""
        return self.negated or any(
            each == "*" or f"::{account}:role/" in each or f"::{account}:assumed-role/" in each for each in self.aws
        )

    def match(self, caller: Caller) -> Match:
        """How the caller is named; a `NotPrincipal` names everybody that its list does not."""
        found = max((self._match_one(each, caller) for each in self._relevant(caller)), default=Match.NONE)
        if not self.negated:
            return found
        return Match.NONE if self._excepts(caller) else Match.DIRECT

    def _relevant(self, caller: Caller) -> tuple[str, ...]:
        kind = caller.kind
        if kind is CallerKind.SERVICE:
            return (*self.services, *(each for each in self.aws if each == "*"))
        if kind is CallerKind.WEB_IDENTITY:
            return (*self.federated, *(each for each in self.aws if each == "*"))
        return self.aws

    def _match_one(self, named: str, caller: Caller) -> Match:
        kind = caller.kind
        if named == "*":
            return Match.DIRECT
        if kind in (CallerKind.SERVICE, CallerKind.WEB_IDENTITY):
            return Match.DIRECT if named == caller.arn else Match.NONE
        if named == caller.arn:
            return Match.DIRECT
        if named == caller.principal_arn:
            return Match.ROLE
        return Match.ACCOUNT if account_of(named) == caller.account else Match.NONE

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
        if unknown := set(written) - {"AWS", "Service", "Federated"}:
            raise UndecidedError(f"principals of the kind {', '.join(sorted(unknown))} are not known")
        # An account that stands unquoted in a template is a number, of which CloudFormation hands on the digits.
        lists = {kind: tuple(str(v) if type(v) is int else v for v in listed(vs)) for kind, vs in written.items()}
        for each in (each for names in lists.values() for each in names):
            if not isinstance(each, str) or (each != "*" and set(each) & set("*?")):
                raise UndecidedError(f"{key} names {each!r}, which is neither one principal nor *")
        return Principals(
            aws=lists.get("AWS", ()),
            services=lists.get("Service", ()),
            federated=lists.get("Federated", ()),
            negated=negated,
        )
    return None
