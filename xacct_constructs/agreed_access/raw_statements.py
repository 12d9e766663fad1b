"""What `RawStatements` let the role's sessions ask for: what IAM reads in them."""

from xacct_constructs.agreed_access.meaning import Meaning
from xacct_constructs.agreement import Agreement
from xacct_constructs.iam import Origin, Policy
from xacct_constructs.permissions import RawStatements
from xacct_constructs.request_sets import Box, statement_boxes

_NEEDS_ITS_KEY = ("StringEquals", "StringEqualsIgnoreCase", "StringLike")


def raw_statements(raw: RawStatements, _: Agreement) -> Meaning:
    """What statements of the user's own allow and deny.

    Raises:
        UndecidedError: They hold something that is not known here.
    """
    policy = Policy({"Version": "2012-10-17", "Statement": list(raw.raw)}, Origin("", "the agreement", ""))
    allowed = [each for statement in policy.statements if statement.allows for each in statement_boxes(statement)]
    denied = [each for statement in policy.statements if not statement.allows for each in statement_boxes(statement)]
    return Meaning(
        direct=tuple(each for each in allowed if not _is_by_service(each)),
        by_service=tuple(each for each in allowed if _is_by_service(each)),
        denied=tuple(denied),
    )


def _is_by_service(found: Box) -> bool:
    """Whether only a service's calls on the caller's behalf lie in it; where the key may be absent, direct ones do."""
    asked = (each.condition for each in found if each.holds and each.condition.key == "kms:viaservice")
    return any(
        each.operator is not None
        and each.operator.name in _NEEDS_ITS_KEY
        and not each.if_exists
        and not each.quantifier
        for each in asked
    )
