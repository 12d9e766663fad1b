"""Proof: what an assembly as a whole lets through, held against what is agreed."""

from xacct_constructs.proof.access import Access
from xacct_constructs.proof.adopting import Adoption, Proposed, adopt
from xacct_constructs.proof.agreed import Agreed, agreed
from xacct_constructs.proof.compare import AgreementChange, Change, Comparison, Replacement, compare
from xacct_constructs.proof.encryption import decryption
from xacct_constructs.proof.identities import caller_of, session_of
from xacct_constructs.proof.proposing import NotWritten
from xacct_constructs.proof.prove import prove
from xacct_constructs.proof.verdict import Answer, Counterexample, Doubt, Fault, Proof, Step

__all__ = [
    "Access",
    "Adoption",
    "Agreed",
    "AgreementChange",
    "Answer",
    "Change",
    "Comparison",
    "Counterexample",
    "Doubt",
    "Fault",
    "NotWritten",
    "Proof",
    "Proposed",
    "Replacement",
    "Step",
    "adopt",
    "agreed",
    "caller_of",
    "compare",
    "decryption",
    "prove",
    "session_of",
]
