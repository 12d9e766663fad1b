"""AWS's limits stand in one place, so that one that AWS changes is changed once."""

import ast
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import pytest

from xacct_constructs import quotas

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "xacct_constructs"
SMALLEST = 50
"""Smaller numbers count other things too often to be looked for."""


class Number(NamedTuple):
    """A number, and the module that has it."""

    module: str
    value: int


NO_QUOTA = {
    Number("access_file/accounts.py", 63): "characters of an account's name behind the first: our choice",
    Number("access_file/accounts.py", 64): "characters of an account's name: our choice",
    Number("access_file/accounts.py", 500): "stacks of an account: our choice",
    Number("access_file/mistakes.py", 50): "characters of a name that are compared: our choice",
    Number("access_file/mistakes.py", 1_000): "mistakes that are said: our choice",
    Number("access_file/reading.py", 3600): "seconds of an hour",
    Number("assembly/budget.py", 64): "characters of a text that count as one step: our choice",
    Number("assembly/files.py", 1024): "bytes of a kilobyte",
    Number("assembly/files.py", 512): "megabytes of an assembly that are read: our choice",
    Number("assembly/physical.py", 50): "characters of a generated name that are certain",
    Number("cli/cache.py", 256): "megabytes of answers that are read: our choice",
    Number("cli/cache.py", 1_024): "bytes of a kilobyte",
    Number("cli/progress.py", 50): "parts of which one tells how long the rest takes: our choice",
    Number("cli/assuming.py", 1_000_000): "bytes of a file that is read: our choice",
    Number("cli/parser.py", 3600): "seconds of an hour",
    Number("client/agreements.py", 300): "characters of a message that are shown",
    Number("client/cache.py", 63): "a mode, in octal digits",
    Number("client/changes.py", 63): "a mode, in octal digits",
    Number("client/cache.py", 1_000_000): "bytes of a file that is read: our choice",
    Number("client/cache.py", 300): "how long a session must last yet to be handed out: our choice",
    Number("client/limits.py", 3600): "how long AccessDenied is tried again: our choice",
    Number("client/renewing.py", 300): "when a session is renewed: botocore's own",
    Number("client/terminal.py", 1024): "bytes of a line that is typed: our choice",
    Number("client/wording.py", 1000): "characters of a message that somebody else wrote",
    Number("interfaces/inline_policies.py", 64): "a guess at what is not known before deployment",
    Number("local/deploy.py", 300): "how long a deployment is waited for",
    Number("local/sandbox.py", 63): "the permissions of everybody but the owner (0o077)",
    Number("local/guard/serve.py", 1_000_000): "requests of a connection: our choice",
    Number("local/guard/signature.py", 64): "digits of a SHA-256",
    Number("exits.py", 128): "how shells report a signal",
    Number("operations/calls.py", 500): "how HTTP reports a server's fault",
    Number("operations/rotate.py", 500): "how HTTP reports a server's fault",
    Number("operations/kinds/s3_read/deployed.py", 1000): "how many objects are looked at: our choice",
    Number("request_sets/asked.py", 300): "steps of a search: our choice",
    Number("request_sets/work.py", 1_000_000): "steps of one proof: our choice",
    Number("request_sets/work.py", 1000): "steps for each resource: our choice",
    Number("safeguards/expiry.py", 2000): "the first year that an expiry may be in: our choice",
    Number("safeguards/mfa.py", 3600): "an example",
    Number("safeguards/network.py", 64): "an address block",
    Number("safeguards/network.py", 2000): "where public addresses begin",
    Number("safeguards/network.py", 128): "an address block",
    Number("safeguards/session_duration.py", 3600): "an hour",
    Number("yaml_documents.py", 1_024): "characters of a key: our choice",
}
"""What is equal to a quota by chance, and the reason."""


def counted(value: object) -> Iterator[int]:
    """The numbers in a value of `quotas`."""
    if isinstance(value, int):
        yield value
    elif isinstance(value, timedelta):
        yield int(value.total_seconds())
    elif isinstance(value, tuple):
        yield from value


QUOTAS = {
    number for name, value in vars(quotas).items() if name.isupper() for number in counted(value) if number >= SMALLEST
}


def numbers(source: str) -> Iterator[int]:
    """Every number that a program computes with or prints: literals, times, and what stands in texts."""
    tree = ast.parse(source)
    skipped = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("timedelta"):
            yield from seconds(node)
        elif isinstance(node, ast.Constant) and id(node) not in skipped:
            if isinstance(node.value, int | float):
                yield int(node.value)
            elif isinstance(node.value, str):
                yield from (
                    int(each.replace(",", ""))
                    for each in re.findall(r"(?<![\w,])\d{2,3},\d{3}\b|\b\d{2,6}\b", node.value)
                )
                yield from (each for call in re.findall(r"timedelta\(.*?\)", node.value) for each in numbers(call))


def seconds(call: ast.Call) -> Iterator[int]:
    """The seconds of a `timedelta(…)` that is written out."""
    given = {each.arg: each.value.value for each in call.keywords if isinstance(each.value, ast.Constant)}
    if given and len(given) == len(call.keywords):
        yield int(timedelta(**given).total_seconds())  # type: ignore[arg-type]  # as the program itself writes it


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("longest = 43_200", 43_200, id="a number"),
        pytest.param("longest = timedelta(hours=12)", 43_200, id="a time"),
        pytest.param("longest = timedelta(minutes=5)", 300, id="a time in minutes"),
        pytest.param("pattern = r'[a-z]{2,1224}'", 1224, id="in a pattern"),
        pytest.param("said = f'{value} is above 2048'", 2048, id="in what is said"),
        pytest.param("said = 'at most 10,240 characters'", 10_240, id="with a comma"),
        pytest.param("fix = 'pass timedelta(hours=1)'", 3600, id="a time in what is said"),
    ],
)
def test_a_number_is_found_however_it_is_written(source: str, expected: int) -> None:
    """The test's own eyes."""
    assert expected in QUOTAS
    assert expected in numbers(source)


def test_a_quota_stands_in_one_place() -> None:
    """Nowhere else, and what only looks like one is named with its reason; no reason outlives its number."""
    found = {
        Number(str(path.relative_to(PACKAGE)), value)
        for path in PACKAGE.rglob("*.py")
        if path.name != "quotas.py"
        for value in QUOTAS.intersection(numbers(path.read_text()))
    }
    assert sorted(found) == sorted(NO_QUOTA)


class Bound(NamedTuple):
    """How often something is repeated or how long something is, written out, and the module that has it."""

    module: str
    written: str


NO_LENGTH = {
    Bound("access_file/accounts.py", "{0,63}"): "characters of an account's name behind the first: our choice",
    Bound("access_file/mistakes.py", "20"): "names that are listed: our choice",
    Bound("access_file/reading.py", "{1,5}"): "digits of a duration that is written: our choice",
    Bound("access_file/reading.py", "{1,6}"): "digits of a second's fraction, as Python reads them",
    Bound("access_file/reading.py", "{1,9}"): "digits of a duration in seconds: our choice",
    Bound("assembly/forms.py", "3"): "the parts of a function's list",
    Bound("assembly/forms.py", "4"): "the parts of a function's list",
    Bound("cli/parser.py", "{0,3}"): "digits of a number of processes behind the first: our choice",
    Bound("cli/parser.py", "{1,6}"): "digits of a time that is typed: our choice",
    Bound("cli/parser.py", "{1,9}"): "digits of a time that is typed: our choice",
    Bound("iam/principals.py", "{12,}"): "unique IDs have no length that AWS promises",
    Bound("partitions.py", "{1,2}"): "the number at the end of a region",
    Bound("partitions.py", "{2,4}"): "the place at the beginning of a region",
    Bound("proof/agreed_on.py", "{0,4}"): "parts of a host's name between a service and AWS's own: more than any has",
    Bound("proof/cdk_roles.py", "{1,10}"): "characters of a bootstrap's qualifier, as its template has them",
    Bound("report/markdown.py", "{7,40}"): "digits of a commit's name, shortened or not",
    Bound("safeguards/network.py", "{0,2}"): "digits of a prefix length",
    Bound("synthesis/locks.py", "{1,20}"): "digits of a process, as many as a whole number of any machine has",
}
"""What bounds a text and is no quota, and the reason."""


def bounds(source: str) -> Iterator[str]:
    """Every repetition between two bounds in a text, and every number above 2 that a length is compared with."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from re.findall(r"(?<!`)\{\d+,\d*\}", node.value)
        elif isinstance(node, ast.Compare):
            sides = (node.left, *node.comparators)
            if any(isinstance(each, ast.Call) and ast.unparse(each.func) == "len" for each in sides):
                numbers = (each.value for each in sides if isinstance(each, ast.Constant))
                yield from (str(each) for each in numbers if isinstance(each, int) and each > 2)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("pattern = r'[a-z]{1,61}[a-z]'", ["{1,61}"], id="a pattern"),
        pytest.param("pattern = rf'{start}[a-z]{{8,}}'", ["{8,}"], id="a pattern that is put together"),
        pytest.param("pattern = rf'[a-z]{NAME.times}'", [], id="a quota's own"),
        pytest.param("pattern = r'[0-9]{12}'", [], id="an ID's form"),
        pytest.param("long = 3 <= len(name) <= 63", ["3", "63"], id="a length"),
        pytest.param("long = len(name) <= LONGEST", [], id="a quota's name"),
        pytest.param("pair = len(found) == 2", [], id="a pair"),
    ],
)
def test_a_bound_is_found_however_it_is_written(source: str, expected: list[str]) -> None:
    """The test's own eyes, also where the number is no quota's, as the 61 between a name's ends."""
    assert list(bounds(source)) == expected


def test_no_length_is_written_out() -> None:
    """It stands with the quotas, or is named with its reason; no reason outlives its bound."""
    found = {
        Bound(str(path.relative_to(PACKAGE)), each)
        for path in PACKAGE.rglob("*.py")
        if path.name != "quotas.py"
        for each in bounds(path.read_text())
    }
    assert sorted(found) == sorted(NO_LENGTH)


def test_a_length_is_said_and_matched() -> None:
    """As a sentence has it, and as a regular expression has it, where some characters are matched by themselves too."""
    assert quotas.BUCKET_NAME.without(2).times == "{1,61}"
    assert (str(quotas.EXTERNAL_ID), quotas.EXTERNAL_ID.times) == ("2 to 1224", "{2,1224}")
