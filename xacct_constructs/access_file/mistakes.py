"""What is wrong in access files: all of it is said at once, each with file, line and place."""

from collections.abc import Iterable, Sequence

from xacct_constructs.access_file.values import FilePlace
from xacct_constructs.finding import AgreementError, Finding, error
from xacct_constructs.texts import one_line

_MOST = 1_000
_MOST_COMPARED, _LONGEST_COMPARED = 50, 100
"""For so many mistakes the nearest name is looked for, among names so long: a stranger's file may have any number."""


class Mistakes:
    """What is found wrong while files are read."""

    def __init__(self, files: Sequence[str]) -> None:
        """Begin with nothing wrong in these files."""
        self.some_unread = False
        """Whether a file is there that could not be read: what it says is not known to be missing."""
        self._files = {name: index for index, name in enumerate(files)}
        self._found: dict[Finding, tuple[int, int]] = {}

    def __len__(self) -> int:
        """How many there are."""
        return len(self._found)

    def say(self, code: str, at: FilePlace, what: str, fix: str) -> None:
        """Say what is wrong at a place."""
        self.add(error(code, str(at), what, fix), at.source.name, at.line)

    def add(self, finding: Finding, file: str, line: int) -> None:
        """Add a finding whose path says where it is; what it tells of the file is made fit to be looked at.

        Raises:
            AgreementError: So much is wrong that nobody reads more.
        """
        shown = finding._replace(
            path=one_line(finding.path), message=one_line(finding.message), fix=one_line(finding.fix)
        )
        self._found.setdefault(shown, (self._files[file], line))
        if len(self) >= _MOST:
            self.require_none()

    def misnamed(self, code: str, at: FilePlace, name: str, names: Iterable[str], what: str) -> None:
        """Say that a name is none of those that there are; the nearest is the fix."""
        from difflib import get_close_matches

        known = list(names)
        told = ", ".join(each[:_LONGEST_COMPARED] for each in known[:20]) + (" …" if len(known) > 20 else "") or "none"
        alike = [each for each in known[:_MOST] if len(each) <= _LONGEST_COMPARED] if len(self) < _MOST_COMPARED else []
        near = get_close_matches(name[:_LONGEST_COMPARED], alike, 1)
        fix = f"write {near[0]}" if near else "write one of them" if known else "say it in one of the files"
        self.say(code, at, f"{what}; there are: {told}", fix)

    def unknown(self, at: FilePlace, name: str, names: Iterable[str], what: str) -> None:
        """Say that no file has such a name, where all of them were read."""
        if not self.some_unread:
            self.misnamed("XA624", at, name, names, what)

    def require_none(self) -> None:
        """Go on where nothing is wrong.

        Raises:
            AgreementError: With everything that is, file by file, from the top down.
        """
        if self._found:
            raise AgreementError(sorted(self._found, key=lambda each: self._found[each]))
