"""What the requests of one run are sent with, and what the caller asked to have tried."""

from collections.abc import Collection
from dataclasses import KW_ONLY, dataclass, field
from typing import Any, NamedTuple

from xacct_constructs.operations.trying.asking import client_of
from xacct_constructs.operations.trying.expected import Expected


class TrialClients(NamedTuple):
    """Clients of one service.

    Attributes:
        role: Of the role's session.
        own: Of the trusted principal's own credentials.
        owner: Of the trusting account, or None.
    """

    role: Any
    own: Any
    owner: Any


@dataclass(frozen=True, slots=True)
class Trial:
    """One run of `verify`.

    Attributes:
        session: boto3 session that acts as the role.
        own: boto3 session of the trusted principal.
        owner: boto3 session of the trusting account, or None.
        expected: What the agreement says of each request.
        region: The resource's region. Default: the session's.
        key: The object to read. Default: the first that is found.
        neighbour: An object that must be refused. Default: the first that `owner` finds.
        honouring: Endpoints that have been shown to honour the conditions of writes. Default: AWS's own alone.
    """

    session: Any
    own: Any
    owner: Any
    _: KW_ONLY
    expected: Expected
    region: str | None = None
    key: str | None = None
    neighbour: str | None = None
    honouring: Collection[str] = ()
    _clients: dict[str, TrialClients] = field(default_factory=dict, init=False, repr=False, compare=False)

    def clients(self, service: str) -> TrialClients:
        """Clients of a service, as AWS names it, made once."""
        if service not in self._clients:
            role, own = (client_of(each, service, self.region) for each in (self.session, self.own))
            owner = client_of(self.owner, service, self.region) if self.owner else None
            self._clients[service] = TrialClients(role, own, owner)
        return self._clients[service]
