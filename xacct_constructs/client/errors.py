"""What ends an assumption early: one line for a person, and the exit code of the command."""

from xacct_constructs.exits import REFUSED
from xacct_constructs.texts import one_line


class AssumeError(Exception):
    """The role could not be assumed; the text says why in one line and holds no secret."""

    def __init__(self, text: str, code: int = REFUSED) -> None:
        """Keep the line, and the exit code that goes with it."""
        super().__init__(one_line(" ".join(text.split())))
        self.code = code


class DeniedError(AssumeError):
    """A policy kept the caller from assuming the role: AWS answered, and said no."""
