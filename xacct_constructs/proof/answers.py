"""Which programs may read something, so that what they answer may hold it: where their answers go, copies lie."""

from collections.abc import Iterable, Iterator

from xacct_constructs.arns import is_arn, parse
from xacct_constructs.assembly import Assembly, Identity, Other
from xacct_constructs.iam import UndecidedError
from xacct_constructs.proof.given import given
from xacct_constructs.proof.identities import caller_of, own_side
from xacct_constructs.proof.not_read import beginnings
from xacct_constructs.proof.reach import learning
from xacct_constructs.proof.said import leaves
from xacct_constructs.request_sets import action_literal, box, has_request, product, reaching, resource_literal
from xacct_constructs.services import ASSUME_ROLE


class Answers:
    """Looks up what programs read."""

    def __init__(self, assembly: Assembly) -> None:
        """Take the assembly."""
        self._assembly = assembly
        self._roles: dict[str, list[Identity] | None] = {}

    def may_hold(self, named: Iterable[str], account: str, arn: str) -> bool:
        """Whether a program that is named so in an account may read a resource; of what is not known, it may."""
        return any(self._may_read(each, account, arn) for each in named)

    def _may_read(self, name: str, account: str, arn: str) -> bool:
        key = f"{account} {name}"
        if key not in self._roles:
            self._roles[key] = self._all(name, account)
        roles = self._roles[key]
        return roles is None or any(self._reads(each, arn) for each in roles)

    def _reads(self, role: Identity, arn: str) -> bool:
        """Whether it may ask for what is there, by its own word or by that of the resource."""
        try:
            asked = [*product(own_side(role), reaching(arn)), *given(self._assembly, role, arn)]
            return any(has_request(each, caller_of(role)) for each in learning(arn, asked))
        except UndecidedError:
            return True

    def _all(self, name: str, account: str) -> list[Identity] | None:
        """The roles as which it reads, and those that these may assume; None: they are not all known."""
        found = {each.arn: each for program in self._programs(name, account) for each in self._acts_as(program)}
        waiting = list(found.values())
        while waiting:
            here = waiting.pop()
            if here.existing or here.outside:
                return None
            for other in self._assumed(here):
                if other.arn not in found:
                    found[other.arn] = other
                    waiting.append(other)
        return list(found.values()) or None

    def _programs(self, name: str, account: str) -> Iterator[Other]:
        """What is named so: by an attribute, by ARN with a qualifier or without, or by name; and what that names."""
        places = {*self._assembly.places(name)}
        arns = {*beginnings(name)} if is_arn(name) else set()
        names = name.split(":")[:1]
        for each in self._assembly.others:
            called = each.account == account and each.arn and parse(each.arn).resource.rpartition(":")[2] in names
            if each.origin.place() in places or each.arn in arns or called:
                yield each
                if "FunctionName" in each.said and each.type != "AWS::Lambda::Function":
                    yield from self._programs(str(each.said["FunctionName"]), account)

    def _acts_as(self, program: Other) -> Iterator[Identity]:
        named = (leaf.text for leaf in leaves(program.said) if is_arn(leaf.text))
        yield from filter(None, map(self._assembly.identity, named))

    def _assumed(self, role: Identity) -> Iterator[Identity]:
        for other in (each for each in self._assembly.identities if each.kind == "role"):
            try:
                entry = product(own_side(role), [box(action_literal((ASSUME_ROLE,)), resource_literal((other.arn,)))])
            except UndecidedError:
                return
            if any(has_request(each, caller_of(role)) for each in entry):
                yield other
