"""Arguments in, exit code out; of the commands only the one that is meant is loaded."""

import sys

from xacct_constructs.cli.ending import complete_streams, ended
from xacct_constructs.cli.say import put_or_say, refuse
from xacct_constructs.cli.table import COMMANDS, help_text, nearest_command
from xacct_constructs.exits import USAGE

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: "Sequence[str] | None" = None) -> int:
    """Run `xacct`.

    Args:
        arguments: what follows the program's name; left out, the process's own.

    Returns:
        The exit code.
    """
    complete_streams()
    words = list(sys.argv[1:] if arguments is None else arguments)
    if not words:
        return put_or_say(help_text()) or USAGE
    if words[0] in ("-h", "--help") or words == ["help"]:
        return put_or_say(help_text())
    if words[0] == "help":
        words = [words[1], "--help"]
    if words[0] in ("--version", "version"):
        return put_or_say(f"xacct {_version()}\n")
    if words[0] not in COMMANDS:
        return refuse(f"{_no_command(words[0])}; see: xacct --help")
    from xacct_constructs.cli.parser import root

    _, parsers = root([words[0]])
    given = parsers[words[0]].of(words[1:])
    return ended(given.run, given)


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("xacct-constructs")
    except PackageNotFoundError:
        return "from a folder, not installed"


def _no_command(word: str) -> str:
    if word.startswith("-"):
        return f"{word} stands before the command; options go behind it: xacct COMMAND {word} ..."
    near = nearest_command(word)
    return f"there is no command {word!r}{f', perhaps {near}' if near else ''}"
