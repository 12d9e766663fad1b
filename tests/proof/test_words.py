"""ARNs as a person says them; whatever is none stays as it is written."""

import pytest

from xacct_constructs.report.words import principal_words, resource_words


@pytest.mark.parametrize(
    ("arn", "told"),
    [
        pytest.param("arn:aws:s3:::acme/monthly/*", "s3://acme/monthly/*", id="objects"),
        pytest.param("arn:aws:iam::111111111111:role/team/reader", "role team/reader of 111111111111", id="a role"),
        pytest.param("arn:aws:iam::111111111111:root", "anybody in 111111111111", id="an account"),
        pytest.param(
            "arn:aws:kms:eu-west-1:111111111111:key/k", "arn:aws:kms:eu-west-1:111111111111:key/k", id="a key"
        ),
        pytest.param("*:s3:::acme", "*:s3:::acme", id="a pattern that is no ARN"),
        pytest.param("arn:aws:iam::*", "arn:aws:iam::*", id="a pattern with too few fields"),
        pytest.param("*", "*", id="anything"),
    ],
)
def test_a_resource_is_told_as_a_person_says_it(arn: str, told: str) -> None:
    """Buckets as the AWS CLI writes them, IAM's by their names."""
    assert resource_words(arn) == told


@pytest.mark.parametrize("text", ["*", "s3.amazonaws.com", "arn:aws:iam::*", "AIDAEXAMPLE"])
def test_a_principal_that_is_no_arn_stays_as_it_is(text: str) -> None:
    """A service, a unique ID, a pattern of fewer fields."""
    assert principal_words(text) == text
