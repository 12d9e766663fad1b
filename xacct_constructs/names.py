"""Names, account IDs and ARNs: how AWS writes them, and findings about those it would not accept.

Source: IAM API reference (CreateRole, CreateUser, CreatePolicy), IAM User Guide, "IAM identifiers".
"""

import re
from collections.abc import Iterator

from xacct_constructs.finding import Finding, error

ACCOUNT_ID = re.compile(r"[0-9]{12}")
IAM_NAME = re.compile(r"[A-Za-z0-9_+=,.@-]+")
IAM_PATH = re.compile(r"/|/[!-~]+/")
_POLICY_ARN = re.compile(r"arn:aws[a-z-]*:iam::(aws|[0-9]{12}):policy/[!-~]*[A-Za-z0-9_+=,.@-]")
PARTITIONS = ("aws", "aws-cn", "aws-us-gov")
DNS_SUFFIXES = {"aws": "amazonaws.com", "aws-cn": "amazonaws.com.cn", "aws-us-gov": "amazonaws.com"}

ROLE_NAME_CHARACTERS = 64
USER_NAME_CHARACTERS = 64
POLICY_NAME_CHARACTERS = 128
PATH_CHARACTERS = 512


def partition_of(region: str) -> str:
    """The partition that a region lies in, by the region's name."""
    if region.startswith("cn-"):
        return "aws-cn"
    return "aws-us-gov" if region.startswith("us-gov-") else "aws"


def iam_arn(partition: str, account: str, kind: str, path: str, name: str) -> str:
    """The ARN of a role, user or policy; `path` begins and ends with a slash."""
    return f"arn:{partition}:iam::{account}:{kind}{path}{name}"


def check_account(path: str, account: object) -> Iterator[Finding]:
    """An account ID is a string of exactly twelve digits."""
    if isinstance(account, str) and ACCOUNT_ID.fullmatch(account):
        return
    fix = "quote it, and keep its leading zeros" if isinstance(account, int) else "pass the ID, not a name or alias"
    yield error("XA001", path, f"must be a string of 12 digits, got {account!r}", fix)


def check_partition(path: str, partition: object) -> Iterator[Finding]:
    """A partition is one that the library knows the DNS suffix of."""
    if partition not in PARTITIONS:
        yield error("XA005", path, f"must be one of {', '.join(PARTITIONS)}, got {partition!r}", "pass one of them")


def check_name(path: str, name: object, longest: int) -> Iterator[Finding]:
    """A name is written out: IAM's characters, no wildcard, no path."""
    if isinstance(name, str) and IAM_NAME.fullmatch(name) and len(name) <= longest:
        return
    fix = "give the name itself"
    if isinstance(name, str) and "/" in name:
        fix = "pass what stands before the last slash as the path, and the ARN's account as the account"
    elif isinstance(name, str) and set(name) & set("*?$"):
        fix = "name one principal; a wildcard would admit others"
    yield error("XA010", path, f"must be 1 to {longest} characters of A-Z a-z 0-9 _+=,.@-, got {name!r}", fix)


def check_path(path: str, value: object) -> Iterator[Finding]:
    """A path is `/`, or begins and ends with a slash, and holds nothing that ARN conditions read as a wildcard."""
    accepted = isinstance(value, str) and IAM_PATH.fullmatch(value) and len(value) <= PATH_CHARACTERS
    if not accepted:
        message = f"must be / or begin and end with a slash, at most {PATH_CHARACTERS} characters, got {value!r}"
        yield error("XA011", path, message, "write it as /team/")
    elif set(str(value)) & set("*?$"):
        yield error("XA011", path, f"must not hold * ? or $, got {value!r}", "name one path; a wildcard admits others")


def check_policy_arn(path: str, arn: object) -> Iterator[Finding]:
    """A managed policy's ARN, as a permissions boundary takes it."""
    if isinstance(arn, str) and _POLICY_ARN.fullmatch(arn) and not set(arn) & set("*?$"):
        return
    yield error(
        "XA213", path, f"must be the ARN of a managed policy, got {arn!r}", "pass arn:aws:iam::ACCOUNT:policy/NAME"
    )
