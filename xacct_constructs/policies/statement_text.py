"""Statements as text, for whoever has to add them by hand."""

import json

from xacct_constructs.agreement import Agreement
from xacct_constructs.policies.trust_policy import trust_policy


def trust_statements_text(agreement: Agreement) -> str:
    """The trust policy's statements as JSON."""
    return json.dumps(trust_policy(agreement)["Statement"])
