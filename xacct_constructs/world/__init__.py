"""World: every CloudFormation type, and what a resource of it may do to what is agreed on."""

from xacct_constructs.world.acts import RUNNING
from xacct_constructs.world.properties import bearing
from xacct_constructs.world.row import May, Property, TypeRow
from xacct_constructs.world.table import row_of

__all__ = ["RUNNING", "May", "Property", "TypeRow", "bearing", "row_of"]
