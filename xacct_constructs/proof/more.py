"""What the policies of one assembly allow beyond those of another.

With what is allowed and denied on this side and on that, and statements that both have, a request that only this side
lets through is spoken of by an allow that the other has not, or by one of both and a deny that this one has not.
So what both leave to deployment alike never counts as a change.
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from xacct_constructs.iam import Bound, Reading, Statement
from xacct_constructs.proof.written import Statements
from xacct_constructs.request_sets import Box, effect_boxes, product, subtract

Keep = Callable[[Statement], Statement | None]
"""What is asked about of a statement that allows something; None, nothing."""


def _all(statement: Statement) -> Statement:
    """All of it."""
    return statement


class Sides(NamedTuple):
    """The statements of the same policies in two assemblies.

    Attributes:
        ours: Here.
        theirs: There.
        of_resource: Whether they are a resource's, or a role's trust; else a user's or role's own.
        keep: What is asked about of those that allow something. Default: all of it.
    """

    ours: Statements
    theirs: Statements
    of_resource: bool = False
    keep: Keep = _all

    @property
    def differ(self) -> bool:
        """Whether one of them says something that the other does not."""
        return self.ours.keys() != self.theirs.keys()

    @property
    def mine(self) -> list[Reading]:
        """What only this side says."""
        return [each for key, each in self.ours.items() if key not in self.theirs]

    @property
    def others(self) -> list[Reading]:
        """What only the other side says."""
        return [each for key, each in self.theirs.items() if key not in self.ours]

    @property
    def shared(self) -> list[Reading]:
        """What both say."""
        return [each for key, each in self.ours.items() if key in self.theirs]

    def most(self, readings: Iterable[Reading], *, allows: bool) -> list[Box]:
        """All that statements may allow, or deny."""
        found = [each for reading in readings for each in reading.widest]
        return self._boxes(found, allows, Bound.ABOVE if allows else Bound.BELOW)

    def least(self, readings: Iterable[Reading], *, allows: bool) -> list[Box]:
        """Nothing but what statements allow, or deny, for certain."""
        found = [reading.narrowest for reading in readings if reading.narrowest is not None]
        return self._boxes(found, allows, Bound.BELOW if allows else Bound.ABOVE)

    def _boxes(self, found: Iterable[Statement], allows: bool, bound: Bound) -> list[Box]:
        kept = (self.keep(each) if allows else each for each in found)
        return effect_boxes(
            [each for each in kept if each is not None], allows=allows, bound=bound, of_resource=self.of_resource
        )


def at_most(sides: Sides) -> list[Box]:
    """All that the statements of this side may let through."""
    ours = sides.ours.values()
    return subtract(sides.most(ours, allows=True), sides.least(ours, allows=False))


def more(sides: Sides) -> list[Box]:
    """What may get through here and not there, what certainly does so first."""
    if not sides.differ:
        return []
    mine, others, shared = sides.mine, sides.others, sides.shared
    denied = sides.least([*mine, *shared], allows=False)
    denied_there = sides.most(others, allows=False)
    allowed_there = subtract(sides.least([*others, *shared], allows=True), denied_there)
    added = subtract(sides.most(mine, allows=True), allowed_there)
    freed = product(sides.most(shared, allows=True), denied_there)
    return [*_certainly(sides), *subtract([*added, *freed], denied)]


def no_longer_denied(sides: Sides) -> list[Box]:
    """What is denied there and not here."""
    denied = sides.least([*sides.mine, *sides.shared], allows=False)
    return subtract(sides.most(sides.others, allows=False), denied)


def _certainly(sides: Sides) -> list[Box]:
    """What gets through here and not there whatever deployment brings, where it brings something."""
    mine, others, shared = sides.mine, sides.others, sides.shared
    if not any(each.whys for each in (*mine, *others, *shared)):
        return []
    there = subtract(sides.most([*others, *shared], allows=True), sides.least([*others, *shared], allows=False))
    return subtract(sides.least(mine, allows=True), [*there, *sides.most([*mine, *shared], allows=False)])
