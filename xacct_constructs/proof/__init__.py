"""Proof: decisions on requests, and what an assembly as a whole lets through."""

from xacct_constructs.proof.access import Access
from xacct_constructs.proof.compare import AgreementChange, Change, Comparison, compare
from xacct_constructs.proof.context import Caller, CallerKind, Request
from xacct_constructs.proof.decide import Decision, Policies, ResourcePolicyKind, Word, decide
from xacct_constructs.proof.prove import prove
from xacct_constructs.proof.undecided import UndecidedError
from xacct_constructs.proof.verdict import Answer, Counterexample, Fault, Proof, Step

__all__ = [
    "Access",
    "AgreementChange",
    "Answer",
    "Caller",
    "CallerKind",
    "Change",
    "Comparison",
    "Counterexample",
    "Decision",
    "Fault",
    "Policies",
    "Proof",
    "Request",
    "ResourcePolicyKind",
    "Step",
    "UndecidedError",
    "Word",
    "compare",
    "decide",
    "prove",
]
