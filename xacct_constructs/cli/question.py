"""What is typed to `xacct explain`, as requests: who asks, by which action, on what."""

import argparse
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from xacct_constructs.arns import is_arn, parse

if TYPE_CHECKING:
    from xacct_constructs.iam import Caller, Request

_URL = "s3://"
_BY_PREFIX = ("s3:listbucket", "s3:listbucketversions")
"""Requests of these carry a prefix."""
_PRINCIPAL = r"arn:[a-z-]+:(iam|sts)::[0-9]{12}:[!-~]*[^/]|[a-z0-9-]+(\.[a-z0-9-]+)+|\*"
_NO_CALLER = "--caller must be the ARN of a user, role, session or root user, a service's name, or *, got {!r}"


class QuestionError(ValueError):
    """Raised for an argument that is no ARN, action or pair."""


class Question(NamedTuple):
    """What is asked, and how it was understood.

    Attributes:
        requests: One for each action.
        notes: What of it does not stand so on the command line.
    """

    requests: list["Request"]
    notes: list[str]


def question(arguments: argparse.Namespace, known: Sequence[str]) -> Question:
    """The requests that the arguments ask about.

    Args:
        arguments: Those of the command.
        known: ARNs of users and roles that may be meant by a name.

    Raises:
        QuestionError: One of the arguments is none.
    """
    from xacct_constructs.iam import Request

    caller = _caller(arguments.caller, known)
    actions, notes = _actions(arguments.action)
    text = arguments.resource or next((each for each in arguments.action.split() if each.startswith(_URL)), None)
    if text is None:
        raise QuestionError("--resource is missing: what is asked for, as an ARN, an s3:// URL, or *")
    given = context(arguments.context)
    requests = []
    for action in actions:
        resource, prefix, understood = _asked_on(action, text, _partition(caller))
        notes += [each for each in understood if each not in notes]
        asked = {**prefix, **given}
        requests.append(Request(caller, action, resource, arguments.resource_account, asked))
    return Question(requests, notes)


def _caller(text: str, known: Sequence[str]) -> "Caller":
    from xacct_constructs.iam import Caller, UndecidedError, session_of_arn

    if not re.fullmatch(_PRINCIPAL, text):
        near = [each for each in known if parse(each).name == text]
        raise QuestionError(_NO_CALLER.format(text) + (f", perhaps {' or '.join(near)}" if near else ""))
    caller = session_of_arn(text) if _is_role(text) else Caller(text)
    try:
        _ = caller.kind
    except UndecidedError as problem:
        raise QuestionError(_NO_CALLER.format(text)) from problem
    return caller


def _is_role(text: str) -> bool:
    return is_arn(text) and parse(text).kind == "role" and bool(parse(text).below)


def _partition(caller: "Caller") -> str:
    return parse(caller.arn).partition if is_arn(caller.arn) else "aws"


def _actions(text: str) -> tuple[tuple[str, ...], list[str]]:
    """The actions, and which call or command they are of."""
    from xacct_constructs.services import called, meant_by, nearest_call

    if re.fullmatch(r"[A-Za-z0-9-]+:[A-Za-z0-9]+", text):
        meant = meant_by(text)
        if meant is not None:
            hint = f"; is {' and '.join(meant)} meant?" if meant else ""
            raise QuestionError(f"--action must be one that its service has, got {text!r}{hint}")
        service, _, name = text.partition(":")
        return (f"{service.lower()}:{name}",), []
    found = called(text)
    if len(found) == 1:
        return found[0].actions, [f"{found[0].name} is decided by {' and '.join(found[0].actions)}"]
    if found:
        several = " or ".join(action for each in found for action in each.actions)
        raise QuestionError(f"--action is a call of several services, got {text!r}; pass {several}")
    near = nearest_call(text)
    example = "SERVICE:ACTION such as s3:GetObject, a call such as HeadObject, or a command such as 'aws s3 sync'"
    raise QuestionError(f"--action must be {example}, got {text!r}{f', perhaps {near}' if near else ''}")


def _asked_on(action: str, text: str, partition: str) -> tuple[str, dict[str, str], list[str]]:
    """The resource of one request, the prefix that it carries, and how that was understood."""
    from xacct_constructs.services import asked_elsewhere

    if text == "*":
        return text, {}, []
    is_url, notes = text.startswith(_URL), []
    arn = _arn(text, partition)
    if is_url:
        notes.append(f"{text} is {arn}")
    if is_url and arn.endswith("/") and asked_elsewhere(action, arn) is None:
        notes.append(f"{text}EXAMPLE stands for an object there")
        return f"{arn}EXAMPLE", {}, notes
    other = asked_elsewhere(action, arn)
    if other is None:
        return arn, {}, notes
    prefix = arn[len(other) + 1 :] if action.lower() in _BY_PREFIX and arn.startswith(f"{other}/") else ""
    if not is_url:
        also = f" with --context s3:prefix={prefix}" if prefix else ""
        raise QuestionError(f"{action} is asked on {other}{also}, not on {text!r}")
    if not other.startswith(f"{arn}/"):
        notes.append(f"{action} is asked on the bucket{f', with s3:prefix = {prefix}' if prefix else ''}")
    else:
        notes.append(f"{text}/EXAMPLE stands for an object there")
    return other, {"s3:prefix": prefix} if prefix else {}, notes


def _arn(text: str, partition: str) -> str:
    if is_arn(text):
        return text
    bucket, _, key = text.removeprefix(_URL).partition("/")
    if text.startswith(_URL) and re.fullmatch(r"[a-z0-9][a-z0-9.-]+", bucket):
        return f"arn:{partition}:s3:::{bucket}{f'/{key}' if key else ''}"
    raise QuestionError(f"--resource must be an ARN, a URL such as s3://BUCKET/KEY, or *, got {text!r}")


def context(pairs: list[str]) -> dict[str, str | list[str]]:
    """Each key with its value, or with all of them where it is given more than once.

    Raises:
        QuestionError: One is no pair.
    """
    found: dict[str, list[str]] = {}
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not equals or ":" not in key:
            raise QuestionError(f"--context must be KEY=VALUE such as aws:MultiFactorAuthPresent=true, got {pair!r}")
        found.setdefault(key, []).append(value)
    return {key: values[0] if len(values) == 1 else values for key, values in found.items()}
