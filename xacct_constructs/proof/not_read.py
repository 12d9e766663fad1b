"""What statements of an agreement's own are about whose policies are not read: queues, functions, secrets, streams.

Such a thing is told by its service and the pattern of its ARN; a text may name it by its ARN, by its name alone, or by
a resource of the templates whose name is not known here.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from xacct_constructs.agreement import Agreement
from xacct_constructs.arns import is_arn, parse
from xacct_constructs.iam import matches
from xacct_constructs.proof.used import widest
from xacct_constructs.services import SERVICES
from xacct_constructs.values import listed

_READ = frozenset(each.name for each in SERVICES)
_LYING_IN = re.compile(
    r"(?<!\bbucket)(?<!\bcluster)(?<!\bcontainer)(?<!\bdomain)(?<!\bgroup)(?<!\bregistry)(?<!\bschema)(?<!\btopic)"
    r"(?<!\btransactional-id)/.*$"
)
"""What lies in what is called so, behind the first name."""
_CALLED = {
    **dict.fromkeys(("es", "kafka", "mediastore", "s3tables", "schemas"), _LYING_IN),
    "logs": re.compile(r"(?<!^log-group):(?:\*|log-stream:.*)$"),
    "secretsmanager": re.compile(r"-(?:[A-Za-z0-9?]{6}|\*)$"),
}
"""What services put behind a name, so that it is in the ARN and in no template."""
_BETWEEN = re.compile(r"[:/]")
_KIND = re.compile("^[a-z-]+[:/](?=.)")
"""What stands before a name in an ARN: what kind of thing it is of."""


class NotRead(NamedTuple):
    """One resource, or all that a pattern stands for.

    Attributes:
        service: The service, as actions call it; a pattern of it.
        pattern: The pattern of its ARN.
    """

    service: str
    pattern: str

    def is_of(self, service: str) -> bool:
        """Whether it is, or may be, of a service."""
        return _fits(self.service, service)

    def is_arn_of(self, arn: str, *, widely: bool) -> bool:
        """Whether an ARN is its own, or of what it lies in, or of what lies in it.

        Args:
            arn: The ARN; a pattern, where a template says one.
            widely: Whether it may be any, where the pattern stands for everything.
        """
        pattern = widest(self.pattern)
        if not is_arn(arn) or not _fits(self.service, parse(arn).service) or not (widely or pattern.strip("*")):
            return False
        pairs = [(pattern, each) for each in beginnings(arn)]
        # What stands behind the name may be left out.
        around = (_without(self.service, pattern), *beginnings(pattern))
        return any(_fits(*each) for each in (*pairs, *((each, arn) for each in around), (arn, pattern)))

    def is_called(self, name: str, *, widely: bool) -> bool:
        """Whether a name may be its own.

        Args:
            name: The name; empty, where it is not known.
            widely: Whether it may be any, where the pattern stands for whatever is called anyhow.
        """
        pattern = widest(self.pattern)
        resource = parse(pattern).resource if is_arn(pattern) else pattern
        # A star behind a name stands for more of the name as well.
        parts = {*_parts(_without(self.service, resource)), *(_parts(resource) if resource.endswith("-*") else ())}
        return any(not name or _fits(each, name) for each in parts if each and (widely or each.strip("*:/")))

    def is_made_by(self, type_: str) -> bool:
        """Whether its ARN says that it is of the kind which a type makes: `apis/…` of an `AWS::AppSync::GraphQLApi`."""
        pattern = widest(self.pattern)
        kind = _BETWEEN.split(parse(pattern).resource)[0] if is_arn(pattern) else ""
        return bool(kind) and type_.lower().endswith(kind.replace("-", "").removesuffix("s"))


def named_not_read(agreements: Iterable[Agreement]) -> Iterator[NotRead]:
    """What statements of agreements' own are about, as far as nobody here reads its policies."""
    for by in agreements:
        for each in by.permissions:
            if each.uses(by.role) is None:
                yield from (found for statement in each.statements(by.role) for found in not_read(statement))


def not_read(statement: Mapping[str, Any]) -> Iterator[NotRead]:
    """What an allow is about, as far as nobody here reads its policies."""
    if statement.get("Effect") != "Allow":
        return
    actions = map(str, listed(statement.get("Action", "*")))
    for service in dict.fromkeys(each.partition(":")[0].lower() for each in actions):
        for each in map(str, listed(statement.get("Resource", "*"))):
            of = parse(each).service if is_arn(each) else service
            # Of what lies in a cluster or behind a service, actions are of a service of their own.
            about = of if service.startswith(f"{of}-") else service
            if about not in _READ and _fits(about, of):
                yield NotRead(about, each)


def beginnings(arn: str) -> Iterator[str]:
    """An ARN, and those in which what it names may lie: a bucket's, of an object's."""
    yield arn
    for found in reversed(list(_BETWEEN.finditer(arn))):
        yield arn[: found.start()]


def name_in(arn: str) -> str:
    """What a template calls that which has this ARN."""
    parsed = parse(arn)
    return _KIND.sub("", _without(parsed.service, parsed.resource))


def _without(service: str, resource: str) -> str:
    """What has this name, or ARN, without what its service puts behind."""
    behind = _CALLED.get(service)
    return behind.sub("", resource) if behind else resource


def _parts(resource: str) -> Iterator[str]:
    """What stands between any two separators: names have separators too (`/acme/orders`)."""
    between = list(_BETWEEN.finditer(resource))
    for start in (0, *(each.end() for each in between)):
        yield from (resource[start:end] for end in (*(each.start() for each in between), len(resource)) if end > start)


def _fits(pattern: str, text: str) -> bool:
    return matches(pattern, text, lambda _: None)
