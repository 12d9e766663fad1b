"""`xacct exec`: one command as the role, or a shell, and nothing else."""

import argparse

from xacct_constructs.cli.assuming import assuming, handoff, session
from xacct_constructs.cli.parser import Commands
from xacct_constructs.cli.say import say
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
        description="Assume the role and become COMMAND, with the session in its environment and no other credentials."
        "\nWithout one, become a shell: yours, as SHELL says.",
        codes=_CODES,
    )
    parser.usage_code = EXEC_FAILED
    parser.takes_command = True
    parser.set_defaults(fault=EXEC_FAILED)
    parser.usage = "\n       ".join(
        f"xacct exec [options] {role} [-- COMMAND ...]" for role in ("NAME", "--role-arn ARN")
    )
    parser.add_argument("name", nargs="?", metavar="NAME", help="the role's name, or its ARN, in the agreements")


def run(arguments: argparse.Namespace) -> int:
    """Become the command; comes back only when that failed."""
    from xacct_constructs.client.child import become
    from xacct_constructs.client.errors import AssumeError

    if arguments.command == []:
        raise AssumeError("nothing stands behind --; leave it out for a shell", EXEC_FAILED)
    try:
        role = handoff(arguments)
        made = session(arguments, role)
    except AssumeError as problem:
        raise AssumeError(str(problem), EXEC_FAILED) from problem
    command = arguments.command or _shell(role.role_name, made.expiration)
    try:
        become(command, made.variables())
    except FileNotFoundError:
        say(f"{command[0] or repr(command[0])}: not found")
        return NOT_FOUND
    except OSError as problem:
        say(f"{command[0]}: {problem.strerror}")
        return NOT_EXECUTABLE


def _shell(role_name: str, until: str) -> list[str]:
    """The person's shell, and what they should know of it."""
    import os

    found = os.environ.get("SHELL") or "/bin/sh"
    say(f"{found} as {role_name} until {until}; exit ends it")
    return [found]
