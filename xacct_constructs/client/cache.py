"""Sessions kept between calls: the AWS CLI's own place and format, so that either uses what the other fetched.

Source: botocore, `AssumeRoleCredentialFetcher` (the key) and `JSONFileCache` (the file). Ours differs in being made
in one step under a lock, and in two more members of the JSON, `Source` and `ClockSkew`, which the AWS CLI ignores.
"""

import contextlib
import hashlib
import json
import os
import stat
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from xacct_constructs.client.files import make_private_folder

FOLDER = os.path.join("~", ".aws", "cli", "cache")
MARGIN_SECONDS = 300
"""A session that ends sooner is not handed out any more."""
_PRIVATE = 0o077


def key(parameters: Mapping[str, Any]) -> str:
    """The name of a session's file: botocore's, which knows all that is asked for and nothing of the caller."""
    known = dict(parameters)
    if "Policy" in known:
        known["Policy"] = json.loads(known["Policy"])
    return hashlib.sha1(json.dumps(known, sort_keys=True).encode(), usedforsecurity=False).hexdigest()


def source(profile: str | None) -> str:
    """Who assumes the role, as far as it is known without asking AWS; no secret is in it.

    The AWS CLI keeps one session for all callers of a role. Ours are kept apart by this.

    Args:
        profile: The profile that was asked for; None for whatever the environment says.
    """
    names = ["AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE", "AWS_ENDPOINT_URL_STS", "AWS_ENDPOINT_URL"]
    if profile is None:
        names += ["AWS_ACCESS_KEY_ID"] if "AWS_ACCESS_KEY_ID" in os.environ else ["AWS_PROFILE", "AWS_DEFAULT_PROFILE"]
    told = [profile or "", *(os.environ.get(name, "") for name in names)]
    return hashlib.sha256("\0".join(told).encode()).hexdigest()[:16]


def entry(name: str) -> dict[str, Any] | None:
    """The session under this key, whether it still serves or not; None without one that is ours alone to read."""
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        descriptor = os.open(_path(name), os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        with open(descriptor, encoding="utf-8") as file:
            status = os.fstat(descriptor)
            content = json.load(file)
        if status.st_uid == os.geteuid() and not stat.S_IMODE(status.st_mode) & _PRIVATE:
            made = content["Credentials"]
            _ = made["AccessKeyId"], made["SecretAccessKey"], made["SessionToken"], expiration(content)
            return dict(content)
    return None


def serves(content: Mapping[str, Any], caller: str, now: datetime | None = None) -> bool:
    """Whether a session is this caller's, or the AWS CLI's, and will last for a while yet by AWS's clock.

    Args:
        content: A session, as `entry` returns it.
        caller: What `source` says of the caller.
        now: Left out, this machine's clock.
    """
    left = (expiration(content) - (now or datetime.now(UTC))).total_seconds() - float(content.get("ClockSkew", 0))
    return content.get("Source", caller) == caller and left > MARGIN_SECONDS


def expiration(content: Mapping[str, Any]) -> datetime:
    """When a session ends, as AWS's clock says it."""
    text = str(content["Credentials"]["Expiration"]).removesuffix("UTC").removesuffix("Z")
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def write(name: str, content: Mapping[str, Any]) -> None:
    """Keep a session, its lock held: a whole file or none, readable by its owner only.

    Raises:
        OSError: It could not be kept; nothing is left behind.
    """
    path = _path(name)
    part = f"{path}.tmp"
    with contextlib.suppress(FileNotFoundError):
        os.unlink(part)  # of a process that was killed
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        with open(descriptor, "w", encoding="utf-8") as file:
            json.dump(content, file)
            file.flush()
            os.fsync(descriptor)
        os.replace(part, path)
    except BaseException:
        os.unlink(part)
        raise


@contextlib.contextmanager
def locked(name: str) -> Iterator[None]:
    """Hold the session's lock, so that of several processes one asks AWS and the others use what it got.

    Raises:
        OSError: There is no folder to lock in, and none can be made.
    """
    import fcntl

    path = f"{_path(name).removesuffix('.json')}.lock"
    folder = os.path.dirname(path)
    make_private_folder(folder)
    if stat.S_IMODE(os.stat(folder).st_mode) & _PRIVATE:
        os.chmod(folder, 0o700)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _path(name: str) -> str:
    return os.path.join(os.path.expanduser(FOLDER), f"{name}.json")
