"""The accounts of access files, which everything else in them names by their names."""

import re

from xacct_constructs.access_file.mistakes import Mistakes
from xacct_constructs.access_file.values import Account, FilePlace
from xacct_constructs.names import ACCOUNT_ID
from xacct_constructs.partitions import PARTITIONS, is_region, partition_of
from xacct_constructs.quotas import HIGHEST_TRUST_POLICY_CHARACTERS, TRUST_POLICY_CHARACTERS
from xacct_constructs.texts import shown

NAME = "[A-Za-z][A-Za-z0-9-]{0,63}"
MOST_STACKS = 500


class AccountNames:
    """Accounts by their names, and the names of each ID."""

    def __init__(self, mistakes: Mistakes) -> None:
        """Begin with none."""
        self.by_name: dict[str, Account] = {}
        self._places: dict[str, FilePlace] = {}
        self._names: dict[str, list[str]] = {}
        self._mistakes = mistakes

    def add(self, at: FilePlace, account: Account | None) -> None:
        """Add what a file says; nothing, where something in it is wrong, which is then known by its name alone."""
        name = str(at.path[-1])
        if other := self._places.get(name.lower()):
            what = f"is an account's name already at {other}, upper and lower case being the same"
            self._mistakes.say("XA625", at, what, "say it once, or give it another name")
            return
        self._places[name.lower()] = at
        self.by_name[name] = account or Account(name, "", "")
        if not re.fullmatch(NAME, name):
            what = f"must be letters, digits and hyphens, a letter first and 64 at most, got {shown(name)}"
            self._mistakes.say("XA626", at, what, "give it such a name: its stacks are named after it")
        if account is not None:
            self._check(at, account)
            self._names.setdefault(account.account, []).append(name)

    def _check(self, at: FilePlace, account: Account) -> None:
        if not re.fullmatch(ACCOUNT_ID, account.account):
            what = f"must be an account's ID, 12 digits, got {shown(account.account)}"
            self._mistakes.say("XA626", at.at("id"), what, "copy it, with its leading zeros")
        if not is_region(account.region) or partition_of(account.region) not in PARTITIONS:
            what = f"must be a region of {', '.join(PARTITIONS)}, got {shown(account.region)}"
            self._mistakes.say("XA626", at.at("region"), what, "write it as eu-west-1")
        if not 1 <= account.stacks <= MOST_STACKS:
            what = f"must be 1 to {MOST_STACKS}, got {account.stacks}"
            self._mistakes.say("XA626", at.at("stacks"), what, "write how many stacks it is to have")
        least, most, quota = TRUST_POLICY_CHARACTERS, HIGHEST_TRUST_POLICY_CHARACTERS, account.trust_policy_characters
        if quota is not None and not least <= quota <= most:
            what = f"must be {least} to {most}, got {quota}"
            fix = "copy it from the Service Quotas console (L-C07B4B0D)"
            self._mistakes.say("XA626", at.at("trust_policy_characters"), what, fix)

    def named(self, text: str) -> Account | None:
        """The account that is meant by a name or by an ID; none, where no name has the ID."""
        if text in self.by_name:
            return self.by_name[text]
        names = self._names.get(text, ())
        return self.by_name[names[0]] if names else None

    def id_of(self, at: FilePlace, text: str) -> str:
        """The ID that is meant by a name, or by itself; what is neither is said."""
        if text in self.by_name:
            return self.by_name[text].account
        if not re.fullmatch(ACCOUNT_ID, text):
            self._mistakes.unknown(at, text, self.by_name, f"names no account, got {shown(text)}")
        elif len(names := self._names.get(text, ())) > 1:
            self._mistakes.say("XA624", at, f"is the ID of {' and of '.join(names)}", "write the one that is meant")
        return text
