"""What `xacct verify` prints: a table and what it shows, JSON, JUnit."""

from typing import Any

from xacct_constructs.operations.verify import Line, Outcome, Verification
from xacct_constructs.report.junit import junit
from xacct_constructs.report.table import table
from xacct_constructs.texts import one_line


def last_line(found: Verification) -> str:
    """What all of it shows, in one line."""
    told, missed = len(found.told), len(found.missed)
    left = sum(each.seen is Outcome.NOT_TRIED and not each.is_missed for each in found.lines)
    rest = f"; {missed} not shown" if missed else ""
    rest += f"; {left} not tried" if left else ""
    if found.surprises:
        name = found.agreement.role_name
        return f"{len(found.surprises)} of {told} not as agreed{rest}; why: xacct doctor {name}"
    if found.shows_nothing:
        return f"nothing of what the agreement gives could be tried{rest}"
    return f"{told} of {told} as agreed{rest}"


def verify_text(found: Verification, *, width: int) -> str:
    """Every request in a table, and what they show."""
    rows = [
        # On one line each: a key with a line break in it would look like a row of its own.
        (one_line(each.what), str(each.agreed), str(each.seen), _mark(each), one_line(each.detail))
        for each in found.lines
    ]
    return f"{table(('request', 'agreed', 'seen', '', 'detail'), rows, width=width)}\n\n{last_line(found)}\n"


def _mark(line: Line) -> str:
    if line.is_told:
        return "SURPRISE" if line.is_surprise else "ok"
    return "NOT SHOWN" if line.is_missed else ""


def verify_data(found: Verification) -> dict[str, Any]:
    """The same as JSON values."""
    return {
        "version": 1,
        "role": found.agreement.role_arn,
        "as_agreed": found.is_as_agreed and not found.shows_nothing,
        "requests": [
            {
                "what": each.what,
                "agreed": str(each.agreed),
                "seen": str(each.seen),
                "surprise": each.is_surprise,
                "missed": each.is_missed,
                "detail": each.detail,
            }
            for each in found.lines
        ],
    }


def verify_junit(found: Verification) -> bytes:
    """The same as a JUnit report: a surprise is a failure, what could not be told an error, the rest skipped."""
    cases = []
    for each in found.lines:
        case = {"name": f"{each.what}: {each.agreed}"}
        if not each.is_told or each.is_surprise:
            outcome = "failure" if each.is_surprise else "error" if each.is_missed else "skipped"
            case[outcome] = f"{each.seen}: {each.detail}".removesuffix(": ")
        cases.append(case)
    return junit(f"xacct verify {found.agreement.role_name}", cases)
