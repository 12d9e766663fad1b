"""What is acknowledged above the stacks, in a file of its own in the cloud assembly, where every proof finds it.

The CDK itself writes down only what is acknowledged in a stack.
"""

from collections.abc import Iterator
from pathlib import Path

import aws_cdk as cdk
from constructs import IConstruct

from xacct_constructs.names import ACKNOWLEDGED, ACKNOWLEDGED_FILE, ACKNOWLEDGED_VERSION, acknowledged_as


def write_acknowledged(app: IConstruct, folder: Path) -> None:
    """Write the file, or take away that of a synthesis before.

    Args:
        app: The app.
        folder: Of its assembly.
    """
    found = {construct.node.path: given for construct in _above_stacks(app) if (given := _given(construct))}
    file = folder / ACKNOWLEDGED_FILE
    if not found:
        file.unlink(missing_ok=True)
        return
    import json

    content = {"version": ACKNOWLEDGED_VERSION, "acknowledged": found}
    file.write_text(json.dumps(content, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def _above_stacks(construct: IConstruct) -> Iterator[IConstruct]:
    yield construct
    for child in construct.node.children:
        if not isinstance(child, cdk.Stack):
            yield from _above_stacks(child)


def _given(construct: IConstruct) -> dict[str, str]:
    """What is acknowledged of ours at a construct, by the name that CDK has for it."""
    begin = acknowledged_as("")
    entries = (each.data for each in construct.node.metadata if each.type == ACKNOWLEDGED)
    return {name: str(reason) for each in entries for name, reason in each.items() if name.startswith(begin)}
