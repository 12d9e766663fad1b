"""What is asked often and always answered alike is worked out once."""

from collections.abc import Callable
from functools import lru_cache
from typing import ParamSpec, TypeVar, cast

_Given = ParamSpec("_Given")
_Answer = TypeVar("_Answer")


def remembered(function: Callable[_Given, _Answer]) -> Callable[_Given, _Answer]:
    """The function, whose latest answers are kept; so many that one assembly's patterns have room."""
    return cast(Callable[_Given, _Answer], lru_cache(maxsize=65536)(function))
