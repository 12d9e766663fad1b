"""AWS's files as they are read here, beside botocore, which reads them for the AWS CLI and boto3."""

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import botocore.configloader
import botocore.exceptions
import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from xacct_constructs.client import profile
from xacct_constructs.client.errors import AssumeError
from xacct_constructs.client.profile import MANAGED
from xacct_constructs.client.shared_file import LineKind, SharedFile, load, scan

UNREADABLE = {
    "a section twice": ("[default]\n\n[default]\n", 3),
    "a setting twice": ("[default]\nregion = a\nRegion: b\n", 3),
    "a setting before any section": ("# mine\nregion = SECRET\n", 2),
    "a line that is no setting": ("[default]\nregion = a\nSECRET\n", 3),
    "a setting without a name": ("[default]\n= SECRET\n", 2),
    "a nested line that is no setting": ("[default]\nregion = a\ns3 =\n  SECRET\n", 3),
    "a byte order mark": ("\ufeff[default]\n", 1),
}


@pytest.mark.parametrize(("content", "number"), UNREADABLE.values(), ids=UNREADABLE)
def test_a_file_that_nobody_can_read_is_refused(content: str, number: int, tmp_path: Path) -> None:
    """With the line, which is not repeated: a secret may stand there."""
    (tmp_path / "config").write_text(content)
    with pytest.raises(botocore.exceptions.ConfigParseError):
        botocore.configloader.load_config(str(tmp_path / "config"))

    with pytest.raises(AssumeError, match=f"config, line {number}, ") as refused:
        load("config", content.encode())

    assert "SECRET" not in str(refused.value)
    assert refused.value.__cause__ is None


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"], ids=["of today", "of Windows", "of old"])
def test_a_line_that_is_not_utf_8_is_named(ends: str) -> None:
    """Whatever the line ends are."""
    content = f"# mine{ends}[default]{ends}# caf".encode() + b"\xe9" + ends.encode()

    with pytest.raises(AssumeError, match="config, line 3, is not UTF-8"):
        load("config", content)


HEADERS = (
    *("[default]", "[profile p]", '[profile "p"]', "[profile default]", "[profile q]", "[profile 'with space']"),
    *("[sso-session p]", "[services p]", "[p]", "[ profile p ]", "[DEFAULT]", "[profile p] # mine", "[profile  q]"),
    *("[profiles p]", "[profile un'closed]", "[]", "[profile q]]"),
)
KEYS = (*MANAGED, "s3", "output", "aws_secret_access_key", "sso_session", "Region", "ROLE_ARN ")
VALUES = ("", "new", "old", "r", "a = b", "x:y", "# z", "a ; b", "a\x0cb", "caf\u00e9", "\u2028", "[x]")
BETWEEN = ("", "", "  ", "\t", "# c", "; c", "  # c", "\x0c", "  addressing_style = path", "\tmore: x")
ODD = ("junk", "  junk", "= x", "\u00a0x = y", "[", "region", "[default]", "region = twice")
BLANKS = ("", "", "", "", "", "", "  ", "    ", "\t")


def often(*values: str) -> st.SearchStrategy[str]:
    """One of them, as it is or with blanks before it."""
    return st.builds(str.__add__, st.sampled_from(BLANKS), st.sampled_from(values))


SETTINGS = st.builds("{}{}{}".format, often(*KEYS), st.sampled_from(["=", " = ", ":", "\t: "]), st.sampled_from(VALUES))


@st.composite
def files(draw: st.DrawFn) -> bytes:
    """A file as somebody may have written it: mostly one that can be read, with one kind of line ends."""
    lines = draw(st.lists(st.sampled_from(BETWEEN[:8]), max_size=1))
    for header in draw(st.lists(often(*HEADERS), max_size=5, unique_by=str.strip)):
        lines.append(header)
        for setting in draw(st.lists(SETTINGS, max_size=4, unique_by=lambda each: each.strip()[:4].lower())):
            lines += [setting, *draw(st.lists(st.sampled_from(BETWEEN), max_size=2))]
    if draw(st.sampled_from([False, False, False, True])):
        lines.insert(draw(st.integers(0, len(lines))), draw(st.sampled_from(ODD)))
    ends = draw(st.sampled_from([["\n"], ["\n"], ["\r\n"], ["\r"], ["\n", "\r\n", "\r"]]))
    text = "".join(line + draw(st.sampled_from(ends)) for line in lines)
    return (text if draw(st.booleans()) else text.rstrip("\r\n")).encode()


def read_by_botocore(content: bytes) -> Any:
    """The file as botocore reads it; None where it cannot."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(content)
        file.flush()
        try:
            return botocore.configloader.load_config(file.name)
        except botocore.exceptions.ConfigParseError:
            return None


def read_here(content: bytes) -> SharedFile | None:
    """The file as it is read here; None where it cannot."""
    try:
        return load("config", content)
    except AssumeError:
        return None


@given(files())
def test_a_file_is_read_as_botocore_reads_it(content: bytes) -> None:
    """The same files cannot be read, and of the others the same profiles say the same."""
    theirs, ours = read_by_botocore(content), read_here(content)

    assert (theirs is None) == (ours is None)
    event("read" if ours else "refused")
    if ours:
        for name, settings in theirs["profiles"].items():
            found = ours.sections[ours.header_of(name) or ""]
            assert {key: value for key, value in found.items() if not value.startswith("\n")} == {
                key: value for key, value in settings.items() if isinstance(value, str)
            }
        for name in ("p", "q", "default"):
            assert (ours.header_of(name) is None) == (name not in theirs["profiles"])


@given(files())
def test_every_setting_is_on_the_line_that_is_named(content: bytes) -> None:
    """Where botocore reads the file, each line belongs to the section and the setting that botocore gives it to."""
    file = read_here(content)
    for header, settings in (file.sections if file else {}).items():
        for key in settings.keys() - (file.everywhere.keys() if file else ()):
            line = scan(content)[file.number_of(header, key) - 1] if file else None
            assert line
            assert (line.kind, line.section, line.key) == (LineKind.SETTING, header, key)
            assert settings[key].startswith(line.text.strip()[len(key) :].lstrip().lstrip("=:").strip())


WANTED = st.sampled_from([{"role_arn": "new", "region": "r"}, {"credential_process": "x --y"}, {"region": "r"}])


@given(files(), WANTED, st.sampled_from(["p", "default"]))
def test_what_is_written_is_read_as_meant_or_refused(content: bytes, wanted: Mapping[str, str], name: str) -> None:
    """By botocore: the profile says what was asked for, the others what they said, and all other bytes are there."""
    try:
        before = load("config", content)
        after = profile.updated(before, name, wanted)
    except AssumeError:
        event("refused")
        return
    event("written")
    was, now = read_by_botocore(content), read_by_botocore(after.content)
    mine, theirs = now["profiles"].pop(name), was["profiles"].pop(name, {})
    assert now == was
    assert {key: value for key, value in mine.items() if key in MANAGED} == wanted
    unmanaged = {key: value for key, value in mine.items() if key not in MANAGED}
    assert theirs == {} or unmanaged == {key: value for key, value in theirs.items() if key not in MANAGED}
    header = after.header_of(name)
    left = [line.text for line in before.lines if line.section != header]
    kept = [line.text for line in after.lines if line.section != header]
    assert "".join(kept).strip("\r\n") == "".join(left).strip("\r\n")
