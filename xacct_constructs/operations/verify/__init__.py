"""Use the access as agreed, and try the neighbours that must be refused, harming nothing.

Every request to S3 names the bucket's owner. Every one reads, but one: see `kinds.s3_read.writing`.
"""

from xacct_constructs.operations.trying.line import Line, Outcome
from xacct_constructs.operations.verify.verification import Verification
from xacct_constructs.operations.verify.verifier import Verifier

__all__ = ["Line", "Outcome", "Verification", "Verifier"]
