"""How much work one assembly may make, counted in steps and not by a clock: the same on every machine."""

from xacct_constructs.assembly.errors import AssemblyError

MOST_STEPS = 2_000_000
"""A step is a list or map that is resolved, or a text of 64 characters that is put together; see docs/proof.md."""
DEEPEST = 100
"""Lists, maps and references of a value inside one another; policies and names need fewer than thirty."""

_TEXT_OF_A_STEP = 64
_WHY = "no app that is meant to be deployed needs so much: look at who wrote the template"


class Budget:
    """The steps that are left, and how deep the value is that is resolved just now."""

    def __init__(self, steps: int = MOST_STEPS) -> None:
        """Begin with all of them."""
        self._steps, self._left, self.deep = steps, steps, 0

    def enter(self) -> None:
        """Take a step into a list, a map or what is referred to.

        Raises:
            AssemblyError: There is none left, or it is nested too deep.
        """
        self._left -= 1
        self.deep += 1
        if self._left < 0:
            raise self._spent()
        if self.deep > DEEPEST:
            raise RecursionError(f"more than {DEEPEST} values inside one another")

    def step(self) -> None:
        """Look at one thing more.

        Raises:
            AssemblyError: There is no step left.
        """
        self._left -= 1
        if self._left < 0:
            raise self._spent()

    def _spent(self) -> AssemblyError:
        return AssemblyError(f"resolving the templates takes more than {self._steps} steps; {_WHY}")

    def write(self, length: int) -> None:
        """Put a text of this length together.

        Raises:
            AssemblyError: It is longer than what is left.
        """
        self._left -= length // _TEXT_OF_A_STEP
        if self._left < 0:
            raise AssemblyError(f"resolving the templates writes more than {self._steps} steps of text; {_WHY}")
