"""How AWS is asked: over TLS, within the command's time, and nothing is taken for an answer that is not one of AWS's.

Every session of a command is made here, so that this holds for what botocore calls by itself too, such as the STS of a
profile's own role. Errors come out as botocore's, without what was sent or received, and with none behind them.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import boto3
import botocore.session
from boto3.exceptions import Boto3Error
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, CredentialRetrievalError

from xacct_constructs.client import trace
from xacct_constructs.client.answer import ExpiredCredentialsError, answer_of, is_expiry
from xacct_constructs.client.deadline import waiting
from xacct_constructs.client.endpoint import not_a_url, require_tls
from xacct_constructs.client.errors import AssumeError
from xacct_constructs.client.wording import in_words

_CONFIG = Config(connect_timeout=10, read_timeout=20)


def session_of(profile: str | None, region: str | None = None) -> Any:
    """A boto3 session of a profile for a command; None stands for the credentials that the AWS CLI would use.

    Args:
        profile: The profile.
        region: Where it asks if neither the profile nor the environment says it. Default: that is left open.

    Raises:
        AssumeError: There is no such profile, or the configuration cannot be read.
    """
    with in_one_line():
        made = boto3.Session(profile_name=profile, botocore_session=_Session())
        _ = made.profile_name, made.available_profiles
        if region and not made.region_name:
            return boto3.Session(profile_name=profile, region_name=region, botocore_session=_Session())
        return made


def client_of(session: Any, service: str, region: str | None) -> Any:
    """A client of anybody's session, that asks over TLS only."""
    with _cleanly():
        made = session.client(service, region_name=region, config=_CONFIG)
    made.meta.events.register("before-send", _over_tls, unique_id="xacct-tls")
    trace.listen(made.meta.events.register)
    require_tls(made.meta.endpoint_url)
    return made


@contextmanager
def in_one_line() -> Iterator[None]:
    """What AWS refuses, or what boto3 cannot do, becomes an error of one line with its exit code.

    Raises:
        AssumeError: In place of boto3's own errors, with none of them behind it.
    """
    try:
        yield
    except (Boto3Error, BotoCoreError, ClientError) as problem:
        said = in_words(problem)
    else:
        return
    raise said


class _Asking:
    """Mixed into each client of a session; boto3's guide, "Extensibility guide", names the event that does it."""

    meta: Any

    def _make_api_call(self, operation_name: str, api_params: Mapping[str, Any]) -> Any:
        call = super()._make_api_call  # type: ignore[misc]  # a client's, which this is mixed into
        return answer_of(self, operation_name, call, operation_name, api_params)


class _Session(botocore.session.Session):  # type: ignore[misc]  # botocore publishes no types
    def __init__(self) -> None:
        super().__init__()
        self.set_default_client_config(_CONFIG)
        self.register("creating-client-class", _mix_in)
        self.register("before-send", _over_tls)
        trace.listen(self.register)

    def create_client(self, *arguments: Any, **options: Any) -> Any:
        with _cleanly(), waiting():
            made = super().create_client(*arguments, **options)
        require_tls(made.meta.endpoint_url)
        return made

    def get_credentials(self) -> Any:
        """The credentials, whole and not over yet: what is wrong with them is said of them, and not of an answer."""
        with _cleanly(), waiting():
            found = super().get_credentials()
            if found is not None:
                found.get_frozen_credentials()
            return found


def _mix_in(base_classes: list[type], **_: Any) -> None:
    base_classes.insert(0, _Asking)


def _over_tls(request: Any, **_: Any) -> None:
    require_tls(request.url)


@contextmanager
def _cleanly() -> Iterator[None]:
    """What a profile's process or a setting makes botocore fall over becomes an error of its own kind."""
    try:
        yield
    except (AssumeError, BotoCoreError, ClientError):
        raise
    except Exception as problem:
        failed = _as_botocore(problem)
    else:
        return
    raise failed


def _as_botocore(problem: Exception) -> Any:
    text = str(problem)
    if text.startswith(("Invalid endpoint:", "Invalid IPv6 URL")):
        return not_a_url(text.partition(": ")[2])
    if is_expiry(problem):
        return ExpiredCredentialsError(provider="", error_msg="")
    own = f"{problem.filename}: {problem.strerror}" if isinstance(problem, OSError) else "what it prints are none"
    return CredentialRetrievalError(provider="custom-process", error_msg=own)
