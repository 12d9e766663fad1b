"""How long the assembly's documents are, beside IAM's quotas."""

from collections.abc import Iterator
from typing import NamedTuple

from xacct_constructs.assembly import Assembly, Identity
from xacct_constructs.iam import Origin
from xacct_constructs.policies import document_size
from xacct_constructs.rules.principals import without_path
from xacct_constructs.validation.sizes import INLINE, MANAGED, ROLE_INLINE, TRUST_POLICY, Quota


class Measured(NamedTuple):
    """A document, or all inline documents of one principal together."""

    origin: Origin
    characters: int
    quota: Quota

    def __str__(self) -> str:
        """How full it is."""
        return f"has {self.characters} characters of {self.quota.characters} in {self.quota.what}"


def measured(assembly: Assembly) -> Iterator[Measured]:
    """Trust policies, inline policies by principal, and managed policies one by one."""
    for each in assembly.identities:
        if each.trust is not None:
            yield Measured(each.trust.origin, document_size(each.trust.written), TRUST_POLICY)
        yield from _own(each)


def _own(identity: Identity) -> Iterator[Measured]:
    for policy in identity.policies:
        if not policy.inline_of:
            yield Measured(policy.origin, document_size(policy.written), MANAGED)
    inline = [
        policy for policy in identity.policies if without_path(identity.arn) in map(without_path, policy.inline_of)
    ]
    if inline:
        quota = INLINE.get(identity.kind, ROLE_INLINE)
        origin = inline[0].origin if len(inline) == 1 else identity.origin
        yield Measured(origin, sum(document_size(each.written) for each in inline), quota)
