"""As which roles resources act: those that they name, and those of the functions and tasks that they go through."""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property

from xacct_constructs.arns import is_arn, parse
from xacct_constructs.assembly import Assembly, Identity, Other
from xacct_constructs.proof.attached import Attached
from xacct_constructs.proof.said import Leaf, at, leaves
from xacct_constructs.world import May, row_of

ARNS = re.compile(r"(?=(arn:[^:\s]*:[^:\s]*:[^:\s]*:[^:\s]*:[^\s/,\"']+))")
ROLES = re.compile(
    r"arn:[^:\s]*:iam::[^:\s]*:(?:role(?!/aws-service-role/)|instance-profile)/(?:\$\{[^}]*\}|[\w+=.@/-])+"
)
"""The ARNs of roles in a text, which may be a whole document (the body of an API)."""
_FOLLOWED = re.compile(
    "Role|InstanceProfile|FunctionName|TaskDefinition|StateMachine(?!Name$|Type$)|LaunchTemplate(Data)?$"
    "|LaunchConfigurationName"
)
"""What a property of a type that only acts is called, where it says what the resource acts as."""
_ACTING = re.compile(
    "Role|InstanceProfile|Function|TaskDefinition|StateMachine(?!Name$|Type$)|LaunchTemplate(Id|Name)$"
    "|LaunchConfigurationName$|^EnvironmentId$|^SourceConfiguration.TemplateName$"
)
"""What a property is called that says what a resource acts as, or goes through."""
_ACTS_AS = re.compile("(Role|InstanceProfile)([.]?(Name|A[Rr][Nn]))?s?$")
"""How the path of a property ends that says as which role a resource acts."""
_RUN_FROM = re.compile("(TaskDefinition|LaunchTemplate(Id|Name)|LaunchConfigurationName)$")
"""What a property is called that says what programs are run from, which says as whom."""
_NAME = "InstanceProfileName"
_FUNCTION = "AWS::Lambda::Function"
_QUALIFIED = frozenset(("AWS::Lambda::Alias", "AWS::Lambda::Version"))
"""What stands for a function, at one of its versions."""


class Actors:
    """Looks up what the resources of an assembly act as, whatever is agreed on."""

    def __init__(self, assembly: Assembly) -> None:
        """Take the assembly."""
        self._assembly = assembly
        self._attached = Attached(assembly, self.places)

    def places(self, leaf: Leaf) -> Iterator[tuple[str, str]]:
        """Stack and logical ID of each resource that a value names by an attribute, or by a name that is made."""
        return self._assembly.places(leaf.text)

    def roles(self, other: Other) -> Iterator[Identity]:
        """The roles that a resource names, or what it names does."""
        for here in self.through(other):
            for leaf in leaves(here.said):
                yield from self.roles_in(here, leaf)

    def roles_in(self, other: Other, leaf: Leaf) -> Iterator[Identity]:
        """The roles that a value names, by their ARNs or, where a property is called so, one by its name."""
        if not is_arn(leaf.text) and "Role" in leaf.name:
            name = leaf.text.rpartition("/")[2].lower()
            yield from (self._roles_by_name[key] for key in [(other.account, name)] if key in self._roles_by_name)
        found = map(self._assembly.identity, dict.fromkeys([leaf.text, *ROLES.findall(leaf.text)]))
        yield from (each for each in found if each is not None)

    def through(self, other: Other) -> Iterator[Other]:
        """A resource, what it names, and what that does."""
        seen, waiting = {str(other.origin)}, [other]
        while waiting:
            here = waiting.pop()
            yield here
            for each in (named for leaf in leaves(here.said) for named in self.named(here, leaf)):
                if str(each.origin) not in seen:
                    seen.add(str(each.origin))
                    waiting.append(each)

    def named(self, other: Other, leaf: Leaf) -> Iterator[Other]:
        """The resources that a value names: by an attribute, by ARN with a qualifier or without, or by name."""
        yield from (self._by_place[each] for each in self.places(leaf) if each in self._by_place)
        yield from self._attached.to(other, leaf)
        for arn in ARNS.findall(leaf.text):
            yield from self.made_by(arn)
        by_name = self._by_name.get((other.account, leaf.text.partition(":")[0]))
        if by_name is not None and _ACTING.search(leaf.name):
            yield by_name
        if profile := self._profiles.get((other.account, leaf.text)):
            yield profile

    def telling(self, other: Other) -> Iterator[Leaf]:
        """The values that say as which role a resource acts, or what it is run from."""
        for leaf in followed(other):
            is_told = _says(other, leaf, _ACTS_AS) or _RUN_FROM.search(leaf.path)
            if is_told and "/aws-service-role/" not in leaf.text:
                yield leaf

    def is_told(self, other: Other) -> bool:
        """Whether all that says as which role a resource acts names something of the assembly."""
        return all(self.is_here(other, each) for each in self.telling(other))

    def is_here(self, other: Other, leaf: Leaf) -> bool:
        """Whether what a value names is in the assembly."""
        return not leaf.rewritten and any((*self.roles_in(other, leaf), *self.named(other, leaf), *self.places(leaf)))

    def made_by(self, arn: str) -> list[Other]:
        """What has this ARN, or has it with a qualifier."""
        return [self._by_arn[each] for each in (arn, arn.rpartition(":")[0]) if each in self._by_arn]

    def functions(self, found: Iterable[Other]) -> Iterator[Other]:
        """Those of them that are functions, and those that are behind an alias or a version."""
        for each in found:
            if each.type == _FUNCTION:
                yield each
            for leaf in leaves(each.said) if each.type in _QUALIFIED else ():
                yield from self.named(each, leaf) if leaf.name == "FunctionName" else ()

    @cached_property
    def _roles_by_name(self) -> dict[tuple[str, str], Identity]:
        """Roles by account and name, on whatever path; upper and lower case are the same there."""
        found = (each for each in self._assembly.identities if each.kind == "role")
        return {(each.account, parse(each.arn).name.lower()): each for each in found}

    @cached_property
    def _by_place(self) -> dict[tuple[str, str], Other]:
        return {each.origin.place(): each for each in self._assembly.others}

    @cached_property
    def _by_arn(self) -> dict[str, Other]:
        return {each.arn: each for each in self._assembly.others if each.arn}

    @cached_property
    def _by_name(self) -> dict[tuple[str, str], Other]:
        return {(each.account, each.arn.rpartition(":")[2]): each for each in self._assembly.others if each.arn}

    @cached_property
    def _profiles(self) -> dict[tuple[str, str], Other]:
        """Instance profiles by name; what names one is called in many ways (`IamInstanceProfile.Name`, `Value`)."""
        found = (each for each in self._assembly.others if each.type == "AWS::IAM::InstanceProfile")
        return {(each.account, str(each.said[_NAME])): each for each in found if _NAME in each.said}


def acts(other: Other, leaf: Leaf) -> bool:
    """Whether a value says what a resource acts as, or goes through, or may."""
    return _says(other, leaf, _ACTING)


def _says(other: Other, leaf: Leaf, names: re.Pattern[str]) -> bool:
    """Whether a leaf says what a resource acts as, by what its property is called, or may as what is not known."""
    return leaf.rewritten or bool(names.search(leaf.path)) or leaf.may_hold(row_of(other.type).about)


def followed(other: Other) -> list[Leaf]:
    """What bears on what a resource acts as: of a type that only acts, the properties that say it."""
    row, said = row_of(other.type), list(leaves(other.said))
    if row.may is not May.ACTS:
        return said
    if row.about:
        return [each for each in at(said, *row.about) if not each.rewritten or each.may_write(row.about)]
    return [each for each in said if _FOLLOWED.search(each.path.partition(".")[0])]
