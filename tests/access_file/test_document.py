"""docs/access-file.md shows a file that is read, and says what it takes."""

from pathlib import Path

from tests.access_file.samples import ACCOUNTS, agreement, loaded, refused, whole
from xacct_constructs.access_file.load import KEYS
from xacct_constructs.finding import Severity
from xacct_constructs.validation import check_agreement

DOCUMENT = (Path(__file__).parents[2] / "docs" / "access-file.md").read_text(encoding="utf-8")
EXAMPLE = DOCUMENT.partition("```yaml\n")[2].partition("```")[0]


def test_the_file_that_it_shows_is_read_and_can_stand() -> None:
    """Every key is used, and no agreement has an error."""
    found = loaded(EXAMPLE)
    assert [f"\n{each}:" in EXAMPLE for each in KEYS] == [True] * len(KEYS)
    assert [len(each.trusted_principals) for each in found.agreements] == [2, 1]
    assert [len(each.permissions) for each in found.agreements] == [2, 2]
    assert not [
        finding for each in found.agreements for finding in check_agreement(each) if finding.severity is Severity.ERROR
    ]
    assert not any(entry.missing for _, entry in found.known_access.entries())


def test_every_key_has_its_row() -> None:
    """And no other has one."""
    rows = [line.split("`")[1] for line in DOCUMENT.splitlines() if line.startswith("| `")]
    assert rows == list(KEYS)


def test_the_mistakes_that_it_shows_are_told_so() -> None:
    """Letter for letter, but for the line."""
    shown = DOCUMENT.partition("```text\n")[2].partition("```")[0].splitlines()
    assert [each.rpartition("; ")[0].split(" ", 2)[2] for each in shown] == [
        refused(whole(agreement(more="    role_nam: a\n")))[0].split(" ", 2)[2],
        refused(whole(agreement(trusting="prodution"), accounts=ACCOUNTS))[0].split(" ", 2)[2],
    ]
