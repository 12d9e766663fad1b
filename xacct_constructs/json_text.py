"""JSON as the CDK writes it: `JSON.stringify(value, undefined, 1)` of JavaScript, to the letter.

The standard library has the same form, but writes it in Python as soon as it indents, several times slower.
"""

from collections.abc import Mapping
from json.encoder import encode_basestring
from typing import Any


def indented(value: Any, step: str = " ") -> str:
    """The text of a value of mappings, lists, texts, whole numbers, truth values and None.

    Args:
        value: The value.
        step: What each level is moved in by. Default: one blank.
    """
    return _text(value, "\n", step)


def _text(value: Any, line: str, step: str) -> str:
    if isinstance(value, str):
        return encode_basestring(value)
    inner = line + step
    if isinstance(value, Mapping):
        if not value:
            return "{}"
        entries = [
            f"{inner}{encode_basestring(key)}: "
            f"{encode_basestring(each) if isinstance(each, str) else _text(each, inner, step)}"
            for key, each in value.items()
        ]
        return "{" + ",".join(entries) + line + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join([inner + _text(each, inner, step) for each in value]) + line + "]" if value else "[]"
    if value is True or value is False or value is None:
        return {True: "true", False: "false", None: "null"}[value]
    if isinstance(value, int):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no one way to be written")
