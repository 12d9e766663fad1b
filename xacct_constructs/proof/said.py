"""What a resource says in its properties: its leaves, each with its path."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from xacct_constructs.assembly import written_out
from xacct_constructs.unknowns import MARK, Unknown, ways

NAMING = re.compile(
    "Bucket|S3|Role|InstanceProfile|Table|^(Resource|Target|Source|Origin)?A[Rr][Nn]s?$|Resources?$|U[Rr][IiLl]$|Location"
)
"""What a property is called that may name a resource, in a type that nobody has looked at."""
_BUCKET = re.compile("[a-z0-9][a-z0-9.-]+")
"""How buckets are called."""
_UNFOLDED = re.compile("Fn::(Transform|ForEach)")
"""What a macro, an include or a loop is called; the reader says so of what one stands for."""
_OPTION = ("OptionName", "Value")
"""How a list of options has what each is called, and what it says."""


class Leaf(NamedTuple):
    """A value that holds no others.

    Attributes:
        path: The path of its property.
        text: The value; what is not known stands in it as the reader writes it.
        rewritten: Whether a macro, an include or a loop stands there, so that anything may.
    """

    path: str
    text: str
    rewritten: bool = False

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path.rpartition(".")[2]

    @property
    def addressed(self) -> str:
        """The value; where the property is one of a bucket's name, as an address of that bucket."""
        return f"s3://{self.text}" if "Bucket" in self.name and _BUCKET.fullmatch(self.text) else self.text

    def may_hold(self, paths: Iterable[str]) -> bool:
        """Whether it stands above one of these, as what is not known does."""
        return any(each.startswith(f"{self.path}.") for each in paths)

    def may_write(self, paths: Iterable[str]) -> bool:
        """Whether a macro, an include or a loop stands for what is on the way to one of these, or beside it."""
        around, macro, _ = self.path.rpartition("Fn::")
        beside = around if macro else f"{self.path}."
        return self.rewritten and any(f"{each}.".startswith(beside) for each in paths)


def documents(said: Mapping[str, Any]) -> dict[str, Any]:
    """Properties, with each document that is written as a text as what it holds."""
    return {key: _written_out(each) for key, each in said.items()}


def _written_out(value: Any) -> Any:
    if isinstance(value, Unknown):
        return replace(value, arms=tuple(map(_written_out, value.arms))) if value.arms else value
    return written_out(value) if str(value).lstrip().startswith("{") else value


def leaves(value: Any, path: str = "") -> Iterator[Leaf]:
    """Every leaf of a value, and of each that it may come to as deployment settles it.

    What an option says stands at the path of what it is called.
    """
    if isinstance(value, Mapping):
        for where, each in _named(value, path):
            if where.rpartition(".")[2].startswith("Fn::"):
                yield Leaf(where, "", rewritten=True)
            else:
                yield from leaves(each, where)
    elif isinstance(value, list):
        for each in value:
            yield from leaves(each, path)
    elif isinstance(value, bool):
        yield Leaf(path, str(value).lower())
    elif isinstance(value, Unknown) and _UNFOLDED.match(value.why):
        yield Leaf(path, str(value), rewritten=True)
    elif value is not None:
        yield Leaf(path, str(value))
        for each in ways(value):
            yield from leaves(each, path)


def _named(value: Mapping[str, Any], path: str) -> Iterator[tuple[str, Any]]:
    """Each property with its path; what an option says, which may be any where nobody knows what it is called."""
    option, told = _OPTION
    name = str(value[option]) if option in value and told in value else None
    for key, each in value.items():
        if name is not None and key in _OPTION:
            if key == told:
                yield path if MARK.search(name) else f"{path}.{name}", each
        else:
            yield f"{path}.{key}" if path else str(key), each


def at(said: Iterable[Leaf], *paths: str) -> list[Leaf]:
    """The leaves at these paths or within, and those that may stand anywhere; none where no path is asked for.

    A value that deployment settles stands for all that it may hold.
    """
    wanted = tuple(f"{path}." for path in paths)
    return [
        each
        for each in said
        if wanted and (f"{each.path}.".startswith(wanted) or each.may_hold(paths) or each.may_write(paths))
    ]
