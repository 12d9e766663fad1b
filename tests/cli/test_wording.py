"""Every error of boto3's and AWS's has a line of its own, which repeats nothing that was sent or received."""

from collections.abc import Iterator

import boto3.exceptions
import botocore.exceptions
import pytest

from xacct_constructs.client.answer import ExpiredCredentialsError
from xacct_constructs.client.errors import AssumeError
from xacct_constructs.client.wording import in_words, origin

BODY = "<SecretAccessKey>hidden</SecretAccessKey>"


def kinds(kind: type[Exception]) -> Iterator[type[Exception]]:
    """A class and all that are of its kind."""
    yield kind
    for each in kind.__subclasses__():
        yield from kinds(each)


BOTOCORE = sorted(
    {
        each
        for base in (botocore.exceptions.BotoCoreError, boto3.exceptions.Boto3Error)
        for each in kinds(base)
        if each.__module__ in ("botocore.exceptions", "boto3.exceptions")
    },
    key=lambda each: each.__name__,
)


def made(kind: type[Exception]) -> Exception:
    """An error of this class whose message holds the body of an answer."""
    problem = kind.__new__(kind)
    problem.args = (BODY,)
    vars(problem)["kwargs"] = {"error": Exception(BODY)}
    return problem


@pytest.mark.parametrize("kind", BOTOCORE, ids=lambda each: each.__name__)
def test_an_error_is_one_line_without_what_came_back(kind: type[Exception]) -> None:
    """With a documented exit code, whatever its own message holds."""
    said = in_words(made(kind))

    assert said.code in (1, 2, 3)
    assert "hidden" not in str(said)
    assert str(said).isprintable()


@pytest.mark.parametrize("kind", [ValueError, KeyError, RuntimeError])
def test_another_error_is_named_by_its_class_alone(kind: type[Exception]) -> None:
    """A parser that stumbles over an answer repeats it."""
    assert str(in_words(kind(BODY))) == f"the answer cannot be read ({kind.__name__})"


def refused(code: str, message: str) -> botocore.exceptions.ClientError:
    """What AWS answers."""
    return botocore.exceptions.ClientError({"Error": {"Code": code, "Message": message}}, "AssumeRole")


REFUSALS = [
    pytest.param("AccessDenied", "User is not authorized", 1, "AccessDenied: User is not authorized", id="a policy"),
    pytest.param(
        "ExpiredToken", "It is over", 3, "ExpiredToken: It is over; sign in again", id="credentials that ended"
    ),
    pytest.param("InvalidClientTokenId", "", 3, "InvalidClientTokenId; sign in again", id="unknown credentials"),
    pytest.param("Throttling", "Rate exceeded", 1, "Throttling: Rate exceeded", id="throttling"),
]


@pytest.mark.parametrize(("code", "message", "exit_code", "says"), REFUSALS)
def test_aws_s_own_words_stay(code: str, message: str, exit_code: int, says: str) -> None:
    """Its code, and its message's first line."""
    said = in_words(refused(code, message))

    assert str(said).startswith(says)
    assert said.code == exit_code


def test_only_the_first_line_of_a_message_is_said() -> None:
    """What follows can be the request that was signed, with the session's token."""
    said = in_words(refused("SignatureDoesNotMatch", f"The signature does not match.\n\n{BODY}" + "x" * 5000))

    assert "hidden" not in str(said)


def test_a_long_message_is_cut() -> None:
    """Nobody reads a page in one line."""
    assert len(str(in_words(refused("AccessDenied", "x" * 100_000)))) < 1100


SIGN_IN: dict[str, tuple[Exception, str]] = {
    "Identity Center": (
        botocore.exceptions.UnauthorizedSSOTokenError(),
        "run: aws sso login --profile staging",
    ),
    "a token of Identity Center": (
        botocore.exceptions.SSOTokenLoadError(profile_name="staging", error_msg=BODY),
        "run: aws sso login --profile staging",
    ),
    "a process that gives old credentials": (
        ExpiredCredentialsError(provider="custom-process", error_msg=BODY),
        "the profile staging gives have expired; renew them",
    ),
    "nothing": (botocore.exceptions.NoCredentialsError(), "there are no credentials; sign in"),
}


@pytest.mark.parametrize("row", SIGN_IN)
def test_whoever_is_not_signed_in_is_told_how(row: str) -> None:
    """Exit code 3, and the line to run."""
    problem, says = SIGN_IN[row]

    said = in_words(problem, "staging")

    assert isinstance(said, AssumeError)
    assert said.code == 3
    assert says in str(said)
    assert "hidden" not in str(said)


ORIGINS = [
    pytest.param("https://sts.amazonaws.com/?x=1", "https://sts.amazonaws.com", id="without path and query"),
    pytest.param("http://me:hidden@proxy.example.com:8080/", "http://proxy.example.com:8080", id="without a password"),
    pytest.param("me:hidden@nowhere", "nowhere", id="no URL"),
]


@pytest.mark.parametrize(("url", "said"), ORIGINS)
def test_of_a_url_only_the_place_is_said(url: str, said: str) -> None:
    """Scheme, host and port."""
    assert origin(url) == said
