"""An organizational unit."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from xacct_constructs.finding import Finding
from xacct_constructs.names import check_organization_path
from xacct_constructs.principals.admission import Narrowing
from xacct_constructs.principals.members import Members
from xacct_constructs.signatures import explained_value


@explained_value
@dataclass(frozen=True, kw_only=True)
class TrustedOrganizationalUnit(Members):
    """Everybody of the accounts of an organizational unit but the role's own, as far as their administrators let.

    Reported as a finding (XA029), since nobody can say from here who gets in.

    Attributes:
        organization_path: From the organization down to the unit: `o-…/r-…/ou-…/` for its own accounts alone, with `*`
            at the end for those of the units below it as well.
        kind: `organizational unit`.
    """

    organization_path: str

    kind: ClassVar[str] = "organizational unit"

    @property
    def place(self) -> str:
        """The unit."""
        return f"organizational unit {self.organization_path}"

    @property
    def narrowing(self) -> Narrowing:
        """The caller's account is there."""
        return {("ForAnyValue:StringLike", "aws:PrincipalOrgPaths"): (self.organization_path,)}

    def check(self, path: str) -> Iterator[Finding]:
        """Findings about its fields; `path` is where it stands."""
        yield from check_organization_path(f"{path}.organization_path", self.organization_path)
