"""A comment for a pull request: nothing in it is obeyed but what we write, and it is no longer than GitHub takes."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from xacct_constructs.report.markdown import COMMENT_CHARACTERS, page_markdown, prose
from xacct_constructs.report.page import Item, Page, Section, Table

OBEYED = "@#<>[]()!*_~`|\\&;:/.$-+=^\"' \t\n\x1b\u202e\u200b0123456789abcfgtwxEÄé…"
FRAGMENTS = (
    *(
        "@octocat",
        "@org/team",
        "#12",
        "GH-12",
        "org/name#12",
        "deadbeef",
        "defaced",
        "https://evil.example",
        "www.evil.example",
    ),
    *(
        "<img src=x onerror=y>",
        "<!--",
        "-->",
        "</details>",
        "<details>",
        "[a](b)",
        "![a](b)",
        "[^1]",
        "[!NOTE]",
        "**b**",
        "__b__",
    ),
    *(
        "`",
        "``",
        "```",
        "|",
        "\\|",
        "\\",
        "a@evil.example",
        ":tada:",
        "&lt;",
        "&#64;",
        "$`x`$",
        "~~b~~",
        "- [ ]",
        "# a",
        "1. a",
    ),
)
texts = st.one_of(st.text(alphabet=OBEYED), st.lists(st.sampled_from(FRAGMENTS)).map(" ".join), st.text())
MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
LINKED = re.compile(r"@|#|://|www\.|:[a-z]|\b(?=[0-9a-f]*[0-9])?[0-9a-f]{7,40}\b|[A-Z]+-[0-9]|[^\x20-\x7e…]")
"""What GitHub makes more of in text, and in code does not."""


def inline(markdown: str) -> list[tuple[str, str]]:
    """What a parser reads: each piece of text and of code, and whatever else there may be."""
    return [(each.type, each.content) for block in MARKDOWN.parse(markdown) for each in block.children or ()]


@given(texts)
def test_nothing_in_a_text_is_obeyed(text: str) -> None:
    """A parser reads one item of words and code, and no word is one that GitHub would make a link or a mention of."""
    said = f"said: {text}"
    kinds = [each.type for each in MARKDOWN.parse(f"- {prose(said)}")]
    pieces = inline(f"- {prose(said)}")

    around = ("bullet_list", "list_item", "paragraph")
    assert kinds == [*(f"{each}_open" for each in around), "inline", *(f"{each}_close" for each in reversed(around))]
    assert {kind for kind, _ in pieces} <= {"text", "code_inline"}
    assert [words for kind, words in pieces if kind == "text" and LINKED.search(words)] == []


@given(st.lists(texts, min_size=2, max_size=2))
def test_nothing_in_a_cell_ends_it(cells: list[str]) -> None:
    """A row has as many cells as its heading, of words and code."""
    page = Page("PROVEN: yes.", (), (Table("role", ("who", "does"), [cells], []),))
    rows = MARKDOWN.parse(page_markdown(page))

    assert [each.type for each in rows].count("td_open") == 2
    assert {kind for kind, _ in inline(page_markdown(page))} <= {
        "text",
        "code_inline",
        "strong_open",
        "strong_close",
        "html_inline",
    }
    assert {words for kind, words in inline(page_markdown(page)) if kind == "html_inline"} <= {"<br>"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("nobody may read it", "nobody may read it", id="words"),
        pytest.param("role a of 111111111111", "role a of `111111111111`", id="an account"),
        pytest.param("reads s3://b/a/*, with a:b = c: no", "reads `s3://b/a/*`, with `a:b = c`: no", id="punctuation"),
        pytest.param("it (P.json Onward) does", "it (`P.json` Onward) does", id="in brackets"),
        pytest.param("a`b|c", r"`a\x60b\x7cc`", id="what ends code and cells"),
        pytest.param("a\x1b[2Jb\u202e", r"`a\x1b[2Jb\u202e`", id="what a terminal obeys"),
        pytest.param("@octocat", "`@octocat`", id="a mention"),
        pytest.param("deadbeef defaced face", "`deadbeef defaced` face", id="the name of a commit"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_prose(text: str, expected: str) -> None:
    """Plain words stay, the rest is code."""
    assert prose(text) == expected


def test_what_is_typed_is_code() -> None:
    """A command below its sentence, as a shell takes it."""
    item = Item("Look there:", commands=(("aws", "iam", "get-role", "--query", "Roles[?Arn=='a b']"),))

    shown = page_markdown(Page("PROVEN: yes.", (Section("To check", (item,), numbered=True),)))

    typed = "`aws iam get-role --query \"Roles[?Arn=='a b']\"`"
    assert shown == f"### PROVEN: yes.\n\n**To check**\n\n1. Look there:\n   - {typed}\n"


MANY = tuple(Item(f"arn:aws:iam::111111111111:role/r{number}", more=("of it",)) for number in range(3000))


@pytest.mark.parametrize("folded", [False, True], ids=["open", "folded"])
@pytest.mark.parametrize("most", [COMMENT_CHARACTERS, 5000, 1000])
def test_it_ends_at_a_whole_row(most: int, folded: bool) -> None:
    """And says how many rows are left out, of each section; what stands first has the room."""
    sections = (Section("First", MANY[:5]), Section("Second", MANY, folded=folded), Section("Third", MANY[:4]))
    lines = page_markdown(Page("REFUTED: no.", sections), most=most).splitlines()

    rows = [each for each in lines if each.startswith("- ")]
    told = {int(of): int(left) for left, of in re.findall(r"^(\d+) of (\d+) left out", "\n".join(lines), re.MULTILINE)}
    assert len("\n".join(lines)) <= most
    assert set(rows) <= {f"- `{each.text}`<br>of it" for each in MANY}
    assert len(rows) == 3009 - sum(told.values())
    assert told[3000] > 0
    assert 5 not in told
    assert lines.count("<details><summary>Second (3000)</summary>") == lines.count("</details>") == folded


def test_what_fits_is_whole() -> None:
    """Nothing is said to be left out."""
    assert "left out" not in page_markdown(Page("PROVEN: yes.", (Section("First", MANY[:100]),)))


def test_a_row_longer_than_a_comment_is_left_out() -> None:
    """And counted."""
    shown = page_markdown(Page("REFUTED: no.", (Section("First", (Item("a/" * COMMENT_CHARACTERS),)),)))

    assert len(shown) < 200
    assert "\n1 of 1 left out here" in shown
