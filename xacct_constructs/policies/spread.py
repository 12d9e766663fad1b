"""One document as several managed policies, where it has no room in one: together they say the same.

What an identity may do is what any of its policies allows and none denies, so a statement may stand in whichever of
them, and one over several resources as several over some of them each.
Source: IAM User Guide, "Policy evaluation logic"; "IAM JSON policy elements: Resource".
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from xacct_constructs.policies.document import document
from xacct_constructs.policies.size import document_size
from xacct_constructs.quotas import MANAGED_POLICY_CHARACTERS
from xacct_constructs.values import StatementJSON

_ROOM = MANAGED_POLICY_CHARACTERS - document_size(document([]))


class CustomerManagedPolicy(NamedTuple):
    """A customer managed policy.

    Attributes:
        name: Its name; an account has one of a name.
        document: What it says.
    """

    name: str
    document: dict[str, Any]


def one_managed_policy(name: str | None, document: dict[str, Any]) -> tuple[CustomerManagedPolicy, ...]:
    """The document as the one managed policy of this name; none, where there is no name."""
    return () if name is None else (CustomerManagedPolicy(name, document),)


def without_repeats(policy: Mapping[str, Any]) -> dict[str, Any]:
    """The document, each of its statements once."""
    once = {json.dumps(each, sort_keys=True): each for each in policy["Statement"]}
    return document(list(once.values()))


def spread(policy: Mapping[str, Any]) -> list[dict[str, Any]] | None:
    """Documents of at most a managed policy's size that say together what this one says, each statement once.

    None where a statement has no room in any, and no list of resources to be taken apart.
    """
    found: list[list[StatementJSON]] = []
    rooms: list[int] = []
    for statement in without_repeats(policy)["Statement"]:
        for part in _parts(statement):
            size = document_size(part)
            if size > _ROOM:
                return None
            place = next((number for number, room in enumerate(rooms) if size <= room), len(found))
            if place == len(found):
                found.append([])
                rooms.append(_ROOM)
            found[place].append(part)
            rooms[place] -= size + len(",")
    return [document(each) for each in found]


def _parts(statement: StatementJSON) -> Iterator[StatementJSON]:
    """The statement; where it is too long, the same over some of its resources each."""
    resources = statement.get("Resource")
    if document_size(statement) <= _ROOM or not isinstance(resources, list):
        yield statement
        return
    part: list[Any] = []
    frame = document_size({**statement, "Resource": []})
    size = frame
    for each in resources:
        added = document_size(each) + len(",")
        if part and size + added > _ROOM:
            yield {**statement, "Resource": part}
            part, size = [], frame
        part.append(each)
        size += added
    yield {**statement, "Resource": part}
