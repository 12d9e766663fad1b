"""Access files made in Python: production and staging, and as many agreements as are asked for."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from xacct_constructs import Agreement, RawStatements, S3Read, TrustedUser
from xacct_constructs.access_file import AccessFile, Account
from xacct_constructs.account_stacks import AccountStack, account_stacks
from xacct_constructs.known_access import KnownAccess

PRODUCTION, STAGING, OTHER = "111111111111", "222222222222", "333333333333"
ALICE = TrustedUser(account=STAGING, name="alice")


def account(name: str, number: str, **changed: Any) -> Account:
    """An account in Ireland."""
    return Account(name, number, **{"region": "eu-west-1", **changed})


def agreement(number: int = 0, **changed: Any) -> Agreement:
    """Production's reader of a bucket, which admits a user of staging."""
    given: dict[str, Any] = {
        "role_name": f"reader-{number}",
        "trusting_account": PRODUCTION,
        "trusted_principals": [TrustedUser(account=STAGING, name=f"user-{number}")],
        "permissions": [S3Read(f"acme-reports-{number}", prefixes=["monthly/"])],
    }
    return Agreement(**{**given, **changed})


def file(agreements: Sequence[Agreement], *accounts: Account, **changed: Any) -> AccessFile:
    """A file with production and staging, unless it has others."""
    named = accounts or (account("production", PRODUCTION), account("staging", STAGING))
    given = AccessFile({each.name: each for each in named}, tuple(agreements), {}, KnownAccess())
    return given._replace(**changed)


def stacks(given: AccessFile, **arguments: Any) -> dict[str, AccountStack]:
    """Its stacks by name, nothing but warnings said."""
    found = account_stacks(given, **arguments)
    assert {each.code for each in found.findings if each.severity == "error"} == set()
    return {each.name: each for each in found.stacks}


def said(given: AccessFile, **arguments: Any) -> list[str]:
    """Code and place of what is said of it."""
    return [f"{each.code} {each.path}" for each in account_stacks(given, **arguments).findings]


def queues(count: int, *, name: str = "queue") -> RawStatements:
    """A statement for each of so many queues, about a hundred characters each."""
    arn = f"arn:aws:sqs:eu-west-1:{PRODUCTION}:{name}"
    return RawStatements(
        [{"Effect": "Allow", "Action": "sqs:ReceiveMessage", "Resource": f"{arn}-{each}"} for each in range(count)]
    )


def trusting(of: Agreement, *principals: Any) -> Agreement:
    """The agreement, trusting these."""
    return replace(of, trusted_principals=principals)
