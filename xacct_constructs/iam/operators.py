"""Condition operators: one policy value against one value of the request.

Source: IAM User Guide, "IAM JSON policy elements: Condition operators".
"""

import ipaddress
import re
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import NamedTuple

from xacct_constructs.iam.patterns import Lookup, arn_matches, matches, split_arn_pattern
from xacct_constructs.iam.undecided import UndecidedError
from xacct_constructs.unknowns import MARK

Compare = Callable[[str, str, Lookup, bool], bool]
"""Policy value, request value, variables, whether the policy's version has variables."""


def _everything(_: str) -> bool:
    return True


class Operator(NamedTuple):
    """One operator, without quantifier and `IfExists`.

    Attributes:
        name: As AWS writes it.
        compare: Compares one value of the policy with one of the request.
        negated: Whether it holds where none of the values is met.
        takes_variables: Whether policy variables are read in its values.
        takes: Whether AWS says what it makes of a value.
    """

    name: str
    compare: Compare
    negated: bool = False
    takes_variables: bool = False
    takes: Callable[[str], bool] = _everything


def _string(wildcards: bool, ignore_case: bool) -> Compare:
    def compare(wanted: str, given: str, lookup: Lookup, variables: bool) -> bool:
        return matches(wanted, given, lookup, wildcards=wildcards, variables=variables, ignore_case=ignore_case)

    return compare


def _is_arn(wanted: str) -> bool:
    """Of what has other segments than an ARN AWS does not say what it matches; what deployment makes one is one."""
    return wanted == "*" or split_arn_pattern(wanted) is not None or MARK.search(wanted) is not None


def _arn(wanted: str, given: str, lookup: Lookup, variables: bool) -> bool:
    return arn_matches(wanted, given, lookup, variables=variables)


_NUMBER = re.compile(r"-?[0-9]+([.][0-9]+)?")
"""Integers and decimals, which are what IAM documents: no exponent, no space, no digits of other scripts."""


def number(text: str) -> Decimal:
    """A number as numeric operators read it.

    Source: IAM User Guide, "Numeric condition operators".
    """
    if not _NUMBER.fullmatch(text):
        raise UndecidedError(f"{text!r} is no number, but a numeric operator compares it")
    return Decimal(text)


_W3C = re.compile(
    r"[0-9]{4}-[0-9]{2}(-[0-9]{2}(T[0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?(Z|[+-][0-9]{2}:[0-9]{2}))?)?"
)
_YEAR, _YEAR_AND_MONTH = len("2030"), len("2030-01")
"""A year alone is one of the forms, and seconds too, so that what is meant is not known."""


def moment(text: str) -> Decimal:
    """A date as seconds since 1970: in one of W3C's forms of ISO 8601, its first moment, or epoch seconds.

    Source: W3C, "Date and Time Formats", which the IAM User Guide names; a time has a zone there.
    """
    if text.isascii() and text.isdecimal() and len(text) != _YEAR:
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


def _is_truth(wanted: str) -> bool:
    """A word for a truth, or what a policy variable makes one."""
    return wanted.lower() in ("true", "false") or "${" in wanted


def _bool(wanted: str, given: str, lookup: Lookup, variables: bool) -> bool:
    return matches(wanted, given, lookup, wildcards=False, variables=variables, ignore_case=True)


_RANGE = re.compile(r"[0-9A-Fa-f.:]+(/[0-9]+)?")
"""Addresses without a zone, and how many bits of them count: no mask."""


def network(text: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network:
    """A range of addresses, or one, as the operators of addresses read it.

    Source: IAM User Guide, "IP address condition operators", which names CIDR (RFC 4632).
    """
    if not _RANGE.fullmatch(text):
        raise UndecidedError(f"{text!r} is no address, nor a range of them as CIDR has it")
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


def _nothing(_: str) -> bool:
    """Values stand for bytes, and which bytes a key has AWS does not say."""
    return False


def _pair(
    name: str,
    negative: str,
    compare: Compare,
    *,
    takes_variables: bool = True,
    takes: Callable[[str], bool] = _everything,
) -> list[Operator]:
    return [
        Operator(name, compare, takes_variables=takes_variables, takes=takes),
        Operator(negative, compare, negated=True, takes_variables=takes_variables, takes=takes),
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
        *_pair("ArnEquals", "ArnNotEquals", _arn, takes=_is_arn),
        *_pair("ArnLike", "ArnNotLike", _arn, takes=_is_arn),
        *_pair("IpAddress", "NotIpAddress", _ip, takes_variables=False),
        *_orderings("Numeric", number),
        *_orderings("Date", moment),
        Operator("Bool", _bool, takes_variables=True, takes=_is_truth),
        Operator("BinaryEquals", _exact, takes=_nothing),
    ]
}
"""Every operator but `Null`, by its name in lower case."""
