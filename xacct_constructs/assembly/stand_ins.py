"""Texts that the CDK writes for what it has not looked up yet: the manifest says what is missing.

Source: AWS CDK, cloud assembly schema (MissingContext); AWS CDK API reference, StringParameter.valueFromLookup and
Key.fromLookup.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from xacct_constructs.assembly.shape import mapping, section, text, wrong


def stand_ins(manifest: str, document: Mapping[str, Any]) -> dict[str, str]:
    """Each text that stands for what is missing, to a reference that is read at deployment."""
    missing = document.get("missing", [])
    if not isinstance(missing, list):
        raise wrong(manifest, "missing", "a list", missing)
    found: dict[str, str] = {}
    for index, each in enumerate(missing):
        said = mapping(manifest, f"missing[{index}]", each)
        for stand_in, name in _of(text(manifest, f"missing[{index}].provider", said.get("provider")), said, manifest):
            found[stand_in] = f"{{{{resolve:{name}}}}}"
    return found


def _of(provider: str, said: Mapping[str, Any], manifest: str) -> Iterator[tuple[str, str]]:
    """The texts for one look-up whose answer may stand in a policy, and what is looked up."""
    if provider == "ssm":
        name = str(section(manifest, said, "props").get("parameterName"))
        yield f"dummy-value-for-{name}", f"ssm:{name.replace('}', '')}"
    elif provider == "key-provider":
        yield "1234abcd-12ab-34cd-56ef-1234567890ab", "missing:key"


def looked_up_later(value: Any, stand_ins: Mapping[str, str]) -> Any:
    """What a template holds, with references in the place of texts that stand for others."""
    if isinstance(value, str):
        for stand_in in sorted(stand_ins, key=len, reverse=True):
            value = value.replace(stand_in, stand_ins[stand_in])
        return value
    if isinstance(value, Mapping):
        return {key: looked_up_later(each, stand_ins) for key, each in value.items()}
    return [looked_up_later(each, stand_ins) for each in value] if isinstance(value, list) else value
