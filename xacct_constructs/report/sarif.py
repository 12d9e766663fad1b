"""A proof as SARIF 2.1.0, which code scanners and editors read.

Source: OASIS, "Static Analysis Results Interchange Format (SARIF) Version 2.1.0".
"""

import re
from collections.abc import Sequence
from importlib.metadata import version
from typing import Any
from urllib.parse import quote

from xacct_constructs.assembly import Input, ResourceLines, TemplateFile
from xacct_constructs.finding import Finding
from xacct_constructs.iam import Origin
from xacct_constructs.proof import Counterexample, Proof, Step
from xacct_constructs.report.faults import NOTHING_LOOKED_AT
from xacct_constructs.report.words import step_words
from xacct_constructs.rules import VERDICTS, Judgement, Told
from xacct_constructs.texts import one_line

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_FOLDER = "ASSEMBLY"
_UNDECIDED, _NOTHING = "XA782", {"text": f"is not decided: {NOTHING_LOOKED_AT}"}
"""What is said where there is nothing else to say, and yet no proof."""
_INDEX = re.compile(r"\[[0-9]+\]")


def sarif(inputs: Sequence[Input], proof: Proof, told: Told) -> dict[str, Any]:
    """One run: a result for each counterexample, doubt, finding of the rules and of known access, and other door.

    Args:
        inputs: What the assembly was read from. Places are relative to the one folder; of a template, and of several
            inputs, to where the command runs.
        proof: What was proven about what was read from them.
        told: What is said of it.
    """
    places = _Places(inputs)
    everything = [*told.of_proof, *told.of_rules, *told.of_known, *told.doors]
    results = [_result(places, each, told.reason(each)) for each in everything]
    for door in results[len(results) - len(told.doors) :]:
        door["level"] = "note"
    for result, counterexample in zip(results, proof.counterexamples, strict=False):
        result |= _flow(places, counterexample)
    empty = [each for each in VERDICTS if proof.is_empty and each.code == _UNDECIDED]
    results += [{"ruleId": each.code, "level": each.severity.value, "message": _NOTHING} for each in empty]
    rules = {each.code: each for each in (*(each.rule for each in everything), *empty)}
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
    base = {_FOLDER: {"description": {"text": "The cloud assembly's folder, cdk.out."}}}
    bases = {"originalUriBaseIds": base} if places.is_folder else {}
    run = {"tool": {"driver": driver}, **bases, "results": results}
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _result(places: "_Places", judged: Judgement, reason: str | None) -> dict[str, Any]:
    """One result; one that is acknowledged is suppressed, with the reason."""
    result: dict[str, Any] = {
        "ruleId": judged.rule.code,
        "level": judged.finding.severity.value,
        "message": _message(f"{judged.finding.path} {judged.finding.message}; {judged.finding.fix}".strip()),
        "partialFingerprints": {"findingId/v1": _told_apart(judged.finding)},
    }
    if reason is not None:
        result["suppressions"] = [{"kind": "inSource", "status": "accepted", "justification": one_line(reason)}]
    location = places.location(judged.origin)
    return {**result, "locations": [location]} if location else result


def _told_apart(finding: Finding) -> str:
    """A finding's ID; of an entry of known access, which has none of its own, the code and what the entry is called."""
    return finding.id if finding.fingerprint else f"{finding.code} {_INDEX.sub('', finding.path)}"


def _flow(places: "_Places", found: Counterexample) -> dict[str, Any]:
    """The chain of requests, one place after the other."""
    steps = [_step(places, each) for each in found.steps]
    return {"codeFlows": [{"threadFlows": [{"locations": steps}]}]} if steps else {}


def _step(places: "_Places", step: Step) -> dict[str, Any]:
    location = places.location(step.decision.by.origin) if step.decision.by else None
    return {"location": {**(location or {}), "message": _message(step_words(step))}}


def _message(text: str) -> dict[str, str]:
    """Words for a viewer: what a template says is on one line, and no link, which viewers make of `[words](place)`."""
    return {"text": one_line(text).replace("](", "] (")}


class _Places:
    """Where things stand in the files of the inputs."""

    def __init__(self, inputs: Sequence[Input]) -> None:
        self._lines = ResourceLines(inputs)
        (first, *others) = inputs
        self.is_folder = not others and not isinstance(first, TemplateFile)

    def location(self, origin: Origin) -> dict[str, Any] | None:
        """Template and line of the logical ID; None for what stands in no template."""
        if not origin.logical_id:
            return None
        scheme = "file://" if origin.template.startswith("/") else ""
        base = {"uriBaseId": _FOLDER} if self.is_folder else {}
        physical = {
            "artifactLocation": {"uri": f"{scheme}{quote(origin.template, safe='/')}", **base},
            "region": {"startLine": self._lines.of(origin.template, origin.logical_id)},
        }
        named = {"name": origin.logical_id, "fullyQualifiedName": one_line(str(origin)), "kind": "resource"}
        return {"physicalLocation": physical, "logicalLocations": [named]}
