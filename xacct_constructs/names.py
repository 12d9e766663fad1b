"""Names, account IDs and ARNs of IAM: how AWS writes them, and findings about those it would not accept; flags, too.

Also the names of our own by which parts find one another that do not know one another.
Source: IAM API reference (CreateRole, CreateUser, CreatePolicy), IAM User Guide, "IAM identifiers".
"""

import re
from collections.abc import Iterator

from xacct_constructs.finding import Finding, error
from xacct_constructs.quotas import ORGANIZATION_ID, ORGANIZATION_ROOT_ID, ORGANIZATIONAL_UNIT_ID, PATH_CHARACTERS
from xacct_constructs.texts import shown

ACCOUNT_ID = r"[0-9]{12}"
IAM_NAME = r"[A-Za-z0-9_+=,.@-]+"
IAM_PATH = r"/|/[!-~]+/"
_ROLE_ARN = r"arn:aws[a-z-]*:iam::[0-9]{12}:role/([!-~]*/)?[A-Za-z0-9_+=,.@-]+"
_POLICY_ARN = r"arn:aws[a-z-]*:iam::(aws|[0-9]{12}):policy/[!-~]*[A-Za-z0-9_+=,.@-]"
_ORGANIZATION = "o-[a-z0-9]" + ORGANIZATION_ID.times
_ROOT = "[a-z0-9]" + ORGANIZATION_ROOT_ID.times
_UNIT = f"ou-{_ROOT}-[a-z0-9]{ORGANIZATIONAL_UNIT_ID.times}"
_PATH = rf"{_ORGANIZATION}/r-{_ROOT}(/{_UNIT})*/(\*|ou-\*)?"
ACKNOWLEDGED = "aws:cdk:acknowledged-rules"
"""What the CDK calls acknowledgements among a construct's metadata."""
ACKNOWLEDGED_FILE = "xacct-acknowledged.json"
"""The file in the cloud assembly that acknowledgements above the stacks ride in."""
ACKNOWLEDGED_VERSION = 1
"""Of that file: what this xacct writes and reads."""
AGREEMENTS_FILE = "xacct-agreements.json"
"""The file in the cloud assembly that the agreements ride in."""
AGREEMENTS_VERSION = 1
"""Of that file: what this xacct writes and reads."""
CHECKS_NAME = "xacct"
"""What the CDK calls the checks, and all that the library says by it."""
KNOWN_ACCESS_FILE = "xacct-known-access.json"
"""The file in the cloud assembly that known access rides in."""
OWN_CONTEXT = "xacct:"
"""How the keys of the CDK's context begin that are the library's own."""


def acknowledged_as(finding_id: str) -> str:
    """A finding's ID as the CDK's acknowledgements have it (AWS CDK API reference, Acknowledgment)."""
    return f"{CHECKS_NAME}::{finding_id}"


def check_account(path: str, account: object) -> Iterator[Finding]:
    """An account ID is a string of exactly twelve digits."""
    if isinstance(account, str) and re.fullmatch(ACCOUNT_ID, account):
        return
    fix = "pass the ID, not a name or alias"
    if isinstance(account, int):
        fix = "quote it, and keep its leading zeros"
    elif isinstance(account, str) and "${" in account:
        fix = "write it out, or give the stack it comes from an explicit account"
    yield error("XA001", path, f"must be a string of 12 digits, got {shown(account)}", fix)


def check_name(path: str, name: object, longest: int) -> Iterator[Finding]:
    """A name is written out: IAM's characters, no wildcard, no path."""
    if isinstance(name, str) and re.fullmatch(IAM_NAME, name) and len(name) <= longest:
        return
    fix = "give the name itself"
    if isinstance(name, str) and "/" in name:
        fix = "pass what stands before the last slash as the path, and the ARN's account as the account"
    elif isinstance(name, str) and "${" in name:
        fix = "write it out: both halves need it before deployment"
    elif isinstance(name, str) and set(name) & set("*?"):
        fix = "write one name; a wildcard would admit others"
    yield error("XA010", path, f"must be 1 to {longest} characters of A-Z a-z 0-9 _+=,.@-, got {shown(name)}", fix)


def check_path(path: str, value: object) -> Iterator[Finding]:
    """A path is `/`, or begins and ends with a slash, and holds nothing that ARN conditions read as a wildcard."""
    accepted = isinstance(value, str) and re.fullmatch(IAM_PATH, value) and len(value) <= PATH_CHARACTERS
    if not accepted:
        message = f"must be / or begin and end with a slash, at most {PATH_CHARACTERS} characters, got {shown(value)}"
        yield error("XA011", path, message, "write it as /team/")
    elif set(str(value)) & set("*?$"):
        yield error(
            "XA011", path, f"must not hold * ? or $, got {shown(value)}", "name one path; a wildcard admits others"
        )


def check_organization_id(path: str, value: object) -> Iterator[Finding]:
    """An organization's ID, written out (Organizations API reference, Organization)."""
    if not (isinstance(value, str) and re.fullmatch(_ORGANIZATION, value)):
        message = f"must be o- and {ORGANIZATION_ID} lower-case letters or digits, got {shown(value)}"
        yield error("XA204", path, message, "copy it from the Organizations console")


def check_organization_path(path: str, value: object) -> Iterator[Finding]:
    """A path from the organization down, with a `*` at its end alone (IAM User Guide, aws:PrincipalOrgPaths)."""
    if not (isinstance(value, str) and re.fullmatch(_PATH, value)):
        message = f"must be an organization path such as o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/*, got {shown(value)}"
        yield error("XA205", path, message, "begin at the organization; end with / or /*")


def check_flag(path: str, value: object) -> Iterator[Finding]:
    """A flag is True or False; the text "no" would count as true."""
    if not isinstance(value, bool):
        yield error("XA015", path, f"must be True or False, got {shown(value)}", "write it without quotes")


def is_role_arn(arn: object) -> bool:
    """Whether this is the ARN of a role, written out."""
    return isinstance(arn, str) and bool(re.fullmatch(_ROLE_ARN, arn)) and not set(arn) & set("*?$")


def check_policy_arn(path: str, arn: object) -> Iterator[Finding]:
    """A managed policy's ARN, as a permissions boundary takes it."""
    if isinstance(arn, str) and re.fullmatch(_POLICY_ARN, arn) and not set(arn) & set("*?$"):
        return
    yield error(
        "XA213", path, f"must be the ARN of a managed policy, got {shown(arn)}", "pass arn:aws:iam::ACCOUNT:policy/NAME"
    )
