"""What opens access beside the policies that the assembly shows, so that nothing can be proven about it."""

from collections.abc import Collection, Iterator

from xacct_constructs.assembly import Assembly

_OPENING = ("AuthenticatedRead", "PublicRead", "PublicReadWrite")
"""Canned access control lists that let others in (S3 User Guide, "Access control list (ACL) overview")."""


def unshown(assembly: Assembly, accounts: Collection[str]) -> Iterator[str]:
    """One sentence for each thing that may let somebody into one of the accounts."""
    for each in assembly.unread:
        if not each.account or each.account in accounts:
            yield f"{each.origin}: {each.why}"
    for held in assembly.resources.values():
        if held.acl in _OPENING and held.account in accounts:
            yield f"{held.arn}: its access control list {held.acl} may let others in beside its policy"
