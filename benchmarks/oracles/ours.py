"""What the library decides."""

from benchmarks.oracles.questions import Document, Question
from xacct_constructs.iam import Origin, Policy
from xacct_constructs.iam.decide import Policies, ResourcePolicyKind, decide
from xacct_constructs.iam.request import Caller, Request
from xacct_constructs.iam.statements import Statement
from xacct_constructs.iam.undecided import UndecidedError
from xacct_constructs.services import with_service_keys


def _parsed(*documents: Document) -> tuple[Statement, ...]:
    return tuple(each for document in documents for each in Policy(document, Origin("", "generated", "")).statements)


def _optional(document: Document | None) -> tuple[Statement, ...] | None:
    return None if document is None else _parsed(document)


def prepared(question: Question) -> tuple[Request, Policies]:
    """The question in the library's words, its policies parsed."""
    caller = Caller(question.caller, question.role_arn)
    request = with_service_keys(Request(caller, question.action, question.resource, question.owner, question.asked))
    return request, Policies(
        identity=_parsed(*question.identity),
        resource=_optional(question.resource_policy),
        resource_kind=ResourcePolicyKind(question.kind),
        boundary=_optional(question.boundary),
        session=_optional(question.session),
        service_control=[_parsed(*level) for level in question.service_control],
        resource_control=[_parsed(*level) for level in question.resource_control],
    )


def word(question: Question) -> str:
    """The answer's word, `undecided` with the reason where there is none."""
    try:
        return decide(*prepared(question)).word.value
    except UndecidedError as problem:
        return f"undecided: {problem}"
