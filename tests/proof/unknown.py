"""Templates in which a value is replaced by what only deployment settles: every place, and every kind of unknown."""

import copy
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from tests.proof.world import World, referring
from xacct_constructs.assembly import Assembly
from xacct_constructs.assembly.collect import Collector
from xacct_constructs.assembly.exports import Exports
from xacct_constructs.assembly.intrinsics import Resolver
from xacct_constructs.assembly.shape import checked

Path = tuple[str | int, ...]
"""Keys and indices from a resource down to a value."""

_NO_VALUE = {"Ref": "AWS::NoValue"}
_BESIDE: Mapping[str, Any] = {
    "Parameters": {"Unknown": {"Type": "String"}},
    "Conditions": {"Open": {"Fn::Equals": [{"Ref": "Unknown"}, "yes"]}},
}
"""What the unknowns refer to; every template has it from the beginning."""


def _other(old: Any) -> str:
    return "*" if old != "*" else "other"


KINDS: Mapping[str, Callable[[Any], Any]] = {
    "a parameter": lambda old: {"Ref": "Unknown"},
    "one of two allowed values": lambda old: {"Ref": "Either"},
    "an import": lambda old: {"Fn::ImportValue": "elsewhere"},
    "a dynamic reference": lambda old: "{{resolve:ssm:/x}}",
    "one of two arms": lambda old: {"Fn::If": ["Open", old, _other(old)]},
    "there or not": lambda old: {"Fn::If": ["Open", old, _NO_VALUE]},
    "an attribute of a custom resource": lambda old: {"Fn::GetAtt": ["Custom", "Value"]},
    "a macro": lambda old: {"Fn::Transform": {"Name": "Macro", "Parameters": {}}},
}
"""Every kind of unknown, made from the value whose place it takes."""


class Stack(NamedTuple):
    """One stack, as the reader has it."""

    name: str
    account: str
    region: str
    template: Mapping[str, Any]


class Place(NamedTuple):
    """Where a value of a stack's resource stands."""

    stack: int
    logical_id: str
    path: Path
    type: str

    def meets(self, other: "Place") -> bool:
        """Whether one of them lies in the other."""
        shorter = min(len(self.path), len(other.path))
        return self[:2] == other[:2] and self.path[:shorter] == other.path[:shorter]

    @property
    def name(self) -> str:
        """The type and the path, without indices: what a reason is given for."""
        return f"{self.type} {'.'.join(each for each in self.path if isinstance(each, str))}"


def stacks_of(world: World) -> list[Stack]:
    """The stacks of a world, each with a template of its own."""
    return [
        Stack(f"Stack{account}", account, "eu-west-1", {"Resources": referring(each, f"Stack{account}", each)})
        for account, each in world.items()
    ]


def with_what_is_referred_to(stack: Stack) -> Stack:
    """The stack with the parameter, the condition and the custom resource that unknowns refer to."""
    provider = f"arn:aws:lambda:{stack.region}:{stack.account}:function:provider"
    custom = {"Type": "Custom::Value", "Properties": {"ServiceToken": provider}}
    sections = {name: {**stack.template.get(name, {}), **added} for name, added in _BESIDE.items()}
    resources = {**stack.template["Resources"], "Custom": custom}
    return stack._replace(template={**stack.template, **sections, "Resources": resources})


def read(stacks: Sequence[Stack], agreements: Sequence[Mapping[str, Any]]) -> Assembly:
    """The assembly of these stacks, without files."""
    resolvers, collector = [], Collector()
    for stack in stacks:
        file = f"{stack.name}.template.json"
        template = checked(file, stack.template)
        resolvers.append(Resolver(template, stack=stack.name, file=file, account=stack.account, region=stack.region))
    Exports(resolvers)
    for resolver in resolvers:
        collector.add(resolver)
    return collector.assembly(tuple(agreements))


def places(stacks: Sequence[Stack]) -> Iterator[Place]:
    """Every value within every resource, lists and maps included."""
    for index, stack in enumerate(stacks):
        for logical_id, resource in stack.template["Resources"].items():
            if logical_id != "Custom":
                for path in _paths(resource):
                    yield Place(index, logical_id, path, resource["Type"])


def _paths(value: Any, above: Path = ()) -> Iterator[Path]:
    """A value of an intrinsic function is one value, but for the parts that a join puts together."""
    if above:
        yield above
    if isinstance(value, Mapping):
        (name,) = value if len(value) == 1 else ("",)
        if name == "Fn::Join" and isinstance(value[name][1], list):
            for index, each in enumerate(value[name][1]):
                yield from _paths(each, (*above, name, 1, index))
        elif name != "Ref" and not name.startswith("Fn::"):
            for key, each in value.items():
                yield from _paths(each, (*above, key))
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield from _paths(each, (*above, index))


def value_at(stacks: Sequence[Stack], place: Place) -> Any:
    """What stands there."""
    found = stacks[place.stack].template["Resources"][place.logical_id]
    for each in place.path:
        found = found[each]
    return found


def replaced(stacks: Sequence[Stack], place: Place, make: Callable[[Any], Any]) -> list[Stack]:
    """The stacks with another value at one place; `Either` has the old one among its two."""
    old = value_at(stacks, place)
    either = {"Type": "String", "AllowedValues": [old, _other(old)]}
    parameters = {**stacks[place.stack].template["Parameters"], "Either": either}
    return with_value(stacks, place, make(old), Parameters=parameters)


def with_value(stacks: Sequence[Stack], place: Place, value: Any, **sections: Any) -> list[Stack]:
    """The stacks with this value at one place, and these sections in its template."""
    stack = stacks[place.stack]
    resources = {**stack.template["Resources"]}
    resources[place.logical_id] = _with(resources[place.logical_id], place.path, value)
    changed = stack._replace(template={**stack.template, **sections, "Resources": resources})
    return [*stacks[: place.stack], changed, *stacks[place.stack + 1 :]]


def _with(value: Any, path: Path, new: Any) -> Any:
    if not path:
        return new
    changed = copy.copy(value)
    changed[path[0]] = _with(value[path[0]], path[1:], new)
    return changed
