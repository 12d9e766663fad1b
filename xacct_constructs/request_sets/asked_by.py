"""The requests of a box that one kind of caller makes, or one caller.

Nobody chooses the keys that follow from who asks. They are settled here, so that no request contradicts its caller;
what is left speaks of other keys, and of the caller by its ARN alone.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from xacct_constructs.arns import parse
from xacct_constructs.iam import (
    Caller,
    CallerKind,
    Condition,
    Context,
    Values,
    escaped,
    has_always,
    pieces,
)
from xacct_constructs.request_sets.boxes import (
    ACTION,
    ACTION_LIKE,
    CALLER,
    PRINCIPAL,
    Box,
    Literal,
    has_variables,
    literal,
)
from xacct_constructs.request_sets.callers import (
    ACCOUNT,
    SERVICE_NAME,
    USER_NAME,
    CallerShape,
    any_of_account,
    is_settled,
    keys_of,
    principal_is,
)
from xacct_constructs.services import ACCOUNT_KEYS


def asked_by_kind(found: Box, kind: CallerShape) -> Box | None:
    """The requests of a box that callers of this kind make; None where there are none."""
    shape = [principal_is(kind.arn)] if kind.arn else []
    shape += [literal(ACTION, ACTION_LIKE, kind.refused, holds=False)] if kind.refused else []
    keys = keys_of(kind.example)
    varying = frozenset({CALLER, *((PRINCIPAL, ACCOUNT, USER_NAME) if kind.arn else ())} & keys.keys())
    known = _Known(kind.example.kind, keys, varying, _account_keys(found))
    left = known.left(_by_arn(each, kind, known) for each in found)
    return None if left is None else left.union(shape)


def asked_by_caller(found: Box, caller: Caller) -> Box | None:
    """The requests of a box that this caller makes, a role through any of its sessions; None where there are none."""
    varying = frozenset({CALLER} if caller.kind is CallerKind.SESSION else ())
    left = _Known(caller.kind, keys_of(caller), varying, _account_keys(found)).left(found)
    if left is None or not any(each.condition.key == CALLER for each in left):
        return left
    # Whoever assumes a role names the session.
    session = parse(caller.arn)
    begins = str(session._replace(resource=f"{session.kind}/{parse(caller.principal_arn).name}/"))
    return left | {literal(CALLER, "StringLike", [f"{escaped(begins)}??*"])}


def _account_keys(found: Box) -> Mapping[str, bool | None]:
    """Each service's own key for the caller's account, and whether the requests of the box have it.

    None where some are made to that service, and some are not.
    """
    asked = (each.condition.values for each in found if each.condition.key == ACTION and each.holds)
    services = [{value.lower().partition(":")[0] for value in values} for values in asked]
    return {key: _are_made_to(service, services) for key, service in ACCOUNT_KEYS.items()}


def _are_made_to(service: str, asked: list[set[str]]) -> bool | None:
    if {service} in asked:
        return True
    return False if any(service not in each and not set("".join(each)) & set("*?") for each in asked) else None


class _Known(NamedTuple):
    """What is known of a caller.

    Attributes:
        kind: The caller's kind.
        values: The keys that follow from the caller.
        varying: Keys that differ between callers of the kind, so that their value is no more than an example.
        account_keys: The services' own keys for its account, and whether the requests have them; None: some do.
    """

    kind: CallerKind
    values: Mapping[str, Values]
    varying: frozenset[str]
    account_keys: Mapping[str, bool | None]

    def value(self, key: str) -> Values | None:
        """The key's value, None if it is absent."""
        if key in self.account_keys:
            return self.values.get(ACCOUNT) if self.account_keys[key] else None
        return self.values.get(key)

    def is_settled(self, key: str) -> bool:
        """Whether the caller settles the key."""
        if key in self.account_keys:
            return self.account_keys[key] is not None
        return is_settled(key, self.kind)

    def varies(self, key: str) -> bool:
        """Whether the key differs between callers of the kind."""
        if key in self.account_keys:
            return self.account_keys[key] is True and ACCOUNT in self.varying
        return key in self.varying

    def left(self, literals: "Iterator[Literal] | Box") -> Box | None:
        """The conditions that stay open; None where one fails."""
        found = set[Literal]()
        for each in literals:
            key, value = each.condition.key, self.value(each.condition.key)
            is_open = not self.is_settled(key) or (self.varies(key) and each.condition.operator is not None)
            if is_open or (value is not None and has_variables(each.condition)):
                found.add(self._filled(each))
            elif each.condition.holds(Context({} if value is None else {key: value})) is not each.holds:
                return None
        return frozenset(found | set(self._had(found)))

    def _had(self, left: set[Literal]) -> Iterator[Literal]:
        """That the requests have what every request of the kind has, with whatever value, where a condition asks."""
        for key in {each.condition.key for each in left}:
            if has_always(key, self.kind) and not self.is_settled(key):
                yield Literal(Condition(None, key, ("false",)))

    def _filled(self, each: Literal) -> Literal:
        """The condition with the variables that the caller settles; a value that asks for an absent key goes."""
        if not has_variables(each.condition):
            return each
        values = tuple(text for value in each.condition.values if (text := self._with_values(value)) is not None)
        return Literal(each.condition._replace(values=values), each.holds)

    def _with_values(self, pattern: str) -> str | None:
        text = ""
        for kind, piece in pieces(pattern, True, True):
            key, _, default = piece.lower().partition(",")
            value = self.value(key.strip())
            if kind != "variable":
                text += escaped(piece) if kind == "text" else piece
            elif default or self.varies(key.strip()) or not self.is_settled(key.strip()):
                text += f"${{{piece}}}"
            elif value is None:
                return None
            else:
                text += escaped(str(value))
        return text


def _by_arn(each: Literal, kind: CallerShape, known: _Known) -> Literal:
    """A condition on the caller's account or name as one on its ARN, where the two say the same."""
    condition, operator = each.condition, each.condition.operator
    is_text = operator is not None and operator.name.startswith("String") and "IgnoreCase" not in operator.name
    if operator is None or not is_text or has_variables(condition):
        return each
    if known.kind is CallerKind.SERVICE and condition.key == SERVICE_NAME:
        return Literal(condition._replace(key=CALLER), each.holds)
    if not kind.arn or not known.varies(condition.key) or condition.key not in (ACCOUNT, *ACCOUNT_KEYS, USER_NAME):
        return each
    wild, holds = "Like" in operator.name, each.holds is not operator.negated
    texts = [value if wild else _only(value) for value in condition.values]
    if condition.key != USER_NAME:
        turned = principal_is(*map(any_of_account, texts))
    elif kind.example.kind is CallerKind.USER and (holds or not wild):
        turned = principal_is(*(arn for text in texts for arn in _users(text)))
    else:
        return each
    return turned if holds else turned.opposite()


def _users(name: str) -> Iterator[str]:
    """The ARNs of users of this name, whatever their path; none, where what has a slash is no user's name."""
    is_name = "/" not in name or set(name) & set("*?")
    return (f"arn:*:iam::*:user/{path}{name}" for path in (("", "*/") if is_name else ()))


def _only(value: str) -> str:
    """A value without wildcards as a pattern that only it matches."""
    return escaped("".join(text for _, text in pieces(value, False, True)))
