"""Proof: what an assembly as a whole lets through, held against what is agreed."""

from xacct_constructs.proof.access import Access
from xacct_constructs.proof.compare import AgreementChange, Change, Comparison, compare
from xacct_constructs.proof.identities import caller_of, session_of
from xacct_constructs.proof.prove import prove
from xacct_constructs.proof.verdict import Answer, Counterexample, Fault, Proof, Step

__all__ = [
    "Access",
    "AgreementChange",
    "Answer",
    "Change",
    "Comparison",
    "Counterexample",
    "Fault",
    "Proof",
    "Step",
    "caller_of",
    "compare",
    "prove",
    "session_of",
]
