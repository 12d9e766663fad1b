"""The checks turned on by context, where somebody of ours is at work in the app to read it.

The CDK has no context that loads a plug-in: an app without our constructs adds `XacctChecks` in one line of code.
"""

import aws_cdk as cdk

from xacct_constructs.synth_checks.context import CHECKS, KNOWN_ACCOUNTS, read_context
from xacct_constructs.synth_checks.plugin import XacctChecks


def add_by_context(app: cdk.Stage) -> bool:
    """Add the checks to an app whose context has `xacct:checks`; `xacct:known-accounts` is taken along.

    Returns:
        Whether they were added.

    Raises:
        AgreementError: The context has a key `xacct:…` that there is not, or a value that its key does not take.
    """
    context = read_context(app.node.get_all_context())
    if not context.get(CHECKS):
        return False
    cdk.Validations.of(app).add_plugins(XacctChecks(known_accounts=context.get(KNOWN_ACCOUNTS, ())))
    return True
