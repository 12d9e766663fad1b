"""The local AWS: ministack on loopback behind a guard, IAM enforced, in a folder that goes away with it."""

import secrets
import shutil
import socket
import ssl
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

import trustme

from xacct_constructs.local.environment import bare_environment, client_environment
from xacct_constructs.local.errors import LocalAwsError
from xacct_constructs.local.guard.roots import root_secret
from xacct_constructs.local.processes import Child, at_the_latest, uninterrupted

_READY_WITHIN_SECONDS = 30.0
_SERVICES = ("cloudformation", "dynamodb", "iam", "kms", "organizations", "s3", "ssm", "sts")
"""What the CDK CLI deploys with, what the demo asks, and what the tests ask besides."""
# Ours comes last: what ministack needs is taken from its own environment.
_PROGRAM = "import sys; sys.path.append(sys.argv.pop(1)); from xacct_constructs.local.guard.serve import main; main()"


class LocalAws:
    """A local AWS that runs for as long as the `with` block.

    It has every account: the access key of an account's root is the account's ID.
    It listens on a free port of 127.0.0.1 only, over TLS with a certificate made for this run.
    It answers whoever has signed, and anonymous requests for objects: see `xacct_constructs.local.guard`.
    It ends with this program, and what was started with `start` too, however this program ends.
    """

    def __init__(
        self, python: Path, *, region: str = "eu-west-1", folder: Path | None = None, inherit: Sequence[int] = ()
    ) -> None:
        """Note what to start; nothing starts before the block is entered.

        Args:
            python: interpreter of an environment that has ministack and hypercorn.
            region: the clients' default one; left out, eu-west-1.
            folder: one that is there, this user's alone, and goes with it; left out, one for temporary files.
            inherit: file descriptors that the server keeps open; left out, none.
        """
        self.region = region
        self._python = python
        self._given = folder
        self._inherit = tuple(inherit)
        self._secret = secrets.token_urlsafe(24)
        self._closing = ExitStack()

    def __enter__(self) -> Self:
        """Start it and wait until it answers.

        Raises:
            LocalAwsError: it ended, or did not answer in time.
        """
        # Before the folder, which a kill leaves behind until there is a server to remove it.
        authority = trustme.CA()
        own = authority.issue_cert("127.0.0.1").private_key_and_cert_chain_pem
        try:
            with uninterrupted():
                self.folder = self._given or Path(tempfile.mkdtemp(prefix="xacct-"))
                self._removing = at_the_latest(self, shutil.rmtree, self.folder)
                self._closing.callback(self._removing)
            self.certificate, self._server_certificate = self.folder / "authority.pem", self.folder / "server.pem"
            authority.cert_pem.write_to_path(str(self.certificate))
            own.write_to_path(str(self._server_certificate))
            with socket.create_server(("127.0.0.1", 0)) as listening:
                self.port: int = listening.getsockname()[1]
                self._serve(listening)
            self._wait_until_ready()
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop the server and remove its folder."""
        with uninterrupted():
            self._closing.close()

    def stay_up(self, keep: Callable[[int], object]) -> None:
        """Let it outlive this program, which is to end now: what it was told to end with is no longer this one.

        Args:
            keep: starts the program that it ends with from here on; is given the file descriptor to be held open.
        """
        self._server.outlive(keep)
        self._removing.detach()
        self._closing.pop_all()

    @property
    def endpoint(self) -> str:
        """Where every service of every account answers."""
        return f"https://127.0.0.1:{self.port}"

    def root_credentials(self, account: str) -> tuple[str, str]:
        """Access key and secret of an account's root."""
        return account, root_secret(self._secret, account)

    def environment(self, account: str) -> dict[str, str]:
        """The variables with which a program acts as an account's root here, and can reach nothing else."""
        access_key, secret = self.root_credentials(account)
        return client_environment(
            self.folder,
            endpoint=self.endpoint,
            certificate=self.certificate,
            access_key=access_key,
            secret=secret,
            region=self.region,
        )

    def start(self, command: Sequence[str], *, environment: Mapping[str, str], folder: Path, output: Path) -> Child:
        """Start a program that uses it; see `Child`."""
        return Child(command, environment=environment, folder=folder, output=output, ended_by=self._server)

    def _serve(self, listening: socket.socket) -> None:
        root = Path(__file__).resolve().parents[2]
        # The socket is handed over open: no other program can take the port in between.
        handed = (str(self.folder), str(listening.fileno()), str(self._server_certificate))
        with uninterrupted():
            self._server = Child(
                [str(self._python), "-I", "-c", _PROGRAM, str(root), *handed],
                environment=self._server_environment(),
                folder=self.folder,
                output=self.folder / "server.log",
                inherit=[listening.fileno(), *self._inherit],
                lifeline=True,
            )
            self._closing.callback(self._server.stop)

    def _server_environment(self) -> Mapping[str, str]:
        return {
            **bare_environment(self.folder),
            "AUTH": "true",
            "AWS_SECRET_ACCESS_KEY": self._secret,
            "GATEWAY_PORT": str(self.port),
            "MINISTACK_HOST": "127.0.0.1",
            "MINISTACK_REGION": self.region,
            "SERVICES": ",".join(_SERVICES),
            "USE_SSL": "1",
            "STATE_DIR": str(self.folder / "state"),
            "S3_DATA_DIR": str(self.folder / "s3"),
            # Left on, each tries to open a port of its own, or looks for containers to remove.
            "IOT_MTLS_ENABLED": "0",
            "SFTP_ENABLED": "0",
            "DOCKER_HOST": f"unix://{self.folder / 'absent'}",
        }

    def _wait_until_ready(self) -> None:
        trusted = ssl.create_default_context(cafile=str(self.certificate))
        direct = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=trusted)
        )
        deadline = time.monotonic() + _READY_WITHIN_SECONDS
        while self._server.process.poll() is None and time.monotonic() < deadline:
            try:
                direct.open(self.endpoint, timeout=1)
            except urllib.error.HTTPError as refused:
                refused.close()
                return  # Nothing was signed: it answers, and guards.
            except OSError:
                time.sleep(0.02)
        raise LocalAwsError(f"the local AWS did not start\n{self._server.printed()}")
