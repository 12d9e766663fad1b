"""What the trusted users, roles and groups have in common."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import aws_cdk as cdk
from constructs import Construct

from xacct_constructs.agreement import RoleReference
from xacct_constructs.finding import Finding
from xacct_constructs.placement import place, require, stack_environment, warn
from xacct_constructs.principals import NamedPrincipal
from xacct_constructs.quotas import POLICY_NAME_CHARACTERS
from xacct_constructs.resources import trusted_resources
from xacct_constructs.texts import shown
from xacct_constructs.validation import TrustedJudgement, is_reference, judge_trusted

_NEED_THE_ACCOUNT = ("XA213", "XA705")
"""What cannot be judged before the principal's account is known."""


class Half(NamedTuple):
    """A principal of the trusted account, and what is to be written with it."""

    principal: NamedPrincipal
    assumes: Sequence[RoleReference]
    permissions_boundary: str | None = None
    managed_policy_name: str | None = None
    assumed_by: Sequence[str] = ()


class TrustedHalf(Construct):
    """A principal of the trusted account with the policy that lets it assume."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        principal: Callable[[str], NamedPrincipal],
        *,
        assumes: Sequence[RoleReference],
        permissions_boundary: str | None = None,
        managed_policy_name: str | None,
        assumed_by: Sequence[str] = (),
        findings: Sequence[Finding] = (),
    ) -> None:
        """Check everything, then write the principal, or its policy alone where it exists already.

        `principal` makes it of its account.
        """
        environment = stack_environment(scope)
        made = principal(environment.account or "000000000000")
        half = Half(made, assumes, permissions_boundary, managed_policy_name, assumed_by)
        judged = judge_trusted(
            half.principal,
            assumes,
            partition=_partition(scope, assumes),
            permissions_boundary=permissions_boundary,
            managed_policy_name=managed_policy_name,
        )
        known = [each for each in judged.findings if environment.account or each.code not in _NEED_THE_ACCOUNT]
        self._write(scope, construct_id, half, judged._replace(findings=known), findings)

    def _write(
        self,
        scope: Construct,
        construct_id: str,
        half: Half,
        judged: TrustedJudgement,
        findings: Sequence[Finding] = (),
    ) -> None:
        """Write what was judged, where the stack has room for it; become the construct only then."""
        environment, principal = stack_environment(scope), half.principal
        partition = _partition(scope, half.assumes)
        names = [
            (f"{principal.kind}_name", principal.kind, None if principal.existing else principal.name),
            *(("managed_policy_name", "managed policy", each.name) for each in judged.managed),
        ]
        found = [*findings, *environment.check(partition), *environment.check_names(names), *judged.findings]
        warnings = require(scope, construct_id, f"{principal.kind} {shown(principal.name)}", found)

        super().__init__(scope, construct_id)
        unique = (
            {"policy_name": cdk.Names.unique_resource_name(self, max_length=POLICY_NAME_CHARACTERS)}
            if principal.existing
            else {}
        )
        resources = trusted_resources(
            principal,
            half.assumes,
            document=judged.document,
            permissions_boundary=half.permissions_boundary,
            managed=judged.managed,
            assumed_by=half.assumed_by,
            **unique,
        )
        self._resource = place(self, resources).get("Resource")
        environment.add_names(names)
        self._principal = principal
        self._arn = principal.arn(partition)
        warn(self, warnings)


def _partition(scope: Construct, assumes: object) -> str:
    """The stack's partition; where its region is not known, that of the roles."""
    references = assumes if isinstance(assumes, (list, tuple)) else ()
    told = next((each.partition for each in references if is_reference(each)), None)
    return stack_environment(scope).partition(told)
