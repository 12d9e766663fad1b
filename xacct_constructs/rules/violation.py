"""One place where a rule is not kept."""

from typing import NamedTuple

from xacct_constructs.iam import Origin


class Violation(NamedTuple):
    """One place where a rule is not kept.

    Attributes:
        origin: Where it stands.
        message: What stands there, continuing the sentence that the place begins.
        shown: All that it shows, in a form of its own; an acknowledgement covers no more. Default: the message.
    """

    origin: Origin
    message: str
    shown: tuple[str, ...] = ()
