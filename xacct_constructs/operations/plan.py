"""What of an access file's stacks is deployed: each account is asked by its own profile, and nothing is changed.

Source: CloudFormation API reference, DescribeStacks and GetTemplate; CloudFormation User Guide, "Stack status codes".
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from itertools import groupby
from typing import Any, NamedTuple

from xacct_constructs.access_file import Account
from xacct_constructs.account_stacks import AccountStack
from xacct_constructs.client.deadline import waiting
from xacct_constructs.client.errors import AssumeError
from xacct_constructs.operations.calls import Looks, session_of, who_is
from xacct_constructs.operations.found import Why

_TOGETHER = 8
"""So many accounts are asked at the same time."""
_AT_REST = frozenset(
    {"CREATE_COMPLETE", "IMPORT_COMPLETE", "IMPORT_ROLLBACK_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE"}
)
"""Statuses in which the template that CloudFormation gives is what it made."""
_EMPTY = frozenset({"REVIEW_IN_PROGRESS"})
"""A change set was made for it, and nothing else yet."""


class StackState(StrEnum):
    """What is deployed of one stack."""

    AS_WRITTEN = "deployed as written"
    OTHERWISE = "deployed, and changes"
    MISSING = "not deployed"
    NOT_AT_REST = "not at rest"
    NOT_SEEN = "not seen"


class Planned(NamedTuple):
    """One stack, and what of it is deployed.

    Attributes:
        stack: The stack.
        profile: Whose credentials deploy it. None: what the AWS CLI would use.
        state: What is deployed of it. None: nobody looked.
        why: CloudFormation's status of a stack that is not at rest; why one was not seen. None: no more is to be said.
    """

    stack: AccountStack
    profile: str | None
    state: StackState | None = None
    why: Why | None = None


def read_plan(
    accounts: Mapping[str, Account], stacks: Sequence[AccountStack], *, offline: bool = False
) -> list[Planned]:
    """Look what of the stacks is deployed, in every account for which there are credentials.

    Args:
        accounts: The file's accounts, each by its name.
        stacks: What is written; those of an account's name stand together.
        offline: Whether nobody is asked. Default: AWS is.
    """
    plan = [Planned(each, accounts[each.series].profile) for each in stacks]
    if offline:
        return plan
    from concurrent.futures import ThreadPoolExecutor

    series = [(accounts[name], list(of)) for name, of in groupby(plan, key=lambda each: each.stack.series)]
    # The command's time runs here, once for all threads.
    with waiting(), ThreadPoolExecutor(_TOGETHER) as threads:
        try:
            return [each for seen in threads.map(lambda of: _looked_at(*of), series) for each in seen]
        except BaseException:
            threads.shutdown(wait=False, cancel_futures=True)
            raise


def _looked_at(account: Account, plan: Sequence[Planned]) -> list[Planned]:
    """The stacks of one series, each with what is deployed of it."""
    client, why = _client(account)
    looks, about = Looks(), f"stacks of {account.name}"
    found = looks.all(about, client, "describe_stacks", "Stacks") if client else []
    if why := why or looks.unseen.get(about):
        return [each._replace(state=StackState.NOT_SEEN, why=why) for each in plan]
    statuses = {each["StackName"]: str(each["StackStatus"]) for each in found}
    return [_stack(looks, client, each, statuses.get(each.stack.name)) for each in plan]


def _client(account: Account) -> tuple[Any, Why | None]:
    """Whoever asks CloudFormation in the account; or None, and why nobody does."""
    try:
        side = who_is(session_of(account.profile, account.region), account.region)
    except AssumeError as problem:
        return None, str(problem)
    if side.account == account.account:
        return side.client("cloudformation", account.region), None
    whose = f"profile {account.profile}" if account.profile else "what the AWS CLI would use"
    return None, f"{whose} is of account {side.account}"


def _stack(looks: Looks, client: Any, planned: Planned, status: str | None) -> Planned:
    if status is None or status in _EMPTY:
        return planned._replace(state=StackState.MISSING)
    if status not in _AT_REST:
        return planned._replace(state=StackState.NOT_AT_REST, why=status)
    name = planned.stack.name
    answer = looks.at(name, client.get_template, StackName=name, TemplateStage="Original")
    if answer is None:
        return planned._replace(state=StackState.NOT_SEEN, why=looks.unseen.get(name, "it is gone"))
    same = _resources(answer["TemplateBody"]) == planned.stack.resources
    return planned._replace(state=StackState.AS_WRITTEN if same else StackState.OTHERWISE)


def _resources(template: Any) -> Any:
    """The template's resources without the line that CDK writes about itself; None for a template that is not JSON."""
    found = template.get("Resources") if isinstance(template, Mapping) else None
    if not isinstance(found, Mapping):
        return None
    return {name: each for name, each in found.items() if each.get("Type") != "AWS::CDK::Metadata"}
