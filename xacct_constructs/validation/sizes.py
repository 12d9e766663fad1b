"""Documents measured against IAM's quotas on policies, and what to do about one that is over."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from xacct_constructs.finding import Finding, error, warning
from xacct_constructs.policies import CustomerManagedPolicy, document_size, spread, without_repeats
from xacct_constructs.principals import NAMED
from xacct_constructs.quotas import (
    HIGHEST_TRUST_POLICY_CHARACTERS,
    MANAGED_POLICIES_ATTACHED,
    MANAGED_POLICY_CHARACTERS,
    ROLE_INLINE_CHARACTERS,
    TRUST_POLICY_CHARACTERS,
)
from xacct_constructs.texts import shown


class Quota(NamedTuple):
    """The most characters that a document may have."""

    what: str
    characters: int
    remedy: str


TRUST_POLICY = Quota(
    "the role's trust policy",
    TRUST_POLICY_CHARACTERS,
    "split the agreement over several roles; or admit whole accounts by a path of their organization, a session tag "
    "or the organization itself; or raise quota L-C07B4B0D and pass trust_policy_characters",
)
ROLE_INLINE = Quota(
    "the role's inline policy",
    ROLE_INLINE_CHARACTERS,
    "split the agreement over two roles",
)
INLINE = {
    each.kind: Quota(
        f"the {each.kind}'s inline policy",
        each.inline_characters,
        f"name a {each.kind} for each group of roles",
    )
    for each in NAMED
}
"""Kind of an identity that assumes roles to the quota on all its inline policies."""
MANAGED = Quota("the managed policy", MANAGED_POLICY_CHARACTERS, "split it over two roles")

NEAR = 0.9
"""The share of a quota from which a warning says that it will soon be full."""


def check_quota(characters: object) -> Iterator[Finding]:
    """The quota on trust policies, where the caller says that the account has a higher one."""
    if characters is None:
        return
    least, most = TRUST_POLICY_CHARACTERS, HIGHEST_TRUST_POLICY_CHARACTERS
    if not isinstance(characters, int) or not least <= characters <= most:
        message = f"must be a whole number from {least} to {most}, got {shown(characters)}"
        yield error("XA303", "trust_policy_characters", message, "copy it from the Service Quotas console (L-C07B4B0D)")


def check_size(path: str, document: Mapping[str, Any], quota: Quota) -> Iterator[Finding]:
    """Findings about one document: over its quota, or near it."""
    size = document_size(document)
    if size < quota.characters * NEAR:
        return
    message = f"has {size} characters of {quota.characters} in {quota.what}; the largest are {_largest(document)}"
    if size > quota.characters:
        yield error("XA715", path, message, quota.remedy)
    else:
        yield warning("XA716", path, message, "before it is full: " + quota.remedy, of=[quota.what])


class Fitted(NamedTuple):
    """What an identity's policy becomes, so that there is room for it.

    Attributes:
        findings: That there is none.
        document: Its one document, without repeats where it had no room with them.
        managed: The managed policies to write in its place; none where it has room inline.
    """

    findings: list[Finding]
    document: dict[str, Any]
    managed: tuple[CustomerManagedPolicy, ...] = ()


def fit(path: str, document: dict[str, Any], quota: Quota, names: str) -> Fitted:
    """The document inline where there is room, else as managed policies, which say the same together.

    Args:
        path: Where it comes from.
        document: What it says.
        quota: The quota on the identity's inline policies.
        names: How the managed policies' names begin.
    """
    if document_size(document) < quota.characters * NEAR:
        return Fitted([], document)
    documents = spread(document)
    if documents is None:
        return Fitted(list(check_size(path, document, quota)), document)
    if document_size(shorter := without_repeats(document)) <= quota.characters:
        return Fitted([], document if document_size(document) <= quota.characters else shorter)
    if len(documents) > MANAGED_POLICIES_ATTACHED:
        message = (
            f"has {document_size(document)} characters, more than {quota.characters} in {quota.what}, and takes "
            f"{len(documents)} managed policies, of which IAM attaches {MANAGED_POLICIES_ATTACHED}"
        )
        return Fitted([error("XA715", path, message, quota.remedy)], document)
    managed = tuple(CustomerManagedPolicy(f"{names}-{number}", each) for number, each in enumerate(documents, start=1))
    return Fitted([], document, managed)


def _largest(document: Mapping[str, Any]) -> str:
    sizes = [
        (document_size({key: value}), f"Statement[{index}].{key}")
        for index, statement in enumerate(document["Statement"])
        for key, value in statement.items()
    ]
    return ", ".join(f"{name} with {size}" for size, name in sorted(sizes, reverse=True)[:3])
