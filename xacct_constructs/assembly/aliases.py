"""Aliases of keys, each by its ARN.

Source: CloudFormation Template Reference, AWS::KMS::Alias.
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from xacct_constructs.assembly.physical import arn_of
from xacct_constructs.services import TYPES

if TYPE_CHECKING:
    from xacct_constructs.assembly.intrinsics import Resolver

_TYPE = "AWS::KMS::Alias"


def aliases(resolver: "Resolver") -> Iterator[tuple[str, str]]:
    """The ARN of each alias that a template makes for certain, with its key as it is written."""
    for logical_id, resource in resolver.resources.items():
        if resource["Type"] != _TYPE or not resolver.is_written(logical_id):
            continue
        properties = resolver.properties(logical_id)
        if isinstance(properties, Mapping) and "TargetKeyId" in properties:
            name = str(resolver.value({"Ref": logical_id})).removeprefix("alias/")
            yield arn_of(resolver, TYPES[_TYPE], name), str(properties["TargetKeyId"])
