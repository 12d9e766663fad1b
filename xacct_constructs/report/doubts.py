"""Doubts as a person reads them: one that is the same of several resources of a template is told once."""

from collections.abc import Sequence

from xacct_constructs.origin import Origin
from xacct_constructs.proof import Doubt

_MOST = 20
"""So many are named; programs are told of all."""


def alike(doubts: Sequence[Doubt]) -> list[list[int]]:
    """The places of the doubts among them, those together that say the same of one template's resources."""
    found: dict[tuple[str, str], list[int]] = {}
    for index, each in enumerate(doubts):
        where = each.about.template if isinstance(each.about, Origin) else each.about
        found.setdefault((where, each.reason), []).append(index)
    return list(found.values())


def others_alike(doubts: Sequence[Doubt], names: Sequence[str] = ()) -> tuple[str, ...]:
    """What else the same is said of that was told of another one, as a sentence; none, where that is nothing.

    Args:
        doubts: The others, which say the same.
        names: What the findings are called. Default: that is not said.
    """
    if not doubts:
        return ()
    told = [each.about.logical_id if isinstance(each.about, Origin) else each.about for each in doubts[:_MOST]]
    told = [f"{each} ({name})" for each, name in zip(told, names, strict=False)] if names else told
    left = [f"and {len(doubts) - _MOST} others"] if len(doubts) > _MOST else []
    return (f"The same of {len(doubts)} more: {', '.join([*told, *left])}",)
