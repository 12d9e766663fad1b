"""The pinned CDK CLI, run against the local AWS."""

import shlex
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from xacct_constructs.local.errors import LocalAwsError
from xacct_constructs.local.processes import Child
from xacct_constructs.local.server import LocalAws

_WITHIN_SECONDS = 300.0
_ASSEMBLY = "cdk.out"
_ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess"


def python_app(*arguments: str) -> str:
    """The command that runs a CDK app in Python, with this program's interpreter and libraries."""
    return shlex.join([sys.executable, *arguments])


class Cdk:
    """Bootstraps accounts, deploys and destroys apps, with the credentials of one account."""

    def __init__(self, aws: LocalAws, cli: Path, *, deployer: str) -> None:
        """Note what to run and as whom.

        Args:
            aws: a local AWS that runs.
            cli: the CDK CLI.
            deployer: the account whose credentials deploy, into itself and into those that trust it.
        """
        self._aws = aws
        self._cli = cli
        self._deployer = deployer

    def bootstrap(self, accounts: Sequence[str]) -> None:
        """Prepare accounts for CDK, all at once; every one but the deployer's trusts the deployer.

        Raises:
            LocalAwsError: one of them failed.
        """
        with ExitStack() as running:
            children = [running.enter_context(self._bootstrap(account)) for account in accounts]
            for child in children:
                _finish(child)

    def deploy(self, *apps: str, folder: Path) -> list[Path]:
        """Deploy every stack of the apps, all apps at once.

        Args:
            apps: commands that run a CDK app, or folders of finished cloud assemblies; left out, `cdk.json` says.
            folder: where they run.

        Returns:
            The cloud assembly that each app wrote, in their order; nothing is there for an app that is a folder.

        Raises:
            LocalAwsError: one of them failed; the text ends with what the CLI printed.
        """
        with ExitStack() as running:
            children = [
                running.enter_context(self._run(folder, "deploy", "--all", "--require-approval", "never", app=app))
                for app in apps or (None,)
            ]
            for child in children:
                _finish(child)
        return [child.output.parent / _ASSEMBLY for child in children]

    def destroy(self, app: str | None = None, *, folder: Path) -> None:
        """Delete every stack of an app.

        Args:
            app: as for `deploy`.
            folder: where it runs.

        Raises:
            LocalAwsError: the text ends with what the CLI printed.
        """
        with self._run(folder, "destroy", "--all", "--force", app=app) as child:
            _finish(child)

    def _bootstrap(self, account: str) -> Child:
        trust = [] if account == self._deployer else ["--trust", self._deployer]
        target = ["bootstrap", f"aws://{account}/{self._aws.region}"]
        policies = ["--cloudformation-execution-policies", _ADMINISTRATOR]
        return self._run(self._aws.folder, *target, *trust, *policies, account=account)

    def _run(self, folder: Path, *arguments: str, app: str | None = None, account: str | None = None) -> Child:
        # Of its own, since several may run side by side.
        own = Path(tempfile.mkdtemp(prefix="cdk-", dir=self._aws.folder))
        command = [str(self._cli), *arguments, "--no-notices", "--output", str(own / _ASSEMBLY)]
        return self._aws.start(
            command if app is None else [*command, "--app", app],
            environment=self._aws.environment(account or self._deployer),
            folder=folder,
            output=own / "printed.log",
        )


def _finish(child: Child) -> None:
    command = " ".join(("cdk", *child.command[1:3]))
    try:
        code = child.process.wait(_WITHIN_SECONDS)
    except subprocess.TimeoutExpired:
        raise LocalAwsError(f"{command} took longer than {_WITHIN_SECONDS:.0f} s\n{child.printed()}") from None
    if code != 0:
        raise LocalAwsError(f"{command} failed with exit code {code}\n{child.printed()}")
