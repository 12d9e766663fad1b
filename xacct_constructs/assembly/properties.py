"""Properties of a resource by their paths, and the regions that they speak of."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

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
    try:
        return json.loads(content) if isinstance(content, str) else content
    except json.JSONDecodeError:
        return content
