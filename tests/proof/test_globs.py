"""Texts in some patterns and in none of others, against every short text of a small alphabet."""

import re
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xacct_constructs.iam.undecided import UndecidedError
from xacct_constructs.request_sets.globs import arn_glob, common_text, lies_in, text_glob, witness

ALPHABET = "ab:"
TEXTS = ["".join(each) for length in range(6) for each in product(ALPHABET, repeat=length)]
patterns = st.text(alphabet="ab:*?", max_size=4)
sets = st.sets(patterns, min_size=1, max_size=2)


def matches(pattern: str, text: str) -> bool:
    """The pattern as a regular expression, which is another way to read it."""
    expression = "".join({"*": ".*", "?": "."}.get(each, re.escape(each)) for each in pattern)
    return re.fullmatch(expression, text, re.DOTALL) is not None


def found(all_of: list[set[str]], none_of: set[str]) -> str | None:
    """The text that the search finds."""
    wanted = frozenset(frozenset(text_glob(p, wildcards=True) for p in each) for each in all_of)
    return witness(wanted, frozenset(text_glob(p, wildcards=True) for p in none_of))


def lies_there(text: str, all_of: list[set[str]], none_of: set[str]) -> bool:
    """Whether a text is in every set of `all_of` and in none of `none_of`."""
    inside = all(any(matches(p, text) for p in each) for each in all_of)
    return inside and not any(matches(p, text) for p in none_of)


@given(all_of=st.lists(sets, min_size=1, max_size=2), none_of=st.sets(patterns, max_size=3))
def test_a_text_is_found_exactly_where_there_is_one(all_of: list[set[str]], none_of: set[str]) -> None:
    """What is found lies there; where nothing is found, no short text lies there either."""
    text = found(all_of, none_of)

    if text is None:
        assert [each for each in TEXTS if lies_there(each, all_of, none_of)] == []
    else:
        assert lies_there(text, all_of, none_of)
        shorter = [each for each in TEXTS if len(each) < len(text) and lies_there(each, all_of, none_of)]
        assert shorter == []


@pytest.mark.parametrize(
    ("all_of", "none_of", "expected"),
    [
        pytest.param([{"monthly/*"}], set(), "monthly/", id="a prefix"),
        pytest.param([{"monthly/*"}], {"monthly/*"}, None, id="a prefix without itself"),
        pytest.param([{"monthly*"}], {"monthly/*"}, "monthly", id="a prefix without slash is more"),
        pytest.param([{"monthly/*"}], {"monthly/", "monthly/?*"}, None, id="two patterns that are one together"),
        pytest.param([{"*.csv"}, {"monthly/*"}], set(), "monthly/.csv", id="both a prefix and an ending"),
        pytest.param([{"a?"}, {"?b"}], {"ab"}, None, id="the only common text taken away"),
        pytest.param([{"one", "two"}], {"one"}, "two", id="texts without wildcards"),
        pytest.param([{"${*}"}], set(), "*", id="an escaped wildcard is a character"),
        pytest.param([{"?"}], {"x", "0"}, "y", id="a character that no pattern names"),
    ],
)
def test_named_sets(all_of: list[set[str]], none_of: set[str], expected: str | None) -> None:
    """Sets as policies write them."""
    assert found(all_of, none_of) == expected


@pytest.mark.parametrize(
    ("wanted", "avoided", "expected"),
    [
        pytest.param("arn:aws:s3:::b/*", "arn:aws:s3:::b/*", None, id="itself"),
        pytest.param("arn:aws:s3:::*", "arn:aws:s3:::?*", "arn:aws:s3:::", id="an empty last segment"),
        pytest.param("arn:aws:iam::*:user/a", "arn:aws:iam::2*:user/a", "arn:aws:iam:::user/a", id="another account"),
        pytest.param("arn:*:s3:::b", "arn:aws:s3:::b", "arn::s3:::b", id="another partition"),
        pytest.param("arn:aws:sns:*:1:t:*", "arn:aws:sns:*:*:*", None, id="colons in the last segment only"),
        pytest.param("*", "arn:*:*:*:*:*", "", id="what is no ARN"),
    ],
)
def test_arn_patterns(wanted: str, avoided: str, expected: str | None) -> None:
    """ARN patterns match segment by segment."""
    one, other = arn_glob(wanted), arn_glob(avoided)
    assert one is not None
    assert other is not None
    assert witness(frozenset({frozenset({one})}), frozenset({other})) == expected


@pytest.mark.parametrize(
    ("folded", "others", "avoided", "expected"),
    [
        (["ab"], [], [], "ab"),
        (["ab"], [], ["ab"], "aB"),
        (["ab"], ["A*"], [], "Ab"),
        (["ab"], ["A*"], ["Ab", "AB"], None),
        (["a", "bc"], [], ["a", "A", "bc", "Bc"], "bC"),
        (["1"], [], ["1"], None),
    ],
)
def test_a_pattern_that_tells_no_cases_apart_has_more_than_one_text(
    folded: list[str], others: list[str], avoided: list[str], expected: str | None
) -> None:
    """What a text in lower case is kept from, one in another case is not."""
    wanted = [frozenset(text_glob(each, wildcards=True, fold=True) for each in folded)]
    wanted += [frozenset([text_glob(each, wildcards=True)]) for each in others]
    assert witness(frozenset(wanted), frozenset(text_glob(each, wildcards=True) for each in avoided)) == expected


def test_a_pattern_counts_case_and_variables_unless_it_is_said_otherwise() -> None:
    """As most operators do."""
    plain, folded = (text_glob("Ab", wildcards=False, fold=fold) for fold in (False, True))
    assert text_glob("Ab", wildcards=False) == plain != folded
    with pytest.raises(UndecidedError, match="aws:username"):
        text_glob("${aws:username}", wildcards=False)
    with pytest.raises(UndecidedError, match="aws:username"):
        arn_glob("arn:aws:s3:::a/${aws:username}")
    assert arn_glob("arn:aws:s3:::a/${aws:username}", variables=False) is not None


@pytest.mark.parametrize(
    ("avoided", "fold", "expected"),
    [
        pytest.param("ab", False, "aB", id="in other letters"),
        pytest.param("aB", False, "ab", id="in small letters"),
        pytest.param("AB", True, None, id="in any letters"),
    ],
)
def test_a_text_in_any_letters_is_several(avoided: str, fold: bool, expected: str | None) -> None:
    """One of them is not all of them, with and without another pattern."""
    folded = frozenset({text_glob("Ab", wildcards=False, fold=True)})
    without = frozenset({text_glob(avoided, wildcards=False, fold=fold)})
    anything = frozenset({text_glob("*", wildcards=True)})
    assert witness(frozenset({folded}), without) == expected
    assert witness(frozenset({folded, anything}), without) == expected


@pytest.mark.parametrize(
    ("pattern", "patterns", "expected"),
    [
        pytest.param("arn:aws:s3:::b/x/*", ["arn:aws:s3:::b/*"], True, id="all of them"),
        pytest.param("arn:aws:s3:::b/*", ["arn:aws:s3:::b/x/*"], None, id="some of them"),
        pytest.param("arn:aws:s3:::b/*", ["arn:aws:s3:::c/*"], False, id="none of them"),
        pytest.param("arn:aws:s3:::b/*", [], False, id="no patterns"),
        pytest.param("arn:aws:s3:::b/*", ["arn:aws:s3:::b/", "arn:aws:s3:::b/?*"], True, id="in two together"),
        pytest.param("arn:aws:s3:::b/*", ["b/*"], False, id="what no ARN matches"),
    ],
)
def test_whether_the_arns_of_a_pattern_lie_in_others(pattern: str, patterns: list[str], expected: bool | None) -> None:
    """All, some or none: some is not none."""
    assert lies_in(pattern, patterns, variables=True) is expected


@given(pattern=patterns, other=patterns)
def test_a_text_of_two_patterns(pattern: str, other: str) -> None:
    """It lies in both; where there is none, no short text lies in both either."""
    text = common_text(pattern, other)
    if text is None:
        assert not any(matches(pattern, each) and matches(other, each) for each in TEXTS)
    else:
        assert matches(pattern, text)
        assert matches(other, text)
