"""A JUnit report is XML for every reader, whatever names and messages hold."""

import os
import subprocess
import sys
from xml.etree import ElementTree as ET

import pytest

from xacct_constructs.report.junit import junit
from xacct_constructs.texts import one_line

TEXTS = [
    pytest.param("monthly/2026-10.csv", id="a key"),
    pytest.param("Bücher/日本 💾.csv", id="letters of every language"),
    pytest.param("\x1b[2J\x9b2J\x07\x08\r", id="terminal escapes"),
    pytest.param("".join(map(chr, range(32))), id="every control"),
    pytest.param("\x00", id="null"),
    pytest.param("a\tb\nc", id="what attributes fold"),
    pytest.param("\u202e\u2066\u200b\ufeff", id="direction and width"),
    pytest.param("\udcff\ud800", id="halves of characters"),
    pytest.param("\ufffe\uffff\U0001ffff", id="no characters"),
    pytest.param("]]></testcase><![CDATA[", id="ends of sections"),
    pytest.param("\"'<&>&#0;&lol;", id="quotes and entities"),
    pytest.param("x" * 100_000, id="very long"),
]


@pytest.mark.parametrize("text", TEXTS)
def test_the_report_is_xml_and_holds_the_text(text: str) -> None:
    """Suite, name and message come back as they are shown elsewhere; nothing of them becomes an element."""
    outcomes = ("failure", "error", "skipped")
    report = junit(text, [{"name": text}, *({"name": text, each: text} for each in outcomes)])

    root = ET.fromstring(report)  # noqa: S314 - our own
    shown = one_line(text)
    [suite] = root
    assert (suite.get("name"), [suite.get(each) for each in ("tests", "failures", "errors", "skipped")]) == (
        shown,
        ["4", "1", "1", "1"],
    )
    assert [(case.get("classname"), case.get("name")) for case in suite] == [(shown, shown)] * 4
    assert [[(each.tag, each.get("message")) for each in case] for case in suite] == [
        [],
        *([(each, shown)] for each in outcomes),
    ]


def test_the_report_says_how_it_is_encoded_wherever_it_is_written() -> None:
    """Where the locale knows ASCII only, it is UTF-8 and says so."""
    code = "import sys; from xacct_constructs.report.junit import junit; "
    code += r"sys.stdout.buffer.write(junit('B\xfccher', [{'name': '\u65e5\u672c'}]))"
    environment = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, check=True)

    [suite] = ET.fromstring(done.stdout)  # noqa: S314 - our own
    assert (suite.get("name"), suite[0].get("name")) == ("Bücher", "日本")
