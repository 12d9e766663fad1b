"""Why an assembly cannot be read: one error, with the file, the place in it, and what to do."""

from collections.abc import Iterator
from contextlib import contextmanager

SYNTHESIZE = "pass the folder that cdk synth wrote, or a template that CloudFormation takes"

_MALFORMED = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What reading meets where a value is not what it must be there."""


class AssemblyError(ValueError):
    """Raised for a folder that is no cloud assembly, a file that is no template, or one that cannot be read."""


class MalformedError(ValueError):
    """Raised for a function that is written as CloudFormation does not have it; says what it must be."""


@contextmanager
def reading(place: str) -> Iterator[None]:
    """Read what stands at a place.

    Args:
        place: File and, where it is known, what of it.

    Raises:
        AssemblyError: What stands there is not as CloudFormation has it.
    """
    try:
        yield
    except AssemblyError:
        raise
    except RecursionError:
        raise AssemblyError(f"{place} refers to itself in a circle, or is nested too deep; {SYNTHESIZE}") from None
    except MalformedError as problem:
        raise AssemblyError(f"{place}: {problem}; mend the template, which CloudFormation refuses too") from problem
    except _MALFORMED as problem:
        why = f"{type(problem).__name__}: {problem}"[:200]
        raise AssemblyError(f"{place} is not written as CloudFormation has it ({why}); {SYNTHESIZE}") from problem
