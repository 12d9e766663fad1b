"""A profile edited in a file: every other byte kept, or refused with the line, and no secret shown."""

import pytest

from xacct_constructs.client import profile
from xacct_constructs.client.errors import AssumeError
from xacct_constructs.client.shared_file import load

SETTINGS = {"role_arn": "new", "region": "r"}
COMMENTED = "# mine\n[default]\nregion = eu-north-1 # home\n\n[profile other]\ncredential_process=other --x\n"

UPDATES = {
    "into nothing": ("", "[profile p]\nrole_arn = new\nregion = r\n"),
    "after what is there": (COMMENTED, f"{COMMENTED}\n[profile p]\nrole_arn = new\nregion = r\n"),
    "after a last line without end": (
        "[default]\na = b",
        "[default]\na = b\n\n[profile p]\nrole_arn = new\nregion = r\n",
    ),
    "in place": (
        "[profile p]\n# why\nrole_arn=old\noutput = json\n\n[default]\n",
        "[profile p]\n# why\nrole_arn = new\noutput = json\nregion = r\n\n[default]\n",
    ),
    "as it is": ("[profile p]\nrole_arn=new\nregion:r\n", "[profile p]\nrole_arn=new\nregion:r\n"),
    "a name in quotes": ('[profile "p"]\nregion = r\n', '[profile "p"]\nregion = r\nrole_arn = new\n'),
    "without what it was before": (
        "[profile p]\ncredential_process = x\nmfa_serial = y\ns3 =\n  max_queue_size = 5\nregion = r\n# end\n",
        "[profile p]\ns3 =\n  max_queue_size = 5\nregion = r\nrole_arn = new\n# end\n",
    ),
    "with Windows's line ends": (
        "[profile p]\r\nrole_arn = old\r\n[default]\r\n",
        "[profile p]\r\nrole_arn = new\r\nregion = r\r\n[default]\r\n",
    ),
    "not into its neighbours": (
        "[profile pp]\nregion = x\n[sso-session p]\n[p]\nregion = z\n",
        "[profile pp]\nregion = x\n[sso-session p]\n[p]\nregion = z\n\n[profile p]\nrole_arn = new\nregion = r\n",
    ),
    "after settings that nest": (
        "[profile p]\ns3 =\n\taddressing_style = path\n\n\tuse_x = 5\n\n[services x]\n",
        "[profile p]\ns3 =\n\taddressing_style = path\n\n\tuse_x = 5\nrole_arn = new\nregion = r\n\n[services x]\n",
    ),
    "over a value of several lines": (
        "[profile p]\nrole_arn = old\n  and more\n# why\n  and this\noutput = json\n",
        "[profile p]\nrole_arn = new\n# why\noutput = json\nregion = r\n",
    ),
    "over a value with a comment behind it": (
        "[profile p]\nregion = r # home\nrole_arn = new\n",
        "[profile p]\nregion = r\nrole_arn = new\n",
    ),
    "whatever case a setting is written in": ("[profile p]\nRole_ARN: new\nREGION = r\n",) * 2,
    "beside a neighbour that is indented": (
        "  [default]\n  region = a\n  output = json\n",
        "  [default]\n  region = a\n  output = json\n\n[profile p]\nrole_arn = new\nregion = r\n",
    ),
    "where what looks like its header goes on with a value": (
        "[default]\nregion = a\n  [profile p]\n  region = b\n",
        "[default]\nregion = a\n  [profile p]\n  region = b\n\n[profile p]\nrole_arn = new\nregion = r\n",
    ),
    "with the oldest line ends": (
        "[profile p]\rrole_arn = old\r[default]\r",
        "[profile p]\rrole_arn = new\nregion = r\n[default]\r",
    ),
}


@pytest.mark.parametrize(("before", "after"), UPDATES.values(), ids=UPDATES)
def test_a_profile_is_written_and_nothing_else(before: str, after: str) -> None:
    """Byte for byte, and a second time changes nothing."""
    once = profile.updated(load("config", before.encode()), "p", SETTINGS)

    assert once.content.decode() == after
    assert profile.updated(once, "p", SETTINGS).content == once.content


NAMES = {
    "its own": ("p", "[profile p]\n"),
    "of the default profile": ("default", "[default]\n"),
    "of the default profile, where the file has it in the other way": ("default", "[profile default]\n"),
}


@pytest.mark.parametrize(("name", "header"), NAMES.values(), ids=NAMES)
def test_the_header_is(name: str, header: str) -> None:
    """As AWS has it, and what is there is used."""
    before = header if "default]" in header else ""

    after = profile.updated(load("config", before.encode()), name, SETTINGS)

    assert after.content.decode() == f"{header}role_arn = new\nregion = r\n"


REFUSED: dict[str, tuple[str, str, dict[str, str], str]] = {
    "a name with a bracket": ("", "p]x", {}, "name is made of"),
    "a name with a line end": ("", "p\nx", {}, "name is made of"),
    "a value with a line end": ("", "p", {"external_id": "a\nb = c"}, "external_id must be one printable line, got"),
    "a value that is empty": ("", "p", {"region": ""}, "region must be one printable line"),
    "a value that Go's SDK would cut off": ("", "p", {"credential_process": "/a#b/xacct"}, "must hold no #"),
    "a value whose quotes Go's SDK would take off": ("", "p", {"credential_process": "'/a b/x' 'y z'"}, "in quotes"),
    "a profile that is there twice": (
        "[profile p]\n\n[profile 'p']\n",
        "p",
        {},
        "config: the profile p is there twice, on lines 1 and 3; remove one",
    ),
    "the default profile in both ways": ("[default]\n[profile default]\n", "default", {}, "twice, on lines 1 and 2"),
    "an indented header": ("# mine\n  [profile p]\n", "p", {}, "config, line 2, is indented: not every SDK"),
    "an indented setting": ("[profile p]\n\n  region = a\n", "p", {}, "config, line 3, is indented"),
    "a header with blanks": ("[ profile p ]\n", "p", {}, r"config, line 1: .*; write \[profile p\]"),
    "a setting of every profile": (
        "[DEFAULT]\nsource_profile = x\n",
        "p",
        {},
        r"config, line 2: source_profile in \[DEFAULT\]",
    ),
    "another header that botocore takes for it": ("[profile p]\n[profiles p]\n", "p", {}, "twice, on lines 1 and 2"),
    "such a header alone": ("[profiles p]\n", "p", {}, "config, line 1: not every SDK reads this header"),
}


@pytest.mark.parametrize(("before", "name", "settings", "says"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_written_is_refused(before: str, name: str, settings: dict[str, str], says: str) -> None:
    """In one line, before the file is touched."""
    with pytest.raises(AssumeError, match=says) as refused:
        profile.updated(load("config", before.encode()), name, settings)

    assert refused.value.code == 2


HIDDEN = "Zs3cr3t/Zs3cr3t"


@pytest.mark.parametrize(
    ("before", "shown"),
    [
        pytest.param(f"role_arn = old\n  {HIDDEN}\n", "-role_arn = old\n-  …\n", id="more of a value"),
        pytest.param(f"credential_process = x --password {HIDDEN}\n", "-credential_process = …\n", id="a command"),
        pytest.param(f"credential_process = {HIDDEN}\n", "-credential_process = …\n", id="a command of one word"),
        pytest.param(f"region = r # {HIDDEN}\n", "-region = …\n", id="a comment behind a value"),
        pytest.param("region = \x1b]0;owned\x07\n", "-region = …\n", id="a terminal's escapes"),
        pytest.param(f"# {HIDDEN}\nregion = a\n", "-region = a\n", id="a comment"),
        pytest.param(
            "role_arn = arn:aws:iam::1:role/a\n", "-role_arn = arn:aws:iam::1:role/a\n", id="not a role's ARN"
        ),
    ],
)
def test_of_what_goes_no_secret_is_shown(before: str, shown: str) -> None:
    """Only the values of settings that hold none, and only where they look like it."""
    file = load("config", f"[profile p] # {HIDDEN}\n{before}external_id = old\n".encode())
    after = profile.updated(file, "p", SETTINGS)

    lines = profile.difference(file, after, "profile p")

    assert lines.startswith("--- config\n+++ config\n [profile p]\n")
    assert shown in lines
    assert "-external_id = old\n" in lines
    assert "+region = r\n" in lines
    assert HIDDEN not in lines
    assert "\x1b" not in lines


def test_of_neighbours_nothing_is_shown() -> None:
    """Not even a setting's name: a change is shown without what is around it."""
    keys = f"aws_secret_access_key = {HIDDEN}\naws_session_token = {HIDDEN}\n"
    file = load("config", f"[profile a]\n{keys}[profile p]\noutput = {HIDDEN}\n[profile z]\n{keys}".encode())
    after = profile.updated(file, "p", SETTINGS)

    lines = profile.difference(file, after, "profile p")

    assert lines == "--- config\n+++ config\n [profile p]\n+role_arn = new\n+region = r\n"
