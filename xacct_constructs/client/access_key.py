"""An access key that is kept in a profile of its own, in the credentials file, where `aws configure` puts keys.

Every SDK reads it there before the configuration file, and people know that file for one that is nobody else's.
"""

from collections.abc import Callable

from xacct_constructs.client import changes, files
from xacct_constructs.client.errors import AssumeError
from xacct_constructs.client.precedence import claims, section_of
from xacct_constructs.client.profile import MANAGED, put, require_name
from xacct_constructs.client.shared_file import load
from xacct_constructs.exits import USAGE


def require_free(profile: str) -> str:
    """The file that a key of this profile would go into; ask before there is a key.

    Raises:
        AssumeError: The profile is somebody already, or the file cannot take it.
    """
    path = files.target(files.credentials_path())
    _with_key(path, files.read(path), profile, "AKIA", "-")
    return path


def keep(profile: str, key_id: str, secret: str, *, say: Callable[[str], None]) -> None:
    """Write a key into a profile that has none, everything else byte for byte; the file is its owner's alone then.

    Args:
        profile: The profile's name.
        key_id: The access key ID.
        secret: The secret access key; it is in no message.
        say: Is told which file it is, and what else a person should know.

    Raises:
        AssumeError: The profile is somebody already, or the file cannot take it; it is as it was.
    """
    path = files.target(files.credentials_path())
    changes.remove_copies(path, say)
    changes.change(path, lambda content: _with_key(path, content, profile, key_id, secret), say=say, secret=True)
    say(f"the key {key_id} is in the profile {profile} of {path}")


def key_of(profile: str) -> str | None:
    """The ID of the access key that a profile has; None where it has none.

    Raises:
        AssumeError: A file cannot be read.
    """
    credentials = load(files.credentials_path(), files.read(files.credentials_path()))
    config = load(files.config_path(), files.read(files.config_path()))
    for file, header in ((credentials, section_of(credentials, profile)), (config, config.header_of(profile))):
        if header is not None and (key_id := file.sections[header].get("aws_access_key_id")):
            return key_id
    return None


def _with_key(path: str, content: bytes, profile: str, key_id: str, secret: str) -> bytes:
    require_name(profile)
    elsewhere = files.config_path()
    config, credentials = load(elsewhere, files.read(elsewhere)), load(path, content)
    who = [each for each in MANAGED if each != "region"]
    here = section_of(credentials, profile)
    for key, place in claims(config, config.header_of(profile), who) + claims(credentials, here, who):
        text = f"the profile {profile} has {key} already ({place}); name another with --into"
        raise AssumeError(text, USAGE)
    settings = {"aws_access_key_id": key_id, "aws_secret_access_key": secret}
    return put(credentials, here or profile, settings, tuple(settings)).content
