"""Request sets: sets of requests given by patterns, what one has beyond another, and an example of what is left."""

from xacct_constructs.iam import Bound
from xacct_constructs.request_sets.actions import asking_for, asking_for_others
from xacct_constructs.request_sets.allowed import (
    asked_of,
    denied_by,
    effect_boxes,
    everybody,
    identity_side,
    outsiders,
    reaching,
    resource_side,
)
from xacct_constructs.request_sets.asked import is_invented
from xacct_constructs.request_sets.boxes import (
    ACTION,
    CALLER,
    CALLER_KIND,
    PRINCIPAL,
    RESOURCE,
    Box,
    Literal,
    absent,
    box,
    equals,
    literal,
    product,
    subtract,
)
from xacct_constructs.request_sets.by_resource import ByResource
from xacct_constructs.request_sets.callers import AWS, SERVICE, WEB, any_of_account, kind_is, principal_is
from xacct_constructs.request_sets.examples import fits, has_request, request_in
from xacct_constructs.request_sets.globs import common_text, lies_in
from xacct_constructs.request_sets.places import Place, moved
from xacct_constructs.request_sets.said import action_literal, resource_literal, statement_boxes
from xacct_constructs.request_sets.work import Work, counted

__all__ = [
    "ACTION",
    "AWS",
    "CALLER",
    "CALLER_KIND",
    "PRINCIPAL",
    "RESOURCE",
    "SERVICE",
    "WEB",
    "Bound",
    "Box",
    "ByResource",
    "Literal",
    "Place",
    "Work",
    "absent",
    "action_literal",
    "any_of_account",
    "asked_of",
    "asking_for",
    "asking_for_others",
    "box",
    "common_text",
    "counted",
    "denied_by",
    "effect_boxes",
    "equals",
    "everybody",
    "fits",
    "has_request",
    "identity_side",
    "is_invented",
    "kind_is",
    "lies_in",
    "literal",
    "moved",
    "outsiders",
    "principal_is",
    "product",
    "reaching",
    "request_in",
    "resource_literal",
    "resource_side",
    "statement_boxes",
    "subtract",
]
