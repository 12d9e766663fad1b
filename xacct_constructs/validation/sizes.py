"""Documents measured against IAM's quotas on policies, and what to do about one that is over."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from xacct_constructs.finding import Finding, error, warning
from xacct_constructs.policies import document_size
from xacct_constructs.principals import NAMED
from xacct_constructs.quotas import (
    HIGHEST_TRUST_POLICY_CHARACTERS,
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
    "split the agreement over two roles, or raise quota L-C07B4B0D and pass trust_policy_characters",
)
ROLE_INLINE = Quota(
    "the role's inline policy",
    ROLE_INLINE_CHARACTERS,
    "pass managed_policy_name, or split the agreement over two roles",
)
INLINE = {
    each.kind: Quota(
        f"the {each.kind}'s inline policy",
        each.inline_characters,
        f"pass managed_policy_name, or a {each.kind} for each group of roles",
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


def _largest(document: Mapping[str, Any]) -> str:
    sizes = [
        (document_size({key: value}), f"Statement[{index}].{key}")
        for index, statement in enumerate(document["Statement"])
        for key, value in statement.items()
    ]
    return ", ".join(f"{name} with {size}" for size, name in sorted(sizes, reverse=True)[:3])
