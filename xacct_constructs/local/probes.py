"""Probes: requests with their expected answer, as data, and what the local AWS really answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from xacct_constructs.local.clients import Clients, Credentials

Callers = Mapping[str, Credentials | None]
"""Who can ask: by name, with credentials; None for a caller that signs nothing."""

_REFUSALS = frozenset({"AccessDenied", "AccessDeniedException"})


class ProbeAnswer(StrEnum):
    """What became of a request."""

    ALLOWED = "allowed"
    REFUSED = "refused"
    """By a policy. A wrong key, a missing object, or a broken connection is no refusal."""
    FAILED = "failed"
    """For any other reason: it says nothing about policies, so it is never as expected."""


@dataclass(frozen=True, slots=True)
class Probe:
    """One request of one caller, and whether policies are to allow it."""

    what: str
    caller: str
    service: str
    operation: str
    expected: ProbeAnswer
    parameters: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Observation:
    """A probe with the answer it got.

    Attributes:
        probe: What was tried.
        seen: What came of it.
        detail: The error's code, empty when allowed.
        response: Kept out of the text form, since it may carry credentials.
    """

    probe: Probe
    seen: ProbeAnswer
    detail: str = ""
    response: Mapping[str, Any] = field(default_factory=dict, repr=False)

    @property
    def as_expected(self) -> bool:
        """Whether the answer is the one the probe expects."""
        return self.seen is self.probe.expected


def observe(probe: Probe, clients: Clients, callers: Callers) -> Observation:
    """Send a probe's request once and tell how it was answered.

    A caller without credentials, since an earlier request did not give them, fails without asking.
    """
    if probe.caller not in callers:
        return Observation(probe, ProbeAnswer.FAILED, "no credentials")
    client = clients.of(probe.service, callers[probe.caller])
    try:
        return Observation(probe, ProbeAnswer.ALLOWED, response=getattr(client, probe.operation)(**probe.parameters))
    except ClientError as error:
        code = str(error.response.get("Error", {}).get("Code"))
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode")
        refused = code in _REFUSALS and status in (400, 403)
        return Observation(probe, ProbeAnswer.REFUSED if refused else ProbeAnswer.FAILED, code)
    except BotoCoreError as error:
        return Observation(probe, ProbeAnswer.FAILED, type(error).__name__)
