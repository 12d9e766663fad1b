"""What `xacct plan` prints: the stacks in a table, the lines that deploy them, JSON."""

from collections.abc import Iterator, Sequence
from typing import Any

from xacct_constructs.operations.plan import Planned, StackState
from xacct_constructs.report.diagnosis import why_words
from xacct_constructs.report.lines import command_lines, command_text, wrapped
from xacct_constructs.report.table import table

_HEADINGS = ("stack", "account", "region", "profile", "resources", "deployed")
_AT_ONCE = 4
"""So many stacks of a line are deployed at the same time."""


def plan_text(plan: Sequence[Planned], folder: str, *, width: int) -> str:
    """The stacks in a table, and behind it the lines that deploy those that are not deployed as they are written.

    Args:
        plan: The stacks, and what of each is deployed.
        folder: Of the cloud assembly.
        width: Characters on a line.
    """
    lines = [table(_HEADINGS, [_cells(each) for each in plan], width=width), ""]
    to_deploy = [each for each in plan if each.state is not StackState.AS_WRITTEN]
    lines += wrapped(_said(len(plan), len(to_deploy), command_text([folder])), width)
    for words in _deploying(to_deploy, folder):
        lines += ["", *command_lines(words, width, indent="  ")]
    return "\n".join(lines) + "\n"


def _cells(planned: Planned) -> tuple[str, ...]:
    stack, profile = planned.stack, planned.profile or "-"
    return stack.name, stack.account, stack.region, profile, str(len(stack.resources)), _state(planned)


def _state(planned: Planned) -> str:
    if planned.state is None:
        return "not looked at"
    return planned.state + (f": {why_words(planned.why)}" if planned.why else "")


def _said(stacks: int, to_deploy: int, folder: str) -> str:
    if not stacks:
        return "There is nothing to deploy."
    count = "1 stack" if stacks == 1 else f"{stacks} stacks"
    if not to_deploy:
        return f"Nothing is to be deployed: {count} {'stands' if stacks == 1 else 'stand'} as written."
    which = count if to_deploy == stacks else f"{to_deploy} of {count}"
    first = f"`xacct synth` writes {folder}, and `cdk diff --app {folder}` shows what changes"
    return f"To deploy: {which}. {first}. Then run these, in any order, since no stack waits for another:"


def _deploying(plan: Sequence[Planned], folder: str) -> Iterator[list[str]]:
    """A command for each profile; where several stacks are deployed at once, CDK can ask nobody in between."""
    for profile in dict.fromkeys(each.profile for each in plan):
        names = [each.stack.name for each in plan if each.profile == profile]
        words = ["cdk", "deploy", "--app", folder, *(["--profile", profile] if profile else [])]
        if len(names) > 1:
            words += ["--require-approval", "never", "--concurrency", str(_AT_ONCE)]
        yield [*words, *names]


def plan_data(plan: Sequence[Planned], folder: str) -> dict[str, Any]:
    """The same as JSON values; the arguments are those of `plan_text`."""
    to_deploy = [each for each in plan if each.state is not StackState.AS_WRITTEN]
    return {
        "version": 1,
        "stacks": [_data(each) for each in plan],
        "deploy": [command_text(words) for words in _deploying(to_deploy, folder)],
    }


def _data(planned: Planned) -> dict[str, Any]:
    stack = planned.stack
    return {
        "stack": stack.name,
        "account": stack.account,
        "account_name": stack.series,
        "region": stack.region,
        "profile": planned.profile,
        "resources": len(stack.resources),
        "deployed": None if planned.state is None else str(planned.state),
        "why": None if planned.why is None else why_words(planned.why),
    }
