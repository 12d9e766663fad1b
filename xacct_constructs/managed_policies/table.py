"""The documents of AWS's managed policies, by ARN; a block of them is unpacked when one of it is asked for.

AWS changes them unannounced, so each says its version and its day. Source: AWS Managed Policy Reference Guide.
"""

import json
import re
import zlib
from base64 import b64decode
from bisect import bisect
from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

_ARN = re.compile(r"arn:(aws[a-z-]*):iam::aws:policy/(.+)")


class ManagedPolicy(NamedTuple):
    """One managed policy of AWS.

    Attributes:
        document: Its default version.
        version: That version's name: `v1`.
        date: The day of that version: `2026-09-30`.
    """

    document: Mapping[str, Any]
    version: str
    date: str


def managed_policy(arn: str) -> ManagedPolicy | None:
    """The policy of this ARN; None for one that is not AWS's, or not known here.

    The documents are those of the partition `aws`; in another, each ARN in them is taken to be of that partition.
    """
    found = _ARN.fullmatch(arn)
    return _known(found[1], found[2]) if found else None


def state() -> str:
    """The day of the newest policy that is known here."""
    from xacct_constructs.managed_policies.blocks import NEWEST

    return NEWEST


@cache
def _known(partition: str, name: str) -> ManagedPolicy | None:
    # The table is large and rarely needed: it is loaded here, by whoever meets one of its policies.
    from xacct_constructs.managed_policies.blocks import BLOCKS

    number = bisect([first for first, _ in BLOCKS], name) - 1
    found = _unpacked(BLOCKS[number][1]).get(name) if number >= 0 else None
    if found is None:
        return None
    document, version, date = found
    return ManagedPolicy(json.loads(document.replace("arn:aws:", f"arn:{partition}:")), version, date)


@cache
def _unpacked(block: str) -> Mapping[str, tuple[str, str, str]]:
    """Each policy's path and name, to its document as JSON, its version and its date."""
    found: Mapping[str, tuple[str, str, str]] = json.loads(zlib.decompress(b64decode(block)))
    return found
