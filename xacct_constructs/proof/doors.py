"""Other doors: what outsiders may do in an account without coming near what is agreed on."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from xacct_constructs.known_access import KnownWay
from xacct_constructs.proof.lead import Lead
from xacct_constructs.proof.verdict import Counterexample, Doubt


class Doors:
    """Tells what leads to what is agreed on from other doors."""

    def __init__(self, found: list[Counterexample], undecided: list[Doubt]) -> None:
        """Take where the proof keeps what it finds, and what it could not tell."""
        self._found, self._undecided = found, undecided
        self.open: list[Counterexample | Doubt] = []

    @contextmanager
    def sorted_by(self, lead: Callable[[], Lead | None]) -> Iterator[None]:
        """What is found meanwhile counts as far as it leads on; where it leads nowhere, it is another door.

        Args:
            lead: Tells where it leads; asked only if something is found.
        """
        found, undecided = len(self._found), len(self._undecided)
        yield
        here, told = self._found[found:], self._undecided[undecided:]
        way = lead() if here or told else None
        if way is None:
            self.open += [*here, *dict.fromkeys(told)]
            del self._found[found:], self._undecided[undecided:]
        elif way.why:
            self._undecided += [
                Doubt(each.about, f"it {each.fault}: {each.steps[-1].request}, and {way.why}") for each in here
            ]
            del self._found[found:]
        else:
            self._found[found:] = [each._replace(steps=(*each.steps, *way.steps)) for each in here]

    @contextmanager
    def known_by(self, way: KnownWay, leads: Callable[[], Sequence[Lead | None]]) -> Iterator[None]:
        """What is found meanwhile is known; it counts as far as it leads on to what is not.

        Args:
            way: What it is known by.
            leads: Tells where it leads; asked only if something is found.
        """
        found, undecided = len(self._found), len(self._undecided)
        yield
        here, told = self._found[found:], self._undecided[undecided:]
        del self._found[found:], self._undecided[undecided:]
        ways = [each for each in leads() if each] if here or told else []
        shown = next((each for each in ways if not each.why), None)
        if shown is not None:
            self._found += [each._replace(steps=(*each.steps, *shown.steps)) for each in here]
            self._undecided += told
        abouts = dict.fromkeys([*(each.about for each in here), *(each.about for each in told)])
        for about in abouts:
            self._undecided += [Doubt(about, f"{way.id} is known, and {each.why}") for each in ways if each.why]
