"""AWS profiles of a local AWS: what a person has in `~/.aws/config`, for accounts that are not real."""

from pathlib import Path
from typing import Any

import boto3
import botocore.session

from xacct_constructs.local.accounts import Accounts
from xacct_constructs.local.clients import Credentials

PRODUCTION, STAGING, THIRD = "production", "staging", "third"
ACCOUNTS = {PRODUCTION: "111111111111", STAGING: "222222222222", THIRD: "333333333333"}


class Profiles:
    """A configuration file in a folder, with one profile for each account's root, and more as they are added."""

    def __init__(self, accounts: Accounts, folder: Path) -> None:
        """Write the roots' profiles."""
        self._aws = accounts.aws
        self._sessions: dict[str, Any] = {}
        self.file = folder / "config"
        self.file.write_text("")
        for name, account in ACCOUNTS.items():
            self.add(name, accounts.clients.root_credentials(account))

    def add(self, name: str, credentials: Credentials) -> None:
        """Add a profile."""
        lines = [
            f"[profile {name}]",
            f"aws_access_key_id = {credentials.access_key}",
            f"aws_secret_access_key = {credentials.secret}",
            *([f"aws_session_token = {credentials.token}"] if credentials.token else []),
            f"region = {self._aws.region}",
            f"endpoint_url = {self._aws.endpoint}",
            f"ca_bundle = {self._aws.certificate}",
            "s3 =",
            "  addressing_style = path",
            "",
        ]
        with self.file.open("a") as config:
            config.write("\n".join(lines))

    def has(self, name: str) -> bool:
        """Whether there is such a profile."""
        return f"[profile {name}]\n" in self.file.read_text()

    def session(self, name: str) -> Any:
        """A boto3 session of a profile; the same each time, since loading AWS's models takes a while."""
        if name in self._sessions:
            return self._sessions[name]
        variables = {"config_file": (None, None, str(self.file), None), "profile": (None, None, name, None)}
        self._sessions[name] = boto3.Session(botocore_session=botocore.session.Session(session_vars=variables))
        return self._sessions[name]
