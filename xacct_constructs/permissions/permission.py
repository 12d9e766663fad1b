"""What every permission answers."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol, runtime_checkable

from xacct_constructs.arns import Arn
from xacct_constructs.finding import Finding
from xacct_constructs.values import StatementJSON


class Use(NamedTuple):
    """A resource that a permission is about.

    Attributes:
        resource: Its ARN.
        owner: The account that owns it.
        key: ARN of the KMS key that its content is encrypted with. Default: none.
    """

    resource: str
    owner: str
    key: str | None = None


@runtime_checkable
class Permission(Protocol):
    """One entry of an agreement's permissions; `role` is the ARN of the role that it is for."""

    def statements(self, role: Arn) -> list[StatementJSON]:
        """The statements it stands for, before the agreement's safeguards are added to each allow."""
        ...

    def check(self, path: str, role: Arn) -> Iterator[Finding]:
        """Findings about its arguments; `path` is where it stands in the agreement."""
        ...

    def uses(self, role: Arn) -> Sequence[Use] | None:
        """What it is about; None where only its statements say so."""
        ...
