"""References to what is kept elsewhere (`{{resolve:…}}`), which deployment reads once a text is put together.

Source: CloudFormation User Guide, "Get values stored in other services using dynamic references".
"""

import re
from collections.abc import Sequence

from xacct_constructs.unknowns import Partly, Unknown, joined

_REFERENCE = re.compile(r"(\{\{resolve:.*?\}\})", re.DOTALL)


def referring(text: str) -> list[str]:
    """A text in its parts, every second one of which is a reference."""
    return _REFERENCE.split(text)


def before_references(text: Partly) -> str | Partly | None:
    """What stands before what may be a reference, whatever that begins or ends with not being known; None for none.

    A text of JSON ends in braces of its own, so that there a reference is only what begins as one.
    """
    pieces = text.pieces
    is_document = str(text).lstrip()[:1] in ("{", "[")
    for index, piece in enumerate(pieces):
        behind = pieces[index + 1 :]
        if isinstance(piece, str):
            begins = _begins(piece, behind)
            if begins >= 0:
                return joined([*pieces[:index], piece[:begins]])
        elif not is_document and _may_begin(piece) and _ends(behind):
            return joined(pieces[:index])
    return None


def _begins(piece: str, behind: Sequence[str | Unknown]) -> int:
    """Where braces begin that what is not known may go on with; -1, where none do."""
    if not behind:
        return -1
    return len(piece) - 1 if piece.endswith("{") and "{{" not in piece else piece.find("{{")


def _may_begin(piece: Unknown) -> bool:
    """Whether it may hold a brace: no account, region or name of AWS's own does."""
    return not piece.in_segment and not piece.is_its_own


def _ends(behind: Sequence[str | Unknown]) -> bool:
    known = [each for each in behind if isinstance(each, str)]
    return "}}" in "".join(known) or any(each.startswith("}") for each in known if each is behind[0])
