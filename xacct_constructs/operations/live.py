"""Both accounts as they are now, read into the model that the proof decides over."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from xacct_constructs.agreement import Agreement
from xacct_constructs.assembly import Assembly, Identity, Resource
from xacct_constructs.iam import Origin, Policy
from xacct_constructs.operations.calls import Looks, Side
from xacct_constructs.permissions import S3Read
from xacct_constructs.principals import TrustedAccount
from xacct_constructs.quotas import DEFAULT_MAX_SESSION_SECONDS
from xacct_constructs.services.kms import KEY
from xacct_constructs.services.s3 import BUCKET


def read_role(looks: Looks, side: Side, arn: str) -> Identity | None:
    """A role with its trust policy, its policies and its boundary; None where it could not be read."""
    iam, name = side.client("iam"), arn.rsplit("/", 1)[1]
    answer = looks.at(arn, iam.get_role, RoleName=name)
    if answer is None:
        return None
    role = answer["Role"]
    found = _holder(looks, iam, "role", role)
    trust = Policy(role["AssumeRolePolicyDocument"], Origin("", role["Arn"], "trust policy"))
    seconds = int(role.get("MaxSessionDuration", DEFAULT_MAX_SESSION_SECONDS))
    return replace(found, trust=trust, max_session_seconds=seconds)


def read_user(looks: Looks, side: Side, arn: str) -> Identity | None:
    """A user with policies, those of its groups, and its boundary; None where it could not be read."""
    iam, name = side.client("iam"), arn.rsplit("/", 1)[1]
    answer = looks.at(arn, iam.get_user, UserName=name)
    if answer is None:
        return None
    found = _holder(looks, iam, "user", answer["User"])
    groups = looks.all(f"groups of {arn}", iam, "list_groups_for_user", "Groups", UserName=name)
    of_groups = [policy for group in groups for policy in _policies(looks, iam, "group", group["Arn"])]
    return replace(found, policies=(*found.policies, *of_groups))


def _holder(looks: Looks, iam: Any, kind: str, given: Mapping[str, Any]) -> Identity:
    arn = given["Arn"]
    boundary_arn = given.get("PermissionsBoundary", {}).get("PermissionsBoundaryArn")
    return Identity(
        arn=arn,
        account=arn.split(":")[4],
        origin=Origin("", arn, kind),
        policies=tuple(_policies(looks, iam, kind, arn)),
        boundary=_managed(looks, iam, boundary_arn) if boundary_arn else None,
        boundary_arn=boundary_arn,
    )


def _policies(looks: Looks, iam: Any, kind: str, arn: str) -> Iterator[Policy]:
    """Inline and attached policies of a user, role or group."""
    holder = {f"{kind.title()}Name": arn.rsplit("/", 1)[1]}
    about = f"policies of {arn}"
    for name in looks.all(about, iam, f"list_{kind}_policies", "PolicyNames", **holder):
        answer = looks.at(about, getattr(iam, f"get_{kind}_policy"), **holder, PolicyName=name)
        if answer is not None:
            yield Policy(answer["PolicyDocument"], Origin("", arn, f"inline policy {name}"), inline_of=(arn,))
    for attached in looks.all(about, iam, f"list_attached_{kind}_policies", "AttachedPolicies", **holder):
        policy = _managed(looks, iam, attached["PolicyArn"], about)
        if policy is not None:
            yield policy


def _managed(looks: Looks, iam: Any, arn: str, about: str | None = None) -> Policy | None:
    answer = looks.at(about or arn, iam.get_policy, PolicyArn=arn)
    if answer is None:
        return None
    version = answer["Policy"]["DefaultVersionId"]
    document = looks.at(about or arn, iam.get_policy_version, PolicyArn=arn, VersionId=version)
    return None if document is None else Policy(document["PolicyVersion"]["Document"], Origin("", arn, "policy"))


def read_bucket(looks: Looks, side: Side, arn: str, region: str | None) -> Resource | None:
    """A bucket of the side's account with its policy; None where it is not the account's."""
    s3, name = side.client("s3", region), arn.rsplit(":", 1)[1]
    own = looks.at("buckets", s3.list_buckets)
    if own is not None and name not in [each["Name"] for each in own["Buckets"]]:
        looks.missing.add(arn)
        return None
    import json

    answer = looks.at(f"policy of {arn}", s3.get_bucket_policy, Bucket=name, ExpectedBucketOwner=side.account)
    policies = () if answer is None else (Policy(json.loads(answer["Policy"]), Origin("", arn, "bucket policy")),)
    return Resource(arn, side.account, Origin("", arn, "bucket"), BUCKET, policies)


def read_key(looks: Looks, side: Side, arn: str) -> Resource | None:
    """A key with its policy; None where it could not be read."""
    import json

    kms = side.client("kms", arn.split(":")[3])
    answer = looks.at(arn, kms.get_key_policy, KeyId=arn, PolicyName="default")
    if answer is None:
        return None
    policy = Policy(json.loads(answer["Policy"]), Origin("", arn, "key policy"))
    return Resource(arn, arn.split(":")[4], Origin("", arn, "key"), KEY, (policy,))


def read_live(
    looks: Looks, agreement: Agreement, region: str | None, trusting: Side | None, trusted: Mapping[str, Side]
) -> Assembly:
    """Everything of one agreement that the credentials let us see, as an assembly.

    Args:
        looks: Keeps what is not there and what could not be seen.
        agreement: What is agreed.
        region: The bucket's region. Default: the session's.
        trusting: Credentials of the trusting account, if any.
        trusted: Credentials of trusted accounts by account ID.
    """
    identities: list[Identity | None] = []
    resources: list[Resource | None] = []
    if trusting is not None:
        identities.append(read_role(looks, trusting, agreement.role_arn))
        for permission in (each for each in agreement.permissions if isinstance(each, S3Read)):
            if permission.owner in (None, trusting.account):
                resources.append(read_bucket(looks, trusting, permission.bucket_arn(agreement.partition), region))
            if permission.kms_key is not None and str(permission.kms_key).split(":")[4] == trusting.account:
                resources.append(read_key(looks, trusting, str(permission.kms_key)))
    for principal in agreement.trusted_principals:
        side = trusted.get(principal.account)
        if side is None:
            continue
        arn = side.arn if isinstance(principal, TrustedAccount) else principal.arn(agreement.partition)
        if ":user/" in arn:
            identities.append(read_user(looks, side, arn))
        elif ":role/" in arn:
            identities.append(read_role(looks, side, arn))
    return Assembly(
        identities=tuple(each for each in identities if each is not None),
        resources={each.arn: each for each in resources if each is not None},
    )
