"""One profile in the AWS configuration file: edited in place, every other byte kept.

What was edited is read again before anything is written: the profile says what was asked for and all others say what
they said, or it is refused.

Source: AWS CLI User Guide, "Configuration and credential file settings".
"""

import re
from collections.abc import Collection, Mapping

from xacct_constructs.client.errors import AssumeError
from xacct_constructs.client.shared_file import FileLine, LineKind, SharedFile, load, profile_of, scan
from xacct_constructs.exits import USAGE

MANAGED = (
    "credential_process",
    "role_arn",
    "source_profile",
    "credential_source",
    "external_id",
    "mfa_serial",
    "duration_seconds",
    "role_session_name",
    "region",
)
"""The settings that say who a profile is. Those not wanted any more are removed; all others stay as they are."""

_NAME = r"[A-Za-z0-9_+=,.@:/-]+"


def setting(content: bytes, profile: str, key: str) -> str | None:
    """One setting of a profile; None when it is not there."""
    for line in scan(content):
        if line.kind is LineKind.SETTING and line.key == key and profile_of(line.section) == profile:
            return _value(line)
    return None


def updated(file: SharedFile, profile: str, settings: Mapping[str, str]) -> SharedFile:
    """The configuration file with one profile written or updated.

    A setting that is there is replaced where it stands; a new one follows the profile's last. Comments, order, line
    ends and all other profiles stay.

    Args:
        file: The file as it is.
        profile: The profile's name; `default` is written without the word profile, as AWS has it.
        settings: What the profile says; of `MANAGED`, what is not here is removed.

    Raises:
        AssumeError: The name or a value cannot be written, the file has the profile twice, or written into this file
            the profile would not be read as meant.
    """
    require_name(profile)
    header = _header(file, profile) or ("default" if profile == "default" else f"profile {profile}")
    return put(file, header, settings, MANAGED)


def require_name(profile: str) -> None:
    """Refuse a name that would have to be quoted.

    Raises:
        AssumeError: It is one.
    """
    if not re.fullmatch(_NAME, profile):
        raise AssumeError(f"a profile's name is made of A-Z a-z 0-9 _+=,.@:/-, got {profile!r}", USAGE)


def put(file: SharedFile, header: str, settings: Mapping[str, str], managed: Collection[str]) -> SharedFile:
    """The file with one section written or updated; of the managed settings, what is not wanted is removed.

    Raises:
        AssumeError: A value cannot be written, or would not be read as meant.
    """
    for key, value in settings.items():
        _require_plain(key, value)
    for number, line in enumerate(file.lines, 1):
        if line.section == header and line.kind in (LineKind.HEADER, LineKind.SETTING) and line.text[0].isspace():
            fix = "not every SDK reads it; take the blanks before it out"
            raise AssumeError(f"{file.path}, line {number}, is indented: {fix}", USAGE)
    for key in file.everywhere:
        if key in managed and key not in settings:
            text = f"{key} in [DEFAULT] is said to every profile; take it out"
            raise AssumeError(f"{file.path}, line {file.number_of(header, key)}: {text}", USAGE)
    after = load(file.path, "".join(_edited(file, header, settings, managed)).encode())
    was, now = file.sections.get(header, file.everywhere), after.sections[header]
    wanted = {key: value for key, value in was.items() if key not in managed} | dict(settings)
    if now != wanted or _but(file, header) != _but(after, header):
        text = f"written there, [{header}] would not be read as meant; write it by hand"
        raise AssumeError(f"{file.path}: {text}", USAGE)
    return after


def difference(before: SharedFile, after: SharedFile, header: str) -> str:
    """What changes in one section, and nothing of the others.

    Of what goes, values are shown only of settings that are known to hold no secret; what comes is xacct's own.
    """
    import difflib

    old, new = ([line for line in file.lines if line.section == header] for file in (before, after))
    was, now = ([line.text.rstrip() for line in each] for each in (old, new))
    shown = [f"--- {before.path}", f"+++ {after.path}", *([f" [{header}]"] if old else [])]
    for what, start, end, new_start, new_end in difflib.SequenceMatcher(None, was, now).get_opcodes():
        if what != "equal":
            shown += [f"-{_masked(line)}" for line in old[start:end]]
            shown += [f"+{text}" for text in now[new_start:new_end]]
    return "".join(f"{line}\n" for line in shown)


def _header(file: SharedFile, profile: str) -> str | None:
    found = [each for each in file.sections if profile_of(each.strip()) == profile]
    numbers = [file.number_of(each) for each in found]
    if len(found) > 1:
        lines = " and ".join(map(str, numbers))
        raise AssumeError(f"{file.path}: the profile {profile} is there twice, on lines {lines}; remove one", USAGE)
    if found and not re.fullmatch(rf"default|profile[ \t]+([\"']?){re.escape(profile)}\1", found[0]):
        fix = f"write [profile {profile}]"
        raise AssumeError(f"{file.path}, line {numbers[0]}: not every SDK reads this header; {fix}", USAGE)
    return found[0] if found else None


def _require_plain(key: str, value: str) -> None:
    """Refuse what some SDK would read as something else: Go's cuts a value at # and ; and takes quotes off its ends."""
    got = f", got {value!r}" if key in MANAGED else ""
    if not value or not value.isprintable() or value != value.strip():
        raise AssumeError(f"{key} must be one printable line{got}", USAGE)
    if re.search(r"[#;\\]", value) or re.fullmatch(r"(['\"]).*\1", value):
        text = f"{key} must hold no # ; or \\ and not stand in quotes, which SDKs read in different ways{got}"
        raise AssumeError(text, USAGE)


def _edited(file: SharedFile, header: str, settings: Mapping[str, str], managed: Collection[str]) -> list[str]:
    """The texts of the lines with the section as wanted."""
    newline = "\r\n" if file.lines and file.lines[0].text.endswith("\r\n") else "\n"
    texts = [line.text for line in file.lines]
    if texts and not texts[-1].endswith(("\n", "\r")):
        texts[-1] += newline
    places = [place for place, line in enumerate(file.lines) if line.section == header]
    if not places:
        gap = [newline] if file.content.strip() else []
        return [*texts, *gap, f"[{header}]{newline}", *(f"{key} = {settings[key]}{newline}" for key in settings)]
    said = file.sections[header]
    goes = {key for key in said if key in settings and said[key] != settings[key]}
    goes |= {key for key in managed if key not in settings}
    last = places[0]
    for place in places:
        line = file.lines[place]
        if line.key in goes and line.kind is not LineKind.NOTHING:
            stays = line.kind is LineKind.SETTING and line.key in settings
            texts[place] = f"{line.key} = {settings[line.key]}{newline}" if stays else ""
        if line.kind is not LineKind.NOTHING and texts[place]:
            last = place
    here = {line.key for line in file.lines if line.section == header}
    texts[last] += "".join(f"{key} = {settings[key]}{newline}" for key in settings if key not in here)
    return texts


def _but(file: SharedFile, header: str) -> list[tuple[str, Mapping[str, str]]]:
    """All that the file says, in its order, but for one section."""
    return [(each, settings) for each, settings in file.sections.items() if each != header]


def _value(line: FileLine) -> str:
    return re.split("[=:]", line.text, maxsplit=1)[1].strip()


def _masked(line: FileLine) -> str:
    """A line that goes; somebody else's command may hold a secret, and so may a comment or more of a value."""
    if line.kind is not LineKind.SETTING:
        return "  …"
    known = line.key in MANAGED and line.key != "credential_process" and re.fullmatch(_NAME, _value(line))
    return f"{line.key} = {_value(line) if known else '…'}"
