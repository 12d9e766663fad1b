"""Calls of AWS whose refusal is an answer too: what is there, what is not, and what could not be seen.

boto3 and botocore are imported where they are used, so that a plain `xacct --help` loads neither.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from xacct_constructs import arns
from xacct_constructs.client.errors import AssumeError
from xacct_constructs.client.wording import in_words, refusal
from xacct_constructs.exits import NO_CREDENTIALS, REFUSED, USAGE
from xacct_constructs.operations.found import Why

_MISSING = frozenset(
    {"NoSuchEntity", "NoSuchBucket", "NoSuchKey", "NotFoundException", "404", "NoSuchBucketPolicy"}
    | {"OwnershipControlsNotFoundError", "ServerSideEncryptionConfigurationNotFoundError"}
    | {"ResourceNotFoundException", "PolicyNotFoundException"}
)
_REFUSED = frozenset({"AccessDenied", "AccessDeniedException", "403", "UnauthorizedOperation"})

_WITHOUT_PLACE = frozenset({"iam", "sts"})
_HOME_REGIONS = {
    "aws": "us-east-1",
    "aws-cn": "cn-north-1",
    "aws-eusc": "eusc-de-east-1",
    "aws-us-gov": "us-gov-west-1",
}
"""Where each partition has its IAM (AWS General Reference, "IAM endpoints and quotas")."""


def problem_code(problem: Exception) -> str:
    """The error's code as AWS gives it; for an error on this side of the wire, its class."""
    answer = refusal(problem)
    return answer[0] if answer else type(problem).__name__


def is_refusal(problem: Exception) -> bool:
    """Whether a policy said no; a wrong key, a missing object or a broken connection is no refusal."""
    return problem_code(problem) in _REFUSED


def is_missing(problem: Exception) -> bool:
    """Whether what was asked for is not there."""
    return problem_code(problem) in _MISSING


def why(problem: Exception) -> str:
    """One line about the error, without what the caller sent or what came back."""
    return str(in_words(problem))


def server_time(answer: Mapping[str, Any]) -> datetime | None:
    """When AWS answered, by its own clock; None where the answer does not say."""
    date = answer.get("ResponseMetadata", {}).get("HTTPHeaders", {}).get("date")
    try:
        return parsedate_to_datetime(date).astimezone(UTC) if date else None
    except ValueError:
        return None


@contextmanager
def in_one_line() -> Iterator[None]:
    """What AWS refuses, or what boto3 cannot do, becomes an error of one line with its exit code.

    Raises:
        AssumeError: in place of boto3's own errors, and where boto3 is not installed.
    """
    try:
        from xacct_constructs.client import asking
    except ModuleNotFoundError:
        message = 'boto3 is not installed; run: pip install "xacct-constructs[client]"'
        raise AssumeError(message, USAGE) from None
    with asking.in_one_line():
        yield


def session_of(profile: str | None, region: str | None = None) -> Any:
    """A boto3 session of a profile; None stands for the credentials that the AWS CLI would use.

    Args:
        profile: The profile.
        region: Where it asks if neither the profile nor the environment says it. Default: that is left open.
    """
    from xacct_constructs.client import asking

    return asking.session_of(profile, region)


@dataclass(slots=True)
class Looks:
    """What was looked for: answers are returned, absences and refusals kept.

    Attributes:
        missing: What is not there.
        unseen: What could not be looked at, each with the reason.
    """

    missing: set[str] = field(default_factory=set)
    unseen: dict[str, Why] = field(default_factory=dict)

    def at(self, about: str, call: Callable[..., Any], **parameters: Any) -> Any:
        """The answer of one call; None where there is none, and then it is kept why.

        Args:
            about: What the call asks about, such as an ARN.
            call: A client's method.
            parameters: What it is given.
        """
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            return call(**parameters)
        except (BotoCoreError, ClientError) as problem:
            if is_missing(problem):
                self.missing.add(about)
            else:
                self.unseen[about] = why(problem)
            return None

    def all(self, about: str, client: Any, operation: str, wanted: str, **parameters: Any) -> list[Any]:
        """The items of every page of a list; empty where it could not be read, and then it is kept why."""

        def pages() -> list[Any]:
            return [each for page in client.get_paginator(operation).paginate(**parameters) for each in page[wanted]]

        found: list[Any] = self.at(about, pages) or []
        return found


@dataclass(frozen=True, slots=True)
class Side:
    """Credentials of one account, and who they are.

    Attributes:
        session: A boto3 session.
        arn: Who they are to AWS.
        offset: How far AWS's clock is ahead of this machine's.
    """

    session: Any = field(repr=False)
    arn: str
    offset: timedelta

    @property
    def account(self) -> str:
        """The account they belong to."""
        return arns.parse(self.arn).account

    @property
    def partition(self) -> str:
        """The partition they belong to."""
        return arns.parse(self.arn).partition

    def client(self, service: str, region: str | None = None, *, once: bool = False) -> Any:
        """A client of theirs.

        Args:
            service: AWS's name of it.
            region: Where it is asked. Left out, the session's; IAM and STS are asked in the partition's own region
                where the session has none.
            once: Whether no request is sent again, whatever becomes of its answer. Left out, boto3 does as it is set.
        """
        if service in _WITHOUT_PLACE:
            region = region or self.session.region_name or _HOME_REGIONS[self.partition]
        if not once:
            return self.session.client(service, region_name=region)
        from botocore.config import Config

        return self.session.client(service, region_name=region, config=Config(retries={"total_max_attempts": 1}))


class NobodyError(AssumeError):
    """Raised for credentials that are missing, or that AWS does not know; or AWS was not there to be asked."""

    def __init__(self, text: str, code: int = NO_CREDENTIALS, offset: timedelta | None = None) -> None:
        """Say why; `offset` is how far AWS's clock is ahead, where it answered at all."""
        super().__init__(text, code)
        self.offset = offset


def _system_clock() -> datetime:
    return datetime.now(UTC)


def who_is(session: Any, region: str | None = None, clock: Callable[[], datetime] = _system_clock) -> Side:
    """Ask AWS who a session's credentials are.

    Args:
        session: A boto3 session.
        region: Whose STS is asked. Default: the session's region.
        clock: This machine's clock. Default: the system's.

    Raises:
        NobodyError: there are no credentials, or AWS does not accept them, or it does not answer.
    """
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        answer = session.client("sts", region_name=region or session.region_name or "us-east-1").get_caller_identity()
    except ClientError as problem:
        failed = _not_accepted(problem, clock)
    except BotoCoreError as problem:
        said = in_words(problem, session.profile_name)
        failed = NobodyError(str(said), said.code)
    else:
        then = server_time(answer)
        return Side(session, str(answer["Arn"]), timedelta(0) if then is None else then - clock())
    raise failed


def _not_accepted(problem: Any, clock: Callable[[], datetime]) -> NobodyError:
    """Who asks who they are needs no permission: what AWS says against it is about the credentials, or about AWS."""
    then = server_time(problem.response)
    is_busy = problem.response["ResponseMetadata"]["HTTPStatusCode"] >= 500 or "Throttl" in problem_code(problem)
    text = f"AWS {'is busy' if is_busy else 'does not accept them'}: {why(problem)}"
    return NobodyError(text, REFUSED if is_busy else NO_CREDENTIALS, None if then is None else then - clock())


def side_of(session: Any, account: str, region: str | None, option: str) -> Side:
    """A session's credentials, which must be of one account.

    Args:
        session: A boto3 session.
        account: The account.
        region: Whose STS is asked. Default: the session's region.
        option: The option that names the profile, for the error.

    Raises:
        AssumeError: they are of another, or AWS does not accept them, or it does not answer.
    """
    try:
        side = who_is(session, region)
    except NobodyError as problem:
        raise AssumeError(f"the credentials cannot be used: {problem}", problem.code) from None
    if side.account != account:
        message = f"the credentials are {side.arn}, of another account than {account}; pass {option}"
        raise AssumeError(message, NO_CREDENTIALS)
    return side
