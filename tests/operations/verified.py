"""Verify, as the agreement's own user would run it."""

from typing import Any

from tests.operations.made import Made
from tests.operations.profiles import Profiles
from xacct_constructs.client import assume
from xacct_constructs.local import story
from xacct_constructs.operations.verify import Line, Verification, Verifier


def user_session(made: Made, profiles: Profiles) -> Any:
    """A boto3 session of the agreement's user, with a key of hers."""
    if not profiles.has(made.user):
        profiles.add(made.user, story.make_access_key(made.accounts.clients, story.TRUSTED_ACCOUNT, made.user))
    return profiles.session(made.user)


def verified(made: Made, profiles: Profiles, *, session: Any = None, **options: Any) -> Verification:
    """What verify sees.

    Args:
        made: Whose agreement and user.
        profiles: Where the user's profile is, or is put.
        session: Acts as the role. Default: one of the user's.
        options: Verify's own.
    """
    own = user_session(made, profiles)
    acting = session or assume(made.agreement, session=own)
    return Verifier(made.agreement, own, acting, region=story.REGION, **options).verify()


def line(verification: Verification, begins: str) -> Line:
    """The line about something."""
    return next(each for each in verification.lines if each.what.startswith(begins))
