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


@pytest.mark.parametrize(
    ("resource", "path", "below"),
    [
        pytest.param("role/reader", "/", "reader", id="none"),
        pytest.param("role/team/blue/reader", "/team/blue/", "team/blue/reader", id="two folders"),
        pytest.param("role/reader/reader", "/reader/", "reader/reader", id="a folder of the role's name"),
        pytest.param("root", "/", "", id="an account"),
    ],
)
def test_a_path_stands_between_kind_and_name(resource: str, path: str, below: str) -> None:
    """A slash where there is none."""
    arn = Arn("aws", "iam", "", "111111111111", resource)

    assert (arn.path, arn.below) == (path, below)


@pytest.mark.parametrize(
    ("session", "is_of_it"),
    [
        pytest.param("arn:aws:sts::111111111111:assumed-role/reader/alice", True, id="a session"),
        pytest.param("arn:aws:sts::111111111111:assumed-role/readers/alice", False, id="another role's"),
        pytest.param("arn:aws:sts::111111111111:assumed-role/reader", False, id="no session's name"),
        pytest.param("arn:aws:sts::222222222222:assumed-role/reader/alice", False, id="another account's"),
        pytest.param("arn:aws-cn:sts::111111111111:assumed-role/reader/alice", False, id="another partition's"),
        pytest.param("arn:aws:iam::111111111111:role/team/reader", False, id="the role"),
        pytest.param("arn:aws:sts::111111111111:federated-user/reader", False, id="a federated user"),
    ],
)
def test_a_session_is_of_the_role_that_it_names(session: str, is_of_it: bool) -> None:
    """By partition, account and name; its ARN has not the role's path."""
    assert parse(session).is_session_of(parse("arn:aws:iam::111111111111:role/team/reader")) is is_of_it


@pytest.mark.parametrize("text", ["", "*", "acme", "arn:aws:s3", "arn:aws:s3::", "ARN:aws:s3:::acme"])
def test_what_is_no_arn_is_said(text: str) -> None:
    """Fewer fields, or another beginning."""
    assert not is_arn(text)
    with pytest.raises(ValueError, match="is no ARN"):
        parse(text)


PACKAGE = Path(__file__).resolve().parents[2] / "xacct_constructs"
NO_ARN = {
    "iam/readings.py": "a condition operator, with its quantifier",
    "proof/actors.py": "a function's version, behind its ARN",
    "cli/inputs.py": "a stack and its parameter",
    "cli/question.py": "the service of an action",
    "organization/bearing.py": "the service of an action",
    "proof/not_read.py": "the service of an action",
    "iam/conditions.py": "a set operator before the condition operator",
    "iam/patterns.py": "a pattern, which may be none of an ARN",
    "request_sets/actions.py": "the service of an action",
    "request_sets/asked_by.py": "the service of an action",
    "services/calls.py": "the service of an action",
    "services/table.py": "the service of an action",
}
"""What else is written with colons."""
COLONS = (":", ":::", ":iam::")
NO_PATH = {
    "assembly/files.py": "a path below a folder",
    "assembly/nested.py": "a template's address",
    "cli/question.py": "an s3:// URL",
    "iam/global_keys.py": "a condition key, as `aws:PrincipalTag/team`",
    "interfaces/identity.py": "a construct's path",
    "operations/carried.py": "a range of addresses",
    "organization/folder.py": "a path below a folder",
    "proof/catalogued.py": "a table of a catalogue, behind its database",
    "report/words.py": "a condition key, as `aws:PrincipalTag/team`",
    "safeguards/network.py": "a range of addresses",
    "safeguards/organization.py": "an organization's path",
}
"""What else is written with slashes."""
STILL = {
    "iam/request.py": "the role of a session",
    "proof/actors.py": "the last part of a name",
    "proof/agreed_on.py": "the last part of a name",
    "rules/objects.py": "a bucket and its keys",
    "rules/principals.py": "the role of a session",
}
"""What still takes ARNs apart at slashes; each goes when `Arn` answers it, and none is added."""


def splits(source: str, *at: str) -> Iterator[str]:
    """The calls that take a text apart at one of these."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
            ways = ("split", "rsplit", "partition", "rpartition")
            if node.func.attr in ways and ast.unparse(node.args[0]) in map(repr, at):
                yield ast.unparse(node)


def where(*at: str) -> set[str]:
    """The modules that take a text apart at one of these."""
    found = {str(path.relative_to(PACKAGE)) for path in PACKAGE.rglob("*.py") if any(splits(path.read_text(), *at))}
    return found - {"arns.py"}


def test_splitting_is_seen() -> None:
    """The test's own eyes."""
    seen = ["arn.split(':')", "arn.split(':', 5)", "arn.rpartition(':')", "arn.partition(':iam::')"]
    assert [list(splits(each, *COLONS)) for each in seen] == [[each] for each in seen]
    assert list(splits("text.partition(': '); text.split('/'); text.split()", *COLONS)) == []
    assert list(splits("text.split('/', 1)[0]; text.split(' / '); text.split(':')", "/")) == ["text.split('/', 1)"]


def test_no_module_takes_an_arn_apart_by_itself() -> None:
    """`parse` does, which refuses what is none."""
    assert where(*COLONS) == NO_ARN.keys()


def test_no_module_takes_an_arn_s_resource_apart_by_itself() -> None:
    """`Arn` says kind, name, path and session."""
    assert where("/") - STILL.keys() == NO_PATH.keys()
