"""The ways in which work with the local AWS ends early."""


class SetupError(Exception):
    """Something that must be there before the start is not; the text names it and the command that makes it."""


class LocalAwsError(Exception):
    """The local AWS, or a command run against it, failed; the text ends with what was printed."""
