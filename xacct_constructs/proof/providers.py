"""Identity providers behind a role, with whom their conditions admit.

Source: IAM User Guide, "Create a role for OpenID Connect federation" and "Create a role for SAML 2.0 federation".
"""

from collections.abc import Iterator

from xacct_constructs.assembly import Identity
from xacct_constructs.iam import Bound, Condition, Statement

_SUBJECTS = (":sub", "saml:sub", "saml:namequalifier")
"""How the keys end by which a provider says who signs in."""


def providers(role: Identity) -> Iterator[tuple[str, str]]:
    """Each provider whose people a statement of its trust policy lets in, and a sentence about whom."""
    for each in role.trust.at(Bound.ABOVE) if role.trust else ():
        if each.allows and each.principals is not None:
            for provider in each.principals.federated:
                yield provider, f"{provider} signs in to {role.arn} only whom it should: {_admitted(each)}."


def _admitted(statement: Statement) -> str:
    """Whom its conditions admit, in words."""
    said = [_words(each) for each in statement.conditions]
    if not any(each.key.lower().endswith(_SUBJECTS) for each in statement.conditions):
        said.append("whoever that is, since no condition asks for a subject")
    return " and ".join(said)


def _words(condition: Condition) -> str:
    operator = condition.operator.name if condition.operator else "Null"
    return f"{condition.key} {operator} {' or '.join(condition.values)}"
