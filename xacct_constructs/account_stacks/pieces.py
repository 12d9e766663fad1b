"""What is written of one role or other principal, and how it stands beside others in a stack."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from xacct_constructs.access_file import Account
from xacct_constructs.account_stacks.ids import Identified
from xacct_constructs.agreement import Agreement
from xacct_constructs.finding import Finding, error


class Piece(NamedTuple):
    """One role's or other principal's resources.

    Attributes:
        home: The account's name that it belongs to.
        of: Whose they are.
        resources: By logical ID.
        path: Where it stands in the file.
        agreement: The agreement whose role it is. Default: it is a trusted principal.
        members: The users that a new group is to have. Default: it is no group.
    """

    home: Account
    of: Identified
    resources: Mapping[str, dict[str, Any]]
    path: str
    agreement: Agreement | None = None
    members: tuple[Identified, ...] = ()

    @property
    def number(self) -> int:
        """Which of the stacks of its account's name it stands in, from 0."""
        return self.of.stack_of(self.home.stacks)

    def place(self) -> tuple[bool, str, str, bool]:
        """Where in its stack: by kind and name, groups behind the users that they have."""
        return bool(self.members), self.of.kind, self.of.name.lower(), self.agreement is None

    def beside(self, others: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
        """Its resources, each after those that were written before it and that it names."""
        found = {name: dict(resource) for name, resource in self.resources.items()}
        if self.of.logical_id in others:
            for resource in found.values():
                resource["DependsOn"] = [self.of.logical_id]
        users = sorted((each.logical_id for each in self.members if each.logical_id in others), key=_as_the_cdk)
        for resource in found.values():
            if users and resource["Type"] == "AWS::IAM::UserToGroupAddition":
                resource["DependsOn"] = users
        return found


def _as_the_cdk(logical_id: str) -> tuple[str, str]:
    """How the CDK sorts letters and digits: `localeCompare` of JavaScript."""
    return logical_id.lower(), logical_id.swapcase()


def check_policies(pieces: Iterable[Piece]) -> Iterator[Finding]:
    """Findings about managed policies of one name, of which an account has one, whatever its case."""
    seen: set[tuple[str, str]] = set()
    for piece in pieces:
        for resource in piece.resources.values():
            name = str(resource["Properties"].get("ManagedPolicyName", ""))
            key = piece.home.account, name.lower()
            if name and key in seen:
                message = f"leads to a managed policy {name}, and so does another in account {piece.home.account}"
                yield error("XA502", piece.path, message, "name another, or none: then it is named after the role")
            seen.add(key)


def check_members(pieces: Iterable[Piece]) -> Iterator[Finding]:
    """Findings about new groups whose users are made in another stack, which may be deployed later."""
    listed = list(pieces)
    groups = [each for each in listed if each.members and each.of.logical_id in each.resources]
    if not groups:
        return
    made = {(each.home.account, each.of.logical_id): each for each in listed if each.of.logical_id in each.resources}
    for group in groups:
        for member in group.members:
            user = made.get((group.home.account, member.logical_id))
            if user and (user.home.name, user.number) != (group.home.name, group.number):
                message = f"has user {member.name}, who is made in another stack than the group, perhaps after it"
                fix = "make the user elsewhere, and say existing: true; or let both stand in an account of one stack"
                yield error("XA524", group.path, message, fix)
