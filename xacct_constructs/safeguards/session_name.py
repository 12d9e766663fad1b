"""Role session name: an IAM user can only appear in the trusting account's trail under its own name.

Source: IAM User Guide, "IAM and AWS STS condition context keys", sts:RoleSessionName.
"""

from collections.abc import Iterator

from xacct_constructs.finding import Finding, error
from xacct_constructs.names import check_flag
from xacct_constructs.principals import callers_of, is_named
from xacct_constructs.quotas import ROLE_SESSION_NAME
from xacct_constructs.safeguards.row import Row, Setting
from xacct_constructs.safeguards.safeguards import Safeguards
from xacct_constructs.values import Conditions


def _trust(safeguards: Safeguards) -> tuple[Conditions]:
    if not safeguards.session_name_is_user_name:
        return ({},)
    return ({"StringLike": {"sts:RoleSessionName": "${aws:username}"}},)


def _check(given: Setting) -> Iterator[Finding]:
    asked = given.safeguards.session_name_is_user_name
    yield from check_flag("safeguards.session_name_is_user_name", asked)
    if not asked:
        return
    for index, principal in enumerate(given.principals):
        if not principal.has_user_name:
            message = (
                f"can never be met by trusted_principals[{index}]: a {principal.kind}'s sessions have no aws:username"
            )
            fix = "trust IAM users, or use source_identities"
            yield error("XA207", "safeguards.session_name_is_user_name", message, fix)
        elif any(is_named(each) and len(str(each.name)) < ROLE_SESSION_NAME.least for each in callers_of(principal)):
            least = f"a session name has {ROLE_SESSION_NAME.least} characters or more"
            message = f"can never be met by trusted_principals[{index}]: {least}"
            yield error("XA207", "safeguards.session_name_is_user_name", message, "leave it out for this user")


ROW = Row(check=_check, trust=_trust)
