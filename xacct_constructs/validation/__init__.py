"""Validation: limits and checks of agreements and of the trusted half; returns findings."""

from xacct_constructs.validation.agreement import AgreementJudgement, check_agreement, judge_agreement
from xacct_constructs.validation.trusted import (
    TrustedJudgement,
    check_references,
    check_trusted,
    is_reference,
    judge_trusted,
    policy_for,
)

__all__ = [
    "AgreementJudgement",
    "TrustedJudgement",
    "check_agreement",
    "check_references",
    "check_trusted",
    "is_reference",
    "judge_agreement",
    "judge_trusted",
    "policy_for",
]
