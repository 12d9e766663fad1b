"""Who gets at what is agreed on by having a program answer: a role that may call one comes to what that can read."""

from collections import deque
from collections.abc import Iterator

from xacct_constructs.assembly import Assembly, Identity, Other
from xacct_constructs.proof.identities import caller_of
from xacct_constructs.proof.leading import Lead, Leading, permissions
from xacct_constructs.request_sets import Box, asking_for, box, has_request, product, resource_literal

_ANSWERING = {
    "AWS::Lambda::Function": ("lambda:InvokeFunction", "lambda:InvokeFunctionUrl"),
    "AWS::StepFunctions::StateMachine": ("states:StartSyncExecution", "states:DescribeExecution"),
    "AWS::ApiGateway::Method": ("execute-api:Invoke",),
}
"""Types that answer whoever calls them, and by which actions."""


class Calling:
    """Follows roles to the programs that they may call, and to the roles that these act as."""

    def __init__(self, assembly: Assembly, leading: Leading) -> None:
        """Take who comes to what is agreed on by himself."""
        self._leading, self._found = leading, dict[str, list[Other]]()
        self._programs = {name: [each for each in assembly.others if each.type == name] for name in _ANSWERING}

    def why(self, role: Identity) -> str:
        """Why a role comes to what is agreed on, by itself or by what it may call, or may; empty where it does not."""
        seen, waiting = {role.arn}, deque([(role, "")])
        while waiting:
            here, by = waiting.popleft()
            if why := self._leading.why(here):
                return by + why
            if here.arn not in self._found:
                self._found[here.arn] = list(self._called(here))
            for program in self._found[here.arn]:
                for other in self._leading.acting.roles(program):
                    if other.arn not in seen:
                        seen.add(other.arn)
                        waiting.append((other, f"{by}{here.arn} may call {program.origin.logical_id}, and "))
        return ""

    def _called(self, role: Identity) -> Iterator[Other]:
        own = permissions(role)
        if isinstance(own, Lead):
            return
        for name, actions in _ANSWERING.items():
            if calls := asking_for(own, actions):
                for each in self._programs[name]:
                    if any(has_request(asked, caller_of(role)) for asked in product(calls, _about(each))):
                        yield each


def _about(program: Other) -> list[Box]:
    """The requests about what answers; where its ARN is not known, those about any."""
    arns = (program.arn, f"{program.arn}:*") if program.arn else ("*",)
    return [box(resource_literal(arns))]
