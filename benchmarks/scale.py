"""What checking agreements of many entries costs, as a ratio of twice as many to as many."""

import time
from collections.abc import Callable
from typing import Any

from xacct_constructs import (
    Agreement,
    Network,
    RawStatements,
    RoleReference,
    S3Read,
    Safeguards,
    TrustedAccount,
    TrustedRole,
    TrustedUser,
    check_agreement,
)

_TRUSTING, _TRUSTED = "111111111111", "222222222222"
_USER = TrustedUser(account=_TRUSTED, name="alice")


def _agreement(**changed: Any) -> Agreement:
    arguments: dict[str, Any] = {
        "role_name": "reader",
        "trusting_account": _TRUSTING,
        "trusted_principals": [_USER],
        "permissions": [S3Read("acme-reports", prefixes=["monthly/"])],
    }
    return Agreement(**{**arguments, **changed})


def _guarded(**safeguards: Any) -> Agreement:
    return _agreement(safeguards=Safeguards(**safeguards))


def _ranges(count: int) -> list[str]:
    return [f"{40 + number // 65536}.{number // 256 % 256}.{number % 256}.0/24" for number in range(count)]


def _statement(number: int) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": f"arn:aws:sqs:eu-west-1:{_TRUSTING}:q{number}"}


def _resources(count: int) -> Agreement:
    listed = [_statement(number)["Resource"] for number in range(count)]
    return _agreement(permissions=[RawStatements([{**_statement(0), "Resource": listed}])])


KINDS: dict[str, Callable[[int], Agreement]] = {
    "prefixes": lambda count: _agreement(
        permissions=[S3Read("acme-reports", prefixes=[f"{number:06}/" for number in range(count)])]
    ),
    "buckets": lambda count: _agreement(permissions=[S3Read(f"acme-{number}") for number in range(count)]),
    "statements": lambda count: _agreement(permissions=[RawStatements(list(map(_statement, range(count))))]),
    "resources": _resources,
    "users": lambda count: _agreement(
        trusted_principals=[TrustedUser(account=_TRUSTED, name=f"user{number}") for number in range(count)]
    ),
    "roles": lambda count: _agreement(
        trusted_principals=[TrustedRole(account=_TRUSTED, name=f"role{number}") for number in range(count)]
    ),
    "accounts": lambda count: _agreement(
        trusted_principals=[TrustedAccount(account=f"{number:012}") for number in range(count)]
    ),
    "external IDs": lambda count: _guarded(external_ids=[f"id{number}" for number in range(count)]),
    "IP ranges": lambda count: _guarded(assume_from=Network(ip_ranges=_ranges(count))),
    "endpoints": lambda count: _guarded(
        read_from=Network(vpc_endpoints=[f"vpce-{number:08x}" for number in range(count)])
    ),
    "organization paths": lambda count: _guarded(
        organization_paths=[f"o-a1b2c3d4e5/r-ab12/ou-ab12-{number:08}/*" for number in range(count)]
    ),
    "source identities": lambda count: _guarded(source_identities=[f"id{number}" for number in range(count)]),
    "tag values": lambda count: _guarded(session_tags={"team": [f"v{number}" for number in range(count)]}),
}
"""Every list that an agreement holds, with so many entries."""


def references(count: int) -> list[RoleReference]:
    """So many roles to assume."""
    return [_agreement(role_name=f"reader{number}").reference for number in range(count)]


def growth(count: int) -> float:
    """The time for twice as many entries over that for as many, of the kind that grows most."""
    return max(_seconds(make, 2 * count) / _seconds(make, count) for make in KINDS.values())


def _seconds(make: Callable[[int], Agreement], count: int) -> float:
    """Processor time of making the agreement and checking it, the quickest of three."""
    taken = []
    for _ in range(3):
        started = time.process_time()
        check_agreement(make(count))
        taken.append(time.process_time() - started)
    return min(taken)


if __name__ == "__main__":
    print(f"20,000 entries over 10,000: {growth(10_000):.2f}; 2,400 over 1,200: {growth(1_200):.2f}")
