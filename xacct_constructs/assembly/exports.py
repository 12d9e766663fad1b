"""What stacks hand to one another: exports within an account and region, outputs of a stack that is named.

Source: CloudFormation Template Reference, "Outputs", "Fn::ImportValue" and "Fn::GetStackOutput".
"""

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any, NamedTuple

from xacct_constructs.arns import is_arn, parse
from xacct_constructs.assembly.errors import ReadingOf
from xacct_constructs.assembly.intrinsics import Resolver
from xacct_constructs.assembly.model import Unread
from xacct_constructs.origin import Origin
from xacct_constructs.unknowns import is_settled


class _Named(NamedTuple):
    """A name within an account and region, which are empty where they are left to deployment: then one unknown.

    Of that, each deployment has its own; where both are known, none is asked for.
    """

    account: str
    region: str
    name: str
    deployment: str


def _named(account: str, region: str, name: str, resolver: Resolver) -> _Named:
    return _Named(account, region, name, "" if account and region else resolver.deployment)


class _Export(NamedTuple):
    resolver: Resolver
    output: str
    certain: bool


class Exports:
    """Outputs of all stacks, by whom they can be had."""

    def __init__(self, resolvers: Iterable[Resolver]) -> None:
        """Gather them, and let each stack find what the others hand on."""
        self._exports: dict[_Named, list[_Export]] = {}
        self._stacks: dict[_Named, list[Resolver]] = {}
        for resolver in resolvers:
            resolver.exports = partial(self.exported, resolver)
            resolver.perhaps_exported = partial(self.perhaps, resolver)
            resolver.output_of = partial(self.of_stack, resolver)
            if resolver.parent is None and resolver.name:
                named = _named(resolver.account, resolver.region, resolver.name, resolver)
                self._stacks.setdefault(named, []).append(resolver)
            with ReadingOf(f"{resolver.file} Outputs"):
                self._gather(resolver)

    def _gather(self, resolver: Resolver) -> None:
        for output, name, certain in resolver.exported():
            key = _named(resolver.account, resolver.region, name, resolver)
            self._exports.setdefault(key, []).append(_Export(resolver, output, certain))

    def exported(self, asking: Resolver, name: str) -> Any:
        """What a stack imports by a name; None where it is not certain that one exports it there, and no other may."""
        found = self._exports.get(_named(asking.account, asking.region, name, asking), [])
        return found[0].resolver.output(found[0].output) if len(found) == 1 and found[0].certain else None

    def perhaps(self, asking: Resolver, name: Any) -> list[str]:
        """The fingerprints of what a stack may import by a name: where they are the same, it is the same."""
        here = _named(asking.account, asking.region, "", asking)
        found = (held for key, held in self._exports.items() if key._replace(name="") == here and _may_be(key, name))
        outputs = ((each.resolver, each.resolver.outputs[each.output]) for held in found for each in held)
        told = ((resolver, {key: said[key] for key in said if key != "Description"}) for resolver, said in outputs)
        return [resolver.source(said) for resolver, said in told]

    def of_stack(self, asking: Resolver, stack: str, output: str, region: str | None, role_arn: str | None) -> Any:
        """An output of the stack of this name; None where there is no such stack, or more than one.

        Args:
            asking: The stack that asks.
            stack: The other stack's name.
            output: The output's logical ID.
            region: The other stack's region. None: as that of the stack that asks.
            role_arn: The role by which it is asked for, and so its account. None: as that of the stack that asks.
        """
        account = asking.account
        if role_arn is not None:
            account = parse(role_arn).account if is_arn(role_arn) else "?"
        found = self._stacks.get(_named(account, asking.region if region is None else region, stack, asking), [])
        return found[0].output(output) if len(found) == 1 else None

    def twice(self) -> Iterator[Unread]:
        """Each name that is certainly exported more than once where CloudFormation takes it once."""
        for key, found in self._exports.items():
            certain = [each for each in found if each.certain]
            for each in certain[1:]:
                first = certain[0].resolver.file
                why = f"it exports {key.name} as {first} does, in the same account and region: which is meant is open"
                yield Unread(each.resolver.account, _origin(each.resolver, each.output), why, key.name)
        for named, stacks in self._stacks.items():
            for stack in stacks[1:] if named.account and named.region else ():
                why = f"it is the stack {named.name} of {named.account} in {named.region}, as {stacks[0].file} is"
                yield Unread(named.account, _origin(stack, "Stack"), f"{why}: which is deployed is open", named.name)


def _may_be(key: _Named, name: Any) -> bool:
    """Whether something is exported under a name, or may be, as deployment settles either."""
    return not is_settled([key.name, name]) or key.name == name


def _origin(resolver: Resolver, logical_id: str) -> Origin:
    return Origin(resolver.stack, resolver.file, logical_id)
