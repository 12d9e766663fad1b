"""Placement: what every construct of this library does with the CDK, in one place."""

from xacct_constructs.placement.agreements_file import record, record_all
from xacct_constructs.placement.known_access_file import add_known_access
from xacct_constructs.placement.place import place
from xacct_constructs.placement.require import require
from xacct_constructs.placement.stack_environment import stack_environment
from xacct_constructs.placement.warn import warn

__all__ = ["add_known_access", "place", "record", "record_all", "require", "stack_environment", "warn"]
