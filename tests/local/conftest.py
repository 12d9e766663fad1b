"""A local AWS for tests: two bootstrapped accounts, fresh for each module.

    def test_reader(local_aws: Accounts) -> None:
        local_aws.deploy("python app.py", folder=folder)        # as cdk deploy --all --app "python app.py"
        callers = {"bob": local_aws.make_user("222222222222", "bob")}   # his own account allows him everything
        seen = observe(Probe(...), local_aws.clients, callers).seen

Every module has a server, a port, and a folder of its own, so that modules may run at the same time: with xdist, use
`--dist loadscope` or `loadfile`, which start each server once. A module that deploys several apps with the same names,
as the examples do, takes pairs of accounts: `tests.local.pairs`.
"""

from collections.abc import Callable, Iterator

import pytest

from tests.local.pairs import two_accounts
from xacct_constructs.local.accounts import Accounts
from xacct_constructs.local.limits import Limit

_NOT_ENFORCED = "not enforced by the local AWS"
_SAID = "seen on the local AWS"
_NOT_RUN = "not run here"


@pytest.fixture(scope="module")
def local_aws() -> Iterator[Accounts]:
    """Two bootstrapped accounts for the tests of one module."""
    with two_accounts() as accounts:
        yield accounts


@pytest.fixture
def not_enforced(record_property: Callable[[str, object], None]) -> Callable[[Limit], None]:
    """Names something that the local AWS does not enforce, for the end of the test session."""
    return lambda limit: record_property(_NOT_ENFORCED, str(limit))


@pytest.fixture
def said(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """Says how much was tried, at the end of the test session."""
    return lambda line: record_property(_SAID, line)


@pytest.fixture
def not_run(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """Names something that this machine lacks, for the end of the test session."""
    return lambda what: record_property(_NOT_RUN, what)
