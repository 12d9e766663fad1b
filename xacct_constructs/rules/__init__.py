"""Rules: what is wrong, or easily goes wrong, in the templates of an assembly; each with AWS's page."""

from xacct_constructs.rules.acknowledgement import (
    COVERS_NOTHING,
    Acknowledgement,
    Sorted,
    acknowledged_in,
    judge_unused,
    sort_out,
)
from xacct_constructs.rules.judge import check_assembly, judge
from xacct_constructs.rules.known import KNOWN, judge_known
from xacct_constructs.rules.rule import Judgement, Rule
from xacct_constructs.rules.table import RULES
from xacct_constructs.rules.told import Told, tell
from xacct_constructs.rules.verdicts import VERDICTS, judge_doors, judge_proof
from xacct_constructs.rules.violation import Violation

__all__ = [
    "COVERS_NOTHING",
    "KNOWN",
    "RULES",
    "VERDICTS",
    "Acknowledgement",
    "Judgement",
    "Rule",
    "Sorted",
    "Told",
    "Violation",
    "acknowledged_in",
    "check_assembly",
    "judge",
    "judge_doors",
    "judge_known",
    "judge_proof",
    "judge_unused",
    "sort_out",
    "tell",
]
