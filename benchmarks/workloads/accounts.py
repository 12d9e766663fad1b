"""Many accounts, each of which trusts some and is trusted by others: what `xacct synth` writes, as files."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from xacct_constructs import Agreement, S3Read, TrustedUser
from xacct_constructs.agreement.serialize import to_json
from xacct_constructs.names import AGREEMENTS_FILE, AGREEMENTS_VERSION
from xacct_constructs.resources import Resources, trusted_resources, trusting_resources

ACCOUNTS = 200
_STEP = 7
"""How far on the account lies whose user an account lets in: the next agreement's lies as far from that again."""
_REGION = "eu-west-1"


def agreements(count: int, accounts: int = ACCOUNTS) -> list[Agreement]:
    """So many agreements, spread evenly over the accounts.

    Args:
        count: How many.
        accounts: How many accounts there are.
    """
    return [_agreement(number, accounts) for number in range(count)]


def write(root: Path, count: int, accounts: int = ACCOUNTS) -> None:
    """A cloud assembly with both halves of so many agreements, a stack for each account.

    Args:
        root: The folder that it is written into.
        count: How many agreements.
        accounts: How many accounts there are.
    """
    agreed = agreements(count, accounts)
    stacks: dict[str, Resources] = {}
    for account, resources in _halves(agreed):
        stacks.setdefault(account, {}).update(resources)
    artifacts = {}
    for account, resources in stacks.items():
        name = f"Access-{account}"
        _put(root / f"{name}.template.json", {"Resources": resources})
        artifacts[name] = {
            "type": "aws:cloudformation:stack",
            "environment": f"aws://{account}/{_REGION}",
            "properties": {"templateFile": f"{name}.template.json"},
        }
    _put(root / "manifest.json", {"artifacts": artifacts})
    _put(root / AGREEMENTS_FILE, {"version": AGREEMENTS_VERSION, "agreements": list(map(to_json, agreed))})


def _agreement(number: int, accounts: int) -> Agreement:
    trusting = number % accounts
    trusted = (trusting + _STEP * (1 + number // accounts)) % accounts
    name = f"{number:05}"
    return Agreement(
        role_name=f"reader-{name}",
        trusting_account=_account(trusting),
        trusted_principals=[
            TrustedUser(account=_account(trusted if trusted != trusting else trusted - 1), name=f"user-{name}")
        ],
        permissions=[S3Read(f"acme-reports-{name}", prefixes=["monthly/"])],
    )


def _account(number: int) -> str:
    return f"{100_000_000_000 + number % ACCOUNTS}"


def _halves(agreed: list[Agreement]) -> Iterator[tuple[str, Resources]]:
    """The resources of each half, with the account that it is of."""
    for number, each in enumerate(agreed):
        yield each.trusting_account, _named(f"Reader{number}", trusting_resources(each))
        for principal in each.trusted_principals:
            if isinstance(principal, TrustedUser):
                yield principal.account, _named(f"User{number}", trusted_resources(principal, [each.reference]))


def _named(beginning: str, resources: Resources) -> Resources:
    return {f"{beginning}{name}": found for name, found in resources.items()}


def _put(path: Path, found: Any) -> None:
    path.write_text(json.dumps(found, indent=1), encoding="utf-8")
