"""Both accounts as they are now, read into the model that the proof decides over, and what stands beside it."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from xacct_constructs import arns
from xacct_constructs.agreement import Agreement
from xacct_constructs.assembly import Assembly, Identity, Resource, UserGroup, unique_name
from xacct_constructs.iam import Origin, Policy
from xacct_constructs.operations.calls import Looks, Side
from xacct_constructs.operations.facts import Facts
from xacct_constructs.operations.kinds import used
from xacct_constructs.principals import is_named, with_names
from xacct_constructs.quotas import DEFAULT_MAX_SESSION_SECONDS
from xacct_constructs.services import KMS_KEY


def read_role(looks: Looks, side: Side, arn: str) -> Identity | None:
    """A role with its trust policy, its policies and its boundary; None where it could not be read."""
    iam, name = side.client("iam"), arns.parse(arn).name
    answer = looks.at(arn, iam.get_role, RoleName=name)
    if answer is None:
        return None
    role = answer["Role"]
    found = _holder(looks, iam, "role", role)
    trust = Policy(role["AssumeRolePolicyDocument"], Origin("", role["Arn"], "trust policy"))
    seconds = int(role.get("MaxSessionDuration", DEFAULT_MAX_SESSION_SECONDS))
    return found._replace(trust=trust, max_session_seconds=seconds)


def read_user(looks: Looks, side: Side, arn: str) -> Identity | None:
    """A user with policies, those of its groups, and its boundary; None where it could not be read."""
    iam, name = side.client("iam"), arns.parse(arn).name
    answer = looks.at(arn, iam.get_user, UserName=name)
    if answer is None:
        return None
    found = _holder(looks, iam, "user", answer["User"])
    groups = looks.all(f"groups of {arn}", iam, "list_groups_for_user", "Groups", UserName=name)
    of_groups = [policy for group in groups for policy in _policies(looks, iam, "group", group["Arn"])]
    return found._replace(policies=(*found.policies, *of_groups))


def read_group(looks: Looks, side: Side, arn: str) -> UserGroup | None:
    """A user group with its policies and users; None where it could not be read."""
    iam, name = side.client("iam"), arns.parse(arn).name
    answer = looks.at(arn, iam.get_group, GroupName=name)
    if answer is None:
        return None
    there = answer["Group"]["Arn"]
    users = looks.all(f"users of {arn}", iam, "get_group", "Users", GroupName=name)
    names = dict.fromkeys((unique_name(each["Arn"]) for each in users), "")
    policies = tuple(_policies(looks, iam, "group", there))
    return UserGroup(there, side.account, Origin("", there, "group"), policies, users=names)


def _holder(looks: Looks, iam: Any, kind: str, given: Mapping[str, Any]) -> Identity:
    arn = given["Arn"]
    boundary_arn = given.get("PermissionsBoundary", {}).get("PermissionsBoundaryArn")
    return Identity(
        arn=arn,
        account=arns.parse(arn).account,
        origin=Origin("", arn, kind),
        policies=tuple(_policies(looks, iam, kind, arn)),
        boundary=_managed(looks, iam, boundary_arn) if boundary_arn else None,
        boundary_arn=boundary_arn,
    )


def _policies(looks: Looks, iam: Any, kind: str, arn: str) -> Iterator[Policy]:
    """Inline and attached policies of a user, role or group."""
    holder = {f"{kind.title()}Name": arns.parse(arn).name}
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


def read_key(looks: Looks, side: Side, arn: str) -> Resource | None:
    """A key with its policy; None where it could not be read."""
    fields = arns.parse(arn)
    answer = looks.at(arn, side.client("kms", fields.region).get_key_policy, KeyId=arn, PolicyName="default")
    if answer is None:
        return None
    policy = Policy(json.loads(answer["Policy"]), Origin("", arn, "key policy"))
    return Resource(arn, fields.account, Origin("", arn, "key"), KMS_KEY, (policy,))


def read_live(
    looks: Looks, agreement: Agreement, region: str | None, trusting: Side | None, trusted: Mapping[str, Side]
) -> Assembly:
    """Everything of one agreement that the credentials let us see, as an assembly.

    Args:
        looks: Keeps what is not there and what could not be seen.
        agreement: What is agreed.
        region: The resources' region. Default: the session's.
        trusting: Credentials of the trusting account, if any.
        trusted: Credentials of trusted accounts by account ID.
    """
    identities: list[Identity | None] = []
    resources: list[Resource | None] = []
    if trusting is not None:
        identities.append(read_role(looks, trusting, agreement.role_arn))
        for kind, _, use in used(agreement):
            if use.owner == trusting.account:
                resources.append(kind.read(looks, trusting, use, region))
            if _is_of(trusting, use.key):
                resources.append(read_key(looks, trusting, str(use.key)))
    for principal in agreement.callers:
        side = trusted.get(principal.account)
        if side is None:
            continue
        arn = principal.arn(agreement.partition) if is_named(principal) else side.arn
        if read := _READERS.get(arns.parse(arn).kind):
            identities.append(read(looks, side, arn))
    sides = ((each, trusted[each.account]) for each in agreement.groups if each.account in trusted)
    groups = [read_group(looks, side, each.arn(agreement.partition)) for each, side in sides]
    return Assembly(
        identities=tuple(each for each in identities if each is not None),
        resources={each.arn: each for each in resources if each is not None},
        groups=tuple(each for each in groups if each is not None),
    )


_READERS = {"user": read_user, "role": read_role}
"""Of sessions and federated users nothing is read."""


def _is_of(side: Side, key_arn: str | None) -> bool:
    return key_arn is not None and arns.parse(key_arn).account == side.account


def read_facts(
    looks: Looks, agreement: Agreement, region: str | None, trusting: Side | None, trusted: Mapping[str, Side]
) -> Facts:
    """The facts of one agreement; the arguments are those of `read_live`."""
    facts = Facts()
    if trusting is not None:
        _look_at_resources(looks, facts, agreement, region, trusting)
    for principal in with_names(agreement.callers):
        side, arn = trusted.get(principal.account), principal.arn(agreement.partition)
        if side is not None and principal.has_long_term_credentials and arn not in looks.missing:
            name = arns.parse(arn).name
            devices = looks.at(f"MFA devices of {name}", side.client("iam").list_mfa_devices, UserName=name)
            if devices is not None:
                facts.mfa_devices[arn] = len(devices["MFADevices"])
    return facts


def _look_at_resources(looks: Looks, facts: Facts, agreement: Agreement, region: str | None, side: Side) -> None:
    for kind, permission, use in used(agreement):
        if use.owner == side.account and use.resource not in looks.missing:
            kind.look(looks, facts, permission, use, side, region)
        if _is_of(side, use.key):
            key = str(use.key)
            answer = looks.at(key, side.client("kms", arns.parse(key).region).describe_key, KeyId=key)
            if answer is not None:
                facts.key_state[key] = str(answer["KeyMetadata"]["KeyState"])
