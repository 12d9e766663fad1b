"""An organization's access file: `python -m benchmarks.workloads.organization 5000 > access.yaml` writes one."""

import sys
from collections.abc import Iterator

ACCOUNTS = 200
_REGION = "eu-west-1"


def access_yaml(agreements: int, accounts: int = ACCOUNTS) -> str:
    """The text of an access file with so many agreements.

    Each has a role, a user and a bucket of its own. Every account trusts, and is trusted, as often as any other, and
    IDs begin with zeros.

    Args:
        agreements: How many.
        accounts: Over so many accounts they are spread, 2 to 999. Default: 200.
    """
    return "\n".join((*_accounts(accounts), *_agreements(agreements, accounts), ""))


def account_name(index: int) -> str:
    """What the file calls an account."""
    return f"account-{index:03}"


def account_id(index: int) -> str:
    """The account's ID."""
    return f"{index + 1:03}" * 4


def _accounts(accounts: int) -> Iterator[str]:
    yield "accounts:"
    for index in range(accounts):
        yield f'  {account_name(index)}: {{id: "{account_id(index)}", region: {_REGION}}}'


def _agreements(agreements: int, accounts: int) -> Iterator[str]:
    yield "agreements:"
    for index in range(agreements):
        trusting, turn = index % accounts, index // accounts
        trusted = (trusting + 1 + turn % (accounts - 1)) % accounts
        yield f"  - role_name: reader-{index:05}"
        yield f"    trusting_account: {account_name(trusting)}"
        yield "    trusted_principals:"
        yield f"      - {{type: TrustedUser, account: {account_name(trusted)}, name: user-{index:05}}}"
        yield "    permissions:"
        yield f"      - {{type: S3Read, bucket: acme-reports-{index:05}, prefixes: [monthly/]}}"


if __name__ == "__main__":
    sys.stdout.write(access_yaml(int(sys.argv[1])))
