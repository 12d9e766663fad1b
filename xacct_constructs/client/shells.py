"""How each shell sets and unsets a variable: one row each. Values are quoted so that nothing in them is read."""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from xacct_constructs.client.errors import AssumeError
from xacct_constructs.exits import USAGE

VARIABLES = (
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "AWS_REGION",
    "AWS_DEFAULT_REGION",
    "AWS_CREDENTIAL_EXPIRATION",
)
"""All that `xacct env` sets and `xacct unset` removes."""


class Shell(NamedTuple):
    """One shell's words: variables in, text to evaluate out."""

    set: Callable[[Mapping[str, str]], str]
    unset: Callable[[Iterable[str]], str]


def _each(line: Callable[[str, str], str]) -> Callable[[Mapping[str, str]], str]:
    return lambda variables: "".join(f"{line(name, value)}\n" for name, value in variables.items())


def _name(line: str) -> Callable[[Iterable[str]], str]:
    return lambda names: "".join(f"{line.format(name)}\n" for name in names)


def _posix(name: str, value: str) -> str:
    escaped = value.replace("'", "'\\''")
    return f"export {name}='{escaped}'"


def _fish(name: str, value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace("'", "\\'")
    return f"set -gx {name} '{escaped}'"


def _powershell(name: str, value: str) -> str:
    # PowerShell ends a single-quoted string at typographic quotes too.
    escaped = re.sub("(['\u2018\u2019\u201a\u201b])", r"\1\1", value)
    return f"$Env:{name} = '{escaped}'"


def _dotenv(name: str, value: str) -> str:
    # Bare or not at all: readers of such files agree on nothing else. `docker --env-file` keeps quotes, and sh,
    # which many files are sourced by, ends them elsewhere than python-dotenv.
    if not re.fullmatch(r"[A-Za-z0-9_+/=:.-]*", value):
        raise AssumeError(f"{name} holds a character that not every reader of a .env file takes alike", USAGE)
    return f"{name}={value}"


def _json(variables: Mapping[str, str | None]) -> str:
    return json.dumps(variables, indent=2) + "\n"


_POSIX = Shell(_each(_posix), _name("unset {}"))

SHELLS = {
    "sh": _POSIX,
    "bash": _POSIX,
    "zsh": _POSIX,
    "fish": Shell(_each(_fish), _name("set -e {}")),
    "powershell": Shell(_each(_powershell), _name("Remove-Item Env:{} -ErrorAction SilentlyContinue")),
    "dotenv": Shell(_each(_dotenv), _name("{}=")),
    "json": Shell(_json, lambda names: _json(dict.fromkeys(names))),
}
