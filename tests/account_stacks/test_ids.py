"""What a resource is called and where it stands: public contract, from its kind and name alone."""

import pytest

from xacct_constructs.account_stacks.ids import Identified


@pytest.mark.parametrize(
    ("kind", "name", "expected"),
    [
        pytest.param("role", "reader", "RoleReader1147315E", id="a word"),
        pytest.param("role", "reports-reader_2", "RoleReportsReader20C1F8439", id="several words"),
        pytest.param("user", "alice@example.com", "UserAliceExampleComF66CFA68", id="an address"),
        pytest.param("user", "+=,.@-", "User7D88DFA5", id="nothing that a logical ID takes"),
    ],
)
def test_logical_id(kind: str, name: str, expected: str) -> None:
    """A changed one is a major release."""
    assert Identified(kind, name).logical_id == expected


def test_case_moves_nothing() -> None:
    """IAM keeps no two names apart that differ by case: both are the one resource, in the one stack."""
    for stacks in (1, 2, 7, 100):
        assert Identified("role", "Reader").stack_of(stacks) == Identified("role", "reader").stack_of(stacks)


def test_others_have_other_ids() -> None:
    """Names that read alike, and one name of two kinds."""
    alike = [("role", "a-b"), ("role", "a.b"), ("role", "aB"), ("role", "ab"), ("user", "a-b"), ("group", "a-b")]
    assert len({Identified(*each).logical_id for each in alike}) == len(alike)
