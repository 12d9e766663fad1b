"""What a person is told of each call of AWS, with `-v`: service, action, region, answer, and no secret.

Of what is sent only names are shown: those of roles, users, policies, buckets, keys and tables.

Source: boto3's guide, "Extensibility guide", on events.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

_SHOWN = (
    *("Bucket", "DurationSeconds", "GroupName", "KeyId", "PolicyArn", "PolicyName", "Prefix", "RoleArn", "RoleName"),
    *("RoleSessionName", "TableName", "UserName"),
)
_STARTED = "xacct-started"
_tell: Callable[[str], None] | None = None


@contextmanager
def told(tell: Callable[[str], None] | None) -> Iterator[None]:
    """Tell of each call of the block.

    Args:
        tell: Is given a line. None: nothing is told.
    """
    global _tell
    before, _tell = _tell, tell
    try:
        yield
    finally:
        _tell = before


def note(text: str) -> None:
    """Tell of what is no call of boto3's; nothing where nobody listens."""
    if _tell is not None:
        _tell(text)


def listen(register: Callable[..., None]) -> None:
    """Hear of the calls of a session or client.

    Args:
        register: Its `register`, of events.
    """
    register("before-parameter-build", _begun, unique_id="xacct-trace-begun")
    for event in ("after-call", "after-call-error"):
        register(event, _over, unique_id=f"xacct-trace-{event}")


def _begun(params: Mapping[str, Any], model: Any, context: dict[str, Any], **_: Any) -> None:
    name = f"{model.service_model.signing_name}:{model.name}"
    shown = ", ".join(f"{each}={params[each]}" for each in _SHOWN if isinstance(params.get(each), str | int))
    where = context.get("client_region") or "no region"
    context[_STARTED] = time.perf_counter(), f"{name} in {where}{f' ({shown})' if shown else ''}"


def _over(context: Mapping[str, Any], parsed: Any = None, exception: Exception | None = None, **_: Any) -> None:
    if _STARTED not in context:  # it was made before anybody listened
        return
    started, call = context[_STARTED]
    answer = (parsed or {}).get("Error", {}).get("Code", "done") if exception is None else type(exception).__name__
    note(f"{call}: {answer}, {time.perf_counter() - started:.2f} s")
