"""boto3 clients of the local AWS: everything they need is passed, nothing is read from a person's settings."""

import threading
from dataclasses import dataclass
from typing import Any

import boto3
import botocore
import botocore.session
from botocore.config import Config

from xacct_constructs.local.server import LocalAws


@dataclass(frozen=True, slots=True)
class Credentials:
    """Keys of a user, or of a role's session. Never shown: a `repr` leaves out what is secret."""

    access_key: str
    secret: str
    token: str | None = None

    def __repr__(self) -> str:
        """Only the kind."""
        return f"<{'temporary' if self.token else 'long-lived'} credentials>"


class Clients:
    """Makes clients for whoever asks, one for each service and caller, with one connection that stays."""

    def __init__(self, aws: LocalAws) -> None:
        """Open a session on a local AWS that runs.

        Neither a profile, nor configuration files, nor proxies are looked up.
        """
        absent = str(aws.folder / "absent")
        variables = {
            "profile": (None, None, None, None),
            "config_file": (None, None, absent, None),
            "credentials_file": (None, None, absent, None),
        }
        self._aws = aws
        self._making = threading.Lock()
        self._made: dict[tuple[str, Credentials | None], Any] = {}
        self._session = boto3.Session(botocore_session=botocore.session.Session(session_vars=variables))

    def root_credentials(self, account: str) -> Credentials:
        """The credentials of an account's root."""
        return Credentials(*self._aws.root_credentials(account))

    def of_account(self, service: str, account: str) -> Any:
        """A client that acts as an account's root."""
        return self.of(service, self.root_credentials(account))

    def of(self, service: str, credentials: Credentials | None) -> Any:
        """A client that acts with these credentials; with None its requests are unsigned."""
        # Clients may be shared by threads; the session that makes them may not.
        with self._making:
            asked = (service, credentials)
            if asked not in self._made:
                self._made[asked] = self._make(service, credentials)
            return self._made[asked]

    def _make(self, service: str, credentials: Credentials | None) -> Any:
        keys = credentials or Credentials("unsigned", "unsigned")
        config = Config(
            signature_version=None if credentials else botocore.UNSIGNED,
            retries={"total_max_attempts": 1},
            s3={"addressing_style": "path"},
            proxies={},
            use_fips_endpoint=False,
            use_dualstack_endpoint=False,
        )
        return self._session.client(
            service,
            region_name=self._aws.region,
            endpoint_url=self._aws.endpoint,
            verify=str(self._aws.certificate),
            aws_access_key_id=keys.access_key,
            aws_secret_access_key=keys.secret,
            aws_session_token=keys.token,
            config=config,
        )
