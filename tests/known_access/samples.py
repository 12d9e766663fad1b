"""Worlds with an agreement and others' access beside it, and entries that are filled in."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from tests.proof.test_worlds import PRODUCTION, agreed, world_of
from tests.proof.world import World, in_memory
from xacct_constructs.assembly import Assembly
from xacct_constructs.known_access import KnownAccess, KnownEntry, KnownWay, from_yaml
from xacct_constructs.proof import Adoption, Proof, prove
from xacct_constructs.report.adoption import adoption_text

TODAY = datetime(2026, 11, 28, tzinfo=UTC)
REVIEWED: Mapping[str, Any] = {"reason": "looked at", "owner": "ops", "review_by": date(2027, 3, 1)}


def way(id_: str, principal: Any, action: Any, resource: Any, **more: Any) -> KnownWay:
    """A way that somebody has looked at; `Condition` belongs to the statement."""
    conditions = {"Condition": more.pop("Condition")} if "Condition" in more else {}
    allows = {"Principal": principal, "Action": action, "Resource": resource, **conditions}
    return KnownWay(id=id_, allows=allows, **{**REVIEWED, **more})


def beside(resources: Mapping[str, dict[str, Any]]) -> Assembly:
    """The story's agreement beside these resources of production."""
    agreement = agreed()
    world: World = world_of(agreement)
    world[PRODUCTION] |= resources
    return in_memory(world, [agreement])


def proof_of(resources: Mapping[str, dict[str, Any]], *entries: KnownEntry) -> Proof:
    """The story's agreement, proven beside these resources of production, with what is known."""
    return prove(beside(resources), today=TODAY, known=KnownAccess.of(entries))


def filled_in(found: Adoption) -> KnownAccess:
    """What a file of it says, once somebody has looked at each entry."""
    known = from_yaml(adoption_text(found), "adopted.yaml")
    assert known == found.known
    assert all(entry.missing == ("reason", "owner", "review_by") for _, entry in known.entries())
    return KnownAccess.of(replace(entry, **REVIEWED) for _, entry in known.entries())
