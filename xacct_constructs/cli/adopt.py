"""`xacct adopt`: what lets outsiders in beside the agreements, as entries of known access to be looked at."""

import argparse

from xacct_constructs.cli.as_agreement import add_as_agreement, as_agreements
from xacct_constructs.cli.inputs import add_agreed, add_inputs, read_inputs
from xacct_constructs.cli.parser import Commands, command
from xacct_constructs.cli.read import (
    UnreadableError,
    add_known_access,
    add_organization,
    read,
    read_known_access,
    read_organization,
)
from xacct_constructs.cli.say import put, refuse, say
from xacct_constructs.exits import AS_EXPECTED, NOT_AS_EXPECTED

_CODES = """\
  0    written: once the entries are filled in, prove answers PROVEN
  1    written, and something is left of which nothing may be written, or a role is no agreement: each is named
  2    wrong usage, or neither a cloud assembly nor a template; or the file is there already
"""


def add(commands: Commands) -> None:
    """Add the command."""
    parser = command(
        commands,
        "adopt",
        run,
        description="Write exact entries of known access for everything that prove finds beside the agreements, with"
        " reasons, owners and days left open.\nWhat must not be known is named: anybody, services and identity"
        " providers without a condition, what an agreed role has too much.",
        codes=_CODES,
    )
    parser.add_argument(
        "assembly", nargs="*", help="the folder that cdk synth wrote; several, of several owners (default: cdk.out)"
    )
    add_inputs(parser)
    add_agreed(parser)
    parser.add_argument("-o", "--output", metavar="FILE", help="a new file to write (default: standard output)")
    parser.add_argument("--overwrite", action="store_true", help="write the file although it is there already")
    parser.add_argument(
        "--against",
        metavar="BASE",
        help="an assembly from before: what it does not have is named, and not written (default: all is written)",
    )
    add_as_agreement(parser)
    add_known_access(parser)
    add_organization(parser)


def run(arguments: argparse.Namespace) -> int:
    """Propose what is found, print or write it, and name what is refused."""
    from xacct_constructs.proof import Answer, adopt
    from xacct_constructs.report.adoption import adoption_text, refused_lines, summary

    try:
        assembly = read_inputs(arguments, arguments.assembly)
        base = read(arguments.against) if arguments.against else None
        organization = read_organization(arguments.organization)
        known = read_known_access(arguments.known_access, assembly)
        _require_new(arguments)
        if arguments.as_agreement:
            text, code = as_agreements(assembly, arguments.as_agreement, organization)
            _write(arguments.output, text)
            return code
    except UnreadableError as problem:
        return refuse(*problem.args)
    found = adopt(assembly, organization=organization, known=known, base=base)
    _write(arguments.output, adoption_text(found))
    for line in refused_lines(found):
        say(line)
    say(summary(found))
    return AS_EXPECTED if found.proof.answer is Answer.PROVEN else NOT_AS_EXPECTED


def _require_new(arguments: argparse.Namespace) -> None:
    """See that a file can be written, and that none is lost.

    Raises:
        UnreadableError: One is there.
        AssumeError: None can be written.
    """
    import os

    from xacct_constructs.cli.report_file import require_writable

    if arguments.output is None:
        return
    if os.path.lexists(arguments.output) and not arguments.overwrite:
        raise UnreadableError(f"{arguments.output} is there already; name a new file, or pass --overwrite")
    require_writable("--output", arguments.output)


def _write(path: str | None, text: str) -> None:
    if path is None:
        put(text)
        return
    from xacct_constructs.cli.report_file import write

    write("--output", path, text.encode("utf-8"))
