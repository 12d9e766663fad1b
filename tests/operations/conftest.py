"""A local AWS for each module of these tests, and profiles to use it with."""

from collections.abc import Iterator

import pytest

from tests.local.pairs import two_accounts
from tests.operations.profiles import Profiles
from xacct_constructs.local.accounts import Accounts


@pytest.fixture(scope="module")
def local_aws() -> Iterator[Accounts]:
    """Two bootstrapped accounts for the tests of one module."""
    with two_accounts() as accounts:
        yield accounts


@pytest.fixture(scope="module")
def profiles(local_aws: Accounts, tmp_path_factory: pytest.TempPathFactory) -> Profiles:
    """The accounts' profiles."""
    return Profiles(local_aws, tmp_path_factory.mktemp("aws"))
