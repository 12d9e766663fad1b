"""The checks turned on by context, where somebody of ours is at work in the app to read it.

The CDK has no context that loads a plug-in: an app without our constructs adds `XacctChecks` in one line of code.
"""

import aws_cdk as cdk

from xacct_constructs.names import CHECKS_CONTEXT
from xacct_constructs.synth_checks.plugin import XacctChecks

KNOWN_ACCOUNTS = "xacct:known-accounts"


def add_by_context(app: cdk.Stage) -> bool:
    """Add the checks to an app whose context has `xacct:checks`; `xacct:known-accounts` is taken along.

    Returns:
        Whether they were added.
    """
    if str(app.node.try_get_context(CHECKS_CONTEXT)).lower() != "true":
        return False
    known = app.node.try_get_context(KNOWN_ACCOUNTS) or ()
    accounts = known.split(",") if isinstance(known, str) else known
    cdk.Validations.of(app).add_plugins(XacctChecks(known_accounts=[str(each).strip() for each in accounts]))
    return True
