"""World: every CloudFormation type, and what a resource of it may do to what is agreed on."""

from xacct_constructs.world.acts import ADDRESSES, RUNNING
from xacct_constructs.world.around import AROUND
from xacct_constructs.world.by_id import BY_ID, CALLED_BY_ID
from xacct_constructs.world.calls import (
    AUTOMATIONS,
    is_becoming,
    is_command,
    is_giving,
    is_harmless,
    is_making,
    is_opening,
    plain,
)
from xacct_constructs.world.made import MADE_BY, said_by
from xacct_constructs.world.properties import bearing
from xacct_constructs.world.row import May, Property, TypeRow
from xacct_constructs.world.showing import SHOWING
from xacct_constructs.world.table import row_of, service_of
from xacct_constructs.world.who import SAYING_WHO, SayingWho

__all__ = [
    "ADDRESSES",
    "AROUND",
    "AUTOMATIONS",
    "BY_ID",
    "CALLED_BY_ID",
    "MADE_BY",
    "RUNNING",
    "SAYING_WHO",
    "SHOWING",
    "May",
    "Property",
    "SayingWho",
    "TypeRow",
    "bearing",
    "is_becoming",
    "is_command",
    "is_giving",
    "is_harmless",
    "is_making",
    "is_opening",
    "plain",
    "row_of",
    "said_by",
    "service_of",
]
