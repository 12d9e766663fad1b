"""ARNs by their fields."""

import pytest

from xacct_constructs.arns import Arn, is_arn, parse


@pytest.mark.parametrize(
    ("text", "fields", "kind", "name"),
    [
        pytest.param(
            "arn:aws:iam::111111111111:role/team/reader",
            Arn("aws", "iam", "", "111111111111", "role/team/reader"),
            "role",
            "reader",
            id="a role in a path",
        ),
        pytest.param("arn:aws:s3:::acme", Arn("aws", "s3", "", "", "acme"), "acme", "acme", id="a bucket"),
        pytest.param(
            "arn:aws:logs:eu-west-1:111111111111:log-group:a:*",
            Arn("aws", "logs", "eu-west-1", "111111111111", "log-group:a:*"),
            "log-group",
            "log-group:a:*",
            id="colons in the resource",
        ),
        pytest.param("arn:*:kms:*:*:key/*", Arn("*", "kms", "*", "*", "key/*"), "key", "*", id="a pattern"),
    ],
)
def test_an_arn_is_read_and_written_as_it_stands(text: str, fields: Arn, kind: str, name: str) -> None:
    """Each field as it is written."""
    assert (parse(text), str(fields), fields.kind, fields.name) == (fields, text, kind, name)


@pytest.mark.parametrize("text", ["", "*", "acme", "arn:aws:s3", "arn:aws:s3::", "ARN:aws:s3:::acme"])
def test_what_is_no_arn_is_said(text: str) -> None:
    """Fewer fields, or another beginning."""
    assert not is_arn(text)
    with pytest.raises(ValueError, match="is no ARN"):
        parse(text)
