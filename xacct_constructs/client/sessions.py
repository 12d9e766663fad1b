"""A session for a command: the one that is kept, or a new one. boto3 is loaded for a new one only."""

import contextlib
import os
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from xacct_constructs.client import cache, trace
from xacct_constructs.client.caller import caller
from xacct_constructs.client.errors import AssumeError
from xacct_constructs.client.mfa import ask, once, token_code
from xacct_constructs.client.request import AssumeRequest
from xacct_constructs.exits import USAGE

_OWN = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_CREDENTIAL_EXPIRATION")
_WAITING = f"waiting for another xacct that assumes {{}}, {cache.WAIT_SECONDS} s at most"
_ASSUMING = "XACCT_ASSUMING"
"""The roles that the processes above this one are about to assume: a profile may name xacct as its process."""


class Session(NamedTuple):
    """Temporary credentials. Never shown: a `repr` leaves them out.

    Attributes:
        access_key_id: The access key's ID.
        secret_access_key: The access key's secret.
        session_token: The session's token.
        expiration: ISO 8601, UTC.
        region: The region to ask. Default: none.
    """

    access_key_id: str
    secret_access_key: str
    session_token: str
    expiration: str
    region: str | None

    def __repr__(self) -> str:
        """Only until when."""
        return f"<session until {self.expiration}>"

    def variables(self) -> dict[str, str]:
        """The environment variables that the AWS CLI and every SDK read."""
        found = {
            "AWS_ACCESS_KEY_ID": self.access_key_id,
            "AWS_SECRET_ACCESS_KEY": self.secret_access_key,
            "AWS_SESSION_TOKEN": self.session_token,
            "AWS_REGION": self.region,
            "AWS_DEFAULT_REGION": self.region,
            "AWS_CREDENTIAL_EXPIRATION": self.expiration,
        }
        return {name: value for name, value in found.items() if value}


def session(
    request: AssumeRequest,
    *,
    profile: str | None,
    mfa_token: str | None = None,
    wait: float = 0,
    renew: bool = False,
    say: Callable[[str], None],
) -> Session:
    """The session that is kept for this request and caller, or a new one, kept from then on.

    Args:
        request: What is asked for.
        profile: Whose credentials assume the role; None for whatever the environment says.
        mfa_token: One code. Left out, and needed: the terminal is asked.
        wait: Seconds for which AccessDenied is tried again. Left out, not at all.
        renew: Whether to make a new session even though the one that is kept would serve. Left out, no.
        say: Is told what a person should know.

    Raises:
        AssumeError: There is no session to be had, or the code could be none.
    """
    if mfa_token is not None:
        token_code(mfa_token)
    name = cache.key(request.parameters)
    kept = cache.sessions(name)
    own = next((each for each in kept.values() if _is_environment(each)), None)
    if own:
        # After `eval "$(xacct env NAME)"` the environment holds the session itself, which cannot assume the role again.
        if profile is None and not renew and cache.serves(own):
            return _session(own, request)
        _forget_environment()
    who = caller(profile)
    before = kept.get(who)
    if before and not renew and cache.serves(before):
        return _session(before, request)
    role = request.handoff.role_arn
    with _assuming(role), contextlib.ExitStack() as held:
        try:
            held.enter_context(cache.locked(name, lambda: say(_WAITING.format(role))))
        except (ImportError, OSError) as problem:
            say(_not_kept(problem))
            return _session(_made(request, profile, mfa_token, wait, say), request)
        meanwhile = cache.sessions(name).get(who)
        if meanwhile and cache.serves(meanwhile) and not (renew and meanwhile == before):
            return _session(meanwhile, request)
        made = _made(request, profile, mfa_token, wait, say)
        _keep(name, who, made, say)
        return _session(made, request)


def _keep(name: str, who: str, made: Mapping[str, Any], say: Callable[[str], None]) -> None:
    try:
        cache.keep(name, who, made)
    except OSError as problem:
        say(_not_kept(problem))


@contextlib.contextmanager
def _assuming(role_arn: str) -> Iterator[None]:
    """Note the role for processes below; one that is to assume it too would wait for this one for ever."""
    above = os.environ.get(_ASSUMING, "")
    if role_arn in above.split():
        fix = "give it a --profile that has credentials of its own"
        raise AssumeError(f"the profile in use assumes {role_arn} through itself; {fix}", USAGE)
    os.environ[_ASSUMING] = f"{above} {role_arn}"
    try:
        yield
    finally:
        if above:
            os.environ[_ASSUMING] = above
        else:
            del os.environ[_ASSUMING]


def _session(content: Mapping[str, Any], request: AssumeRequest) -> Session:
    made = content["Credentials"]
    trace.note(f"the session lasts until {cache.expiration(content):%Y-%m-%dT%H:%M:%SZ}")
    moment = cache.expiration(content).strftime("%Y-%m-%dT%H:%M:%SZ")
    return Session(made["AccessKeyId"], made["SecretAccessKey"], made["SessionToken"], moment, request.region)


def _is_environment(content: Mapping[str, Any]) -> bool:
    return os.environ.get("AWS_ACCESS_KEY_ID") == str(content["Credentials"]["AccessKeyId"])


def _forget_environment() -> None:
    for name in _OWN:
        os.environ.pop(name, None)


def _made(
    request: AssumeRequest, profile: str | None, mfa_token: str | None, wait: float, say: Callable[[str], None]
) -> dict[str, Any]:
    try:
        from xacct_constructs.client import asking, sts
    except ModuleNotFoundError as problem:
        fix = 'run: pip install "xacct-constructs[client]"'
        raise AssumeError(f"{problem.name} is not installed; {fix}", USAGE) from None
    return sts.assume_role(asking.session_of(profile), request, prompt=once(mfa_token, ask), wait=wait, say=say)


def _not_kept(problem: Exception) -> str:
    why = "this system has no file locks"
    if isinstance(problem, OSError):
        why = f"{problem.filename}: {problem.strerror}" if problem.filename else str(problem.strerror)
    return f"the session is not kept: {why}"
