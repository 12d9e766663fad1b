"""All that is said of an assembly, by rules and proof, each finding once and under one ID."""

from collections.abc import Iterable
from typing import NamedTuple

from xacct_constructs.assembly import Assembly
from xacct_constructs.proof import Proof
from xacct_constructs.rules.acknowledgement import Sorted, acknowledged_in, judge_unused, sort_out
from xacct_constructs.rules.judge import judge
from xacct_constructs.rules.known import judge_known
from xacct_constructs.rules.rule import Judgement
from xacct_constructs.rules.verdicts import judge_doors, judge_proof


class Told(NamedTuple):
    """All that is said of an assembly, and what of it the app acknowledges.

    Attributes:
        of_proof: Counterexamples, then doubts, in the proof's order.
        of_rules: What rules say, and acknowledgements that cover nothing.
        of_known: What is to be done about entries of known access, which nothing acknowledges.
        doors: Other doors, in the proof's order.
        found: What of all of them stands, and what is acknowledged.
    """

    of_proof: tuple[Judgement, ...]
    of_rules: tuple[Judgement, ...]
    of_known: tuple[Judgement, ...]
    doors: tuple[Judgement, ...]
    found: Sorted

    def reason(self, judged: Judgement) -> str | None:
        """Why the finding may stand; None: it is not acknowledged."""
        return next((by.reason for each, by in self.found.acknowledged if each == judged), None)


def tell(assembly: Assembly, proof: Proof, *, known_accounts: Iterable[str] = ()) -> Told:
    """Judge an assembly by every rule, and set what a proof found beside it.

    Args:
        assembly: What was read from the cloud assembly.
        proof: What was proven about it.
        known_accounts: Accounts that are no third party's. Default: those that the assembly has, or names as such.
    """
    of_proof, doors = tuple(judge_proof(proof, assembly)), tuple(judge_doors(proof, assembly))
    of_rules = judge(assembly, known_accounts=known_accounts)
    found = sort_out([*of_proof, *of_rules, *doors], acknowledged_in(assembly))
    return Told(of_proof, (*of_rules, *judge_unused(found)), tuple(judge_known(proof)), doors, found)
