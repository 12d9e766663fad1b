"""The workload's role that assumes roles of other accounts."""

import re
from collections.abc import Sequence

from aws_cdk import aws_iam as iam
from constructs import Construct

from xacct_constructs.agreement import RoleReference
from xacct_constructs.finding import error
from xacct_constructs.principals import TrustedRole
from xacct_constructs.signatures import explained
from xacct_constructs.texts import shown
from xacct_constructs.trusted.half import TrustedHalf

_SERVICE = r"[a-z0-9.-]+\.amazonaws\.com(\.cn)?"


class TrustedAccountRole(TrustedHalf):
    """A workload's role in the trusted account, allowed to assume exactly the roles it is given.

    Its sessions in the other account last an hour at most: that is AWS's limit on role chaining.
    Source: IAM User Guide, "Roles terms and concepts" (role chaining).
    """

    _role: iam.IRole | None = None

    @explained
    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        role_name: str,
        assumes: Sequence[RoleReference],
        assumed_by: Sequence[str] = (),
        path: str = "/",
        existing: bool = False,
        permissions_boundary: str | None = None,
        managed_policy_name: str | None = None,
    ) -> None:
        """Check everything, then write the role, or its policy alone.

        Args:
            scope: A construct in a stack with an explicit account: the trusted account.
            construct_id: The construct's ID; with the path it is public contract.
            role_name: Fixed name of the role.
            assumes: The `.reference` of each role in the other account; each must admit this one.
            assumed_by: Service principals that run as this role, such as `lambda.amazonaws.com`; for a new role only.
            path: The role's path. Default: `/`.
            existing: Whether the role is there already, so that only a policy is attached. Default: it is created.
            permissions_boundary: ARN of the managed policy that bounds the role. Default: none.
            managed_policy_name: Name of a customer managed policy for the permission to assume. Default: inline.

        Raises:
            AgreementError: with every error found; nothing is written then.
        """
        findings = []
        listed = isinstance(assumed_by, (list, tuple))
        if not listed or not all(isinstance(each, str) and re.fullmatch(_SERVICE, each) for each in assumed_by):
            message = f"must be a list of service principals, got {shown(assumed_by)}"
            findings.append(error("XA505", "assumed_by", message, 'pass for example ["lambda.amazonaws.com"]'))
        elif bool(assumed_by) == existing:
            message = f"must be given for a new role and left out for an existing one, got {shown(assumed_by)}"
            findings.append(error("XA505", "assumed_by", message, "say which service runs as a new role"))
        super().__init__(
            scope,
            construct_id,
            lambda account: TrustedRole(account=account, name=role_name, path=path, existing=existing),
            assumes=assumes,
            permissions_boundary=permissions_boundary,
            managed_policy_name=managed_policy_name,
            assumed_by=assumed_by,
            findings=findings,
        )

    @property
    def role_arn(self) -> str:
        """The role's ARN, a literal."""
        return self._arn

    @property
    def role(self) -> iam.IRole:
        """The role as CDK's own interface, made when first touched; docs/cdk-interfaces.md lists what it supports."""
        if self._role is None:
            from xacct_constructs.interfaces import role_interface

            of = self._principal
            kept = None if of.holds_policies else of
            self._role = role_interface(self, self._resource or of.name, path=of.path, kept=kept)
        return self._role
