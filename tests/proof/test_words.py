"""Conditions in words: keys as AWS spells them, and what a condition asks as a person says it."""

import pytest

from xacct_constructs.iam import OPERATORS, Condition
from xacct_constructs.report.words import condition_words, key_words
from xacct_constructs.request_sets import Literal

SPELT = [
    "aws:PrincipalOrgID",
    "aws:PrincipalTag/purpose",
    "sts:ExternalId",
    "s3:prefix",
    "s3:ExistingObjectTag/Purpose",
    "kms:ViaService",
    "kms:CallerAccount",
    "kms:EncryptionContext:aws:s3:arn",
    "iam:PassedToService",
]


@pytest.mark.parametrize("key", SPELT)
def test_a_key_is_spelt_as_aws_does(key: str) -> None:
    """Whatever its case where it was read; what follows a slash is the user's own."""
    begin, slash, own = key.partition("/")
    assert key_words(f"{begin.lower()}{slash}{own}") == key


def test_a_key_of_no_known_service_stays_as_it_is() -> None:
    """Nothing is made up."""
    assert key_words("acme:Colour") == "acme:Colour"


def presence(*values: str, holds: bool = True) -> Literal:
    """A condition of Null."""
    return Literal(Condition(None, "s3:prefix", values), holds)


CONDITIONS = {
    "s3:prefix is there": presence("false"),
    "s3:prefix is missing": presence("true"),
    "s3:prefix is missing or is there": presence("TRUE", "false"),
    "not (s3:prefix is there)": presence("false", holds=False),
    "s3:prefix is a or b": Literal(Condition(OPERATORS["stringequals"], "s3:prefix", ("a", "b"))),
    "each aws:TagKeys is a": Literal(Condition(OPERATORS["stringequals"], "aws:tagkeys", ("a",), "forallvalues")),
}


@pytest.mark.parametrize(("words", "condition"), CONDITIONS.items(), ids=CONDITIONS)
def test_a_condition_in_words(words: str, condition: Literal) -> None:
    """Whether a key is there is said, and not the operator's name."""
    assert condition_words(condition) == words
