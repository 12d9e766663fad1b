"""Who gets at what is agreed on by having a program answer: a role that may call one comes to what that can read."""

from collections import deque
from collections.abc import Iterator

from xacct_constructs.assembly import Assembly, Identity, Other
from xacct_constructs.iam import UndecidedError
from xacct_constructs.proof.identities import caller_of
from xacct_constructs.proof.leading import Lead, Leading, permissions
from xacct_constructs.request_sets import Box, action_literal, box, product, request_in, resource_literal

_ANSWERING = {
    "AWS::Lambda::Function": ("lambda:InvokeFunction", "lambda:InvokeFunctionUrl"),
    "AWS::StepFunctions::StateMachine": ("states:StartSyncExecution", "states:DescribeExecution"),
}
"""Types that answer whoever calls them, and by which actions."""


class Calling:
    """Follows roles to the programs that they may call, and to the roles that these act as."""

    def __init__(self, assembly: Assembly, leading: Leading) -> None:
        """Take who comes to what is agreed on by himself."""
        self._assembly, self._leading = assembly, leading

    def why(self, role: Identity) -> str:
        """Why a role comes to what is agreed on, by itself or by what it may call, or may; empty where it does not."""
        seen, waiting = {role.arn}, deque([(role, "")])
        while waiting:
            here, by = waiting.popleft()
            if why := self._leading.why(here):
                return by + why
            for program in self._called(here):
                for other in self._leading.acting.roles(program):
                    if other.arn not in seen:
                        seen.add(other.arn)
                        waiting.append((other, f"{by}{here.arn} may call {program.origin.logical_id}, and "))
        return ""

    def _called(self, role: Identity) -> Iterator[Other]:
        own = permissions(role)
        if isinstance(own, Lead):
            return
        for each in self._assembly.others:
            if any(_may(asked, role) for asked in product(own, _calls(each))):
                yield each


def _calls(program: Other) -> list[Box]:
    """The calls that a program answers; of one whose ARN is not known, those of any of its kind."""
    if program.type not in _ANSWERING:
        return []
    actions = _ANSWERING[program.type]
    arns = (program.arn, f"{program.arn}:*") if program.arn else ("*",)
    return [box(action_literal(actions), resource_literal(arns))]


def _may(asked: Box, role: Identity) -> bool:
    """Whether a request lies in it, or may."""
    try:
        return request_in(asked, caller_of(role)) is not None
    except UndecidedError:
        return True
