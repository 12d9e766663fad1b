"""One place where a rule is not kept."""

from typing import NamedTuple

from xacct_constructs.iam import Origin


class Violation(NamedTuple):
    """One place where a rule is not kept."""

    origin: Origin
    message: str
    """What stands there, continuing the sentence that the place begins."""
