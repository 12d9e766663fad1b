"""How long a policy is, in the unit of IAM's quotas.

Source: IAM User Guide, "IAM and AWS STS quotas": characters, white space not counted.
"""

import json
import re
from typing import Any

KEY_ID_CHARACTERS = 36
"""A KMS key's ID: a UUID, or mrk- and 32 digits."""

_compact = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False).encode
_IN_TEMPLATE = r"key/\$\{[A-Za-z0-9._-]+\}"


def document_size(document: Any) -> int:
    """Characters of the document, or of a part of one, in its most compact form.

    A name known only to a template counts at its longest.
    White space inside a string is counted, which IAM may not do: the figure is never too small.
    """
    text = _compact(document)
    return len(re.sub(_IN_TEMPLATE, "key/" + "x" * KEY_ID_CHARACTERS, text) if "key/$" in text else text)
