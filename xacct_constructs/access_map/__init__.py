"""Access map: the stacks of an access file inside a CDK app."""

from xacct_constructs.access_map.access_map import AccessMap

__all__ = ["AccessMap"]
