"""Using an agreement after it is deployed: assume the role in Python, and what the `xacct` commands are made of.

Needs boto3 (`pip install "xacct-constructs[client]"`) to call AWS; nothing here loads it before a call is made.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xacct_constructs.client.errors import AssumeError
    from xacct_constructs.client.handoff import Handoff, load
    from xacct_constructs.client.renewing import assume

__all__ = ["AssumeError", "Handoff", "assume", "load"]

_HOME = {"AssumeError": "errors", "Handoff": "handoff", "assume": "renewing", "load": "handoff"}


def __getattr__(name: str) -> Any:
    """Load a public name from the module it lives in."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
