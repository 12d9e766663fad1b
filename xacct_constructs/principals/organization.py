"""A whole organization."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from xacct_constructs.finding import Finding
from xacct_constructs.names import check_organization_id
from xacct_constructs.principals.admission import Narrowing
from xacct_constructs.principals.members import Members
from xacct_constructs.signatures import explained_value


@explained_value
@dataclass(frozen=True, kw_only=True)
class TrustedOrganization(Members):
    """Everybody of every account of an organization but the role's own, as far as each account's administrators let.

    Reported as a finding (XA029), since nobody can say from here who gets in.

    Attributes:
        organization_id: The organization's ID: `o-` and lower-case letters or digits.
        kind: `organization`.
    """

    organization_id: str

    kind: ClassVar[str] = "organization"

    @property
    def place(self) -> str:
        """The organization."""
        return f"organization {self.organization_id}"

    @property
    def narrowing(self) -> Narrowing:
        """The caller's account is in the organization."""
        return {("StringEquals", "aws:PrincipalOrgID"): (self.organization_id,)}

    def check(self, path: str) -> Iterator[Finding]:
        """Findings about its fields; `path` is where it stands."""
        yield from check_organization_id(f"{path}.organization_id", self.organization_id)
