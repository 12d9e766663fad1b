"""Properties of a resource by their paths, and the regions that they speak of."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from xacct_constructs.assembly.budget import DEEPEST
from xacct_constructs.services import CloudFormationType
from xacct_constructs.unknowns import Partly, Unknown
from xacct_constructs.values import listed


def parts(kind: CloudFormationType, properties: Any) -> Iterator[tuple[str, str, Any]]:
    """What a type makes: where it is said, its region, empty for the stack's, and the properties that are its own.

    A region, or a list of them, that deployment settles stands as it is written, in the place of both.
    """
    if not kind.regions_in:
        yield "", "", properties
        return
    for index, said in enumerate(listed(next(at(properties, kind.regions_in), []))):
        region = said.get("Region", "") if isinstance(said, Mapping) else said
        yield f"{kind.regions_in}[{index}].", str(region), said


def at(value: Any, path: str) -> Iterator[Any]:
    """What stands at a property's path, all of it where lists are on the way; what deployment settles, wherever it is.

    Nothing for an empty path.
    """
    first, _, rest = path.partition(".")
    if isinstance(value, list):
        yield from (found for each in value for found in at(each, path))
    elif isinstance(value, str | Unknown | Partly):
        yield value
    elif first and isinstance(value, Mapping) and first in value:
        yield from at(value[first], rest) if rest else (value[first],)


def written_out(content: Any) -> Any:
    """A document, which may be written as a text."""
    found = document(content) if isinstance(content, str) else None
    return content if found is None else found


def document(text: str) -> Any:
    """What a text says that is JSON; None for any other, and for one that nests deeper than a template may."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    # Most texts do not even begin so many lists and maps.
    return None if text.count("{") + text.count("[") > DEEPEST and _is_too_deep(found) else found


def _is_too_deep(found: Any) -> bool:
    level = [found]
    for _ in range(DEEPEST + 1):
        held = [each.values() if isinstance(each, Mapping) else each for each in level]
        level = [each for one in held for each in one if isinstance(each, Mapping | list)]
    return bool(level)
