"""What a resource acts as: the roles that it names, and those of the functions and tasks that it goes through."""

import re
from collections.abc import Callable, Iterator
from functools import cached_property

from xacct_constructs.arns import is_arn, parse
from xacct_constructs.assembly import Assembly, Identity, Other
from xacct_constructs.proof.agreed_on import AgreedOn
from xacct_constructs.proof.attached import Attached
from xacct_constructs.proof.said import Leaf, at, leaves
from xacct_constructs.world import RUNNING, May, row_of

_ARNS = re.compile(r"(?=(arn:[^:\s]*:[^:\s]*:[^:\s]*:[^:\s]*:[^\s/,\"']+))")
_FUNCTION = re.compile(r"arn:[^:]*:lambda:[^:]*:[^:]*:function:")
_ROLES = re.compile(
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
_WHOLE = re.compile("(Role|InstanceProfile|Function|Lambda|TaskDefinition|StateMachine)(Name|A[Rr][Nn])?s?$")
"""What a property is called that says it as a whole: where that is not known, it may be any."""

_NAME = "InstanceProfileName"


class Acting:
    """Follows what a resource names to the roles that it acts as."""

    def __init__(self, assembly: Assembly, agreed_on: AgreedOn, reaches: Callable[[Identity], str]) -> None:
        """Take what is agreed on in an assembly, and why a role comes to it, or may; empty where it does not."""
        self._assembly, self._agreed_on, self.reaches = assembly, agreed_on, reaches
        self._attached = Attached(assembly, self.places)

    def why(self, other: Other, leaf: Leaf, *, through: bool) -> str:
        """Why what a value names reaches what is agreed on, or may; empty where it does not.

        Args:
            other: The resource whose value it is.
            leaf: The value.
            through: Whether the resource does nothing but through what it names.
        """
        return self._why(other, leaf, through, set())

    def unknown(self, other: Other) -> str:
        """Why it is not known as which role a resource acts; empty where its roles, or what says them, are here."""
        if other.account.isdigit() and other.account not in self._agreed_on.accounts:
            return ""
        for leaf in _followed(other):
            is_told = _says(other, leaf, _ACTS_AS) or _RUN_FROM.search(leaf.path)
            if not is_told or "/aws-service-role/" in leaf.text:
                continue
            if why := self._agreed_on.open_in(leaf.text):
                return f"its {leaf.path} is not known: {why}"
            found = (*self.roles_in(other, leaf), *self.named(other, leaf), *self._agreed_on.places(leaf.text))
            if leaf.rewritten or not any(found):
                return f"its {leaf.path} is not in the assembly, so what that may do is not known"
        return ""

    def may_be_any(self, other: Other) -> bool:
        """Whether it is not known which program a resource goes through, or as which role that runs."""
        for each in self.through(other):
            open_ = (self._agreed_on.open_in(leaf.text) for leaf in leaves(each.said) if _WHOLE.search(leaf.name))
            if any(open_) or (each.type in RUNNING and self.unknown(each)):
                return True
        return False

    def roles_in(self, other: Other, leaf: Leaf) -> Iterator[Identity]:
        """The roles that a value names, by their ARNs or, where a property is called so, one by its name."""
        if not is_arn(leaf.text) and "Role" in leaf.name:
            name = leaf.text.rpartition("/")[2].lower()
            yield from (self._roles_by_name[key] for key in [(other.account, name)] if key in self._roles_by_name)
        found = map(self._assembly.identity, dict.fromkeys([leaf.text, *_ROLES.findall(leaf.text)]))
        yield from (each for each in found if each is not None)

    def _why(self, other: Other, leaf: Leaf, through: bool, seen: set[str]) -> str:
        if leaf.rewritten:
            return f"{leaf.path} is unfolded at deployment, and may say anything"
        roles = list(self.roles_in(other, leaf))
        if why := next(filter(None, map(self.reaches, roles)), ""):
            return why
        if (through or _WHOLE.search(leaf.name)) and (why := self._agreed_on.open_in(leaf.text)):
            return f"its {leaf.path} is not known: {why}"
        if self._assembly.resource(leaf.text) is not None:
            named = self._agreed_on.named_by(leaf.text, by_name=False)
            return f"its {leaf.path} names {named}" if named else ""
        found = list(self.named(other, leaf))
        if unseen := self._unseen(leaf.text, whole=through and not roles and not found):
            return f"{unseen} is not in the assembly, so what it may do is not known"
        for each in found:
            if str(each.origin) not in seen:
                seen.add(str(each.origin))
                if why := self._of(each, seen):
                    return why
        return ""

    def _unseen(self, text: str, *, whole: bool) -> str:
        """The function or role that a text names and nobody here knows, or, where it must name something, the text."""
        for arn in (each for each in _ARNS.findall(text) if _FUNCTION.match(each)):
            if not self._made_by(arn) and not any(self._agreed_on.places(arn)):
                return str(arn)
        for arn in _ROLES.findall(text):
            if self._assembly.identity(arn) is None and not any(self._agreed_on.places(arn)):
                return str(arn)
        return text if whole and not any(self._agreed_on.places(text)) else ""

    def _of(self, other: Other, seen: set[str]) -> str:
        """Why a resource that is gone through reaches it."""
        for leaf in _followed(other):
            if named := self._agreed_on.named_by(leaf.text, by_name="Bucket" in leaf.name):
                return f"{other.type} {other.origin.logical_id} names {named}"
            if any(self._agreed_on.is_made_at(place) for place in self._agreed_on.places(leaf.text)):
                return f"{other.type} {other.origin.logical_id} names {leaf.text}"
            if _says(other, leaf, _ACTING) and (why := self._why(other, leaf, True, seen)):
                return why
        return ""

    def places(self, leaf: Leaf) -> Iterator[tuple[str, str]]:
        """Stack and logical ID of each resource that a value names by an attribute, or by a name that is made."""
        return self._agreed_on.places(leaf.text)

    def is_agreed(self, role: Identity) -> bool:
        """Whether a role is agreed on itself."""
        return role.arn in self._agreed_on.identities

    def roles(self, other: Other) -> Iterator[Identity]:
        """The roles that a resource names, or what it names does."""
        for here in self.through(other):
            for leaf in leaves(here.said):
                yield from self.roles_in(here, leaf)

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
        yield from (self._by_place[each] for each in self._agreed_on.places(leaf.text) if each in self._by_place)
        yield from self._attached.to(other, leaf)
        for arn in _ARNS.findall(leaf.text):
            yield from self._made_by(arn)
        by_name = self._by_name.get((other.account, leaf.text))
        if by_name is not None and _ACTING.search(leaf.name):
            yield by_name
        if profile := self._profiles.get((other.account, leaf.text)):
            yield profile

    def _made_by(self, arn: str) -> list[Other]:
        """What has this ARN, or has it with a qualifier."""
        return [self._by_arn[each] for each in (arn, arn.rpartition(":")[0]) if each in self._by_arn]

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


def _says(other: Other, leaf: Leaf, names: re.Pattern[str]) -> bool:
    """Whether a leaf says what a resource acts as, by what its property is called, or may as what is not known."""
    return leaf.rewritten or bool(names.search(leaf.path)) or leaf.may_hold(row_of(other.type).about)


def _followed(other: Other) -> list[Leaf]:
    """What bears on what a resource acts as: of a type that only acts, the properties that say it."""
    row, said = row_of(other.type), list(leaves(other.said))
    if row.may is not May.ACTS:
        return said
    if row.about:
        return [each for each in at(said, *row.about) if not each.rewritten or each.may_write(row.about)]
    return [each for each in said if _FOLLOWED.search(each.path.partition(".")[0])]
