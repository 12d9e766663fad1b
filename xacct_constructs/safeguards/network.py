"""Networks: where the role may be assumed from, and where its sessions may read from.

Two safeguards, since STS and S3 have endpoints of their own. Ranges and endpoints are alternatives: a request through
a VPC endpoint carries no public address. Source: IAM User Guide, "AWS global condition context keys", aws:SourceIp
and aws:SourceVpce.
"""

import ipaddress
import re
from collections.abc import Iterator

from xacct_constructs.finding import Finding, error
from xacct_constructs.quotas import VPC_ENDPOINT_ID
from xacct_constructs.safeguards.row import Row, Setting
from xacct_constructs.safeguards.safeguards import Network, Safeguards
from xacct_constructs.safeguards.sequences import check_strings, strings
from xacct_constructs.texts import shown
from xacct_constructs.values import Conditions, scalar

_Range = ipaddress.IPv4Network | ipaddress.IPv6Network

_ENDPOINT = "vpce-[0-9a-f]" + VPC_ENDPOINT_ID.times
_CIDR = r"[0-9A-Fa-f.:]+(/(0|[1-9][0-9]{0,2}))?"
_RANGE_FIX = "write 203.0.113.0/24"
_PUBLIC_FIX = "name the public range, or the VPC endpoint"
_NEVER_PUBLIC = {
    "0.0.0.0/8": "names no host",
    "10.0.0.0/8": "private",
    "100.64.0.0/10": "shared by a provider's customers",
    "127.0.0.0/8": "loopback",
    "169.254.0.0/16": "link-local",
    "172.16.0.0/12": "private",
    "192.0.0.0/24": "reserved for protocols",
    "192.88.99.0/24": "reserved",
    "192.168.0.0/16": "private",
    "198.18.0.0/15": "for benchmarks",
    "224.0.0.0/4": "multicast",
    "224.0.0.0/3": "multicast or reserved",
    "::/128": "names no host",
    "::1/128": "loopback",
    "2001:2::/48": "for benchmarks",
    "2001:10::/28": "reserved",
    "fc00::/7": "private",
    "fe80::/10": "link-local",
    "ff00::/8": "multicast",
}
"""What no request to AWS comes from, and why; ranges kept for documentation are let through, as examples use them.

Source: IANA IPv4 and IPv6 Special-Purpose Address Registries ("Globally Reachable: False"), checked 2026-11.
"""
_PUBLIC_IPV6 = "2000::/3"
"""All that IANA has given out as global unicast addresses."""


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
        yield error(
            "XA209", path, f"must name ranges or endpoints, got {shown(network)}", "pass Network(ip_ranges=[...])"
        )
        return
    yield from check_strings("XA209", f"{path}.ip_ranges", network.ip_ranges)
    yield from check_strings("XA209", f"{path}.vpc_endpoints", network.vpc_endpoints)
    for index, text in strings(network.ip_ranges):
        yield from _check_range(f"{path}.ip_ranges[{index}]", text)
    for index, text in strings(network.vpc_endpoints):
        if not re.fullmatch(_ENDPOINT, text):
            message = f"must be an endpoint ID such as vpce-0123456789abcdef0, got {shown(text)}"
            yield error("XA209", f"{path}.vpc_endpoints[{index}]", message, "name the interface endpoint, not its VPC")


def _check_range(path: str, text: str) -> Iterator[Finding]:
    try:
        found = ipaddress.ip_network(text, strict=False)
    except ValueError as problem:
        yield error("XA209", path, f"must be a range in CIDR notation, got {shown(text)} ({problem})", _RANGE_FIX)
        return
    if not re.fullmatch(_CIDR, text):
        yield error("XA209", path, f"must be a range in CIDR notation, got {shown(text)}", f"write {_public(found)}")
    elif found.prefixlen == 0:
        yield error(
            "XA209", path, f"admits every address, got {shown(text)}", "leave the safeguard out, or name a range"
        )
    elif mapped := _ipv4(found):
        message = f"can never be met: AWS sees the IPv4 address, not the IPv6 form of it, got {shown(text)}"
        yield error("XA209", path, message, f"write {_public(mapped)}")
    elif why := _never(found):
        message = f"can never be met: {shown(text)} is {why}, and AWS sees public addresses only"
        yield error("XA209", path, message, _PUBLIC_FIX)
    elif "/" in text and found.network_address != ipaddress.ip_address(text.split("/")[0]):
        yield error("XA209", path, f"has bits set behind its prefix, got {shown(text)}", f"write {found}")


def _ipv4(found: _Range) -> _Range | None:
    """The IPv4 range that an IPv6 range maps (`::ffff:0:0/96`); None where it is something else."""
    address = found.network_address
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return ipaddress.ip_network(f"{mapped}/{found.prefixlen - 96}") if mapped and found.prefixlen >= 96 else None


def _never(found: _Range) -> str | None:
    """Why no request comes from anywhere in the range; None where one can."""
    for never, why in _NEVER_PUBLIC.items():
        if found.version == (net := ipaddress.ip_network(never)).version and found.subnet_of(net):  # type: ignore[arg-type]  # of one version
            return why
    if found.version == 6 and not found.overlaps(ipaddress.ip_network(_PUBLIC_IPV6)):
        return "no global unicast address"
    return None


def _public(found: _Range) -> str:
    """The range as it is written, or the sample where it would be refused again."""
    return "203.0.113.0/24" if found.prefixlen == 0 or _ipv4(found) or _never(found) else str(found)


def _check_assume_from(given: Setting) -> Iterator[Finding]:
    yield from _check_network("safeguards.assume_from", given.safeguards.assume_from)


def _check_read_from(given: Setting) -> Iterator[Finding]:
    yield from _check_network("safeguards.read_from", given.safeguards.read_from)


def _trust(safeguards: Safeguards) -> list[Conditions]:
    return _alternatives(safeguards.assume_from)


def _permission(safeguards: Safeguards) -> list[Conditions]:
    return _alternatives(safeguards.read_from)


ASSUME_FROM = Row(check=_check_assume_from, trust=_trust)
READ_FROM = Row(check=_check_read_from, permission=_permission, spares_service_calls=True)
