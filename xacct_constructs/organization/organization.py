"""An organization: its accounts, where they are in it, and the policies that are attached there.

Source: AWS Organizations User Guide, "Service control policies" and "Resource control policies".
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from xacct_constructs.iam import Policy

SERVICE_CONTROL, RESOURCE_CONTROL = "SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"


class NamedPolicy(NamedTuple):
    """An organization policy.

    Attributes:
        name: Its name, which no other of its kind has in the organization.
        aws_managed: Whether it is AWS's own.
        policy: Its document.
    """

    name: str
    aws_managed: bool
    policy: Policy


@dataclass(frozen=True)
class Organization:
    """An organization on one day, as far as it is told.

    Attributes:
        id: Its ID, `o-…`.
        date: The day, `YYYY-MM-DD`.
        management_account: The account that no organization policy binds.
        accounts: Every account of it, the management account among them.
        kinds: The kinds of policy that are on.
        parents: Account or unit, to the unit or root right above it. Default: none is told.
        attached: Target and kind, to all policies of the kind that are attached right there. Default: none is told.
    """

    id: str
    date: str
    management_account: str
    accounts: frozenset[str]
    kinds: frozenset[str]
    parents: Mapping[str, str] = field(default_factory=dict)
    attached: Mapping[tuple[str, str], tuple[NamedPolicy, ...]] = field(default_factory=dict)

    def path(self, account: str) -> tuple[str, ...]:
        """Root, units and account, from above; empty where it is not told, and for the management account."""
        if account not in self.parents or account == self.management_account:
            return ()
        found = [account]
        while found[-1] in self.parents:
            found.append(self.parents[found[-1]])
        return tuple(reversed(found))

    def bound(self, account: str, kind: str) -> tuple[str, ...]:
        """The targets at which policies of this kind bind an account; empty where none do, or it is not told."""
        return self.path(account) if kind in self.kinds else ()

    def left_out(self, account: str) -> Iterator[str]:
        """What is not told of an account, in words."""
        if account == self.management_account:
            return
        if account not in self.accounts:
            yield f"account {account} is of another organization, or of none"
            return
        if not self.path(account):
            yield f"what account {account} is in is not told"
        for kind in sorted(self.kinds):
            for target in self.bound(account, kind):
                if (target, kind) not in self.attached:
                    yield f"which policies of the kind {kind} are attached to {target} is not told"

    def keys(self, account: str, whose: str) -> Mapping[str, str]:
        """The condition keys that follow from an account's place.

        Args:
            account: The account.
            whose: `Principal` or `Resource`.
        """
        if account not in self.accounts:
            return {}
        found = {f"aws:{whose.lower()}orgid": self.id}
        if path := self.path(account):
            found[f"aws:{whose.lower()}orgpaths"] = "/".join((self.id, *path[:-1], ""))
        return found
