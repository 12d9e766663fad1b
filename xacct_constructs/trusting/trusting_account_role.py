"""The role that another account's principals assume."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from constructs import Construct

from xacct_constructs.agreement import Agreement, RoleReference
from xacct_constructs.finding import Finding, error
from xacct_constructs.permissions import Permission, is_known
from xacct_constructs.permissions.keys import is_in_template
from xacct_constructs.placement import place, record, require, stack_environment, warn
from xacct_constructs.principals import Binding, TrustedPrincipal
from xacct_constructs.quotas import POLICY_NAME_CHARACTERS
from xacct_constructs.resources import trusting_resources
from xacct_constructs.safeguards import Safeguards
from xacct_constructs.signatures import explained
from xacct_constructs.texts import shown
from xacct_constructs.trusting.references import resolve_references
from xacct_constructs.validation import AgreementJudgement, check_agreement, judge_agreement


class TrustingAccountRole(Construct):
    """A role in the trusting account, with its trust policy and permissions, written from an agreement.

    Source: IAM User Guide, "Provide access to IAM users in another AWS account that you own".
    """

    @explained
    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        role_name: str,
        trusted_principals: Sequence[TrustedPrincipal],
        permissions: Sequence[Permission],
        safeguards: Safeguards | None = None,
        path: str = "/",
        partition: str | None = None,
        binding: Binding = Binding.PRINCIPAL_ARN,
        managed_policy_name: str | None = None,
        existing_role: bool = False,
        description: str | None = None,
        today: datetime | None = None,
        trust_policy_characters: int | None = None,
    ) -> None:
        """Check everything, then write the role.

        Args:
            scope: A construct in a stack with an explicit account: the trusting account.
            construct_id: The construct's ID; with the path it is public contract.
            role_name: Fixed name of the role.
            trusted_principals: Who may assume it.
            permissions: What it may do; buckets and keys may be CDK's own.
            safeguards: Conditions on the access. Default: none.
            path: The role's path. Default: `/`.
            partition: The stack's partition. Default: that of the stack's region, or `aws` without one.
            binding: How trusted users and roles are named. Default: by `aws:PrincipalArn`.
            managed_policy_name: Name of a customer managed policy for the permissions. Default: inline.
            existing_role: Whether the role is there already. Default: it is created.
            description: The role's description. Default: none.
            today: The moment to judge the expiry by. Default: an expiry in the past is not noticed.
            trust_policy_characters: The account's quota on trust policies. Default: 2,048.

        Raises:
            AgreementError: with every error found; nothing is written then.
        """
        environment = stack_environment(scope)
        agreement = Agreement(
            role_name=role_name,
            trusting_account=environment.account or "",
            trusted_principals=trusted_principals,
            permissions=permissions,
            safeguards=Safeguards() if safeguards is None else safeguards,
            path=path,
            partition=environment.partition(partition),
            binding=binding,
            managed_policy_name=managed_policy_name,
            existing_role=existing_role,
            description=description,
        )
        judge = partial(judge_agreement, today=today, trust_policy_characters=trust_policy_characters)
        self._write(scope, construct_id, agreement, partition, judge)

    def _write(
        self,
        scope: Construct,
        construct_id: str,
        agreement: Agreement,
        partition: str | None,
        judge: Callable[[Agreement], AgreementJudgement],
    ) -> None:
        """Write the agreement, its CDK references resolved; become the construct only where nothing is wrong."""
        environment = stack_environment(scope)
        findings = list(environment.check(partition))
        tokens: dict[str, str] = {}
        if isinstance(agreement.permissions, tuple):
            resolved = resolve_references(agreement.permissions, agreement.role, environment.region)
            agreement, tokens = replace(agreement, permissions=resolved.permissions), resolved.tokens
            findings += resolved.findings
            findings += _check_names_of_templates(agreement, tokens)
        judged = judge(agreement)
        names = [
            ("role_name", "role", None if agreement.existing_role else agreement.role_name),
            *(("managed_policy_name", "managed policy", each.name) for each in judged.managed),
        ]
        findings += [*environment.check_names(names), *judged.findings]
        if environment.account is None:
            findings = [each for each in findings if each.path != "trusting_account"]
        warnings = require(scope, construct_id, f"role {shown(agreement.role_name)}", findings)

        super().__init__(scope, construct_id)
        existing = agreement.existing_role
        name = (
            {"policy_name": cdk.Names.unique_resource_name(self, max_length=POLICY_NAME_CHARACTERS)} if existing else {}
        )
        placed = place(self, trusting_resources(agreement, judged.policies, managed=judged.managed, **name), tokens)
        environment.add_names(names)
        warn(self, warnings)
        record(scope, agreement, region=environment.region)
        self._agreement = agreement
        self._resource = placed.get("Resource")
        self._role: iam.IRole | None = None

    @classmethod
    def from_agreement(
        cls,
        scope: Construct,
        construct_id: str,
        agreement: Agreement,
        *,
        today: datetime | None = None,
        trust_policy_characters: int | None = None,
    ) -> "TrustingAccountRole":
        """Write the trusting half of an agreement that both sides share.

        Args:
            scope: A construct in a stack of the agreement's trusting account.
            construct_id: The construct's ID.
            agreement: What to write.
            today: The moment to judge the expiry by. Default: an expiry in the past is not noticed.
            trust_policy_characters: The account's quota on trust policies. Default: 2,048.

        Raises:
            AgreementError: with every error found; nothing is written then.
        """
        if not isinstance(agreement, Agreement):
            require(scope, construct_id, "", check_agreement(agreement))
        elsewhere = list(stack_environment(scope).check(agreement.partition, account=agreement.trusting_account))
        if elsewhere:
            judged = check_agreement(agreement, today=today, trust_policy_characters=trust_policy_characters)
            require(scope, construct_id, f"role {shown(agreement.role_name)}", [*elsewhere, *judged])
        return cls(
            scope,
            construct_id,
            role_name=agreement.role_name,
            trusted_principals=agreement.trusted_principals,
            permissions=agreement.permissions,
            safeguards=agreement.safeguards,
            path=agreement.path,
            partition=agreement.partition,
            binding=agreement.binding,
            managed_policy_name=agreement.managed_policy_name,
            existing_role=agreement.existing_role,
            description=agreement.description,
            today=today,
            trust_policy_characters=trust_policy_characters,
        )

    @property
    def agreement(self) -> Agreement:
        """What was written, in names and ARNs."""
        return self._agreement

    @property
    def reference(self) -> RoleReference:
        """What the trusted half needs; literals only."""
        return self._agreement.reference

    @property
    def role_arn(self) -> str:
        """The role's ARN, a literal."""
        return self._agreement.role_arn

    @property
    def role(self) -> iam.IRole:
        """The role as CDK's own interface, made when first touched; docs/cdk-interfaces.md lists what it supports."""
        if self._role is None:
            from xacct_constructs.interfaces import role_interface

            self._role = role_interface(self, self._resource or self._agreement.role_name, path=self._agreement.path)
        return self._role


def write_role(
    scope: Construct, construct_id: str, agreement: Agreement, judged: AgreementJudgement
) -> TrustingAccountRole:
    """The construct of an agreement that was judged already.

    jsii learns of a construct in `Construct.__init__`, so that this second way in needs no argument in the first.
    """
    made = TrustingAccountRole.__new__(TrustingAccountRole)
    made._write(scope, construct_id, agreement, agreement.partition, lambda _: judged)
    return made


def _check_names_of_templates(agreement: Agreement, tokens: Mapping[str, str]) -> list[Finding]:
    return [
        error(
            "XA112",
            f"permissions[{index}].kms_key",
            f"names a key that only another construct's template knows, got {shown(use.key)}",
            "pass the CDK key itself, or its ARN once it is deployed",
        )
        for index, permission in enumerate(agreement.permissions)
        if is_known(permission)
        for use in permission.uses(agreement.role) or ()
        if use.key is not None and is_in_template(use.key) and use.key not in tokens
    ]
