"""Errors of a construct, which say whose they are."""

from collections.abc import Iterable

from constructs import Construct

from xacct_constructs.finding import AgreementError, Finding, require_no_errors, told_of


def require(scope: Construct, construct_id: str, writes: str, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The warnings among the findings.

    Args:
        scope: The construct that the new one belongs to.
        construct_id: The new one's ID.
        writes: The role or user that it writes; may be empty.
        findings: What was found.

    Raises:
        AgreementError: at least one finding is an error; each names the construct's path, and its role or user.
    """
    try:
        return require_no_errors(findings)
    except AgreementError as refused:
        above = scope.node.path if isinstance(scope, Construct) else ""
        path = f"{above}/{construct_id}".removeprefix("/")
        about = f"{path} ({writes})" if writes else path
        raise AgreementError(told_of(about, refused.findings)) from None
