"""Networks: where the role may be assumed from, and where its sessions may read from.

Two safeguards, since STS and S3 have endpoints of their own. Ranges and endpoints are alternatives: a request through
a VPC endpoint carries no public address. Source: IAM User Guide, "AWS global condition context keys", aws:SourceIp
and aws:SourceVpce.
"""

import ipaddress
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from xacct_constructs.finding import Finding, error
from xacct_constructs.safeguards.row import Row
from xacct_constructs.safeguards.safeguards import Network, Safeguards
from xacct_constructs.safeguards.sequences import check_strings
from xacct_constructs.values import Conditions, scalar

if TYPE_CHECKING:
    from datetime import datetime

    from xacct_constructs.agreement import Agreement

_ENDPOINT = r"vpce-[0-9a-f]{8,17}"
_CIDR = r"[0-9A-Fa-f.:]+(/[0-9]{1,3})?"
_RANGE_FIX = "write 203.0.113.0/24"
_NEVER_PUBLIC = tuple(
    ipaddress.ip_network(each) for each in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8", "fc00::/7")
)


def _alternatives(network: Network | None) -> list[Conditions]:
    found: list[Conditions] = []
    if network and network.ip_ranges:
        found.append({"IpAddress": {"aws:SourceIp": scalar(network.ip_ranges)}})
    if network and network.vpc_endpoints:
        found.append({"StringEquals": {"aws:SourceVpce": scalar(network.vpc_endpoints)}})
    return found or [{}]


def _check_network(path: str, network: object) -> Iterator[Finding]:
    if network is None:
        return
    if not isinstance(network, Network) or not (network.ip_ranges or network.vpc_endpoints):
        yield error("XA209", path, f"must name ranges or endpoints, got {network!r}", "pass Network(ip_ranges=[...])")
        return
    yield from check_strings("XA209", f"{path}.ip_ranges", network.ip_ranges)
    yield from check_strings("XA209", f"{path}.vpc_endpoints", network.vpc_endpoints)
    for index, text in enumerate(network.ip_ranges if isinstance(network.ip_ranges, tuple) else ()):
        yield from _check_range(f"{path}.ip_ranges[{index}]", text)
    for index, text in enumerate(network.vpc_endpoints if isinstance(network.vpc_endpoints, tuple) else ()):
        if not isinstance(text, str) or not re.fullmatch(_ENDPOINT, text):
            message = f"must be an endpoint ID such as vpce-0123456789abcdef0, got {text!r}"
            yield error("XA209", f"{path}.vpc_endpoints[{index}]", message, "name the interface endpoint, not its VPC")


def _check_range(path: str, text: object) -> Iterator[Finding]:
    try:
        found = ipaddress.ip_network(str(text))
    except ValueError as problem:
        yield error("XA209", path, f"must be a range in CIDR notation, got {text!r} ({problem})", _RANGE_FIX)
        return
    if not re.fullmatch(_CIDR, str(text)):
        yield error("XA209", path, f"must be a range in CIDR notation, got {text!r}", _RANGE_FIX)
        return
    if found.prefixlen == 0:
        yield error("XA209", path, f"admits every address, got {text!r}", "leave the safeguard out, or name a range")
    elif any(found.version == net.version and found.subnet_of(net) for net in _NEVER_PUBLIC):  # type: ignore[arg-type]
        message = f"can never be met: {text!r} is private, and AWS sees public addresses only"
        yield error("XA209", path, message, "name the public range, or the VPC endpoint")


def _check_assume_from(agreement: "Agreement", _: "datetime | None") -> Iterator[Finding]:
    yield from _check_network("safeguards.assume_from", agreement.safeguards.assume_from)


def _check_read_from(agreement: "Agreement", _: "datetime | None") -> Iterator[Finding]:
    yield from _check_network("safeguards.read_from", agreement.safeguards.read_from)


def _trust(safeguards: Safeguards) -> list[Conditions]:
    return _alternatives(safeguards.assume_from)


def _permission(safeguards: Safeguards) -> list[Conditions]:
    return _alternatives(safeguards.read_from)


ASSUME_FROM = Row(check=_check_assume_from, trust=_trust)
READ_FROM = Row(check=_check_read_from, permission=_permission, spares_service_calls=True)
