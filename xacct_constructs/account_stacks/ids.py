"""Where a resource stands, and what it is called there: both from its kind and name alone, so that nothing moves it."""

import hashlib
import re
from typing import NamedTuple

from xacct_constructs.remembered import remembered


class Identified(NamedTuple):
    """A role or another principal of one account.

    Attributes:
        kind: `role`, `user` … as IAM's ARNs have it.
        name: Its name.
    """

    kind: str
    name: str

    @property
    def digest(self) -> str:
        """Of what IAM keeps apart: the kind, and the name whatever its case."""
        return _digest(self.kind, self.name.lower())

    @property
    def logical_id(self) -> str:
        """Readable, and another for every other kind or name: `RoleReportsReader1A2B3C4D`."""
        words = re.findall(r"[A-Za-z0-9]+", self.name)
        readable = "".join(word[0].upper() + word[1:] for word in (self.kind, *words))
        return f"{readable}{self.digest[:8].upper()}"

    def stack_of(self, stacks: int) -> int:
        """Which of so many stacks it stands in, from 0."""
        return int(self.digest, 16) % stacks


@remembered
def _digest(kind: str, name: str) -> str:
    return hashlib.sha256(f"{kind}\0{name}".encode()).hexdigest()
