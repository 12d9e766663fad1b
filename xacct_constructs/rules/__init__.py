"""Rules: what is wrong, or easily goes wrong, in the templates of an assembly; each with AWS's page."""

from xacct_constructs.rules.acknowledgement import Acknowledgement, parse_acknowledgement, sort_out
from xacct_constructs.rules.judge import check_assembly, judge
from xacct_constructs.rules.rule import Judgement, Rule
from xacct_constructs.rules.table import RULES
from xacct_constructs.rules.verdicts import VERDICTS, judge_doors, judge_proof
from xacct_constructs.rules.violation import Violation

__all__ = [
    "RULES",
    "VERDICTS",
    "Acknowledgement",
    "Judgement",
    "Rule",
    "Violation",
    "check_assembly",
    "judge",
    "judge_doors",
    "judge_proof",
    "parse_acknowledgement",
    "sort_out",
]
