"""What agreed buckets put away where nobody reads it before it is restored, whoever may.

Source: Amazon S3 User Guide, "Understanding S3 Glacier storage classes for long-term data storage", "Setting an S3
Lifecycle configuration on a bucket" and "Archive Access tier".
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from xacct_constructs.arns import parse
from xacct_constructs.assembly import Assembly
from xacct_constructs.proof.said import leaves
from xacct_constructs.proof.verdict import ToCheck
from xacct_constructs.values import listed

_AWAY = frozenset(("ARCHIVE_ACCESS", "DEEP_ARCHIVE", "DEEP_ARCHIVE_ACCESS", "GLACIER"))
"""Classes and tiers of which reading answers InvalidObjectState."""
_RULES = (("LifecycleConfiguration", "Rules"), ("IntelligentTieringConfigurations", ""))
_OLD = "Noncurrent"
"""What is called so is of versions that nobody reads by their name alone."""


def put_away(assembly: Assembly, buckets: Iterable[str]) -> Iterator[ToCheck]:
    """Each agreed bucket that puts objects away."""
    for arn in dict.fromkeys(buckets):
        held = assembly.resources.get(arn)
        written = assembly.written.get(held.origin.place(), {}).get("Properties") if held else None
        said = written if isinstance(written, Mapping) and parse(arn).service == "s3" else {}
        if to := ", ".join(dict.fromkeys(_classes(said))):
            what = f"{arn} puts objects away ({to}): what is agreed is read before, or once it is restored."
            yield ToCheck(what, "Which objects its rules put away, and when.")


def _classes(said: Mapping[str, Any]) -> Iterator[str]:
    for name, within in _RULES:
        found = said.get(name)
        for rule in listed(found.get(within, [])) if within and isinstance(found, Mapping) else listed(found or []):
            if isinstance(rule, Mapping) and rule.get("Status") != "Disabled":
                yield from (each.text for each in leaves(rule) if each.text in _AWAY and _OLD not in each.path)
