"""The roles of many agreements, each judged once."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from xacct_constructs.agreement import Agreement
from xacct_constructs.finding import Finding, error, told_of
from xacct_constructs.texts import shown
from xacct_constructs.validation import AgreementJudgement, judge_agreement


class JudgedRoles(NamedTuple):
    """What was found about agreements, and what was written of each.

    Attributes:
        findings: What was found, each with the agreement's place.
        judgements: In the order of the agreements.
    """

    findings: list[Finding]
    judgements: list[AgreementJudgement]


def judge_roles(
    agreements: Sequence[Agreement],
    *,
    today: datetime | None = None,
    trust_policy_characters: Callable[[str], int | None] = lambda _: None,
) -> JudgedRoles:
    """Judge each agreement, and whether two are about one role.

    Args:
        agreements: What to judge; an entry may be anything.
        today: The moment to judge expiries by. Default: an expiry in the past is not noticed.
        trust_policy_characters: A trusting account's quota on trust policies; None: 2,048. Default: that of each.
    """
    judged = JudgedRoles([], [])
    seen: set[tuple[str, str]] = set()
    for index, agreement in enumerate(agreements):
        quota = trust_policy_characters(str(getattr(agreement, "trusting_account", "")))
        found = judge_agreement(agreement, today=today, trust_policy_characters=quota)
        judged.judgements.append(found)
        if not isinstance(agreement, Agreement):
            judged.findings.extend(_placed(index, found.findings))
            continue
        if found.findings:
            judged.findings.extend(_placed(index, told_of(f"role {shown(agreement.role_name)}", found.findings)))
        key = (str(agreement.trusting_account), str(agreement.role_name).lower())
        if key in seen:
            message = f"repeats the role {shown(agreement.role_name)} of account {agreement.trusting_account}"
            fix = "names differ by more than case"
            judged.findings.append(error("XA502", f"agreements[{index}].role_name", message, fix))
        seen.add(key)
    return judged


def _placed(index: int, findings: Iterable[Finding]) -> list[Finding]:
    return [each._replace(path=f"agreements[{index}].{each.path}") for each in findings]
