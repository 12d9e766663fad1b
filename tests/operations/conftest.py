"""A local AWS for each module of these tests, and profiles to use it with."""

from collections.abc import Iterator

import pytest

from tests.operations.profiles import Profiles
from xacct_constructs.local.accounts import Accounts, two_accounts
from xacct_constructs.local.checkout import find_checkout


@pytest.fixture(scope="module")
def local_aws() -> Iterator[Accounts]:
    """Two bootstrapped accounts for the tests of one module."""
    with two_accounts(find_checkout()) as accounts:
        yield accounts


@pytest.fixture(scope="module")
def profiles(local_aws: Accounts, tmp_path_factory: pytest.TempPathFactory) -> Profiles:
    """The accounts' profiles."""
    return Profiles(local_aws, tmp_path_factory.mktemp("aws"))
