"""Partitions and regions: how AWS names them, and which lies in which.

Source: IAM User Guide, "IAM identifiers"; AWS General Reference, "Regions, Availability Zones, and Local Zones".
"""

import re
from collections.abc import Iterator

from xacct_constructs.finding import Finding, error
from xacct_constructs.texts import shown

DNS_SUFFIXES = {
    "aws": "amazonaws.com",
    "aws-cn": "amazonaws.com.cn",
    "aws-eusc": "amazonaws.eu",
    "aws-us-gov": "amazonaws.com",
}
PARTITIONS = tuple(DNS_SUFFIXES)
_PARTITIONS_BY_REGION = {
    "cn-": "aws-cn",
    "eusc-": "aws-eusc",
    "us-gov-": "aws-us-gov",
    "us-iso-": "aws-iso",
    "us-isob-": "aws-iso-b",
    "eu-isoe-": "aws-iso-e",
    "us-isof-": "aws-iso-f",
}
_REGION = r"[a-z]{2,4}(-[a-z]+)+-[0-9]{1,2}"


def partition_of(region: str) -> str:
    """The partition that a region lies in, by the region's name."""
    return next((found for begin, found in _PARTITIONS_BY_REGION.items() if region.startswith(begin)), "aws")


def check_partition(path: str, partition: object) -> Iterator[Finding]:
    """A partition is one that the library knows the DNS suffix of."""
    if partition not in PARTITIONS:
        yield error(
            "XA005", path, f"must be one of {', '.join(PARTITIONS)}, got {shown(partition)}", "pass one of them"
        )


def is_region(region: object) -> bool:
    """Whether this is written as AWS names its regions, such as eu-west-1; it need not be one that is known here."""
    return isinstance(region, str) and bool(re.fullmatch(_REGION, region))
