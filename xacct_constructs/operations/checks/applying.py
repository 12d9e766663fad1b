"""Whether an agreement has what a check is about; where nothing is known of a permission, it may be about anything."""

from collections.abc import Callable

from xacct_constructs.operations.diagnosis import Scene
from xacct_constructs.operations.kinds import not_asked, used


def asks_for(document: str) -> Callable[[Scene], bool]:
    """Whether the agreement is about a resource whose policy is called so, or may be."""

    def applies(scene: Scene) -> bool:
        agreement = scene.agreement
        return bool(not_asked(agreement)) or any(each.kind.document == document for each in used(agreement))

    return applies


def asks_for_a_key(scene: Scene) -> bool:
    """Whether the agreement speaks of a KMS key, or may."""
    agreement = scene.agreement
    return bool(not_asked(agreement)) or any(each.use.key is not None for each in used(agreement))
