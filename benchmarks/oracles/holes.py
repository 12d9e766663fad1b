"""What the local AWS's evaluator is known not to have: questions that touch it are not put to it."""

import re

from benchmarks.oracles.questions import Question

_HOLES = {
    "policy variables and escapes": re.compile(r"\$\{"),
    "NotPrincipal": re.compile(r"NotPrincipal"),
    "the present time, which it takes from the clock": re.compile(r"aws:CurrentTime"),
    "keys of the transport that are absent": re.compile(r"aws:SecureTransport|aws:SourceIp"),
    "several values of Null, of which it reads the first": re.compile(r'"Null": \{"[^"]+": \['),
    "wildcards and segments of ARN conditions, and short ARNs": re.compile(r'"Arn|"arn:aws:sqs:\*"'),
}


def hole(question: Question) -> str | None:
    """The name of the hole that the question touches; None where it can be asked."""
    caller = question.caller
    if not caller.startswith("arn:") or caller.endswith(":root") or ":federated-user/" in caller:
        return "callers other than users and roles"
    if question.service_control or question.resource_control:
        return "organization policies"
    if _named_but_for_path_or_case(question):
        return "path and case of a principal, which it does not compare"
    documents = [*question.identity, question.resource_policy, question.boundary, question.session]
    text = str(documents).replace("'", '"')
    if "aws:PrincipalArn" in text and ":assumed-role/" in caller:
        return "aws:PrincipalArn of a session, which it takes for the session's own"
    if "aws:ResourceAccount" in text and question.owner not in (question.account, question.resource.split(":")[4]):
        return "the owner of a bucket, which it takes to be the caller's account"
    return next((name for name, pattern in _HOLES.items() if pattern.search(text)), None)


def _named_but_for_path_or_case(question: Question) -> bool:
    """Whether a principal is the caller by name, whatever path and case, and yet not the caller."""
    caller = str(question.context()["aws:PrincipalArn"])

    def plain(arn: str) -> tuple[str, str]:
        return arn.rpartition(":")[0], arn.rpartition("/")[2].lower()

    text = str((question.resource_policy or {}).get("Statement", ""))
    return any(plain(arn) == plain(caller) and arn != caller for arn in re.findall(r"arn:aws:iam::[^']*", text))
