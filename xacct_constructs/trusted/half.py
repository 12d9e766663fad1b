"""What the trusted user and the trusted role have in common."""

from collections.abc import Sequence

import aws_cdk as cdk
from constructs import Construct

from xacct_constructs.agreement import RoleReference
from xacct_constructs.finding import Finding
from xacct_constructs.placement import place, require, stack_environment, warn
from xacct_constructs.principals import TrustedRole, TrustedUser
from xacct_constructs.quotas import POLICY_NAME_CHARACTERS
from xacct_constructs.resources import trusted_resources
from xacct_constructs.texts import shown
from xacct_constructs.validation import check_trusted, is_reference

_NEED_THE_ACCOUNT = ("XA213", "XA501")
"""What cannot be judged before the principal's account is known."""


class TrustedHalf(Construct):
    """A principal of the trusted account with the policy that lets it assume."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        kind: type[TrustedUser] | type[TrustedRole],
        *,
        name: str,
        assumes: Sequence[RoleReference],
        path: str,
        existing: bool,
        permissions_boundary: str | None,
        managed_policy_name: str | None,
        assumed_by: Sequence[str] = (),
        findings: Sequence[Finding] = (),
    ) -> None:
        """Check everything, then write the principal, or its policy alone where it exists already."""
        environment = stack_environment(scope)
        references = assumes if isinstance(assumes, (list, tuple)) else ()
        told = next((each.partition for each in references if is_reference(each)), None)
        partition = environment.partition(told)
        account = environment.account or "000000000000"
        principal = kind(account=account, name=name, path=path, existing=existing)
        names = [
            (f"{kind.kind}_name", kind.kind, None if existing else name),
            ("managed_policy_name", "managed policy", managed_policy_name),
        ]
        found = [*findings, *environment.check(partition), *environment.check_names(names)]
        judged = check_trusted(
            principal,
            assumes,
            partition=partition,
            permissions_boundary=permissions_boundary,
            managed_policy_name=managed_policy_name,
        )
        found += [each for each in judged if environment.account or each.code not in _NEED_THE_ACCOUNT]
        warnings = require(scope, construct_id, f"{kind.kind} {shown(name)}", found)

        super().__init__(scope, construct_id)
        unique = (
            {"policy_name": cdk.Names.unique_resource_name(self, max_length=POLICY_NAME_CHARACTERS)} if existing else {}
        )
        resources = trusted_resources(
            principal,
            assumes,
            permissions_boundary=permissions_boundary,
            managed_policy_name=managed_policy_name,
            assumed_by=assumed_by,
            **unique,
        )
        self._resource = place(self, resources).get("Resource")
        environment.add_names(names)
        self._principal = principal
        self._arn = principal.arn(partition)
        warn(self, warnings)
