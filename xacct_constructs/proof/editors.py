"""Who comes from elsewhere and may edit IAM in a trusted account: it answers for them, and they are named."""

from collections.abc import Iterator

from xacct_constructs.assembly import Identity
from xacct_constructs.proof import checking
from xacct_constructs.proof.agreed_on import AgreedOn
from xacct_constructs.proof.lead import Lead, permissions
from xacct_constructs.proof.leading import Leading
from xacct_constructs.proof.verdict import ToCheck


def editors(leading: Leading, agreed_on: AgreedOn) -> Iterator[ToCheck]:
    """Each role of a trusted account that lets in others than that, and may edit IAM there, or for all that is known.

    In a trusting account such a role is a door, and counts.
    """
    for account in sorted((agreed_on.accounts | agreed_on.trusted) - agreed_on.trusting):
        for role in leading.entered.get(account, ()):
            behind = (each for each in leading.behind(role, passing=True) if each.account == account)
            whys = (_edits(each, leading) for each in behind)
            if role.arn not in agreed_on.identities and (why := next(filter(None, whys), "")):
                what = f"{role.arn} lets in others than its account, and so they may act as whoever is trusted there"
                yield checking.at_trust(f"{what}: {why}.", role.arn)


def _edits(role: Identity, leading: Leading) -> str:
    """Why a role may edit IAM, itself or as one of bootstrap's; empty: it may not."""
    own = permissions(role)
    if isinstance(own, Lead):
        return own.why
    return next((each.why for each in leading.administers(role, own)), "")
