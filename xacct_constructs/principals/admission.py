"""How a trust policy lets a principal in, as each kind says it of itself.

Source: IAM User Guide, "AWS JSON policy elements: Principal"; AWS STS API reference.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

Narrowing = Mapping[tuple[str, str], tuple[str, ...]]
"""Condition operator and key to the values of which a request must have one."""

_NOTHING: Narrowing = MappingProxyType({})
NO_CLAIMS: Mapping[str, str] = MappingProxyType({})
"""What no identity provider says."""


class Binding(StrEnum):
    """How the trust policy names a user or role."""

    PRINCIPAL_ARN = "aws:PrincipalArn"
    """The account, with `ArnEquals aws:PrincipalArn`: deploys in either order, and survives re-creation of the name."""
    DIRECT_ARN = "Principal"
    """The ARN itself: the principal must exist first, and one re-created under the same name stays out."""


class Admission(NamedTuple):
    """What of a trust policy's statement lets a principal in, and nobody else.

    Attributes:
        named: Whom the Principal element names.
        narrowing: The conditions that tell the principal from the others whom that names. Default: it is all of them.
        element: The kind of principal in the Principal element. Default: `AWS`.
        action: The STS action by which it comes. Default: `sts:AssumeRole`.
    """

    named: tuple[str, ...]
    narrowing: Narrowing = _NOTHING
    element: str = "AWS"
    action: str = "sts:AssumeRole"

    def beside(self, other: "Admission") -> "Admission | None":
        """Both in one statement that lets in nobody else; None where there is none.

        The values of one condition may be put together; of two, each of the one would go with each of the other.
        Whom both name may be too: what tells principals apart tells apart what they are named by.
        """
        if (self.element, self.action, self.narrowing.keys()) != (other.element, other.action, other.narrowing.keys()):
            return None
        both = {key: _once(values, other.narrowing[key]) for key, values in self.narrowing.items()}
        if sum(self.narrowing[key] != other.narrowing[key] for key in both) > 1:
            return None
        return self._replace(named=_once(self.named, other.named), narrowing=both)


def _once(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*one, *other]))
