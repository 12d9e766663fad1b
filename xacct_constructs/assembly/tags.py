"""Tags of a user, role or resource, by their keys."""

from collections.abc import Mapping
from typing import Any

from xacct_constructs.unknowns import as_text, in_texts, members


def tags_of(properties: Any) -> Mapping[str, Any]:
    """Its tags; one whose key deployment settles, and tags that are open as a whole, under what they are written as."""
    found: dict[str, Any] = {}
    for value, depends in members(properties.get("Tags") or [] if isinstance(properties, Mapping) else []):
        is_tag = isinstance(value, Mapping) and {"Key", "Value"} <= value.keys()
        key, said = (value["Key"], value["Value"]) if is_tag else (in_texts(value), "")
        text = as_text(said)
        said = said if text is None else text
        found[str(key)] = in_texts(said if depends is None else [said, depends])
    return found
