"""What a proof comes to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from xacct_constructs.agreement import Agreement
from xacct_constructs.finding import Finding
from xacct_constructs.iam import Decision, Origin, Request
from xacct_constructs.known_access import KnownAccess


class Answer(StrEnum):
    """The three outcomes of a proof."""

    PROVEN = "proven"
    REFUTED = "refuted"
    UNDECIDED = "undecided"


class Fault(StrEnum):
    """What a counterexample shows."""

    TOO_MUCH = "lets through what no agreement says"
    TOO_LITTLE = "refuses what the agreement says"
    DIFFERENT = "is not what the agreement says"
    OVER = "is agreed on no longer"


class Step(NamedTuple):
    """One request of a counterexample, decided on its own."""

    request: Request
    decision: Decision


class Counterexample(NamedTuple):
    """A concrete chain of requests: the last one is what should have gone the other way.

    A property that differs from the agreement, and an agreement that is over, have no request; `detail` tells them.

    Attributes:
        fault: What it shows.
        about: ARN of the role or resource whose policies are at fault.
        steps: The requests, in their order.
        detail: What differs or is over, in words; empty where the requests say it.
    """

    fault: Fault
    about: str
    steps: tuple[Step, ...] = ()
    detail: str = ""


class Doubt(NamedTuple):
    """Something that could not be told.

    Attributes:
        about: ARN of the user, role or resource; the place of what the assembly makes and does not show.
        reason: Why it could not be told, in words.
    """

    about: str | Origin
    reason: str

    def __str__(self) -> str:
        """What it is about, and why it could not be told."""
        return f"{self.about}: {self.reason}"


class ToCheck(NamedTuple):
    """Something that a proof takes for granted of this app, and how somebody checks it.

    Attributes:
        what: What has to hold, in a sentence.
        look: Where to look, or whom to ask; with a colon at its end, where commands follow.
        commands: What shows it, each command as its words. Default: nothing that can be typed.
    """

    what: str
    look: str
    commands: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Proof:
    """The outcome for one assembly.

    Attributes:
        agreements: What was proven.
        counterexamples: What goes the other way.
        undecided: What could not be told.
        doors: Other doors: what outsiders may do without coming near what is agreed on, which is no fault; a doubt,
            where that could not be told, and whatever it is leads nowhere near.
        to_check: What the proof takes for granted of this app: somebody has to look at it.
        assumptions: What every proof takes for granted, in words.
        known: What is known of access from outside, as far as the proof rests on it.
        known_findings: What is to be done about entries of what is known.
        by_agreement: Role ARN to the answer for that agreement alone.
        halves: ARNs of the roles of those agreements of which the trusted half alone is here, and was looked at.
        is_empty: Whether there is nothing to prove: no agreement, nothing that has a policy, and nothing in doubt.
    """

    agreements: tuple[Agreement, ...]
    counterexamples: tuple[Counterexample, ...] = ()
    undecided: tuple[Doubt, ...] = ()
    doors: tuple[Counterexample | Doubt, ...] = ()
    to_check: tuple[ToCheck, ...] = ()
    assumptions: tuple[str, ...] = ()
    known: KnownAccess = field(default_factory=KnownAccess)
    known_findings: tuple[Finding, ...] = ()
    by_agreement: Mapping[str, Answer] = field(default_factory=dict)
    halves: tuple[str, ...] = ()
    is_empty: bool = False

    @property
    def answer(self) -> Answer:
        """Refuted by any counterexample; else undecided by anything that could not be told; else proven.

        Without an agreement it is proven that nobody is let in from outside; nothing is, where there is nothing.
        """
        if self.counterexamples:
            return Answer.REFUTED
        return Answer.UNDECIDED if self.undecided or self.is_empty else Answer.PROVEN
