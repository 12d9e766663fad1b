"""What `xacct doctor` prints: a table and what mends it, JSON."""

from typing import Any

from xacct_constructs.operations.doctor import Examination
from xacct_constructs.report.diagnosis import fix_words, found_words
from xacct_constructs.report.table import table


def doctor_text(examination: Examination, *, width: int) -> str:
    """What is wrong, each with the line that mends it; before that, every check in a table."""
    rows = [(each.check, str(each.state), found_words(each)) for each in examination.diagnoses]
    parts = [table(("check", "", "what was found"), rows, width=width)]
    parts += [f"{each.check}: {found_words(each)}\n  mend it: {fix_words(each)}" for each in examination.wrong]
    unseen = len(examination.unseen)
    left = f"; {unseen} could not be seen" if unseen else ""
    if examination.wrong:
        checks = dict.fromkeys(each.check for each in examination.wrong)
        parts.append(f"WRONG: {', '.join(checks)}{left}")
    elif examination.saw_nothing:
        parts.append("nothing could be seen")
    elif unseen:
        parts.append(f"nothing wrong in what could be seen; {unseen} could not be")
    else:
        parts.append(f"{examination.agreement.role_name} is healthy")
    return "\n\n".join(parts) + "\n"


def doctor_data(examination: Examination) -> dict[str, Any]:
    """The same as JSON values."""
    return {
        "version": 1,
        "role": examination.agreement.role_arn,
        "healthy": examination.is_healthy,
        "checks": [
            {"check": each.check, "state": each.state.name.lower(), "found": found_words(each), "fix": fix_words(each)}
            for each in examination.diagnoses
        ],
    }
