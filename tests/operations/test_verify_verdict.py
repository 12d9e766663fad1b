"""What the lines of a verification show together: exit code, last line, JSON and JUnit say the same."""

from xml.etree import ElementTree as ET

import pytest

from xacct_constructs import Agreement, S3Read, TrustedUser
from xacct_constructs.cli.verify import exit_code
from xacct_constructs.local import story
from xacct_constructs.operations.verify import Line, Outcome, Verification
from xacct_constructs.operations.verify.verification import ASSUME
from xacct_constructs.report.verification import verify_data, verify_junit, verify_text

AGREEMENT = Agreement(
    role_name="reports-reader",
    trusting_account=story.TRUSTING_ACCOUNT,
    trusted_principals=[TrustedUser(account=story.TRUSTED_ACCOUNT, name="alice")],
    permissions=[S3Read("acme-reports")],
)
ALLOWED, REFUSED, FAILED, NOT_TRIED = Outcome.ALLOWED, Outcome.REFUSED, Outcome.FAILED, Outcome.NOT_TRIED

ASSUMED = Line(ASSUME, ALLOWED, ALLOWED)
READ = Line("read", ALLOWED, ALLOWED)
BESIDE = Line("beside", REFUSED, REFUSED)
WIDE = Line("beside", REFUSED, ALLOWED)
WHY = "why: xacct doctor reports-reader"

VERDICTS = [
    pytest.param([ASSUMED, READ, BESIDE], 0, "3 of 3 as agreed", id="all as agreed"),
    pytest.param(
        [ASSUMED, READ, Line("beside", REFUSED, NOT_TRIED)],
        0,
        "2 of 2 as agreed; 1 not tried",
        id="what must be refused not tried",
    ),
    pytest.param([ASSUMED, READ, WIDE], 1, f"1 of 3 not as agreed; {WHY}", id="too wide"),
    pytest.param([ASSUMED, Line("read", ALLOWED, REFUSED)], 1, f"1 of 2 not as agreed; {WHY}", id="too narrow"),
    pytest.param([Line(ASSUME, ALLOWED, REFUSED)], 1, f"1 of 1 not as agreed; {WHY}", id="not let in"),
    pytest.param(
        [ASSUMED, READ, Line("write", ALLOWED, Outcome.WRITTEN)],
        1,
        f"1 of 3 not as agreed; {WHY}",
        id="written to, though writing is agreed",
    ),
    pytest.param(
        [ASSUMED, READ, Line("beside", REFUSED, FAILED)],
        2,
        "2 of 2 as agreed; 1 not shown",
        id="what must be refused failed",
    ),
    pytest.param(
        [ASSUMED, READ, Line("read", ALLOWED, NOT_TRIED)],
        2,
        "2 of 2 as agreed; 1 not shown",
        id="what is given not tried",
    ),
    pytest.param(
        [ASSUMED, WIDE, Line("read", ALLOWED, FAILED), Line("beside", REFUSED, NOT_TRIED)],
        1,
        f"1 of 2 not as agreed; 1 not shown; 1 not tried; {WHY}",
        id="a surprise before what is not shown",
    ),
    pytest.param(
        [ASSUMED, Line("use", ALLOWED, NOT_TRIED)],
        2,
        "nothing of what the agreement gives could be tried; 1 not shown",
        id="nothing given tried",
    ),
    pytest.param(
        [ASSUMED, BESIDE, Line("read", ALLOWED, FAILED)],
        2,
        "nothing of what the agreement gives could be tried; 1 not shown",
        id="nothing given answered",
    ),
    pytest.param([ASSUMED], 2, "nothing of what the agreement gives could be tried", id="assumed, and no more"),
    pytest.param([], 2, "nothing of what the agreement gives could be tried", id="no line"),
]


@pytest.mark.parametrize(("lines", "code", "last"), VERDICTS)
def test_the_verdict(lines: list[Line], code: int, last: str) -> None:
    """As agreed is said of what was answered; exit code 0 means that all was, and then JSON and JUnit are green too."""
    found = Verification(AGREEMENT, tuple(lines))

    assert exit_code(found) == code
    assert verify_text(found, width=120).splitlines()[-1] == last
    assert verify_data(found)["as_agreed"] is (code == 0)
    [suite] = ET.fromstring(verify_junit(found))  # noqa: S314 - our own
    if lines != [ASSUMED] and lines:
        assert (suite.get("failures") == suite.get("errors") == "0") is (code == 0)
    assert suite.get("failures") == str(len(found.surprises))


def test_each_line_says_what_it_is() -> None:
    """In the table and in JUnit: a surprise, as agreed, not shown, or only not tried."""
    lines = (ASSUMED, READ, WIDE, Line("a", REFUSED, FAILED, "500"), Line("b", REFUSED, NOT_TRIED, "no key"))
    found = Verification(AGREEMENT, lines)

    marks = [row.split()[3] for row in verify_text(found, width=120).splitlines()[3:5]]
    assert marks == ["ok", "SURPRISE"]
    assert "a                refused  failed     NOT SHOWN  500" in verify_text(found, width=120)
    assert [row["missed"] for row in verify_data(found)["requests"]] == [False, False, False, True, False]
    cases = ET.fromstring(verify_junit(found)).iter("testcase")  # noqa: S314 - our own
    assert [[(each.tag, each.get("message")) for each in case] for case in cases] == [
        [],
        [],
        [("failure", "allowed")],
        [("error", "failed: 500")],
        [("skipped", "not tried: no key")],
    ]
