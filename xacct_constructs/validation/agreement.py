"""The check of a whole agreement: every finding, not only the first."""

from collections.abc import Iterator
from datetime import datetime

from xacct_constructs.agreement import Agreement, Binding
from xacct_constructs.finding import Finding, Severity, error, warning
from xacct_constructs.names import (
    POLICY_NAME_CHARACTERS,
    ROLE_NAME_CHARACTERS,
    check_account,
    check_name,
    check_partition,
    check_path,
)
from xacct_constructs.policies.statement_text import trust_statements_text
from xacct_constructs.safeguards import TABLE, Safeguards
from xacct_constructs.validation.documents import check_collisions, check_documents
from xacct_constructs.validation.principals import check_principals

_DESCRIPTION_CHARACTERS = 1000


def check_agreement(
    agreement: Agreement, *, today: datetime | None = None, trust_policy_characters: int | None = None
) -> list[Finding]:
    """Everything worth knowing about an agreement.

    Args:
        agreement: What to judge; its fields may hold anything.
        today: The moment to judge the expiry by. Default: an expiry in the past is not noticed.
        trust_policy_characters: The trusting account's quota on trust policies. Default: 2,048.

    Returns:
        Errors and warnings. The documents are measured only where there is no error before.
    """
    found = [*_check_names(agreement), *check_principals(agreement)]
    principals_stand = not any(each.code == "XA020" for each in found)
    found += _check_permissions(agreement)
    if not isinstance(agreement.safeguards, Safeguards):
        message = f"must be a Safeguards(...), got {agreement.safeguards!r}"
        found.append(error("XA200", "safeguards", message, "leave it out for none"))
    elif principals_stand:
        found += [finding for row in TABLE for finding in row.check(agreement, today)]
    if not _has_errors(found):
        found += check_collisions(agreement)
    if not _has_errors(found):
        found += check_documents(agreement, trust_policy_characters)
        found += _check_existing_role(agreement)
    return found


def _has_errors(findings: list[Finding]) -> bool:
    return any(finding.severity is Severity.ERROR for finding in findings)


def _check_names(agreement: Agreement) -> Iterator[Finding]:
    yield from check_account("trusting_account", agreement.trusting_account)
    yield from check_partition("partition", agreement.partition)
    yield from check_name("role_name", agreement.role_name, ROLE_NAME_CHARACTERS)
    yield from check_path("path", agreement.path)
    if agreement.managed_policy_name is not None:
        yield from check_name("managed_policy_name", agreement.managed_policy_name, POLICY_NAME_CHARACTERS)
    if not isinstance(agreement.binding, Binding):
        yield error("XA012", "binding", f"must be a Binding, got {agreement.binding!r}", "pass Binding.PRINCIPAL_ARN")
    text = agreement.description
    if text is not None and (not isinstance(text, str) or len(text) > _DESCRIPTION_CHARACTERS):
        message = f"must be at most {_DESCRIPTION_CHARACTERS} characters, got {text!r}"
        yield error("XA013", "description", message, "shorten it")


def _check_permissions(agreement: Agreement) -> Iterator[Finding]:
    permissions = agreement.permissions
    if not isinstance(permissions, tuple) or not permissions:
        message = f"must be a list of at least one permission, got {permissions!r}"
        yield error("XA030", "permissions", message, 'write [S3Read("acme-reports", prefixes=["monthly/"])]')
        return
    for index, permission in enumerate(permissions):
        path = f"permissions[{index}]"
        if not hasattr(permission, "statements"):
            yield error("XA030", path, f"must be a permission such as S3Read(...), got {permission!r}", "pass one")
            continue
        if permission in permissions[:index]:
            yield error("XA031", path, "repeats an earlier permission", "remove one of the two")
        yield from permission.check(path, agreement)


def _check_existing_role(agreement: Agreement) -> Iterator[Finding]:
    if agreement.existing_role:
        message = f"exists already: its trust policy is not CloudFormation's to edit ({agreement.role_arn})"
        yield warning("XA504", "existing_role", message, "its owner adds: " + trust_statements_text(agreement))
