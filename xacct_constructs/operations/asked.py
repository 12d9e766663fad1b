"""The requests that an agreement promises to let through: entering the role, and using it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from xacct_constructs.agreement import Agreement
from xacct_constructs.iam import Caller, CallerKind, Request, Values, session_of_arn
from xacct_constructs.names import DNS_SUFFIXES
from xacct_constructs.permissions import S3Read
from xacct_constructs.principals import TrustedAccount, TrustedPrincipal
from xacct_constructs.safeguards import Network

SAMPLE = "xacct-sample"
"""Ends a key of which nothing is known but its prefix."""


def caller_of(agreement: Agreement, principal: TrustedPrincipal, signed_in: str | None) -> Caller | None:
    """Who asks for this trusted principal.

    Args:
        agreement: What is agreed.
        principal: One of its trusted principals.
        signed_in: ARN of the credentials of its account. Default: none, and then a whole account cannot be asked for.
    """
    if not isinstance(principal, TrustedAccount):
        arn = principal.arn(agreement.partition)
        return session_of_arn(arn) if principal.kind == "role" else Caller(arn)
    if signed_in is None or signed_in.endswith(":root") or f"::{principal.account}:" not in signed_in:
        return None
    return Caller(signed_in)


def entering(agreement: Agreement, caller: Caller, now: datetime, external_id: str | None = None) -> list[Request]:
    """The requests that assume the role, with everything that the safeguards ask for.

    Args:
        agreement: What is agreed.
        caller: Who asks.
        now: When.
        external_id: The external ID the caller presents. Default: the agreement's first, if it has any.
    """
    safeguards = agreement.safeguards
    given = external_id or (safeguards.external_ids[0] if safeguards.external_ids else None)
    context = _always(now)
    if caller.kind is CallerKind.SESSION:
        context["aws:TokenIssueTime"] = context["aws:CurrentTime"]
    else:
        context["sts:RoleSessionName"] = caller.arn.rsplit("/", 1)[-1]
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
    context |= _place(safeguards.assume_from)
    arn = agreement.role_arn
    return [Request(caller, action, arn, context=context) for action in agreement.reference.actions]


def assume_parameters(agreement: Agreement, caller_arn: str, external_id: str | None = None) -> dict[str, Any]:
    """What `sts:AssumeRole` is given, MFA apart, with everything that the safeguards ask for.

    Args:
        agreement: What is agreed.
        caller_arn: Who asks; the session takes the name.
        external_id: The external ID to present. Default: the agreement's first, if it has any.
    """
    safeguards = agreement.safeguards
    found: dict[str, Any] = {"RoleArn": agreement.role_arn, "RoleSessionName": caller_arn.rsplit("/", 1)[1]}
    if given := external_id or next(iter(safeguards.external_ids), None):
        found["ExternalId"] = given
    if safeguards.source_identities:
        found["SourceIdentity"] = safeguards.source_identities[0].replace("*", "").replace("?", "x")
    if safeguards.session_tags:
        found["Tags"] = [{"Key": tag, "Value": values[0]} for tag, values in safeguards.session_tags.items()]
    return found


def using(agreement: Agreement, now: datetime) -> Iterator[Request]:
    """The requests that read, one for each kind of access to each prefix; none for raw statements."""
    caller = session_of_arn(agreement.role_arn)
    context = {**_of_session(agreement, now), **_place(agreement.safeguards.read_from)}
    for permission in (each for each in agreement.permissions if isinstance(each, S3Read)):
        bucket, owner = permission.bucket_arn(agreement.partition), permission.owner or agreement.trusting_account
        for prefix in permission.prefixes or ("",):
            listing = {**context, "s3:prefix": prefix}
            yield Request(caller, "s3:ListBucket", bucket, resource_account=owner, context=listing)
            key = f"{bucket}/{prefix}{SAMPLE}"
            yield Request(caller, "s3:GetObject", key, resource_account=owner, context=context)
        if permission.kms_key is not None:
            yield decrypting(permission, agreement, now)


def decrypting(permission: S3Read, agreement: Agreement, now: datetime) -> Request:
    """What S3 asks KMS for the role's session when it reads an encrypted object."""
    key = str(permission.kms_key)
    bucket = permission.bucket_arn(agreement.partition)
    context: dict[str, Values] = {
        **_of_session(agreement, now),
        "kms:ViaService": f"s3.{key.split(':')[3]}.{DNS_SUFFIXES[agreement.partition]}",
        "kms:EncryptionContext:aws:s3:arn": bucket,
        "kms:CallerAccount": agreement.trusting_account,
    }
    return Request(session_of_arn(agreement.role_arn), "kms:Decrypt", key, context=context)


def _of_session(agreement: Agreement, now: datetime) -> dict[str, Values]:
    """What every request of a session made now carries."""
    tags = agreement.safeguards.session_tags or {}
    context = _always(now)
    issued = {"aws:TokenIssueTime": context["aws:CurrentTime"]}
    return {**context, **issued, **{f"aws:PrincipalTag/{tag}": values[0] for tag, values in tags.items()}}


def _always(now: datetime) -> dict[str, Values]:
    """What every ordinary request carries."""
    moment = now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return {"aws:SecureTransport": "true", "aws:CurrentTime": moment, "aws:EpochTime": str(int(now.timestamp()))}


def _place(network: Network | None) -> dict[str, Values]:
    if network is None:
        return {}
    if network.ip_ranges:
        return {"aws:SourceIp": network.ip_ranges[0].split("/")[0]}
    return {"aws:SourceVpce": network.vpc_endpoints[0]}
