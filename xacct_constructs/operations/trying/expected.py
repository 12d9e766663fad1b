"""What the agreement says of a request: decided over the policies that it stands for, as AWS would."""

from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property

from xacct_constructs.agreement import Agreement
from xacct_constructs.iam import Origin, Policies, Policy, Request, Statement, decide, session_of_arn
from xacct_constructs.operations.trying.line import Outcome
from xacct_constructs.permissions import Use
from xacct_constructs.policies import permission_policy

_JUDGED = frozenset({"aws:resourceaccount", "aws:currenttime"})
"""The session's tags and network are what they are: AWS judges them, the agreement only says what is meant."""


class Expected:
    """The answers that one agreement expects."""

    def __init__(self, agreement: Agreement, now: datetime, judged: Collection[str] = ()) -> None:
        """Note whose answers; its policies are read when one is asked for.

        Args:
            agreement: What is agreed.
            now: When the requests are sent.
            judged: Condition keys, in lower case, that the requests carry themselves. Default: those of all requests.
        """
        self._agreement, self._now, self._judged = agreement, now, _JUDGED.union(judged)

    @cached_property
    def _meant(self) -> list[Statement]:
        policy = Policy(permission_policy(self._agreement), Origin("", "the agreement", "permissions"))
        return [
            replace(each, conditions=tuple(c for c in each.conditions if c.key.lower() in self._judged))
            for each in policy.statements
            if each.allows or all(c.key.lower() in self._judged for c in each.conditions)
        ]

    def of(self, use: Use, action: str, resource: str, **context: str) -> Outcome:
        """The answer to a request of the role's session.

        Args:
            use: What the permission uses; its owner owns the resource.
            action: What is asked.
            resource: ARN of what it is asked on.
            context: What the request carries besides what each does, such as `s3:prefix`.
        """
        moment = self._now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        request = Request(
            session_of_arn(self._agreement.role_arn),
            action,
            resource,
            resource_account=use.owner,
            context={"aws:SecureTransport": "true", "aws:CurrentTime": moment, **context},
        )
        return Outcome.ALLOWED if decide(request, Policies(identity=self._meant)).is_allowed else Outcome.REFUSED
