"""Who gets at what is agreed on by having a program answer: a role that may call one comes to what that can read."""

from collections import deque
from collections.abc import Iterator

from xacct_constructs.assembly import Identity, Other
from xacct_constructs.proof.answering import Answering
from xacct_constructs.proof.lead import Lead
from xacct_constructs.proof.leading import Leading


class Calling:
    """Follows roles to the programs that they may call, and to the roles that these act as."""

    def __init__(self, leading: Leading) -> None:
        """Take who comes to what is agreed on by himself."""
        self._leading, self._answering = leading, Answering(leading.assembly)

    def lead(self, role: Identity) -> Lead | None:
        """Where the sessions of a role come, by itself or by what it may call; None: nowhere near."""
        why = "" if (found := self._leading.of_role(role)) else self._leading.why(role) or self.called(role)
        return found or (Lead(why=why) if why else None)

    def why(self, role: Identity) -> str:
        """Why a role comes to what is agreed on, by itself or by what it may call, or may; empty where it does not."""
        return self._leading.why(role) or self.called(role, by_name=True)

    def next_to(self, role: Identity) -> Iterator[Identity]:
        """The roles of the programs that it may call, as far as they come to what is agreed on."""
        found = (
            other
            for program in self._programs_of(role, by_name=True)
            for other in self._leading.acting.actors.roles(program)
        )
        yield from (each for each in found if self.why(each))

    def called(self, role: Identity, *, by_name: bool = False) -> str:
        """The same by what it may call alone; what lets a role of outsiders in by name is told of itself."""
        seen, waiting = {role.arn}, deque([(role, "", by_name)])
        while waiting:
            here, by, also_by_name = waiting.popleft()
            if by and (why := self._leading.why(here)):
                return by + why
            for program in self._programs_of(here, by_name=also_by_name):
                acting = self._leading.acting
                if unknown := next(filter(None, map(acting.unknown, acting.actors.through(program))), ""):
                    return f"{by}{here.arn} may call {program.origin.logical_id}, and {unknown}"
                for other in acting.actors.roles(program):
                    if other.arn not in seen:
                        seen.add(other.arn)
                        waiting.append((other, f"{by}{here.arn} may call {program.origin.logical_id}, and ", True))
            # Which roles somebody from outside may come to is followed by whoever follows him.
            for other in self._leading.behind(here) if also_by_name else ():
                if other.arn not in seen:
                    seen.add(other.arn)
                    waiting.append((other, f"{by}{here.arn} may assume {other.arn}, and ", also_by_name))
        return ""

    def _programs_of(self, role: Identity, *, by_name: bool) -> Iterator[Other]:
        """The programs that it may call."""
        yield from self._answering.asked_by(role)
        yield from self._leading.letting.programs(role) if by_name else ()
