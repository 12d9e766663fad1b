"""Proof: what an assembly as a whole lets through, held against what is agreed.

What a proof alone does not need is loaded when it is first touched (PEP 562): `cdk synth` waits for the rest.
"""

from typing import TYPE_CHECKING, Any

from xacct_constructs.proof.access import Access
from xacct_constructs.proof.agreed import Agreed, agreed
from xacct_constructs.proof.encryption import decryption
from xacct_constructs.proof.identities import caller_of, session_of
from xacct_constructs.proof.prove import prove
from xacct_constructs.proof.spreading import Parts, Spread, in_turn
from xacct_constructs.proof.verdict import Answer, Counterexample, Doubt, Fault, Proof, Step, ToCheck

if TYPE_CHECKING:
    from xacct_constructs.proof.adopting import Adoption, Proposed, adopt
    from xacct_constructs.proof.cdk_roles import is_named_as_cdk
    from xacct_constructs.proof.comparing import AgreementChange, Change, Comparison, Replacement, compare
    from xacct_constructs.proof.known_changes import KnownChange, Turn
    from xacct_constructs.proof.proposing import NotWritten

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
    "KnownChange",
    "NotWritten",
    "Parts",
    "Proof",
    "Proposed",
    "Replacement",
    "Spread",
    "Step",
    "ToCheck",
    "Turn",
    "adopt",
    "agreed",
    "caller_of",
    "compare",
    "decryption",
    "in_turn",
    "is_named_as_cdk",
    "prove",
    "session_of",
]


def __getattr__(name: str) -> Any:
    """Load a public name from the module it lives in."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from xacct_constructs.proof import adopting, cdk_roles, comparing, known_changes

    return next(getattr(each, name) for each in (adopting, cdk_roles, comparing, known_changes) if hasattr(each, name))
