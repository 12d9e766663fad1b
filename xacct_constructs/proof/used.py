"""What an agreement is about: as its permissions say, and as statements of its own name it."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from xacct_constructs.agreement import Agreement
from xacct_constructs.arns import Arn
from xacct_constructs.assembly import Assembly
from xacct_constructs.iam import action_matches
from xacct_constructs.permissions import Permission, Use
from xacct_constructs.services import RESOURCE_KINDS, resource_kind
from xacct_constructs.values import listed

DECRYPT = "kms:Decrypt"
_ENCRYPT = "kms:GenerateDataKey"
_READS = (
    *("s3:getobject", "s3:getobjectversion"),
    *("dynamodb:batchgetitem", "dynamodb:getitem", "dynamodb:query", "dynamodb:scan", "dynamodb:partiqlselect"),
    "dynamodb:getrecords",
)
_CHANGES = (
    *("dynamodb:batchwriteitem", "dynamodb:conditioncheckitem", "dynamodb:deleteitem", "dynamodb:putitem"),
    *("dynamodb:updateitem", "dynamodb:partiqldelete", "dynamodb:partiqlinsert", "dynamodb:partiqlupdate"),
)
"""A table has a key of its own, which that of KMS encrypts: whoever writes has it decrypted as whoever reads has."""
KEY_ACTIONS = {**dict.fromkeys((*_READS, *_CHANGES), DECRYPT), "s3:putobject": _ENCRYPT}
"""Actions, in lower case, on what a resource holds, to what its service asks for them of the key that encrypts it.

Source: Amazon S3 User Guide, "Using server-side encryption with AWS KMS keys"; Amazon DynamoDB Developer Guide, "How
DynamoDB uses AWS KMS".
"""
_VARIABLE = re.compile(r"\$\{[^}]*:[^}]*\}")
_OPEN = re.compile(r"[*?]|\$\{")
"""How that begins in a pattern which may be anything; what deployment settles as well."""
_OTHERWISE = "s3:x-amz-server-side-encryption"
"""How keys begin by which a statement says what encrypts what is written: then it is not the bucket's own word."""


def used(assembly: Assembly, agreement: Agreement) -> Mapping[Use, tuple[str, ...]]:
    """All of it, with what is asked for it of the key that encrypts it."""
    found: dict[Use, tuple[str, ...]] = {}
    for by in agreement.permissions:
        for use, asked in used_by(assembly, by, agreement.role):
            found[use] = tuple(dict.fromkeys((*found.get(use, ()), *asked)))
    return found


def used_by(assembly: Assembly, permission: Permission, role: Arn) -> Iterator[tuple[Use, tuple[str, ...]]]:
    """What one permission is about; of one that only its statements tell of, what of the assembly they name."""
    uses = permission.uses(role)
    if uses is not None:
        yield from ((each, (DECRYPT,)) for each in uses)
        return
    for statement in permission.statements(role):
        asked = dict(_of_key(statement))
        for arn in map(str, listed(statement.get("Resource", []))) if asked else ():
            named = in_which(arn)
            held = assembly.resources.get(named)
            for each in (held.behind or (named,)) if held is not None else ():
                made = assembly.resources.get(each)
                if made is not None and not made.origin.property and (keys := _of_service(asked, made.kind.service)):
                    yield Use(each, made.account), keys


def parts_used(assembly: Assembly, agreement: Agreement, arn: str, of_key: str) -> tuple[str, ...]:
    """Patterns of what in a resource raw statements ask for by which its key must do something; none: it may be all."""
    if any(use.resource == arn for use in agreement.uses):
        return ()
    raw = (each for each in agreement.permissions if each.uses(agreement.role) is None)
    found = list[str]()
    for statement in (found for each in raw for found in each.statements(agreement.role)):
        asks = of_key in dict(_of_key(statement)).values()
        for each in map(str, listed(statement.get("Resource", []))) if asks else ():
            held = assembly.resources.get(in_which(each))
            if held is not None and (arn in held.behind or (held.arn == arn and _VARIABLE.search(each))):
                return ()
            found += [each] if held is not None and held.arn == arn else []
    return tuple(dict.fromkeys(found))


def _of_service(asked: Mapping[str, str], service: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for action, key in asked.items() if action.startswith(f"{service}:")))


def _of_key(statement: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The actions that a statement allows and for which a service asks something of a key, each with what it asks."""
    if statement.get("Effect") != "Allow":
        return
    left_out = "Action" not in statement
    patterns = [str(each) for each in listed(statement.get("NotAction" if left_out else "Action", []))]
    blocks = [each for each in (statement.get("Condition") or {}).values() if isinstance(each, Mapping)]
    says_how = any(str(key).lower().startswith(_OTHERWISE) for each in blocks for key in each)
    for action, key in KEY_ACTIONS.items():
        if any(action_matches(each, action) for each in patterns) is not left_out and not (
            says_how and key == _ENCRYPT
        ):
            yield action, key


def in_which(arn: str) -> str:
    """The ARN of the resource that something lies in, or that it shows; empty, where that has no policy of its own."""
    if kind := resource_kind(arn):
        return kind.resource_of(arn) or ""
    parts = (part for each in RESOURCE_KINDS for part in each.shown_in if part in arn)
    return next((arn.partition(part)[0] for part in parts), "")


def named(agreement: Agreement) -> Iterator[str]:
    """ARNs of what an agreement is about, and patterns of them."""
    for use in agreement.uses:
        yield from (each for each in (use.resource, use.key) if each)
    yield from written(agreement)


def written(agreement: Agreement) -> Iterator[str]:
    """Those of them that only raw statements name."""
    raw = (each for each in agreement.permissions if each.uses(agreement.role) is None)
    for statement in (found for each in raw for found in each.statements(agreement.role)):
        for each in map(str, listed(statement.get("Resource", "*"))) if statement.get("Effect") == "Allow" else ():
            # Whoever reads a table sees what its stream shows.
            yield from dict.fromkeys(filter(None, [in_which(each), "" if resource_kind(each) else each])) or [each]


def is_pattern(named_: str) -> bool:
    """Whether it may stand for several, by a policy variable too."""
    return bool(set(named_) & set("*?")) or _VARIABLE.search(named_) is not None


def widest(named_: str) -> str:
    """A pattern of all that it may stand for: a policy variable may be anything."""
    return _VARIABLE.sub("*", named_)


def beginning(named_: str) -> str:
    """How everything begins that it stands for."""
    return _OPEN.split(named_)[0]
