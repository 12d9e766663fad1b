"""ARNs by their fields."""

import ast
from collections.abc import Iterator
from pathlib import Path

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


PACKAGE = Path(__file__).resolve().parents[2] / "xacct_constructs"
NO_ARN = {
    "iam/conditions.py": "a set operator before the condition operator",
    "iam/patterns.py": "a pattern, which may be none of an ARN",
    "request_sets/asked_by.py": "the service of an action",
    "services/table.py": "the service of an action",
}
"""What else is written with colons."""


def splits(source: str) -> Iterator[str]:
    """The calls that take a text apart at its colons."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
            ways = ("split", "rsplit", "partition", "rpartition")
            if node.func.attr in ways and ast.unparse(node.args[0]) in ("':'", "':::'", "':iam::'"):
                yield ast.unparse(node)


def test_splitting_is_seen() -> None:
    """The test's own eyes."""
    seen = ["arn.split(':')", "arn.split(':', 5)", "arn.rpartition(':')", "arn.partition(':iam::')"]
    assert [list(splits(each)) for each in seen] == [[each] for each in seen]
    assert list(splits("text.partition(': '); text.split('/'); text.split()")) == []


def test_no_module_takes_an_arn_apart_by_itself() -> None:
    """`parse` does, which refuses what is none."""
    found = {str(path.relative_to(PACKAGE)) for path in PACKAGE.rglob("*.py") if any(splits(path.read_text()))}
    assert found - {"arns.py"} == NO_ARN.keys()
