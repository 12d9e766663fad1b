"""Known disagreements: each rewrites a question so that the point in dispute is gone, as AWS's page settles it.

What remains is asked again; if the engines then agree, the disagreement was that point and no other. What each is, who
is right and AWS's page stand in disagreements.json, under the same names.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from benchmarks.oracles.questions import Document, Question

Rewrite = Callable[[Question], Question]
_NOBODY = {"AWS": "arn:aws:iam::999999999999:user/nobody"}
_EVERYTHING = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
_NO_ARN = "arn:aws:none:::none"
_VARIABLE = re.compile(r"\$\{([^},]*:[^},]*)\}")


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _each_statement(question: Question, rewrite: Callable[[Document, bool], Document | None]) -> Question:
    """The question with every statement rewritten, or left out; the second argument tells whether variables count."""

    def document(given: Document | None) -> Document | None:
        if given is None:
            return None
        variables = given.get("Version") == "2012-10-17"
        rewritten = [rewrite(each, variables) for each in _listed(given["Statement"])]
        return {**given, "Statement": [each for each in rewritten if each is not None]}

    def documents(given: Any) -> list[Document]:
        return [found for each in given if (found := document(each)) is not None]

    return replace(
        question,
        identity=documents(question.identity),
        resource_policy=document(question.resource_policy),
        boundary=document(question.boundary),
        session=document(question.session),
        service_control=[documents(level) for level in question.service_control],
        resource_control=[documents(level) for level in question.resource_control],
    )


def _has(question: Question, key: str) -> bool:
    found = next((value for name, value in question.context().items() if name.lower() == key.lower()), None)
    return found is not None and found != []


def root_user(question: Question) -> Question:
    """A root user is allowed everything by its own account, but assumes no role."""
    if not question.caller.endswith(":root"):
        return question
    if question.action == "sts:AssumeRole":
        return replace(question, resource_policy={"Version": "2012-10-17", "Statement": []})
    return replace(question, identity=[_EVERYTHING])


def federated_user(question: Question) -> Question:
    """A federated user assumes no role."""
    if ":federated-user/" not in question.caller or question.action != "sts:AssumeRole":
        return question
    return replace(question, resource_policy={"Version": "2012-10-17", "Statement": []})


def any_value_if_exists(question: Question) -> Question:
    """`ForAnyValue:…IfExists` on an absent key holds, so the condition is left out."""

    def rewrite(statement: Document, _: bool) -> Document:
        conditions = {
            operator: kept
            for operator, keys in statement.get("Condition", {}).items()
            if (kept := {key: value for key, value in keys.items() if not _always(operator, key)})
        }
        return {**statement, "Condition": conditions}

    def _always(operator: str, key: str) -> bool:
        return operator.startswith("ForAnyValue:") and operator.endswith("IfExists") and not _has(question, key)

    return _each_statement(question, rewrite)


def not_principal(question: Question) -> Question:
    """`NotPrincipal` spares whom it names whole, account included, and nobody with a boundary."""

    def rewrite(statement: Document, _: bool) -> Document:
        if "NotPrincipal" not in statement:
            return statement
        named = _listed(statement["NotPrincipal"].get("AWS", [])) if statement["NotPrincipal"] != "*" else ["*"]
        spared = "*" in named or (_names_whole(question, named) and question.boundary is None)
        if not question.account and question.caller != "*":
            services = statement["NotPrincipal"].get("Service", []) if statement["NotPrincipal"] != "*" else []
            spared = spared or question.caller in _listed(services)
        rest = {key: value for key, value in statement.items() if key != "NotPrincipal"}
        return {**rest, "Principal": _NOBODY if spared else "*"}

    return _each_statement(question, rewrite)


def _names_whole(question: Question, named: list[str]) -> bool:
    root = f"arn:aws:iam::{question.account}:root"
    if root not in named and question.account not in named:
        return False
    needed = {question.caller} - {root}
    if ":assumed-role/" in question.caller:
        needed.add(question.context()["aws:PrincipalArn"])
    return needed <= set(named)


def unresolved_variable(question: Question) -> Question:
    """A negated element with a variable that has no value invalidates its statement."""

    def unresolved(value: Any) -> bool:
        return any(not _has(question, name) for name in _VARIABLE.findall(str(value)))

    def rewrite(statement: Document, variables: bool) -> Document | None:
        if not variables:
            return statement
        negated = [statement.get("NotResource", "")]
        for operator, keys in statement.get("Condition", {}).items():
            if "Not" in operator and operator != "Null":
                negated += [value for key, value in keys.items() if _has(question, key)]
        return None if unresolved(negated) else statement

    return _each_statement(question, rewrite)


def variables_of_2008(question: Question) -> Question:
    """A policy of 2008 has no variables: what looks like one is text."""
    text = json.dumps(question.as_json())
    return (
        question if "2008-10-17" not in text else _each_text(question, lambda each, new: each if new else _plain(each))
    )


def _plain(text: str) -> str:
    return text.replace("${", "$(")


def _each_text(question: Question, rewrite: Callable[[str, bool], str]) -> Question:
    """Every text of every resource and condition; the second argument tells whether variables count."""

    def rewritten(value: Any, variables: bool) -> Any:
        if isinstance(value, list):
            return [rewritten(each, variables) for each in value]
        if isinstance(value, dict):
            return {key: rewritten(each, variables) for key, each in value.items()}
        return rewrite(value, variables) if isinstance(value, str) else value

    def statement(given: Document, variables: bool) -> Document:
        kept = ("Sid", "Effect", "Principal", "NotPrincipal")
        return {key: each if key in kept else rewritten(each, variables) for key, each in given.items()}

    return _each_statement(question, statement)


def short_arn(question: Question) -> Question:
    """A star that ends an ARN goes on beyond its colons, in NotResource and in control policies too."""

    def whole(text: str, _: bool) -> str:
        missing = 5 - text.count(":")
        return text + ":*" * missing if text.startswith("arn:") and text.endswith("*") and missing > 0 else text

    return _each_text(question, whole)


def epoch_seconds(question: Question) -> Question:
    """A date may be written in seconds since 1970."""

    def rewrite(statement: Document, _: bool) -> Document:
        conditions = {
            operator: {key: [_iso(each) for each in _listed(values)] for key, values in keys.items()}
            if operator.startswith("Date")
            else keys
            for operator, keys in statement.get("Condition", {}).items()
        }
        return {**statement, **({"Condition": conditions} if conditions else {})}

    return _each_statement(question, rewrite)


def _iso(text: str) -> str:
    return datetime.fromtimestamp(int(text), UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if text.isdigit() else text


def session_named_directly(question: Question) -> Question:
    """In one account, what names a session itself, or anybody, is not limited by its session policy; denies are."""
    if question.session is None or question.resource_policy is None or question.account != question.owner:
        return question
    statements = [*_listed(question.session["Statement"]), *_EVERYTHING["Statement"]]
    return replace(question, session={**question.session, "Statement": statements})


def other_address_version(question: Question) -> Question:
    """An address of one version lies outside every range of the other."""

    def rewrite(statement: Document, _: bool) -> Document:
        given = question.asked.get("aws:SourceIp")
        conditions = {
            operator: {
                key: [e for e in _listed(values) if (":" in e) == (":" in str(given))] for key, values in keys.items()
            }
            if operator.startswith("NotIpAddress") and given
            else keys
            for operator, keys in statement.get("Condition", {}).items()
        }
        kept = {name: keys for name, keys in conditions.items() if not all(values == [] for values in keys.values())}
        return {**statement, "Condition": kept}

    return _each_statement(question, rewrite)


def star_in_a_key(question: Question) -> Question:
    """A star in the request is a character of the object's key, not a pattern."""
    if "*" not in question.resource:
        return question
    rewritten = _each_text(question, lambda text, _: text.replace("${*}", "%"))
    return replace(rewritten, resource=question.resource.replace("*", "%"))


def role_path(question: Question) -> Question:
    """A role is named by its ARN, path included; a session's ARN does not show the path."""
    if question.role_arn is None or question.resource_policy is None:
        return question
    own, name = question.role_arn, question.role_arn.rpartition("/")[2]

    def other(named: str) -> bool:
        same_name = named.rpartition("/")[2].lower() == name.lower()
        return named.startswith(f"arn:aws:iam::{question.account}:role/") and same_name and named != own

    def rewrite(statement: Document, _: bool) -> Document:
        principal = statement.get("Principal")
        if not isinstance(principal, dict) or "AWS" not in principal:
            return statement
        named = [_NOBODY["AWS"] if other(each) else each for each in _listed(principal["AWS"])]
        return {**statement, "Principal": {**principal, "AWS": named}}

    return replace(question, resource_policy=_each_statement(question, rewrite).resource_policy)


def no_arn(question: Question) -> Question:
    """What is no ARN, under a negated ARN operator: AWS does not say, so the library does not decide."""

    def rewrite(statement: Document, _: bool) -> Document:
        conditions = {
            operator: {
                key: [each if each.count(":") > 4 else _NO_ARN for each in _listed(v)] for key, v in keys.items()
            }
            if operator.startswith("ArnNot")
            else keys
            for operator, keys in statement.get("Condition", {}).items()
        }
        return {**statement, **({"Condition": conditions} if conditions else {})}

    return _each_statement(question, rewrite)


EXPLANATIONS: dict[str, Rewrite] = {
    "root user": root_user,
    "federated user": federated_user,
    "ForAnyValue with IfExists": any_value_if_exists,
    "NotPrincipal": not_principal,
    "variable without a value": unresolved_variable,
    "variables of 2008": variables_of_2008,
    "short ARN": short_arn,
    "seconds since 1970": epoch_seconds,
    "session named directly": session_named_directly,
    "other address version": other_address_version,
    "star in a key": star_in_a_key,
    "path of a role": role_path,
    "no ARN": no_arn,
}


def attempts(question: Question) -> Iterator[tuple[str, Question]]:
    """The question without each point in dispute, then without all of them."""
    everything = question
    for name, rewrite in EXPLANATIONS.items():
        rewritten = rewrite(question)
        if rewritten != question:
            yield name, rewritten
        everything = rewrite(everything)
    yield "several", everything
