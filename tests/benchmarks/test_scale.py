"""Agreements of many entries: what no policy has room for is said before any entry is looked at."""

from collections.abc import Callable
from typing import Any

import pytest

from benchmarks.scale import KINDS, references
from tests.plain.samples import ALICE, short
from xacct_constructs import Agreement, S3Read, TrustedUser, check_agreement
from xacct_constructs.validation import check_trusted


class Counted(str):
    """A text that counts how often it is compared or looked at."""

    looks = 0
    __hash__ = str.__hash__

    def __eq__(self, other: object) -> bool:
        """Counted."""
        Counted.looks += 1
        return str.__eq__(self, other)

    def startswith(self, *arguments: Any) -> bool:
        """Counted too."""
        Counted.looks += 1
        return str.startswith(self, *arguments)


@pytest.mark.parametrize("kind", KINDS, ids=list(KINDS))
def test_ten_thousand_entries_are_one_error(kind: str) -> None:
    """The quota is the one thing that is said of the list: none of its entries is judged."""
    found = check_agreement(KINDS[kind](10_000))
    assert [each.code for each in found] == ["XA304"]
    assert "has 10000 entries, and no policy has room for more than" in found[0].message
    assert len(str(found[0])) < 250


def test_ten_thousand_roles_to_assume_are_one_error() -> None:
    """Neither is any reference."""
    assert short(check_trusted(ALICE, references(10_000), partition="aws")) == ["XA304 assumes"]


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(
            lambda texts: Agreement(
                role_name="r",
                trusting_account="111111111111",
                trusted_principals=[ALICE],
                permissions=[S3Read("acme-reports", prefixes=texts)],
            ),
            id="prefixes",
        ),
    ],
)
def test_twice_the_entries_are_looked_at_twice_as_often(make: Callable[[list[str]], Agreement]) -> None:
    """Up to the quota, the number of comparisons grows with the number of entries, not with its square."""

    def looks(count: int) -> int:
        Counted.looks = 0
        check_agreement(make([Counted(f"{number:04}/") for number in range(count)]))
        return Counted.looks

    assert 0 < looks(2_000) <= 2.1 * looks(1_000)


def test_a_message_is_short_whatever_it_is_about() -> None:
    """A value of a million characters is cut in its message."""
    user = TrustedUser(account="2" * 1_000_000, name="x" * 1_000_000)
    reports = S3Read("b" * 1_000_000, prefixes=["p" * 1_000_000])
    agreement = Agreement(
        role_name="r" * 1_000_000, trusting_account="1", trusted_principals=[user], permissions=[reports]
    )
    found = check_agreement(agreement)
    assert len(found) == 6
    assert all(len(str(each)) < 500 for each in found)
