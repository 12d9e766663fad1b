"""Both halves of many agreements, or the one half that is yours to deploy."""

from collections.abc import Sequence
from datetime import datetime

from constructs import Construct

from xacct_constructs.agreement import Agreement
from xacct_constructs.finding import require_no_errors
from xacct_constructs.halves import nobody_named, other_owner
from xacct_constructs.placement import record, warn
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
from xacct_constructs.wiring.checks import Judged, Placed, Scopes, judge


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
        trusting_scope: Construct | Sequence[Construct] | None = None,
        trusted_scope: Construct | Sequence[Construct] | None = None,
        today: datetime | None = None,
        trust_policy_characters: int | None = None,
    ) -> None:
        """Check every agreement, then write.

        Args:
            agreements: What to write.
            trusting_scope: A construct in a stack of the trusting account; several in a list, one for each account.
                Default: the other owner deploys that half.
            trusted_scope: A construct in a stack of the trusted account; several in a list, one for each account.
                Default: the other owner deploys that half.
            today: The moment to judge expiries by. Default: an expiry in the past is not noticed.
            trust_policy_characters: The trusting account's quota on trust policies. Default: 2,048.

        Raises:
            AgreementError: with every error of every agreement; nothing is written then.
        """
        self._roles: dict[str, TrustingAccountRole] = {}
        self._halves: dict[str, TrustedHalf] = {}
        scopes = Scopes(trusting_scope, trusted_scope)
        judged = judge(agreements, scopes, today, trust_policy_characters)
        require_no_errors(judged.findings)
        if trusting := scopes.of_trusting:
            for agreement, found in zip(agreements, judged.agreements, strict=True):
                scope = trusting[agreement.trusting_account]
                made = write_role(scope, f"Role-{agreement.role_name}", agreement, found)
                self._roles[agreement.role_arn] = made
        if trusted := scopes.of_trusted:
            self._write_trusted(agreements, judged, trusted)

    def _write_trusted(self, agreements: Sequence[Agreement], judged: Judged, placed: Placed) -> None:
        written: dict[tuple[str, str, str], tuple[NamedPrincipal, TrustedHalf]] = {}
        for wanted, found in judged.principals:
            principal = wanted.principal
            construct_id = f"{principal.kind.capitalize()}-{principal.name}"
            half = Half(principal, wanted.references, wanted.boundary)
            made = write_half(placed[principal.account], construct_id, half, found)
            self._halves[principal.arn(wanted.partition)] = made
            written[principal.identity] = principal, made
        for principal, made in written.values():
            for member in principal.members if is_group(principal) else ():
                if member.identity in written:
                    made.node.add_dependency(written[member.identity][1])
        scope = next(iter(placed.values()))
        elsewhere = f"and trusted_scope in {', '.join(filter(None, placed))}"
        warn(scope, [other_owner(wanted, elsewhere) for wanted in judged.elsewhere])
        warn(scope, nobody_named(agreements))
        if not self._roles:
            for agreement in agreements:
                record(scope, agreement)

    @property
    def roles(self) -> dict[str, TrustingAccountRole]:
        """The trusting accounts' roles by ARN; empty without `trusting_scope`."""
        return dict(self._roles)

    @property
    def users(self) -> dict[str, TrustedAccountUser]:
        """The trusted accounts' users by ARN; empty without `trusted_scope`."""
        return {arn: each for arn, each in self._halves.items() if isinstance(each, TrustedAccountUser)}

    @property
    def groups(self) -> dict[str, TrustedAccountGroup]:
        """The trusted accounts' user groups by ARN; empty without `trusted_scope`."""
        return {arn: each for arn, each in self._halves.items() if isinstance(each, TrustedAccountGroup)}

    @property
    def trusted_roles(self) -> dict[str, TrustedAccountRole]:
        """The trusted accounts' roles by ARN; empty without `trusted_scope`."""
        return {arn: each for arn, each in self._halves.items() if isinstance(each, TrustedAccountRole)}
