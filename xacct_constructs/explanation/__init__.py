"""Why one request is decided as it is: what settles it, what comes nearest to allowing it, and what would help."""

from xacct_constructs.explanation.explain import Absent, Explanation, asked_keys, explain, owner_agreed
from xacct_constructs.explanation.helping import Help, Telling, helping
from xacct_constructs.explanation.nearest import Miss, Nearest, nearest
from xacct_constructs.explanation.passing import passing

__all__ = [
    "Absent",
    "Explanation",
    "Help",
    "Miss",
    "Nearest",
    "Telling",
    "asked_keys",
    "explain",
    "helping",
    "nearest",
    "owner_agreed",
    "passing",
]
