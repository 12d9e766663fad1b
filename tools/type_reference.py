"""`python -m tools.type_reference` writes world/reference.py: every CloudFormation type, and which can do nothing.

The schemas are those of the package cfn-lint, which reads them off the CloudFormation registry of each region.
"""

import re
import textwrap
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from cfnlint.helpers import REGIONS
from cfnlint.schema.manager import PROVIDER_SCHEMA_MANAGER

FILE = Path(__file__).resolve().parents[1] / "xacct_constructs" / "world" / "reference.py"
_WIDTH = 118

_TELLING = re.compile(
    "Polic(y|ies)|Principal|Grant|Permission|A[Cc][Ll]s?$|CrossAccount|Account|Organization|Owner|Role"
    "|InstanceProfile|Credential|Bucket|S3|A[Rr][Nn]|U[Rr][IiLl]$|Table|Federat|Trust|Shar(e|ing)"
    "|Body|Definition|Document"
)
"""What a property is called that may be or name a policy, principal, account or role, or what one has, or hold any."""
_ENCRYPTING = re.compile("(?i)kms|encryption_?key")
"""What a property is called that names the key which encrypts what the type makes: the key's own policy decides."""
_CHANGING = re.compile(
    "(iam|sts|s3|sso|ram|lakeformation|organizations|cloudformation|servicecatalog|lambda|kms|dynamodb|cognito-identity):"
)
"""Services whose calls can change who reaches what, or make more than the type says."""
_IDLE = re.compile(
    r"\w+:(Get|List|Describe|Tag|Untag)\w*|iam:(Create|Delete)ServiceLinkedRole"
    r"|kms:(CreateGrant|RetireGrant|RevokeGrant|Decrypt|Encrypt|GenerateDataKey\w*|ReEncrypt\w+|Sign)"
    r"|s3:(Get|Put)Object"
)
"""Those of them that change nothing, make a role that AWS keeps, or let a service use the key that it is given."""


@cache
def schemas() -> Mapping[str, Mapping[str, Any]]:
    """Every type of every region, with its schema."""
    found: dict[str, Mapping[str, Any]] = {}
    for region in ("us-east-1", *sorted(REGIONS)):
        for name in PROVIDER_SCHEMA_MANAGER.get_resource_types(region):
            if name not in found:
                found[name] = PROVIDER_SCHEMA_MANAGER.get_resource_schema(region, name).schema
    return dict(sorted(found.items()))


def properties(schema: Mapping[str, Any]) -> Iterator[str]:
    """The path of every property that a template can give."""
    given = {each.split("/")[-1] for each in schema.get("readOnlyProperties", ()) if each.count("/") == 2}
    yield from (each for each in _properties(schema, schema, (), ()) if each.partition(".")[0] not in given)


def _properties(schema: Mapping[str, Any], part: Any, path: tuple[str, ...], within: tuple[str, ...]) -> Iterator[str]:
    if not isinstance(part, Mapping):
        return
    if "$ref" in part:
        # A definition that holds itself says nothing more the second time.
        if part["$ref"] not in within:
            yield from _properties(schema, _referred(schema, part["$ref"]), path, (*within, part["$ref"]))
        return
    inner = [*part.get("anyOf", ()), *part.get("oneOf", ()), *part.get("allOf", ()), part.get("items")]
    for each in (*inner, *_maps(part.get("patternProperties"))):
        yield from _properties(schema, each, path, within)
    said = part.get("properties")
    for name, each in said.items() if isinstance(said, Mapping) else ():
        yield ".".join((*path, name))
        yield from _properties(schema, each, (*path, name), within)


def _maps(value: Any) -> Iterator[Any]:
    yield from value.values() if isinstance(value, Mapping) else ()


def _referred(schema: Mapping[str, Any], reference: str) -> Any:
    found: Any = schema
    for name in reference.removeprefix("#/").split("/"):
        found = found.get(name, {}) if isinstance(found, Mapping) else {}
    return found


def encrypts(name: str) -> bool:
    """Whether a property names the key that encrypts what the type makes."""
    return _ENCRYPTING.search(name) is not None


def asked(schema: Mapping[str, Any]) -> set[str]:
    """The permissions that the type's handlers ask for."""
    return {each for handler in schema.get("handlers", {}).values() for each in handler.get("permissions", ())}


def can_do_nothing(schema: Mapping[str, Any]) -> bool:
    """Whether the schema is evidence that the type bears on nobody's access.

    It says what its handlers call, and none of that passes a role or changes access; and it has no property that is or
    names a policy, a principal, an account, a role, or something that may be agreed on. Without handlers, no.
    """
    calls = asked(schema)
    if not calls or any(_CHANGING.match(each) and not _IDLE.fullmatch(each) for each in calls):
        return False
    return not any(_TELLING.search(each.rpartition(".")[2]) for each in properties(schema) if not encrypts(each))


def written() -> str:
    """The module."""
    nothing = [name for name, schema in schemas().items() if can_do_nothing(schema)]
    others = [name for name in schemas() if name not in set(nothing)]
    return "\n".join(
        [
            f'"""Generated by `python -m tools.type_reference` from cfn-lint {version("cfn-lint")}, not by hand."""',
            "",
            "# fmt: off",
            *_text("NOTHING", nothing),
            *_text("OTHERS", others),
            "",
        ]
    )


def _text(name: str, types: list[str]) -> Iterator[str]:
    """Each service, which alone has a colon, before the last names of its types."""
    by_service: dict[str, list[str]] = {}
    for each in types:
        service, _, last = each.rpartition("::")
        by_service.setdefault(f"{service}::", []).append(last)
    text = " ".join(each for service, names in by_service.items() for each in (service, *names))
    yield f'{name} = """'
    yield from textwrap.wrap(text, _WIDTH, break_long_words=False)
    yield '"""'


def main() -> None:
    """Write the module."""
    FILE.write_text(written())


if __name__ == "__main__":
    main()
