"""What lets a role call a program by name, so that a role of its account needs no permission of its own."""

from collections.abc import Iterator
from functools import cached_property

from xacct_constructs.arns import is_arn, parse
from xacct_constructs.assembly import Assembly, Identity, Other
from xacct_constructs.iam import role_of_session
from xacct_constructs.proof.actors import Actors
from xacct_constructs.proof.said import documents, leaves

_LETTING = frozenset(("AWS::ApiGateway::RestApi", "AWS::Lambda::Permission", "AWS::Lambda::ResourcePolicy"))
"""Types that let somebody call a program by name."""
_FUNCTION, _METHOD = "AWS::Lambda::Function", "AWS::ApiGateway::Method"


class Letting:
    """Looks up whom permissions, policies of functions and those of APIs name."""

    def __init__(self, assembly: Assembly, actors: Actors) -> None:
        """Take an assembly, and who follows resources to what they act as."""
        self._assembly, self._actors = assembly, actors

    def programs(self, role: Identity) -> Iterator[Other]:
        """What lets the role call a program by name, and the programs."""
        for letting, named in self._letting:
            if any(self._is(role, each) for each in named):
                yield from (letting, *self._methods(letting), *self._functions(letting))

    @cached_property
    def _letting(self) -> list[tuple[Other, list[str]]]:
        """What lets somebody in by name, and whom."""
        return [(each, list(_let_in(each))) for each in self._assembly.others if each.type in _LETTING]

    def _is(self, role: Identity, named: str) -> bool:
        """Whether a name is a role's, or a session's of it; whoever enters the role chooses that."""
        if not is_arn(named):
            return False
        session = parse(named).resource.startswith("assumed-role/")
        arn = role_of_session(parse(named)) if session else named
        found = self._assembly.namesake(arn)
        return found is role or (found is None and self._assembly.may_be(role.arn, arn))

    def _functions(self, letting: Other) -> Iterator[Other]:
        """The functions that a permission or a policy is of; any, where that is not known."""
        said = leaves(letting.said)
        named = [leaf for leaf in said if leaf.path in ("FunctionName", "ResourceArn")]
        found = [each for leaf in named for each in self._actors.named(letting, leaf)]
        yield from found or (self._of(_FUNCTION) if named else ())

    def _methods(self, api: Other) -> Iterator[Other]:
        """What an API calls."""
        for each in self._of(_METHOD):
            of = (leaf for leaf in leaves(each.said) if leaf.path == "RestApiId")
            if any(api.origin.place() in self._actors.places(leaf) for leaf in of):
                yield each

    def _of(self, name: str) -> Iterator[Other]:
        return (each for each in self._assembly.others if each.type == name)


def _let_in(letting: Other) -> Iterator[str]:
    """Whom it names."""
    yield from (leaf.text for leaf in leaves(documents(letting.said)) if ".Principal." in f".{leaf.path}.")
