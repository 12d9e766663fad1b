"""What the agreement says of a request: decided over the policies that it stands for, as AWS would."""

from dataclasses import replace
from datetime import UTC, datetime

from xacct_constructs.agreement import Agreement
from xacct_constructs.iam import Origin, Policies, Policy, Request, decide, session_of_arn
from xacct_constructs.operations.verify.verification import Outcome
from xacct_constructs.permissions import S3Read
from xacct_constructs.policies import permission_policy

_JUDGED = frozenset({"s3:prefix", "aws:resourceaccount", "aws:currenttime"})
"""The session's tags and network are what they are: AWS judges them, the agreement only says what is meant."""


class Expected:
    """The answers that one agreement expects."""

    def __init__(self, agreement: Agreement, now: datetime) -> None:
        """Read the agreement's own policies."""
        self._agreement, self._now = agreement, now
        policy = Policy(permission_policy(agreement), Origin("", "the agreement", "permissions"))
        self._meant = [
            replace(each, conditions=tuple(c for c in each.conditions if c.key.lower() in _JUDGED))
            for each in policy.statements
            if each.allows or all(c.key.lower() in _JUDGED for c in each.conditions)
        ]

    def of(self, permission: S3Read, action: str, key: str = "", **context: str) -> Outcome:
        """The answer to a request of the role's session, to the permission's bucket.

        Args:
            permission: Whose bucket is asked.
            action: What is asked.
            key: The object that it is asked of. Default: the bucket itself.
            context: What the request carries besides what each does, such as `s3:prefix`.
        """
        bucket = permission.bucket_arn(self._agreement.partition)
        moment = self._now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        request = Request(
            session_of_arn(self._agreement.role_arn),
            action,
            f"{bucket}/{key}" if key else bucket,
            resource_account=permission.owner or self._agreement.trusting_account,
            context={"aws:SecureTransport": "true", "aws:CurrentTime": moment, **context},
        )
        return Outcome.ALLOWED if decide(request, Policies(identity=self._meant)).is_allowed else Outcome.REFUSED
