"""The environment of the local AWS's clients: complete, and with nothing of a person's own AWS in it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path

_KEPT = ("LANG", "LC_ALL", "LC_CTYPE", "TZ", "LD_LIBRARY_PATH", "VIRTUAL_ENV")
_KEPT_PREFIXES = ("JSII_", "PYTHON")


def bare_environment(folder: Path, inherited: Mapping[str, str] | None = None) -> dict[str, str]:
    """What a program needs that starts no other, and nothing that tells it who a person is on AWS.

    A list of what stays, not of what goes: `AWS_*`, proxies and settings of tools do not pass.
    Home and the folder for temporary files are inside `folder`, so that `~/.aws`, its caches, and `~/.cdk.json` are
    out of reach and everything left behind goes with the folder.

    Args:
        folder: a folder of our own.
        inherited: the variables to choose from; left out, this process's.
    """
    inherited = os.environ if inherited is None else inherited
    kept = {name: value for name, value in inherited.items() if name in _KEPT or name.startswith(_KEPT_PREFIXES)}
    home, temporary = folder / "home", folder / "tmp"
    home.mkdir(exist_ok=True)
    temporary.mkdir(exist_ok=True)
    return {**kept, "HOME": str(home), "TMPDIR": str(temporary)}


def clean_environment(folder: Path, inherited: Mapping[str, str] | None = None) -> dict[str, str]:
    """The bare one, and what Node and jsii need; arguments as there."""
    inherited = os.environ if inherited is None else inherited
    return {
        # A new home would mean a cold cache, some ten seconds each time.
        "JSII_RUNTIME_PACKAGE_CACHE_ROOT": str(_jsii_cache(inherited)),
        "JSII_SILENCE_WARNING_DEPRECATED_NODE_VERSION": "1",
        "JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION": "18,20,22",
        "JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION": "1",
        **bare_environment(folder, inherited),
        "PATH": _path(inherited),
    }


def client_environment(
    folder: Path, *, endpoint: str, certificate: Path, access_key: str, secret: str, region: str
) -> dict[str, str]:
    """The variables with which a program acts as the root of one account of the local AWS.

    Configuration and credentials files are set to one that does not exist.

    Args:
        folder: a folder of our own, home of the program.
        endpoint: where the local AWS listens.
        certificate: of the authority that signed the endpoint's.
        access_key: an account ID, for that account's root.
        secret: that root's.
        region: the default one.
    """
    absent = str(folder / "absent")
    return {
        **clean_environment(folder),
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_CA_BUNDLE": str(certificate),
        "NODE_EXTRA_CA_CERTS": str(certificate),
        "AWS_ACCESS_KEY_ID": access_key,
        "AWS_SECRET_ACCESS_KEY": secret,
        "AWS_REGION": region,
        "AWS_DEFAULT_REGION": region,
        "AWS_CONFIG_FILE": absent,
        "AWS_SHARED_CREDENTIALS_FILE": absent,
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED": "true",
        "CDK_DISABLE_CLI_TELEMETRY": "true",
        "CDK_DISABLE_VERSION_CHECK": "true",
        "CDK_VALIDATION": "false",
    }


def node_program(inherited: Mapping[str, str]) -> Path | None:
    """The Node that a person's `node` runs; None where there is none."""
    node = shutil.which("node", path=inherited.get("PATH", os.defpath))
    return None if node is None else _real_node(node, tuple(inherited.items()))


def _path(inherited: Mapping[str, str]) -> str:
    """This interpreter's folder and Node's real one first: a version manager's shims look for things at home."""
    folders = [str(Path(sys.executable).parent), *([str(node.parent)] if (node := node_program(inherited)) else [])]
    return os.pathsep.join([*folders, inherited.get("PATH", os.defpath)])


@cache
def _real_node(node: str, inherited: tuple[tuple[str, str], ...]) -> Path:
    """Where Node really is; asked once, and not again for each program that is started."""
    asked = subprocess.run(  # noqa: S603 - Node as the person runs it
        [node, "-p", "process.execPath"], env=dict(inherited), capture_output=True, text=True, check=False
    )
    return Path(asked.stdout.strip() or node)


def _jsii_cache(inherited: Mapping[str, str]) -> Path:
    """Where jsii keeps its package cache by itself; a value set in the environment goes before it."""
    home = Path(inherited.get("HOME", "~")).expanduser()
    if sys.platform == "darwin":
        return home / "Library" / "Caches" / "com.amazonaws.jsii" / "package-cache"
    return home / ".cache" / "aws" / "jsii" / "package-cache"
