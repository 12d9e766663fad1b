"""Properties of what is agreed on that open or break it, beside its policies."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from xacct_constructs.assembly import Assembly, Other, at
from xacct_constructs.proof.agreed_on import AgreedOn
from xacct_constructs.proof.leading import Leading
from xacct_constructs.proof.said import at as at_leaves
from xacct_constructs.proof.said import leaves
from xacct_constructs.proof.strangers import strangers
from xacct_constructs.values import listed
from xacct_constructs.world import Property, bearing
from xacct_constructs.world.properties import UNLISTED

_SAID = "Said"
"""What a property is called that is looked at alone; those of each region have paths for names."""


def bears(
    other: Other, assembly: Assembly, agreed_on: AgreedOn, leading: Leading, is_entered: Callable[[str], bool]
) -> Iterator[str]:
    """Why properties of a resource whose policies are read may open or break what is agreed on.

    Args:
        other: The resource.
        assembly: The assembly.
        agreed_on: What is agreed on.
        leading: Follows roles to it.
        is_entered: Whether outsiders may come to act as whom an ARN names.
    """
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
        if row.policies and _is_for_its_own(row, other._replace(said={_SAID: value}), agreed_on, is_entered):
            continue
        if not _does_nothing(row, value, other, agreed_on):
            yield f"has {name}, which {row.why}{reaches and f': {reaches}'}"


def _is_for_its_own(row: Property, other: Other, agreed_on: AgreedOn, is_entered: Callable[[str], bool]) -> bool:
    """Whether the policies of a property let in nobody but the account's own, and deny nothing."""
    paths = [f"{_SAID}.{each}" for each in row.policies]
    found = at_leaves(leaves(other.said), *paths)
    if any((each.name == "Effect" and each.text != "Allow") or "Deny" in each.text for each in found):
        return False
    held = [f"{each}.PolicyDocument" for each in paths]
    return not strangers(other, [*paths, *held], agreed_on, is_entered)


def _does_nothing(row: Property, value: Any, other: Other, agreed_on: AgreedOn) -> bool:
    if row.own or row.copies or row.copy_of:
        named = [each for path in (*row.own, *row.copies) for found in _at(value, path) for each in listed(found)]
        return all(agreed_on.naming.lies_in(other.account, str(each)) for each in named) and not _is_rewritten(value)
    found = [each.text for each in leaves(value)]
    return bool(row.closed) and bool(found) and all(each in row.closed for each in found)


def _at(value: Any, path: str) -> Iterator[Any]:
    return at(value, path) if path and isinstance(value, Mapping | list) else iter([value])


def _is_rewritten(value: Any) -> bool:
    return any(each.rewritten for each in leaves(value))
