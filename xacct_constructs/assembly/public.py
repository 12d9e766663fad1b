"""What S3 calls public: a statement that lets in more than fixed principals, networks or sources.

Source: Amazon S3 User Guide, "Blocking public access to your Amazon S3 storage", "The meaning of 'public'".
"""

from xacct_constructs.iam import Condition, Statement, UndecidedError

_NARROWING = (
    *("aws:SourceAccount", "aws:SourceArn", "aws:SourceIp", "aws:SourceOwner", "aws:SourceVpc", "aws:SourceVpce"),
    *("aws:PrincipalOrgID", "aws:userid", "s3:DataAccessPointAccount", "s3:DataAccessPointArn"),
)
"""Keys by a fixed value of which a statement is not public."""
_PERHAPS = (
    "aws:PrincipalAccount",
    "aws:PrincipalArn",
    "aws:PrincipalOrgPaths",
    "aws:SourceOrgID",
    "aws:SourceOrgPaths",
)
"""Keys of which S3 does not say so, and that narrow as well."""
_FIXING = frozenset(("StringEquals", "StringEqualsIgnoreCase", "StringLike", "ArnEquals", "ArnLike", "IpAddress"))


def is_public(statement: Statement | UndecidedError) -> bool | None:
    """Whether a statement makes its bucket's policy public; None where that turns on more than is known here."""
    if isinstance(statement, UndecidedError):
        return None
    if not statement.allows or statement.principals is None:
        return False
    if "*" not in statement.principals.aws and not statement.principals.negated:
        # Whom deployment settles may be anybody.
        return None if any("${" in each for each in statement.principals.aws) else False
    narrowing = [each for each in statement.conditions if _is_of(each, _NARROWING)]
    if any(_is_fixed(each) for each in narrowing):
        return False
    return None if narrowing or any(_is_of(each, _PERHAPS) for each in statement.conditions) else True


def _is_of(condition: Condition, keys: tuple[str, ...]) -> bool:
    return condition.key.lower() in map(str.lower, keys)


def _is_fixed(condition: Condition) -> bool:
    """Whether it holds for written values alone."""
    operator = condition.operator
    if operator is None or operator.name not in _FIXING or condition.if_exists or condition.quantifier:
        return False
    return not any(set(value) & set("*?$") or value.endswith("/0") for value in condition.values)
