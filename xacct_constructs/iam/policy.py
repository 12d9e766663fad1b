"""A policy document: where it was read, and its statements or why they are not understood."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import Any

from xacct_constructs.iam.origin import Origin
from xacct_constructs.iam.statements import Statement, parse_statement
from xacct_constructs.iam.undecided import UndecidedError
from xacct_constructs.values import listed

_VARIABLES = {"2008-10-17": False, "2012-10-17": True}
"""The versions of the policy language, and whether each has policy variables."""


class Bound(Enum):
    """Which side of the exact answer may be given, where it is not known or has no short form.

    Too much is looked for in what is allowed above, too little in what is allowed below: then what is found may be no
    fault, which the decision tells, but none is passed over.
    """

    ABOVE = "all that AWS lets through, and perhaps more"
    BELOW = "nothing but what AWS lets through, and perhaps less"


@dataclass(frozen=True)
class Policy:
    """One policy document with its intrinsics resolved, parsed when first asked and never again.

    Attributes:
        document: The document, as it was read.
        origin: Where it was read.
        inline_of: ARNs of the users, roles and groups that it stands inline in; a managed policy stands in none.
    """

    document: Mapping[str, Any]
    origin: Origin
    inline_of: tuple[str, ...] = ()

    @property
    def statements(self) -> tuple[Statement, ...]:
        """All statements.

        Raises:
            UndecidedError: The document holds something that is not known here.
        """
        for index, each in enumerate(self.parts):
            if isinstance(each, UndecidedError):
                where = f"{self.origin}.Statement[{index}]: " if self.is_document else ""
                raise UndecidedError(f"{where}{each}") from each
        return self._understood

    @cached_property
    def parts(self) -> tuple[Statement | UndecidedError, ...]:
        """Each statement, or why it is not understood; of what is no policy document, that alone."""
        if not self.is_document:
            reason = f"{self.origin} is no policy document that is settled before deployment"
            return (UndecidedError(reason),)
        version = self.document.get("Version", "2008-10-17")
        written = enumerate(listed(self.document["Statement"]))
        return tuple(self._part(index, each, version) for index, each in written)

    @cached_property
    def _understood(self) -> tuple[Statement, ...]:
        return tuple(each for each in self.parts if isinstance(each, Statement))

    @property
    def is_document(self) -> bool:
        """Whether it has statements at all, understood or not."""
        return isinstance(self.document, Mapping) and "Statement" in self.document

    def _part(self, index: int, written: Any, version: Any) -> Statement | UndecidedError:
        if version not in _VARIABLES:
            return UndecidedError(f"the version {version!r} is not known")
        try:
            return parse_statement(written, self.origin, index, variables=_VARIABLES[version])
        except UndecidedError as problem:
            return problem


def statements_of(*policies: Policy) -> tuple[Statement, ...]:
    """The statements of several policies.

    Raises:
        UndecidedError: One of them holds something that is not known here.
    """
    return tuple(each for policy in policies for each in policy.statements)


def everything(whose: str) -> tuple[Statement, ...]:
    """What an identity policy says that allows everything: for a side that is not asked about.

    Args:
        whose: What it is called where it settles a decision.
    """
    statement = {"Effect": "Allow", "Action": "*", "Resource": "*"}
    return Policy({"Version": "2012-10-17", "Statement": [statement]}, Origin("", whose, "")).statements
