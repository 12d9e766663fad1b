"""What every permission answers."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from xacct_constructs.finding import Finding
from xacct_constructs.values import Statement

if TYPE_CHECKING:
    from xacct_constructs.agreement import Agreement


@runtime_checkable
class Permission(Protocol):
    """One entry of an agreement's permissions."""

    def statements(self, agreement: "Agreement") -> list[Statement]:
        """The statements it stands for, before the agreement's safeguards are added to each allow."""
        ...

    def check(self, path: str, agreement: "Agreement") -> Iterator[Finding]:
        """Findings about its arguments; `path` is where it stands in the agreement."""
        ...
