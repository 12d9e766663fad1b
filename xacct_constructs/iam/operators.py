"""Condition operators: one policy value against one value of the request.

Source: IAM User Guide, "IAM JSON policy elements: Condition operators".
"""

import ipaddress
import re
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from xacct_constructs.iam.patterns import Lookup, arn_matches, matches, split_arn_pattern
from xacct_constructs.iam.undecided import UndecidedError

Compare = Callable[[str, str, Lookup, bool], bool]
"""Policy value, request value, variables, whether the policy's version has variables."""


class Operator(NamedTuple):
    """One operator, without quantifier and `IfExists`."""

    name: str
    compare: Compare
    negated: bool = False
    takes_variables: bool = False


def _string(wildcards: bool, ignore_case: bool) -> Compare:
    def compare(wanted: str, given: str, lookup: Lookup, variables: bool) -> bool:
        return matches(wanted, given, lookup, wildcards=wildcards, variables=variables, ignore_case=ignore_case)

    return compare


def _arn(wanted: str, given: str, lookup: Lookup, variables: bool) -> bool:
    return arn_matches(wanted, given, lookup, variables=variables)


def _arn_of_six(wanted: str, given: str, lookup: Lookup, variables: bool) -> bool:
    """For negated operators: what is no ARN would differ from every ARN, and AWS does not say whether it does."""
    if wanted != "*" and split_arn_pattern(wanted) is None:
        raise UndecidedError(f"{wanted!r} is no ARN of six segments, but a negated ARN operator compares it")
    return _arn(wanted, given, lookup, variables)


def number(text: str) -> Decimal:
    """A number as numeric operators read it."""
    try:
        found = Decimal(text)
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite():
        raise UndecidedError(f"{text!r} is no number, but a numeric operator compares it")
    return found


_W3C = re.compile(
    r"[0-9]{4}-[0-9]{2}(-[0-9]{2}(T[0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?(Z|[+-][0-9]{2}:[0-9]{2}))?)?"
)
_YEAR, _YEAR_AND_MONTH = len("2030"), len("2030-01")
"""A year alone is one of the forms, and seconds too, so that what is meant is not known."""


def moment(text: str) -> Decimal:
    """A date as seconds since 1970: in one of W3C's forms of ISO 8601, its first moment, or epoch seconds.

    Source: W3C, "Date and Time Formats", which the IAM User Guide names; a time has a zone there.
    """
    if text.isdecimal() and len(text) != _YEAR:
        return Decimal(text)
    try:
        parsed = datetime.fromisoformat(f"{text}-01" if len(text) == _YEAR_AND_MONTH else text)
    except ValueError:
        parsed = None
    if parsed is None or not _W3C.fullmatch(text):
        raise UndecidedError(f"{text!r} is no date that AWS documents, but a date operator compares it")
    aware = parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)
    return Decimal(str(aware.timestamp()))


def _ordered(read: Callable[[str], Decimal], holds: Callable[[Decimal, Decimal], bool]) -> Compare:
    def compare(wanted: str, given: str, _: Lookup, __: bool) -> bool:
        return holds(read(given), read(wanted))

    return compare


def _bool(wanted: str, given: str, lookup: Lookup, variables: bool) -> bool:
    return matches(wanted, given, lookup, wildcards=False, variables=variables, ignore_case=True)


def network(text: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network:
    """A range of addresses, or one, as the operators of addresses read it."""
    try:
        return ipaddress.ip_network(text, strict=False)
    except ValueError as problem:
        raise UndecidedError(f"{text!r} is no address: {problem}") from problem


def _ip(wanted: str, given: str, _: Lookup, __: bool) -> bool:
    try:
        address = ipaddress.ip_address(given)
    except ValueError as problem:
        raise UndecidedError(f"{given!r} is no address: {problem}") from problem
    return address in network(wanted)


def _exact(wanted: str, given: str, _: Lookup, __: bool) -> bool:
    return wanted == given


def _pair(name: str, negative: str, compare: Compare, *, takes_variables: bool = True) -> list[Operator]:
    return [
        Operator(name, compare, takes_variables=takes_variables),
        Operator(negative, compare, negated=True, takes_variables=takes_variables),
    ]


def _orderings(prefix: str, read: Callable[[str], Decimal]) -> list[Operator]:
    return [
        *_pair(f"{prefix}Equals", f"{prefix}NotEquals", _ordered(read, lambda a, b: a == b), takes_variables=False),
        Operator(f"{prefix}LessThan", _ordered(read, lambda a, b: a < b)),
        Operator(f"{prefix}LessThanEquals", _ordered(read, lambda a, b: a <= b)),
        Operator(f"{prefix}GreaterThan", _ordered(read, lambda a, b: a > b)),
        Operator(f"{prefix}GreaterThanEquals", _ordered(read, lambda a, b: a >= b)),
    ]


OPERATORS = {
    operator.name.lower(): operator
    for operator in [
        *_pair("StringEquals", "StringNotEquals", _string(wildcards=False, ignore_case=False)),
        *_pair("StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", _string(wildcards=False, ignore_case=True)),
        *_pair("StringLike", "StringNotLike", _string(wildcards=True, ignore_case=False)),
        *(Operator(name, _arn, takes_variables=True) for name in ("ArnEquals", "ArnLike")),
        *(Operator(name, _arn_of_six, negated=True, takes_variables=True) for name in ("ArnNotEquals", "ArnNotLike")),
        *_pair("IpAddress", "NotIpAddress", _ip, takes_variables=False),
        *_orderings("Numeric", number),
        *_orderings("Date", moment),
        Operator("Bool", _bool, takes_variables=True),
        Operator("BinaryEquals", _exact),
    ]
}
"""Every operator but `Null`, by its name in lower case."""
