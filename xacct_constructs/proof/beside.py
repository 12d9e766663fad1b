"""Doubts about what stands beside the policies: resources that may open what is agreed on, or hand it on."""

import re
from collections.abc import Iterator, Mapping, Sequence

from xacct_constructs.agreement import Agreement
from xacct_constructs.arns import is_arn, parse
from xacct_constructs.assembly import Assembly, Other
from xacct_constructs.iam import action_matches
from xacct_constructs.proof.access import Access
from xacct_constructs.proof.acting import Acting
from xacct_constructs.proof.agreed_on import AgreedOn
from xacct_constructs.proof.bearing import bears
from xacct_constructs.proof.by_id import lets_others_in
from xacct_constructs.proof.calling import Calling
from xacct_constructs.proof.calls import calls
from xacct_constructs.proof.catalogued import given_out, lies_in
from xacct_constructs.proof.entered import Entered
from xacct_constructs.proof.events import buses, sending, tells
from xacct_constructs.proof.guarded import Guarded
from xacct_constructs.proof.leading import Leading
from xacct_constructs.proof.ordered import Ordered
from xacct_constructs.proof.said import NAMING, Leaf, at, leaves
from xacct_constructs.proof.strangers import strangers
from xacct_constructs.proof.verdict import Doubt
from xacct_constructs.proof.whatever import Whatever
from xacct_constructs.world import MADE_BY, May, TypeRow, plain, row_of, said_by, service_of

_WHOM_IAM_LETS = "IAM_ALLOWED_PRINCIPALS"
_ENCRYPTING = re.compile("(?i)kms|encryption_?key")
"""What a property is called whose key encrypts what the resource keeps: the key's own policy says who may use it."""


def beside(assembly: Assembly, agreements: Sequence[Agreement]) -> Iterator[tuple[Doubt, Other]]:
    """A doubt for each resource that may let somebody at what is agreed on, beside the policies that are read."""
    look = _Look(assembly, AgreedOn(assembly, agreements))
    for each in assembly.others:
        for why in look.whys(each):
            yield Doubt(each.origin, f"{each.type} {why}"), each


class _Look:
    """One look at all that stands beside."""

    def __init__(self, assembly: Assembly, agreed_on: AgreedOn) -> None:
        self._assembly, self._agreed_on = assembly, agreed_on
        self._known = agreed_on.accounts | agreed_on.trusted
        self._leading = Leading(Access(assembly), agreed_on)
        self._entered = Entered(assembly, agreed_on, self._leading)
        self._guarded = Guarded(assembly, agreed_on)
        calling = Calling(self._leading)
        self._acting = Acting(assembly, agreed_on, calling.why)
        self._ordered = Ordered(assembly, agreed_on, self._acting, self._entered, Whatever(self._leading))
        self._giving = Acting(assembly, agreed_on, lambda role: self._leading.gives(role) or calling.why(role))

    def whys(self, other: Other) -> Iterator[str]:
        """Why a resource may let somebody at it, each reason on its own."""
        row = row_of(other.type)
        if _is_in(other.account, self._agreed_on.trusting):
            yield from lets_others_in(other, self._agreed_on, self._entered.has)
        if row.may is May.READ:
            yield from bears(other, self._assembly, self._agreed_on, self._leading, self._entered.has)
        elif row.may is May.MAKES:
            yield from self._made(row, other)
        elif row.may is May.PROVIDED:
            yield from self._provided(row, other)
        elif row.may is May.UNKNOWN:
            yield from [row.why] if _is_in(other.account, self._agreed_on.trusting) else []
        elif row.may not in (May.ACTS, May.NOTHING) and _is_in(other.account, self._agreed_on.accounts):
            yield from self._opened(row, other)
        if row.carries and self._agreed_on.given:
            yield from self._left(row, other)
        if row.carries and row.may is May.ACTS and self._is_stated(other):
            for each in self._strangers(other, row.strangers, learning=True):
                yield f"leaves to {each} what it is given, and is agreed on"
        if row.may is not May.READ and _is_in(other.account, self._known):
            yield from self._ordered.whys(other)
            yield from self._made_by_calls(other)

    def _made_by_calls(self, other: Other) -> Iterator[str]:
        """What a call that it tells somebody to make makes or changes, as a template would."""
        for call in calls(other) if _is_in(other.account, self._agreed_on.accounts) else ():
            for type_ in MADE_BY.get(plain(call.name), ()):
                said = said_by(plain(call.name), type_, call.told)
                made = Other(type_, other.account, other.origin, "", said if isinstance(said, Mapping) else {})
                yield from (f"calls {call.name}, which {why}" for why in self._opened(row_of(type_), made))

    def _made(self, row: TypeRow, other: Other) -> Iterator[str]:
        """What works in one of the accounts, or may."""
        said = list(leaves(other.said))
        named = [each.text for each in at(said, *row.accounts)] if row.accounts else []
        accounts = named or ([""] if row.may_be_anywhere else [] if row.accounts else [other.account])
        if row.asking_for and not any(row.asking_for in f"{each.path} {each.text}" or each.rewritten for each in said):
            return
        if not _is_closed(row, said) and any(_is_in(each, self._agreed_on.trusting) for each in accounts):
            yield row.why

    def _provided(self, row: TypeRow, other: Other) -> Iterator[str]:
        """A provider of the account itself is one of its programs; of any other, what it does is not known."""
        if not _is_in(other.account, self._agreed_on.trusting):
            return
        tokens = at(leaves(other.said), *row.through)
        for each in tokens:
            named = parse(each.text).account if is_arn(each.text) else ""
            why = self._agreed_on.open_in(each.text)
            if why or (named != other.account and not any(self._assembly.places(each.text))):
                yield f"{row.why}, and whose role that acts as is not known: {why or each.text}"
        if not tokens:
            yield f"{row.why}, and it names none"

    def _opened(self, row: TypeRow, other: Other) -> Iterator[str]:
        """Why it opens something to others, or hands it on, or may: the first reason."""
        said = list(leaves(other.said))
        if self._does_nothing(row, other, said):
            return
        if row.whole:
            yield from [row.why] if self._agreed_on.is_told_of(row.of) else []
        elif row.or_all and not at(said, *row.about):
            yield from [row.why] if any(parse(each).service == row.or_all for each in self._agreed_on.resources) else []
        elif row.strangers and not (row.about or row.through or row.starts):
            yield row.why
        elif why := next(filter(None, self._reasons(row, other, said)), ""):
            yield f"{row.why}: {why}"

    def _does_nothing(self, row: TypeRow, other: Other, said: list[Leaf]) -> bool:
        """Whether nobody comes to it, or nobody but its own account."""
        if _is_closed(row, said) and _only_calls(row, said) and not self._lets_strangers_in(row, other, said):
            return True
        if self._guarded.has(other):
            return True
        return bool(row.strangers) and not self._strangers(other, row.strangers, learning=row.whole)

    def _reasons(self, row: TypeRow, other: Other, said: list[Leaf]) -> Iterator[str]:
        """Why something of it is agreed on, or comes to that, or may; an empty reason is none."""
        yield from (f"what its {each.path} leads to is not in the assembly" for each in at(said, *row.hidden))
        if row.starts:
            yield self._leading.started(row.starts)
            return
        passing = at(said, *row.through)
        about = at(said, *row.about) if row.about or row.through else said
        if row.is_told:
            about = buses(other)
            yield from self._told(row, other)
        elif not row.of:
            yield from (self._named(each, bool(row.about)) for each in about)
        yield from self._kept(row, about)
        yield from self._given_out(row, other, about)
        yield from self._called(row, other, [*about, *passing])
        roles = self._giving if row.gives_roles or not _only_calls(row, said) else self._acting
        if row.may is not May.OPENS:
            yield from (roles.why(other, each, through=False) for each in about)
        yield from (roles.why(other, each, through=True) for each in passing)
        yield from self._asking(row, other, said)

    def _told(self, row: TypeRow, other: Other) -> Iterator[str]:
        """What it tells others: which objects come to what is agreed on, or to where copies lie."""
        agreed = (*self._agreed_on.resources, *self._agreed_on.copies)
        if self._strangers(sending(other), row.strangers, learning=True):
            yield from (f"it is told what comes to {each}" for each in agreed if tells(other, each, self._assembly))

    def _left(self, row: TypeRow, other: Other) -> Iterator[str]:
        """To whom of another account a program leaves, or has left, the copies and lists that it is given."""
        actors = self._acting.actors
        named = [each for leaf in at(leaves(other.said), *row.about) for each in actors.named(other, leaf)]
        if any(each.arn in self._agreed_on.given for each in (other, *named, *actors.functions(named))):
            for each in self._strangers(other, row.strangers, learning=True):
                yield f"leaves to {each} what a program is given, copies or lists of what is agreed on"

    def _is_stated(self, other: Other) -> bool:
        """Whether an agreement's own statements name it, which a template makes, or may."""
        service, agreed_on = service_of(other.type), self._agreed_on
        if not other.arn or not agreed_on.is_told_of(service):
            return False
        named = agreed_on.named_of(service, other.arn, widely=False, copies=False)
        return bool(named or agreed_on.open_in(other.arn)) or bool(agreed_on.is_made_at(other.origin.place()))

    def _asking(self, row: TypeRow, other: Other, said: list[Leaf]) -> Iterator[str]:
        """Why it may change access as a role that it names: asking what its callers say, or nobody knows what."""
        unseen = said if row.may is May.UNSEEN else []
        for leaves_, reaches in ((at(said, *row.asks), self._leading.comes), (unseen, self._leading.changes)):
            roles = (role for each in leaves_ for role in self._acting.actors.roles_in(other, each))
            yield from (why for role in roles if (why := reaches(role)))

    def _strangers(self, other: Other, paths: tuple[str, ...], *, learning: bool = False) -> list[str]:
        return strangers(other, paths, self._agreed_on, self._entered.has, learning=learning)

    def _lets_strangers_in(self, row: TypeRow, other: Other, said: list[Leaf]) -> bool:
        """Whether what it is a part of does, by a policy of its own; where that is not known, any of its service."""
        named, policies = at(said, *row.part_of[:1]), row.part_of[1:]
        places = {place for leaf in named for place in self._assembly.places(leaf.text)}
        wholes = [each for place in places for each in self._assembly.others_at(place)]
        if not places and any(leaf.rewritten or self._agreed_on.open_in(leaf.text) for leaf in named):
            begin = other.type.rpartition("::")[0]
            wholes = [each for each in self._assembly.others if each.type.startswith(f"{begin}::")]
        return any(self._strangers(each, policies) for each in wholes)

    def _named(self, leaf: Leaf, is_about: bool) -> str:
        """What is agreed on and stands there, or may."""
        if leaf.rewritten:
            return f"{leaf.path} is unfolded at deployment, and may say anything"
        if _ENCRYPTING.search(leaf.path) and not is_about:
            return ""
        telling = is_about or bool(NAMING.search(leaf.name)) or leaf.text.startswith("s3://")
        if named := self._agreed_on.named_by(leaf.addressed, by_name=telling):
            return f"its {leaf.path} names {named}"
        if self._agreed_on.is_made_as(leaf.text):
            return f"its {leaf.path} names {leaf.text}"
        why = self._agreed_on.open_in(leaf.text) if telling or leaf.text.startswith("arn:") else ""
        return f"its {leaf.path} is not known: {why}" if why else ""

    def _kept(self, row: TypeRow, said: Sequence[Leaf]) -> Iterator[str]:
        """What may keep backups of what is agreed on, and stands there; which it keeps, tags and other plans say."""
        for leaf in said if row.keeping else ():
            # Of an ARN whose end is not known, the rest may be missing.
            begins = leaf.text.startswith("arn:")
            of = [parse(f"{leaf.text}:::::").service] if begins else self._agreed_on.naming.services_of(leaf.text)
            yield from (f"its {leaf.path} names {leaf.text}, which keeps backups" for each in of if each in row.keeping)

    def _given_out(self, row: TypeRow, other: Other, said: Sequence[Leaf]) -> Iterator[str]:
        """What is agreed on of a catalogue, and is given to others than those who are agreed on, or whom IAM lets."""
        to = self._strangers(other, row.gives_to) if row.gives_to else []
        others = [each for each in to if each != _WHOM_IAM_LETS and each not in self._agreed_on.parties]
        if others and (given := given_out(said, self._agreed_on)):
            yield f"it gives {given} to {others[0]}"

    def _called(self, row: TypeRow, other: Other, said: Sequence[Leaf]) -> Iterator[str]:
        """What is agreed on whose policies are not read, and stands there as its service names it, or may."""
        for leaf in said if row.may is May.OPENS else ():
            if self._agreed_on.may_be_by_id(leaf.text):
                yield f"its {leaf.path} names {leaf.text}, and may be what is agreed on by an ID of AWS's"
        if row.may is May.OPENS and not row.of:
            for leaf in said:
                if held := lies_in(leaf.text, self._agreed_on):
                    yield f"its {leaf.path} names {leaf.text}, in which {held} lies"
                for each in self._agreed_on.naming.services_of(leaf.text):
                    if named := self._agreed_on.named_of(each, leaf.text, widely=False, copies=True):
                        yield f"its {leaf.path} names {named}"
        service = row.of or (service_of(other.type) if row.may is May.UNSEEN else "")
        copies = not row.strangers or bool(self._strangers(other, row.strangers, learning=True))
        if row.of and copies and self._agreed_on.is_made_at(other.origin.place()):
            yield "lists of what is agreed on come there"
        for leaf in said if service and self._agreed_on.is_of(service) else ():
            named = self._agreed_on.named_of(service, leaf.text, widely=bool(row.of), copies=copies)
            if named or leaf.rewritten:
                yield f"its {leaf.path} names {named}" if named else f"its {leaf.path} is unfolded at deployment"
            elif (
                row.of
                and (copies or not self._agreed_on.is_of_copies(leaf.text))
                and (why := self._agreed_on.open_in(leaf.text))
            ):
                yield f"its {leaf.path} is not known: {why}"


def _is_in(account: str, accounts: frozenset[str]) -> bool:
    """Whether an account is one of these; one that deployment settles, or an organizational unit, may hold any."""
    return account in accounts or not account.isdigit()


def _only_calls(row: TypeRow, said: list[Leaf]) -> bool:
    """Whether it lets others do no more with what it goes through than call it, or read how it is made."""
    for path, patterns in row.calls.items():
        found = [each.text for each in at(said, path)]
        if not found or not all(any(action_matches(each, text) for each in patterns) for text in found):
            return False
    return True


def _is_closed(row: TypeRow, said: list[Leaf]) -> bool:
    """Whether a property has a value with which the resource does nothing."""
    for path, values in row.closed.items():
        found = at(said, path)
        if all(each.text in values and not each.rewritten for each in found or [Leaf(path, "")]):
            return True
    return bool(row.reached) and not at(said, *row.reached)
