"""What the assembly makes under a name that only deployment settles, and that may be what is agreed on.

Only where nothing is made under the agreed name itself: two of one name cannot be deployed.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from xacct_constructs.assembly import Assembly, Identity, Resource, UnknownKind
from xacct_constructs.proof.agreed_on import AgreedOn
from xacct_constructs.proof.verdict import Doubt
from xacct_constructs.unknowns import Unknown, alternatives, as_text, why

_MARKS = re.compile(r"(\$\{[^}:]*\.[^}:]*\})")


def unnamed(assembly: Assembly, agreed_on: AgreedOn) -> Mapping[str, Doubt]:
    """A doubt for each such role, user or resource, by its ARN as far as that is known."""
    missing = [arn for arn in (*agreed_on.resources, *agreed_on.identities) if not _is_made(assembly, arn)]
    found = {}
    for each in _made(assembly, agreed_on) if missing else ():
        open_ = list(_open(assembly, each.arn))
        pattern = "".join(map(_expression, _split(assembly, each.arn))) if open_ else ""
        meant = next((arn for arn in missing if open_ and _may_be(assembly, each.arn, pattern, arn)), None)
        if meant is not None:
            found[each.arn] = Doubt(each.origin, f"it may be {meant}, which is agreed on: {why(open_)}")
    return found


def _may_be(assembly: Assembly, arn: str, pattern: str, agreed: str) -> bool:
    """Whether it may be what is agreed on, by its name, or by its path."""
    return bool(re.fullmatch(pattern, agreed, re.IGNORECASE)) or assembly.may_be(arn, agreed)


def _is_made(assembly: Assembly, arn: str) -> bool:
    """Whether the assembly itself makes it, and does not only give it a policy."""
    identity, resource = assembly.identity(arn), assembly.resources.get(arn)
    return bool(identity and not identity.existing) or bool(resource and not resource.origin.property)


def _made(assembly: Assembly, agreed_on: AgreedOn) -> Iterator[Identity | Resource]:
    """Everything that may be agreed on by its account."""
    yield from (each for each in assembly.identities if not each.existing)
    resources = assembly.resources.values()
    yield from (each for each in resources if each.account in agreed_on.trusting or not each.account.isdigit())


def _split(assembly: Assembly, arn: str) -> Iterable[str | Unknown]:
    return (assembly.unknowns.get(each, each) for each in _MARKS.split(arn))


def _open(assembly: Assembly, arn: str) -> Iterator[Unknown]:
    for each in _split(assembly, arn) if "${" in arn else ():
        if isinstance(each, Unknown) and each.kind is UnknownKind.OPEN:
            yield each


def _expression(piece: str | Unknown) -> str:
    """The texts that a part of a name can be; of a generated one, itself alone."""
    if not isinstance(piece, Unknown) or piece.kind is not UnknownKind.OPEN:
        return re.escape(str(piece))
    texts = [as_text(each) for each in alternatives(piece) or ()]
    known = [each for each in texts if isinstance(each, str)]
    return f"(?:{'|'.join(map(re.escape, known))})" if known and len(known) == len(texts) else ".*"
