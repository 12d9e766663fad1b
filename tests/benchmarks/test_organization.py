"""The access file that benchmarks load, synthesize and prove."""

from collections import Counter

from benchmarks.workloads.organization import access_yaml, account_id, account_name
from xacct_constructs.access_file import load_access
from xacct_constructs.finding import Severity
from xacct_constructs.validation import check_agreement


def test_it_is_spread_evenly_and_can_stand() -> None:
    """Every account trusts, and is trusted, as often as any other; nobody is asked by, or asks, twice."""
    found = load_access([("access.yaml", access_yaml(60, accounts=6))])
    [principals] = zip(*(each.trusted_principals for each in found.agreements), strict=True)
    ids = {account_id(index): 10 for index in range(6)}
    assert (
        Counter(each.trusting_account for each in found.agreements)
        == Counter(each.account for each in principals)
        == ids
    )
    assert list(found.accounts) == [account_name(index) for index in range(6)]
    assert len(found.homes) == 120
    findings = [each for agreement in found.agreements for each in check_agreement(agreement)]
    assert not [each for each in findings if each.severity is Severity.ERROR]
