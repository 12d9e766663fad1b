"""Which account a thing belongs to, as far as the app can know."""

import re

import aws_cdk as cdk
from constructs import Construct

from xacct_constructs import arns

_ACCOUNT = re.compile(r"[0-9]{12}")
_S3_ARN = re.compile(r"arn:[^:]+:s3:::([a-z0-9.-]+)(/.*)?")


def account_of(resource_arn: str) -> str | None:
    """The account written in an ARN, or else that of the construct which a token in it stands for; None if unknown."""
    account = arns.parse(resource_arn).account if arns.is_arn(resource_arn) else ""
    if _ACCOUNT.fullmatch(account):
        return account
    if "${Token[" not in resource_arn:
        return None
    for token in cdk.Tokenization.reverse_string(resource_arn).tokens:
        if isinstance(token, cdk.Reference):
            account = cdk.Stack.of(token.target).account
            if _ACCOUNT.fullmatch(account):
                return account
    return None


def imported_bucket_name(resource_arn: str) -> str | None:
    """The bucket's name where it is written out; a bucket's ARN names no account, so it is looked up at synthesis."""
    match = _S3_ARN.fullmatch(resource_arn)
    return match[1] if match else None


def bucket_account(scope: Construct, bucket_names: set[str], own: str) -> tuple[str, str] | None:
    """Name and account of the first of these buckets that the app says another account owns; None without one."""
    for construct in scope.node.root.node.find_all():
        if isinstance(construct, cdk.Resource) and hasattr(construct, "bucket_name"):
            account = construct.env.account
            name = construct.bucket_name
            if name in bucket_names and account != own and _ACCOUNT.fullmatch(account):
                return name, account
    return None
