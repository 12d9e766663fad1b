"""What rules look at: an assembly with its statements parsed, and the accounts that are no third party's."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import chain
from typing import Any

from xacct_constructs.assembly import Assembly, Identity, UnknownKind
from xacct_constructs.iam import Origin, Policy, Statement, arn_matches
from xacct_constructs.rules.violation import Violation
from xacct_constructs.services import ASSUME_ROLE
from xacct_constructs.values import canonical, listed


class Subject:
    """One assembly under judgement; what cannot be told is kept as a doubt, and the rest is judged."""

    def __init__(self, assembly: Assembly, known_accounts: Iterable[str] = ()) -> None:
        """Parse every policy.

        Args:
            assembly: What was read from the cloud assembly.
            known_accounts: Accounts that are no third party's. Default: those that the assembly has, or names as such.
        """
        self.assembly = assembly
        self.doubts: dict[Violation, None] = {}
        here = {each.account for each in assembly.identities} | {each.account for each in assembly.resources.values()}
        self.known_accounts = frozenset(here.union(assembly.accounts, assembly.known_accounts, known_accounts))
        self._open = tuple(text for text, each in assembly.unknowns.items() if each.kind is UnknownKind.OPEN)

    @cached_property
    def trusts(self) -> tuple[tuple[Identity, tuple[Statement, ...]], ...]:
        """Each role of the assembly, with the statements of its trust policy."""
        return tuple((each, self.statements(each.trust)) for each in self.assembly.identities if each.trust)

    @cached_property
    def admissions(self) -> tuple[tuple[Identity, Statement], ...]:
        """Each statement that lets somebody assume a role, with the role."""
        return tuple(
            (role, statement)
            for role, statements in self.trusts
            for statement in statements
            if statement.allows and statement.speaks_of(ASSUME_ROLE)
        )

    @cached_property
    def permissions(self) -> tuple[tuple[Identity, tuple[Statement, ...]], ...]:
        """Each user and role, with the statements of its own policies."""
        return tuple((each, self.statements(*each.policies)) for each in self.assembly.identities)

    @cached_property
    def resource_statements(self) -> tuple[Statement, ...]:
        """The statements of the policies of resources."""
        return self.statements(*(policy for each in self.assembly.resources.values() for policy in each.policies))

    def statements(self, *policies: Policy) -> tuple[Statement, ...]:
        """The statements of the policies that are understood; each of the others becomes a doubt."""
        return tuple(chain.from_iterable(map(self._statements, policies)))

    def is_open(self, text: str) -> bool:
        """Whether the text holds a value that deployment settles, and that can be anything."""
        return any(each in text for each in self._open)

    def doubt(self, origin: Origin, why: object, written: Any) -> None:
        """Keep what could not be told, and the statement or policy that it could not be told of."""
        message = f"cannot be judged: {why}"
        self.doubts[Violation(origin, message, (message, canonical(written)))] = None

    def _statements(self, policy: Policy) -> Iterator[Statement]:
        for index, each in enumerate(policy.parts):
            if isinstance(each, Statement):
                yield each
            else:
                written = listed(policy.written["Statement"])[index] if policy.is_document else policy.written
                self.doubt(place(policy.origin, index) if policy.is_document else policy.origin, each, written)


def covers(patterns: Iterable[str] | None, arn: str) -> bool:
    """Whether one of the resource patterns covers the ARN; policy variables are taken as they are written."""
    return any(arn_matches(each, arn, _no_value, variables=False) for each in patterns or ())


def _no_value(_: str) -> None:
    return None


def place(origin: Origin, index: int) -> Origin:
    """Where a statement of the policy that was read there stands."""
    return origin._replace(property=f"{origin.property}.Statement[{index}]")


def origin_of(statement: Statement) -> Origin:
    """Where the statement stands."""
    return place(statement.origin, statement.index)


def at(statement: Statement, message: str, *more: str) -> Violation:
    """A violation by a statement, which it shows whole but for its Sid; `more` tells several by one apart."""
    said = {key: value for key, value in statement.written.items() if key != "Sid"}
    return Violation(origin_of(statement), message, (canonical(said), *more))


def sentence(words: Sequence[str]) -> str:
    """Several things in a row, as a sentence lists them."""
    return ", ".join(dict.fromkeys(words))
