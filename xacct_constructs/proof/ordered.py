"""Calls of AWS that a template itself tells somebody to make, by which what is agreed on comes to be open.

Who makes them is a program of the account. What it is told stands in the template, and is read: of what is agreed on,
every call counts but those that are known to do nothing there; of what reaches it, those that open.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from xacct_constructs.arns import is_arn, parse
from xacct_constructs.assembly import Assembly, Other
from xacct_constructs.proof.acting import Acting
from xacct_constructs.proof.agreed_on import AgreedOn
from xacct_constructs.proof.calls import NAMED, Call, calls
from xacct_constructs.proof.entered import Entered
from xacct_constructs.proof.said import Leaf, at, documents, leaves
from xacct_constructs.proof.whatever import Whatever
from xacct_constructs.services import called
from xacct_constructs.unknowns import MARK
from xacct_constructs.world import AUTOMATIONS, is_becoming, is_command, is_giving, is_harmless, is_making, is_opening

_WORD = re.compile(rf"""(?:[^\s"'`\\{{}}\[\](),;]|{MARK.pattern})+""")
"""What may be a name or an ARN in a text that says more: a document, or what is worked out when a call is made."""
_PROVIDER = re.compile("ServiceToken$|^serviceTimeout$")
"""What a custom resource says of its provider."""
_AS_WHOM = re.compile("(?i)(Role|InstanceProfile)(Name|Arn)?s?$")
"""What a parameter is called that says as whom something acts."""
_ACTS_AS = "RoleArn"
_AWS_OWN = re.compile("(^|/)AWS[A-Za-z]*-")
"""How documents of AWS's own are called, by name or ARN."""
_DOCUMENTS = "ssm"
_STARTING = frozenset(("AWS::Events::Rule",))
"""Types that start more than automations, as a role: of these it counts what that may do."""
_OTHER_TASKS = frozenset(("LAMBDA", "RUN_COMMAND", "STEP_FUNCTIONS"))
"""Tasks of a maintenance window that are programs of the account."""
_WHATEVER = "whatever the templates say of it"


class Ordered:
    """Looks for such calls."""

    def __init__(
        self, assembly: Assembly, agreed_on: AgreedOn, acting: Acting, entered: Entered, whatever: Whatever
    ) -> None:
        """Take what is agreed on in an assembly, and who follows resources to roles and says whom outsiders act as."""
        self._assembly, self._agreed_on, self._acting, self._entered = assembly, agreed_on, acting, entered
        self._whatever = whatever

    def whys(self, other: Other) -> Iterator[str]:
        """Each such call of a resource, with what it is about."""
        said, told = list(leaves(documents(other.said))), list(calls(other))
        if other.account in self._agreed_on.trusting or not other.account.isdigit():
            making = dict.fromkeys(call.name for call in told if is_making(call.name))
            yield from (f"calls {name}, which makes what no template shows" for name in making)
        known = (call for call in told if not call.is_whatever)
        found = ((call.name, self._why(other, call, said)) for call in known)
        yield from dict.fromkeys(f"calls {name} for {why}, {_WHATEVER}" for name, why in found if why)
        found = ((call.name, self._unknown(other, call, said)) for call in told if call.is_whatever)
        yield from dict.fromkeys(f"calls what is not known, {name}, {why}" for name, why in found if why)
        yield from self._started(other, said)
        yield from self._automated(other, said)

    def _why(self, other: Other, call: Call, said: Sequence[Leaf]) -> str:
        """What a call is about that it opens or breaks, or may; empty: nothing."""
        if _is_harmless(call):
            return ""
        if _may_open(call):
            about = self._about((*call.beside, *said) if call.is_filled_in else call.beside)
            if about := about or (self._open(call.beside) if _is_known(call) else ""):
                return about
        by_whom = [each.path for each in call.by_whom]
        beside = said if call.is_by_parameter else call.beside
        nearby = [each for each in beside if not (_PROVIDER.search(each.path) or each.path in by_whom)]
        handed = nearby if is_opening(call.name) else []
        becoming = call.beside or leaves(call.told) if is_becoming(call.name) else ()
        handed = handed or [each for each in becoming if _AS_WHOM.search(each.path) and each.path not in by_whom]
        reached = (self._acting.why(other, each, through=False) for each in handed)
        if why := next(filter(None, reached), ""):
            return why
        return self._given(other, nearby) if is_giving(call.name) else ""

    def _unknown(self, other: Other, call: Call, said: Sequence[Leaf]) -> str:
        """Why a call of which nothing is known may open or break something, as the role that makes it."""
        if not (open_ := self._agreed_on.open_in("".join(MARK.findall(call.name)) or call.name)):
            return ""
        by_whom = call.by_whom or at(said, _ACTS_AS)
        roles = [role for each in by_whom for role in self._acting.actors.roles_in(other, each)]
        if why := next(filter(None, map(self._whatever.changes, roles)), ""):
            return f"and {why}: {open_}"
        if by_whom and roles and not any(map(self._whatever.opens, roles)):
            return ""
        about = self._about((*call.beside, *said) if call.is_filled_in else call.beside) if by_whom else ""
        return f"for {about}: {open_}" if about else ""

    def _about(self, said: Iterable[Leaf]) -> str:
        """What is agreed on and stands there, by its name or by an attribute; empty: nothing."""
        for leaf in said:
            for text in (leaf.addressed, *(found[0] for found in _WORD.finditer(leaf.text))):
                if named := self._agreed_on.named_by(text, by_name=True):
                    return named
            if self._agreed_on.is_made_as(leaf.text):
                return leaf.text
            if NAMED.search(leaf.name) and (called_so := self._agreed_on.called(leaf.text)):
                return called_so
        return ""

    def _open(self, said: Iterable[Leaf]) -> str:
        """What is not known of what a call is about; empty: it is known."""
        named = (each for each in said if NAMED.search(each.name))
        return next((f"what is not known: {why}" for each in named if (why := self._agreed_on.open_in(each.text))), "")

    def _given(self, other: Other, said: Sequence[Leaf]) -> str:
        """As whom somebody from outside acts, and stands there; where no role that the templates make does, anybody."""
        found = [each for leaf in said for each in self._acting.actors.roles_in(other, leaf)]
        entered = next((each.arn for each in found if self._entered.has(each.arn)), "")
        return entered or ("" if found else "whom the templates do not make")

    @cached_property
    def _filled_in(self) -> list[tuple[Other, Call]]:
        """Programs with the calls that are about what they are told when they are started."""
        found = ((each, call) for each in self._assembly.others for call in calls(each) if call.is_filled_in)
        return [each for each in found if _may_open(each[1]) and not _is_harmless(each[1])]

    def _started(self, other: Other, said: Sequence[Leaf]) -> Iterator[str]:
        """What a program that stands there is told, and calls AWS for."""
        for program, call in self._filled_in:
            rest = [leaf for leaf in said if not self._is_of(other, leaf, program)]
            if program is not other and len(rest) < len(said) and (about := self._about(rest)):
                yield f"has {program.origin.logical_id} call {call.name} for {about}, {_WHATEVER}"

    def _is_of(self, other: Other, leaf: Leaf, program: Other) -> bool:
        """Whether a program stands there; a document of Systems Manager by its name alone."""
        named = self._acting.actors.named(other, leaf)
        return leaf.text == program.said.get("Name") or any(each.origin == program.origin for each in named)

    def _automated(self, other: Other, said: Sequence[Leaf]) -> Iterator[str]:
        """What an automation of AWS's own is told, which stands in no template."""
        named, *told = AUTOMATIONS.get(other.type, ("", ""))
        for leaf in at(said, named) if named else ():
            if self._is_elsewhere(other, leaf.text) and (about := self._about(at(said, *told))):
                yield f"has {leaf.text} do what stands in no template for {about}"

    def _is_elsewhere(self, other: Other, document: str) -> bool:
        """Whether a document is of AWS or another account, or may be: one of the account's own is a program of it."""
        if is_arn(document) and parse(document).account.isdigit():
            return parse(document).service == _DOCUMENTS and parse(document).account != other.account
        told = at(leaves(other.said), "TaskType")
        runs_others = other.type in _STARTING or (bool(told) and told[0].text in _OTHER_TASKS)
        is_open = not runs_others and bool(self._agreed_on.open_in(document))
        return (is_open or bool(_AWS_OWN.search(document))) and not is_command(document)


def _is_harmless(call: Call) -> bool:
    return is_harmless(call.name, [each.name for each in call.beside])


def _may_open(call: Call) -> bool:
    """Whether it is one of AWS's calls, or may be."""
    return call.of_aws or call.is_open or _is_known(call)


def _is_known(call: Call) -> bool:
    """Whether it is known to be about what agreements are about, or to open something."""
    return is_opening(call.name) or bool(called(call.name))
