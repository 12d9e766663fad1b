"""Findings as CDK warnings, which a user can acknowledge by their code."""

from collections.abc import Iterable

import aws_cdk as cdk
from constructs import Construct

from xacct_constructs.finding import Finding


def warn(scope: Construct, findings: Iterable[Finding]) -> None:
    """Attach each finding to the scope.

    `cdk.Annotations.of(scope).acknowledge_warning("xacct:XA022", "the reason")` takes one away.
    """
    for finding in findings:
        cdk.Annotations.of(scope).add_warning_v2(f"xacct:{finding.code}", str(finding))
