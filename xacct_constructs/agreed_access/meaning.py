"""What one permission means: sets of requests, sorted by what else the agreement says of them."""

from typing import NamedTuple

from xacct_constructs.request_sets import Box


class Meaning(NamedTuple):
    """The requests that one permission is about.

    Attributes:
        direct: Allowed, and made by the role's sessions themselves.
        by_service: Allowed, and made by an AWS service on a session's behalf: from the service's place, not from the
            session's.
        denied: Refused, whatever else is allowed.
    """

    direct: tuple[Box, ...] = ()
    by_service: tuple[Box, ...] = ()
    denied: tuple[Box, ...] = ()
