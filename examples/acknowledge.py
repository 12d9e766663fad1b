"""Acknowledging a rule of cdk-nag's AwsSolutions pack, where an example means what the rule reports.

It is metadata of the CDK's own, so an example runs without cdk-nag installed.
"""

import aws_cdk as cdk
from constructs import Construct


def acknowledge(construct: Construct, rule: str, *, reason: str) -> None:
    """Say why a rule may stand against this construct and those below it.

    Args:
        construct: What the rule reports, or a construct around it.
        rule: As cdk-nag reports it, with the finding in brackets: `AwsSolutions-IAM5[Resource::ARN]`.
        reason: For whoever reviews the validation report, which carries it.
    """
    # Validations.of(construct).acknowledge(…) writes the same, but that of aws-cdk-lib 2.257 refuses an ARN in a rule.
    construct.node.add_metadata(cdk.Validations.ACKNOWLEDGED_RULES_METADATA_KEY, {f"AwsSolutions::{rule}": reason})
