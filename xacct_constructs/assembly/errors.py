"""Why an assembly cannot be read: one error, with the file, the place in it, and what to do."""

from contextlib import AbstractContextManager

SYNTHESIZE = "pass the folder that cdk synth wrote, or a template that CloudFormation takes"

_MALFORMED = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What reading meets where a value is not what it must be there."""


class AssemblyError(ValueError):
    """Raised for a folder that is no cloud assembly, a file that is no template, or one that cannot be read."""


class MalformedError(ValueError):
    """Raised for a function that is written as CloudFormation does not have it; says what it must be."""


class ReadingOf(AbstractContextManager[None]):
    """Reads what stands at a place, and says which place it is where that is not as CloudFormation has it."""

    def __init__(self, place: str) -> None:
        """Take file and, where it is known, what of it."""
        self._place = place

    def __exit__(self, _: object, problem: BaseException | None, __: object) -> None:
        """Turn what went wrong into the one error.

        Raises:
            AssemblyError: What stands there is not as CloudFormation has it.
        """
        if isinstance(problem, _MALFORMED) and not isinstance(problem, AssemblyError):
            raise AssemblyError(self._told(problem)) from (None if isinstance(problem, RecursionError) else problem)

    def _told(self, problem: Exception) -> str:
        if isinstance(problem, RecursionError):
            return f"{self._place} refers to itself in a circle, or is nested too deep; {SYNTHESIZE}"
        if isinstance(problem, MalformedError):
            return f"{self._place}: {problem}; mend the template, which CloudFormation refuses too"
        why = f"{type(problem).__name__}: {problem}"[:200]
        return f"{self._place} is not written as CloudFormation has it ({why}); {SYNTHESIZE}"
