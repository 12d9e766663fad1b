"""Report: what a proof, a decision or a comparison comes to, for people and for programs."""

from xacct_constructs.report.agreed import AgreedRow, agreed_rows
from xacct_constructs.report.decision import asked_keys, decision_data, decision_text
from xacct_constructs.report.difference import difference_data, difference_text
from xacct_constructs.report.proof_data import proof_data
from xacct_constructs.report.proof_text import proof_text
from xacct_constructs.report.sarif import sarif

__all__ = [
    "AgreedRow",
    "agreed_rows",
    "asked_keys",
    "decision_data",
    "decision_text",
    "difference_data",
    "difference_text",
    "proof_data",
    "proof_text",
    "sarif",
]
