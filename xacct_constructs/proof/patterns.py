"""Policy patterns: wildcards, policy variables and ARNs.

Source: IAM User Guide, "IAM policy elements: Variables and tags", "IAM JSON policy elements: Resource" and
"String condition operators".
"""

import re
from collections.abc import Callable
from functools import lru_cache

from xacct_constructs.proof.undecided import UndecidedError

Lookup = Callable[[str], str | None]
"""The value of a policy variable's key in the request; None where it is absent."""

_SPECIAL = re.compile(r"\$\{([^}]*)\}|([*?])")
_WILDCARD = re.compile(r"()([*?])")
_ARN_SEGMENTS = 6


@lru_cache(maxsize=65536)
def _compiled(expression: str, ignore_case: bool) -> re.Pattern[str]:
    return re.compile(expression, re.DOTALL | (re.IGNORECASE if ignore_case else 0))


@lru_cache(maxsize=65536)
def pieces(pattern: str, wildcards: bool, variables: bool) -> tuple[tuple[str, str], ...]:
    """A pattern as pieces: `("text", …)`, `("any", "*" or "?")`, `("variable", …)`."""
    found: list[tuple[str, str]] = []
    position = 0
    for match in (_SPECIAL if variables else _WILDCARD).finditer(pattern):
        inside, wildcard = match[1], match[2]
        if wildcard and wildcards:
            piece = ("any", wildcard)
        elif inside in ("*", "?", "$"):
            piece = ("text", inside)
        elif inside and ":" in inside.split(",")[0]:
            piece = ("variable", inside)
        else:
            continue
        found += [("text", pattern[position : match.start()])] if match.start() > position else []
        found.append(piece)
        position = match.end()
    return (*found, ("text", pattern[position:])) if position < len(pattern) else tuple(found)


def _variable(inside: str, lookup: Lookup) -> str | None:
    key, _, default = inside.partition(",")
    value = lookup(key.strip())
    if value is None and default:
        stripped = default.strip()
        if len(stripped) < 2 or stripped[0] != stripped[-1] or stripped[0] not in "'\"":
            raise UndecidedError(f"the policy variable ${{{inside}}} has a default that is not quoted")
        return stripped[1:-1]
    return value


@lru_cache(maxsize=65536)
def _fixed_expression(pattern: str, wildcards: bool, variables: bool) -> str | None:
    """The pattern as a regular expression, None if it holds variables."""
    parsed = pieces(pattern, wildcards, variables)
    if any(kind == "variable" for kind, _ in parsed):
        return None
    return _expression(parsed, {})


def _expression(parsed: tuple[tuple[str, str], ...], values: dict[str, str]) -> str:
    found = ""
    for kind, text in parsed:
        if kind == "any":
            found += ".*" if text == "*" else "."
        else:
            found += re.escape(values[text] if kind == "variable" else text)
    return found


def expression(pattern: str, lookup: Lookup, *, wildcards: bool = True, variables: bool = True) -> str | None:
    """The pattern as a regular expression; None where a variable has no value, so that nothing matches."""
    fixed = _fixed_expression(pattern, wildcards, variables)
    if fixed is not None:
        return fixed
    parsed = pieces(pattern, wildcards, variables)
    values = {text: _variable(text, lookup) for kind, text in parsed if kind == "variable"}
    if None in values.values():
        return None
    return _expression(parsed, {key: value for key, value in values.items() if value is not None})


def matches(
    pattern: str,
    text: str,
    lookup: Lookup,
    *,
    wildcards: bool = True,
    variables: bool = True,
    ignore_case: bool = False,
) -> bool:
    """Whether the text is one that the pattern stands for."""
    found = expression(pattern, lookup, wildcards=wildcards, variables=variables)
    return found is not None and _compiled(found, ignore_case).fullmatch(text) is not None


def is_unsettled(pattern: str, lookup: Lookup) -> bool:
    """Whether the pattern holds a variable that has no value in the request."""
    return any(kind == "variable" and _variable(text, lookup) is None for kind, text in pieces(pattern, True, True))


def split_arn(arn: str) -> list[str]:
    """An ARN's six segments; the last keeps its colons."""
    return arn.split(":", _ARN_SEGMENTS - 1)


@lru_cache(maxsize=65536)
def split_arn_pattern(pattern: str) -> tuple[str, ...] | None:
    """An ARN pattern's six segments, colons inside variables not counted; None for what is no ARN pattern."""
    segments: list[str] = []
    depth, current = 0, ""
    for index, character in enumerate(pattern):
        if character == "{" and index and pattern[index - 1] == "$":
            depth += 1
        elif character == "}" and depth:
            depth -= 1
        if character == ":" and not depth and len(segments) < _ARN_SEGMENTS - 1:
            segments.append(current)
            current = ""
        else:
            current += character
    segments.append(current)
    return tuple(segments) if len(segments) == _ARN_SEGMENTS else None


def arn_matches(pattern: str, arn: str, lookup: Lookup, *, variables: bool = True) -> bool:
    """Whether the ARN is one that the pattern stands for, segment by segment; `*` alone is every ARN."""
    if pattern == "*":
        return True
    wanted, given = split_arn_pattern(pattern), split_arn(arn)
    if wanted is None or len(given) != _ARN_SEGMENTS:
        return False
    return all(matches(part, text, lookup, variables=variables) for part, text in zip(wanted, given, strict=True))
