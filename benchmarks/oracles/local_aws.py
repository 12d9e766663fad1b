"""Asks the evaluator of the local AWS, and takes the time of both engines; run by that environment's Python.

Reads questions as JSON lines. Prints a word for each, then a line of seconds: theirs and ours, on the same questions,
in the same process, each engine with its policies parsed as far beforehand as it can.
"""

import json
import sys
import time
from collections.abc import Callable
from importlib import import_module
from typing import Any

from benchmarks.oracles.ours import prepared
from benchmarks.oracles.questions import Question
from xacct_constructs.iam.decide import decide
from xacct_constructs.iam.undecided import UndecidedError

# Installed in the environment that this file runs in, and in no other.
_EVALUATOR: Any = import_module("ministack.core.iam_evaluator")
_WORDS = {"Allow": "allowed", "Deny": "explicitly denied", "ImplicitDeny": "implicitly denied"}
_ROUNDS = 7


def theirs(question: dict[str, Any]) -> Callable[[], Any]:
    """One decision of the local AWS: as there, policies are parsed once, a request's context is made each time."""
    policies = [_EVALUATOR.parse_policy_document(each) for each in question["identity"]]
    given = [question[name] for name in ("boundary", "session") if question[name] is not None]
    limits = tuple([_EVALUATOR.parse_policy_document(each)] for each in given)
    required = question["kind"] != "resource policy"

    def run() -> Any:
        keys = {key.lower(): value for key, value in question["context"].items()}
        context = _EVALUATOR.EvalContext(
            principal_arn=question["caller"],
            principal_type=keys.get("aws:principaltype", ""),
            principal_account=question["account"],
            action=question["action"],
            resource_arn=question["resource"],
            region="eu-west-1",
            source_ip=keys.get("aws:sourceip", ""),
            secure_transport=keys.get("aws:securetransport") == "true",
            tag_keys=keys.get("aws:tagkeys", []),
            service_context={"aws:tagkeys": None, **keys},
        )
        own = _EVALUATOR.evaluate(context, policies, *limits)
        if question["resource_policy"] is None and not required and question["account"] == question["owner"]:
            return own
        return _EVALUATOR.combine_resource_policy(
            own, context, question["resource_policy"], question["owner"], required=required, limits=limits
        )

    return run


def _ours(question: dict[str, Any]) -> Callable[[], object]:
    given = {key: value for key, value in question.items() if key not in ("account", "context")}
    request, policies = prepared(Question(**given))

    def run() -> object:
        try:
            return decide(request, policies)
        except UndecidedError as problem:
            return problem

    return run


def _seconds(*engines: list[Callable[[], object]]) -> list[float]:
    """The time of each engine: of each question its shortest, since others use the machine too; they take turns."""

    def once(run: Callable[[], object]) -> float:
        start = time.perf_counter()
        run()
        return time.perf_counter() - start

    rounds = [[[once(run) for run in runs] for runs in engines] for _ in range(_ROUNDS)]
    return [sum(map(min, zip(*times, strict=True))) for times in zip(*rounds, strict=True)]


def main() -> None:
    """Answer every line of standard input."""
    questions = [json.loads(line) for line in sys.stdin]
    runs = [theirs(question) for question in questions]
    for run in runs:
        print(_WORDS[run().decision])
    print(*_seconds(list(runs), [_ours(question) for question in questions]))


if __name__ == "__main__":
    main()
