"""Whose credentials are used: the same three options for every command that asks AWS."""

import argparse
from typing import Any

from xacct_constructs.exits import USAGE


def add_profiles(parser: Any) -> None:
    """Add the options."""
    parser.add_argument(
        "--profile", help="whose credentials are used where neither of the next two says it (default: as the AWS CLI)"
    )
    parser.add_argument("--trusting-profile", metavar="PROFILE", help="credentials of the account that owns the role")
    parser.add_argument(
        "--trusted-profile",
        metavar="PROFILE",
        action="append",
        default=[],
        help="credentials of the account that is let in; where several are let in, once for each",
    )


def trusting(arguments: argparse.Namespace, *, both: bool = False) -> str | None:
    """The profile of the account that owns the role; None for whoever the AWS CLI would be.

    Args:
        arguments: Those of the command.
        both: Whether the command asks the other account too. Default: no, and that one's alone is refused.

    Raises:
        AssumeError: Only the other account's is named, or it has no name.
    """
    found = _named(arguments)
    if not both and set(found) == {"--trusted-profile"}:
        raise _refused("this asks the account that owns the role; name its profile by --trusting-profile")
    return next(iter([*found.get("--trusting-profile", []), *found.get("--profile", [])]), None)


def trusted(arguments: argparse.Namespace, *, both: bool = False) -> str | None:
    """The profile of the account that is let in; None for whoever the AWS CLI would be.

    Args:
        arguments: Those of the command.
        both: Whether the command asks the other account too. Default: no, and that one's alone is refused.

    Raises:
        AssumeError: Only the other account's is named, or several, or it has no name.
    """
    found = _named(arguments)
    if not both and set(found) == {"--trusting-profile"}:
        raise _refused("the account that is let in assumes the role; name its profile by --profile")
    if len(found.get("--trusted-profile", [])) > 1:
        raise _refused("one principal assumes the role here; give --trusted-profile once")
    return next(iter([*found.get("--trusted-profile", []), *found.get("--profile", [])]), None)


def every(arguments: argparse.Namespace) -> list[str | None]:
    """All that are named; of none, whoever the AWS CLI would be.

    Raises:
        AssumeError: One has no name.
    """
    return list(dict.fromkeys(each for names in _named(arguments).values() for each in names)) or [None]


def _named(arguments: argparse.Namespace) -> dict[str, list[str]]:
    """The profiles by the option that names them."""
    given = {
        "--trusting-profile": [arguments.trusting_profile],
        "--trusted-profile": arguments.trusted_profile,
        "--profile": [arguments.profile],
    }
    found = {option: [each for each in names if each is not None] for option, names in given.items()}
    for option, names in found.items():
        if "" in names:
            raise _refused(f"{option} is empty; leave it out for what the AWS CLI would use")
    return {option: names for option, names in found.items() if names}


def _refused(why: str) -> Exception:
    from xacct_constructs.client.errors import AssumeError

    return AssumeError(why, USAGE)
