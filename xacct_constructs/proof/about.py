"""What of what is agreed on somebody may ask for: looked up by how its ARNs begin, and by its account."""

from collections.abc import Iterator, Mapping
from functools import cached_property

from xacct_constructs.assembly import Identity
from xacct_constructs.iam import Bound
from xacct_constructs.proof.agreed_on import AgreedOn
from xacct_constructs.proof.given import naming
from xacct_constructs.proof.reach import using
from xacct_constructs.request_sets import Box, ByResource, asking_for_others, product, reaching
from xacct_constructs.services import READING_NOTHING


class About:
    """The resources that agreements are about, and the patterns of such."""

    def __init__(self, agreed_on: AgreedOn) -> None:
        """Take what is agreed on."""
        self._agreed_on = agreed_on

    def using(self, role: Identity, own: list[Box]) -> Iterator[list[Box]]:
        """What is asked for by the role itself: by its own permissions, and as each resource names it."""
        for several in self._asked:
            yield asking_for_others(several.product(own), READING_NOTHING)
        yield from (using(own, each) for each in self._agreed_on.stated)
        for arn in self._arns:
            held = self._agreed_on.assembly.resources.get(arn)
            if held is not None:
                for policy in held.policies:
                    if named := naming(policy.at(Bound.ABOVE), role, arn, held.account):
                        yield named

    def near(self, role: Identity, own: list[Box]) -> Iterator[list[Box]]:
        """What its own permissions ask for of what its own account has."""
        for arn in self._held.get(role.account, ()):
            yield asking_for_others(product(own, reaching(arn)), READING_NOTHING)

    @cached_property
    def _arns(self) -> tuple[str, ...]:
        stated = {each.pattern for each in self._agreed_on.stated}
        about = (*self._agreed_on.resources, *self._agreed_on.patterns)
        return tuple(each for each in about if each not in stated)

    @cached_property
    def _asked(self) -> tuple[ByResource, ByResource]:
        """What is asked of those that are agreed on, and of those that may be."""
        perhaps = self._agreed_on.perhaps
        known, open_ = ([each for each in self._arns if (each in perhaps) is may_be] for may_be in (False, True))
        return ByResource(reaching(*known)), ByResource(reaching(*open_))

    @cached_property
    def _held(self) -> Mapping[str, list[str]]:
        """Those that the assembly makes, by account."""
        found: dict[str, list[str]] = {}
        for arn in self._arns:
            if held := self._agreed_on.assembly.resources.get(arn):
                found.setdefault(held.account, []).append(arn)
        return found
