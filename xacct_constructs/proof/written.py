"""Statements by what they are written as, so that one which two assemblies have alike is known to be the same.

What deployment settles is in both the same value where it is made from the same: whatever that comes to, a statement
with it changes nothing.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from xacct_constructs.assembly import Unknown
from xacct_constructs.iam import Policy, Reading
from xacct_constructs.origin import Origin
from xacct_constructs.unknowns import MARK, in_texts
from xacct_constructs.values import listed

Statements = Mapping[str, Reading]
"""Readings of statements by what they are written as."""


def told(value: Any, unknowns: Mapping[str, Unknown]) -> str:
    """A value as a text that is the same where the value is: each unknown by what it is made from."""
    text = json.dumps(in_texts(value), sort_keys=True, default=str)
    return MARK.sub(lambda found: _source(found[0], unknowns), text)


def _source(mark: str, unknowns: Mapping[str, Unknown]) -> str:
    found = unknowns.get(mark)
    return f"${{{found.source}}}" if found is not None and found.source else mark


def statements(policies: Iterable[Policy], unknowns: Mapping[str, Unknown]) -> Statements:
    """The statements of several policies, whatever their names and their order."""
    return {key: reading for policy in policies for key, reading in _of_policy(policy, unknowns)}


def written_alike(
    ours: Iterable[Policy], theirs: Iterable[Policy], unknowns: tuple[Mapping[str, Unknown], Mapping[str, Unknown]]
) -> bool:
    """Whether two assemblies have the same policies to the letter, so that no statement needs to be read.

    Args:
        ours: Those of the first.
        theirs: Those of the second.
        unknowns: What deployment settles in the first, and in the second.
    """
    first, second = unknowns
    return [_whole(each, first) for each in ours] == [_whole(each, second) for each in theirs]


def _whole(policy: Policy, unknowns: Mapping[str, Unknown]) -> str:
    return told([policy.document, policy.perhaps], unknowns)


def _of_policy(policy: Policy, unknowns: Mapping[str, Unknown]) -> list[tuple[str, Reading]]:
    document, readings = policy.document, policy.readings
    around: list[Any] = [policy.perhaps]
    written = [document] * len(readings)
    if isinstance(document, Mapping) and policy.is_document:
        around.append(document.get("Version", "2008-10-17"))
        written = [_without_name(each) for each in listed(document["Statement"])]
    if not policy.is_document or len(written) != len(readings):
        # One by one they cannot be told: the document is the same as a whole, or another.
        around.append(len(readings))
        written = [[document, index] for index in range(len(readings))]
    return [(told([each, around], unknowns), reading) for each, reading in zip(written, readings, strict=True)]


def _without_name(statement: Any) -> Any:
    if not isinstance(statement, Mapping):
        return statement
    return {key: each for key, each in statement.items() if key != "Sid"}


def anything(whose: str) -> Reading:
    """What stands for policies that are not in the assembly: they may allow everything, and deny it."""
    return Policy(None, Origin("", whose, "")).readings[0]
