"""What a call said that the signature does not take: every argument at once, each with the way to write it."""

import inspect
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from xacct_constructs.finding import AgreementError, Finding, error
from xacct_constructs.texts import shown

_Given = ParamSpec("_Given")
_Class = TypeVar("_Class", bound=type)


class SignatureError(AgreementError, TypeError):
    """The `TypeError` that Python raises for a call, with findings."""


def explained(init: Callable[_Given, None]) -> Callable[_Given, None]:
    """The `__init__`, whose error for arguments that it does not take names those that were meant.

    A mistake in them lies with the caller, at whose line the traceback of an `AgreementError` ends.
    """

    @wraps(init)
    def checked(*args: _Given.args, **kwargs: _Given.kwargs) -> None:
        __tracebackhide__ = True  # from pytest
        try:
            init(*args, **kwargs)
        except AgreementError as mistake:
            raise mistake.with_traceback(None) from mistake.__cause__
        except TypeError:
            name = type(args[0]).__name__
            if findings := list(_misfits(name, inspect.signature(init), args[1:], kwargs)):
                raise SignatureError(findings) from None
            raise

    return checked


def explained_value(value: _Class) -> _Class:
    """The dataclass, with its `__init__` explained."""
    value.__init__ = explained(value.__init__)  # type: ignore[misc]  # mypy takes it for unsound in a subclass
    return value


def _misfits(
    name: str, signature: inspect.Signature, given: tuple[Any, ...], named: dict[str, Any]
) -> Iterator[Finding]:
    parameters = list(signature.parameters.values())[1:]
    placed = [each.name for each in parameters if each.kind is each.POSITIONAL_OR_KEYWORD]
    known = {each.name: each for each in parameters}
    by_place = dict(zip(placed, given, strict=False))
    free = [each for each in known if each not in by_place and each not in named]
    unnamed = dict(zip(free, given[len(placed) :], strict=False))
    if len(given) > len(placed):
        wanted = ", ".join(["…"] * len(placed) + [f"{key}={shown(value)}" for key, value in unnamed.items()])
        message = f"takes {len(placed)} arguments without their names, got {', '.join(map(shown, given))}"
        yield error("XA016", name, message, f"write {name}({wanted})")
    for key in (each for each in named if each not in known):
        message = f"is no argument, got {shown(named[key])}; there are {', '.join(known)}"
        yield error("XA016", f"{name}.{key}", message, _nearest(key, [each for each in free if each not in unnamed]))
    for key in (each for each in named if each in by_place):
        yield error("XA016", f"{name}.{key}", f"is given twice, got {shown(named[key])}", "remove one of the two")
    for key in free:
        if known[key].default is inspect.Parameter.empty and key not in unnamed:
            yield error("XA016", f"{name}.{key}", "is missing", f"pass {key}=…")


def _nearest(key: str, names: list[str]) -> str:
    """The argument that was meant; the nearest names alone where none is near enough."""
    import difflib

    parts = [each for each in names if key in each.split("_") or each in key.split("_")]
    found = difflib.get_close_matches(key, names, n=1) or parts[:1]
    return f"write {found[0]}=…" if found else "leave it out"
