"""Maps of a template in which nothing stands to be resolved, told as they are read: most of them are so."""

from typing import Any


_ALONE = ("Ref", "Condition")
"""What is no function unless it is the only name of its map."""


class Settled(dict[str, Any]):
    """A map without functions and without texts in which something may be resolved, however deep.

    Attributes:
        size: How many maps and lists it is, with all that it holds.
    """

    __slots__ = ("size",)
    size: int


def as_it_is(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The map of these names and values: settled, or not."""
    if len(pairs) == 1 and pairs[0][0] in _ALONE:
        return dict(pairs)
    size = 1
    for name, value in pairs:
        # Most are texts, of which there are so many that each call is dear.
        held = _size(value) if not isinstance(value, str) else None if "{" in value else 0
        if held is None or "Fn::" in name:
            return dict(pairs)
        size += held
    found = Settled(pairs)
    found.size = size
    return found


def _size(value: Any) -> int | None:
    """How many maps and lists a value is; None where something in it may be resolved."""
    if isinstance(value, str):
        return None if "{" in value else 0
    if isinstance(value, dict):
        return value.size if isinstance(value, Settled) else None
    if not isinstance(value, list):
        return 0
    sizes = [_size(each) for each in value]
    return None if None in sizes else 1 + sum(filter(None, sizes))
