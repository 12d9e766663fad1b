"""One decision, explained."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from xacct_constructs.iam import Decision, EvalDecision, Policies, Request, Statement
from xacct_constructs.proof import Step
from xacct_constructs.report.proof_data import decided_data, request_data, statement_data, step_data
from xacct_constructs.report.words import context_words, key_words, request_words, step_words
from xacct_constructs.texts import one_line


def decision_text(
    request: Request,
    decision: Decision,
    policies: Sequence[Policies],
    assumed: Sequence[str] = (),
    besides: Step | None = None,
) -> str:
    """The decision in words: what settled it, what blocked it, and what was assumed of the context.

    Args:
        request: What was asked.
        decision: What came of it.
        policies: The policies that bear on it, by each ARN under which it is seen.
        assumed: Keys of the request's context that nobody gave. Default: none.
        besides: What the service asks of a key for it. Default: nothing.
    """
    answer = decision.word.value.upper()
    if besides is not None and not besides.decision.is_allowed:
        answer = f"{answer}, BUT ITS KEY REFUSES"
    parts = [one_line(f"{answer}: {request_words(request)}.")]
    if besides is not None:
        asked = one_line(step_words(besides))
        parts.append(f"What is asked for is encrypted, so its service asks the key too:\n  - {asked}")
    settling = [decision.by] if decision.word is EvalDecision.EXPLICIT_DENY and decision.by else list(decision.allowing)
    for statement in settling:
        says = "denies it" if not statement.allows else "allows it"
        parts.append(f"{one_line(statement.place)} {says}:\n{_indented(statement)}")
    if decision.blocked_by:
        parts.append(
            "Blocked by:\n" + "\n".join(f"  - {one_line(_blocked(each, decision))}" for each in decision.blocked_by)
        )
    parts.append("Context that follows from the request:\n" + _lines(_derived(request)))
    if taken := {key: value for key, value in request.context.items() if key in assumed}:
        parts.append("Assumed, since a policy asks about it:\n" + _lines(taken))
    for said, keys in (
        ("Not known", unknown_keys(request, policies)),
        ("Taken to be absent", absent_keys(request, policies)),
    ):
        if keys:
            spelt = "\n".join(f"  - {one_line(key_words(key))}" for key in keys)
            parts.append(f"{said}, though a policy asks about it:\n{spelt}")
    return "\n\n".join(parts) + "\n"


def _indented(statement: Statement) -> str:
    if not statement.origin.logical_id:
        return "  taken for granted"
    return "\n".join(f"  {line}" for line in json.dumps(statement.written, indent=2).splitlines())


def _blocked(name: str, decision: Decision) -> str:
    if decision.word is EvalDecision.EXPLICIT_DENY:
        return f"the {name}, which denies it"
    return "the root user, who cannot do this" if name == "root user" else f"the {name}: no statement of it allows this"


def _derived(request: Request) -> dict[str, str | Sequence[str]]:
    given = {key.lower() for key in request.context}
    derived = {**request.service_keys, **request.caller.keys, "aws:resourceaccount": request.owner}
    return {key: value for key, value in sorted(derived.items()) if key not in given}


def _lines(context: Mapping[str, str | Sequence[str]]) -> str:
    return "\n".join(f"  - {one_line(context_words({key: value}))}" for key, value in context.items())


def absent_keys(request: Request, policies: Sequence[Policies]) -> list[str]:
    """The condition keys that a statement asks about and the request does not have."""
    context = request.full_context()
    return sorted(key for key in asked_keys(policies) - request.not_said() if context.values(key) is None)


def unknown_keys(request: Request, policies: Sequence[Policies]) -> list[str]:
    """The condition keys that a statement asks about and the request has, or may have, with what value nobody said."""
    return sorted(asked_keys(policies) & request.not_said())


def asked_keys(policies: Sequence[Policies]) -> set[str]:
    """The condition keys that a statement asks about, in lower case."""
    return {each.key.lower() for found in policies for statement in _statements(found) for each in statement.conditions}


def _statements(policies: Policies) -> Iterator[Statement]:
    levels = [*policies.service_control, *policies.resource_control]
    for group in [policies.identity, policies.resource, policies.boundary, policies.session, *levels]:
        yield from group or ()


def decision_data(
    request: Request,
    decision: Decision,
    policies: Sequence[Policies],
    assumed: Sequence[str] = (),
    besides: Step | None = None,
) -> dict[str, Any]:
    """The same as JSON values; the arguments are those of `decision_text`."""
    return {
        "version": 1,
        **request_data(request),
        "decision": {
            **decided_data(decision),
            "allowing": [statement_data(each) for each in decision.allowing],
        },
        "derived_context": _derived(request),
        "assumed_context": sorted(assumed),
        "unknown_context": unknown_keys(request, policies),
        "absent_context": absent_keys(request, policies),
        **({"besides": step_data(besides)} if besides else {}),
    }
