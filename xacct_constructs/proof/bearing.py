"""Properties of what is agreed on that open or break it, beside its policies."""

from collections.abc import Iterator, Mapping
from typing import Any

from xacct_constructs.assembly import Assembly, Other, at
from xacct_constructs.proof.agreed_on import AgreedOn
from xacct_constructs.proof.leading import Leading
from xacct_constructs.proof.said import leaves
from xacct_constructs.values import listed
from xacct_constructs.world import Property, bearing
from xacct_constructs.world.properties import UNLISTED


def bears(other: Other, assembly: Assembly, agreed_on: AgreedOn, leading: Leading) -> Iterator[str]:
    """Why properties of a resource whose policies are read may open or break what is agreed on."""
    is_agreed, reaches = agreed_on.is_made_at(other.origin.place()), ""
    if is_agreed is False and other.arn:
        made = assembly.identity(other.arn)
        reaches = leading.why(made) if made and other.account in agreed_on.trusting else ""
        if not reaches:
            return
    elif not is_agreed and other.account.isdigit() and other.account not in agreed_on.accounts | agreed_on.trusted:
        return
    for name, value in other.said.items():
        row = bearing(other.type, name) or UNLISTED
        if not _does_nothing(row, value, other, agreed_on):
            yield f"has {name}, which {row.why}{reaches and f': {reaches}'}"


def _does_nothing(row: Property, value: Any, other: Other, agreed_on: AgreedOn) -> bool:
    if row.own or row.copies or row.copy_of:
        named = [each for path in (*row.own, *row.copies) for found in _at(value, path) for each in listed(found)]
        return all(agreed_on.lies_in(other.account, str(each)) for each in named) and not _is_rewritten(value)
    found = [each.text for each in leaves(value)]
    return bool(row.closed) and bool(found) and all(each in row.closed for each in found)


def _at(value: Any, path: str) -> Iterator[Any]:
    return at(value, path) if path and isinstance(value, Mapping | list) else iter([value])


def _is_rewritten(value: Any) -> bool:
    return any(each.rewritten for each in leaves(value))
