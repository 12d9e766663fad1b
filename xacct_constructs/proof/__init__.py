"""Proof: decisions on requests, and what an assembly as a whole lets through."""

from xacct_constructs.proof.access import Access
from xacct_constructs.proof.context import Caller, CallerKind, Request
from xacct_constructs.proof.decide import Decision, Policies, ResourcePolicyKind, Word, decide
from xacct_constructs.proof.undecided import UndecidedError

__all__ = [
    "Access",
    "Caller",
    "CallerKind",
    "Decision",
    "Policies",
    "Request",
    "ResourcePolicyKind",
    "UndecidedError",
    "Word",
    "decide",
]
