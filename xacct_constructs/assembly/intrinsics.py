"""CloudFormation's intrinsic functions, resolved from what one stack knows before deployment.

Source: CloudFormation User Guide, "Intrinsic function reference", "Pseudo parameters reference" and "Parameters".
"""

import json
import re
from collections import ChainMap
from collections.abc import Callable, Iterator, Mapping
from operator import is_
from typing import Any

from xacct_constructs.assembly.budget import Budget
from xacct_constructs.assembly.conditions import holds, is_of_region
from xacct_constructs.assembly.dynamic import before_references, referring
from xacct_constructs.assembly.errors import MalformedError
from xacct_constructs.assembly.forms import check, is_rewritten, says_more
from xacct_constructs.assembly.given import allowed, handed, handed_on, of_type
from xacct_constructs.assembly.mappings import looked_up
from xacct_constructs.assembly.physical import about, attribute, is_known, name_property, names_written, reference
from xacct_constructs.assembly.pseudo import pseudo_parameters
from xacct_constructs.assembly.splitting import address, split
from xacct_constructs.assembly.tags import tags_of
from xacct_constructs.assembly.unsettled import Unsettled
from xacct_constructs.partitions import partition_of
from xacct_constructs.unknowns import (
    ABSENT,
    MARK,
    Partly,
    Unknown,
    as_text,
    in_texts,
    is_settled,
    joined,
    may_be_nothing,
    unknowns_in,
    with_unknowns,
)

_VARIABLE = re.compile(r"\$\{(!?)([^}]*)\}")
_NEVER_WRITTEN = "no policy and no name is written so"
_OF_NAMES = re.compile(r"[A-Za-z0-9-]+")
"""What names hold that CloudFormation makes."""


class Resolver(Unsettled):
    """Resolves the values of one template."""

    def __init__(
        self,
        template: Mapping[str, Any],
        *,
        stack: str,
        file: str,
        account: str,
        region: str,
        name: str | None = None,
        budget: Budget | None = None,
    ) -> None:
        """Prepare for one template.

        Args:
            template: The template.
            stack: What the stack is known by: its artifact, which no other stack of the assembly has.
            file: The template's file, for origins.
            account: The stack's account, empty if it is left to deployment.
            region: The stack's region, empty if it is left to deployment.
            name: What CloudFormation calls it, empty if it is left to deployment. Default: as it is known by.
            budget: The steps that are left to all templates. Default: all of them to this one.
        """
        super().__init__(template, stack, file, stack if name is None else name, Budget() if budget is None else budget)
        self.account, self.region, self.partition = account, region, partition_of(region)
        self.taken: dict[str, str] = {}
        self._texts: dict[str, str] = {}
        self.parent: Resolver | None = None
        self.nested: dict[str, Resolver] = {}
        self.exports: Callable[[str], Any] = lambda name: None
        self.perhaps_exported: Callable[[Any], list[str]] = lambda name: []
        self.output_of: Callable[..., Any] = lambda *wanted: None
        self._parents_id = ""
        self._properties: dict[str, Any] = {}
        self._pseudo = pseudo_parameters(account, region, self.name)
        self._functions: dict[str, Callable[[Any], Any]] = {
            "Ref": self._ref,
            "Fn::GetAtt": self._get_att,
            "Fn::Sub": self._sub,
            "Fn::Join": self._join,
            "Fn::Select": self._select,
            "Fn::Split": self._split,
            "Fn::If": self._if,
            "Fn::ImportValue": self._import_value,
            "Fn::FindInMap": self._find_in_map,
            "Fn::Length": self._length,
            "Fn::ToJsonString": self._to_json,
            "Fn::GetStackOutput": self._stack_output,
        }

    def is_written(self, logical_id: str) -> bool | None:
        """Whether the resource is made; None where its condition, or its stack's, is settled at deployment."""
        return self._is_made(self._resources[logical_id].get("Condition"))

    def _is_made(self, condition: Any) -> bool | None:
        if condition is None and self.parent is None:
            return True
        made = True if condition is None else self.condition(condition)
        return None if made and self.parent and self.parent.is_written(self._parents_id) is None else made

    def perhaps(self, logical_id: str) -> str:
        """Why the resource may not be made; empty where it is."""
        if self.is_written(logical_id) is not None:
            return ""
        condition = self.resources[logical_id].get("Condition")
        if self.parent and (condition is None or self.condition(condition)):
            return self.parent.perhaps(self._parents_id)
        unknown = self._unknown(f"{logical_id}.Condition", f"condition {condition} is settled at deployment")
        return f"{self.file} {logical_id} depends on {unknown.text}: {unknown.why}"

    def condition(self, name: Any) -> bool | None:
        """Whether the template's condition of this name holds; None where deployment settles it."""
        self._budget.enter()
        found = holds(self, self.conditions.get(name))
        self._budget.deep -= 1
        return found

    def nest(self, logical_id: str, child: "Resolver") -> None:
        """Tie a nested stack to this one: its parameters and its outputs."""
        self.nested[logical_id] = child
        child.parent, child._parents_id = self, logical_id
        child._pseudo["AWS::StackName"] = None
        child.parameters = self.resources[logical_id].get("Properties", {}).get("Parameters", {})

    @property
    def tags(self) -> Mapping[str, Any]:
        """What all that the stack makes is tagged with, by those alone who deploy it as the manifest says."""
        if self.parent is None:
            return self.noted.tags
        said = self.parent.resources[self._parents_id].get("Properties", {}).get("Tags", [])
        return {**self.parent.tags, **tags_of({"Tags": self.parent.value(said)})}

    def value(self, value: Any) -> Any:
        """The value with every intrinsic resolved, itself without one; what stays open becomes a named unknown."""
        if isinstance(value, str):
            return self._text(value) if "{" in value else value
        is_map = isinstance(value, dict)
        if not is_map and not isinstance(value, list):
            return value
        budget = self._budget
        budget.enter()
        found = self._map(value) if is_map else self._list(value)
        budget.deep -= 1
        return found

    def _list(self, value: list[Any]) -> list[Any]:
        found = [each if isinstance(each, str) and "{" not in each else self.value(each) for each in value]
        return value if all(map(is_, found, value)) else [each for each in found if each is not ABSENT]

    def _map(self, value: dict[str, Any]) -> Any:
        if len(value) == 1:
            (name,) = value
            if name in self._functions:
                return self._function(name, value)
            if name == "Condition":
                return self._later(name, value)
        # Beside other keys too: a loop or a macro may put anything into the map. Looked for in all keys at once.
        if "Fn::" in "".join(value):
            for name in value:
                if name.startswith("Fn::"):
                    return self._later(name, value)
        changed = {}
        for key, each in value.items():
            # Most are texts in which nothing stands to be resolved, and calls are dear.
            if not isinstance(each, str) or "{" in each:
                got = self.value(each)
                if got is not each:
                    changed[key] = got
        if not changed:
            return value
        return {key: got for key, each in value.items() if (got := changed.get(key, each)) is not ABSENT}

    def _later(self, name: str, value: dict[str, Any]) -> Any:
        return self._unknown(name.replace("::", ""), f"{name} is settled at deployment", value)

    def _function(self, name: str, value: dict[str, Any]) -> Any:
        """What a function comes to: where that is a text, once for all that are written alike.

        What is no text is resolved each time, since it may hold more than a step is worth.
        """
        written = repr(value)
        self._budget.write(len(written))
        found = self._texts.get(written)
        if found is None:
            check(name, value[name])
            if says_more(name, value[name]):
                return self._later(name, value)
            found = self._functions[name](value[name])
            if isinstance(found, str):
                self._texts[written] = found
        return found

    def properties(self, logical_id: str) -> Any:
        """A resource's properties, resolved once; an unknown, where a macro may put anything into them."""
        if logical_id not in self._properties:
            self._properties[logical_id] = self.value(self.resources[logical_id].get("Properties", {}))
        return self._properties[logical_id]

    def _text(self, text: str) -> str | Partly:
        """A text of the template, in which dynamic references are read at deployment."""
        if MARK.search(text):
            return joined([self._unknown("Text", _NEVER_WRITTEN, text)])
        if "{{resolve:" not in text:
            return text
        return joined(
            self._unknown("Dynamic", f"{each} is read at deployment", each) if index % 2 else each
            for index, each in enumerate(referring(text))
        )

    def _ref(self, given: Any) -> Any:
        name = self.value(given)
        if not isinstance(name, str):
            return self._unknown("Ref", "which is meant is settled at deployment", given)
        if name == "AWS::NoValue":
            return ABSENT
        if name in self._pseudo:
            return self.pseudo(name)
        if name in self.resources:
            said = about(self.resources[name])
            return self.made(name) if said is None else self.value(said)
        return self._parameter(name)

    def _parameter(self, name: str) -> Any:
        if name not in self.declared:
            return self._unknown("Ref", f"nothing of the template is called {name}", name)
        parameter = self.declared[name]
        kind = str(parameter.get("Type", ""))
        if kind.startswith("AWS::SSM"):
            return self._unknown(name, "the parameter's value is read at deployment")
        why = "the parameter's value is given at deployment"
        from_around = handed_on(kind, handed(self.parent, self.parameters, name))
        if from_around is not ABSENT:
            return self._unknown(name, why) if from_around is None else from_around
        value = self.given[name].value if name in self.given else self.default(name)
        if value is not None:
            self.taken[name] = str(as_text(value))
            return self.value(of_type(kind, value))
        return self._one_of(tuple(map(self.value, allowed(parameter))), name, why)

    def made(self, logical_id: str, wanted: str = "") -> Any:
        """What `Ref` of a resource returns, or `Fn::GetAtt` of what is wanted."""
        return self._resource(logical_id, attribute, wanted) if wanted else self._resource(logical_id, reference)

    def _resource(self, logical_id: str, render: Callable[..., str | None], *arguments: str) -> Any:
        resource = self.resources[logical_id]
        properties = resource.get("Properties", {})
        property_name = name_property(resource["Type"])
        written = map(self.value, names_written(resource))
        name = next((each for each in written if each is not ABSENT), ABSENT)
        if name == "":
            raise MalformedError(f"{logical_id}.{property_name} must be a name, got ''")
        if property_name and is_rewritten(properties):
            name = self._unknown(f"{logical_id}.{property_name}", "a function stands for the resource's properties")
        if not is_known(resource):
            why = f"a name of {resource['Type']} that deployment settles"
            name = self._unknown(logical_id, why, of=resource["Type"])
        text = self._generated(logical_id) if name is None or name is ABSENT else str(in_texts(name))
        rendered = render(self, resource, text, *arguments)
        if rendered is None:
            why = f"an attribute of {resource['Type']} that deployment settles"
            host = self._unknown(".".join((logical_id, *arguments)), why, of=resource["Type"])
            return address(host, resource["Type"], *arguments)
        if "${" not in rendered:
            return rendered
        return with_unknowns(rendered, ChainMap({each.text: each for each in unknowns_in(name)}, self.unknowns))

    def _get_att(self, given: Any) -> Any:
        logical_id, name = given.split(".", 1) if isinstance(given, str) else map(self.value, given)
        if not isinstance(logical_id, str):
            return self._unknown("GetAtt", "of which resource is settled at deployment", given)
        if logical_id not in self.resources or not isinstance(name, str):
            return self._unknown(f"{logical_id}.{name}", "no resource of the template has this name")
        if logical_id in self.nested and name.startswith("Outputs."):
            found = self.nested[logical_id].output(name.removeprefix("Outputs."))
            if found is not None:
                return found
        return self.made(logical_id, name)

    def _import_value(self, given: Any) -> Any:
        name = self.value(given)
        found = self.exports(name) if isinstance(name, str) else None
        if found is None:
            why = f"no one stack of the assembly certainly exports {in_texts(name)}"
            return self._unknown("Import", why, [given, *self.perhaps_exported(name)])
        return found

    def _stack_output(self, given: Any) -> Any:
        said = self.value(given)
        said = said if isinstance(said, Mapping) else {}
        wanted = [said.get(each) for each in ("StackName", "OutputName", "Region", "RoleArn")]
        known = all(each is None or (isinstance(each, str) and is_settled(each)) for each in wanted)
        found = self.output_of(*wanted) if known else None
        why = "the assembly has no such output, or it is not settled which is meant"
        return self._unknown("GetStackOutput", why, given) if found is None else found

    def output(self, name: str) -> Any:
        """An output of this template, None where there is none of that name."""
        output = self.outputs.get(name)
        return None if output is None else self.value(output["Value"])

    def exported(self) -> Iterator[tuple[str, str, bool]]:
        """Outputs that this template exports: each with the name it exports it under, and whether it certainly does."""
        for logical_id, output in self.outputs.items():
            if "Export" in output and (made := self._is_made(output.get("Condition"))) is not False:
                certain = made is True and not is_rewritten(output["Export"])
                yield logical_id, str(self.value(output["Export"]["Name"])), certain

    def _sub(self, given: Any) -> Any:
        text, variables = (given, {}) if isinstance(given, str) else (given[0], dict(*given[1:]))
        parts: list[Any] = []
        position = 0
        for found in _VARIABLE.finditer(text):
            literal, name = found[1], found[2]
            parts.append(self._text(text[position : found.start()]))
            if literal:
                parts.append(self._text(f"${{{name}}}"))
            elif name in variables:
                parts.append(self.value(variables[name]))
            else:
                parts.append(self._get_att(name) if "." in name else self._ref(name))
            position = found.end()
        parts.append(self._text(text[position:]))
        return self._concatenated("Sub", parts, given)

    def _concatenated(self, name: str, parts: list[Any], given: Any) -> Any:
        """Texts and numbers in a row; of anything else the result is settled at deployment."""
        texts = [text for each in parts if (text := as_text(each)) is not None]
        if len(texts) < len(parts):
            return self._unknown(name, "a part of the text is settled at deployment", given)
        self._budget.write(sum(len(str(each)) for each in texts))
        whole = joined(texts)
        # Only together can the parts have written a dynamic reference, or what looks like an unknown.
        if len(MARK.findall(str(whole))) > sum(len(MARK.findall(str(each))) for each in texts):
            return self._unknown("Text", _NEVER_WRITTEN, given)
        if isinstance(whole, str):
            return self._text(whole) if "{{resolve:" in whole else whole
        known = before_references(whole)
        return whole if known is None else joined([known, self._unknown("Dynamic", f"{whole} may be read", given)])

    def _join(self, given: Any) -> Any:
        separator, values = self.value(given[0]), self.value(given[1])
        if not isinstance(values, list):
            return self._unknown("Join", "the joined list is settled at deployment", given)
        return self._concatenated("Join", [part for each in values for part in (separator, each)][1:], given)

    def _select(self, given: Any) -> Any:
        index, values = self.value(given[0]), self.value(given[1])
        if isinstance(values, list) and isinstance(index, Unknown | Partly):
            return self._one_of(tuple(values), "Select", "the index is settled at deployment", given)
        found = values[: int(index) + 1] if isinstance(values, list) and str(index).isdigit() else []
        # What comes to nothing may be left out, or be a place that is empty: then another one is meant.
        is_shorter = isinstance(given[1], list) and len(values) < len(given[1])
        known = found and len(found) > int(index) and not any(isinstance(each, Unknown) for each in found[:-1])
        if not known or is_shorter or may_be_nothing(found[-1]):
            return self._unknown("Select", "the list is settled at deployment", given)
        return found[-1]

    def _split(self, given: Any) -> Any:
        separator, text = self.value(given[0]), self.value(given[1])
        found, goes_on = split(separator, text, _OF_NAMES) or ([], True)
        self._budget.write(len(str(text)))
        rest = self._unknown("Split", "the text is settled at deployment", given) if goes_on else None
        return (rest if not found else [*found, rest]) if goes_on else found

    def _if(self, given: Any) -> Any:
        made = self.condition(given[0])
        if made is None:
            arms = (self.value(given[1]), self.value(given[2]))
            return self._one_of(arms, "If", f"condition {given[0]} is settled at deployment", given)
        return self.value(given[1] if made else given[2])

    def _find_in_map(self, given: Any) -> Any:
        keys = [ABSENT if is_of_region(self, each) else self.value(each) for each in given[:3]]
        default = next((each.get("DefaultValue") for each in given[3:] if isinstance(each, Mapping)), None)
        found = looked_up(self._template.get("Mappings", {}), keys)
        if found is None:
            return self._unknown("FindInMap", "the mapping is written at deployment", given)
        found = list(map(self.value, found))
        if default is not None and (not found or any(not isinstance(each, str) for each in keys)):
            found.append(self.value(default))
        return self._one_of(tuple(found), "FindInMap", "which value of the mapping is settled at deployment", given)

    def _length(self, given: Any) -> Any:
        values = self.value(given)
        if isinstance(values, list) and not any(isinstance(each, Unknown) for each in values):
            return len(values)
        return self._unknown("Length", "the list is settled at deployment", given)

    def _to_json(self, given: Any) -> Any:
        value = self.value(given)
        if next(unknowns_in(value), None) is not None:
            return self._unknown("ToJsonString", "a part of it is settled at deployment", given)
        return self._concatenated("ToJsonString", [json.dumps(value, separators=(",", ":"))], given)
