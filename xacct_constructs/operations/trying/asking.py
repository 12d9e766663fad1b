"""One request, and what its answer shows: a policy's yes or no, told from all else that may come back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from xacct_constructs.client.deadline import waiting
from xacct_constructs.client.errors import AssumeError
from xacct_constructs.operations.calls import problem_code, why
from xacct_constructs.operations.trying.line import Outcome

REFUSED_CODES = frozenset({"AccessDenied", "AccessDeniedException"})
"""The codes of a policy's no, in XML and in JSON. A 403 without one is a proxy's, or for another reason."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What became of a request, why, and what came back.

    Attributes:
        seen: What became of it.
        detail: Why, in words.
        code: The error's code, as AWS gives it. Default: none was given.
        content: What came back.
    """

    seen: Outcome
    detail: str = ""
    code: str = ""
    content: Mapping[str, Any] = field(default_factory=dict, repr=False)


def client_of(session: Any, service: str, region: str | None) -> Any:
    """A client that asks over TLS, and gives up on an endpoint that does not answer."""
    from xacct_constructs.client import asking

    return asking.client_of(session, service, region)


def ask(call: Callable[..., Any], **parameters: Any) -> Reply:
    """Send one request; an object's body is left unread.

    Args:
        call: A client's method.
        parameters: What it is given.

    Raises:
        AssumeError: The role's session ended, and there is no other to be had.
    """
    try:
        with waiting():
            content = call(**parameters)
    except AssumeError:
        raise
    except Exception as problem:  # over an answer that is garbled, botocore fails with whatever it stumbles on
        code = problem_code(problem)
        if code in REFUSED_CODES:
            return Reply(Outcome.REFUSED, code, code)
        return Reply(Outcome.FAILED, why(problem), code)
    if "Body" in content:
        content["Body"].close()
    if not content.get("ResponseMetadata", {}).get("RequestId"):
        return Reply(Outcome.FAILED, "the answer has no request ID: something between here and AWS gave it")
    return Reply(Outcome.ALLOWED, content=content)
