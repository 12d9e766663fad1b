"""A file that may be a stranger's does nothing, and is refused before it grows."""

import difflib
from collections.abc import Sequence

import pytest

from tests.access_file.samples import ACCOUNTS, READ, USER, agreement, loaded, refused, whole

HOSTILE: dict[str, tuple[str, str]] = {
    "a laugh": (
        "agreements: &l0 [x, x]\n" + "".join(f"b{i}: &l{i} [{', '.join([f'*l{i - 1}'] * 10)}]\n" for i in range(1, 12)),
        "XA620 a.yaml:7 b6[5] cannot be read: with its aliases written out, it has more than 2000000 values",
    ),
    "a program": (
        "accounts: !!python/object/apply:os.system [ls]",
        "XA620 a.yaml:1 accounts cannot be read: the tag !!python/object/apply:os.system is not known",
    ),
    "another tag": ("accounts: !Ref a", "XA620 a.yaml:1 accounts cannot be read: the tag !Ref is not known"),
    "a hundred deep": (
        f"agreements: {'[' * 100}{']' * 100}",
        f"XA620 a.yaml:1 agreements{'[0]' * 40} cannot be read: there are more than 40 values inside one another",
    ),
    "without end": ("[" * 100_000, "more than 40 values inside one another"),
    "a key twice": (
        f"{ACCOUNTS}accounts: {{}}",
        "XA620 a.yaml:4 accounts cannot be read: the key 'accounts' stands twice in one map, first on line 1",
    ),
    "a key that is no text": ("? [a]\n: b", "XA620 a.yaml:1 the file cannot be read: a key must be a text"),
    "a merge": (
        "defaults: &d {}\nbuckets: {<<: *d}",
        "XA620 a.yaml:2 buckets cannot be read: merges (<<) are not read: write out what they bring",
    ),
    "an alias of itself": (
        "agreements: &a [*a]",
        "XA620 a.yaml:1 agreements[0] cannot be read: *a names nothing that is complete before it",
    ),
    "two documents": (f"{ACCOUNTS}---\n{ACCOUNTS}", "XA620 a.yaml:4 the file cannot be read: a second document begins"),
    "nothing": ("# nothing yet\n", "XA620 a.yaml:1 the file cannot be read: it holds nothing"),
    "too long": ("#" * 32_000_001, "XA620 a.yaml:1 the file cannot be read: it is longer than 32000000 characters"),
    "no YAML": ("accounts: [", "XA620 a.yaml:1 the file cannot be read: while parsing a flow node"),
    "no text": (
        "accounts: \x00",
        "XA620 a.yaml:1 the file cannot be read: unacceptable character #x0000: control characters are not allowed",
    ),
    "a terminal's escape": ('"\\e[31m": a', r"XA621 a.yaml:1 \x1b[31m is no field of an access file"),
}


@pytest.mark.parametrize(("text", "said"), HOSTILE.values(), ids=HOSTILE)
def test_it_is_refused(text: str, said: str) -> None:
    """With the line, and in a text that a terminal only shows."""
    [found] = refused(text)
    assert said in found


def test_no_more_is_said_than_anybody_reads() -> None:
    """Of a file of nothing but mistakes, and of one that names a mistake again and again."""
    assert len(refused(whole(*["  - x\n"] * 5_000))) == 1_000
    assert len(refused(f"buckets: {{a: &a [{', '.join(['[]'] * 999)}]}}\nprincipals: {{b: *a, c: *a}}")) == 1_000


def test_few_names_are_compared_and_none_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """The nearest name is looked for among names that anybody would write, and not again and again."""
    compared: list[tuple[str, Sequence[str]]] = []

    def counting(name: str, names: Sequence[str], count: int) -> list[str]:
        compared.extend([(name, names)] if names else [])
        return []

    monkeypatch.setattr(difflib, "get_close_matches", counting)
    groups = "".join(f"  {'ab' * 500}{index}: []\n  g{index}: []\n" for index in range(1_500))
    used = ", ".join(f"{'ab' * 500}{index}x" for index in range(999))
    assert len(refused(whole(agreement(principals=f"[{used}]"), before=f"principals:\n{groups}"))) == 999
    assert [len(compared), {len(name) for name, _ in compared}] == [50, {100}]
    assert max(len(names) for _, names in compared) <= 1_000
    assert max(len(each) for each in compared[0][1]) <= 100


def test_an_alias_may_stand_for_what_is_said_before() -> None:
    """It is bounded, not refused."""
    text = whole(
        agreement(principals=f"&us [{USER}]", permissions=f"&it [{READ}]"),
        agreement("second", "production", "*us", "*it"),
    )
    first, second = loaded(text).agreements
    assert (first.trusted_principals, first.permissions) == (second.trusted_principals, second.permissions)
