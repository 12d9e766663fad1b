"""Which roles somebody may enter at all: those whom their own permissions may mean, or that may name them."""

from collections.abc import Iterator, Sequence

from xacct_constructs.assembly import Identity
from xacct_constructs.iam import Bound
from xacct_constructs.proof.given import ASSUMES, may_be_of
from xacct_constructs.proof.reach import named_directly
from xacct_constructs.request_sets import Box, ByResource, box, product, resource_literal, subtract


class Enterable:
    """Some roles, by how their ARNs begin and by account."""

    def __init__(self, roles: Sequence[Identity]) -> None:
        """Take the roles."""
        self._roles = roles
        self._by_arn = ByResource(box(resource_literal((each.arn,))) for each in roles)
        self._naming: dict[str, list[int]] = {}
        for number, each in enumerate(roles):
            if _names_somebody(each):
                self._naming.setdefault(each.account, []).append(number)

    def by(self, identity: Identity, own: Sequence[Box]) -> Iterator[Identity]:
        """Those that somebody may enter, in their order; what is left out it cannot.

        Args:
            identity: Who enters.
            own: What their own permissions allow.
        """
        numbers = {each for asked in product(own, [ASSUMES]) for each in self._by_arn.numbers(asked)}
        for account, naming in self._naming.items():
            if may_be_of(identity, account):
                numbers.update(naming)
        return (self._roles[each] for each in sorted(numbers))

    def beyond(self, own: Sequence[Box]) -> Iterator[Box]:
        """What somebody's own permissions let them enter that is none of these."""
        for asked in product(own, [ASSUMES]):
            meant = tuple(self._roles[each].arn for each in self._by_arn.numbers(asked))
            yield from subtract([asked], [box(resource_literal(meant))] if meant else [])


def _names_somebody(role: Identity) -> bool:
    """Whether its trust policy names others of its account by more than that."""
    return role.trust is not None and any(each.allows and named_directly(each) for each in role.trust.at(Bound.ABOVE))
