"""What S3 calls public: a statement that lets in more than fixed principals, networks or sources.

Source: Amazon S3 User Guide, "Blocking public access to your Amazon S3 storage", "The meaning of 'public'".
"""

from xacct_constructs.iam import Condition, Statement, UndecidedError, network

_NARROWING = (
    *("aws:SourceAccount", "aws:SourceArn", "aws:SourceIp", "aws:SourceOwner", "aws:SourceVpc", "aws:SourceVpce"),
    *("aws:PrincipalOrgID", "aws:userid", "s3:DataAccessPointAccount", "s3:DataAccessPointArn"),
)
"""Keys by a fixed value of which a statement is not public."""
_PERHAPS = (
    *("aws:PrincipalAccount", "aws:PrincipalArn", "aws:PrincipalOrgPaths", "aws:SourceOrgID", "aws:SourceOrgPaths"),
    *("aws:SourceVpcArn", "aws:VpceAccount", "aws:VpceOrgID", "aws:VpceOrgPaths"),
)
"""Keys of which S3 does not say so, and that narrow as well."""
_UNSAID = (
    *("aws:FederatedProvider", "aws:PrincipalIsAWSService", "aws:PrincipalServiceName", "aws:PrincipalTag/"),
    *("aws:PrincipalType", "aws:SourceIdentity", "aws:username", "s3:x-amz-server-side-encryption-aws-kms-key-id"),
)
"""How keys begin of which S3 does not say so, or said it once, and that anybody may have."""
_FIXING = frozenset(("StringEquals", "StringEqualsIgnoreCase", "StringLike", "ArnEquals", "ArnLike", "IpAddress"))
_BROADEST = {4: 8, 6: 32}
"""The shortest prefix of a range, by its version, by which a statement is not public."""


def is_public(statement: Statement | UndecidedError) -> bool | None:
    """Whether a statement makes its bucket's policy public; None where that turns on more than is known here."""
    if isinstance(statement, UndecidedError):
        return None
    if not statement.allows or statement.principals is None:
        return False
    principals = statement.principals
    narrowing = [each for each in statement.conditions if _is_of(each, _NARROWING)]
    if any(_is_fixed(each) for each in narrowing):
        return False
    if "*" not in principals.aws and not principals.negated:
        # Whom deployment settles may be anybody, and whoever signs in with a provider may be.
        return None if principals.federated or any("${" in each for each in principals.aws) else False
    return None if narrowing or any(_is_of(each, _PERHAPS) for each in statement.conditions) else True


def is_restricted(statement: Statement | UndecidedError) -> bool | None:
    """Whether S3 takes the policy for public because of the statement, and refuses others; None: it is not said."""
    found = is_public(statement)
    if not found or isinstance(statement, UndecidedError):
        return found
    begins = tuple(map(str.lower, _UNSAID))
    unsaid = (each.unsaid(variables=statement.variables) for each in statement.conditions)
    return None if any(unsaid) or any(each.key.lower().startswith(begins) for each in statement.conditions) else True


def _is_of(condition: Condition, keys: tuple[str, ...]) -> bool:
    return condition.key.lower() in map(str.lower, keys)


def _is_fixed(condition: Condition) -> bool:
    """Whether it holds for written values alone."""
    operator, is_plain = condition.operator, not condition.if_exists and not condition.quantifier
    if operator is None or operator.name not in _FIXING or not is_plain or not condition.values:
        return False
    if operator.name == "IpAddress":
        return all(map(_is_narrow, condition.values))
    return not any(set(value) & set("*?$") for value in condition.values)


def _is_narrow(text: str) -> bool:
    try:
        found = network(text)
    except UndecidedError:
        return False
    return found.prefixlen >= _BROADEST[found.version]
