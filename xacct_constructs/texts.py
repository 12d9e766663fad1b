"""Texts that others wrote, made fit to be looked at: names, keys and messages may hold what a terminal obeys."""

import reprlib

_SHORT = reprlib.Repr()
_SHORT.maxstring = _SHORT.maxother = _SHORT.maxlong = 240
_SHORT.maxlevel = 4


def shown(value: object) -> str:
    """Any value as Python writes it, on one line and cut where it is long or deep, also one that holds itself."""
    try:
        return _SHORT.repr(value)
    except Exception:  # a number too long to be written, or whatever the value's own repr() raises
        return f"a value of type {type(value).__name__}"


def one_line(text: str) -> str:
    r"""The text on one line, each character that is obeyed or hidden rather than shown written out, as `\x1b` or `\n`.

    Those are controls, terminal escapes among them, characters that turn the direction of writing, those without
    width, unusual spaces, and what is no character at all.
    """
    if text.isprintable():
        return text
    return "".join(
        each if each.isprintable() else each.encode("unicode_escape", "backslashreplace").decode() for each in text
    )


def visible(text: str) -> str:
    """The text with its lines kept, each as `one_line` has it."""
    return "\n".join(map(one_line, text.split("\n")))
