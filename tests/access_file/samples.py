"""Access files to read."""

from xacct_constructs.access_file import AccessFile, load_access
from xacct_constructs.finding import AgreementError

ACCOUNTS = """\
accounts:
  production: {id: "111111111111", region: eu-west-1, profile: prod, stacks: 2}
  staging: {id: 022222222222, region: us-east-1}
"""
USER = "{type: TrustedUser, account: staging, name: alice}"
READ = "{type: S3Read, bucket: acme-reports}"


def agreement(
    role: str = "reader",
    trusting: str = "production",
    principals: str = f"[{USER}]",
    permissions: str = f"[{READ}]",
    more: str = "",
) -> str:
    """One entry of the list of agreements."""
    return (
        f"  - role_name: {role}\n    trusting_account: {trusting}\n"
        f"    trusted_principals: {principals}\n    permissions: {permissions}\n{more}"
    )


def whole(*agreements: str, accounts: str = ACCOUNTS, before: str = "") -> str:
    """A file."""
    return f"{accounts}{before}agreements:\n{''.join(agreements or (agreement(),))}"


def loaded(*texts: str) -> AccessFile:
    """What files say that are called a.yaml, b.yaml and so on."""
    return load_access(zip((f"{each}.yaml" for each in "abcdefgh"), texts, strict=False))


def refused(*texts: str) -> list[str]:
    """What is said of files, without the fix."""
    try:
        found = loaded(*texts)
    except AgreementError as problem:
        return [str(each).rpartition("; ")[0] for each in problem.findings]
    raise AssertionError(found)
