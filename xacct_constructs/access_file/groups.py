"""Groups of principals and of buckets, each used by its name."""

from typing import Any, NamedTuple

from xacct_constructs.access_file.mistakes import Mistakes
from xacct_constructs.access_file.reading import FileReading, one_of, text
from xacct_constructs.access_file.values import FilePlace
from xacct_constructs.principals import PRINCIPAL_KINDS, TrustedPrincipal
from xacct_constructs.texts import shown
from xacct_constructs.yaml_documents import Path

_principal = one_of(PRINCIPAL_KINDS)


class GroupMember(NamedTuple):
    """One of a group, or one that stands alone.

    Attributes:
        value: The principal, or the bucket's name or ARN.
        at: Where it stands.
        account: The name or ID that the file gives a principal's account. Default: none.
    """

    value: Any
    at: FilePlace
    account: str | None = None


class Groups:
    """The groups of one kind, by their names."""

    def __init__(self, what: str, mistakes: Mistakes) -> None:
        """Begin with none.

        Args:
            what: What is in them, for messages.
            mistakes: Where to say what is wrong.
        """
        self._what, self._mistakes = what, mistakes
        self._members: dict[str, tuple[GroupMember, ...]] = {}
        self._places: dict[str, FilePlace] = {}

    def add(self, at: FilePlace, members: tuple[GroupMember, ...]) -> None:
        """Add a group."""
        name = str(at.path[-1])
        if name in self._places:
            what = f"is a group of {self._what} already at {self._places[name]}"
            self._mistakes.say("XA625", at, what, "say it once, or give it another name")
            return
        self._places[name], self._members[name] = at, members

    def members(self, at: FilePlace, name: str) -> tuple[GroupMember, ...]:
        """Those of a group; that it is none is said."""
        if name not in self._members:
            what = f"names no group of {self._what}, got {shown(name)}"
            self._mistakes.unknown(at, name, self._members, what)
        return self._members.get(name, ())


def principal(reading: FileReading, path: Path, value: Any) -> tuple[GroupMember, ...]:
    """A principal that stands at a place; none, where something in it is wrong."""
    found: TrustedPrincipal | None = _principal(reading, path, value)
    if found is None:
        return ()
    return (GroupMember(found, FilePlace(reading.source, path), value.get("account")),)


def bucket(reading: FileReading, path: Path, value: Any) -> tuple[GroupMember, ...]:
    """A bucket that stands at a place."""
    return (GroupMember(text(reading, path, value), FilePlace(reading.source, path)),)
