"""The arguments of commands: their parser, and the options that several have in common."""

import argparse
import re
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

from xacct_constructs.cli.say import put_or_say, say
from xacct_constructs.cli.table import COMMANDS
from xacct_constructs.exits import AS_EXPECTED, USAGE

Run = Callable[[argparse.Namespace], int]
Commands = Any
"""What `add_subparsers` returns; argparse gives it no public name."""


class Parser(argparse.ArgumentParser):
    """Says in one line what is wrong with the arguments, and shows its help whole or says why not."""

    usage_code = USAGE
    takes_command = False
    """Whether what stands behind `--` is a command of somebody else's."""

    def error(self, message: str) -> NoReturn:
        """End the program."""
        names = "; xacct list shows the names" if message.endswith("required: NAME") else ""
        say(f"{message}{names}; see: {self.prog} --help")
        raise SystemExit(self.usage_code)

    def print_help(self, file: Any = None) -> None:
        """Print it; argparse would not notice that it cannot be written."""
        code = put_or_say(self.format_help())
        if code != AS_EXPECTED:
            raise SystemExit(code)

    def of(self, words: Sequence[str]) -> argparse.Namespace:
        """The arguments, with options before, between and behind the names; `command` is what stands behind `--`."""
        own, behind = list(words), None
        if self.takes_command and "--" in own:
            at = own.index("--")
            own, behind = own[:at], own[at + 1 :]
        given, unknown = self.parse_known_intermixed_args(own)
        if unknown:
            self.error(self._unknown(unknown))
        given.command = behind
        return given

    def _unknown(self, words: Sequence[str]) -> str:
        from difflib import get_close_matches

        option = next((each.partition("=")[0] for each in words if each.startswith("-")), None)
        if option is None:
            behind = "; a command goes behind --" if self.takes_command else ""
            return f"{' '.join(words)} is too much{behind}"
        near = get_close_matches(option, self._option_string_actions, n=1)
        begun = [each for each in self._option_string_actions if option.startswith("--") and each.startswith(option)]
        meant = " or ".join(begun or near)
        return f"there is no option {option}{f', perhaps {meant}' if meant else ''}"


def root(names: Sequence[str]) -> tuple[Parser, Commands]:
    """A parser of `xacct` with these commands, and the parser of each by its name."""
    from importlib import import_module

    whole = Parser(prog="xacct")
    commands = whole.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for each in names:
        import_module(f"xacct_constructs.cli.{COMMANDS[each][0]}").add(commands)
    return whole, commands.choices


def command(commands: Commands, name: str, run: Run, *, description: str, codes: str) -> Any:
    """A command's own parser.

    Args:
        commands: What the commands are added to.
        name: What the command is called.
        run: Its function: arguments in, exit code out.
        description: What it does.
        codes: Its exit codes, one a line.
    """
    parser = commands.add_parser(
        name,
        help=COMMANDS[name][1],
        description=description,
        epilog=f"exit codes:\n{codes}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.set_defaults(run=run)
    return parser


def add_agreements(parser: Any) -> None:
    """Add the option that says where agreements are looked up."""
    parser.add_argument(
        "--agreements",
        metavar="FILE",
        help="xacct-agreements.json, or its folder (default: XACCT_AGREEMENTS, else here, else cdk.out)",
    )


def add_asking(parser: Any) -> None:
    """Add the options of a command that asks AWS: how long it waits for it, and whether each call is shown."""
    from xacct_constructs.client.deadline import SECONDS

    parser.add_argument(
        "--timeout",
        type=seconds,
        default=SECONDS,
        metavar="TIME",
        help=f"how long AWS is waited for, all calls together: seconds, or such as 2m (default: {SECONDS:g})",
    )
    parser.add_argument(
        "-v", "--verbose", action="store_true", help="show each call of AWS on standard error; no secret is in it"
    )


def seconds(text: str) -> float:
    """A time that has an end, for an option: seconds, or hours, minutes and seconds as in 1h30m."""
    found = _time(text)
    if not found or found <= 0:
        raise argparse.ArgumentTypeError(f"must be seconds above 0, or such as 90s, 5m or 1h30m, got {text!r}")
    return found


def duration(text: str) -> int:
    """A session's duration, for an option: as `seconds` has it, in whole seconds."""
    found = _time(text)
    if found is None or found != int(found):
        raise argparse.ArgumentTypeError(f"must be whole seconds, or such as 1h, 90m or 1h30m, got {text!r}")
    return int(found)


def wait(text: str) -> float:
    """How long something is tried again, for an option: as `seconds` has it, or 0."""
    found = _time(text)
    if found is None:
        raise argparse.ArgumentTypeError(f"must be seconds, or such as 90s, 5m or 1h, got {text!r}")
    return found


def positive(text: str) -> int:
    """A number of at least one, for an option."""
    if not re.fullmatch("0*[1-9][0-9]{0,3}", text):
        raise argparse.ArgumentTypeError(f"must be a whole number above 0, got {text!r}")
    return int(text)


def days(text: str) -> int:
    """A number of days, for an option: 90, or 90d."""
    if not re.fullmatch("-?[0-9]{1,6}d?", text):
        raise argparse.ArgumentTypeError(f"must be a number of days such as 90, got {text!r}")
    return int(text.removesuffix("d"))


def _time(text: str) -> float | None:
    """Seconds; None for what is no time."""
    if re.fullmatch(r"[0-9]{1,9}([.][0-9]{1,9})?", text):
        return float(text)
    parts = re.fullmatch("(?:([0-9]{1,6})h)?(?:([0-9]{1,6})m)?(?:([0-9]{1,6})s)?", text.lower())
    if not text or parts is None:
        return None
    hours, minutes, rest = (int(each or 0) for each in parts.groups())
    return float(3600 * hours + 60 * minutes + rest)
