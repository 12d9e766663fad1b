"""`xacct explain`: why one request is allowed or denied."""

import argparse
from typing import TYPE_CHECKING

from xacct_constructs.cli.inputs import add_agreed, add_inputs, read_inputs
from xacct_constructs.cli.parser import Commands, command
from xacct_constructs.cli.read import UnreadableError, add_organization, read_organization
from xacct_constructs.cli.say import print_json, refuse, show

if TYPE_CHECKING:
    from xacct_constructs.explanation import Explanation
    from xacct_constructs.iam import Request, UndecidedError
    from xacct_constructs.permissions import Use
    from xacct_constructs.proof import Access

_CODES = """\
  0    decided: allowed, explicitly denied or implicitly denied
  2    cannot decide: what is missing is named; or wrong usage, or neither a cloud assembly nor a template
"""


def add(commands: Commands) -> None:
    """Add the command."""
    parser = command(
        commands,
        "explain",
        run,
        description="Decide one request over the policies of cloud assemblies and templates, as AWS would.",
        codes=_CODES,
    )
    parser.add_argument(
        "--assembly",
        action="append",
        default=[],
        help="the folder that cdk synth wrote; once for each of several owners (default: cdk.out)",
    )
    add_inputs(parser)
    add_agreed(parser)
    parser.add_argument("--caller", required=True, metavar="ARN", help="who asks; a role's ARN means a session of it")
    parser.add_argument(
        "--action",
        required=True,
        metavar="ACTION",
        help="such as s3:GetObject; or a call such as HeadObject, or a command such as 'aws s3 sync'",
    )
    parser.add_argument(
        "--resource", metavar="ARN", help="what is asked for: an ARN, a URL such as s3://BUCKET/KEY, or * for none"
    )
    parser.add_argument(
        "--resource-account", metavar="ID", help="who owns the resource (default: as its ARN or the assembly says)"
    )
    parser.add_argument(
        "--context",
        action="append",
        default=[],
        metavar="KEY=VALUE",
        help="a condition key of the request; once for each value (default: none but those that follow)",
    )
    parser.add_argument(
        "--own-side-allows",
        action="store_true",
        help="take a caller that is not in the assembly to be allowed everything by its own account",
    )
    add_organization(parser)
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace) -> int:
    """Decide what is asked, and print why."""
    from datetime import UTC, datetime

    from xacct_constructs.cli.question import QuestionError, question
    from xacct_constructs.explanation import as_agreed, explain
    from xacct_constructs.iam import UndecidedError
    from xacct_constructs.proof import Access
    from xacct_constructs.report.decision import decision_data, decision_text

    allows = arguments.own_side_allows
    found: list[tuple[Explanation, list[str]]] = []
    try:
        access = Access(read_inputs(arguments, arguments.assembly), read_organization(arguments.organization))
        asked = question(arguments, [each.arn for each in access.assembly.identities])
    except (UnreadableError, QuestionError) as problem:
        return refuse(str(problem))
    for request in asked.requests:
        told, use = as_agreed(access, request)
        notes = [*([] if found else asked.notes), *_notes(use)]  # once, of however many requests
        try:
            explained = explain(told, request, now=datetime.now(UTC), own_side_allows=allows, agreed=use)
        except UndecidedError as problem:
            return refuse(f"cannot decide: {problem}{_help(told, request, problem, own_side_allows=allows)}")
        found.append((explained, notes))
    if arguments.json:
        data = [decision_data(*each) for each in found]
        return print_json(data[0] if len(data) == 1 else {"version": 1, "requests": data})
    return show("\n".join(decision_text(*each) for each in found))


def _notes(use: "Use | None") -> list[str]:
    """What an agreement says of what is asked for."""
    if use is None:
        return []
    key = f", encrypted with {use.key}" if use.key else ""
    return [f"{use.resource} is of {use.owner}{key}, as the agreement says"]


def _help(access: "Access", request: "Request", problem: "UndecidedError", *, own_side_allows: bool) -> str:
    from xacct_constructs.explanation import helping
    from xacct_constructs.report.decision import telling_words

    told = helping(access, request, problem, own_side_allows=own_side_allows)
    return f"; pass {' and '.join(map(telling_words, told))}" if told else ""
