"""What a statement says at most and at least, where it holds what only deployment settles.

At most, each unknown is taken so that the statement speaks of the most requests; at least, of the fewest. A text
that is not known stands in the narrowest reading as a name like no other, so that it is equal to itself and to nothing
else. What two unknowns have to do with each other is not looked at: that can only make the bounds wider.

Source: IAM User Guide, "IAM JSON policy element reference".
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from xacct_constructs.arns import is_arn
from xacct_constructs.iam.patterns import ARN_SEGMENTS
from xacct_constructs.unknowns import ABSENT, Partly, Unknown, alternatives, unknowns_in
from xacct_constructs.values import listed

Written = Mapping[str, Any]
"""A statement as JSON."""

ANYTHING: Written = {}
"""Stands for whatever a statement can say: it may allow everything, or deny it."""
_PRINCIPAL_KEYS = {"AWS": ("ArnLike", "aws:PrincipalArn"), "Service": ("StringLike", "aws:PrincipalServiceName")}
"""Kinds of principal to the condition that narrows anybody to those whose name is partly known."""
_IS_PRINCIPAL = re.compile(r"arn:[^:]*:iam::[^:]*:(user/|role/|root$)")
"""Principals that `aws:PrincipalArn` tells; of a session it has the role's ARN."""
_LIKE = {"stringequals": "StringLike", "stringlike": "StringLike", "arnequals": "ArnLike", "arnlike": "ArnLike"}
"""Operators that compare texts, to those that take a pattern in their place."""


class Readings(NamedTuple):
    """One statement, at most and at least.

    Attributes:
        widest: Statements that together speak of every request that it may speak of.
        narrowest: What it says whatever deployment brings; None, where that may be nothing.
        unknowns: What deployment settles.
    """

    widest: tuple[Written, ...]
    narrowest: Written | None
    unknowns: tuple[Unknown, ...]


def readings(written: Any) -> Readings:
    """The readings of a statement; where all of it is known, it is both."""
    found = tuple(dict.fromkeys(unknowns_in(written)))
    if not found:
        return Readings((written,), written, ())
    return Readings(tuple(_widest(written)), _narrowest(written), found)


# At most


def _widest(written: Any) -> Iterator[Written]:
    if isinstance(written, Unknown):
        arms = alternatives(written)
        for arm in arms or ():
            yield from (wide for each in listed(arm) if each is not ABSENT for wide in _widest(each))
        if arms is None:
            yield ANYTHING
        return
    if not isinstance(written, Mapping):
        yield ANYTHING
        return
    for name in ("Principal", "NotPrincipal", "Condition"):
        given = written.get(name)
        if isinstance(given, Unknown | Partly):
            rest = {key: each for key, each in written.items() if key != name}
            for arm in _arms(name, given):
                yield from _widest(rest if arm is ABSENT else {**rest, name: arm})
            return
    yield from _of_known_shape(written)


def _arms(name: str, given: Unknown | Partly) -> Iterator[Any]:
    """What a principal or a condition can be; no condition asks the least, and anybody is the widest principal."""
    for arm in (alternatives(given) if isinstance(given, Unknown) else None) or (given,):
        if isinstance(arm, Unknown) and arm is not given:
            yield from _arms(name, arm)
        elif arm is ABSENT or isinstance(arm, Mapping) or (name != "Condition" and isinstance(arm, str)):
            yield arm
        else:
            yield ABSENT if name == "Condition" else "*"


def _of_known_shape(written: Written) -> Iterator[Written]:
    """A statement whose principals and conditions are maps, or not there."""
    wide = dict(written)
    for name in ("Action", "Resource"):
        if name in written:
            wide[name] = _most(written[name], _action_pattern if name == "Action" else _arn_pattern)
        if f"Not{name}" in written:
            wide |= _spared(name, written[f"Not{name}"], wide)
    if "Condition" in written:
        wide["Condition"] = _met(written["Condition"])
    effects = ("Allow", "Deny") if isinstance(written.get("Effect"), Unknown | Partly) else (written.get("Effect"),)
    for effect in effects:
        yield from _named({**wide, "Effect": effect})


def _most(values: Any, pattern: Callable[[Partly], str]) -> Any:
    """Patterns of actions or resources; of one that is not known, its name and all that it can be."""
    if not _is_open(values):
        return values
    found: list[Any] = []
    for each in _texts(values):
        if isinstance(each, Partly):
            found += [*_as_name(each), pattern(each)]
        else:
            found.append("*" if each is None or isinstance(each, Unknown) else each)
    return found


def _spared(name: str, values: Any, wide: dict[str, Any]) -> dict[str, Any]:
    """All but those that are certainly meant."""
    if not _is_open(values):
        return {f"Not{name}": values}
    wide.pop(f"Not{name}", None)
    kept = [each for each in listed(values) if isinstance(each, str)] if isinstance(values, list | str) else []
    return {f"Not{name}": kept} if kept else {name: ["*"]}


def _named(written: dict[str, Any]) -> Iterator[Written]:
    """One statement for those that are known by name, and one for each that is known in part, or not at all."""
    if _is_open(written.get("NotPrincipal")):
        yield {**{key: each for key, each in written.items() if key != "NotPrincipal"}, "Principal": "*"}
        return
    principal = written.get("Principal")
    if not isinstance(principal, Mapping) or not _is_open(principal):
        yield written
        return
    known: dict[str, list[Any]] = {}
    for kind, values in principal.items():
        for each in _texts(values):
            if isinstance(each, str):
                known.setdefault(kind, []).append(each)
            else:
                known.setdefault(kind, []).extend(_as_name(each) if isinstance(each, Partly) else [])
                yield from _anybody_like(written, kind, each)
    known = {kind: names for kind, names in known.items() if names}
    if known:
        yield {**written, "Principal": known}


def _anybody_like(written: dict[str, Any], kind: str, text: Unknown | Partly | None) -> Iterator[Written]:
    """Anybody, as far as the known parts of the name leave it open."""
    condition = dict(written.get("Condition", {}))
    pattern = _principals(kind, text)
    if pattern is not None:
        operator, key = _PRINCIPAL_KEYS[kind]
        # Beside a condition that asks for the key already, the new one would take its place.
        if key not in condition.get(operator, {}):
            condition[operator] = {**condition.get(operator, {}), key: [pattern]}
    yield {**written, "Principal": "*", "Condition": condition}


def _principals(kind: str, text: Unknown | Partly | None) -> str | None:
    """The pattern of those whom such a principal names; None where they are not told by one key."""
    if kind == "Service":
        return _text_pattern(text) if isinstance(text, Partly) else "*"
    if not isinstance(text, Partly):
        return None
    pattern = _arn_pattern(text)
    if kind != "AWS" or not _IS_PRINCIPAL.match(pattern):
        return None
    return pattern.replace(":iam:", ":*:").removesuffix("root") + "*" if pattern.endswith(":root") else pattern


def _met(block: Any) -> dict[str, Any]:
    """The conditions that are certainly asked, each with all values that it can be compared with."""
    found: dict[str, Any] = {}
    for operator, keys in block.items():
        if not isinstance(keys, Mapping):
            if not isinstance(keys, Unknown | Partly):
                found[operator] = keys
            continue
        for key, values in keys.items():
            for name, asked in _asked(operator, values):
                merged = found.setdefault(name, {})
                # Two conditions on one key cannot stand in one place: the one that is not known is left out.
                merged.setdefault(key, asked)
    return found


def _asked(operator: str, values: Any) -> Iterator[tuple[str, Any]]:
    """An operator with its values as they are met by the most; nothing where all may meet them."""
    if not _is_open(values):
        yield operator, values
    elif _may_be_absent(values):
        return  # without a value, the key is not asked at all
    elif _is_negated(operator):
        kept = [each for each in listed(values) if not _is_open(each)] if isinstance(values, list) else []
        if kept:
            yield operator, kept
    elif (like := _pattern_operator(operator)) is not None:
        texts = list(_texts(values))
        if None not in texts and not any(isinstance(each, Unknown) for each in texts):
            pattern = _arn_pattern if like.endswith("ArnLike") else _text_pattern
            patterns = [pattern(each) if isinstance(each, Partly) else each for each in texts]
            if "*" in patterns:
                return  # any text: an ARN's pattern of that form matches none
            yield like, [*patterns, *(str(each) for each in texts if isinstance(each, Partly))]


def _may_be_absent(value: Any) -> bool:
    """Whether it may not be there; within a list, something else may be."""
    arms = alternatives(value) if isinstance(value, Unknown) else None
    return any(each is ABSENT or _may_be_absent(each) for each in arms or ())


def _pattern_operator(operator: str) -> str | None:
    """The operator that takes patterns in this one's place; None for one that compares no texts."""
    quantifier, _, name = operator.rpartition(":")
    base = name.lower().removesuffix("ifexists")
    if base not in _LIKE:
        return None
    return f"{quantifier}:{_LIKE[base]}".lstrip(":") + name[len(base) :]


def _text_pattern(text: Partly) -> str:
    """All texts that it can be."""
    return "".join(each if isinstance(each, str) else "*" for each in text.pieces)


def _action_pattern(text: Partly) -> str:
    """All actions that it can be."""
    return _text_pattern(text) if isinstance(text.pieces[0], str) and ":" in text.pieces[0] else "*"


def _arn_pattern(text: Partly) -> str:
    """All ARNs that it can be: what can hold a colon may be the rest of the ARN, and what cannot ends before one."""
    found = ""
    for piece in text.pieces:
        found += piece if isinstance(piece, str) else "*"
        if isinstance(piece, Unknown) and not piece.in_segment and found.count(":") < ARN_SEGMENTS - 1:
            found += ":*" * (ARN_SEGMENTS - 1 - found.count(":"))
            break
    return found if found.startswith("arn:") else "*"


# At least


def _narrowest(written: Any) -> Written | None:
    if not isinstance(written, Mapping) or _is_open(written.get("Effect")):
        return None
    least = dict(written)
    for name in ("Action", "Resource"):
        if _is_open(written.get(f"Not{name}")):
            return None
        if _is_open(written.get(name)):
            least[name] = _certain(written[name], names=name == "Resource")
    if _is_open(written.get("NotPrincipal")) or isinstance(written.get("Principal"), Unknown | Partly):
        return None
    if _is_open(written.get("Principal")):
        names = {kind: _certain(values, names=kind == "AWS") for kind, values in written["Principal"].items()}
        least["Principal"] = {kind: each for kind, each in names.items() if each}
    if _is_open(written.get("Condition")):
        least["Condition"] = _certainly_met(written["Condition"])
    empty = (name for name in ("Action", "Resource", "Principal", "Condition") if least.get(name) in ([], {}, None))
    return None if any(name in written and written[name] != {} for name in empty) else least


def _certain(values: Any, *, names: bool) -> list[Any]:
    """What certainly stands in a list; an ARN that is not known may stand there under its own name."""
    found: list[Any] = []
    for each in listed(values):
        if not _is_open(each):
            found.append(each)
        elif names and isinstance(each, Partly):
            found += _as_name(each)
    return found


def _as_name(text: Partly) -> list[str]:
    """The name under which it is equal to itself and to nothing else, where it is an ARN."""
    return [str(text)] if is_arn(str(text)) else []


def _certainly_met(block: Any) -> dict[str, Any] | None:
    """The conditions, so that they are met whatever deployment brings; None where no request is sure to meet them."""
    if not isinstance(block, Mapping):
        return None
    found: dict[str, Any] = {}
    for operator, keys in block.items():
        if isinstance(keys, Unknown | Partly):
            return None
        found[operator] = keys
        if isinstance(keys, Mapping) and _is_open(keys):
            met = {key: _met_by(operator, values) for key, values in keys.items()}
            if not all(met.values()):
                return None
            found[operator] = met
    return found


def _met_by(operator: str, values: Any) -> Any:
    if not _is_open(values):
        return values
    if _pattern_operator(operator) is None:
        return []
    return [str(each) if _is_open(each) else each for each in listed(values)]


def _is_negated(operator: str) -> bool:
    return "not" in operator.rpartition(":")[2].lower()


def _is_open(value: Any) -> bool:
    return next(unknowns_in(value), None) is not None


def _texts(values: Any) -> Iterator[Any]:
    """The texts that a list can hold; None where that may be any."""
    for each in listed(values):
        if isinstance(each, Unknown):
            arms = alternatives(each)
            if arms is None:
                yield each if not isinstance(values, Unknown) else None
            for arm in arms or ():
                yield from () if arm is ABSENT else _texts(arm)
        elif isinstance(each, Partly):
            yield from each.texts()
        else:
            yield each
