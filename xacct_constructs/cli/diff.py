"""`xacct diff`: what access changes between two assemblies."""

import argparse
from typing import TYPE_CHECKING

from xacct_constructs.cli.inputs import add_agreed, add_inputs, inputs_of, parameters_of
from xacct_constructs.cli.parser import Commands, command
from xacct_constructs.cli.read import (
    UnreadableError,
    add_known_access,
    add_organization,
    read_each,
    read_known_access,
    read_organization,
)
from xacct_constructs.cli.say import print_json, refuse, show, width
from xacct_constructs.exits import AS_EXPECTED, NOT_AS_EXPECTED, UNDECIDED

if TYPE_CHECKING:
    from xacct_constructs.assembly import Input

_CODES = """\
  0    compared; nothing that --fail-on names has changed
  1    something that --fail-on names has changed
  2    cannot decide: with --fail-on, a change could not be told; or wrong usage, or neither assemblies nor templates
"""
_FAIL_ON = ("gained", "lost", "any")


def add(commands: Commands) -> None:
    """Add the command."""
    parser = command(
        commands,
        "diff",
        run,
        description="Compare two cloud assemblies: access gained and lost, each shown by a request, agreements and"
        " known access that change,\nand replacements that a fixed name will make fail.",
        codes=_CODES,
    )
    parser.add_argument("old", metavar="OLD", nargs="?", help="the folder of the assembly that is deployed, or was")
    parser.add_argument("new", metavar="NEW", nargs="?", help="the folder of the assembly that comes")
    add_inputs(
        parser,
        action="store",
        nargs=2,
        metavar=("OLD", "NEW"),
        help="two CloudFormation templates as they are, JSON or YAML, in place of the folders. Needs --account and"
        " --region",
    )
    add_agreed(parser, "of both, ")
    parser.add_argument(
        "--fail-on",
        choices=_FAIL_ON,
        help="exit 1 on access gained, on access lost, or on any change, agreements, known access and replacements"
        " included (default: on nothing)",
    )
    add_known_access(parser, "two files, before and after: ", nargs=2, metavar=("OLD", "NEW"), default=(None, None))
    add_organization(parser)
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print JSON")
    form.add_argument("--markdown", action="store_true", help="print a comment for a pull request, as GitHub takes it")


def run(arguments: argparse.Namespace) -> int:
    """Compare two assemblies and print the changes."""
    from xacct_constructs.cli.progress import Progress
    from xacct_constructs.proof import compare
    from xacct_constructs.report.difference import difference_data, difference_page
    from xacct_constructs.report.markdown import page_markdown
    from xacct_constructs.report.text import page_text

    try:
        organization = read_organization(arguments.organization)
        old, new = read_each(_two(arguments), parameters=parameters_of(arguments), agreements=arguments.agreements)
        before, after = map(read_known_access, arguments.known_access, (old, new))
    except UnreadableError as problem:
        return refuse(*problem.args)
    progress = Progress(shown=not arguments.json)
    try:
        found = compare(old, new, organization=organization, known=(before, after), watch=progress.over)
    finally:
        progress.clear()
    if arguments.json:
        print_json(difference_data(found))
    else:
        page = difference_page(found)
        show(page_markdown(page) if arguments.markdown else page_text(page, width=width()))
    changes = {
        "gained": found.gains,
        "lost": bool(found.lost),
        "any": bool(found.gained or found.lost or found.agreements or found.replacements or found.known),
    }
    if arguments.fail_on is None:
        return AS_EXPECTED
    return NOT_AS_EXPECTED if changes[arguments.fail_on] else UNDECIDED if found.undecided else AS_EXPECTED


def _two(arguments: argparse.Namespace) -> list[list["Input"]]:
    """What is compared; of two templates, one stack under one name."""
    from dataclasses import replace

    from xacct_constructs.assembly import TemplateFile

    if (arguments.new is None) is not bool(arguments.template) or (arguments.template and arguments.old):
        raise UnreadableError("pass two folders, or --template with two files")
    old, new = inputs_of(arguments, [each for each in (arguments.old, arguments.new) if each])
    if isinstance(old, TemplateFile) and isinstance(new, TemplateFile):
        old = replace(old, known_as=new.artifact)
    return [[old], [new]]
