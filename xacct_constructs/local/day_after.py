"""The day after: the real commands as processes, on an agreement that works, is broken, mended, revoked, and back."""

import itertools
import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from xacct_constructs.local import story
from xacct_constructs.local.clients import Clients, Credentials
from xacct_constructs.local.errors import LocalAwsError
from xacct_constructs.local.probes import Observation, Probe, ProbeAnswer
from xacct_constructs.local.processes import Child
from xacct_constructs.local.screen import Screen
from xacct_constructs.local.server import LocalAws

_WITHIN_SECONDS = 60.0
_XACCT = (sys.executable, "-m", "xacct_constructs.cli")
_READ = (sys.executable, "-m", "xacct_constructs.local.read_report")
# The session stays in the shell: neither a file nor an argument carries it.
_EVALUATE = f'given=$("$0" -m xacct_constructs.cli "$@") || exit; eval "$given"; exec "$0" -m {_READ[2]}'


class DayAfter:
    """Runs `xacct` as alice, with her own keys, and as production's administrator."""

    def __init__(self, screen: Screen, aws: LocalAws, *, assembly: Path, checkout: Path) -> None:
        """Note where all of it is.

        Args:
            screen: where the steps are shown.
            aws: a local AWS with the story's app deployed; its folder is the commands' home.
            assembly: the folder that the app was deployed from, which says what was agreed.
            checkout: where the commands run.
        """
        self._screen = screen
        self._aws = aws
        self._clients = Clients(aws)
        self._assembly = assembly
        self._checkout = checkout
        self._numbers = itertools.count()
        self.observations: list[Observation] = []

    def live(self, alice: Credentials | None) -> None:
        """Use the access, break and mend it, end it, and give it back.

        Args:
            alice: her long-lived key; None, where there was no way in to begin with, fails every line.

        Raises:
            LocalAwsError: a command did not end, or access could not be revoked or given back.
        """
        if alice is None:
            self.observations += [Observation(each, ProbeAnswer.FAILED, "no credentials") for each in story.DAY_AFTER]
            return
        self._screen.heading("The day after, with xacct's own commands")
        name, report = story.ROLE_NAME, story.REPORT
        with self._screen.step("env", f'5. eval "$(xacct env {name})" in sh, and {report} is read.'):
            self._evaluate(story.ENV, alice)
        with self._screen.step("exec", f"6. xacct exec {name} -- a program that reads it."):
            self._exec(story.EXEC, alice)
        with self._screen.step("verify", f"7. xacct verify {name}: as agreed, and the neighbours refused."):
            ended = self._run(*_XACCT, "verify", name, who=alice)
            self._note(story.VERIFY, ended, says=" as agreed", refused=" not as agreed")
        with self._screen.step("doctor", f"8. Another user in the trust policy: xacct doctor {name} says so."):
            with self._trusting_another():
                self._doctor(story.DOCTOR_BROKEN)
            self._doctor(story.DOCTOR_MENDED)
        with self._screen.step("revoke", f"9. xacct revoke {name}: all refused; with --undo, as before."):
            self._revoke("--yes")
            self._evaluate(story.ENV_REVOKED, alice, "--renew")
            self._exec(story.EXEC_REVOKED, alice)
            self._revoke("--undo", "--yes")
            self._exec(story.EXEC_UNDONE, alice)
            self._evaluate(story.ENV_UNDONE, alice, "--renew")

    def _evaluate(self, probe: Probe, alice: Credentials, *options: str) -> None:
        words = ("env", *options, story.ROLE_NAME, "--shell", "sh")
        ended = self._run("sh", "-c", _EVALUATE, sys.executable, *words, who=alice)
        # Not the reader's own refusal: it is the role that must not be had.
        self._note(probe, ended, says="revenue", refused="could not be assumed: AccessDenied")

    def _exec(self, probe: Probe, alice: Credentials) -> None:
        ended = self._run(*_XACCT, "exec", story.ROLE_NAME, "--", *_READ, who=alice)
        self._note(probe, ended, says="revenue", refused="AccessDenied")

    def _doctor(self, probe: Probe) -> None:
        ended = self._run(*_XACCT, "doctor", story.ROLE_NAME)
        self._note(probe, ended, says="nothing wrong in what could be seen", refused="WRONG: trust policy")

    def _revoke(self, *options: str) -> None:
        code, printed = self._run(*_XACCT, "revoke", *options, story.ROLE_NAME)
        if code != 0:
            raise LocalAwsError(f"xacct revoke failed with exit code {code}\n{printed}")

    def _note(self, probe: Probe, ended: tuple[int, str], *, says: str, refused: str) -> None:
        """No exit code is believed alone: the words that a person would look for have to be there."""
        code, printed = ended
        if code == 0 and says in printed:
            self.observations.append(Observation(probe, ProbeAnswer.ALLOWED))
        elif code == 1 and refused in printed:
            self.observations.append(Observation(probe, ProbeAnswer.REFUSED))
        else:
            self.observations.append(Observation(probe, ProbeAnswer.FAILED, f"exit code {code}"))

    def _run(self, *command: str, who: Credentials | None = None) -> tuple[int, str]:
        """The exit code, and all that was printed; as production's administrator, if nobody else is named."""
        environment = self._aws.environment(story.TRUSTING_ACCOUNT)
        environment["XACCT_AGREEMENTS"] = str(self._assembly / "xacct-agreements.json")
        if who:
            environment |= {"AWS_ACCESS_KEY_ID": who.access_key, "AWS_SECRET_ACCESS_KEY": who.secret}
        output = self._aws.folder / f"day-after-{next(self._numbers)}.log"
        with self._aws.start(command, environment=environment, folder=self._checkout, output=output) as child:
            return _code(child, command), child.printed()

    @contextmanager
    def _trusting_another(self) -> Iterator[None]:
        """By hand, as it happens: the role trusts another user of staging."""
        iam = self._clients.of_account("iam", story.TRUSTING_ACCOUNT)
        before = json.dumps(iam.get_role(RoleName=story.ROLE_NAME)["Role"]["AssumeRolePolicyDocument"])
        other = before.replace(story.USER_ARN, f"{story.USER_ARN}-before")
        iam.update_assume_role_policy(RoleName=story.ROLE_NAME, PolicyDocument=other)
        try:
            yield
        finally:
            iam.update_assume_role_policy(RoleName=story.ROLE_NAME, PolicyDocument=before)


def _code(child: Child, command: Sequence[str]) -> int:
    try:
        return child.process.wait(_WITHIN_SECONDS)
    except subprocess.TimeoutExpired:
        raise LocalAwsError(f"{command[0]} took longer than {_WITHIN_SECONDS:.0f} s\n{child.printed()}") from None
