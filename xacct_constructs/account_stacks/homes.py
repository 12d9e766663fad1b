"""Which of a file's names an account's role or principal belongs to."""

from collections.abc import Iterator
from typing import NamedTuple

from xacct_constructs.access_file import AccessFile, Account, Identity
from xacct_constructs.finding import Finding, error
from xacct_constructs.texts import shown


class HomeAccounts(NamedTuple):
    """The accounts of a file, by ID, and what is said of where things belong."""

    file: AccessFile
    by_id: dict[str, list[Account]]

    @classmethod
    def of(cls, file: AccessFile) -> "HomeAccounts":
        """Those of a file."""
        by_id: dict[str, list[Account]] = {}
        for each in file.accounts.values():
            by_id.setdefault(each.account, []).append(each)
        return cls(file, by_id)

    def has(self, account: str) -> bool:
        """Whether the file has a name for the account."""
        return account in self.by_id

    def home(self, identity: Identity) -> Account:
        """The account of somebody of whom nothing was found."""
        found = self.found(identity)
        if found is None:
            raise AssertionError(f"no home for {identity}")
        return found

    def found(self, identity: Identity) -> Account | None:
        """The account, by the name that it was said with, else by the one name that has its ID."""
        if name := self.file.homes.get(identity):
            return self.file.accounts.get(name)
        named = self.by_id.get(identity[1], [])
        return named[0] if len(named) == 1 else None

    def check(self, path: str, identity: Identity) -> Iterator[Finding]:
        """A finding about whoever has no home, or one in another account."""
        kind, account, name = identity
        home = self.found(identity)
        if home is None:
            names = ", ".join(each.name for each in self.by_id.get(account, ()))
            message = f"{kind} {shown(name)} belongs to account {account}, which has "
            if names:
                yield error("XA521", path, f"{message}the names {names}", "say which of them, where it is named")
            else:
                yield error("XA521", path, f"{message}no name in the file", "add the account to the file's accounts")
        elif home.account != account:
            message = f"{kind} {shown(name)} belongs to account {account}, and {home.name} is {home.account}"
            yield error("XA521", path, message, "name it with a name of its own account")
