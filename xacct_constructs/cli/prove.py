"""`xacct prove`: is the access exactly what the agreements say?"""

import argparse
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from xacct_constructs.cli.inputs import add_agreed, add_inputs, inputs_of, read_inputs
from xacct_constructs.cli.parser import Commands, command
from xacct_constructs.cli.read import (
    UnreadableError,
    add_known_access,
    add_organization,
    read_known_access,
    read_organization,
)
from xacct_constructs.cli.say import print_json, refuse, show, width
from xacct_constructs.cli.spreading import add_spreading, spreading
from xacct_constructs.exits import AS_EXPECTED, NOT_AS_EXPECTED, UNDECIDED
from xacct_constructs.uncollected import uncollected

if TYPE_CHECKING:
    from xacct_constructs.assembly import Assembly
    from xacct_constructs.cli.spreading import Spreading
    from xacct_constructs.known_access import KnownAccess
    from xacct_constructs.organization import Organization

_CODES = """\
  0    proven: the templates let through what the agreements say, and nothing else; without agreements, nobody
  1    refuted: a counterexample is shown; or, with --strict, another door is open
  2    cannot decide: what is left open is named; or wrong usage, or neither a cloud assembly nor a template
"""


def add(commands: Commands) -> None:
    """Add the command."""
    parser = command(
        commands,
        "prove",
        run,
        description="Decide from templates alone, without an AWS account, whether each agreement works and"
        " nobody else reaches its roles and data.\nWhat is let through too much, or refused too much, is shown as a"
        " chain of requests.",
        codes=_CODES,
    )
    parser.add_argument(
        "assembly",
        nargs="*",
        help="the folder that cdk synth wrote; several, of several owners, are proven together (default: cdk.out)",
    )
    add_inputs(parser)
    add_agreed(parser)
    parser.add_argument(
        "--strict",
        action="store_true",
        help="fail for other doors too: what outsiders may do that leads nowhere near what is agreed on",
    )
    add_organization(parser)
    add_known_access(parser)
    add_spreading(parser)
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print JSON")
    form.add_argument("--sarif", action="store_true", help="print SARIF 2.1.0, for code scanners and editors")
    form.add_argument("--markdown", action="store_true", help="print a comment for a pull request, as GitHub takes it")


def run(arguments: argparse.Namespace) -> int:
    """Prove one assembly and print the outcome."""
    try:
        spread = spreading(arguments)
        assembly = read_inputs(arguments, arguments.assembly)
        organization = read_organization(arguments.organization)
        known = read_known_access(arguments.known_access, assembly)
    except UnreadableError as problem:
        return refuse(*problem.args)
    with spread:
        return _proven(arguments, assembly, organization, known, spread)


@uncollected()
def _proven(
    arguments: argparse.Namespace,
    assembly: "Assembly",
    organization: "Organization | None",
    known: "KnownAccess",
    spread: "Spreading",
) -> int:
    from xacct_constructs.proof import Access, Answer, Counterexample, prove
    from xacct_constructs.report.markdown import page_markdown
    from xacct_constructs.report.proof_data import proof_data
    from xacct_constructs.report.proof_page import proof_page
    from xacct_constructs.report.sarif import sarif
    from xacct_constructs.report.text import page_text
    from xacct_constructs.rules import tell

    access = Access(assembly, organization)
    proof = prove(assembly, today=datetime.now(UTC), organization=organization, known=known, spread=spread)
    told = tell(assembly, proof)
    if arguments.json:
        print_json(proof_data(access, proof, told, spread=spread))
    elif arguments.sarif:
        print_json(sarif(inputs_of(arguments, arguments.assembly), proof, told))
    else:
        page = proof_page(access, proof, told, strict=arguments.strict, spread=spread)
        show(page_markdown(page) if arguments.markdown else page_text(page, width=width()))
    codes = {Answer.PROVEN: AS_EXPECTED, Answer.REFUTED: NOT_AS_EXPECTED, Answer.UNDECIDED: UNDECIDED}
    if arguments.strict and proof.answer is Answer.PROVEN and proof.doors:
        return NOT_AS_EXPECTED if any(isinstance(each, Counterexample) for each in proof.doors) else UNDECIDED
    return codes[proof.answer]
