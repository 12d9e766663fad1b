"""Both halves of many agreements, or the one half that is yours to deploy."""

from collections.abc import Sequence
from datetime import datetime

from constructs import Construct

from xacct_constructs.account_stacks import nobody_named, other_owner
from xacct_constructs.agreement import Agreement
from xacct_constructs.finding import require_no_errors
from xacct_constructs.placement import record, stack_environment, warn
from xacct_constructs.principals import NamedPrincipal, is_group
from xacct_constructs.signatures import explained
from xacct_constructs.trusted import (
    Half,
    TrustedAccountGroup,
    TrustedAccountRole,
    TrustedAccountUser,
    TrustedHalf,
    write_half,
)
from xacct_constructs.trusting import TrustingAccountRole, write_role
from xacct_constructs.wiring.checks import Judged, Scopes, judge


class CrossAccountAccess:
    """Agreements, placed in the scopes of their two accounts.

    Not a construct: the two halves live in two stacks. A principal named by several agreements is written once, with
    one policy.
    """

    @explained
    def __init__(
        self,
        *,
        agreements: Sequence[Agreement],
        trusting_scope: Construct | None = None,
        trusted_scope: Construct | None = None,
        today: datetime | None = None,
        trust_policy_characters: int | None = None,
    ) -> None:
        """Check every agreement, then write.

        Args:
            agreements: What to write.
            trusting_scope: A construct in a stack of the trusting account. Default: the other owner deploys that half.
            trusted_scope: A construct in a stack of the trusted account. Default: the other owner deploys that half.
            today: The moment to judge expiries by. Default: an expiry in the past is not noticed.
            trust_policy_characters: The trusting account's quota on trust policies. Default: 2,048.

        Raises:
            AgreementError: with every error of every agreement; nothing is written then.
        """
        self._roles: dict[str, TrustingAccountRole] = {}
        self._halves: list[tuple[str, TrustedHalf]] = []
        judged = judge(agreements, Scopes(trusting_scope, trusted_scope), today, trust_policy_characters)
        require_no_errors(judged.findings)
        if trusting_scope is not None:
            for agreement, found in zip(agreements, judged.agreements, strict=True):
                name = agreement.role_name
                self._roles[name] = write_role(trusting_scope, f"Role-{name}", agreement, found)
        if trusted_scope is not None:
            self._write_trusted(agreements, judged, trusted_scope)

    def _write_trusted(self, agreements: Sequence[Agreement], judged: Judged, scope: Construct) -> None:
        written: dict[tuple[str, str, str], tuple[NamedPrincipal, TrustedHalf]] = {}
        for wanted, found in judged.principals:
            principal = wanted.principal
            construct_id = f"{principal.kind.capitalize()}-{principal.name}"
            half = Half(principal, wanted.references, wanted.boundary)
            made = write_half(scope, construct_id, half, found)
            self._halves.append((principal.name, made))
            written[principal.identity] = principal, made
        for principal, made in written.values():
            for member in principal.members if is_group(principal) else ():
                if member.identity in written:
                    made.node.add_dependency(written[member.identity][1])
        elsewhere = f"and trusted_scope in {stack_environment(scope).account or ''}"
        warn(scope, [other_owner(wanted, elsewhere) for wanted in judged.elsewhere])
        warn(scope, nobody_named(agreements))
        if not self._roles:
            for agreement in agreements:
                record(scope, agreement)

    @property
    def roles(self) -> dict[str, TrustingAccountRole]:
        """The trusting account's roles by name; empty without `trusting_scope`."""
        return dict(self._roles)

    @property
    def users(self) -> dict[str, TrustedAccountUser]:
        """The trusted account's users by name; empty without `trusted_scope`."""
        return {name: each for name, each in self._halves if isinstance(each, TrustedAccountUser)}

    @property
    def groups(self) -> dict[str, TrustedAccountGroup]:
        """The trusted account's user groups by name; empty without `trusted_scope`."""
        return {name: each for name, each in self._halves if isinstance(each, TrustedAccountGroup)}

    @property
    def trusted_roles(self) -> dict[str, TrustedAccountRole]:
        """The trusted account's roles by name; empty without `trusted_scope`."""
        return {name: each for name, each in self._halves if isinstance(each, TrustedAccountRole)}
