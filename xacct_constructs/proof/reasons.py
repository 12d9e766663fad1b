"""What could not be told becomes a doubt, and the proof goes on with the rest."""

from xacct_constructs.iam import UndecidedError
from xacct_constructs.proof.verdict import Doubt


class Reasons:
    """Keeps what could not be told as a doubt, and goes on with the rest."""

    def __init__(self, undecided: list[Doubt], about: str) -> None:
        """Take where doubts are kept, and what they are about."""
        self._undecided, self._about = undecided, about

    def __enter__(self) -> None:
        """Begin."""

    def __exit__(self, kind: type[BaseException] | None, problem: BaseException | None, trace: object) -> bool:
        """Keep an `UndecidedError`; let anything else through."""
        if isinstance(problem, UndecidedError):
            self._undecided.append(Doubt(self._about, str(problem)))
            return True
        return False
