"""Policy patterns: wildcards, policy variables and ARNs.

Source: IAM User Guide, "IAM policy elements: Variables and tags", "IAM JSON policy elements: Resource" and
"String condition operators".
"""

import re
from collections.abc import Callable, Iterable, Mapping

from xacct_constructs.iam.undecided import UndecidedError
from xacct_constructs.remembered import remembered
from xacct_constructs.unknowns import MARK

Lookup = Callable[[str], str | None]
"""The value of a policy variable's key in the request; None where it is absent."""

Matcher = Callable[[str], object | None]

_SPECIAL = re.compile(r"\$\{([^}]*)\}|([*?])")
_WILDCARD = re.compile(r"()([*?])")
_NO_VARIABLE = re.compile(r"\$\{(?!(?:[*?$]|[^{}]*:[^{}]*)\})")
ARN_SEGMENTS = 6


@remembered
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
    rest = pattern[position:]
    return (*found, ("text", rest)) if rest else tuple(found)


def escaped(text: str) -> str:
    """A pattern that only this text matches, in policies that have variables."""
    return re.sub(r"[*?$]", lambda found: f"${{{found[0]}}}", text)


def _variable(inside: str, lookup: Lookup) -> str | None:
    key, _, default = inside.partition(",")
    value = lookup(key.strip())
    if value is None and default:
        stripped = default.strip()
        if len(stripped) < 2 or stripped[0] != stripped[-1] or stripped[0] not in "'\"":
            raise UndecidedError(f"the policy variable ${{{inside}}} has a default that is not quoted")
        return stripped[1:-1]
    return value


def _expression(parsed: Iterable[tuple[str, str]], values: Mapping[str, str], *, within: str = ".") -> str:
    """Pieces as a regular expression; a wildcard stands for the characters `within`.

    What stands between two stars may be taken where it occurs first: were the rest to match further on, it would
    match after that place too. So each such run is an atomic group, and no pattern is tried in all ways, as
    `*a*a*a*b` would be against a text of many `a`.
    """
    runs = [""]
    for kind, text in parsed:
        if (kind, text) == ("any", "*"):
            runs += [""] if runs[-1] or len(runs) == 1 else []
        elif kind == "any":
            runs[-1] += within
        else:
            runs[-1] += re.escape(values[text] if kind == "variable" else text)
    first, *between = runs
    if not between:
        return first
    return first + "".join(f"(?>{within}*?{run})" for run in between[:-1]) + f"{within}*{between[-1]}"


def has_variables(parsed: Iterable[tuple[str, str]]) -> bool:
    """Whether one of the pieces is a variable."""
    return any(kind == "variable" for kind, _ in parsed)


@remembered
def _compiled(expression: str, ignore_case: bool) -> Matcher:
    return re.compile(expression, re.DOTALL | (re.IGNORECASE if ignore_case else 0)).fullmatch


@remembered
def _fixed(pattern: str, wildcards: bool, variables: bool, ignore_case: bool) -> Matcher | None:
    """What matches a pattern, None if it holds variables."""
    parsed = pieces(pattern, wildcards, variables)
    if has_variables(parsed):
        return None
    return _plain(parsed, ignore_case) or _compiled(_expression(parsed, {}), ignore_case)


def _plain(parsed: Iterable[tuple[str, str]], ignore_case: bool) -> Matcher | None:
    """What matches pieces that stand for one text alone; most do, and an expression takes long to be compiled."""
    if ignore_case or any(kind != "text" for kind, _ in parsed):
        return None
    only = "".join(text for _, text in parsed)
    return lambda text: text if text == only else None


@remembered
def action_matcher(patterns: tuple[str, ...]) -> Matcher:
    """What matches one of the patterns, whatever the case, variables being text: actions."""
    parts = (_expression(pieces(pattern, True, False), {}) for pattern in patterns)
    return _compiled("|".join(f"(?:{part})" for part in parts), True)


def settled(pattern: str, lookup: Lookup, *, wildcards: bool) -> str | None:
    """The pattern as a regular expression, its variables replaced; None where one has no value, so nothing matches."""
    parsed = pieces(pattern, wildcards, True)
    values = {text: _variable(text, lookup) for kind, text in parsed if kind == "variable"}
    known = {key: value for key, value in values.items() if value is not None}
    return _expression(parsed, known) if len(known) == len(values) else None


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
    fixed = _fixed(pattern, wildcards, variables, ignore_case)
    if fixed is not None:
        return fixed(text) is not None
    found = settled(pattern, lookup, wildcards=wildcards)
    return found is not None and _compiled(found, ignore_case)(text) is not None


def is_unsettled(pattern: str, lookup: Lookup) -> bool:
    """Whether the pattern holds a variable that has no value in the request."""
    return any(kind == "variable" and _variable(text, lookup) is None for kind, text in pieces(pattern, True, True))


def is_broken(pattern: str) -> bool:
    """Whether something in the pattern begins as a variable does, and is none, nor a name that deployment gives."""
    return _NO_VARIABLE.search(MARK.sub("", pattern)) is not None


def split_arn(arn: str) -> list[str]:
    """An ARN's six segments; the last keeps its colons."""
    return arn.split(":", ARN_SEGMENTS - 1)


def arn_pattern_segments(pattern: str) -> tuple[str, ...]:
    """An ARN pattern's segments, at most six, colons inside variables not counted."""
    segments: list[str] = []
    depth, current = 0, ""
    for index, character in enumerate(pattern):
        if character == "{" and index and pattern[index - 1] == "$":
            depth += 1
        elif character == "}" and depth:
            depth -= 1
        if character == ":" and not depth and len(segments) < ARN_SEGMENTS - 1:
            segments.append(current)
            current = ""
        else:
            current += character
    return (*segments, current)


@remembered
def split_arn_pattern(pattern: str) -> tuple[str, ...] | None:
    """An ARN pattern's six segments; None for what is no ARN pattern."""
    segments = arn_pattern_segments(pattern)
    return segments if len(segments) == ARN_SEGMENTS else None


@remembered
def goes_past_colons(pattern: str) -> bool:
    """Whether a `*` ends one of an ARN pattern's segments, and not all that follows is `*`.

    Such a star may match beyond the segment's colon (IAM User Guide, "IAM JSON policy elements: Resource"). Whether it
    does is not said, and engines differ.
    """
    segments = split_arn_pattern(pattern) or ()
    ending = next((index for index, each in enumerate(segments[:-1]) if each.endswith("*")), None)
    return ending is not None and any(each != "*" for each in segments[ending + 1 :])


@remembered
def _fixed_arn(pattern: str, variables: bool) -> Matcher | None:
    """What matches an ARN pattern, None if it is none or holds variables; wildcards stay within their segment."""
    segments = ("*",) if pattern == "*" else split_arn_pattern(pattern)
    if segments is None:
        return None
    parsed = [pieces(segment, True, variables) for segment in segments]
    if any(map(has_variables, parsed)):
        return None
    *first, last = parsed
    if only := _plain([*(piece for each in first for piece in (*each, ("text", ":"))), *last], False):
        return only
    parts = [*(_expression(each, {}, within="[^:]") for each in first), _expression(last, {})]
    return _compiled(":".join(parts), False)


def action_matches(pattern: str, action: str) -> bool:
    """Whether an action is one that the pattern stands for, whatever its case."""
    return matches(pattern, action, lambda _: None, variables=False, ignore_case=True)


def arn_matches(pattern: str, arn: str, lookup: Lookup, *, variables: bool) -> bool:
    """Whether the ARN is one that the pattern stands for, segment by segment; `*` alone is every ARN."""
    fixed = _fixed_arn(pattern, variables)
    if fixed is not None:
        return fixed(arn) is not None
    wanted, given = split_arn_pattern(pattern) or (), split_arn(arn)
    return len(wanted) == len(given) and all(
        matches(part, text, lookup, variables=variables) for part, text in zip(wanted, given, strict=True)
    )


def resource_matches(pattern: str, arn: str, lookup: Lookup, *, variables: bool) -> bool:
    """Whether the ARN is one that a pattern of a Resource element stands for.

    Raises:
        UndecidedError: It is only if a `*` goes on beyond the colon of its segment.
    """
    if arn_matches(pattern, arn, lookup, variables=variables):
        return True
    if goes_past_colons(pattern) and matches(pattern, arn, lookup, variables=variables):
        raise UndecidedError(f"whether {pattern} stands for {arn} too depends on whether its star goes past colons")
    return False
