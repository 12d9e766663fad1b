"""As whom those act who come from outside: the agreed users and roles, and the roles that anybody else may enter."""

from functools import cached_property

from xacct_constructs.arns import is_arn, parse
from xacct_constructs.assembly import Assembly, Identity
from xacct_constructs.iam import Bound, ResourcePolicyKind, UndecidedError, role_of_session
from xacct_constructs.proof.agreed_on import AgreedOn
from xacct_constructs.proof.leading import Leading
from xacct_constructs.request_sets import asked_of, has_request, outsiders, product, resource_side
from xacct_constructs.unknowns import unknowns_in, with_unknowns


class Entered:
    """Looks up whom an ARN names."""

    def __init__(self, assembly: Assembly, agreed_on: AgreedOn, leading: Leading) -> None:
        """Take what is agreed on in an assembly, and who follows roles to roles."""
        self._assembly, self._agreed_on, self._leading = assembly, agreed_on, leading

    def has(self, arn: str) -> bool:
        """Whether it is of a user or role, or of its session, as which somebody from outside may act."""
        if is_arn(arn) and parse(arn).resource.startswith("assumed-role/"):
            arn = role_of_session(parse(arn))
        found = self._assembly.namesake(arn)
        told = arn if found is None else found.arn
        return told in self._parties or (found is not None and told in self._roles) or self._may_be(arn)

    def _may_be(self, arn: str) -> bool:
        """Whether deployment may settle it so that it names one of them, or a session of one."""
        open_ = [*unknowns_in(with_unknowns(arn, self._assembly.unknowns))]
        if not open_ or any(each.is_its_own for each in open_):
            return False
        whom = (*self._parties, *self._roles)
        return any(self._assembly.may_be(arn, named) for each in whom for named in (each, _session(each)))

    @cached_property
    def _parties(self) -> frozenset[str]:
        return frozenset(self._agreed_on.parties)

    @cached_property
    def _roles(self) -> frozenset[str]:
        """Those that outsiders enter, and those to which one of them may come."""
        first = [each for each in self._leading.roles if each.arn not in self._parties and _lets_in(each)]
        return frozenset(other.arn for each in first for other in self._leading.behind(each, passing=True))


def _session(arn: str) -> str:
    """The ARN of a session of a role, by whatever name."""
    role = parse(arn)
    return str(role._replace(service="sts", resource=f"assumed-role/{role.name}/session"))


def _lets_in(role: Identity) -> bool:
    """Whether its trust policy lets somebody in from outside, or may."""
    try:
        trust = resource_side(role.trust.at(Bound.ABOVE)) if role.trust else []
        entry = product(trust, [asked_of(role.arn)])
        return any(map(has_request, product(entry, outsiders(role.account, ResourcePolicyKind.TRUST))))
    except UndecidedError:
        return True
