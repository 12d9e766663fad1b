"""IAM: AWS's evaluation logic over policy documents, from documents to a decision, and the only decider."""

from xacct_constructs.iam.caller_kind import CallerKind
from xacct_constructs.iam.conditions import Condition
from xacct_constructs.iam.decide import Decision, EvalDecision, Policies, ResourcePolicyKind, decide, decide_at
from xacct_constructs.iam.global_keys import EVERY_REQUEST, TRUTHS, has_always, has_never
from xacct_constructs.iam.operators import OPERATORS, Operator, moment, network, number
from xacct_constructs.iam.patterns import (
    action_matcher,
    action_matches,
    arn_matches,
    escaped,
    goes_past_colons,
    matches,
    pieces,
    split_arn_pattern,
)
from xacct_constructs.iam.policy import Bound, Policy, Reading, everything, statements_at, statements_of
from xacct_constructs.iam.principals import UNIQUE_ID, Match, Principals, account_of, unique_id_kind
from xacct_constructs.iam.request import (
    USER_ID,
    Caller,
    Context,
    Request,
    Values,
    role_of_session,
    session_of_arn,
)
from xacct_constructs.iam.statements import Statement
from xacct_constructs.iam.undecided import DependsError, UndecidedError
from xacct_constructs.origin import Origin

__all__ = [
    "EVERY_REQUEST",
    "OPERATORS",
    "TRUTHS",
    "UNIQUE_ID",
    "USER_ID",
    "Bound",
    "Caller",
    "CallerKind",
    "Condition",
    "Context",
    "Decision",
    "DependsError",
    "EvalDecision",
    "Match",
    "Operator",
    "Origin",
    "Policies",
    "Policy",
    "Principals",
    "Reading",
    "Request",
    "ResourcePolicyKind",
    "Statement",
    "UndecidedError",
    "Values",
    "account_of",
    "action_matcher",
    "action_matches",
    "arn_matches",
    "decide",
    "decide_at",
    "escaped",
    "everything",
    "goes_past_colons",
    "has_always",
    "has_never",
    "matches",
    "moment",
    "network",
    "number",
    "pieces",
    "role_of_session",
    "session_of_arn",
    "split_arn_pattern",
    "statements_at",
    "statements_of",
    "unique_id_kind",
]
