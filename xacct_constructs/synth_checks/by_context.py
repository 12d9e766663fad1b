"""The checks turned on by context, where somebody of ours is at work in the app to read it.

The CDK has no context that loads a plug-in: an app without our constructs adds `XacctChecks` in one line of code.
"""

import aws_cdk as cdk

from xacct_constructs.synth_checks.context import CHECKS, KNOWN_ACCOUNTS, read_context
from xacct_constructs.synth_checks.plugin import XacctChecks


def add_by_context(app: cdk.Stage) -> tuple[str, ...]:
    """Add the checks to an app whose context has `xacct:checks`; `xacct:known-accounts` is taken along.

    Returns:
        The known accounts, with the checks or without.

    Raises:
        AgreementError: The context has a key `xacct:…` that there is not, or a value that its key does not take.
    """
    context = read_context(app.node.get_all_context())
    known_accounts: tuple[str, ...] = context.get(KNOWN_ACCOUNTS, ())
    if context.get(CHECKS):
        cdk.Validations.of(app).add_plugins(XacctChecks(known_accounts=known_accounts))
    return known_accounts
