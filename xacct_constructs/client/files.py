"""A person's own AWS files: where they are, what is in them, and whether they can be written."""

import os
import stat

from xacct_constructs.client.errors import AssumeError
from xacct_constructs.exits import USAGE


def config_path() -> str:
    """The configuration file: what `AWS_CONFIG_FILE` says, else `~/.aws/config`."""
    return _path("AWS_CONFIG_FILE", "config")


def credentials_path() -> str:
    """The credentials file: what `AWS_SHARED_CREDENTIALS_FILE` says, else `~/.aws/credentials`."""
    return _path("AWS_SHARED_CREDENTIALS_FILE", "credentials")


def own_folder(otherwise: str) -> str:
    """Where xacct keeps what is its own: what `XACCT_FOLDER` says, else the folder given."""
    return os.environ.get("XACCT_FOLDER") or os.path.expanduser(otherwise)


def make_private_folder(path: str) -> None:
    """Make a folder, and those above it that are missing, each its owner's alone whatever the umask is.

    Raises:
        OSError: It cannot be made.
    """
    if os.path.isdir(path):
        return
    make_private_folder(os.path.dirname(os.path.abspath(path)))
    try:
        os.mkdir(path, 0o700)
    except FileExistsError:
        if not os.path.isdir(path):  # else another process made it meanwhile
            raise


def read(path: str) -> bytes:
    """A file's content; nothing where there is no regular file, as the AWS CLI has it.

    Raises:
        AssumeError: It is there and cannot be read.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)  # a FIFO would wait for its writer
        with open(descriptor, "rb") as file:
            return file.read() if stat.S_ISREG(os.fstat(descriptor).st_mode) else b""
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return b""
    except OSError as problem:
        raise AssumeError(f"{path} cannot be read: {problem.strerror}", USAGE) from None


def target(path: str) -> str:
    """The file to write where a path leads, behind links; it need not be there yet.

    Raises:
        AssumeError: There is something else, or somebody else's file.
    """
    real = os.path.realpath(path)
    try:
        status = os.stat(path)
    except FileNotFoundError:
        if os.path.islink(path):
            raise AssumeError(f"{path} is a link to {real}, which is not there; make it, or remove it", USAGE) from None
        return real
    except OSError as problem:
        raise AssumeError(f"{path} cannot be read: {problem.strerror}", USAGE) from None
    if not stat.S_ISREG(status.st_mode):
        raise AssumeError(f"{path} is no regular file, so it cannot be written", USAGE)
    if status.st_uid != os.geteuid():
        raise AssumeError(f"{path} belongs to another user, with the ID {status.st_uid}; it is left alone", USAGE)
    return real


def _path(variable: str, name: str) -> str:
    path = os.environ.get(variable, os.path.join("~", ".aws", name))
    if not path:
        raise AssumeError(f"{variable} is empty; unset it, or let it name a file", USAGE)
    return os.path.expanduser(os.path.expandvars(path))
