"""The values of the proof, and of what it stands on, do not change once made: they can be keys and be shared."""

import importlib
import pkgutil
from dataclasses import is_dataclass

import pytest

from xacct_constructs import agreed_access, iam, proof, request_sets, services

VALUES = {
    f"{found.__module__}.{found.__name__}": found
    for part in (iam, services, request_sets, agreed_access, proof)
    for module in pkgutil.iter_modules(part.__path__, f"{part.__name__}.")
    for found in vars(importlib.import_module(module.name)).values()
    if isinstance(found, type) and is_dataclass(found) and found.__module__ == module.name
}
KEEPS_WHAT_IT_WORKED_OUT = {
    "xacct_constructs.iam.policy.Policy",
    "xacct_constructs.iam.request.Caller",
    "xacct_constructs.iam.statements.Statement",
    "xacct_constructs.services.arn_form.ArnForm",
}
"""Values with attributes that are worked out once, which takes a place to keep them."""


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
def test_a_value_is_frozen_and_has_no_other_attributes(value: type) -> None:
    """Nothing can be set on it, neither what it has nor what it has not."""
    assert value.__dataclass_params__.frozen  # type: ignore[attr-defined]  # every dataclass has it
    has_room = "__dict__" in dir(value) and "__slots__" not in vars(value)
    assert has_room is (f"{value.__module__}.{value.__name__}" in KEEPS_WHAT_IT_WORKED_OUT)


def test_there_are_values() -> None:
    """They are found by looking for them, so that a new one is held too; what is a named tuple cannot change anyway."""
    assert len(VALUES) >= 12
    assert VALUES.keys() >= KEEPS_WHAT_IT_WORKED_OUT
