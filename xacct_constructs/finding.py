"""Findings: the one type for everything worth knowing about an agreement or a template."""

import hashlib
from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple


class Severity(StrEnum):
    """How much a finding weighs."""

    ERROR = "error"
    """Nothing is written while one of these stands."""
    WARNING = "warning"
    """Written, and said: to be mended, or acknowledged by its code."""


class Finding(NamedTuple):
    """One thing to know: what, where, and what to do about it.

    Attributes:
        code: Stable, `XA` and three digits; listed in docs/findings.md.
        severity: Whether it keeps anything from being written.
        path: The argument, as the caller wrote it: `trusted_principals[0].account`.
        message: What is allowed and what was given, continuing the sentence that the path begins.
        fix: What to change, or the exact policy for whoever owns the other half.
        fingerprint: Of what is shown, where that may be acknowledged. Default: it may not.
    """

    code: str
    severity: Severity
    path: str
    message: str
    fix: str
    fingerprint: str = ""

    @property
    def id(self) -> str:
        """Its name wherever it is told, and what an acknowledgement says: the code, and what was shown."""
        return f"{self.code}-{self.fingerprint}" if self.fingerprint else self.code

    def __str__(self) -> str:
        """One line: its name, argument, what is wrong, the fix."""
        return f"{self.id} {self.path} {self.message}; {self.fix}"


def fingerprint(*shown: str) -> str:
    """Of what a finding shows: the same for the same, so that an acknowledgement covers nothing that came later."""
    return hashlib.sha256("\0".join(shown).encode(errors="surrogatepass")).hexdigest()[:12]


def error(code: str, path: str, message: str, fix: str) -> Finding:
    """A finding that stops the work."""
    return Finding(code, Severity.ERROR, path, message, fix)


def warning(code: str, path: str, message: str, fix: str, *, of: Iterable[str] = ()) -> Finding:
    """A finding that is said and can be acknowledged.

    Args:
        code: The code.
        path: The argument.
        message: What is wrong.
        fix: What to do about it.
        of: What it shows, in a form of its own. Default: its message and its fix.
    """
    return Finding(code, Severity.WARNING, path, message, fix, fingerprint(*(tuple(of) or (message, fix))))


def told_of(about: str, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings, each saying which role or construct its path belongs to."""
    return tuple(each._replace(message=f"of {about} {each.message}") for each in findings)


class AgreementError(ValueError):
    """Raised before anything is written; carries every error found, not only the first."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        """Keep the findings."""
        self.findings = tuple(findings)
        super().__init__(self.findings)

    def __str__(self) -> str:
        """One line for each finding."""
        return "\n".join(str(finding) for finding in self.findings)


def require_no_errors(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Raise `AgreementError` with all errors among the findings, else return the warnings.

    Raises:
        AgreementError: at least one finding is an error.
    """
    found = tuple(dict.fromkeys(findings))
    errors = [finding for finding in found if finding.severity is Severity.ERROR]
    if errors:
        raise AgreementError(errors)
    return found
