"""What can only be known when the whole app is there: checked by CDK's validation, at synthesis."""

from collections.abc import Iterator, Mapping
from typing import Any

import aws_cdk as cdk
import jsii
from aws_cdk import aws_iam as iam
from constructs import Construct, IValidation

from xacct_constructs.finding import Finding, Severity, error
from xacct_constructs.interfaces.accounts import bucket_account
from xacct_constructs.interfaces.identity import ANOTHER_ACCOUNT, IdentityInterface
from xacct_constructs.interfaces.inline_policies import check_inline_policies
from xacct_constructs.placement import warn


@jsii.implements(IValidation)
class Checks:
    """One interface's findings: errors stop the synthesis, warnings are attached to the construct."""

    def __init__(self, owner: Construct, identity: IdentityInterface, kind: str, characters: int) -> None:
        """Remember what to look at; nothing is read until synthesis."""
        self._owner = owner
        self._identity = identity
        self._kind = kind
        self._characters = characters

    def validate(self) -> list[str]:
        """One line for each error."""
        findings = [*self._check_aspects(), *self._check_buckets(), *self._check_policies()]
        warn(self._owner, [each for each in findings if each.severity is Severity.WARNING])
        return [str(each) for each in findings if each.severity is Severity.ERROR]

    def _check_aspects(self) -> Iterator[Finding]:
        if cdk.Aspects.of(self._identity).all:
            message = f"has tags, a boundary or another Aspect, which would never reach the {self._kind}"
            yield error("XA409", self._kind, message, f"apply it to the construct that .{self._kind} belongs to")

    def _check_buckets(self) -> Iterator[Finding]:
        names = self._identity.granted_buckets
        own = self._identity.principal_account or ""
        if names and (found := bucket_account(self._owner, names, own)):
            message = f"reaches account {own} only, got bucket {found[0]} in account {found[1]}"
            yield error("XA405", f"{self._kind}.add_to_principal_policy", message, ANOTHER_ACCOUNT)

    def _check_policies(self) -> Iterator[Finding]:
        stack = self._identity.stack
        yield from check_inline_policies(self._kind, list(self._policies(stack)), self._characters, stack.stack_name)

    def _policies(self, stack: cdk.Stack) -> Iterator[tuple[str, Mapping[str, Any]]]:
        found = [*self._owner.node.find_all(), *(each.node.default_child for each in self._identity.attached_policies)]
        # jsii may give one construct as several Python objects, so the path tells them apart.
        for construct in {each.node.path: each for each in found if each is not None}.values():
            if isinstance(construct, iam.CfnPolicy):
                if document := stack.resolve(construct.policy_document):
                    yield str(stack.resolve(construct.policy_name)), document
            elif isinstance(construct, iam.CfnRole | iam.CfnUser):
                for policy in stack.resolve(construct.policies) or []:
                    yield policy["policyName"], policy["policyDocument"]
