"""What a template leaves to deployment: each unknown under one name, with what it is made from."""

import json
import re
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from xacct_constructs.assembly.budget import Budget
from xacct_constructs.assembly.forms import is_rewritten
from xacct_constructs.assembly.physical import generated_shape
from xacct_constructs.assembly.sources import source
from xacct_constructs.assembly.template import Template
from xacct_constructs.origin import Origin
from xacct_constructs.unknowns import Unknown, UnknownKind, is_one

_PLAIN_NAME = re.compile(r"[A-Za-z0-9]+(\.[^\s{}:$]+)?|AWS-[A-Za-z]+")
"""Logical IDs, their attributes, and pseudo parameters; other names could make a mark that is another's, or none."""
_ACCOUNT = "AWS-AccountId"
"""It is one in all stacks that leave it to deployment."""
_IN_SEGMENT = ("AWS::AccountId", "AWS::Region", "AWS::StackName")


class Unsettled(Template):
    """A template and its unknowns."""

    def __init__(self, template: Mapping[str, Any], stack: str, file: str, name: str, budget: Budget) -> None:
        """Take a template, and what its stack is known by and called; begin with no unknown."""
        super().__init__(template)
        self.stack, self.file, self.name, self._budget = stack, file, name, budget
        self.deployment = ""
        self._pseudo: dict[str, str | None] = {}
        self.unknowns: dict[str, Unknown] = {}
        self._expressions: dict[str, int] = {}
        self.parent: Unsettled | None = None

    def _unknown(
        self,
        name: str,
        why: str,
        detail: Any = None,
        *,
        arms: tuple[Any, ...] = (),
        in_segment: bool = False,
        of: str = "",
    ) -> Unknown:
        if detail is None and not _PLAIN_NAME.fullmatch(name):
            name, detail = "Named", name
        made_from = [self.stack, name, detail]
        if detail is not None:
            written = json.dumps(detail, sort_keys=True)
            # With a hyphen, which no logical ID has: else `If0` might be a parameter's name as well.
            name = f"{name}-{self._expressions.setdefault(written, len(self._expressions))}"
        text = f"${{{self.stack}.{name}}}" if name != _ACCOUNT else f"${{AWS.{name}{self.deployment}}}"
        if text not in self.unknowns:
            origin, made = Origin(self.stack, self.file, name), self.source(text if detail is None else made_from)
            self.unknowns[text] = Unknown(text, UnknownKind.OPEN, why, origin, arms, in_segment, made, of)
        return self.unknowns[text]

    def pseudo(self, name: str) -> Any:
        """A pseudo parameter: its value, or an unknown."""
        if known := self._pseudo[name]:
            return known
        why, short = f"{name} is settled at deployment", name.replace("::", "-")
        return self._unknown(short, why, in_segment=name in _IN_SEGMENT)

    def source(self, written: Any) -> str:
        """What a value of the template is made from, by its fingerprint."""
        return source(self._template, written, self._given, self._budget)

    @cached_property
    def _given(self) -> Mapping[str, str]:
        """The fingerprints of what a nested stack's parameters are given."""
        if self.parent is None:
            return {name: str(each) for name, each in self.noted.parameters.items()}
        if is_rewritten(self.parameters):
            return dict.fromkeys(self.declared, self.parent.source(self.parameters))
        return {name: self.parent.source(each) for name, each in self.parameters.items()}

    def _one_of(self, arms: tuple[Any, ...], name: str, why: str, detail: Any = None) -> Any:
        """One of these values; where they are all the same, that one, whatever settles it."""
        return arms[0] if is_one(arms) else self._unknown(name, why, detail, arms=arms)

    def _generated(self, logical_id: str) -> str:
        """A name that CloudFormation makes: as far as its shape is told, and a mark that is like no other text."""
        shape = generated_shape(self.name, self.resources[logical_id]["Type"], "" if self.parent else logical_id)
        text = f"${{{self.stack}.{logical_id}}}"
        origin = Origin(self.stack, self.file, logical_id)
        why = "CloudFormation makes its name"
        self.unknowns.setdefault(text, Unknown(text, UnknownKind.GENERATED, why, origin))
        return shape + text
