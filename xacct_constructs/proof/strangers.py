"""Whom a resource opens something to: accounts, ARNs, services and policies that its properties name."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from xacct_constructs.arns import is_arn, parse
from xacct_constructs.assembly import Other, at
from xacct_constructs.proof.agreed_on import AgreedOn
from xacct_constructs.values import listed

_SERVICE = re.compile(r"[a-z0-9.-]+\.amazonaws\.com(\.cn)?")


def strangers(other: Other, paths: Sequence[str], agreed_on: AgreedOn) -> list[str]:
    """Everybody named at these paths who is none of the resource's own account, or is agreed on.

    A service acts for the account where a source of the account stands beside it, as `AWS::Lambda::Permission` has it.
    """
    own = _Own(other, agreed_on)
    named = {path: [each for found in at(other.said, path) for each in listed(found)] for path in paths}
    sources = [each for path, found in named.items() if path.startswith("Source") for each in found]
    bound = any(map(own.has, sources))
    found = [each for path, values in named.items() if not path.startswith("Source") for each in values]
    return [each for value in found for each in own.others(value) if not (bound and _SERVICE.fullmatch(each))]


class _Own:
    """The account of a resource, and who is of it."""

    def __init__(self, other: Other, agreed_on: AgreedOn) -> None:
        self._account, self._agreed_on = other.account, agreed_on

    def has(self, value: Any) -> bool:
        """Whether an account or an ARN is of the account; an ARN that does not say whose it is, is not."""
        text = str(value)
        if any(self._agreed_on.account_of(place) == self._account for place in self._agreed_on.places(text)):
            return True
        return self._account.isdigit() and self._whose(text) == self._account

    def _whose(self, text: str) -> str:
        return parse(text).account if is_arn(text) else text

    def others(self, value: Any) -> Iterator[str]:
        """Whom a value names that are none of it; of a policy, whom it lets in."""
        if not isinstance(value, Mapping):
            yield from [] if self.has(value) else [str(value)]
            return
        for statement in listed(value.get("Statement", [])):
            yield from self._let_in(statement)
        yield from (str(key) for key in value if str(key).startswith("Fn::"))

    def _let_in(self, statement: Any) -> Iterator[str]:
        """Whom a statement lets in; services act for whom they name."""
        if not isinstance(statement, Mapping):
            yield str(statement)
        elif statement.get("Effect") != "Deny":
            principal = statement.get("Principal", "*")
            kinds = principal if isinstance(principal, Mapping) else {"AWS": principal}
            whom = [str(each) for kind, names in kinds.items() if kind != "Service" for each in listed(names)]
            yield from (each for each in whom if not self.has(each) or each in self._agreed_on.identities)
