"""The lines that mend: commands of the AWS CLI, with the policies that the agreement writes.

None of them takes a guard away: a document that replaces another keeps its denies, and where the other asks for more
than the agreement there is no line.
"""

import json
import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from xacct_constructs import arns
from xacct_constructs.agreement import Agreement
from xacct_constructs.assembly import Identity
from xacct_constructs.iam import Policy
from xacct_constructs.policies import assume_policy, permission_policy, trust_policy
from xacct_constructs.principals import TrustedPrincipal
from xacct_constructs.resources.trusted import ASSUME_POLICY_NAME
from xacct_constructs.resources.trusting import PERMISSIONS_POLICY_NAME
from xacct_constructs.values import listed

_WHO = "aws:principalarn"
"""Who is trusted; an agreement always says it, as a condition or as principals."""


def line(service: str, operation: str, **options: str | Mapping[str, Any] | Sequence[Any]) -> str:
    """One command of the AWS CLI; documents are written as JSON."""
    words = ["aws", service, operation]
    for name, value in options.items():
        words += [f"--{name.replace('_', '-')}", value if isinstance(value, str) else json.dumps(value)]
    return shlex.join(words)


def trust(agreement: Agreement, found: Identity | None) -> str:
    """Give the role the agreement's trust policy, in words where the role's own asks for more.

    Args:
        agreement: Whose role it is.
        found: The role. None: it was not seen.
    """
    wanted, trusts = trust_policy(agreement), [found.trust] if found is not None and found.trust is not None else []
    if further := [each for each in _further(wanted, trusts) if each.lower() != _WHO]:
        return _asks_for_more(f"the trust policy of {agreement.role_arn}", further)
    document = _with_denies(wanted, trusts)
    return line("iam", "update-assume-role-policy", role_name=agreement.role_name, policy_document=document)


def permissions(agreement: Agreement, found: Identity | None) -> str:
    """Give the role the agreement's permissions, in words where the policy of that name asks for more.

    Args:
        agreement: Whose role it is.
        found: The role. None: it was not seen.
    """
    wanted = permission_policy(agreement)
    name = agreement.managed_policy_name
    managed = f"arn:{agreement.partition}:iam::{agreement.trusting_account}:policy/{name}"
    policies = _named(found, PERMISSIONS_POLICY_NAME) if name is None else _managed(found, managed)
    if further := _further(wanted, policies):
        return _asks_for_more(f"the permission policy of {agreement.role_arn}", further)
    document = _with_denies(wanted, policies)
    if name is not None:
        create = line("iam", "create-policy-version", policy_arn=managed, policy_document=document)
        return f"{create} --set-as-default"
    role = {"role_name": agreement.role_name, "policy_name": PERMISSIONS_POLICY_NAME}
    return line("iam", "put-role-policy", **role, policy_document=document)


def assuming(agreement: Agreement, principal: TrustedPrincipal, found: Identity | None) -> str:
    """Let the principal assume the role; what its policy of that name says already stays."""
    document = assume_policy([agreement.reference])
    wanted, arn = document["Statement"], arns.parse(principal.arn(agreement.partition))
    if not principal.holds_policies:
        text = f"IAM attaches no policy to {arn}, which AWS keeps: {principal.policy_owner} writes what it may do"
        return f"{text}; it lacks: {json.dumps(wanted)}"
    for policy in _named(found, ASSUME_POLICY_NAME):
        statements = listed(policy.document["Statement"])
        document = {**document, "Statement": [*statements, *(each for each in wanted if each not in statements)]}
    name = {f"{arn.kind}_name": arn.name, "policy_name": ASSUME_POLICY_NAME}
    return line("iam", f"put-{arn.kind}-policy", **name, policy_document=document)


def _named(found: Identity | None, name: str) -> list[Policy]:
    """The inline policy of this name, if it is there; of an assembly all, since their names are not kept."""
    policies = found.policies if found else ()
    return [each for each in policies if each.origin.stack or each.origin.logical_id == f"inline policy {name}"]


def _managed(found: Identity | None, arn: str) -> list[Policy]:
    policies = found.policies if found else ()
    return [each for each in policies if each.origin.stack or each.origin.template == arn]


def _asks_for_more(document: str, further: Iterable[str]) -> str:
    asked = ", ".join(further)
    return f"{document} asks for {asked} besides: its owner agrees on that with you, or takes it out and deploys again"


def _with_denies(wanted: Mapping[str, Any], policies: Iterable[Policy]) -> dict[str, Any]:
    """The document, with the denies of those that it replaces."""
    denies = [each for each in _written(policies) if each.get("Effect") != "Allow"]
    return {
        **wanted,
        "Statement": [*wanted["Statement"], *(each for each in denies if each not in wanted["Statement"])],
    }


def _further(wanted: Mapping[str, Any], policies: Iterable[Policy]) -> tuple[str, ...]:
    """The condition keys that the allows of policies ask for, and the document nowhere does."""
    agreed = {key.lower() for each in wanted["Statement"] for key in _keys(each)}
    allows = (each for each in _written(policies) if each.get("Effect") == "Allow")
    return tuple(dict.fromkeys(key for each in allows for key in _keys(each) if key.lower() not in agreed))


def _written(policies: Iterable[Policy]) -> Iterator[Mapping[str, Any]]:
    return (each for policy in policies for each in listed(policy.document["Statement"]))


def _keys(statement: Mapping[str, Any]) -> Iterator[str]:
    return (key for keys in statement.get("Condition", {}).values() for key in keys)
