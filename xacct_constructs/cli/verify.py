"""`xacct verify`: use the access as agreed, and try what must be refused."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from xacct_constructs.cli.operating import add_name, handoff, operating, width
from xacct_constructs.cli.say import Commands, print_json, show

if TYPE_CHECKING:
    from xacct_constructs.operations.verify import Verification

_CODES = """\
  0    AWS answered everything that was tried as agreed
  1    it did not: a line of the table says where
  2    something that the agreement gives could not be tried; or wrong usage
"""


def add(commands: Commands) -> None:
    """Add the command."""
    parser = operating(
        commands,
        "verify",
        run,
        help_="read through the role for real, and try the neighbours that must be refused",
        description="Assume the role, list, read one object, and try what the agreement does not give. Nothing is"
        " harmed: every request names the\nbucket's owner, and the one write can only ever be refused.",
        codes=_CODES,
    )
    add_name(parser)
    parser.add_argument("--profile", help="the trusted principal's credentials (default: as the AWS CLI would)")
    parser.add_argument("--trusting-profile", metavar="PROFILE", help="finds an object beside the prefixes; optional")
    parser.add_argument("--key", help="the object to read (default: the first that is listed)")
    parser.add_argument("--neighbour", metavar="KEY", help="an object beside the prefixes, which must be refused")
    parser.add_argument("--external-id", metavar="ID", help="(default: the agreement's)")
    parser.add_argument("--mfa-token", metavar="CODE", help="MFA code (default: asked for on the terminal)")
    parser.add_argument("--junit", metavar="FILE", help="write a JUnit report too")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace) -> int:
    """Verify one agreement and print the table."""
    from xacct_constructs.client import assume
    from xacct_constructs.operations.calls import session_of
    from xacct_constructs.operations.verify import Verifier

    given = handoff(arguments)
    region = arguments.region or given.region
    own = session_of(arguments.profile)
    owner = session_of(arguments.trusting_profile) if arguments.trusting_profile else None
    session = assume(
        given, session=own, external_id=arguments.external_id, mfa_token=arguments.mfa_token, region=arguments.region
    )
    verifier = Verifier(
        given.agreement, own, session, region=region, key=arguments.key, neighbour=arguments.neighbour, owner=owner
    )
    found = verifier.verify()
    if arguments.junit:
        Path(arguments.junit).write_text(_junit(found), encoding="utf-8")
    if arguments.json:
        print_json(_data(found))
    else:
        show(_text(found))
    return 1 if found.surprises else 2 if found.unshown else 0


def _text(found: "Verification") -> str:
    from xacct_constructs.operations.verify import Outcome
    from xacct_constructs.report.table import table

    rows = [
        (
            each.what,
            str(each.agreed),
            str(each.seen),
            "SURPRISE" if each.is_surprise else "" if each.seen is Outcome.NOT_TRIED else "ok",
            each.detail,
        )
        for each in found.lines
    ]
    lines = [table(("request", "agreed", "seen", "", "detail"), rows, width=width())]
    tried = [each for each in found.lines if each.seen is not Outcome.NOT_TRIED]
    if found.surprises:
        name = found.agreement.role_name
        lines.append(f"{len(found.surprises)} of {len(tried)} not as agreed; why: xacct doctor {name}")
    else:
        rest = f"; {len(found.lines) - len(tried)} not tried" if len(found.lines) > len(tried) else ""
        lines.append(f"{len(tried)} of {len(tried)} as agreed{rest}")
    return "\n\n".join(lines) + "\n"


def _data(found: "Verification") -> dict[str, object]:
    return {
        "version": 1,
        "role": found.agreement.role_arn,
        "as_agreed": not found.surprises,
        "requests": [
            {
                "what": each.what,
                "agreed": str(each.agreed),
                "seen": str(each.seen),
                "surprise": each.is_surprise,
                "detail": each.detail,
            }
            for each in found.lines
        ],
    }


def _junit(found: "Verification") -> str:
    from xacct_constructs.operations.lines import junit
    from xacct_constructs.operations.verify import Outcome

    cases = []
    for each in found.lines:
        case = {"name": f"{each.what}: {each.agreed}"}
        if each.is_surprise:
            case["failure"] = f"{each.seen} {each.detail}".strip()
        elif each.seen is Outcome.NOT_TRIED:
            case["skipped"] = each.detail
        cases.append(case)
    return junit(f"xacct verify {found.agreement.role_name}", cases)
