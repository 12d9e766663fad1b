"""CloudFormation's intrinsic functions, resolved from what one stack knows before deployment.

Source: CloudFormation User Guide, "Intrinsic function reference" and "Pseudo parameters reference".
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from hashlib import sha256
from typing import Any

from xacct_constructs.assembly.budget import Budget
from xacct_constructs.assembly.model import Unknown, UnknownKind
from xacct_constructs.assembly.physical import attribute, name_property, reference
from xacct_constructs.iam import Origin
from xacct_constructs.partitions import DNS_SUFFIXES, partition_of
from xacct_constructs.values import listed

_VARIABLE = re.compile(r"\$\{(!?)([^}]*)\}")
_UNKNOWN = re.compile(r"\$\{[^:}]+\}")


class Absent:
    """What `AWS::NoValue` leaves behind."""


ABSENT = Absent()


def is_settled(value: Any) -> bool:
    """Whether a resolved value holds nothing that only deployment settles."""
    return _UNKNOWN.search(str(value)) is None


class Resolver:
    """Resolves the values of one template."""

    def __init__(
        self,
        template: Mapping[str, Any],
        *,
        stack: str,
        file: str,
        account: str,
        region: str,
        name: str = "",
        budget: Budget | None = None,
    ) -> None:
        """Prepare for one template.

        Args:
            template: The template.
            stack: What the stack is known by: its artifact, which no other stack of the assembly has.
            file: The template's file, for origins.
            account: The stack's account, empty if it is left to deployment.
            region: The stack's region, empty if it is left to deployment.
            name: What CloudFormation calls it. Default: as it is known by.
            budget: The steps that are left to all templates. Default: all of them to this one.
        """
        self.stack, self.file, self.account, self.region = stack, file, account, region
        self.name = name or stack
        self._budget = Budget() if budget is None else budget
        self.partition = partition_of(region)
        self.unknowns: dict[str, Unknown] = {}
        self._expressions: dict[str, int] = {}
        self.parent: Resolver | None = None
        self.parameters: Mapping[str, Any] = {}
        self.nested: dict[str, Resolver] = {}
        self.exports: Callable[[str], Any] = lambda name: None
        self.output_of: Callable[..., Any] = lambda *wanted: None
        self._parents_id = ""
        self._template = template
        self._resources = {
            logical_id: resource
            for logical_id, resource in template.get("Resources", {}).items()
            if isinstance(resource, Mapping) and isinstance(resource.get("Type"), str)
        }
        self._pseudo = self._pseudo_parameters()
        self._functions: dict[str, Callable[[Any], Any]] = {
            "Ref": self._ref,
            "Fn::GetAtt": self._get_att,
            "Fn::Sub": self._sub,
            "Fn::Join": self._join,
            "Fn::Select": self._select,
            "Fn::Split": self._split,
            "Fn::If": self._if,
            "Fn::ImportValue": self._import_value,
            "Fn::GetStackOutput": self._stack_output,
        }

    def _pseudo_parameters(self) -> dict[str, str | None]:
        return {
            "AWS::AccountId": self.account or None,
            "AWS::Region": self.region or None,
            "AWS::Partition": self.partition,
            "AWS::URLSuffix": DNS_SUFFIXES.get(self.partition, "amazonaws.com"),
            "AWS::StackName": self.name,
        }

    @property
    def resources(self) -> Mapping[str, Any]:
        """The template's resources, each of which says its type."""
        return self._resources

    @property
    def untyped(self) -> list[str]:
        """What stands among the resources and does not say its type."""
        return [each for each in self._template.get("Resources", {}) if each not in self._resources]

    def around(self, logical_id: str) -> str:
        """All of the template that a resource is made from, as a text; all of it, for what is none of its resources."""
        resources = self._template.get("Resources", {})
        alone = {logical_id: resources[logical_id]} if logical_id in resources else resources
        return f"{json.dumps(alone, sort_keys=True)} {self._beside_resources}"

    @cached_property
    def _beside_resources(self) -> str:
        """What every resource is made from, by its fingerprint: it is the same for many, and long."""
        given = {**self._template, "Resources": None, "Outputs": None, "given": self.parameters}
        return sha256(json.dumps(given, sort_keys=True).encode()).hexdigest()

    @property
    def transforms(self) -> list[str]:
        """The macros that rewrite the template at deployment."""
        given = self._template.get("Transform", [])
        return [str(each.get("Name") if isinstance(each, Mapping) else each) for each in listed(given)]

    def is_written(self, logical_id: str) -> bool | None:
        """Whether the resource is made; None where its condition, or its stack's, is settled at deployment."""
        condition = self.resources[logical_id].get("Condition")
        made = True if condition is None else self._condition(condition)
        return None if made and self.parent and self.parent.is_written(self._parents_id) is None else made

    def perhaps(self, logical_id: str) -> str:
        """What stands for a policy of a resource that may not be made."""
        condition = self.resources[logical_id].get("Condition")
        if condition is None and self.parent:
            return self.parent.perhaps(self._parents_id)
        return self._unknown(f"{logical_id}.Condition", f"condition {condition} is settled at deployment")

    def nest(self, logical_id: str, child: "Resolver") -> None:
        """Tie a nested stack to this one: its parameters and its outputs."""
        self.nested[logical_id] = child
        child.parent, child._parents_id = self, logical_id
        child._pseudo["AWS::StackName"] = None
        child.parameters = self.resources[logical_id].get("Properties", {}).get("Parameters", {})

    def value(self, value: Any) -> Any:
        """The value with every intrinsic resolved; what stays open becomes a named unknown."""
        if not isinstance(value, list | dict):
            return value
        self._budget.enter()
        found = self._inside(value)
        self._budget.leave()
        return found

    def _inside(self, value: Any) -> Any:
        if isinstance(value, list):
            return [each for each in map(self.value, value) if each is not ABSENT]
        if len(value) == 1:
            (name,) = value
            if name in self._functions:
                return self._functions[name](value[name])
            if name.startswith("Fn::") or name == "Condition":
                return self._unknown(name.replace("::", ""), f"{name} is settled at deployment", value)
        resolved = {key: self.value(each) for key, each in value.items()}
        return {key: each for key, each in resolved.items() if each is not ABSENT}

    def _unknown(self, name: str, why: str, detail: Any = None, *, generated: bool = False) -> str:
        if detail is not None:
            written = json.dumps(detail, sort_keys=True)
            name = f"{name}{self._expressions.setdefault(written, len(self._expressions))}"
        text = f"${{{self.stack}.{name}}}"
        kind = UnknownKind.GENERATED if generated else UnknownKind.OPEN
        self.unknowns.setdefault(text, Unknown(text, kind, why, Origin(self.stack, self.file, name)))
        return text

    def _ref(self, name: Any) -> Any:
        if name == "AWS::NoValue":
            return ABSENT
        if name in self._pseudo:
            return self._pseudo[name] or self._unknown(name.replace("::", ""), f"{name} is settled at deployment")
        if name in self.resources:
            return self._resource(name, reference)
        if self.parent and name in self.parameters:
            return self.parent.value(self.parameters[name])
        parameter = self._template.get("Parameters", {}).get(name, {})
        kind = str(parameter.get("Type", ""))
        if "Default" in parameter and not kind.startswith("AWS::SSM"):
            default = parameter["Default"]
            return default.split(",") if kind.startswith(("CommaDelimitedList", "List<")) else default
        return self._unknown(str(name), "the parameter's value is given at deployment")

    def _resource(self, logical_id: str, render: Callable[..., str | None], *arguments: str) -> str:
        resource = self.resources[logical_id]
        property_name = name_property(resource["Type"])
        given = resource.get("Properties", {}).get(property_name) if property_name else None
        name = self.value(given) if given is not None else None
        if name is None or name is ABSENT:
            name = self._unknown(logical_id, "CloudFormation makes its name", generated=True)
        rendered = render(self, resource, name, *arguments)
        if rendered is None:
            what = ".".join((logical_id, *arguments))
            return self._unknown(what, f"an attribute of {resource['Type']} that deployment settles")
        return rendered

    def _get_att(self, given: Any) -> str:
        logical_id, _, name = given.partition(".") if isinstance(given, str) else (given[0], "", self.value(given[1]))
        if logical_id not in self.resources:
            return self._unknown(f"{logical_id}.{name}", "no resource of the template has this name")
        if logical_id in self.nested and str(name).startswith("Outputs."):
            found = self.nested[logical_id].output(name.removeprefix("Outputs."))
            if found is not None:
                return str(found)
        return self._resource(logical_id, attribute, name)

    def _import_value(self, given: Any) -> Any:
        name = self.value(given)
        found = self.exports(name) if isinstance(name, str) else None
        return self._unknown("Import", f"no stack of the assembly exports {name}", given) if found is None else found

    def _stack_output(self, given: Any) -> Any:
        said = self.value(given)
        wanted = [said.get(each) for each in ("StackName", "OutputName", "Region", "RoleArn")]
        known = all(each is None or (isinstance(each, str) and is_settled(each)) for each in wanted)
        found = self.output_of(*wanted) if known else None
        why = "the assembly has no such output, or it is not settled which is meant"
        return self._unknown("GetStackOutput", why, given) if found is None else found

    def output(self, name: str) -> Any:
        """An output of this template, None where there is none of that name."""
        output = self._template.get("Outputs", {}).get(name)
        return None if output is None else self.value(output["Value"])

    def exported(self) -> Iterator[tuple[str, str, bool]]:
        """Outputs that this template exports: each with the name it exports it under, and whether it certainly does."""
        for logical_id, output in self._template.get("Outputs", {}).items():
            if isinstance(output, Mapping) and "Export" in output:
                made = self._condition(output["Condition"]) if "Condition" in output else True
                if made is not False:
                    yield logical_id, str(self.value(output["Export"]["Name"])), made is True

    def _sub(self, given: Any) -> str:
        text, variables = (given, {}) if isinstance(given, str) else (given[0], given[1])

        def replaced(found: re.Match[str]) -> str:
            literal, name = found[1], found[2]
            if literal:
                return f"${{{name}}}"
            if name in variables:
                text = str(self.value(variables[name]))
            else:
                text = str(self._get_att(name) if "." in name else self._ref(name))
            self._budget.write(len(text))
            return text

        return _VARIABLE.sub(replaced, text)

    def _join(self, given: Any) -> Any:
        separator, values = given[0], self.value(given[1])
        if not isinstance(values, list):
            return self._unknown("Join", "the joined list is settled at deployment", given)
        texts = [str(each) for each in values]
        self._budget.write(sum(map(len, texts)) + len(separator) * len(texts))
        return separator.join(texts)

    def _select(self, given: Any) -> Any:
        index, values = self.value(given[0]), self.value(given[1])
        if not isinstance(values, list) or not str(index).isdigit() or int(index) >= len(values):
            return self._unknown("Select", "the list is settled at deployment", given)
        return values[int(index)]

    def _split(self, given: Any) -> Any:
        text = self.value(given[1])
        if not isinstance(text, str) or not is_settled(text):
            return self._unknown("Split", "the text is settled at deployment", given)
        self._budget.write(len(text))
        return text.split(given[0])

    def _if(self, given: Any) -> Any:
        holds = self._condition(given[0])
        if holds is None:
            return self._unknown("If", f"condition {given[0]} is settled at deployment", given)
        return self.value(given[1] if holds else given[2])

    def _condition(self, name: Any) -> bool | None:
        return self._holds(self._template.get("Conditions", {}).get(name))

    def _holds(self, condition: Any) -> bool | None:
        """Whether a condition holds; None where deployment settles it."""
        self._budget.enter()
        found = self._holding(condition)
        self._budget.leave()
        return found

    def _holding(self, condition: Any) -> bool | None:
        if not isinstance(condition, dict) or len(condition) != 1:
            return None
        ((name, given),) = condition.items()
        if name == "Condition":
            return self._condition(given)
        if name == "Fn::Equals":
            left, right = self.value(given[0]), self.value(given[1])
            if not is_settled([left, right]):
                return True if left == right else None
            return str(left) == str(right)
        parts: list[bool | None] = [self._holds(each) for each in given]
        if name == "Fn::Not":
            return None if parts[0] is None else not parts[0]
        if name not in ("Fn::And", "Fn::Or"):
            return None
        settling: bool = name == "Fn::Or"
        if settling in parts:
            return settling
        return None if None in parts else not settling
