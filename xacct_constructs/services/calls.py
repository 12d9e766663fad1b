"""What people name instead of an action: calls of the API, boto3's methods, commands of the AWS CLI."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from xacct_constructs.services.service import Service
from xacct_constructs.services.table import SERVICES


class Called(NamedTuple):
    """A call or command, and what it asks.

    Attributes:
        name: As its documentation has it: `HeadObject`, `aws s3 sync`.
        actions: The actions that decide about it.
    """

    name: str
    actions: tuple[str, ...]


def called(text: str) -> list[Called]:
    """What a text may name: nothing, one call or command, or one of each service that has a call of that name.

    Args:
        text: Such as `HeadObject`, `head_object`, `aws s3api head-object`, `aws s3 cp s3://BUCKET/KEY .`.
    """
    words = text.removeprefix("aws ").split()
    if len(words) == 1:
        return [found for service in SERVICES for found in _calls(service, words[0])]
    if len(words) > 1 and words[0] == "s3":
        return list(_commands(words[1:]))
    named = {"s3api": "s3"}.get(words[0], words[0]) if words else ""
    return [found for service in SERVICES if service.name == named for found in _calls(service, words[1])]


def nearest_call(text: str) -> str | None:
    """The call whose name is most like a text; None where none is."""
    from difflib import get_close_matches

    names = {_plain(name): name for service in SERVICES for name in _names(service)}
    near = get_close_matches(_plain(text.split()[-1]) if text.split() else "", names, n=1)
    return names[near[0]] if near else None


def _calls(service: Service, word: str) -> Iterator[Called]:
    for name, actions in _names(service).items():
        if _plain(name) == _plain(word):
            yield Called(name, tuple(f"{service.name}:{each}" for each in actions.split()))


def _names(service: Service) -> dict[str, str]:
    """Every call of a service, to its actions: most are called as their action is."""
    own = (name.partition(":")[2] for name, _ in service.all_actions())
    return {**{name: name for name in own}, **service.operations}


def _plain(name: str) -> str:
    """A name as the API, the AWS CLI and boto3 have it alike."""
    return re.sub("[-_]", "", name).lower()


def _commands(words: list[str]) -> Iterator[Called]:
    """A command of `aws s3`: from the bucket, unless what it takes first lies elsewhere."""
    command, *rest = words
    places = [each for each in rest if not each.startswith("-")]
    upwards = bool(places) and not places[0].startswith("s3://")
    for form in (" to" if upwards else " --recursive" if "--recursive" in rest else "", ""):
        for service in SERVICES:
            if found := service.commands.get(f"{command}{form}"):
                name = f"aws {service.name} {command}{form.replace(' to', ' to the bucket')}"
                yield Called(name, tuple(f"{service.name}:{each}" for each in found.split()))
                return
