"""All rules over one assembly."""

from collections.abc import Iterable

from xacct_constructs.assembly import Assembly
from xacct_constructs.finding import Finding
from xacct_constructs.rules.rule import Judgement, judgement
from xacct_constructs.rules.subject import Subject
from xacct_constructs.rules.table import RULES


def judge(assembly: Assembly, *, known_accounts: Iterable[str] = ()) -> list[Judgement]:
    """Every finding of every rule, with the rule and the place.

    Args:
        assembly: What was read from the cloud assembly.
        known_accounts: Accounts that are no third party's. Default: those that the assembly has, or names as such.
    """
    subject = Subject(assembly, known_accounts)
    found = (judgement(rule, violation, assembly) for rule, check in RULES for violation in check(subject))
    # What AWS's own managed policies say stands in no template, and nobody here can write it otherwise.
    return list(dict.fromkeys(each for each in found if each.origin.stack))


def check_assembly(assembly: Assembly, *, known_accounts: Iterable[str] = ()) -> list[Finding]:
    """Every finding of every rule; the arguments are those of `judge`."""
    return [each.finding for each in judge(assembly, known_accounts=known_accounts)]
