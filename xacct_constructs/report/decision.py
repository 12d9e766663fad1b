"""One decision, explained."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from xacct_constructs.explanation import (
    RESOURCE_POLICIES,
    Explanation,
    Help,
    Miss,
    Nearest,
    NoObject,
    Telling,
    asked_keys,
    passing,
)
from xacct_constructs.iam import EvalDecision, Policies, Request, Statement
from xacct_constructs.report.proof_data import decided_data, request_data, statement_data, step_data
from xacct_constructs.report.words import (
    asked_words,
    context_words,
    decision_words,
    key_words,
    request_words,
    resource_words,
    step_words,
)
from xacct_constructs.services import resource_kind
from xacct_constructs.texts import one_line


def decision_text(found: Explanation, notes: Sequence[str] = ()) -> str:
    """The decision in words: what settled it, what blocked it, what comes nearest, and what was assumed.

    Args:
        found: The decision, and what leads to it.
        notes: How what was typed was understood. Default: as it stands.
    """
    request, decision, besides = found.request, found.decision, found.besides
    answer = decision.word.value.upper()
    if besides is not None and not besides.decision.is_allowed:
        answer = f"{answer}, BUT ITS KEY REFUSES"
    elif decision.word is not EvalDecision.EXPLICIT_DENY and found.outside:
        answer = f"{answer}, AS FAR AS THE ASSEMBLY SHOWS"
    parts = [one_line(f"{answer}: {request_words(request)}.")]
    if notes:
        parts.append("Understood:\n" + _listed(notes))
    if besides is not None:
        asked = _listed([step_words(besides)])
        parts.append(f"What is asked for is encrypted, so its service asks the key too:\n{asked}")
    settling = [decision.by] if decision.word is EvalDecision.EXPLICIT_DENY and decision.by else list(decision.allowing)
    for statement in settling:
        says = "denies it" if not statement.allows else "allows it"
        parts.append(f"{one_line(statement.place)} {says}:\n{_indented(statement)}")
    if found.denying:
        parts.append("It denies this since:\n" + _listed(_miss(each, denied=True) for each in found.denying))
    if decision.blocked_by:
        parts.append("Blocked by:\n" + _listed(_blocked(each, found) for each in decision.blocked_by))
    if found.nearest:
        parts.append("Nearest to allowing it:\n" + "\n".join(map(_near, found.nearest)))
    if found.absent is not None:
        parts.append("Where there is no such object:\n" + _listed([_absent(found.absent)]))
    if found.outside:
        parts.append("Not in the assembly, so not looked at:\n" + _listed(map(_unseen, found.outside)))
    return "\n\n".join([*parts, *_context(found)]) + "\n"


def _context(found: Explanation) -> Iterator[str]:
    request = found.request
    yield "Context that follows from the request:\n" + _lines(_derived(request))
    if taken := {key: value for key, value in request.context.items() if key in found.assumed}:
        yield "Assumed, since a policy asks about it:\n" + _lines(taken)
    for said, keys in (
        ("Not known", unknown_keys(request, found.policies)),
        ("Taken to be absent", absent_keys(request, found.policies)),
    ):
        if keys:
            yield f"{said}, though a policy asks about it:\n" + _listed(map(key_words, keys))


def _listed(lines: Iterable[str]) -> str:
    return "\n".join(f"  - {one_line(each)}" for each in lines)


def _unseen(resource: str) -> str:
    kind = resource_kind(resource)
    key = ", and which key encrypts it" if kind is not None and kind.aws_managed_key else ""
    return f"the policy of {resource_words(resource)}{key}"


def _near(found: Nearest) -> str:
    if found.statement is None:
        return f"  - the {found.document}: no statement of it speaks of {found.action}"
    misses = "\n".join(f"    - {one_line(_miss(each))}" for each in found.misses)
    return f"  - the {found.document}: {one_line(found.statement.place)}, but\n{misses}"


def _miss(miss: Miss, *, denied: bool = False) -> str:
    """What a statement asks for, what the request has, and a value that would have passed."""
    wanted = " or ".join(map(resource_words, miss.wanted))
    if miss.condition is None:
        got = " and ".join(map(resource_words, miss.got))
        what = f"it speaks only of {wanted}" if miss.what == "resource" else f"it names {wanted or 'other principals'}"
        return f"{what}, not {got}"
    key, got = key_words(miss.what), " and ".join(miss.got)
    value = passing(miss.condition, holds=not denied)
    has = f"the request has {got}" if miss.got else "the request has none"
    passes = f"; {key} = {value} would have passed" if value is not None else ""
    return f"{asked_words(miss.condition)}, and {has}{passes}"


def _absent(found: NoObject) -> str:
    if found.status is None:
        return f"403 or 404, which cannot be decided: {found.why}"
    if found.listing is None:
        return "403 Forbidden, as where there is one"
    word = "404 Not Found" if found.status == 404 else "403 Forbidden"
    return f"{word}, since s3:ListBucket without a prefix is {decision_words(found.listing.decision)}"


def telling_words(told: Telling) -> str:
    """The option that tells what is missing."""
    return {
        Help.OWNER: "--resource-account ID, the account that owns it",
        Help.OWN_SIDE: "--own-side-allows, which takes the caller's own account to allow it everything",
        Help.ORGANIZATION: "--organization FOLDER, with the organization's policies",
        Help.KEY: f"--context {key_words(told.name)}=VALUE",
        Help.PARAMETER: f"--parameters {told.name}=VALUE",
    }[told.what]


def _indented(statement: Statement) -> str:
    if not statement.origin.logical_id:
        return "  taken for granted"
    return "\n".join(f"  {line}" for line in json.dumps(statement.written, indent=2).splitlines())


def _blocked(name: str, found: Explanation) -> str:
    if found.decision.word is EvalDecision.EXPLICIT_DENY:
        return f"the {name}, which denies it"
    if name in RESOURCE_POLICIES and found.outside:
        return f"the {name}, which would have to allow it and is not in the assembly"
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


def decision_data(found: Explanation, notes: Sequence[str] = ()) -> dict[str, Any]:
    """The same as JSON values; the arguments are those of `decision_text`."""
    request, decision = found.request, found.decision
    return {
        "version": 1,
        **request_data(request),
        "decision": {
            **decided_data(decision),
            "allowing": [statement_data(each) for each in decision.allowing],
        },
        "derived_context": _derived(request),
        "assumed_context": sorted(found.assumed),
        "unknown_context": unknown_keys(request, found.policies),
        "absent_context": absent_keys(request, found.policies),
        **({"besides": step_data(found.besides)} if found.besides else {}),
        **({"denying": [_miss_data(each, denied=True) for each in found.denying]} if found.denying else {}),
        **({"nearest": list(map(_near_data, found.nearest))} if found.nearest else {}),
        **({"where_there_is_no_object": found.absent.status} if found.absent else {}),
        **({"not_looked_at": list(found.outside)} if found.outside else {}),
        **({"understood": list(notes)} if notes else {}),
    }


def _near_data(found: Nearest) -> dict[str, Any]:
    return {
        "document": found.document,
        "action": found.action,
        "statement": statement_data(found.statement) if found.statement else None,
        "misses": list(map(_miss_data, found.misses)),
    }


def _miss_data(miss: Miss, *, denied: bool = False) -> dict[str, Any]:
    passes = passing(miss.condition, holds=not denied) if miss.condition else None
    return {
        "what": miss.what,
        "condition": str(miss.condition) if miss.condition else None,
        "wanted": list(miss.wanted),
        "got": list(miss.got),
        "would_pass": passes,
    }
