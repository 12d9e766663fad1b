"""`xacct exec`: one command as the role, and nothing else."""

import argparse

from xacct_constructs.cli.assuming import assuming, handoff, session
from xacct_constructs.cli.say import Commands, say
from xacct_constructs.exits import EXEC_FAILED, NOT_EXECUTABLE, NOT_FOUND

_CODES = """\
  125  xacct itself failed: no session, wrong usage, or a fault of xacct's own
  126  the command cannot be executed
  127  the command was not found
  130  ended by Ctrl-C before the command began
  else the command's own
"""


def add(commands: Commands) -> None:
    """Add the command."""
    parser = assuming(
        commands,
        "exec",
        run,
        help_="run one command as the role",
        description="Assume the role and become COMMAND, with the session in its environment and no other credentials.",
        codes=_CODES,
    )
    parser.usage_code = EXEC_FAILED
    parser.set_defaults(fault=EXEC_FAILED)
    parser.usage = "xacct exec [options] NAME -- COMMAND ...\n       xacct exec [options] --role-arn ARN -- COMMAND ..."
    parser.add_argument("words", nargs=argparse.REMAINDER, metavar="NAME -- COMMAND", help="options go before the name")


def run(arguments: argparse.Namespace) -> int:
    """Become the command; comes back only when that failed."""
    from xacct_constructs.client.child import become
    from xacct_constructs.client.errors import AssumeError

    try:
        arguments.name, command = _split(arguments.words, named=not arguments.role_arn)
        variables = session(arguments, handoff(arguments)).variables()
    except AssumeError as problem:
        raise AssumeError(str(problem), EXEC_FAILED) from problem
    try:
        become(command, variables)
    except FileNotFoundError:
        say(f"{command[0] or repr(command[0])}: not found")
        return NOT_FOUND
    except OSError as problem:
        say(f"{command[0]}: {problem.strerror}")
        return NOT_EXECUTABLE


def _split(words: list[str], *, named: bool) -> tuple[str | None, list[str]]:
    from xacct_constructs.client.errors import AssumeError

    name = words[0] if named and words else None
    rest = words[1:] if named else words
    if rest[:1] == ["--"]:
        rest = rest[1:]
    elif rest and rest[0].startswith("-"):
        raise AssumeError(f"options go before the name, got {rest[0]} after it", EXEC_FAILED)
    if name == "--" or (named and name is None) or not rest:
        raise AssumeError("usage: xacct exec [options] NAME -- COMMAND ...", EXEC_FAILED)
    return name, rest
