"""Condition blocks against a request's context.

Source: IAM User Guide, "IAM JSON policy elements: Condition", "Multivalued context keys" and "…IfExists"; of values on
which AWS's own pages differ, or say nothing, "IAM policy validation check reference".
"""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from xacct_constructs.iam.global_keys import SEVERAL, is_compared
from xacct_constructs.iam.operators import OPERATORS, Operator
from xacct_constructs.iam.patterns import is_broken, is_unsettled
from xacct_constructs.iam.request import Context
from xacct_constructs.iam.undecided import UndecidedError
from xacct_constructs.values import listed

_NULL = (None, ("",))
"""An absent key, and one whose only value is empty, which AWS calls null."""


class Condition(NamedTuple):
    """One key under one operator; all conditions of a statement must hold.

    Attributes:
        operator: None for `Null`.
        key: The condition key, as it is written; empty, where the operator has none.
        values: What it is compared with.
        quantifier: `forallvalues`, `foranyvalue`, or empty.
        if_exists: Whether it holds where the key is absent.
    """

    operator: Operator | None
    key: str
    values: tuple[str, ...]
    quantifier: str = ""
    if_exists: bool = False

    def __str__(self) -> str:
        """As the policy writes it."""
        name = self.operator.name if self.operator else "Null"
        quantifier = {"": "", "forallvalues": "ForAllValues:", "foranyvalue": "ForAnyValue:"}[self.quantifier]
        suffix = "IfExists" if self.if_exists else ""
        return f"{quantifier}{name}{suffix} {self.key} {' or '.join(self.values)}"

    def unsaid(self, *, variables: bool = True) -> str:
        """What AWS does not say, or says in two ways, of whether it holds; empty where it says it.

        Args:
            variables: Whether the policy's version has variables. Default: yes.
        """
        if not self.key:
            return f"{str(self).strip()} compares no key"
        # Of a quantifier and of IfExists AWS says it, but not what a negated operator makes of it.
        says_it = (self.quantifier or self.if_exists) and not (self.operator and self.operator.negated)
        if not self.values and not says_it:
            return f"{self.key} is compared with no value"
        if self.operator is None:
            return ""
        if not is_compared(self.key, self.operator.name):
            return f"{self.operator.name} compares {self.key}, which is of another type"
        if self.operator.name == "Bool" and len(set(map(str.lower, self.values))) > 1:
            return f"Bool compares {self.key} with more than one truth"
        if variables and self.operator.negated and any(map(is_broken, self.values)):
            return f"{self.key} is compared with a policy variable that is none"
        strange = (each for each in self.values if not self.operator.takes(each))
        return next((f"{self.operator.name} compares {self.key} with {each!r}" for each in strange), "")

    @property
    def is_of_several(self) -> bool:
        """Whether its key may have several values, and it does not say whether all of them are meant, or any."""
        return self.operator is not None and not self.quantifier and self.key.lower() in SEVERAL

    def at_most(self, *, variables: bool = True) -> "Condition | None":
        """What holds wherever this may: itself, where AWS says when it does; None, where it may in every request."""
        if self.unsaid(variables=variables):
            return None
        if not self.is_of_several or self.operator is None:
            return self
        return self._replace(quantifier="foranyvalue", if_exists=self.if_exists or self.operator.negated)

    def is_met(self, context: Context, *, variables: bool) -> bool:
        """Whether the request's context meets it, as a policy has it.

        Raises:
            UndecidedError: AWS does not say.
        """
        unsaid = self.unsaid(variables=variables)
        # Where the key is absent, it is not compared.
        if unsaid and not (self.values and context.values(self.key) is None):
            raise UndecidedError(f"{unsaid}, and AWS does not say when that holds")
        return self.holds(context, variables=variables)

    def holds(self, context: Context, *, variables: bool = True) -> bool:
        """Whether the request's context meets the condition; `variables` is False in policies of 2008."""
        given = context.values(self.key)
        if self.operator is None:
            return any((value == "true") == (given in _NULL) for value in self.values)
        if given is None:
            if self.if_exists:
                return True
            return self.quantifier == "forallvalues" or (self.operator.negated and self.quantifier != "foranyvalue")
        if not self.quantifier and len(given) > 1:
            raise UndecidedError(f"{self.key} has several values, and {self} has neither ForAllValues nor ForAnyValue")
        if self.quantifier and given in _NULL:
            return self.quantifier == "forallvalues"
        results = (self._value_holds(each, context, variables) for each in given)
        return all(results) if self.quantifier != "foranyvalue" else any(results)

    def _value_holds(self, given: str, context: Context, variables: bool) -> bool:
        if self.operator is None:
            raise AssertionError("Null compares no values")
        use = variables and self.operator.takes_variables
        found = any(self.operator.compare(wanted, given, context.variable, use) for wanted in self.values)
        if not self.operator.negated:
            return found
        # A variable without a value makes the statement invalid, so that a negated condition does not hold either.
        return not found and not (use and any(is_unsettled(wanted, context.variable) for wanted in self.values))


def parse_conditions(block: Any) -> tuple[Condition, ...]:
    """The conditions of a statement.

    Raises:
        UndecidedError: an operator is not known, or a value is not settled.
    """
    if not isinstance(block, Mapping):
        raise UndecidedError(f"a Condition must be a map of operators, got {block!r}")
    return tuple(_parse(block))


def _parse(block: Mapping[str, Any]) -> Iterable[Condition]:
    _refuse_twice(block)
    for written, keys in block.items():
        name, quantifier = written.lower(), ""
        if ":" in name:
            quantifier, name = name.split(":", 1)
            if quantifier not in ("forallvalues", "foranyvalue"):
                raise UndecidedError(f"the condition operator {written} is not known")
        base = name.removesuffix("ifexists")
        if base not in OPERATORS and written.lower() != "null":
            raise UndecidedError(f"the condition operator {written} is not known")
        if not isinstance(keys, Mapping):
            raise UndecidedError(f"the keys of {written} are settled only at deployment: {keys!r}")
        _refuse_twice(keys)
        for key, values in keys.items() or [("", [])]:
            texts = tuple(_text(key, each) for each in listed(values))
            if base == "null":
                texts = tuple(text.lower() for text in texts)
                if not set(texts) <= {"true", "false"}:
                    raise UndecidedError(f"Null asks {key} for true or false, got {', '.join(texts)}")
            yield Condition(
                operator=OPERATORS.get(base), key=key, values=texts, quantifier=quantifier, if_exists=name != base
            )


def _refuse_twice(names: Iterable[str]) -> None:
    """Of what stands there twice, in other letters, it is not known which counts."""
    seen = set[str]()
    for each in names:
        if each.lower() in seen:
            raise UndecidedError(f"{each} stands twice in a Condition, in other letters")
        seen.add(each.lower())


def _text(key: str, value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if not isinstance(value, str | int | float):
        raise UndecidedError(f"{key} is compared with something other than text: {value!r}")
    return str(value)
