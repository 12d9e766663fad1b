"""Conditions of a trust policy, each as the safeguard that writes it."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from xacct_constructs.iam import Condition, Statement
from xacct_constructs.restatement.unsaid import UnsaidError
from xacct_constructs.safeguards import Network, Safeguards

_PRINCIPAL_ARN, _TAG = "aws:principalarn", "aws:requesttag/"
_CLAIMS = (":aud", ":sub")
_BY_CLAIM = ("StringEquals", "StringLike")
_BY_ARN = ("ArnEquals", "ArnLike", "StringEquals", "StringLike")


class StatedConditions(NamedTuple):
    """What the conditions of one statement say.

    Attributes:
        arns: The ARNs that `aws:PrincipalArn` must be one of. None: it is not asked for.
        safeguards: The safeguards that ask for the rest.
        claims: Of each claim of a token that is asked for, by its key in lower case, the values.
        left_out: Accounts of whose principals nobody is meant.
    """

    arns: tuple[str, ...] | None
    safeguards: Safeguards
    claims: Mapping[str, tuple[str, ...]]
    left_out: tuple[str, ...] = ()


def said(statement: Statement) -> StatedConditions:
    """Read the conditions of a statement that lets somebody in.

    Raises:
        UnsaidError: One of them is no safeguard's.
    """
    arns: tuple[str, ...] | None = None
    left_out: tuple[str, ...] = ()
    found, tags, claims = dict[str, Any](), dict[str, tuple[str, ...]](), dict[str, tuple[str, ...]]()
    for each in statement.conditions:
        fields = _fields(each)
        if _is(each, _PRINCIPAL_ARN, _BY_ARN) and arns is None:
            arns = each.values
        elif _is(each, "aws:principalaccount", ("StringNotEquals",)):
            left_out = each.values
        elif _is(each, each.key.lower(), ("StringEquals",)) and each.key.lower().startswith(_TAG):
            tags[each.key[len(_TAG) :]] = each.values
        elif each.key.lower().endswith(_CLAIMS) and _is(each, each.key.lower(), _BY_CLAIM):
            claims[each.key.lower()] = each.values
        elif fields is None or not found.keys().isdisjoint(fields):
            raise UnsaidError(str(statement), f"asks for {each}, which no safeguard does")
        else:
            found |= fields
    if set(found.pop("tag_keys", tags)) != set(tags):
        raise UnsaidError(str(statement), "limits the keys of session tags otherwise than their values")
    return StatedConditions(arns, Safeguards(**found, session_tags=tags or None), claims, left_out)


def _is(condition: Condition, key: str, operators: Iterable[str]) -> bool:
    name = condition.operator.name if condition.operator else "Null"
    return condition.key.lower() == key and name in operators and not condition.quantifier and not condition.if_exists


def _fields(condition: Condition) -> dict[str, Any] | None:
    """The safeguards' fields; None where none asks so."""
    operator = condition.operator.name if condition.operator else "Null"
    read = None if condition.if_exists else _READ.get((f"{condition.quantifier}{operator}", condition.key.lower()))
    try:
        return read(condition.values) if read else None
    except ValueError:
        return None


def _one(values: tuple[str, ...]) -> str:
    if len(values) != 1:
        raise ValueError("there are several")
    return values[0]


def _true(values: tuple[str, ...]) -> dict[str, Any]:
    if _one(values) != "true":
        raise ValueError("it is not asked for")
    return {"mfa": True}


def _user_name(values: tuple[str, ...]) -> dict[str, Any]:
    if _one(values) != "${aws:username}":
        raise ValueError("it is another name")
    return {"session_name_is_user_name": True}


def _all(field: str) -> Callable[[tuple[str, ...]], dict[str, Any]]:
    return lambda values: {field: values}


_READ: Mapping[tuple[str, str], Callable[[tuple[str, ...]], dict[str, Any]]] = {
    ("StringEquals", "sts:externalid"): _all("external_ids"),
    ("Bool", "aws:multifactorauthpresent"): _true,
    ("NumericLessThan", "aws:multifactorauthage"): lambda each: {"mfa_max_age": timedelta(seconds=int(_one(each)))},
    ("StringEquals", "aws:principalorgid"): lambda each: {"organization_id": _one(each)},
    ("foranyvalueStringLike", "aws:principalorgpaths"): _all("organization_paths"),
    ("StringEquals", "sts:sourceidentity"): _all("source_identities"),
    ("StringLike", "sts:sourceidentity"): _all("source_identities"),
    ("StringEquals", "sts:rolesessionname"): _user_name,
    ("StringLike", "sts:rolesessionname"): _user_name,
    ("forallvaluesStringEquals", "aws:tagkeys"): _all("tag_keys"),
    ("IpAddress", "aws:sourceip"): lambda each: {"assume_from": Network(ip_ranges=each)},
    ("StringEquals", "aws:sourcevpce"): lambda each: {"assume_from": Network(vpc_endpoints=each)},
    ("DateLessThan", "aws:currenttime"): lambda each: {"expiry": datetime.fromisoformat(_one(each))},
}
"""Quantifier and operator, and the key in lower case, to what they say."""
