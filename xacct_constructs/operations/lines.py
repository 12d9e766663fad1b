"""What the commands of this part print: a table, JSON, JUnit."""

from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree import ElementTree as ET

from xacct_constructs.operations.doctor import Examination
from xacct_constructs.report.table import table
from xacct_constructs.texts import one_line


def doctor_text(examination: Examination, *, width: int) -> str:
    """What is wrong, each with the line that mends it; before that, every check in a table."""
    rows = [(each.check, str(each.state), each.text) for each in examination.diagnoses]
    parts = [table(("check", "", "what was found"), rows, width=width)]
    parts += [f"{each.check}: {each.text}\n  mend it: {each.fix}" for each in examination.wrong]
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
            {"check": each.check, "state": each.state.name.lower(), "found": each.text, "fix": each.fix}
            for each in examination.diagnoses
        ],
    }


def junit(suite: str, cases: Sequence[Mapping[str, str]]) -> bytes:
    """A JUnit report, as a file has it: XML that says of itself how it is encoded.

    Args:
        suite: The suite's name.
        cases: Each with its `name`, and `failure`, `error` or `skipped` with the reason where it did not pass.
    """
    outcomes = {"failure": "failures", "error": "errors", "skipped": "skipped"}
    counts = {plural: str(sum(outcome in each for each in cases)) for outcome, plural in outcomes.items()}
    suite = one_line(suite)
    root = ET.Element("testsuites")
    top = ET.SubElement(root, "testsuite", {"name": suite, "tests": str(len(cases)), **counts})
    for each in cases:
        case = ET.SubElement(top, "testcase", {"classname": suite, "name": one_line(each["name"])})
        for outcome in outcomes:
            if outcome in each:
                ET.SubElement(case, outcome, {"message": one_line(each[outcome])})
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"
