"""What trusted principals with a name of their own have in common."""

from dataclasses import dataclass
from typing import ClassVar

from xacct_constructs.arns import iam_arn
from xacct_constructs.signatures import explained_value


@explained_value
@dataclass(frozen=True, kw_only=True)
class Named:
    """A principal that has a name of its own."""

    account: str
    """The trusted account's ID, 12 digits."""
    name: str
    """The principal's name, without path."""
    path: str = "/"
    """The principal's path. Default: `/`."""
    existing: bool = False
    """Whether the principal is there already, so that only a policy is attached. Default: it is created."""

    kind: ClassVar[str]
    is_whole_account: ClassVar[bool] = False

    def arn(self, partition: str) -> str:
        """The principal's ARN; of a role, it is also what `aws:PrincipalArn` holds in its sessions."""
        return iam_arn(partition, self.account, self.kind, self.path, self.name)

    def covers(self, arn: str, partition: str) -> bool:
        """Whether whoever has this ARN is trusted with it."""
        return self.arn(partition) == arn
