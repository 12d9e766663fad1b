"""Which account's stacks a role or a principal belongs to: an account may have two names, and each has stacks."""

from xacct_constructs.access_file.accounts import AccountNames
from xacct_constructs.access_file.agreements import SaidAgreement
from xacct_constructs.access_file.mistakes import Mistakes
from xacct_constructs.access_file.values import FilePlace, Identity
from xacct_constructs.principals import is_named


class HomesReader:
    """Of each role and each principal with a name, the name of the account that it is said with."""

    def __init__(self, accounts: AccountNames, mistakes: Mistakes) -> None:
        """Begin with none."""
        self.found: dict[Identity, str] = {}
        self._places: dict[Identity, FilePlace] = {}
        self._roles: dict[Identity, FilePlace] = {}
        self._accounts, self._mistakes = accounts, mistakes

    def add(self, said: SaidAgreement) -> None:
        """Add the role of an agreement and its principals."""
        agreement, at = said.agreement, said.places[()]
        role = ("role", agreement.trusting_account, agreement.role_name.lower())
        if other := self._roles.get(role):
            what = f"names the role {agreement.role_name} of {said.trusting}, as {other} does already"
            self._mistakes.say("XA625", at.at("role_name"), what, "make one agreement of both, or rename one role")
            return
        self._roles[role] = at
        self._live(role, said.trusting, at.at("trusting_account"))
        for member in said.members:
            if member.account is not None and is_named(member.value):
                self._live(member.value.identity, member.account, member.at.at("account"))

    def _live(self, identity: Identity, called: str, at: FilePlace) -> None:
        """Say where it lives; where that is in no account of the files, somebody else deploys it."""
        account = self._accounts.named(called)
        if account is None:
            return
        first = self.found.setdefault(identity, account.name)
        if first != account.name:
            what = (
                f"has {identity[0]} {identity[2]} live with {account.name}, and {self._places[identity]} with {first}"
            )
            self._mistakes.say("XA627", at, what, "write the same name in both")
        self._places.setdefault(identity, at)
