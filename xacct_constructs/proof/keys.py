"""What the answer about one agreement follows from, as a fingerprint: while that is the same, the answer is.

Outsiders count whatever their own account allows them, so of all accounts those alone are looked at that the agreement
names: the trusting one, its principals', and those of what it is about, with what stands under those names elsewhere.
Where anything is there that works across accounts (access points, organization policies, endpoints, known access), an
answer follows from all that was read, and is found again only while nothing of it has changed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import fields
from datetime import datetime
from functools import cached_property
from hashlib import sha256
from typing import Any

from xacct_constructs.agreed_access import permitted
from xacct_constructs.agreement import Agreement
from xacct_constructs.agreement.serialize import to_json
from xacct_constructs.arns import is_arn, parse
from xacct_constructs.assembly import Assembly, Identity, Other, Resource, UserGroup
from xacct_constructs.iam import Request, UndecidedError
from xacct_constructs.known_access import KnownAccess
from xacct_constructs.proof.access import Access
from xacct_constructs.proof.agreed_on import AgreedOn
from xacct_constructs.proof.reach import named_resources
from xacct_constructs.proof.working import keys_needed
from xacct_constructs.services import resource_kind


class AnswerKeys:
    """The fingerprints of a proof's agreements."""

    def __init__(
        self,
        access: Access,
        agreements: Sequence[Agreement],
        *,
        today: datetime | None = None,
        known: KnownAccess | None = None,
    ) -> None:
        """Take all that a proof is made from.

        Args:
            access: The assembly, under its organization's policies.
            agreements: What is agreed.
            today: The moment to judge expiries by. Default: none is.
            known: What is known of access from outside. Default: nothing.
        """
        self._access, self._agreements, self._today = access, agreements, today
        self._known = known or KnownAccess()
        self._of_account: dict[str, str] = {}

    def of(self, number: int) -> str:
        """The fingerprint of what an agreement's answer follows from; empty for what is none of the agreements."""
        if number >= len(self._agreements):
            return ""
        agreement = self._agreements[number]
        expiry = agreement.safeguards.expiry
        is_over = expiry is not None and self._today is not None and expiry <= self._today
        named = [[arn, *self._under(arn)] for arn in sorted(self._named(agreement))]
        accounts = [self._account(each) for each in sorted(self._accounts(agreement))]
        # Whoever is of no account in particular may be of any.
        others = "" if all(each.account for each in agreement.trusted_principals) else self._all
        return _fingerprint([self._common, to_json(agreement), is_over, named, accounts, others])

    def covers(self, number: int, request: Request) -> bool:
        """Whether all that a request is decided by is in an agreement's fingerprint."""
        if not self._is_plain:
            return True
        agreement = self._agreements[number]
        kind = resource_kind(request.resource)
        asked = (kind.resource_of(request.resource) if kind else None) or request.resource
        accounts = self._accounts(agreement)
        is_named = asked in self._named(agreement) or (is_arn(asked) and parse(asked).account in accounts)
        return request.caller.account in accounts and is_named

    @property
    def _assembly(self) -> Assembly:
        return self._access.assembly

    @cached_property
    def _is_plain(self) -> bool:
        """Whether nothing is there that works across accounts."""
        assembly, ways = self._assembly, (each.behind for each in self._assembly.resources.values())
        policies = (self._access.organized.organization, *assembly.organization, *assembly.endpoints)
        return policies == (None,) and not any(ways) and next(self._known.entries(), None) is None

    @cached_property
    def _common(self) -> str:
        """What every answer follows from."""
        assembly = self._assembly
        trusting = sorted(self._agreed_on.trusting)
        everywhere: list[Any] = [assembly.accounts, assembly.aliases, assembly.unknowns, trusting]
        return _fingerprint([*everywhere, *([] if self._is_plain else self._everything())])

    @cached_property
    def _all(self) -> str:
        """All that was read."""
        return _fingerprint([*self._everything()])

    def _everything(self) -> Iterator[Any]:
        yield from (self._access.organized.organization, self._known, [*map(to_json, self._agreements)])
        for each in fields(self._assembly):
            value = getattr(self._assembly, each.name)
            yield each.name, [*map(_plain, value.values())] if each.name == "resources" else value

    def _account(self, account: str) -> str:
        """All users, roles, groups and resources of an account, and which of its users and roles are agreed on.

        Ways end at those: what comes after is told with the agreement that is about them.
        """
        if account not in self._of_account:
            held, agreed = self._by_account.get(account, []), sorted(self._parties.get(account, ()))
            self._of_account[account] = _fingerprint([held, agreed])
        return self._of_account[account]

    @cached_property
    def _parties(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for arn in self._agreed_on.identities:
            found.setdefault(parse(arn).account, []).append(arn)
        return found

    @cached_property
    def _agreed_on(self) -> AgreedOn:
        return AgreedOn(self._assembly, self._agreements)

    @cached_property
    def _by_account(self) -> dict[str, list[Any]]:
        found: dict[str, list[Any]] = {}
        assembly = self._assembly
        made: tuple[Identity | UserGroup | Resource | Other, ...] = (
            *assembly.identities,
            *assembly.groups,
            *assembly.resources.values(),
            *assembly.saying_who,
        )
        for each in made:
            for account in {each.account, parse(each.arn).account if is_arn(each.arn) else ""}:
                found.setdefault(account, []).append(_plain(each))
        return found

    def _accounts(self, agreement: Agreement) -> set[str]:
        """The accounts that an agreement names, and those that what it is about is of."""
        return {each.account for each in agreement.trusted_principals} | AgreedOn(self._assembly, [agreement]).trusting

    def _named(self, agreement: Agreement) -> set[str]:
        """The ARNs of what it is about, with the keys that encrypt that."""
        uses = [*agreement.uses, *(use for use, *_ in keys_needed(self._assembly, agreement))]
        found = {arn for use in uses for arn in (use.resource, use.key) if arn}
        try:
            found |= {arn for each in permitted(agreement) for arn in named_resources(each)}
        except UndecidedError:
            return found
        return found

    def _under(self, arn: str) -> list[Any]:
        """What the assembly has under an ARN, in whichever account."""
        held = (self._assembly.resource(arn), self._assembly.resources.get(arn), self._assembly.namesake(arn))
        return [each and _plain(each) for each in held]


def _plain(held: Identity | UserGroup | Resource | Other) -> Any:
    """What is read of it; of its kind, which is the judge's own, the name alone."""
    if not isinstance(held, Resource):
        return held
    return (*(each for each in held if each is not held.kind), held.kind.name)


def _fingerprint(values: Any) -> str:
    return sha256(repr(values).encode("utf-8", "surrogatepass")).hexdigest()
