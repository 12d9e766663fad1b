"""Validation: limits and checks of agreements and of the trusted half; returns findings."""

from xacct_constructs.validation.agreement import check_agreement
from xacct_constructs.validation.principals import identity
from xacct_constructs.validation.sizes import TRUST_POLICY, Quota
from xacct_constructs.validation.trusted import check_trusted, is_reference

__all__ = ["TRUST_POLICY", "Quota", "check_agreement", "check_trusted", "identity", "is_reference"]
