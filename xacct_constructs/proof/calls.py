"""Calls of AWS that a resource tells somebody to make: a provider, a state machine, a schedule, an automation.

Source: AWS CDK, `AwsCustomResource`; AWS Step Functions Developer Guide, "Integrating with AWS SDKs"; Amazon
EventBridge Scheduler User Guide, "Using universal targets"; AWS Systems Manager User Guide, `aws:executeAwsApi`.
"""

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from xacct_constructs.assembly import Other
from xacct_constructs.proof.said import Leaf, leaves
from xacct_constructs.proof.texts import said_in, said_in_yaml, said_out
from xacct_constructs.unknowns import MARK, Text, ways

_OPEN = rf"(?:{MARK.pattern}|\{{\{{[^{{}}]*\}}\}})"
"""What stands where deployment, or a parameter of the document itself, says the rest."""
_SDK = re.compile(rf":aws-sdk:(?:(?:\w|{_OPEN})+:)?(?P<name>(?:\w|{_OPEN})+)")
_NAME = re.compile(rf"(?=[A-Za-z$\{{])(?:aws:)?(?:[\w-]|{_OPEN})+")
_KEYS, _SERVICE = ("action", "api"), "service"
_IN_TEXT = re.compile(
    rf"""(?im)(?:^|[\s{{,"'-])(?:action|api)["']?\s*:\s*["']?(?P<name>{_NAME.pattern})["']?\s*(?=$|[,}}#])"""
)
"""A call in a document that is no JSON."""
_WHATEVER = re.compile(
    rf"(?:arn:[a-z-]+:(?:scheduler|states):::(?:aws-sdk:)?)?(?:{MARK.pattern}|\{{\{{resolve:[^{{}}]*\}}\}})"
)
"""What stands for a call as a whole, or for the service and the call, and is not known."""
_BY_WHOM = re.compile("^((Credentials|Target|Targets)[.])?(RoleArn|Role)$")
"""Who makes the call, and is not what it is about."""
_ASKING = {"Resource": "Type", "Arn": "RoleArn"}
"""What a state, a schedule or a rule asks, to what stands beside it there."""
_TOLD = ("parameters", "arguments", "input")
_BY_PARAMETER, _AT_RUN_TIME = re.compile(r"\{\{"), re.compile(r"\{\{|\{%|\$\$?\.|\$states|<\w+>")
NAMED = re.compile("(Names?|Ids?|Arns?|Ur[il]s?|Resources?|Bucket|Table|Key|arameters|Arguments|nputs?)$")
"""What a parameter of a call is called that names what the call is about, or all that the call is told."""
_SUBSTITUTED = re.compile(r"\$\{(\w+)\}")
_SUBSTITUTIONS = "DefinitionSubstitutions"


class Call(NamedTuple):
    """One call.

    Attributes:
        name: Its name, in whatever spelling; a name that deployment settles as it is written.
        of_aws: Whether its service stands beside it, so that it is certainly one of AWS's.
        beside: What stands beside it; empty, where that is not told apart from the rest.
        told: What it is told, each parameter by its name; empty, where that is not told apart. Default: empty.
        is_whatever: Whether nothing but its place says that it is one, so that it may be a function. Default: no.
    """

    name: str
    of_aws: bool
    beside: tuple[Leaf, ...]
    told: Mapping[str, Any] = MappingProxyType({})
    is_whatever: bool = False

    @property
    def is_open(self) -> bool:
        """Whether its name is settled at deployment, or by a parameter of the document that says it."""
        return re.search(_OPEN, self.name) is not None

    @property
    def is_filled_in(self) -> bool:
        """Whether what it is about comes from elsewhere when the call is made, or may."""
        named = [each for each in self.beside if NAMED.search(each.path.removesuffix(".$"))]
        return not self.beside or any(_AT_RUN_TIME.search(f"{each.path} {each.text}") for each in named)

    @property
    def by_whom(self) -> list[Leaf]:
        """The role as which it is made, where that stands beside it; what is told apart says no such thing."""
        of_itself = [] if any(each.path.lower() == _SERVICE for each in self.beside) else self.beside
        return [each for each in of_itself if _BY_WHOM.search(each.path)]

    @property
    def is_by_parameter(self) -> bool:
        """Whether that comes from the parameters of the document that says it."""
        return not self.beside or any(_BY_PARAMETER.search(each.text) for each in self.beside)


def calls(other: Other) -> Iterator[Call]:
    """The calls that a resource says."""
    given = other.said.get(_SUBSTITUTIONS)
    if isinstance(given, Mapping):
        rest = {key: each for key, each in other.said.items() if key != _SUBSTITUTIONS}
        yield from _in(_substituted(rest, given))
    else:
        yield from _in(other.said)


def _substituted(value: Any, given: Mapping[str, Any]) -> Any:
    if isinstance(value, Text):
        return _SUBSTITUTED.sub(lambda found: str(given.get(found[1], found[0])), str(value))
    if isinstance(value, list):
        return [_substituted(each, given) for each in value]
    return {key: _substituted(each, given) for key, each in value.items()} if isinstance(value, Mapping) else value


def _in(value: Any) -> Iterator[Call]:
    if isinstance(value, Text):
        found = said_in(str(value))
        if found is not None:
            yield from _in(found)
        else:
            yield from _in_words(str(value))
        for each in ways(value):
            yield from _in(each)
    if isinstance(value, list):
        for each in value:
            yield from _in(each)
    if isinstance(value, Mapping):
        yield from _of(value)
        yield from (call for each in value.values() if not _is_sdk(each) for call in _in(each))


def _in_words(text: str) -> Iterator[Call]:
    """The calls in a text that is no JSON: of a document in YAML, as it says them; of any other, their names alone."""
    if names := list(_names(text, _IN_TEXT, _SDK)):
        found = list(_in(said_in_yaml(text)))
        yield from found
        yield from (Call(each, False, ()) for each in names if each not in {call.name for call in found})


def _of(said: Mapping[str, Any]) -> Iterator[Call]:
    """The calls that a mapping names itself."""
    of_aws = any(str(key).lower() == _SERVICE for key in said)
    named = [(str(each), of_aws) for key, each in said.items() if str(key).lower() in _KEYS and _is_name(each)]
    named += [(each, True) for text in said.values() if _is_sdk(text) for each in _names(str(text), _SDK)]
    whatever = [str(said[key]) for key, beside in _ASKING.items() if beside in said and _is_whatever(said, key)]
    if named or whatever:
        written = {key: said_out(each) for key, each in said.items()}
        told = next((each for key, each in written.items() if key.lower() in _TOLD), written)
        kept = told if isinstance(told, Mapping) else MappingProxyType({})
        beside = tuple(leaves(written))
        yield from (Call(name, certain, beside, kept) for name, certain in named)
        yield from (Call(name, True, beside, kept, is_whatever=True) for name in whatever)


def _is_whatever(said: Mapping[str, Any], key: str) -> bool:
    return isinstance(said.get(key), Text) and _WHATEVER.fullmatch(str(said[key])) is not None


def _is_sdk(value: Any) -> bool:
    """Whether a value is the ARN of a call, and no document that has one in it."""
    return isinstance(value, Text) and _SDK.search(str(value)) is not None and not re.search(r"[\s\"']", str(value))


def _names(text: str, *forms: re.Pattern[str]) -> Iterator[str]:
    yield from (found["name"] for form in forms for found in form.finditer(text))


def _is_name(value: Any) -> bool:
    return isinstance(value, Text) and _NAME.fullmatch(str(value)) is not None
