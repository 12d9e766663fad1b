"""The AWS configuration and credentials files as the AWS CLI and boto3 read them, and the line where a thing stands.

Source: botocore, `configloader`: a `configparser.RawConfigParser`, one level of settings nested below a setting.
Read as UTF-8. A message names a line and never repeats it: a secret may stand there.
"""

import enum
import re
import shlex
from typing import NamedTuple

from xacct_constructs.client.errors import AssumeError
from xacct_constructs.exits import USAGE

EVERYWHERE = "DEFAULT"
"""What this section says, `configparser` adds to every other."""
_HEADER = re.compile(r"\[(?P<header>.+)\]")
_SETTING = re.compile(r"(?P<key>.*?)\s*[=:]")
_UNREADABLE = {
    "MissingSectionHeaderError": "stands before any section",
    "DuplicateSectionError": "begins a section that is there already",
    "DuplicateOptionError": "has a setting that its section has already",
}


class LineKind(enum.Enum):
    """What a line is."""

    HEADER = enum.auto()
    SETTING = enum.auto()
    MORE = enum.auto()
    """Goes on with the setting above: it is indented more."""
    NOTHING = enum.auto()
    """Blank, or a comment."""


class FileLine(NamedTuple):
    """One line, its end included, with the section and the setting that it belongs to."""

    text: str
    kind: LineKind
    section: str
    key: str


class SharedFile(NamedTuple):
    """A file that can be read, with what each of its sections says."""

    path: str
    content: bytes
    lines: tuple[FileLine, ...]
    sections: dict[str, dict[str, str]]
    everywhere: dict[str, str]

    def header_of(self, profile: str) -> str | None:
        """The section that botocore takes a profile from: the last of that name; None where there is none."""
        return next((header for header in reversed(self.sections) if profile_of(header) == profile), None)

    def number_of(self, header: str, key: str = "") -> int:
        """The line of a section's setting, be it in the section that counts everywhere; of its header without a key."""
        found = {
            line.section: number
            for number, line in enumerate(self.lines, 1)
            if line.key == key and line.kind is (LineKind.SETTING if key else LineKind.HEADER)
        }
        return found.get(header) or found[EVERYWHERE]


def load(path: str, content: bytes) -> SharedFile:
    """Read a file's content.

    Raises:
        AssumeError: botocore could not read it; the line is named.
    """
    import configparser

    try:
        content.decode()
    except UnicodeDecodeError as problem:
        number = len(content[: problem.start + 1].splitlines())
        raise _unreadable(path, number, "is not UTF-8") from None
    lines = scan(content)
    parser = configparser.RawConfigParser()
    try:
        parser.read_file(line.text.rstrip("\r\n") + "\n" for line in lines)
    except configparser.Error as problem:
        number = getattr(problem, "lineno", None) or getattr(problem, "errors", [(0,)])[0][0]
        raise _unreadable(path, number, _UNREADABLE.get(type(problem).__name__, "is no setting")) from None
    sections = {header: dict(parser.items(header)) for header in parser.sections()}
    file = SharedFile(path, content, lines, sections, dict(parser.defaults()))
    for header, settings in sections.items():
        for key, value in settings.items():
            if value.startswith("\n") and any("=" not in each for each in value.splitlines() if each.strip()):
                raise _unreadable(path, file.number_of(header, key), "is followed by a nested line that is no setting")
    return file


def scan(content: bytes) -> tuple[FileLine, ...]:
    """The lines of a file, read as `configparser` reads them, and whatever is in them."""
    found: list[FileLine] = []
    section, key, indent = "", "", 0
    for raw in content.splitlines(keepends=True):
        text = raw.decode(errors="surrogateescape")
        value = text.strip()
        depth = len(text) - len(text.lstrip())
        if not value or value.startswith(("#", ";")):
            kind = LineKind.NOTHING
        elif section and key and depth > indent:
            kind = LineKind.MORE
        else:
            indent = depth
            if header := _HEADER.match(value):
                kind, section, key = LineKind.HEADER, header["header"], ""
            else:
                setting = _SETTING.match(value)
                kind, key = LineKind.SETTING, setting["key"].lower() if setting else ""
        found.append(FileLine(text, kind, section, key))
    return tuple(found)


def profile_of(header: str) -> str | None:
    """The profile that a section of the configuration file is for; None where it is for something else."""
    if header == "default":
        return header
    try:
        words = shlex.split(header) if header.startswith("profile") else []
    except ValueError:
        return None
    return words[1] if len(words) == 2 else None


def _unreadable(path: str, number: int, why: str) -> AssumeError:
    text = f"{path}, line {number}, {why}: the AWS CLI and the SDKs cannot read this file; mend that line first"
    return AssumeError(text, USAGE)
