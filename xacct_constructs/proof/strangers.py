"""Whom a resource opens something to: accounts, ARNs, services and policies that its properties name."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from xacct_constructs.arns import is_arn, parse
from xacct_constructs.assembly import Other, at, written_out
from xacct_constructs.iam import action_matches
from xacct_constructs.proof.agreed_on import AgreedOn
from xacct_constructs.proof.reach import ONLY_WRITES
from xacct_constructs.proof.said import documents, leaves
from xacct_constructs.values import listed
from xacct_constructs.world import SHOWING, row_of

_SERVICE = re.compile(r"[a-z0-9.-]+\.amazonaws\.com(\.cn)?")
_SOURCES = re.compile("(?i)aws:Source(Account|Arn)")
_ADDRESS = re.compile(r"[^@:/\s]+@[^@:/\s]+|\+[0-9]+")
"""Where people get mail or messages."""
_HOLDING = re.compile("(String|Arn)(Equals|Like)(IgnoreCase)?")
"""Operators that hold only where the key is there, and is as they say."""


def strangers(
    other: Other,
    paths: Sequence[str],
    agreed_on: AgreedOn,
    is_entered: Callable[[str], bool],
    *,
    learning: bool = False,
) -> list[str]:
    """Everybody named at these paths who is none of the resource's own account, or as whom outsiders may act.

    A service acts for the account where a source of the account stands beside it, as `AWS::Lambda::Permission` has it,
    or where the statement asks for one; some show what they get to everybody all the same.

    Args:
        other: The resource.
        paths: Where it names accounts, or holds policies.
        agreed_on: What is agreed on.
        is_entered: Whether outsiders, those who are agreed on too, may come to act as whom an ARN names.
        learning: Whether only those count who learn what lies there, or goes there, and people whom the account
            itself writes to do not. Default: whoever does anything.
    """
    if learning:
        paths = [each for each in paths if each not in row_of(other.type).sending]
    if learning and _only_writes(other.said):
        # Of whom it names beside its actions, as `AWS::Events::EventBusPolicy` may.
        paths = [each for each in paths if each != "Principal"]
    if written := [each.path for each in leaves(other.said) if each.may_write(paths)]:
        return written
    own = _Own(other, agreed_on, is_entered, learning=learning)
    said = documents(other.said)
    named = {path: [each for found in at(said, path) for each in listed(found)] for path in paths}
    sources = [each for path, found in named.items() if path.startswith("Source") for each in found]
    bound = any(map(own.has, sources))
    found = [each for path, values in named.items() if not path.startswith("Source") for each in values]
    return [each for value in found for each in own.others(value) if not (bound and _acts_for_it(each))]


def _acts_for_it(principal: str) -> bool:
    """Whether it is a service that hands on what it gets only to the account that it acts for."""
    return bool(_SERVICE.fullmatch(principal)) and principal not in SHOWING


def _only_writes(statement: Mapping[str, Any]) -> bool:
    """Whether whoever it lets in learns nothing of what lies there."""
    actions = listed(statement.get("Action", []))
    return bool(actions) and all(any(action_matches(each, str(one)) for each in ONLY_WRITES) for one in actions)


class _Own:
    """The account of a resource, and who is of it."""

    def __init__(self, other: Other, agreed_on: AgreedOn, is_entered: Callable[[str], bool], *, learning: bool) -> None:
        self._account, self._agreed_on, self._is_entered = other.account, agreed_on, is_entered
        self._learning = learning

    def has(self, value: Any) -> bool:
        """Whether an account or an ARN is of the account; an ARN says it by an account, or by a resource of a stack."""
        text = str(value)
        return self._lies_there(text, is_told=not is_arn(text) or bool(parse(text).account))

    def _lies_there(self, text: str, *, is_told: bool = True) -> bool:
        """The same of whatever else; where deployment settles the account, only a resource of a stack tells."""
        shown = (is_told and self._account.isdigit()) or any(self._agreed_on.assembly.places(text))
        return shown and self._agreed_on.naming.lies_in(self._account, text)

    def others(self, value: Any) -> Iterator[str]:
        """Whom a value names that are none of it; of a policy or statement, which may be a text, whom it lets in."""
        if str(value).startswith("{"):
            value = written_out(value)
        if not isinstance(value, Mapping):
            yield from [] if self._is_inside(value) else [str(value)]
            return
        for statement in listed(value.get("Statement", [value] if "Effect" in value else [])):
            yield from self._let_in(statement)
        yield from (str(key) for key in value if str(key).startswith("Fn::"))

    def _is_inside(self, value: Any) -> bool:
        """Whether somebody is of the account, or something is, and nobody as whom outsiders may act."""
        text = str(value)
        if self._learning and _ADDRESS.fullmatch(text):
            return True
        return self._lies_there(text) and not self._is_entered(text)

    def _let_in(self, statement: Any) -> Iterator[str]:
        """Whom a statement lets in."""
        if not isinstance(statement, Mapping):
            yield str(statement)
        elif statement.get("Effect") != "Deny" and not (self._learning and _only_writes(statement)):
            principal = statement.get("Principal", "*")
            kinds = principal if isinstance(principal, Mapping) else {"AWS": principal}
            whom = [str(each) for names in kinds.values() for each in listed(names)]
            bound = self._binds(statement.get("Condition", {}))
            yield from (each for each in whom if not self._is_inside(each) and not (bound and _acts_for_it(each)))

    def _binds(self, conditions: Any) -> bool:
        """Whether services act for the account alone: where they must say that a source of it has them ask."""
        for operator, asked in conditions.items() if isinstance(conditions, Mapping) else ():
            for key, values in asked.items() if _HOLDING.fullmatch(operator) and isinstance(asked, Mapping) else ():
                if _SOURCES.fullmatch(key) and listed(values) and all(map(self.has, listed(values))):
                    return True
        return False
