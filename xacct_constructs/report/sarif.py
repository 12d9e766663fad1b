"""A proof as SARIF 2.1.0, which code scanners and editors read.

Source: OASIS, "Static Analysis Results Interchange Format (SARIF) Version 2.1.0".
"""

import re
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import quote

from xacct_constructs.assembly import Assembly, Files
from xacct_constructs.iam import Origin
from xacct_constructs.proof import Counterexample, Proof, Step
from xacct_constructs.report.words import step_words
from xacct_constructs.rules import Judgement, judge_doors, judge_proof
from xacct_constructs.texts import one_line

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_FOLDER = "ASSEMBLY"


def sarif(directory: Path, assembly: Assembly, proof: Proof, judged: Iterable[Judgement] = ()) -> dict[str, Any]:
    """One run: a result for each counterexample, doubt, finding of the rules and other door, which is a note.

    Args:
        directory: The assembly's folder; places are relative to it.
        assembly: What was read from it.
        proof: What was proven about it.
        judged: What the rules say. Default: nothing.
    """
    of_proof = list(judge_proof(proof, assembly))
    doors = list(judge_doors(proof, assembly))
    everything = [*of_proof, *judged, *doors]
    results = [_result(directory, each) for each in (*of_proof, *judged)]
    results += [{**_result(directory, each), "level": "note"} for each in doors]
    for result, counterexample in zip(results, proof.counterexamples, strict=False):
        result |= _flow(directory, counterexample)
    rules = {each.rule.code: each.rule for each in everything}
    driver = {
        "name": "xacct",
        "version": version("xacct-constructs"),
        "rules": [
            {
                "id": code,
                "shortDescription": {"text": rule.name},
                "fullDescription": {"text": rule.why},
                "help": {"text": rule.fix},
                "helpUri": rule.source,
            }
            for code, rule in sorted(rules.items())
        ],
    }
    run = {
        "tool": {"driver": driver},
        "originalUriBaseIds": {_FOLDER: {"description": {"text": "The cloud assembly's folder, cdk.out."}}},
        "results": results,
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _result(directory: Path, judged: Judgement) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": judged.rule.code,
        "level": judged.finding.severity.value,
        "message": _message(f"{judged.finding.path} {judged.finding.message}; {judged.finding.fix}".strip()),
    }
    location = _location(directory, judged.origin)
    return {**result, "locations": [location]} if location else result


def _flow(directory: Path, found: Counterexample) -> dict[str, Any]:
    """The chain of requests, one place after the other."""
    steps = [_step(directory, each) for each in found.steps]
    return {"codeFlows": [{"threadFlows": [{"locations": steps}]}]} if steps else {}


def _step(directory: Path, step: Step) -> dict[str, Any]:
    location = _location(directory, step.decision.by.origin) if step.decision.by else None
    return {"location": {**(location or {}), "message": _message(step_words(step))}}


def _message(text: str) -> dict[str, str]:
    """Words for a viewer: what a template says is on one line, and no link, which viewers make of `[words](place)`."""
    return {"text": one_line(text).replace("](", "] (")}


def _location(directory: Path, origin: Origin) -> dict[str, Any] | None:
    """Template and line of the logical ID; None for what stands in no template."""
    if not origin.logical_id:
        return None
    physical = {
        "artifactLocation": {"uri": quote(origin.template, safe="/"), "uriBaseId": _FOLDER},
        "region": {"startLine": line_of(directory, origin.template, origin.logical_id)},
    }
    named = {"name": origin.logical_id, "fullyQualifiedName": one_line(str(origin)), "kind": "resource"}
    return {"physicalLocation": physical, "logicalLocations": [named]}


def line_of(directory: Path, template: str, logical_id: str) -> int:
    """The line on which a template defines a resource; the first, where all of it stands on one line."""
    key = re.compile(rf'\s*"{re.escape(logical_id)}"\s*:\s*{{')
    lines = Files(directory).content(template).decode("utf-8").splitlines()
    return next((number for number, line in enumerate(lines, start=1) if key.match(line)), 1)
