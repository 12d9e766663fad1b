"""Statements that hold a value which only deployment settles: asked before a decision is believed."""

from collections.abc import Iterable
from dataclasses import replace

from xacct_constructs.iam import Principals, Request, Statement, UndecidedError


def require_settled(request: Request, statements: Iterable[Statement], unknowns: Iterable[str]) -> None:
    """Refuse to decide where a value left to deployment could change what a statement says of the request.

    Args:
        request: Who asks for what.
        statements: Every statement that bears on it.
        unknowns: How the values are written that can be anything.

    Raises:
        UndecidedError: a statement speaks of the request for some of these values.
    """
    open_texts = tuple(unknowns)
    if not open_texts:
        return
    context = request.full_context()
    for statement in statements:
        found = [text for text in open_texts if text in str(statement.written)]
        widest = _widest(statement, found)
        if found and widest.match(request) and widest.covers(request, context):
            raise UndecidedError(f"{statement} depends on {', '.join(found)}, which deployment settles")


def _widest(statement: Statement, unknowns: list[str]) -> Statement:
    """The statement as if every value left to deployment were met."""

    def is_open(value: object) -> bool:
        return any(text in str(value) for text in unknowns)

    def starred(value: str) -> str:
        for text in unknowns:
            value = value.replace(text, "*")
        return value

    everything = statement.not_resources and is_open(statement.resources)
    resources = None if everything or statement.resources is None else tuple(map(starred, statement.resources))
    return replace(
        statement,
        principals=Principals(aws=("*",)) if is_open(statement.principals) else statement.principals,
        actions=("*",) if is_open(statement.actions) else statement.actions,
        not_actions=statement.not_actions and not is_open(statement.actions),
        resources=resources,
        conditions=tuple(each for each in statement.conditions if not is_open(each)),
    )
