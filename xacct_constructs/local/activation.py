"""What a person's shell needs to be in a sandbox: profiles, programs, and `activate`, which a shell reads."""

import os
import shlex
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

from xacct_constructs.local.checkout import Checkout
from xacct_constructs.local.clients import Credentials
from xacct_constructs.local.environment import node_program
from xacct_constructs.local.sandbox import VARIABLE
from xacct_constructs.local.server import LocalAws

_ACTIVATE = """\
# sh, bash and zsh: . {folder}/activate
# The way back is leave_sandbox. Your own AWS files are neither read nor written meanwhile.

if command -v leave_sandbox >/dev/null 2>&1; then leave_sandbox; fi

# The variables that say who somebody is on AWS, and where it is asked.
_sandbox_variables() {{
  env | sed -nE -e 's/^((AWS|XACCT|CDK_DEFAULT|CDK_DISABLE)_[A-Za-z0-9_]+)=.*/\\1/p' \\
    -e 's/^(CDK_HOME|NODE_EXTRA_CA_CERTS|NO_PROXY|no_proxy)=.*/\\1/p'
}}

_sandbox_kept=
for _sandbox_name in $(_sandbox_variables); do
  if eval "[ \\"\\${{$_sandbox_name+set}}\\" ]"; then
    eval "_sandbox_was_$_sandbox_name=\\$$_sandbox_name"
    unset "$_sandbox_name"
    _sandbox_kept="$_sandbox_kept $_sandbox_name"
  fi
done

leave_sandbox() {{
  for _sandbox_name in $(_sandbox_variables); do unset "$_sandbox_name"; done
  for _sandbox_name in $(printf '%s' "$_sandbox_kept"); do
    eval "export $_sandbox_name=\\"\\$_sandbox_was_$_sandbox_name\\"; unset _sandbox_was_$_sandbox_name"
  done
  _sandbox_path=":$PATH:"
  _sandbox_path="${{_sandbox_path%%:"$_sandbox_programs":*}}:${{_sandbox_path#*:"$_sandbox_programs":}}"
  _sandbox_path="${{_sandbox_path#:}}"
  PATH="${{_sandbox_path%:}}"
  if [ -n "${{PS1-}}" ]; then PS1="${{PS1#"(sandbox) "}}"; fi
  unset _sandbox_kept _sandbox_name _sandbox_path _sandbox_programs
  unset -f leave_sandbox _sandbox_variables
}}

{exports}
# Proxies are not for this machine.
export NO_PROXY="127.0.0.1${{_sandbox_was_NO_PROXY:+,$_sandbox_was_NO_PROXY}}"
export no_proxy="127.0.0.1${{_sandbox_was_no_proxy:+,$_sandbox_was_no_proxy}}"
_sandbox_programs={programs}
PATH="$_sandbox_programs:$PATH"
if [ -n "${{PS1-}}" ]; then PS1="(sandbox) $PS1"; fi
"""


def write(aws: LocalAws, checkout: Checkout, agreements: Path, profiles: Mapping[str, Credentials]) -> None:
    """Put all of it into the local AWS's folder.

    Args:
        aws: a local AWS that runs.
        checkout: whose CDK CLI it is.
        agreements: the document of what is deployed.
        profiles: what each profile is called, with its keys.
    """
    folder = aws.folder
    shutil.copy(agreements, folder / agreements.name)
    _write_private(folder / "config", "".join(f"[{_section(name)}]\nregion = {aws.region}\n\n" for name in profiles))
    _write_private(folder / "credentials", "".join(_keys(name, keys) for name, keys in profiles.items()))
    programs = folder / "bin"
    programs.mkdir()
    for name, lines in _programs(checkout).items():
        (programs / name).write_text("\n".join(["#!/bin/sh", *lines, ""]))
        (programs / name).chmod(0o700)
    exports = "\n".join(f"export {name}={shlex.quote(value)}" for name, value in _variables(aws, agreements).items())
    (folder / "activate").write_text(
        _ACTIVATE.format(folder=shlex.quote(str(folder)), exports=exports, programs=shlex.quote(str(programs)))
    )


def _variables(aws: LocalAws, agreements: Path) -> Mapping[str, str]:
    folder, certificate = aws.folder, str(aws.certificate)
    return {
        VARIABLE: str(folder),
        "XACCT_AGREEMENTS": str(folder / agreements.name),
        "XACCT_FOLDER": str(folder / "xacct"),
        "AWS_CONFIG_FILE": str(folder / "config"),
        "AWS_SHARED_CREDENTIALS_FILE": str(folder / "credentials"),
        # Not in the profiles: it must hold for those too that somebody adds.
        "AWS_ENDPOINT_URL": aws.endpoint,
        "AWS_CA_BUNDLE": certificate,
        "NODE_EXTRA_CA_CERTS": certificate,
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_PAGER": "",
        "CDK_HOME": str(folder / "cdk"),
        "CDK_DISABLE_CLI_TELEMETRY": "true",
        "CDK_DISABLE_VERSION_CHECK": "true",
    }


def _programs(checkout: Checkout) -> Mapping[str, list[str]]:
    """What is typed by name: this xacct, the pinned CDK CLI, and the AWS CLI, whose old ones know no such variable."""
    node = str(checkout.node or node_program(os.environ) or "node")
    found = {
        "xacct": [_calls(sys.executable, "-P", "-m", "xacct_constructs.cli")],
        # Not by PATH, which says whose Python runs the app.
        "cdk": [f"export JSII_NODE={shlex.quote(node)}", _calls(node, str(checkout.cdk))],
    }
    if aws := shutil.which("aws"):
        found["aws"] = [f'exec {shlex.quote(aws)} --endpoint-url "$AWS_ENDPOINT_URL" "$@"']
    return found


def _calls(*words: str) -> str:
    return f'exec {shlex.join(words)} "$@"'


def _section(name: str) -> str:
    return name if name == "default" else f"profile {name}"


def _keys(name: str, keys: Credentials) -> str:
    return f"[{name}]\naws_access_key_id = {keys.access_key}\naws_secret_access_key = {keys.secret}\n\n"


def _write_private(path: Path, text: str) -> None:
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
