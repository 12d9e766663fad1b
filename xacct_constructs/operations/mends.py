"""What mends: commands of the AWS CLI, with the policies that the agreement writes, or who decides.

None of them takes a guard away: a document that replaces another keeps its denies, and where the other asks for more
than the agreement there is no line.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Any

from xacct_constructs import arns
from xacct_constructs.agreement import Agreement
from xacct_constructs.assembly import Identity, UserGroup
from xacct_constructs.iam import Policy
from xacct_constructs.operations.found import PERMISSIONS, TRUST
from xacct_constructs.policies import assume_policy, permission_policy, trust_policy
from xacct_constructs.principals import GroupPrincipal, NamedPrincipal
from xacct_constructs.resources.trusted import ASSUME_POLICY_NAME
from xacct_constructs.resources.trusting import PERMISSIONS_POLICY_NAME
from xacct_constructs.values import listed

_WHO = "aws:principalarn"
"""Who is trusted; an agreement always says it, as a condition or as principals."""


class How(Enum):
    """Who decides, or does what is no command; what is wrong says the rest."""

    SEE_PROOF = auto()
    """The proof says what the templates lack."""
    UNDO = auto()
    """The revocation of this role is undone, if access may come back."""
    CONSOLE = auto()
    """Whoever revoked sessions in the console decides about this policy."""
    ENDED = auto()
    """The agreement has ended: its expiry is moved, or it is left so."""
    WRITER = auto()
    """Whoever wrote the deny of this place decides, which guards `wanted`."""
    PRESENT = auto()
    """The caller presents the external ID that is agreed."""
    ASKS_FOR_MORE = auto()
    """A document, of the role `wanted`, asks for several condition keys that are not agreed: its owner agrees."""
    KEPT_BY_AWS = auto()
    """IAM attaches nothing to this role: `wanted` writes the statements that it lacks."""
    CALLER_ACCOUNT = auto()
    """The caller's account allows several actions on this role."""
    RESOURCE_OWNER = auto()
    """The owner of this resource admits the role `wanted` in its policy."""
    BOUNDARY = auto()
    """Whoever set this boundary decides, and adds the statement."""
    BOUNDARY_OF = auto()
    """The same, of the boundary of this user or role."""
    AGREED_BOUNDARY = auto()
    """Or sets this boundary, which is agreed, in its place."""
    KEY_OWNER = auto()
    """The owner of this key adds the statement `wanted` to its policy."""


@dataclass(frozen=True, slots=True)
class Mend:
    """What somebody does who decides.

    Attributes:
        how: Who, and what.
        about: On what: an ARN, a name.
        wanted: What else it names.
        several: The same, where that may be several.
        statements: What is written in a policy. None: nothing.
        by_owner: Whether it is said to be the role's owner who does it.
    """

    how: How
    about: str = ""
    wanted: str = ""
    several: tuple[str, ...] = ()
    statements: Any = None
    by_owner: bool = False


@dataclass(frozen=True, slots=True)
class Command:
    """One command of the AWS CLI.

    Attributes:
        service: The service, as the CLI names it.
        operation: Its operation.
        options: What it is given, by the option's name; documents are values.
        flags: Options without a value.
        by_owner: Whether it is said to be the role's owner who runs it.
    """

    service: str
    operation: str
    options: Mapping[str, str | Mapping[str, Any] | Sequence[Any]]
    flags: tuple[str, ...] = ()
    by_owner: bool = False


def command(service: str, operation: str, **options: str | Mapping[str, Any] | Sequence[Any]) -> Command:
    """One command without flags; options are named as the API of Python names them."""
    return Command(service, operation, {name.replace("_", "-"): value for name, value in options.items()})


def trust(agreement: Agreement, found: Identity | None) -> Command | Mend:
    """Give the role the agreement's trust policy, or say so where the role's own asks for more.

    Args:
        agreement: Whose role it is.
        found: The role. None: it was not seen.
    """
    wanted, trusts = trust_policy(agreement), [found.trust] if found is not None and found.trust is not None else []
    if further := tuple(each for each in _further(wanted, trusts) if each.lower() != _WHO):
        return Mend(How.ASKS_FOR_MORE, TRUST, agreement.role_arn, further)
    document = _with_denies(wanted, trusts)
    return command("iam", "update-assume-role-policy", role_name=agreement.role_name, policy_document=document)


def permissions(agreement: Agreement, found: Identity | None) -> Command | Mend:
    """Give the role the agreement's permissions, or say so where the policy of that name asks for more.

    Args:
        agreement: Whose role it is.
        found: The role. None: it was not seen.
    """
    wanted = permission_policy(agreement)
    name = agreement.managed_policy_name
    managed = f"arn:{agreement.partition}:iam::{agreement.trusting_account}:policy/{name}"
    policies = _named(found, PERMISSIONS_POLICY_NAME) if name is None else _managed(found, managed)
    if further := _further(wanted, policies):
        return Mend(How.ASKS_FOR_MORE, PERMISSIONS, agreement.role_arn, further)
    document = _with_denies(wanted, policies)
    if name is not None:
        create = command("iam", "create-policy-version", policy_arn=managed, policy_document=document)
        return replace(create, flags=("set-as-default",))
    role = {"role_name": agreement.role_name, "policy_name": PERMISSIONS_POLICY_NAME}
    return command("iam", "put-role-policy", **role, policy_document=document)


def assuming(agreement: Agreement, principal: NamedPrincipal, found: Identity | UserGroup | None) -> Command | Mend:
    """Let the principal assume the role; what its policy of that name says already stays."""
    document = assume_policy([agreement.reference])
    wanted, arn = document["Statement"], arns.parse(principal.arn(agreement.partition))
    if not principal.holds_policies:
        return Mend(How.KEPT_BY_AWS, str(arn), principal.policy_owner, statements=wanted)
    for policy in _named(found, ASSUME_POLICY_NAME):
        statements = listed(policy.document["Statement"])
        document = {**document, "Statement": [*statements, *(each for each in wanted if each not in statements)]}
    name = {f"{arn.kind}_name": arn.name, "policy_name": ASSUME_POLICY_NAME}
    return command("iam", f"put-{arn.kind}-policy", **name, policy_document=document)


def joining(group: GroupPrincipal, user_name: str) -> Command:
    """Put a user into a group."""
    return command("iam", "add-user-to-group", group_name=group.name, user_name=user_name)


def _named(found: Identity | UserGroup | None, name: str) -> list[Policy]:
    """Its own inline policy of this name, if it is there; of an assembly all, since their names are not kept."""
    policies, place = (found.policies, (found.arn, f"inline policy {name}")) if found else ((), ())
    return [each for each in policies if each.origin.stack or each.origin[1:3] == place]


def _managed(found: Identity | None, arn: str) -> list[Policy]:
    policies = found.policies if found else ()
    return [each for each in policies if each.origin.stack or each.origin.template == arn]


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
