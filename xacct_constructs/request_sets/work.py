"""How much work sums with sets of requests may make, counted in steps and not by a clock: the same on every machine.

What one set has beyond another can grow with every statement that is taken away, so that some hundred of them, which a
stranger may write, would never end.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from xacct_constructs.iam import UndecidedError

MOST_STEPS = 1_000_000
"""A step is two boxes, or a value of two conditions on one key, that are held against each other; see docs/proof.md."""
STEPS_OF_EACH = 1_000
"""So many are added for each user, role and resource that is read: an agreement's takes a hundred."""


class Work:
    """The steps that are left."""

    def __init__(self, read: int) -> None:
        """Begin with all of them, for so many users, roles and resources."""
        self.steps = self.left = MOST_STEPS + STEPS_OF_EACH * read

    @property
    def ran_out(self) -> bool:
        """Whether more were taken than there were."""
        return self.left < 0

    def spend(self, steps: int) -> None:
        """Take so many.

        Raises:
            UndecidedError: There are none left.
        """
        self.left -= steps
        if self.left < 0:
            raise UndecidedError(
                f"holding the policies against what is agreed takes more than {self.steps} steps: make them fewer or"
                " simpler, or look at who wrote them"
            )


_WORK: ContextVar[Work | None] = ContextVar("work", default=None)


@contextmanager
def counted(work: Work) -> Iterator[None]:
    """Take the steps of all sums from these."""
    token = _WORK.set(work)
    try:
        yield
    finally:
        _WORK.reset(token)


def step(count: int) -> None:
    """Take steps, where they are counted.

    Raises:
        UndecidedError: There are none left.
    """
    work = _WORK.get()
    if work is not None:
        work.spend(count)
