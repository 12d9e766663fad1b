"""What may be agreed on by an ID that AWS gives, and lets others in as its template says."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from xacct_constructs.assembly import Other
from xacct_constructs.proof.agreed_on import AgreedOn
from xacct_constructs.proof.said import at, leaves
from xacct_constructs.proof.strangers import strangers
from xacct_constructs.world import BY_ID


def lets_others_in(other: Other, agreed_on: AgreedOn, is_entered: Callable[[str], bool]) -> Iterator[str]:
    """Why a resource of a type that is named by its ID may let others at what is agreed on.

    Args:
        other: The resource.
        agreed_on: What is agreed on.
        is_entered: Whether outsiders may come to act as whom an ARN names.
    """
    row = BY_ID.get(other.type)
    if row is None or not agreed_on.is_told_of(row.service):
        return
    said = list(leaves(other.said))
    if any(each.text.startswith(begin) for path, begin in row.but.items() for each in at(said, path)):
        return
    opening = [row.policy] if row.policy in other.said and _opens(other, row.policy, agreed_on, is_entered) else []
    opening += beside_iam(other)
    if opening:
        yield f"lets others in by its {opening[0]}, and may be what is agreed on, which is named by an ID of AWS's"


def beside_iam(other: Other) -> list[str]:
    """The properties by which others come to it than those whom IAM lets."""
    row, said = BY_ID[other.type], list(leaves(other.said))
    of_path = {path: [each.text for each in at(said, path)] or ([] if "." in path else [""]) for path in row.closed}
    return [path for path, found in of_path.items() if any(each != row.closed[path] for each in found)]


def _opens(other: Other, path: str, agreed_on: AgreedOn, is_entered: Callable[[str], bool]) -> bool:
    policy = _statements(other.said[path])
    return bool(strangers(other._replace(said={path: policy}), (path,), agreed_on, is_entered))


def _statements(policy: Any) -> Any:
    """A policy, that of a collection included, which is the text of a list of rules with whom they are for."""
    try:
        rules = json.loads(policy) if isinstance(policy, str) else policy
    except ValueError:
        return policy
    if not isinstance(rules, list):
        return rules
    whom = (each.get("Principal", "*") for each in rules if isinstance(each, dict))
    return {"Statement": [{"Principal": {"AWS": each}} for each in whom]}
