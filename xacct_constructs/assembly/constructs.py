"""What the CDK keeps of constructs beside the templates: where each resource belongs, what is warned of, and accepted.

Source: AWS CDK, cloud assembly schema (MetadataEntry, additionalMetadataFile); AWS CDK API reference, Validations.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from xacct_constructs.assembly.files import Files
from xacct_constructs.assembly.inputs import Opened
from xacct_constructs.assembly.manifest import Stack
from xacct_constructs.assembly.shape import carried, mapping, section, wrong
from xacct_constructs.names import ACKNOWLEDGED, ACKNOWLEDGED_FILE, ACKNOWLEDGED_VERSION, acknowledged_as
from xacct_constructs.origin import Origin

_LOGICAL_ID = "aws:cdk:logicalId"
_WARNING = "aws:cdk:warning"
_TAG = re.compile(rf"\[ack: {re.escape(acknowledged_as(''))}([^\]]+)\]")
"""How the CDK ends a warning that can be acknowledged."""


class Acknowledged(NamedTuple):
    """An acknowledgement of a finding of ours, as the app gives it.

    Attributes:
        construct: Where it is given; it holds there and below. Empty: in the app.
        finding: The finding's ID.
        reason: Why the finding may stand.
    """

    construct: str
    finding: str
    reason: str


class Constructs(NamedTuple):
    """The constructs of an app, as far as findings are about them.

    Attributes:
        paths: The path of each resource's construct, by artifact and logical ID; left out where there are several.
        acknowledged: What the app acknowledges.
        warned: Construct and finding of each warning that a construct gives itself, and nobody acknowledged.
    """

    paths: Mapping[tuple[str, str], str] = MappingProxyType({})
    acknowledged: tuple[Acknowledged, ...] = ()
    warned: frozenset[tuple[str, str]] = frozenset()

    def path(self, origin: Origin) -> str:
        """Where the resource stands in the app; empty where that is not known."""
        stack = origin.stack
        while stack and (stack, origin.logical_id) not in self.paths:
            stack = stack.rpartition(".")[0]  # a nested stack's own name ends the name of the one around it
        return self.paths.get((stack, origin.logical_id), "")

    def says(self, finding: str, construct: str) -> bool:
        """Whether this construct, or one around it, warns of the finding itself."""
        return any(each == finding and f"{construct}/".startswith(f"{path}/") for path, each in self.warned)


def read_constructs(inputs: Iterable[Opened]) -> Constructs:
    """What the stacks' metadata says of findings of ours, and what is acknowledged above the stacks.

    Where a stack mentions none it is looked at only for what is acknowledged above it. Of several inputs each has
    constructs of its own, told apart by their folder.
    """
    found: dict[tuple[str, str], set[str]] = {}
    acknowledged: dict[Acknowledged, None] = {}
    warned: set[tuple[str, str]] = set()
    for each in inputs:
        files, above = each.files, _above(each)
        acknowledged.update(dict.fromkeys(above))
        for stack in _looked_at(each, above):
            for place, kind, data in _entries(files, stack):
                path = f"{files.shown_in}{place}"
                if kind == _LOGICAL_ID and isinstance(data, str):
                    found.setdefault((stack.artifact, data), set()).add(path)
                elif kind == ACKNOWLEDGED and isinstance(data, Mapping):
                    acknowledged.update(dict.fromkeys(_acknowledged(path, data)))
                elif kind == _WARNING:
                    warned.update((path, each) for each in _TAG.findall(str(data)))
    paths = {key: each.pop() for key, each in found.items() if len(each) == 1}
    return Constructs(paths, tuple(acknowledged), frozenset(warned))


def _above(given: Opened) -> tuple[Acknowledged, ...]:
    """What is acknowledged at the app, and at what holds stacks."""
    if given.is_template or not given.files.has(ACKNOWLEDGED_FILE):
        return ()
    files, shown = given.files, f"{given.files.shown_in}{ACKNOWLEDGED_FILE}"
    document = carried(shown, files.json(ACKNOWLEDGED_FILE), ACKNOWLEDGED_VERSION)
    by_path = section(shown, document, "acknowledged")
    each = ((f"{files.shown_in}{path}".rstrip("/"), mapping(shown, path, data)) for path, data in by_path.items())
    return tuple(found for path, data in each for found in _acknowledged(path, data))


def _looked_at(given: Opened, above: Sequence[Acknowledged]) -> Iterator[Stack]:
    """The stacks whose metadata bears on findings of ours: all, where one acknowledges what may be another's."""
    told = [(each, _content(given.files, each)) for each in given.stacks]
    acknowledges = bool(above) or any(ACKNOWLEDGED.encode() in content and _is_ours(content) for _, content in told)
    return (each for each, content in told if content and (acknowledges or _is_ours(content)))


def _content(files: Files, stack: Stack) -> bytes:
    """A stack's metadata; empty, where it has none."""
    return files.content(stack.metadata) if stack.metadata and files.has(stack.metadata) else b""


def _is_ours(content: bytes) -> bool:
    return acknowledged_as("").encode() in content


def _entries(files: Files, stack: Stack) -> Iterator[tuple[str, str, Any]]:
    """Path, kind and content of each entry; those of nested stacks stand with the stack around them."""
    file = stack.metadata
    for path, entries in mapping(file, "all of it", files.json(file)).items():
        if not isinstance(entries, list):
            raise wrong(file, path, "a list", entries)
        for each in entries:
            said = mapping(file, path, each)
            yield path.removeprefix("/"), str(said.get("type")), said.get("data")


def _acknowledged(path: str, data: Mapping[str, Any]) -> Iterator[Acknowledged]:
    begin = acknowledged_as("")
    for name, reason in data.items():
        if name.startswith(begin):
            yield Acknowledged(path, name.removeprefix(begin), str(reason))
