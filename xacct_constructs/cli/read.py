"""The assembly that a command is told of."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xacct_constructs.assembly import Assembly

_MALFORMED = (AttributeError, LookupError, RecursionError, TypeError, ValueError)


class UnreadableError(ValueError):
    """Raised for a folder that no decision can be made from; says why."""


def read(directory: str) -> "Assembly":
    """Read an assembly and its agreements.

    Raises:
        UnreadableError: the folder is no cloud assembly, or one whose files are not what the CDK writes.
    """
    from xacct_constructs.agreement.serialize import from_json
    from xacct_constructs.assembly import AssemblyError, read_assembly

    try:
        assembly = read_assembly(Path(directory))
    except AssemblyError as problem:
        raise UnreadableError(str(problem)) from problem
    except _MALFORMED as problem:
        message = f"{directory} is no cloud assembly as the CDK writes it ({_named(problem)}); run cdk synth again"
        raise UnreadableError(message) from problem
    try:
        for each in assembly.agreements:
            from_json(each)
    except _MALFORMED as problem:
        message = f"the agreements in {directory} are not as this version writes them ({_named(problem)})"
        raise UnreadableError(f"{message}; run cdk synth again with it") from problem
    return assembly


def _named(problem: BaseException) -> str:
    return f"{type(problem).__name__}: {problem}"
