"""By which roles of its account somebody comes to a trusted role: by itself, and by others that may assume it."""

from collections.abc import Iterable, Iterator

from xacct_constructs.assembly import Identity
from xacct_constructs.iam import Bound
from xacct_constructs.principals import TrustedPrincipal, is_of_organization
from xacct_constructs.proof.lead import Lead
from xacct_constructs.proof.leading import Leading
from xacct_constructs.request_sets import WEB, Box, asked_of, kind_is, outsiders, product, resource_side
from xacct_constructs.services import resource_kind


def ways_to(trusted: Identity, leading: Leading) -> Iterator[tuple[Identity, Lead]]:
    """Each role by which others of another account may come to a trusted one, with the way from there.

    Whoever comes over a role of yet another account is let in by one of these all the same.
    """
    yield trusted, Lead()
    for other in leading.entered.get(trusted.account, ()):
        if other.arn != trusted.arn and (way := leading.way(other, trusted)):
            yield other, way


def ways_over(
    principals: Iterable[TrustedPrincipal], role: Identity | None, leading: Leading
) -> Iterator[tuple[Identity, Lead]]:
    """Each role by which others of another account may come to an agreed one, where a whole account may assume that.

    The account answers for whom it lets in, so that this is a doubt, whatever is shown.
    """
    whole = [each for each in principals if each.is_whole_account or is_of_organization(each)]
    if role is None or not whole:
        return
    accounts, anywhere = {each.account for each in whole}, any(map(is_of_organization, whole))
    for account, entered in leading.entered.items():
        for other in entered if account != role.account and (anywhere or account in accounts) else ():
            if role.arn in (each.arn for each in leading.behind(other, passing=True)):
                yield other, Lead(why=f"{other.arn} may come to {role.arn}, which its account may assume as a whole")


def let_in(role: Identity) -> list[Box]:
    """How those of other accounts enter a role, but for whoever signs in with an identity provider.

    Raises:
        UndecidedError: Its trust policy is not understood.
    """
    kind = resource_kind(role.arn)
    if kind is None or role.trust is None:
        return []
    others = [each for each in outsiders(role.account, kind.policy) if kind_is(WEB) not in each]
    return product(product(resource_side(role.trust.at(Bound.ABOVE)), [asked_of(role.arn)]), others)
