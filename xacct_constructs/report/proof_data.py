"""A proof as JSON values."""

from typing import Any

from xacct_constructs.iam import Decision, Request, Statement
from xacct_constructs.proof import Access, Counterexample, Doubt, Proof, Spread, Step, in_turn
from xacct_constructs.report.agreed import agreed_rows
from xacct_constructs.report.known import known_data
from xacct_constructs.report.lines import command_text
from xacct_constructs.report.words import step_words
from xacct_constructs.rules import Judgement, Told


def proof_data(access: Access, proof: Proof, told: Told, *, spread: Spread = in_turn) -> dict[str, Any]:
    """Everything that the text says; the keys are part of the public interface."""
    return {
        "version": 1,
        "answer": proof.answer.value,
        "agreements": [
            {
                "role_arn": row.role_arn,
                "who": row.who,
                "does": list(row.does),
                "on": list(row.on),
                "when": list(row.conditions),
                "by": list(row.by),
                "answer": row.answer.value if row.answer else None,
            }
            for row in agreed_rows(access, proof, spread)
        ],
        "halves": list(proof.halves),
        "counterexamples": [
            {**_named(told, judged), **_counterexample(each)}
            for each, judged in zip(proof.counterexamples, told.of_proof, strict=False)
        ],
        "undecided": [
            {**_named(told, judged), "about": str(each.about), "detail": each.reason}
            for each, judged in zip(proof.undecided, told.of_proof[len(proof.counterexamples) :], strict=False)
        ],
        "doors": [
            {**_named(told, judged), **_door(each)} for each, judged in zip(proof.doors, told.doors, strict=True)
        ],
        "known": known_data(proof),
        "findings": [_finding(told, each) for each in told.of_rules],
        "to_check": [
            {"what": each.what, "look": each.look, "commands": list(map(command_text, each.commands))}
            for each in proof.to_check
        ],
        "assumptions": list(proof.assumptions),
    }


def _named(told: Told, judged: Judgement) -> dict[str, Any]:
    """What it is acknowledged by, and the reason where it is."""
    return {"id": judged.finding.id, "acknowledged": told.reason(judged)}


def _finding(told: Told, judged: Judgement) -> dict[str, Any]:
    finding = judged.finding
    return {
        **_named(told, judged),
        "code": finding.code,
        "severity": finding.severity.value,
        "path": finding.path,
        "construct": judged.construct,
        "message": finding.message,
        "fix": finding.fix,
    }


def _counterexample(found: Counterexample) -> dict[str, Any]:
    steps = [step_data(each) for each in found.steps]
    return {"fault": found.fault.value, "about": found.about, "detail": found.detail, "steps": steps}


def _door(found: Counterexample | Doubt) -> dict[str, Any]:
    """Another door; without a request, where whom it lets in could not be told."""
    if isinstance(found, Doubt):
        return {"about": str(found.about), "detail": found.reason, "steps": []}
    return {"about": found.about, "detail": found.detail, "steps": [step_data(each) for each in found.steps]}


def step_data(step: Step) -> dict[str, Any]:
    """One request with its decision."""
    return {**request_data(step.request), "decision": decided_data(step.decision), "words": step_words(step)}


def request_data(request: Request) -> dict[str, Any]:
    """One request."""
    context = {key: value if isinstance(value, str) else list(value) for key, value in request.context.items()}
    return {
        "caller": request.caller.arn,
        "action": request.action,
        "resource": request.resource,
        "resource_account": request.owner,
        "context": context,
    }


def decided_data(decision: Decision) -> dict[str, Any]:
    """One decision."""
    return {
        "word": decision.word.value,
        "by": statement_data(decision.by) if decision.by else None,
        "blocked_by": list(decision.blocked_by),
    }


def statement_data(statement: Statement) -> dict[str, Any]:
    """A statement, and where it stands."""
    origin = statement.origin
    return {
        "stack": origin.stack,
        "template": origin.template,
        "logical_id": origin.logical_id,
        "property": origin.property,
        "index": statement.index,
        "statement": statement.written,
    }
