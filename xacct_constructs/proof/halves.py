"""Agreements of which the trusted half is here, and whom the role lets in is not: another owner says that.

The role is another owner's, or it is there already; what is proven goes as far as the half that is here.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

from xacct_constructs.agreement import Agreement
from xacct_constructs.assembly import Assembly, Identity, UserGroup
from xacct_constructs.iam import Origin, Policy
from xacct_constructs.principals import with_names
from xacct_constructs.proof.access import Access
from xacct_constructs.proof.groups import groups_of, refused_by_groups, refused_to
from xacct_constructs.proof.lacking_keys import lacking_keys
from xacct_constructs.proof.narrowing import Narrowing
from xacct_constructs.proof.showing import Showing
from xacct_constructs.proof.verdict import Counterexample, Doubt
from xacct_constructs.request_sets import Box

_LETS_IN = {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:*"}
_ASKS = {"Effect": "Allow", "Action": "*", "Resource": "*"}
_OTHER = Origin("", "the role's trust policy, which is not here, taken to let in whom it should", "")
_OWN = Origin("", "the role's own policies, which are not here, taken to allow what they should", "")


def is_half(assembly: Assembly, agreement: Agreement) -> bool:
    """Whether some of an agreement's people are here, and no stack can be of the account that owns its role."""
    accounts = assembly.accounts
    if not accounts or agreement.trusting_account in accounts or not all(map(str.isdigit, accounts)):
        return False
    return any(_here(assembly, agreement))


def _here(assembly: Assembly, agreement: Agreement) -> Iterator[Identity | UserGroup]:
    """The principals that the templates make, or give policies to."""
    yield from (found for _, found in groups_of(assembly, agreement))
    found = (assembly.identity(each.arn(agreement.partition)) for each in with_names(agreement.callers))
    yield from (each for each in found if each is not None)


def with_role(access: Access, agreement: Agreement) -> Access:
    """The assembly, with the role as one that lets in whoever asks, and may ask for anything itself."""
    trust = Policy({"Version": "2012-10-17", "Statement": [_LETS_IN]}, _OTHER)
    own = Policy({"Version": "2012-10-17", "Statement": [_ASKS]}, _OWN)
    role = Identity(agreement.role_arn, agreement.trusting_account, _OTHER, (own,), trust=trust)
    return Access(access.assembly.with_identity(role), access.organized.organization)


def refused_here(
    access: Access, agreement: Agreement, agreed: Sequence[Box], today: datetime | None
) -> Iterator[Counterexample | Doubt]:
    """What is refused by the side that is here, the role letting in whoever asks.

    Of each of the people, by their own side; of a role that is not here, by what is agreed on in a third account.

    Args:
        access: The assembly.
        agreement: The agreement.
        agreed: What the role's sessions ask for.
        today: The moment to judge by, if there is one.

    Raises:
        UndecidedError: A policy is not understood.
    """
    whole = with_role(access, agreement)
    for principal in agreement.callers:
        yield from refused_to(whole, agreement, principal)
    yield from refused_by_groups(whole, agreement)
    role = whole.assembly.identity(agreement.role_arn)
    if role is not None and access.assembly.identity(agreement.role_arn) is None:
        yield from _refused_there(whole, agreement, role, agreed, today)


def _refused_there(
    whole: Access, agreement: Agreement, role: Identity, agreed: Sequence[Box], today: datetime | None
) -> Iterator[Counterexample | Doubt]:
    found, undecided = list[Counterexample](), list[Doubt]()
    showing = Showing(whole, Narrowing(whole), {role.arn: agreement}, found, undecided)
    missing, doubts = lacking_keys(whole, agreement, role, agreed)
    for each in missing:
        showing.refused(role.arn, each, today, role)
    yield from doubts
    yield from found
    yield from undecided
