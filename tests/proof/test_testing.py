"""The proof as an assertion: it passes for what is agreed on alone, and its first line says what is at fault."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.plain.samples import ALICE, OTHER, PRODUCTION, ROLE_ARN, STAGING, agreement
from tests.proof.world import both_halves, bucket, document, write
from xacct_constructs import Agreement, S3Read, Safeguards, TrustedUser
from xacct_constructs.testing import assert_proven

AGREED = agreement()
ROLE = f"role reports-reader of {PRODUCTION}"
GAINED = f"a session of {ROLE} may read s3://"
MALLORY = TrustedUser(account=OTHER, name="mallory")


def reads(*prefixes: str, bucket: str = "acme-reports") -> Agreement:
    """The same with other permissions; without prefixes, of the whole bucket."""
    return agreement(permissions=[S3Read(bucket, prefixes=prefixes or None)])


FAULTS = {
    "a shorter prefix": (reads("m"), f"{GAINED}acme-reports/m, which no agreement says"),
    "one prefix more": (reads("monthly/", "payroll/"), f"{GAINED}acme-reports/payroll/"),
    "the whole bucket": (reads(), f"{GAINED}acme-reports/x"),
    "another bucket": (reads("monthly/", bucket="acme-payroll"), f"{GAINED}acme-payroll/monthly/"),
    "a narrower prefix": (
        reads("monthly/2026/"),
        f"a session of {ROLE} may not read s3://acme-reports/monthly/, though the agreement says so",
    ),
    "somebody else too": (
        agreement(trusted_principals=[ALICE, MALLORY]),
        f"user mallory of {OTHER} may assume {ROLE}, which no agreement says",
    ),
    "a longer session": (
        agreement(safeguards=Safeguards(max_session_duration=timedelta(hours=2))),
        f"{ROLE} is not what the agreement says: ",
    ),
}
"""What the templates say in place of what is agreed on, and how the first line begins."""


def failure(folder: Path, agreements: Sequence[Agreement] | None, world: Any) -> list[str]:
    """The lines of what is raised."""
    with pytest.raises(AssertionError) as raised:
        assert_proven(write(folder, world, ()), agreements)
    return str(raised.value).splitlines()


def test_what_hangs_on_the_day_passes_where_that_is_told(tmp_path: Path) -> None:
    """Sessions that were revoked once keep out nobody today."""
    world = both_halves([AGREED])
    revoked = {"DateLessThan": {"aws:TokenIssueTime": "2026-01-01T00:00:00Z"}}
    denied = document({"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": revoked})
    (role,) = (each for each in world[PRODUCTION].values() if each["Type"] == "AWS::IAM::Role")
    role["Properties"]["Policies"].append({"PolicyName": "AWSRevokeOlderSessions", "PolicyDocument": denied})
    written = write(tmp_path, world, [AGREED])

    assert_proven(written, today=datetime(2026, 2, 1, tzinfo=UTC))
    for told in (None, datetime(2025, 2, 1, tzinfo=UTC)):
        with pytest.raises(AssertionError):
            assert_proven(written, today=told)


def test_what_is_agreed_on_passes(tmp_path: Path) -> None:
    """By what the test says, and by what rides along."""
    written = write(tmp_path, both_halves([AGREED]), [AGREED])
    assert_proven(written, [AGREED])
    assert_proven(written)


@pytest.mark.parametrize("name", FAULTS)
def test_the_first_line_says_what_is_at_fault(name: str, tmp_path: Path) -> None:
    """Whoever is at fault, and the request that shows it."""
    written, begin = FAULTS[name]
    assert failure(tmp_path, [AGREED], both_halves([written]))[0].startswith(begin)


def test_each_step_s_statement_stands_below(tmp_path: Path) -> None:
    """Last the one of the request that is told first."""
    _, entry, last = failure(tmp_path, [AGREED], both_halves([reads("m")]))
    place = f"{PRODUCTION}.template.json ReportsReaderResource"
    assert entry.startswith(f"  user alice of {STAGING} calls sts:AssumeRole on {ROLE_ARN}: allowed by {place}.Assume")
    assert last == f"  allowed by {place}.Policies[0].Statement[0]"


@pytest.mark.parametrize(
    ("agreements", "world", "begin"),
    [
        pytest.param([AGREED], {PRODUCTION: {}, STAGING: {}}, f"cannot decide: {ROLE_ARN}: ", id="no such role"),
        pytest.param(None, {PRODUCTION: {}}, "cannot decide: no agreement lies here", id="nothing was looked at"),
    ],
)
def test_what_is_open_is_no_proof(agreements: list[Agreement] | None, world: Any, begin: str, tmp_path: Path) -> None:
    """Nor is nothing at all."""
    assert failure(tmp_path, agreements, world)[0].startswith(begin)


def test_without_agreements_nobody_is_to_come_in(tmp_path: Path) -> None:
    """A bucket alone passes."""
    assert_proven(write(tmp_path, {PRODUCTION: {"Bucket": bucket("acme-reports")}}, ()))
