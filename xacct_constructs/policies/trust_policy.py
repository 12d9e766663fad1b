"""The trust policy: who may assume the role, and under which conditions.

Source: IAM User Guide, "Roles terms and concepts" (role trust policy).
"""

import itertools
from typing import Any

from xacct_constructs.agreement import Agreement, Binding
from xacct_constructs.policies.document import document
from xacct_constructs.principals import TrustedAccount
from xacct_constructs.safeguards import TABLE
from xacct_constructs.values import Conditions, StatementJSON, scalar, with_conditions

Admission = tuple[dict[str, Any], Conditions]
"""A Principal element and the conditions that narrow it."""


def _admissions(agreement: Agreement) -> list[Admission]:
    named = [each for each in agreement.trusted_principals if not each.is_whole_account]
    whole = [each for each in agreement.trusted_principals if each.is_whole_account]
    found: list[Admission] = []
    arns = [principal.arn(agreement.partition) for principal in named]
    if named and agreement.binding is Binding.DIRECT_ARN:
        found.append(({"AWS": scalar(arns)}, {}))
    elif named:
        accounts = dict.fromkeys(_root(agreement, principal.account) for principal in named)
        found.append(({"AWS": scalar(list(accounts))}, {"ArnEquals": {"aws:PrincipalArn": scalar(arns)}}))
    if whole:
        found.append(({"AWS": scalar([_root(agreement, principal.account) for principal in whole])}, {}))
    return found


def _root(agreement: Agreement, account: str) -> str:
    return TrustedAccount(account=account).arn(agreement.partition)


def trust_policy(agreement: Agreement) -> dict[str, Any]:
    """The document that goes into the role; every safeguard that STS can judge stands in it."""
    statements: list[StatementJSON] = []
    alternatives = list(itertools.product(*(row.trust(agreement.safeguards) for row in TABLE)))
    further = [each for row in TABLE for each in row.actions(agreement.safeguards)]
    for principal, narrowing in _admissions(agreement):
        allow: StatementJSON = {"Effect": "Allow", "Principal": principal}
        assume = {**allow, "Action": "sts:AssumeRole"}
        statements += [with_conditions(assume, narrowing, *conditions) for conditions in alternatives]
        statements += [with_conditions({**allow, "Action": action}, narrowing, each) for action, each in further]
    return document(statements)
