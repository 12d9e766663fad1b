"""Roles said as agreements: the Python and the file's form, or what no agreement says."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from xacct_constructs.agreement import Agreement
from xacct_constructs.agreement.serialize import to_json
from xacct_constructs.names import AGREEMENTS_VERSION
from xacct_constructs.principals import with_names
from xacct_constructs.proof import Counterexample
from xacct_constructs.report.words import decision_words, request_words
from xacct_constructs.restatement import Restatement
from xacct_constructs.texts import one_line

_WIDTH = 100


def restatement_text(found: Sequence[Restatement]) -> str:
    """Each role that is an agreement as Python, all of them as the file has them; then the others, with the reason."""
    said = [each.agreement for each in found if each.agreement is not None]
    parts = [agreement_python(said), _file(said)] if said else []
    parts += [_nearly(each.nearly) for each in found if each.nearly is not None]
    parts += [_unsaid(each) for each in found if each.agreement is None]
    return "\n\n".join(parts) + "\n"


def restatement_data(found: Sequence[Restatement]) -> dict[str, Any]:
    """The same as JSON values: `agreements` as the file has them, `unsaid` by role."""
    said = [to_json(each.agreement) for each in found if each.agreement is not None]
    unsaid = {each.role_arn: list(_reasons(each)) for each in found if each.agreement is None}
    return {"version": AGREEMENTS_VERSION, "agreements": said, "unsaid": unsaid}


def agreement_python(agreements: Sequence[Agreement]) -> str:
    """Python that makes these agreements, with what it imports."""
    lists = "\n".join(f"{_value(each, 4)}," for each in agreements)
    body = f"AGREEMENTS = [\n{_indented(lists, 4)}\n]"
    names = sorted({name for each in agreements for name in _names(each)})
    of_time = sorted(name for name in ("datetime", "timedelta") if f"{name}(" in body or f"{name}." in body)
    imports = [f"from datetime import {', '.join(of_time)}\n"] if of_time else []
    return "\n".join([*imports, f"from xacct_constructs import {', '.join(names)}", "", body])


def _file(agreements: Sequence[Agreement]) -> str:
    content = {"version": AGREEMENTS_VERSION, "agreements": [to_json(each) for each in agreements]}
    return f"# The same as xacct-agreements.json has it:\n{json.dumps(content, indent=1, sort_keys=True)}"


def _unsaid(found: Restatement) -> str:
    return "\n".join([f"No agreement means the same as {one_line(found.role_arn)}:", *map(_item, _reasons(found))])


def _nearly(found: Restatement) -> str:
    """What plainer permissions do not say."""
    kinds = [_value(each, 0) for each in found.agreement.permissions] if found.agreement else []
    plainer = " and ".join(one_line(each) for each in kinds)
    return "\n".join([f"# {plainer} is plainer, and not the same:", *(f"#{_item(each)}" for each in _reasons(found))])


def _item(text: str) -> str:
    return one_line(f"  - {text}")


def _reasons(found: Restatement) -> Iterator[str]:
    """What no agreement says; of one that is near, what is not the same."""
    yield from found.unsaid
    if found.proof is None:
        return
    people = {
        each.arn(agreement.partition) for agreement in found.proof.agreements for each in with_names(agreement.callers)
    }
    about = {found.role_arn, *people}
    for counterexample in found.proof.counterexamples:
        if counterexample.about in about or _is_by(counterexample, found.role_arn):
            yield from _differences(counterexample)
    yield from (str(each) for each in found.proof.undecided if str(each.about) in about)


def _is_by(found: Counterexample, role_arn: str) -> bool:
    return any(step.request.caller.principal_arn == role_arn for step in found.steps)


def _differences(found: Counterexample) -> Iterator[str]:
    if found.detail:
        yield f"{found.about}: {found.detail}"
    for step in found.steps[-1:]:
        yield f"{found.about} {found.fault}: {request_words(step.request)}: {decision_words(step.decision)}"


def _names(value: Any) -> Iterator[str]:
    """The names of the package that a value is written with."""
    if isinstance(value, Enum) or is_dataclass(value):
        yield type(value).__name__
    inside = [getattr(value, each.name) for each in _given(value)] if is_dataclass(value) else []
    for each in [*inside, *(value if isinstance(value, list | tuple) else ())]:
        yield from _names(each)


def _given(value: Any) -> Iterator[Field[Any]]:
    """The fields that are not at their default."""
    for each in fields(value):
        default = each.default_factory() if each.default_factory is not MISSING else each.default
        if getattr(value, each.name) != default:
            yield each


def _value(value: Any, indent: int) -> str:
    """A value as Python writes it, on one line where it fits."""
    if isinstance(value, Enum):
        return f"{type(value).__name__}.{value.name}"
    if isinstance(value, datetime):
        return f"datetime.fromisoformat({_value(value.isoformat(), 0)})"
    if isinstance(value, timedelta):
        return f"timedelta(seconds={int(value.total_seconds())})"
    if is_dataclass(value):
        parts = [f"{each.name}={_value(getattr(value, each.name), indent + 4)}" for each in _given(value)]
        return _bracketed(f"{type(value).__name__}(", parts, ")", indent)
    if isinstance(value, Mapping):
        parts = [f"{_value(key, 0)}: {_value(each, indent + 4)}" for key, each in value.items()]
        return _bracketed("{", parts, "}", indent)
    if isinstance(value, list | tuple):
        return _bracketed("[", [_value(each, indent + 4) for each in value], "]", indent)
    if isinstance(value, str) and value.isprintable():
        return json.dumps(value, ensure_ascii=False)
    return repr(value)


def _bracketed(begin: str, parts: Sequence[str], end: str, indent: int) -> str:
    whole = f"{begin}{', '.join(parts)}{end}"
    if len(whole) + indent <= _WIDTH and "\n" not in whole:
        return whole
    lines = "\n".join(f"{each}," for each in parts)
    return f"{begin}\n{_indented(lines, 4)}\n{end}"


def _indented(text: str, indent: int) -> str:
    return "\n".join(f"{' ' * indent}{line}" for line in text.split("\n"))
