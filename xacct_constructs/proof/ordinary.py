"""What holds of every ordinary request, so that a policy which refuses others takes nothing from an agreement.

It comes over HTTPS, with TLS 1.2 or later, which is the least that AWS takes, signed in its headers by version 4, by no
access point, today or later, from a session that begins then, if from one at all, and to the region of what it asks
for, where its ARN says that, or the templates make it; it says no more of a session than the agreement lets it.

Source: IAM User Guide, "aws:SecureTransport", "Revoke IAM role temporary security credentials", "Pass session tags in
AWS STS" and "aws:FederatedProvider"; Amazon S3 User Guide, "s3:TlsVersion"; AWS Security Blog, "TLS 1.2 to become the
minimum TLS protocol level for all AWS API endpoints"; Amazon S3 API Reference, "Amazon S3 Signature Version 4
Authentication Specific Policy Keys".
"""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import UTC, datetime

from xacct_constructs.agreement import Agreement
from xacct_constructs.arns import is_arn, parse
from xacct_constructs.assembly import Assembly
from xacct_constructs.iam import OPERATORS, Condition, Request
from xacct_constructs.principals import is_named
from xacct_constructs.proof.ways import DIRECTLY
from xacct_constructs.request_sets import ACTION, RESOURCE, Box, Literal, absent, box, equals, literal
from xacct_constructs.services import resource_kind
from xacct_constructs.unknowns import is_settled

_OVER_HTTPS = literal("aws:SecureTransport", "Bool", ["true"])
_OF_S3 = (
    literal("s3:TlsVersion", "NumericGreaterThanEquals", ["1.2"]),
    literal("s3:signatureversion", "StringEquals", ["AWS4-HMAC-SHA256"]),
    literal("s3:authType", "StringEquals", ["REST-HEADER"]),
    absent("s3:signatureAge"),
)
"""Requests to S3 alone tell the version of TLS, and how they are signed; of how old that is, signed URLs."""
LATEST = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
"""A moment before which every session begins."""
_TAG = "aws:requesttag/"
_BEGAN, _REGION = "aws:tokenissuetime", "aws:requestedregion"
_NOW = ("aws:currenttime", "aws:epochtime")


def over_https(request: Request) -> Request:
    """The request, which comes over HTTPS unless it says otherwise: as every ordinary one does."""
    return replace(request, service_keys={_OVER_HTTPS.condition.key: "true", **request.service_keys})


def ordinary(
    found: Box,
    today: datetime | None = None,
    assembly: Assembly | None = None,
    agreement: Agreement | None = None,
    *,
    now: datetime | None = None,
) -> Box:
    """The ordinary ones of the requests; what nothing in the box asks about is left out, since it settles nothing.

    Args:
        found: The requests.
        today: The moment since when sessions begin. Default: they may have begun whenever.
        assembly: What says in which region something is. Default: nothing does.
        agreement: The agreement whose people ask, themselves or as its role. Default: nobody knows whose.
        now: The moment since when they come. Default: they may come whenever.
    """
    asked = {each.condition.key for each in found}
    of_all = [_OVER_HTTPS] if _OVER_HTTPS.condition.key in asked else []
    of_s3 = [each for each in _OF_S3 if each.condition.key in asked] if _is_of(found, "s3:") else []
    directly = [each for each in DIRECTLY if each.condition.key in asked]
    of_sessions = [_beginning_from(today)] if today is not None and hangs_on_day(found) else []
    of_region = _to_region(found, assembly) if assembly is not None and _REGION in asked else []
    of_people = [absent(each) for each in _never_said(found, asked, agreement)] if agreement else []
    since = [] if now is None else [_coming_from(now, each) for each in found if each.condition.key in _NOW]
    return found | box(*of_all, *of_s3, *directly, *of_sessions, *of_region, *of_people, *since)


def hangs_on_day(found: Box) -> bool:
    """Whether anything asks when the session of the requests began."""
    return any(each.condition.key == _BEGAN for each in found)


def _never_said(found: Box, asked: Collection[str], agreement: Agreement) -> Iterator[str]:
    """The keys that those have not whom an agreement lets in: of what it lets nobody say, and of providers of users.

    Whoever says more when he assumes the role is refused for that, since neither half lets him.
    """
    safeguards, said = agreement.safeguards, set[str]()
    if _is_of(found, "sts:"):
        tags = {f"{_TAG}{each.lower()}" for each in safeguards.session_tags or ()}
        said |= {each for each in asked if each.startswith(_TAG) and each not in tags}
        said |= set() if tags else {"aws:tagkeys", "sts:transitivetagkeys"}
        said |= set() if safeguards.source_identities else {"sts:sourceidentity"}
    if all(is_named(each) and not each.is_role_session for each in agreement.callers):
        said.add("aws:federatedprovider")
    yield from (each for each in asked if each in said)


def _to_region(found: Box, assembly: Assembly) -> list[Literal]:
    """Elsewhere, what they ask for is not found; nothing, where it is not known of all of it where that is."""
    asked = (each.condition.values for each in found if each.holds and each.condition.key == RESOURCE)
    of_each = [{_region_of(value, assembly) for value in values} for values in asked]
    return [equals(_REGION, *regions) for regions in of_each if "" not in regions]


def _region_of(value: str, assembly: Assembly) -> str:
    """Where something is, by its ARN, or by the stack that makes it; empty, where that is not known."""
    said = parse(value).region if is_arn(value) else ""
    if said:
        return said if is_settled(said) and not set(said) & set("*?$") else ""
    kind = resource_kind(value)
    held = assembly.resources.get(kind.resource_of(value) or "") if kind else None
    return held.region if held else ""


def _beginning_from(moment: datetime) -> Literal:
    """Whoever asks with a session's credentials was given them since then; those of a user have no such moment."""
    since = moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return Literal(Condition(OPERATORS["dategreaterthanequals"], _BEGAN, (since,), if_exists=True))


def _coming_from(moment: datetime, asked: Literal) -> Literal:
    """That a request comes since then, as a date or a number, as it is asked for."""
    operator = asked.condition.operator
    if operator is not None and operator.name.startswith("Numeric"):
        return literal(asked.condition.key, "NumericGreaterThanEquals", [str(int(moment.timestamp()))])
    since = moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return literal(asked.condition.key, "DateGreaterThanEquals", [since])


def _is_of(found: Box, service: str) -> bool:
    """Whether all of the requests are made to a service."""
    actions = (each.condition.values for each in found if each.holds and each.condition.key == ACTION)
    return any(all(value.lower().startswith(service) for value in values) for values in actions)
