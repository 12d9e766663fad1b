"""Where copies lie of what is agreed on, or lists of it: what its properties name, and what is filled from it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from itertools import chain

from xacct_constructs.arns import is_arn, parse
from xacct_constructs.assembly import Assembly, Other, at
from xacct_constructs.proof.actors import Actors
from xacct_constructs.proof.answers import Answers
from xacct_constructs.proof.events import buses, tells
from xacct_constructs.proof.not_read import beginnings, name_in
from xacct_constructs.proof.said import Leaf, documents, leaves
from xacct_constructs.proof.said import at as inside
from xacct_constructs.unknowns import MARK, is_settled
from xacct_constructs.values import listed
from xacct_constructs.world import TypeRow, bearing, row_of, service_of

_KEEPING = ("events", "firehose", "kinesis", "logs", "s3", "sns", "sqs")
"""Services that keep what is sent there, or hand it on to whoever may ask."""
_PROGRAMS = "lambda"
"""The service of programs that are given what is sent there, and leave elsewhere what they do not take."""
_TO_PEOPLE = frozenset(("application", "email", "email-json", "http", "https", "sms"))
"""By which protocols a topic tells nobody in the account: people, their devices, the web."""


class Copying:
    """Looks up what an assembly copies to where."""

    def __init__(self, assembly: Assembly) -> None:
        """Take the assembly."""
        self._assembly, self._actors = assembly, Actors(assembly)
        self._answers = Answers(assembly, self._actors)

    def of(self, arns: Iterable[str]) -> Mapping[str, str]:
        """Where copies lie of these resources, or of copies of them, and what leads there; to what is copied."""
        return lying(self.reached(arns))

    def reached(self, arns: Iterable[str], also: Callable[[str, str], bool] | None = None) -> Mapping[str, str]:
        """The same, with the programs that are given copies or lists, and may leave those elsewhere.

        Each is an ARN, or what the template says that stands for one.

        Args:
            arns: The resources.
            also: Whether copies count, too, of what is said to be copied, by its service as far as that is known.
        """
        begun = (
            (said, each)
            for service, said, targets in self._sources()
            if also and also(service, said)
            for each in targets
        )
        found: dict[str, str] = {target: said for said, target in begun}
        waiting = [*arns, *found]
        seen = set(waiting)
        while waiting:
            here = waiting.pop()
            for arn in chain.from_iterable(map(self._under_names, self._to(here))):
                if arn not in seen:
                    seen.add(arn)
                    found[arn] = found.get(here, here)
                    waiting.append(arn)
        ways = (each for each in self._assembly.resources.values() if each.arn not in seen) if found else ()
        return found | {each.arn: found[arn] for each in ways for arn in each.behind if arn in found}

    def _under_names(self, arn: str) -> Iterator[str]:
        """Where that is, the program that it stands for, and what else it may be, since deployment settles its name."""
        yield arn
        yield from (each.arn for each in self._functions(arn))
        if is_arn(arn) and not is_settled(arn):
            yield from (each for each in self._assembly.resources if each != arn and self._assembly.may_be(arn, each))

    def _functions(self, said: str) -> Iterator[Other]:
        """The functions that something stands for: an ARN, with a qualifier or without, an alias or a version."""
        of = (other for place in self._assembly.places(said) for other in self._assembly.others_at(place))
        return self._actors.functions([*self._actors.made_by(said), *of])

    def _to(self, arn: str) -> Iterator[str]:
        """Where copies of a resource lie, by its own properties, by what is filled from it and by what carries them."""
        held = self._assembly.resources.get(arn)
        for other in self._assembly.others_at(held.origin.place()) if held else ():
            for name, value in other.said.items():
                row = bearing(other.type, name)
                for named in _named(value, row.copies if row else ()):
                    made = self._assembly.resource(named)
                    # What stands for no ARN is a bucket of nobody here.
                    if made is not None or is_arn(named) or MARK.search(named):
                        yield made.arn if made else named
        known, open_ = self._onward
        name = name_in(arn) if is_arn(arn) else arn
        places = [held.origin.place()] if held else self._assembly.places(arn)
        keys = (arn, name, *([(parse(arn).service, name)] if is_arn(arn) else ()), *places)
        yield from (each for key in keys for each in known.get(key, ()))
        for said, targets in open_:
            if any(self._assembly.may_be(said, each) for each in (arn, name)):
                yield from targets
        for rule, targets in self._rules.get(held.account, ()) if held else ():
            if tells(rule, arn, self._assembly):
                yield from targets
        for other, through, targets in self._answered:
            if self._answers.may_hold(other, through, arn):
                yield from targets

    @cached_property
    def _answered(self) -> list[tuple[Other, list[Leaf], list[str]]]:
        """What sends on what a program answers, how it names that, and where the answers lie."""
        rows = ((other, row_of(other.type)) for other in self._assembly.others)
        found = (
            (other, inside(leaves(other.said), *row.through), list(self._kept(other, row)))
            for other, row in rows
            if row.carries and row.through
        )
        return [each for each in found if each[1] and each[2]]

    @cached_property
    def _rules(self) -> Mapping[str, list[tuple[Other, list[str]]]]:
        """What is told what comes to buckets, by account, and where that sends it."""
        found: dict[str, list[tuple[Other, list[str]]]] = {}
        for other in self._assembly.others:
            row = row_of(other.type)
            if row.is_told and row.carries:
                found.setdefault(other.account, []).append((other, list(self._kept(other, row))))
        return found

    @cached_property
    def _onward(self) -> tuple[Mapping[object, list[str]], list[tuple[str, list[str]]]]:
        """Where copies lie: by ARN, name or place of what they are of, and by what is open of that."""
        known: dict[object, list[str]] = {}
        open_: list[tuple[str, list[str]]] = []
        for service, said, targets in self._sources():
            places = {*self._assembly.places(said)}
            named = {(service, said)} if service and not is_arn(said) else {*beginnings(said)}
            for key in named | places:
                known.setdefault(key, []).extend(targets)
            if MARK.search(said) and not places:
                open_.append((said, targets))
        return known, open_

    def _sources(self) -> Iterator[tuple[str, str, list[str]]]:
        """What is said of whatever is copied by something else, with its service, and where that copies it to."""
        for other in self._assembly.others:
            for name, value in other.said.items():
                bears, place = bearing(other.type, name), other.origin.place()
                for said in _named(value, bears.copy_of if bears else ()):
                    yield (
                        "",
                        said,
                        [each.arn for each in self._assembly.resources.values() if each.origin.place() == place],
                    )
            row = row_of(other.type)
            targets = list(self._kept(other, row)) if row.carries else []
            named = [each.text for each in buses(other)] if row.is_told else _named(other.said, row.about)
            # What has an ARN of its own names nothing but itself by a name.
            sources = [other.arn, *(each for each in named if not other.arn or is_arn(each) or MARK.search(each))]
            yield from ((row.of, said, targets) for said in sources if targets and said)

    def _kept(self, other: Other, row: TypeRow) -> Iterator[str]:
        """Those to whom it sends that keep what they get, or may, or are programs; not people."""
        protocols = {leaf.text for leaf in leaves(other.said) if leaf.name == "Protocol"}
        to_people = bool(protocols) and protocols <= _TO_PEOPLE
        buckets = {str(each) for each in _named(other.said, row.keeps)}
        held = (arn for arn in (self._assembly.resources if buckets else ()) if parse(arn).service == "s3")
        yield from (arn for arn in held if parse(arn).name in buckets)
        for each in _named(documents(other.said), row.strangers):
            if any(service in (*_KEEPING, _PROGRAMS) for service in self._services(each)):
                made = self._assembly.resource(each)
                yield made.arn if made else each
            elif self.is_open(each) and not to_people:
                yield each

    def is_open(self, said: str) -> bool:
        """Whether a text names what nobody here knows: no resource of the templates, nor by an ARN."""
        unknowns = [self._assembly.unknowns.get(mark) for mark in MARK.findall(said)]
        return not is_arn(said) and any(each is None or not each.is_its_own for each in unknowns)

    def _services(self, said: str) -> Iterator[str]:
        """The services of what a text names, by its ARN, or by a name or an attribute that is AWS's own."""
        if is_arn(said):
            yield parse(said).service
            return
        unknowns = (self._assembly.unknowns.get(mark) for mark in MARK.findall(said))
        yield from (service_of(each.of) for each in unknowns if each and each.is_its_own)


def lying(reached: Mapping[str, str]) -> Mapping[str, str]:
    """Those of them where copies lie: no programs."""
    return {arn: of for arn, of in reached.items() if not (is_arn(arn) and parse(arn).service == _PROGRAMS)}


def _named(value: object, paths: Iterable[str]) -> Iterator[str]:
    """What stands at these paths of a value, but for documents, which say who may."""
    for path in paths:
        for found in at(value, path) if path else (value,):
            yield from (str(each) for each in listed(found) if not isinstance(each, Mapping))
