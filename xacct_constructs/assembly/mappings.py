"""What the mappings of a template hold, as far as the keys are known.

Source: CloudFormation User Guide, "Mappings" and "Fn::FindInMap"; "AWS::Include transform", which may stand in them.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from xacct_constructs.assembly.forms import is_rewritten
from xacct_constructs.unknowns import is_settled


def looked_up(mappings: Any, keys: Sequence[Any]) -> list[Any] | None:
    """All that may be meant, as the template has it; None where a macro or an include may put anything there.

    Args:
        mappings: The section.
        keys: The mapping's name and two keys, resolved.
    """
    found = [mappings]
    for key in keys:
        at = [each for each in found if isinstance(each, Mapping)]
        if any(map(is_rewritten, at)):
            return None
        known = [key] if isinstance(key, str) and is_settled(key) else sorted({name for each in at for name in each})
        found = [each[name] for each in at for name in known if name in each]
    return found
