"""Why one request is decided as it is: what settles it, what comes nearest to allowing it, and what would help."""

from xacct_constructs.explanation.agreed import AsAgreed, as_agreed
from xacct_constructs.explanation.explain import RESOURCE_POLICIES, Explanation, NoObject, asked_keys, explain
from xacct_constructs.explanation.helping import Help, Telling, helping
from xacct_constructs.explanation.nearest import Miss, Nearest, nearest
from xacct_constructs.explanation.passing import passing

__all__ = [
    "RESOURCE_POLICIES",
    "AsAgreed",
    "Explanation",
    "Help",
    "Miss",
    "Nearest",
    "NoObject",
    "Telling",
    "as_agreed",
    "asked_keys",
    "explain",
    "helping",
    "nearest",
    "passing",
]
