"""What an access file says."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from xacct_constructs.agreement import Agreement
from xacct_constructs.finding import Finding
from xacct_constructs.known_access import KnownAccess
from xacct_constructs.partitions import partition_of
from xacct_constructs.yaml_documents import Document, Path, place, written

Identity = tuple[str, str, str]
"""What IAM keeps apart: kind (`role`, `user` …), account, and name in lower case."""


class Account(NamedTuple):
    """One series of stacks in one account. An account may stand under two names: each has stacks of its own.

    Attributes:
        name: What the file calls it; its stacks are named after it.
        account: Its ID, 12 digits.
        region: Its home region: all its IAM resources are deployed there.
        profile: The AWS CLI's profile for whoever deploys it. Default: the machine's own.
        stacks: Over so many stacks its resources are spread, each by its own name. Another number moves them.
            Default: 1.
        trust_policy_characters: Its quota on trust policies (L-C07B4B0D), where it is raised. Default: 2,048.
    """

    name: str
    account: str
    region: str
    profile: str | None = None
    stacks: int = 1
    trust_policy_characters: int | None = None

    @property
    def partition(self) -> str:
        """The region's partition."""
        return partition_of(self.region)


class Source(NamedTuple):
    """One file.

    Attributes:
        name: What messages call it.
        document: What it holds.
    """

    name: str
    document: Document


class FilePlace(NamedTuple):
    """Where something stands.

    Attributes:
        source: The file.
        path: The keys and indexes that lead to it.
    """

    source: Source
    path: Path

    def __str__(self) -> str:
        """File, line and place: `access.yaml:12 agreements[0].role_name`."""
        return f"{self.source.name}:{self.line} {written(self.path)}"

    @property
    def line(self) -> int:
        """Its line; of what is missing, that of what lacks it."""
        return self.source.document.line(self.path)

    def at(self, *further: str | int) -> "FilePlace":
        """A place within."""
        return FilePlace(self.source, (*self.path, *further))


class AccessFile(NamedTuple):
    """Accounts, agreements between them, and what is known of other access.

    Attributes:
        accounts: Each by its name, in the file's order.
        agreements: In the file's order, groups resolved and defaults filled in.
        homes: Of each role and each principal with a name, the name of the account that it was said with.
        known_access: What is known of access that no agreement makes.
        places: Of each agreement, where it stands, under no key; and where those of its parts do that stand elsewhere.
            Default: it was read from no file.
    """

    accounts: Mapping[str, Account]
    agreements: tuple[Agreement, ...]
    homes: Mapping[Identity, str]
    known_access: KnownAccess
    places: Sequence[Mapping[Path, FilePlace]] = ()

    def placed(self, index: int, finding: Finding) -> Finding:
        """A finding about one of the agreements, its path saying the file, the line and the place there.

        Args:
            index: Of the agreement.
            finding: The finding, its path beginning in the agreement: `permissions[0].bucket`.
        """
        path, known = place(finding.path), self.places[index]
        end = next(each for each in range(len(path), -1, -1) if path[:each] in known)
        return finding._replace(path=str(known[path[:end]].at(*path[end:])))
