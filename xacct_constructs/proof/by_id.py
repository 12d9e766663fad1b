"""What may be agreed on by an ID that AWS gives, and lets others in as its template says."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from xacct_constructs.assembly import Other, written_out
from xacct_constructs.assembly import at as found_at
from xacct_constructs.proof.agreed_on import AgreedOn
from xacct_constructs.proof.said import at, leaves
from xacct_constructs.proof.strangers import strangers
from xacct_constructs.values import listed
from xacct_constructs.world import BY_ID

_SCHEMES = ("components.securitySchemes", "securityDefinitions")
"""Where a description says how callers may be known: OpenAPI 3, and 2."""
_NO_METHODS = ("description", "options", "parameters", "servers", "summary")
"""What stands among the methods of a path and is none, or answers everybody with nothing."""


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
    opening = [path for path in row.policies if _opens(other, path, agreed_on, is_entered)]
    opening += [each for each in (row.imported,) if each in other.said and _answers_others(other.said[each])]
    opening += [*(each for each in row.opening if each in other.said), *beside_iam(other)]
    if opening:
        yield f"lets others in by its {opening[0]}, and may be what is agreed on, which is named by an ID of AWS's"


def beside_iam(other: Other) -> list[str]:
    """The properties by which others come to it than those whom IAM lets."""
    row, said = BY_ID[other.type], list(leaves(other.said))
    of_path = {path: [each.text for each in at(said, path)] or ([] if "." in path else [""]) for path in row.closed}
    return [path for path, found in of_path.items() if any(each != row.closed[path] for each in found)]


def _opens(other: Other, path: str, agreed_on: AgreedOn, is_entered: Callable[[str], bool]) -> bool:
    name = path.partition(".")[0]
    if name not in other.said:
        return False
    policy = _statements(other.said[name])
    return bool(strangers(other._replace(said={name: policy}), (path,), agreed_on, is_entered))


def _answers_others(imported: Any) -> bool:
    """Whether a method of what is imported answers others than IAM lets, or may; what browsers ask before does not.

    Source: Amazon API Gateway Developer Guide, "OpenAPI extensions for API Gateway".
    """
    said = written_out(imported)
    paths = said.get("paths", {}) if isinstance(said, Mapping) else None
    if not isinstance(paths, Mapping) or any(not isinstance(each, Mapping) for each in paths.values()):
        return True
    schemes = [each for path in _SCHEMES for each in found_at(said, path) if isinstance(each, Mapping)]
    signed = {name for each in schemes for name, one in each.items() if isinstance(one, Mapping) and _is_signed(one)}
    methods = (method for each in paths.values() for verb, method in each.items() if verb not in _NO_METHODS)
    return any(not _is_guarded(each, said.get("security", []), signed) for each in methods)


def _is_signed(scheme: Mapping[str, Any]) -> bool:
    return scheme.get("x-amazon-apigateway-authtype") == "awsSigv4"


def _is_guarded(method: Any, otherwise: Any, signed: set[str]) -> bool:
    """Whether whoever asks must sign as IAM has it."""
    if not isinstance(method, Mapping):
        return False
    auth = method.get("x-amazon-apigateway-auth", {})
    if isinstance(auth, Mapping) and auth.get("type") == "AWS_IAM":
        return True
    asked = listed(method.get("security", otherwise))
    return bool(asked) and all(isinstance(each, Mapping) and bool(signed & each.keys()) for each in asked)


def _statements(policy: Any) -> Any:
    """A policy, that of a collection included, which is the text of a list of rules with whom they are for."""
    rules = written_out(policy)
    if not isinstance(rules, list):
        return rules
    whom = (each.get("Principal", "*") for each in rules if isinstance(each, dict))
    return {"Statement": [{"Principal": {"AWS": each}} for each in whom]}
