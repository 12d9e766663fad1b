"""Whom a trust statement admits, as far as the statement itself says."""

import re

from xacct_constructs.iam import Condition, Statement, account_of


def required(statement: Statement, *keys: str) -> tuple[Condition, ...]:
    """The conditions that fail where one of these keys is absent; a key ending in `/` stands for all that begin so."""
    return tuple(
        each
        for each in statement.conditions
        if is_required(each) and any(_is_key(each.key.lower(), key) for key in keys)
    )


def is_required(condition: Condition) -> bool:
    """Whether the condition fails on an absent key."""
    if condition.operator is None or condition.if_exists or condition.quantifier == "forallvalues":
        return False
    return not condition.operator.negated or condition.quantifier == "foranyvalue"


def _is_key(given: str, key: str) -> bool:
    return given.startswith(key) if key.endswith("/") else given == key


def admits_anybody(statement: Statement) -> bool:
    """Whether its principals are everybody, or everybody but some."""
    principals = statement.principals
    return principals is not None and (principals.negated or "*" in principals.aws)


def admitted(statement: Statement) -> tuple[str, ...]:
    """Patterns of whom it admits: what it asks of `aws:PrincipalArn`, else the principals that it names."""
    asked = required(statement, "aws:principalarn")
    if asked:
        return asked[0].values
    principals = statement.principals
    return () if principals is None else (*principals.aws, *principals.services, *principals.federated)


def owner(named: str) -> str | None:
    """The account of a principal; None for a service, an identity provider or anybody."""
    found = re.match(r"arn:[a-z-]+:(?:iam|sts)::([^:]*):", named)
    return account_of(named) or (found[1] if found else None)


def is_role(named: str) -> bool:
    """Whether the principal is a role or one of its sessions."""
    return ":role/" in named or ":assumed-role/" in named


def without_path(arn: str) -> tuple[str, str]:
    """A user's or role's ARN without its path: account and kind, and the name, which is unique in them in any case."""
    return arn.split("/", 1)[0], arn.rsplit("/", 1)[-1].lower()
