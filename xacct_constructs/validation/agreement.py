"""The check of a whole agreement: every finding, not only the first."""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from xacct_constructs.agreement import Agreement
from xacct_constructs.counts import MOST_STATEMENTS, check_list
from xacct_constructs.finding import Finding, Severity, error, warning
from xacct_constructs.names import check_account, check_flag, check_name, check_path
from xacct_constructs.partitions import check_partition
from xacct_constructs.permissions import PERMISSION_KINDS, Permission, is_known
from xacct_constructs.policies import (
    CustomerManagedPolicy,
    RolePolicies,
    one_managed_policy,
    role_policies,
    safeguarded,
)
from xacct_constructs.principals import Binding
from xacct_constructs.quotas import DESCRIPTION, POLICY_NAME_CHARACTERS, ROLE_NAME_CHARACTERS
from xacct_constructs.safeguards import TABLE, Safeguards, Setting
from xacct_constructs.texts import shown
from xacct_constructs.validation.documents import check_collisions, check_documents
from xacct_constructs.validation.principals import check_principals
from xacct_constructs.validation.sizes import MANAGED, ROLE_INLINE, Fitted, check_quota, check_size, fit

_DESCRIPTION = r"[\t\n\r\x20-\x7e\xa1-\xff]" + DESCRIPTION.times


class AgreementJudgement(NamedTuple):
    """What was found about an agreement, and what was written of it on the way.

    Attributes:
        findings: What was found.
        policies: The role's policies; None where an error stands before them.
        managed: Its permissions as managed policies; none where they stand inline.
    """

    findings: list[Finding]
    policies: RolePolicies | None
    managed: tuple[CustomerManagedPolicy, ...] = ()


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
    return judge_agreement(agreement, today=today, trust_policy_characters=trust_policy_characters).findings


def judge_agreement(
    agreement: Agreement, *, today: datetime | None = None, trust_policy_characters: int | None = None
) -> AgreementJudgement:
    """The same as `check_agreement`, for whoever writes the agreement afterwards: its policies are written once."""
    if not isinstance(agreement, Agreement):
        message = f"must be an Agreement, got {shown(agreement)}"
        return AgreementJudgement([error("XA014", "agreement", message, "pass Agreement(...)")], None)
    found = [*_check_names(agreement), *check_principals(agreement), *check_quota(trust_policy_characters)]
    principals_stand = not any(each.code in ("XA020", "XA023") for each in found)
    found += _check_permissions(agreement)
    if not isinstance(agreement.safeguards, Safeguards):
        message = f"must be a Safeguards(...), got {shown(agreement.safeguards)}"
        found.append(error("XA200", "safeguards", message, "leave it out for none"))
    elif principals_stand:
        setting = Setting(agreement.safeguards, agreement.trusted_principals, agreement.role, today)
        found += [finding for row in TABLE for finding in row.check(setting)]
    if _has_errors(found):
        return AgreementJudgement(found, None)
    statements = safeguarded(agreement)
    if collisions := list(check_collisions(statements)):
        return AgreementJudgement([*found, *collisions], None)
    written = role_policies(agreement, statements)
    found += check_documents(agreement, written, trust_policy_characters)
    fitted = _fit(agreement, written.permissions)
    found += fitted.findings
    written = written._replace(permissions=fitted.document)
    if agreement.existing_role:
        found += _check_existing_role(agreement, written)
    return AgreementJudgement(found, written, fitted.managed)


def _fit(agreement: Agreement, permissions: dict[str, Any]) -> Fitted:
    """The permissions where the agreement names a managed policy, else where they have room."""
    if (name := agreement.managed_policy_name) is None:
        return fit("permissions", permissions, ROLE_INLINE, f"role-{agreement.role_name}-permissions")
    findings = list(check_size("permissions", permissions, MANAGED))
    return Fitted(findings, permissions, one_managed_policy(name, permissions))


def _has_errors(findings: list[Finding]) -> bool:
    return any(finding.severity is Severity.ERROR for finding in findings)


def _check_names(agreement: Agreement) -> Iterator[Finding]:
    yield from check_account("trusting_account", agreement.trusting_account)
    yield from check_partition("partition", agreement.partition)
    yield from check_name("role_name", agreement.role_name, ROLE_NAME_CHARACTERS)
    yield from check_path("path", agreement.path)
    if agreement.managed_policy_name is not None:
        yield from check_name("managed_policy_name", agreement.managed_policy_name, POLICY_NAME_CHARACTERS)
    yield from check_flag("existing_role", agreement.existing_role)
    if not isinstance(agreement.binding, Binding):
        yield error(
            "XA012", "binding", f"must be a Binding, got {shown(agreement.binding)}", "pass Binding.PRINCIPAL_ARN"
        )
    text = agreement.description
    if text is not None and (not isinstance(text, str) or not re.fullmatch(_DESCRIPTION, text)):
        allowed = f"at most {DESCRIPTION.most} characters of Latin-1, without control characters"
        message = f"must be {allowed}, got {shown(text)}"
        yield error("XA013", "description", message, "shorten or reword it")


def _check_permissions(agreement: Agreement) -> Iterator[Finding]:
    permissions = agreement.permissions
    fix = 'write [S3Read("acme-reports", prefixes=["monthly/"])]'
    if unfit := list(check_list("XA030", "permissions", permissions, of="permission", most=MOST_STATEMENTS, fix=fix)):
        yield from unfit
        return
    stand: list[Permission] = []
    for index, permission in enumerate(permissions):
        path = f"permissions[{index}]"
        if not is_known(permission):
            yield _no_permission(path, permission)
            continue
        found = list(permission.check(path, agreement.role))
        yield from found
        if _has_errors(found):
            continue
        if permission in stand:
            yield error("XA031", path, "repeats an earlier permission", "remove one of the two")
        stand.append(permission)


def _no_permission(path: str, given: object) -> Finding:
    if isinstance(given, type) or not isinstance(given, Permission):
        message = f"must be a permission such as S3Read(...), got {shown(given)}"
        return error("XA030", path, message, _way_to_permit(given))
    kinds = ", ".join(f"{kind.__name__}(...)" for kind in PERMISSION_KINDS)
    message = f"must be of a kind that this version knows, got a {type(given).__name__}"
    return error("XA030", path, message, f"write one of {kinds}")


def _way_to_permit(given: object) -> str:
    """How to write what somebody passes in place of a permission."""
    if hasattr(given, "to_statement_json"):
        return "write RawStatements([statement.to_json()]) for a CDK statement"
    if hasattr(given, "add_statements") and hasattr(given, "to_json"):
        return 'write RawStatements(document.to_json()["Statement"]) for a CDK policy document'
    if hasattr(given, "bucket_arn") or hasattr(given, "bucket_ref"):
        return 'write S3Read(bucket, prefixes=["monthly/"])'
    if isinstance(given, Mapping):
        return "write RawStatements([statement])"
    return 'write S3Read("acme-reports", prefixes=["monthly/"]) or RawStatements([statement])'


def _check_existing_role(agreement: Agreement, written: RolePolicies) -> Iterator[Finding]:
    message = f"exists already: its trust policy is not CloudFormation's to edit ({agreement.role_arn})"
    yield warning("XA504", "existing_role", message, f"its owner adds: {json.dumps(written.trust['Statement'])}")
    safeguards = agreement.safeguards
    if safeguards.expiry is not None:
        message = f"ends everything that {agreement.role_arn} may do, not only what this agreement gives it"
        yield warning("XA509", "safeguards.expiry", message, "let the agreement create a role of its own")
    for path, value in (
        ("safeguards.max_session_duration", safeguards.max_session_duration),
        ("safeguards.role_permissions_boundary", safeguards.role_permissions_boundary),
        ("description", agreement.description),
    ):
        if value is not None:
            message = f"is not written, since {agreement.role_arn} exists already"
            yield warning("XA504", path, message, f"its owner sets it to {value}")
