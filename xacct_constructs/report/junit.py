"""A JUnit report, which pipelines read."""

from collections.abc import Mapping, Sequence
from xml.etree import ElementTree as ET

from xacct_constructs.texts import one_line


def junit(suite: str, cases: Sequence[Mapping[str, str]]) -> bytes:
    """The report, as a file has it: XML that says of itself how it is encoded.

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
