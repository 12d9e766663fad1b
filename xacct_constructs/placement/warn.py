"""Findings as CDK warnings, which a user can acknowledge by their ID."""

from collections.abc import Iterable

import aws_cdk as cdk
from constructs import Construct

from xacct_constructs.finding import Finding
from xacct_constructs.names import acknowledged_as


def warn(scope: Construct, findings: Iterable[Finding]) -> None:
    """Attach each finding to the scope, by the name that the checks at synth give it too.

    `cdk.Validations.of(scope).acknowledge(cdk.Acknowledgment(id=…, reason=…))` takes one away, and keeps the reason.
    """
    for finding in findings:
        cdk.Annotations.of(scope).add_warning_v2(acknowledged_as(finding.id), str(finding))
