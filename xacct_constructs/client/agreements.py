"""The agreements file, taken strictly: it names roles and regions, no host, and nothing that a shell would read.

Only what an assumption needs is looked at; the rest is when an agreement is asked for.
"""

from collections.abc import Callable, Iterator, Mapping
from itertools import chain
from typing import Any, NamedTuple

from xacct_constructs.arns import iam_arn
from xacct_constructs.client import documents
from xacct_constructs.client.errors import AssumeError
from xacct_constructs.exits import USAGE
from xacct_constructs.finding import Finding
from xacct_constructs.names import check_account, check_name, check_path
from xacct_constructs.partitions import check_partition, is_region
from xacct_constructs.quotas import ROLE_NAME_CHARACTERS

_VERSION = 1
_LARGEST = 16_000_000
"""Bytes: ten times what five thousand agreements take."""
_SHOWN = 300
MALFORMED = (AttributeError, LookupError, OverflowError, RecursionError, TypeError, ValueError)
"""What values of another kind than expected make Python raise."""


class Entry(NamedTuple):
    """One agreement of the file.

    Attributes:
        role_arn: The role's ARN.
        values: The agreement in JSON values.
        region: Of the role's stack; None where it is not known.
    """

    role_arn: str
    values: Mapping[str, Any]
    region: str | None


def read(file: str) -> list[Entry]:
    """Every agreement of a file.

    Raises:
        AssumeError: It cannot be read, or is not what a synthesis writes.
    """
    try:
        content = documents.parse(documents.read(file, _LARGEST)[0])
        if not documents.is_version(content, _VERSION):
            said = content["version"]
            raise unreadable(file, f"it is of version {said!r}, this xacct reads {_VERSION}; use the newer xacct")
        regions = content["regions"]
        every = enumerate(content["agreements"])
        found = [_entry(file, f"agreements[{index}]", each, regions) for index, each in every]
    except OSError as problem:
        raise unreadable(file, str(problem.strerror)) from None
    except MALFORMED:
        raise unreadable(file, "it is not what cdk synth writes") from None
    if len({each.role_arn for each in found}) < len(found):
        raise unreadable(file, "a role stands in it twice")
    return found


def unreadable(file: str, why: str) -> AssumeError:
    """The error for a file that serves nothing; of what it says, no more than fits a line."""
    return AssumeError(f"{file} cannot be read: {why if len(why) <= _SHOWN else f'{why[:_SHOWN]}...'}", USAGE)


def require_names(file: str, path: str, values: Mapping[str, Any], name: str, account: str) -> None:
    """Require that a role or user is named as IAM has it.

    Args:
        file: The file, for the message.
        path: Where in it they stand.
        values: The values, `path` among them.
        name: The member that holds the name.
        account: The member that holds the account.

    Raises:
        AssumeError: One is no name.
    """
    found = chain(
        check_account(f"{path}.{account}", values[account]),
        check_path(f"{path}.path", values.get("path", "/")),
        check_name(f"{path}.{name}", values[name], ROLE_NAME_CHARACTERS),
    )
    require_none(file, found)


def _entry(file: str, path: str, values: Mapping[str, Any], regions: Mapping[str, Any]) -> Entry:
    partition = values.get("partition", "aws")
    require_none(file, check_partition(f"{path}.partition", partition))
    require_names(file, path, values, "role_name", "trusting_account")
    arn = iam_arn(partition, values["trusting_account"], "role", values.get("path", "/"), values["role_name"])
    region = regions.get(arn)
    if region is not None and not is_region(region):
        raise unreadable(file, f"the region of {arn} must be one such as eu-west-1, got {region!r}")
    for name, value in values.get("safeguards", {}).items():
        if name in _KINDS and not _KINDS[name](value):
            raise TypeError(name)
    return Entry(arn, values, region)


def require_none(file: str, found: Iterator[Finding]) -> None:
    """Require that nothing was found.

    Raises:
        AssumeError: Something was; the first of it.
    """
    first = next(found, None)
    if first:
        raise unreadable(file, f"{first.path} {first.message}")


def _is_flag(value: object) -> bool:
    return isinstance(value, bool)


def _is_whole_number(value: object) -> bool:
    return type(value) is int


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def _is_tags(value: object) -> bool:
    return isinstance(value, dict) and all(map(_is_texts, value.values()))


_KINDS: Mapping[str, Callable[[object], bool]] = {
    "external_ids": _is_texts,
    "max_session_duration": _is_whole_number,
    "mfa": _is_flag,
    "session_name_is_user_name": _is_flag,
    "session_tags": _is_tags,
    "source_identities": _is_texts,
}
"""The safeguards that an assumption heeds."""
