"""The requests that an agreement promises to let through: entering the role, and using it."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from xacct_constructs import arns
from xacct_constructs.agreement import Agreement
from xacct_constructs.iam import Caller, CallerKind, Request, Values, session_of_arn
from xacct_constructs.operations.carried import always, of_place, of_session
from xacct_constructs.operations.found import Found, What
from xacct_constructs.operations.kinds import Used
from xacct_constructs.partitions import DNS_SUFFIXES
from xacct_constructs.principals import TrustedPrincipal, is_of_organization
from xacct_constructs.safeguards import further_actions
from xacct_constructs.services import with_service_keys


def whoever(agreement: Agreement, principal: TrustedPrincipal) -> Found:
    """That nobody in particular can be asked for, where a principal stands for several who may ask."""
    if is_of_organization(principal):
        return Found(What.ANY_MEMBER, principal.describe(agreement.partition))
    return Found(What.ANY_USER, principal.account)


def entering(
    agreement: Agreement, principal: TrustedPrincipal, caller: Caller, now: datetime, external_id: str | None = None
) -> list[Request]:
    """The requests that assume the role, with everything that the safeguards ask for.

    Args:
        agreement: What is agreed.
        principal: One of its trusted principals.
        caller: Who asks for it.
        now: When.
        external_id: The external ID the caller presents. Default: the agreement's first, if it has any.
    """
    safeguards = agreement.safeguards
    given = external_id or (safeguards.external_ids[0] if safeguards.external_ids else None)
    context = always(now)
    if caller.kind is CallerKind.SESSION:
        context["aws:TokenIssueTime"] = context["aws:CurrentTime"]
    else:
        context["sts:RoleSessionName"] = arns.parse(caller.arn).name
    context |= principal.claims
    if given:
        context["sts:ExternalId"] = given
    if safeguards.mfa:
        context |= {"aws:MultiFactorAuthPresent": "true", "aws:MultiFactorAuthAge": "0"}
    if safeguards.organization_id:
        context["aws:PrincipalOrgID"] = safeguards.organization_id
    if safeguards.organization_paths:
        context["aws:PrincipalOrgPaths"] = [safeguards.organization_paths[0].replace("*", "")]
    if safeguards.source_identities:
        context["sts:SourceIdentity"] = safeguards.source_identities[0].replace("*", "").replace("?", "x")
    if safeguards.session_tags:
        context |= {f"aws:RequestTag/{tag}": values[0] for tag, values in safeguards.session_tags.items()}
        context["aws:TagKeys"] = list(safeguards.session_tags)
    context |= of_place(safeguards.assume_from)
    enters, arn = principal.admission(agreement.role, agreement.binding).action, agreement.role_arn
    actions = (enters, *further_actions(safeguards))
    return [Request(caller, action, arn, context=context) for action in actions]


def assume_parameters(agreement: Agreement, caller_arn: str, external_id: str | None = None) -> dict[str, Any]:
    """What `sts:AssumeRole` is given, MFA apart, with everything that the safeguards ask for.

    Args:
        agreement: What is agreed.
        caller_arn: Who asks; the session takes the name.
        external_id: The external ID to present. Default: the agreement's first, if it has any.
    """
    safeguards = agreement.safeguards
    found: dict[str, Any] = {"RoleArn": agreement.role_arn, "RoleSessionName": arns.parse(caller_arn).name}
    if given := external_id or next(iter(safeguards.external_ids), None):
        found["ExternalId"] = given
    if safeguards.source_identities:
        found["SourceIdentity"] = safeguards.source_identities[0].replace("*", "").replace("?", "x")
    if safeguards.session_tags:
        found["Tags"] = [{"Key": tag, "Value": values[0]} for tag, values in safeguards.session_tags.items()]
    return found


def using(each: Used, agreement: Agreement, now: datetime) -> Iterator[Request]:
    """The requests to one resource that the agreement promises; what its service asks of KMS is not among them."""
    carried = {**of_session(agreement, now), **of_place(agreement.safeguards.read_from)}
    return each.kind.requests(each.permission, each.use, agreement.role, carried)


def decrypting(each: Used, agreement: Agreement, now: datetime) -> Request | None:
    """What the service asks KMS for the role's session when it reads what is encrypted; None where no key is agreed."""
    if each.use.key is None:
        return None
    kind, region = each.kind.resource, arns.parse(each.use.key).region
    context: dict[str, Values] = {
        **of_session(agreement, now),
        "kms:ViaService": f"{kind.service}.{region}.{DNS_SUFFIXES[agreement.partition]}",
        **kind.told_to_kms(each.use.resource),
    }
    asked = Request(session_of_arn(agreement.role_arn), "kms:Decrypt", each.use.key, context=context)
    return with_service_keys(asked)
