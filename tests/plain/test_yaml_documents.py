"""YAML is read as plain values with their lines, and nothing of it runs, grows or is guessed at."""

from typing import Any

import pytest

from xacct_constructs.yaml_documents import YamlError, YamlForm, place, read_yaml, written

TEMPLATE = YamlForm(tags={"!Ref": "Ref", "!Sub": "Fn::Sub"})
VALUES: dict[str, tuple[str, Any]] = {
    "a text": ("a", "a"),
    "a text over lines": ("|\n  one\n  two\n", "one\ntwo\n"),
    "a quoted number": ("'012345670123'", "012345670123"),
    "a number by its tag a text": ("!!str 12", "12"),
    "a tag that says nothing": ("! 12", "12"),
    "a whole number": ("-12", -12),
    "an account": ("111111111111", 111111111111),
    "octal to some": ("0644", "0644"),
    "of another base": ("0x1F", "0x1F"),
    "of another base, and long": ("0x4d9c37055500", "0x4d9c37055500"),
    "a time": ("10:30", "10:30"),
    "what looks like an account": ("333333333333.5", "333333333333.5"),
    "a place": ("192.168.10.1:8080", "192.168.10.1:8080"),
    "in sixties": ("12:30", "12:30"),
    "with underscores": ("1_000", "1_000"),
    "a fraction": ("1.10", "1.10"),
    "infinite": (".inf", ".inf"),
    "digits without end": ("9" * 5000, "9" * 5000),
    "a date": ("2012-10-17", "2012-10-17"),
    "true": ("true", True),
    "yes": ("Yes", True),
    "off": ("OFF", False),
    "no truth": ("yEs", "yEs"),
    "nothing": ("~", None),
    "left out": ("", None),
    "an empty text": ("''", ""),
    "a list": ("[a, {b: c}]", ["a", {"b": "c"}]),
    "a tag": ("!Ref Name", {"Ref": "Name"}),
    "a tag over what would be a truth": ("!Ref yes", {"Ref": "yes"}),
    "a long key": (f"{{? {'a' * 1024} : b}}", {"a" * 1024: "b"}),
    "a tag over a list": ("!Sub ['${A}', {A: !Ref B}]", {"Fn::Sub": ["${A}", {"A": {"Ref": "B"}}]}),
}


@pytest.mark.parametrize(("written", "value"), VALUES.values(), ids=VALUES)
def test_a_value_is_what_every_program_takes_it_for(written: str, value: Any) -> None:
    """Where programs differ, it stays the text that is written."""
    found = read_yaml(f"key: {written}", TEMPLATE).value["key"]
    assert (found, type(found)) == (value, type(value))


REFUSED: dict[str, tuple[str, str]] = {
    "nothing": ("", "it holds nothing"),
    "comments alone": ("# nothing\n", "it holds nothing"),
    "no YAML": ("a: 1\nb: c: d", "line 2: mapping values are not allowed"),
    "a key twice": ("a: 1\nb: 2\na: 3", "line 3: the key 'a' stands twice in one map, first on line 1"),
    "a key twice, once in quotes": ("a: 1\n'a': 3", "line 2: the key 'a' stands twice"),
    "a map as a key": ("? {a: b}\n: c", "line 1: a key must be a text"),
    "a function as a key": ("a: 1\n!Ref b: 1", "line 2: a key must be a text"),
    "a key without end": (f"? {'a' * 1025}\n: b", "line 1: a key has 1024 characters at most"),
    "a merge": ("a: &a {b: 1}\nc:\n  <<: *a", r"line 3: merges \(<<\) are not read"),
    "a tag that is none": ("a: 1\nb: !Rfe c", r"line 2: the tag !Rfe is not known; is !Ref meant\?"),
    "a program": ("a: !!python/object/apply:os.system [ls]", "line 1: the tag !!python/object/apply:os.system is"),
    "bytes": ("a: !!binary aGVsbG8=", "line 1: the tag !!binary is not known"),
    "a set": ("a: !!set {b, c}", "line 1: the tag !!set is not known"),
    "a value in itself": ("a: &a [*a]", r"line 1: \*a names nothing that is complete before it"),
    "an alias of nothing": ("a: *b", r"line 1: \*b names nothing"),
    "two documents": ("a: 1\n---\nb: 1", "line 2: a second document begins here"),
    "a mark of the byte order": ("\ufeffa: 1", "line 1: it begins with a mark of the byte order"),
    "a control character": ("a: \x1b", "control characters are not allowed"),
    "half a character": ('a: "\\ud800"', "line 1: .*Unicode"),
    "an account that begins with a zero": ("a: 1\nb: 012345670123", "line 2: 012345670123 is a number .* in quotes"),
    "an account of another base": ("b: 0x4d9c370555", "line 1: 0x4d9c370555 is an account to some"),
    "an account with underscores": ("b: 333_333_333_333", "is an account to some"),
    "an account by minutes and hours": ("b: 92592592:35:33", "is an account to some"),
    "an account with an exponent": ("b: 3.33333333333e+11", "is an account to some"),
    "lists nested too deep": ("[" * 50_000, "line 1: there are more than 100 values inside one another"),
    "lists nested too deep, by lines": ("- " * 50_000, "more than 100 values inside one another"),
    "maps nested too deep": ("{a: " * 50_000, "more than 100 values inside one another"),
    "too long": ("#" * 3_000_000, "longer than 2000000 characters"),
    "a laugh": (
        "a: &l0 [x, x]\n" + "".join(f"b{i}: &l{i} [{', '.join([f'*l{i - 1}'] * 10)}]\n" for i in range(1, 12)),
        "line 7: with its aliases written out, it has more than 500000 values",
    ),
}


@pytest.mark.parametrize(("written", "why"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_plain_value_is_refused(written: str, why: str) -> None:
    """The error says the line."""
    with pytest.raises(YamlError, match=why):
        read_yaml(written, TEMPLATE)


def test_an_alias_stands_for_what_it_names() -> None:
    """It may be named as often as its values are few."""
    assert read_yaml("a: &a {b: [1]}\nc: [*a, *a]").value["c"] == [{"b": [1]}, {"b": [1]}]


WRITTEN: dict[str, tuple[str, Any]] = {
    "an account": ("012345670123", "012345670123"),
    "a truth": ("Yes", "Yes"),
    "a fraction": ("1.10", "1.10"),
    "a day": ("2012-10-17", "2012-10-17"),
    "a number by its tag": ("!!int 12", "12"),
    "nothing": ("~", None),
    "left out": ("", None),
    "nothing in quotes": ("'null'", "null"),
    "a list": ("[1, on]", ["1", "on"]),
}


@pytest.mark.parametrize(("written", "value"), WRITTEN.values(), ids=WRITTEN)
def test_a_word_is_the_text_that_is_written_where_the_file_has_fields_of_known_kinds(written: str, value: Any) -> None:
    """Nothing alone is nothing."""
    assert read_yaml(f"key: {written}", YamlForm(as_written=True)).value == {"key": value}


@pytest.mark.parametrize("written", ["!!binary aGVsbG8=", "!!map x", "!!int [1]", "!Ref a"])
def test_no_other_tag_may_stand_there(written: str) -> None:
    """Of YAML's own, those of words."""
    with pytest.raises(YamlError, match=r"the tag .* is not known"):
        read_yaml(f"key: {written}", YamlForm(as_written=True))


def test_an_alias_may_be_refused() -> None:
    """Where a place has one meaning and one line."""
    with pytest.raises(YamlError, match=r"line 2: \*a stands for another place of the file"):
        read_yaml("a: &a 1\nb: *a", YamlForm(aliases=False))


def test_all_that_is_wrong_is_said_at_once() -> None:
    """What stands behind it is read on, up to what ends the reading."""
    with pytest.raises(YamlError) as caught:
        read_yaml("a: 1\na: [{x: 1}]\n? {b: [c]}\n: d\ne: !x f\ng: [1, !y 2]\nh: *h\n<<: {i: j}\nk: {")
    assert [(each.line, each.path, each.why[:8]) for each in caught.value.problems] == [
        (2, ("a",), "the key "),
        (3, (), "a key mu"),
        (5, ("e",), "the tag "),
        (6, ("g", 1), "the tag "),
        (7, ("h",), "*h names"),
        (8, (), "merges ("),
        (9, (), "while pa"),
    ]


def test_no_more_is_said_than_anybody_reads() -> None:
    """A file of nothing but mistakes."""
    with pytest.raises(YamlError) as caught:
        read_yaml("a: 1\n" * 5_000)
    assert len(caught.value.problems) == 100


PLACES: dict[str, tuple[str | int, ...]] = {
    "the file": (),
    "ways": ("ways",),
    "ways[0].allows.Action[12]": ("ways", 0, "allows", "Action", 12),
}


@pytest.mark.parametrize(("words", "path"), PLACES.items(), ids=PLACES)
def test_a_place_is_said_in_words_and_found_by_them(words: str, path: tuple[str | int, ...]) -> None:
    """One that is not there has the line of what is around it."""
    assert written(path) == words
    document = read_yaml("ways:\n- allows:\n    Action:\n    - a")
    assert [document.line(place(each)) for each in (words, f"{words}.x")] == [document.line(path)] * 2


def test_each_place_has_its_line() -> None:
    """Of a key that of the key, of a value in a list that of the value."""
    lines = read_yaml("a:\n\n  - b: 1\n  -\n    c: 2\n").lines
    assert {path: line for path, line in lines.items() if path} == {
        ("a",): 1,
        ("a", 0): 3,
        ("a", 0, "b"): 3,
        ("a", 1): 5,
        ("a", 1, "c"): 5,
    }


def test_without_libyaml_the_same_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """PyYAML is then slower, and says the same."""
    import yaml

    monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    assert read_yaml("a: [!Ref b, 2]", TEMPLATE).value == {"a": [{"Ref": "b"}, 2]}
    with pytest.raises(YamlError, match="more than 100 values"):
        read_yaml("[" * 50_000)
