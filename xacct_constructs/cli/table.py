"""The one list of commands: a new command is a module and a row here. Nothing else is loaded for `xacct --help`."""

COMMANDS = {
    "list": ("list_", "show the agreements; asks no AWS"),
    "plan": ("plan", "show who deploys which stack of an access file"),
    "synth": ("synth", "write the cloud assembly of an access file"),
    "prove": ("prove", "prove that templates give exactly what is agreed"),
    "adopt": ("adopt", "write down what lets others in already, to be looked at"),
    "explain": ("explain", "decide one request, and show what settles it"),
    "diff": ("diff", "show what access is gained and lost by a change"),
    "env": ("env", "print a session's environment variables"),
    "unset": ("unset", "print what removes them again"),
    "exec": ("exec_", "run one command, or a shell, as the role"),
    "credential-process": ("credential_process", "print a session as credential_process wants it"),
    "config": ("config", "write one profile into the AWS configuration file"),
    "console": ("console", "open the AWS console as the role, or print its URL"),
    "verify": ("verify", "read through the role, try what must be refused"),
    "doctor": ("doctor", "find what refuses the access, and what mends it"),
    "status": ("status", "show expiry, last use, and the age of keys"),
    "revoke": ("revoke", "end the access now, sessions given out included"),
    "rotate": ("rotate", "rotate a user's access key, or an external ID"),
    "completion": ("completion", "print what completes xacct's words in a shell"),
    "demo": ("demo", "deploy app.py into two accounts of a local AWS"),
}
"""Each command with its module, and one line about it."""

MEANT = {
    "access": "prove",
    "agreements": "list",
    "assume": "env",
    "audit": "prove",
    "check": "prove",
    "compare": "diff",
    "configure": "config",
    "end": "revoke",
    "export": "env",
    "login": "console",
    "ls": "list",
    "open": "console",
    "profile": "config",
    "run": "exec",
    "shell": "exec",
    "synthesize": "synth",
    "test": "verify",
    "try": "verify",
    "validate": "prove",
    "why": "explain",
}
"""Words of other tools that somebody may try, and the command that does it here."""

HELP = """\
usage: xacct COMMAND ...

Cross-account access on AWS: both halves from one statement.

commands:
{commands}
options, before any command:
  -h, --help          show this; xacct COMMAND --help says all about one
  --version           show the version

exit codes:
  0    all as expected
  1    something was not
  2    wrong usage, or something must be set up first
  4    a fault of xacct's own: one line says where
  130  ended by Ctrl-C
"""


def help_text() -> str:
    """What `xacct --help` prints, and `xacct` alone."""
    return HELP.format(commands="".join(f"  {name:18}  {line}\n" for name, (_, line) in COMMANDS.items()))


def nearest_command(word: str) -> str | None:
    """The command that may be meant by a word; None where it is like none."""
    from difflib import get_close_matches

    return MEANT.get(word.lower()) or next(iter(get_close_matches(word.lower(), COMMANDS, n=1)), None)
