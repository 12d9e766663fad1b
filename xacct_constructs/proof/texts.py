"""Texts that are documents, JSON or YAML, in which deployment may settle something."""

import json
import re
from collections.abc import Mapping
from typing import Any

from xacct_constructs.assembly import document
from xacct_constructs.unknowns import MARK, Text
from xacct_constructs.yaml_documents import YamlError, YamlForm, read_yaml

_TEXT_OR_MARK = re.compile(rf'(?s)"(?:[^"\\]|\\.)*"?|{MARK.pattern}')
_HELD = re.compile(rf"{MARK.pattern}|\{{\{{[^{{}}]*\}}\}}")
"""What is settled later, in braces that begin no map."""
_HOLDING, _FREEING = str.maketrans("{}", "\ue000\ue001"), str.maketrans("\ue000\ue001", "{}")
_DOCUMENT = YamlForm(most_characters=100_000, most_values=50_000)
"""Documents of Systems Manager are up to 64 KB long."""


def said_out(value: Any) -> Any:
    """What a text says that is a document; whatever else as it is."""
    found = said_in(str(value)) if isinstance(value, Text) else None
    return value if found is None else found


def said_in(text: str) -> Any:
    """What a text says that is JSON; what deployment settles may stand in it as a text, or for more than that."""
    if not text.lstrip().startswith(("{", "[")):
        return None
    return document(_TEXT_OR_MARK.sub(lambda found: found[0] if found[0][0] == '"' else f'"{found[0]}"', text))


def said_in_yaml(text: str) -> Any:
    """What a text says that is YAML, lists and maps alone; None for any other, and for one too long for a document."""
    try:
        said = read_yaml(_HELD.sub(lambda found: found[0].translate(_HOLDING), text), _DOCUMENT).value
    except YamlError:
        return None
    return (
        document(json.dumps(said, ensure_ascii=False).translate(_FREEING)) if isinstance(said, Mapping | list) else None
    )
