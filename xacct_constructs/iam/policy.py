"""A policy document: where it was read, and its statements, at most and at least."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import Any, NamedTuple

from xacct_constructs.iam.readings import ANYTHING, Written, readings
from xacct_constructs.iam.statements import Statement, anything, parse_statement
from xacct_constructs.iam.undecided import UndecidedError
from xacct_constructs.origin import Origin
from xacct_constructs.unknowns import MARK, Partly, Unknown, UnknownKind, alternatives, in_texts, joined, unknowns_in
from xacct_constructs.values import listed

_VARIABLES = {"2008-10-17": False, "2012-10-17": True}
"""The versions of the policy language, and whether each has policy variables."""


_ELEMENTS = {"Version", "Id", "Statement"}
"""All that a policy may hold, as it is spelt."""

_NO_FIELDS = "arn:::::"
"""How an ARN begins that tells nothing of what it names."""


class Bound(Enum):
    """Which side of the exact answer may be given, where it is not known or has no short form.

    Too much is looked for in what is allowed above, too little in what is allowed below: then what is found may be no
    fault, which the decision tells, but none is passed over.
    """

    ABOVE = "all that AWS lets through, and perhaps more"
    BELOW = "nothing but what AWS lets through, and perhaps less"


class Reading(NamedTuple):
    """One statement of a policy, at most and at least.

    Attributes:
        widest: Statements that together speak of all that it may speak of.
        narrowest: What it says for certain; None, where that may be nothing.
        whys: Why the two differ, in words; empty where all is known.
    """

    widest: tuple[Statement, ...]
    narrowest: Statement | None
    whys: tuple[str, ...] = ()


@dataclass(frozen=True)
class Policy:
    """One policy document with its intrinsics resolved, parsed when first asked and never again.

    Attributes:
        document: The document, as it was read; what deployment settles stands in it as an unknown.
        origin: Where it was read.
        inline_of: ARNs of the users, roles and groups that it stands inline in; a managed policy stands in none.
        perhaps: Why it may not be there, or not belong to its holder, in words. Default: it is there.
    """

    document: Any
    origin: Origin
    inline_of: tuple[str, ...] = ()
    perhaps: str = ""

    @cached_property
    def written(self) -> Any:
        """The document as JSON, in which what deployment settles stands under its name: to be shown and measured."""
        return in_texts(self.document)

    @property
    def statements(self) -> tuple[Statement, ...]:
        """All statements of a policy of which all is known.

        Raises:
            UndecidedError: It holds something that is not known here, or that deployment settles.
        """
        for each in self.readings:
            if each.whys:
                raise UndecidedError(each.whys[0])
        return self.at(Bound.ABOVE)

    def at(self, bound: Bound) -> tuple[Statement, ...]:
        """Its statements, so that what they allow together lies on that side of what they will allow."""
        return self._above if bound is Bound.ABOVE else self._below

    @cached_property
    def _above(self) -> tuple[Statement, ...]:
        return tuple(self._bounded(allowing_is_wide=True))

    @cached_property
    def _below(self) -> tuple[Statement, ...]:
        return tuple(self._bounded(allowing_is_wide=False))

    def _bounded(self, *, allowing_is_wide: bool) -> Iterator[Statement]:
        for reading in self.readings:
            if not reading.whys:
                yield from reading.widest
                continue
            yield from (each for each in reading.widest if each.allows is allowing_is_wide)
            if reading.narrowest is not None and reading.narrowest.allows is not allowing_is_wide:
                yield reading.narrowest

    @cached_property
    def readings(self) -> tuple[Reading, ...]:
        """Each statement, at most and at least."""
        found = tuple(self._readings(self.document))
        if not self.perhaps:
            return found
        return tuple(Reading(each.widest, None, (*each.whys, self.perhaps)) for each in found)

    @cached_property
    def parts(self) -> tuple[Statement | UndecidedError, ...]:
        """Each statement as it is written, or why it is not understood; of what is no policy document, that alone.

        What deployment settles stands in it under its name: to be shown and judged by its form, not to be decided by.
        """
        if not self.is_document:
            return (UndecidedError(self._no_document),)
        version = self.written.get("Version", "2008-10-17")
        found = enumerate(listed(self.document["Statement"]))
        return tuple(self._part(index, in_texts(_with_arns(each)), version) for index, each in found)

    @property
    def is_document(self) -> bool:
        """Whether it has statements at all, understood or not, and nothing else that might be read as some."""
        return self._is_of_statements(self.document)

    @staticmethod
    def _is_of_statements(document: Any) -> bool:
        return isinstance(document, Mapping) and "Statement" in document and _ELEMENTS.issuperset(document)

    @property
    def _no_document(self) -> str:
        known = isinstance(self.document, Mapping) and "Statement" in self.document
        if known and (strange := sorted(set(self.document) - _ELEMENTS)):
            return f"{self.origin} has elements that no policy has: {', '.join(strange)}"
        return f"{self.origin} is no policy document that is settled before deployment"

    def _readings(self, document: Any) -> Iterator[Reading]:
        arms = alternatives(document) if isinstance(document, Unknown) else None
        if arms is not None and isinstance(document, Unknown):
            for each in (reading for arm in arms for reading in self._readings(arm)):
                yield Reading(each.widest, None, (*each.whys, self._depends(document)))
            return
        if not self._is_of_statements(document):
            whys = [self._depends(each) for each in unknowns_in(document)]
            yield self._anything(0, document, *(whys or [self._no_document]))
            return
        version = document.get("Version", "2008-10-17")
        for index, written in enumerate(listed(document["Statement"])):
            yield self._reading(index, written, version)

    def _reading(self, index: int, written: Any, version: Any) -> Reading:
        found = readings(_without_own(written, self.origin))
        whys = [self._depends(each) for each in (*unknowns_in(version), *found.unknowns)]
        try:
            parsed = [self._parsed(index, each, version) for each in found.widest]
            least = found.narrowest
            narrowest = (
                parsed[0][0] if not found.unknowns else self._parsed(index, least, version)[0] if least else None
            )
        except UndecidedError as problem:
            return self._anything(index, written, *whys, f"{self.origin}.Statement[{index}]: {problem}")
        return Reading(tuple(each for several in parsed for each in several), narrowest, tuple(dict.fromkeys(whys)))

    def _parsed(self, index: int, written: Written, version: Any) -> tuple[Statement, ...]:
        if written is ANYTHING:
            return anything(self.origin, index, written)
        if not isinstance(version, str) or version not in _VARIABLES:
            raise UndecidedError(f"the version {in_texts(version)!r} is not known")
        return (parse_statement(written, self.origin, index, variables=_VARIABLES[version]),)

    def _anything(self, index: int, written: Any, *whys: str) -> Reading:
        return Reading(anything(self.origin, index, in_texts(written)), None, tuple(dict.fromkeys(whys)))

    def _depends(self, unknown: Unknown) -> str:
        return f"{self.origin} depends on {unknown.text}: {unknown.why}"

    def _part(self, index: int, written: Any, version: Any) -> Statement | UndecidedError:
        try:
            return self._parsed(index, written, version)[0]
        except UndecidedError as problem:
            return problem


def _with_arns(written: Any) -> Any:
    """A statement in which what AWS gives to something of the template is, as a resource, an ARN like no other."""
    if not isinstance(written, Mapping):
        return written
    named = (name for name in ("Resource", "NotResource") if name in written)
    return {**written, **{name: [_arn(each) for each in listed(written[name])] for name in named}}


def _arn(written: Any) -> Any:
    """The ARN of a resource; the service's own word for it, of a type whose ARNs are not known here."""
    begin = written.pieces[0] if isinstance(written, Partly) else written
    of_aws = begin.is_its_own if isinstance(begin, Unknown) else isinstance(begin, str) and MARK.match(begin)
    return joined([_NO_FIELDS, written]) if of_aws else written


def statements_of(*policies: Policy) -> tuple[Statement, ...]:
    """The statements of several policies of which all is known.

    Raises:
        UndecidedError: One of them holds something that is not known here, or that deployment settles.
    """
    return tuple(each for policy in policies for each in policy.statements)


def statements_at(bound: Bound, *policies: Policy) -> tuple[Statement, ...]:
    """The statements of several policies, so that what they allow lies on that side of what they will allow."""
    return tuple(each for policy in policies for each in policy.at(bound))


def everything(whose: str) -> tuple[Statement, ...]:
    """What an identity policy says that allows everything: for a side that is not asked about.

    Args:
        whose: What it is called where it settles a decision.
    """
    statement = {"Effect": "Allow", "Action": "*", "Resource": "*"}
    return Policy({"Version": "2012-10-17", "Statement": [statement]}, Origin("", whose, "")).statements


def _without_own(written: Any, origin: Origin) -> Any:
    """A statement in which what AWS alone gives to something of the template, such as a secret, is any resource."""
    if not isinstance(written, Mapping):
        return written
    own = {name: listed(written[name]) for name in ("Resource", "NotResource") if name in written}
    if not any(isinstance(each, str) and MARK.match(each) for values in own.values() for each in values):
        return written
    return {**written, **{name: [_opened(each, origin) for each in values] for name, values in own.items()}}


def _opened(written: Any, origin: Origin) -> Any:
    found = MARK.match(written) if isinstance(written, str) else None
    return Unknown(found[0], UnknownKind.OPEN, "AWS gives it its ARN", origin) if found else written
