"""The quota that IAM sets on all inline policies of a role or user together, checked at synthesis."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from xacct_constructs.finding import Finding, error, warning
from xacct_constructs.policies import document_size
from xacct_constructs.validation.sizes import INLINE, NEAR

PSEUDO_PARAMETER_CHARACTERS = {
    "AWS::AccountId": 12,
    "AWS::Partition": 10,
    "AWS::Region": 15,
    "AWS::URLSuffix": 16,
}
ARN_PREFIX_CHARACTERS = 64
"""`arn:aws-us-gov:`, a service, a region, an account, a resource type."""
NAME_CHARACTERS = 64
"""A name that a user gives a bucket, function or role."""
GENERATED_NAME_CHARACTERS = 15
"""What CloudFormation adds to `<stack>-<logical ID>` when it makes a name."""

_VARIABLE = re.compile(r"\$\{[^!}][^}]*\}")


def longest(value: Any, stack_name: str) -> Any:
    """The value with each intrinsic function as text of the greatest length that it can have when deployed.

    A reference to a resource counts as an ARN with the longer of a given name and one made by CloudFormation.
    """
    if isinstance(value, str | int | float) or value is None:
        return value
    if isinstance(value, Sequence):
        return [longest(each, stack_name) for each in value]
    if len(value) == 1:
        [(key, argument)] = value.items()
        if key == "Fn::Join":
            return str(argument[0]).join(str(longest(each, stack_name)) for each in argument[1])
        if key == "Fn::Sub":
            text = argument if isinstance(argument, str) else argument[0]
            return _VARIABLE.sub("x" * _reference_characters(stack_name), text)
        if key == "Ref" or key.startswith("Fn::"):
            return "x" * PSEUDO_PARAMETER_CHARACTERS.get(str(argument), _reference_characters(stack_name, argument))
    return {key: longest(each, stack_name) for key, each in value.items()}


def _reference_characters(stack_name: str, argument: Any = "") -> int:
    logical_id = argument[0] if isinstance(argument, list) and argument else argument
    generated = len(stack_name) + len(str(logical_id)) + GENERATED_NAME_CHARACTERS
    return ARN_PREFIX_CHARACTERS + max(NAME_CHARACTERS, generated)


def check_inline_policies(
    path: str, policies: Sequence[tuple[str, Mapping[str, Any]]], characters: int, stack_name: str
) -> Iterator[Finding]:
    """Findings about all inline policies of one role or user.

    Args:
        path: How the caller wrote the interface: `role` or `user`.
        policies: Name and resolved document of each.
        characters: IAM's quota on them all together.
        stack_name: The stack they are in.
    """
    names = Counter(name for name, _ in policies)
    for name in sorted(each for each, count in names.items() if count > 1):
        message = f"has two inline policies named {name!r}, and IAM keeps the last one written"
        yield error("XA403", path, message, "give one of them another policy_name")
    sizes = [(document_size(longest(document, stack_name)), name) for name, document in policies]
    total = sum(size for size, _ in sizes)
    if total < characters * NEAR:
        return
    parts = ", ".join(f"{name} with {size}" for size, name in sorted(sizes, reverse=True)[:3])
    message = f"has {total} characters of {characters} in all its inline policies together; the largest are {parts}"
    remedy = "grant to an iam.ManagedPolicy and pass that to add_managed_policy"
    if total > characters:
        yield error("XA715", path, message, remedy)
    else:
        yield warning("XA716", path, message, "before it is full: " + remedy, of=[INLINE[path].what])
