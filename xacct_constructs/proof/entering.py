"""Whether the agreement's own people come into its role: what their own policies, and the role's, may refuse them."""

from xacct_constructs.agreed_access import admitted
from xacct_constructs.agreement import Agreement
from xacct_constructs.iam import Bound, statements_at
from xacct_constructs.principals import TrustedPrincipal, is_named
from xacct_constructs.proof.identities import own_side
from xacct_constructs.proof.organization import Organized
from xacct_constructs.proof.organized_sets import placed, withheld
from xacct_constructs.request_sets import Box, asked_of, denied_by, product, subtract


def refused(
    organized: Organized, agreement: Agreement, principal: TrustedPrincipal, trust: list[Box], agreed: list[Box]
) -> list[Box]:
    """What one of them may be refused of what is agreed.

    Args:
        organized: The assembly, under its organization's policies.
        agreement: What is agreed.
        principal: One of its principals.
        trust: What the role's trust policy lets through at least.
        agreed: What its principals are to ask for.
    """
    caller = admitted(agreement, principal)
    asked = product([each for each in agreed if caller <= each], [asked_of(agreement.role_arn)])
    wanted = placed(organized, principal.account, asked)
    allowed, denied = trust, list[Box]()
    identity = organized.assembly.identity(principal.arn(agreement.partition)) if is_named(principal) else None
    if identity is not None and identity.existing:
        denied = denied_by(statements_at(Bound.BELOW, *identity.policies), Bound.BELOW)
    elif identity is not None:
        allowed = product(trust, own_side(identity, Bound.BELOW))
    missing = subtract(wanted, allowed) + product(wanted, denied)
    return [*missing, *withheld(organized, agreement, principal.account, wanted)]
