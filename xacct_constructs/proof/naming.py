"""What a text of a template names of the templates themselves: by an attribute, by a name, by an ARN."""

import re
from collections.abc import Iterator, Mapping
from functools import cached_property

from xacct_constructs.arns import is_arn, parse
from xacct_constructs.assembly import Assembly, Identity, Resource, UnknownKind
from xacct_constructs.services import resource_kind
from xacct_constructs.unknowns import MARK
from xacct_constructs.world import service_of

BETWEEN = re.compile(r"[/@:?#\s]|\.s3(?=[.-])")
"""What stands before and behind a name in URLs, host names and paths."""
_API = rf"(\.execute-api\.([a-z0-9-]+|{MARK.pattern})\.amazonaws\.com(\.cn)?)?"
_OWN = re.compile(rf"[^\s:/@?#]+|https?://{MARK.pattern}{_API}([:/].*)?", re.DOTALL)
"""A name, or the address of what has it, an API say: of whoever has that name."""


class Naming:
    """Looks up what a text names."""

    def __init__(self, assembly: Assembly) -> None:
        """Take the templates."""
        self._assembly = assembly

    def services_of(self, text: str) -> Iterator[str]:
        """The services of the resources that a text names by an attribute, or by a name that is made."""
        types = (str(self._assembly.written.get(place, {}).get("Type", "")) for place in self._assembly.places(text))
        yield from (service_of(each) for each in types if "::" in each)

    def names_in(self, text: str) -> list[str]:
        """What that is called which a text stands for; empty, where it is not known."""
        names = [each for place in self._assembly.places(text) for each in self._called(place)]
        return names or [each for each in BETWEEN.split(text) if each]

    def _called(self, place: tuple[str, str]) -> Iterator[str]:
        """What a resource is called by its template, or what it is another name of; empty, where that is not known."""
        written = self._assembly.written.get(place, {})
        last = str(written.get("Type", "")).rpartition("::")[2]
        read = next((each.said for each in self._assembly.others_at(place)), None)
        found = read or written.get("Properties")
        said = found if isinstance(found, Mapping) else {}
        for each in (said[key] for key in said if key in ("Name", "FunctionName") or _names(key, last)):
            yield each if isinstance(each, str) and not self._is_open(each) else ""

    def _is_open(self, text: str) -> bool:
        unknowns = (self._assembly.unknowns.get(mark) for mark in MARK.findall(text))
        return any(each is None or each.kind is not UnknownKind.GENERATED for each in unknowns)

    def lies_in(self, account: str, text: str) -> bool:
        """Whether an account is this one, or what a text names its own: as its ARN says, or as the assembly makes it.

        What a resource of a stack is called tells whose it is only where nothing around it says so.
        """
        said = parse(text).account if is_arn(text) else text
        if said == account or (is_arn(text) and said):
            return bool(said) and said == account
        if resource_kind(text):
            made = self._assembly.resource(text)
            return made is not None and made.account == account
        is_named = is_arn(text) or bool(_OWN.fullmatch(text))
        return is_named and any(self._by_stack.get(place[0]) == account for place in self._assembly.places(text))

    @cached_property
    def _by_stack(self) -> dict[str, str]:
        made: tuple[Resource | Identity, ...] = (*self._assembly.resources.values(), *self._assembly.identities)
        here = {each.origin.stack: each.account for each in made if not _is_elsewhere(each)}
        return here | {each.origin.stack: each.account for each in self._assembly.others}


def _names(key: str, type_: str) -> bool:
    """Whether a property is the name of what a type makes: `LayerName` of a `LayerVersion`."""
    return any(key.endswith(each) and key.removesuffix(each) in type_ for each in ("Name", "Identifier"))


def _is_elsewhere(held: Resource | Identity) -> bool:
    """Whether it may be of another account than the stack that it is read from."""
    return isinstance(held, Identity) and held.existing
