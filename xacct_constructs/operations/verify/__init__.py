"""Use the access as agreed, and try the neighbours that must be refused, harming nothing.

Every request reads, but for writes on a condition that nothing meets: see `trying.conditional`.
"""

from xacct_constructs.operations.trying.line import Line, Outcome
from xacct_constructs.operations.verify.verification import Verification
from xacct_constructs.operations.verify.verifier import Verifier

__all__ = ["Line", "Outcome", "Verification", "Verifier"]
