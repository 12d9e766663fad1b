"""The person's four steps, as the AWS walk-through has them, and then what everybody else tries."""

from collections.abc import Iterator, Mapping
from typing import Any

from xacct_constructs.local import story
from xacct_constructs.local.clients import Clients, Credentials
from xacct_constructs.local.probes import Observation, Probe, ProbeAnswer, observe
from xacct_constructs.local.screen import Screen

VARIABLES = {
    "AWS_ACCESS_KEY_ID": "AccessKeyId",
    "AWS_SECRET_ACCESS_KEY": "SecretAccessKey",
    "AWS_SESSION_TOKEN": "SessionToken",
}
"""What a person exports, and where `AssumeRole` answers it."""


class Walk:
    """Asks one probe after the other and keeps every answer."""

    def __init__(self, screen: Screen, clients: Clients, callers: Mapping[str, Credentials | None]) -> None:
        """Begin with the two accounts' administrators and the callers given.

        Args:
            screen: where the steps are shown.
            clients: of the local AWS.
            callers: those that the app knows nothing of.
        """
        self._screen = screen
        self._clients = clients
        self._callers = dict(callers)
        self._callers[story.PRODUCTION] = clients.root_credentials(story.TRUSTING_ACCOUNT)
        self._callers[story.STAGING] = clients.root_credentials(story.TRUSTED_ACCOUNT)
        self.observations: list[Observation] = []

    @property
    def alice(self) -> Credentials | None:
        """Her long-lived key, once the role has let her in with it; before that, None."""
        return self._callers.get(story.ALICE) if story.SESSION in self._callers else None

    def take_four_steps(self) -> None:
        """Find the role and the user, assume the role, read the bucket."""
        self._screen.heading("Alice of staging reads production's bucket")
        if role := self._step("1. The role is there.", story.ROLE):
            self._show(story.ROLE_ARN)
            for statement in role["Role"]["AssumeRolePolicyDocument"]["Statement"]:
                self._show(*_trusts(statement))
        if self._step("2. The user is there.", story.USER):
            self._show(story.USER_ARN)
            for statement in self._user_statements():
                self._show(f"may {_listed(statement['Action'])} on {_listed(statement['Resource'])}")
            self._callers[story.ALICE] = story.make_access_key(self._clients, story.TRUSTED_ACCOUNT, story.USER_NAME)
        if session := self._step("3. She assumes the role, and sets three variables (values not shown).", story.ASSUME):
            self._show(f"like: aws sts assume-role --role-arn {story.ROLE_ARN} --role-session-name {story.USER_NAME}")
            self._show(*(f"export {name}=..." for name, key in VARIABLES.items() if session["Credentials"][key]))
            self._callers[story.SESSION] = story.credentials_of(session)
        if found := self._step("4. With them she lists and reads the bucket.", story.LIST):
            self._show(f"like: aws s3 ls s3://{story.BUCKET}/monthly/")
            self._show(*(each["Key"] for each in found["Contents"]))
        if report := self._step("", story.READ):
            self._show(f"like: aws s3 cp s3://{story.BUCKET}/{story.REPORT} -")
            self._show(*report["Body"].read().decode().splitlines())

    def try_others(self) -> None:
        """Ask what must fail; from here on staging allows Alice everything, so that it is not what refuses her."""
        if story.ALICE in self._callers:
            story.allow_everything(self._clients, story.TRUSTED_ACCOUNT, story.USER_NAME)
        for probe in story.OTHERS:
            self._ask(probe)

    def _ask(self, probe: Probe) -> Observation:
        observation = observe(probe, self._clients, self._callers)
        self.observations.append(observation)
        return observation

    def _step(self, title: str, probe: Probe) -> Mapping[str, Any]:
        """The answer of a step that is to be allowed; empty, and said, when it is not."""
        if title:
            self._screen.line(title)
        observation = self._ask(probe)
        if observation.seen is not ProbeAnswer.ALLOWED:
            self._screen.line(f"   {probe.what}: {observation.seen} {observation.detail}", style="bold red")
        return observation.response

    def _show(self, *lines: str) -> None:
        for line in lines:
            self._screen.line(f"   {line}", style="dim")

    def _user_statements(self) -> Iterator[Mapping[str, Any]]:
        iam = self._clients.of_account("iam", story.TRUSTED_ACCOUNT)
        user = {"UserName": story.USER_NAME}
        for name in iam.list_user_policies(**user)["PolicyNames"]:
            yield from iam.get_user_policy(**user, PolicyName=name)["PolicyDocument"]["Statement"]


def _trusts(statement: Mapping[str, Any]) -> Iterator[str]:
    yield f"trusts {_listed(statement['Principal']['AWS'])}"
    for operator, keys in statement.get("Condition", {}).items():
        for key, value in keys.items():
            yield f"if {operator} {key} {_listed(value)}"


def _listed(values: str | list[str]) -> str:
    return values if isinstance(values, str) else ", ".join(values)
