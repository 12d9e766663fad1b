"""JSON as the CDK writes it: `JSON.stringify(value, undefined, 1)` of JavaScript, to the letter.

The standard library has the same form, but writes it in Python as soon as it indents, several times slower.
"""

import json
from json.encoder import encode_basestring
from typing import Any


def indented(value: Any, step: str = " ") -> str:
    """The text of a value of dictionaries, lists, texts, whole numbers, truth values and None.

    Args:
        value: The value.
        step: What each level is moved in by. Default: one blank.
    """
    return _text(value, "\n", step)


def _text(value: Any, line: str, step: str) -> str:
    inner = line + step
    if type(value) is dict:
        entries = [
            f"{inner}{encode_basestring(key)}: "
            f"{encode_basestring(each) if type(each) is str else _text(each, inner, step)}"
            for key, each in value.items()
        ]
        return "{" + ",".join(entries) + line + "}" if entries else "{}"
    if type(value) is list:
        entries = [
            f"{inner}{encode_basestring(each) if type(each) is str else _text(each, inner, step)}" for each in value
        ]
        return "[" + ",".join(entries) + line + "]" if entries else "[]"
    if isinstance(value, str):
        return encode_basestring(value)
    if value is None or isinstance(value, int):
        return json.dumps(value)
    raise TypeError(f"{type(value).__name__} has no one way to be written")
