"""What a careful reviewer says of the agreement beside an ordinary stack."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from tests.ordinary.beside import Beside
from xacct_constructs.proof import Answer


class Today(NamedTuple):
    """An answer of the proof that is not the reviewer's.

    Attributes:
        answer: What it says.
        until: What it has to learn.
    """

    answer: Answer
    until: str


ANY_DOUBT = Today(Answer.UNDECIDED, "a doubt counts only where settling it can change the verdict")


@dataclass(frozen=True)
class Row:
    """One stack.

    Attributes:
        build: What adds the stack to production; its name is the row's, its docstring says what it is.
        answer: What the reviewer would say.
        why: The reviewer's reason, where that is not PROVEN.
        names: What the proof has to name then: a pattern for a logical ID, or for what is called by a name of its own.
        today: What the proof says, where that differs. Default: the same.
        stays: What `adopt` says of it, a pattern, where nothing may be known and it stays refuted. Default: once it is
            known, it is PROVEN.
    """

    build: Callable[[Beside], object]
    answer: Answer = Answer.PROVEN
    why: str = ""
    names: str = ""
    today: Today | None = None
    stays: str = ""

    @property
    def name(self) -> str:
        """What the row is called."""
        return self.build.__name__

    @property
    def said(self) -> Answer:
        """What the proof says today."""
        return self.today.answer if self.today else self.answer
