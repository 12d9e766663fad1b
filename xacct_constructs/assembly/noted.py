"""What a stack is deployed with beside its template, as its manifest and metadata say: parameters and tags.

Source: AWS CDK, cloud assembly schema (AwsCloudFormationStackProperties, AssetMetadataEntry, StackTagsMetadataEntry).
"""

from collections.abc import Iterator, Mapping
from typing import Any

from xacct_constructs.assembly.files import Files
from xacct_constructs.assembly.shape import mapping, section, text, wrong
from xacct_constructs.assembly.template import Noted

_ASSET, _TAGS = "aws:cdk:asset", "aws:cdk:stack-tags"
_NAMES_A_PARAMETER = "Parameter"
"""How the keys of an asset end that name a parameter, to which the CLI gives where the asset lies, or its hash."""


def noted(files: Files, manifest: str, artifact: str, said: Mapping[str, Any], metadata: str) -> Noted:
    """What is noted of a stack.

    Args:
        files: The assembly's.
        manifest: The file that says it.
        artifact: The stack's artifact.
        said: What it says.
        metadata: The file of what is noted of the stack's constructs; empty where there is none.
    """
    properties = section(manifest, said, "properties")
    parameters, tags = dict(section(manifest, properties, "parameters")), dict[str, Any]()
    for kind, data in _entries(files, manifest, artifact, said, metadata):
        if kind == _ASSET and isinstance(data, Mapping):
            # What the CLI gives it is no value of the template's, whatever its default.
            named = (each for key, each in data.items() if key.endswith(_NAMES_A_PARAMETER))
            parameters |= {name: data for name in named if isinstance(name, str)}
        elif kind == _TAGS and isinstance(data, list):
            told = ({key.lower(): each for key, each in tag.items()} for tag in data if isinstance(tag, Mapping))
            tags |= {text(manifest, f"{artifact}.metadata", each.get("key")): each.get("value") for each in told}
    # Older versions of the CLI take the tags from the metadata, where the properties have none.
    return Noted(parameters, section(manifest, properties, "tags") if "tags" in properties else tags)


def _entries(
    files: Files, manifest: str, artifact: str, said: Mapping[str, Any], metadata: str
) -> Iterator[tuple[str, Any]]:
    """Kind and content of each entry, in the manifest and in a file of their own."""
    held = [(f"{manifest} {artifact}.metadata", section(manifest, said, "metadata"))]
    if metadata and files.has(metadata) and _is_told(files.content(metadata)):
        held.append((metadata, mapping(metadata, "all of it", files.json(metadata))))
    for place, by_path in held:
        for path, entries in by_path.items():
            if not isinstance(entries, list):
                raise wrong(place, path, "a list", entries)
            for each in entries:
                entry = mapping(place, path, each)
                yield str(entry.get("type")), entry.get("data")


def _is_told(content: bytes) -> bool:
    """Whether something of these kinds stands in a file, most of which is of others; letters may be escaped."""
    return any(each.encode() in content for each in (f'"{_ASSET}"', f'"{_TAGS}"', "\\u"))
