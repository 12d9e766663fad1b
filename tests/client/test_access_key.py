"""A key kept in a profile of its own: where `aws configure` puts keys, and nobody else's to read."""

import stat
from pathlib import Path

import botocore.session
import pytest

from xacct_constructs.client import access_key
from xacct_constructs.client.errors import AssumeError

SECRET = "Zs3cr3t/Zs3cr3t"  # noqa: S105 - of nobody


@pytest.mark.parametrize("before", [None, 0o600, 0o644, 0o666], ids=["not there", "private", "readable", "writable"])
def test_the_file_is_its_owner_s_alone(before: int | None, aws_folder: Path) -> None:
    """Whatever it was before; which file it is, is said, and that others could read it; the secret is not."""
    file = aws_folder / "credentials"
    if before is not None:
        aws_folder.mkdir()
        file.write_text("[default]\nregion = a")
        file.chmod(before)
    said: list[str] = []

    access_key.keep("fresh", "AKIANEW", SECRET, say=said.append)

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert file.read_text().endswith(f"[fresh]\naws_access_key_id = AKIANEW\naws_secret_access_key = {SECRET}\n")
    assert said[-1] == f"the key AKIANEW is in the profile fresh of {file}"
    opened = f"{file} could be read by others; from now on it is its owner's alone"
    assert (opened in said) == (before not in (None, 0o600))
    assert SECRET not in "".join(said)
    assert botocore.session.Session(profile="fresh").get_credentials().access_key == "AKIANEW"


def test_a_profile_that_is_nobody_yet_takes_the_key(aws_folder: Path) -> None:
    """Its region and its other settings stay, in either file."""
    aws_folder.mkdir()
    (aws_folder / "config").write_text("[profile fresh]\nregion = eu-west-1\n")
    (aws_folder / "credentials").write_text("[fresh]\r\noutput = json\r\n[z]\r\n")

    access_key.keep("fresh", "AKIANEW", SECRET, say=lambda _: None)

    keys = f"aws_access_key_id = AKIANEW\r\naws_secret_access_key = {SECRET}\r\n"
    assert (aws_folder / "credentials").read_bytes().decode() == f"[fresh]\r\noutput = json\r\n{keys}[z]\r\n"
    assert (aws_folder / "config").read_text() == "[profile fresh]\nregion = eu-west-1\n"
    assert botocore.session.Session(profile="fresh").get_credentials().access_key == "AKIANEW"


TAKEN = {
    "keys": ("", "[fresh]\naws_access_key_id = A\n", "credentials, line 2"),
    "keys in the configuration file": ("[profile fresh]\naws_access_key_id = A\n", "", "config, line 2"),
    "a role": ("[profile fresh]\n\nrole_arn = A\n", "", "config, line 3"),
    "a process": ("", "[fresh]\ncredential_process = A\n", "credentials, line 2"),
    "an Identity Center session": ("[profile fresh]\nsso_session = A\n", "", "config, line 2"),
}


@pytest.mark.parametrize(("config", "credentials", "where"), TAKEN.values(), ids=TAKEN)
def test_a_profile_that_is_somebody_is_refused(config: str, credentials: str, where: str, aws_folder: Path) -> None:
    """Before there is a key, and again when it is kept; both files are as they were."""
    aws_folder.mkdir()
    (aws_folder / "config").write_text(config)
    (aws_folder / "credentials").write_text(credentials)

    with pytest.raises(AssumeError, match=rf"the profile fresh has \w+ already \({aws_folder}/{where}\); name another"):
        access_key.require_free("fresh")
    with pytest.raises(AssumeError, match=r"has \w+ already") as refused:
        access_key.keep("fresh", "AKIANEW", SECRET, say=lambda _: None)

    assert SECRET not in str(refused.value)
    assert ((aws_folder / "config").read_text(), (aws_folder / "credentials").read_text()) == (config, credentials)


def test_a_free_profile_s_file_is_named(aws_folder: Path) -> None:
    """And nothing is made yet."""
    assert access_key.require_free("fresh") == str(aws_folder / "credentials")
    assert not aws_folder.exists()


def test_a_secret_that_cannot_be_written_is_not_shown(aws_folder: Path) -> None:
    """A value that no file can hold is refused without it."""
    with pytest.raises(AssumeError, match=r"aws_secret_access_key must be one printable line$"):
        access_key.keep("fresh", "AKIANEW", f"{SECRET}\n", say=lambda _: None)

    assert not (aws_folder / "credentials").exists()
