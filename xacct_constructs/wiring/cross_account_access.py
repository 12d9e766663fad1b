"""Both halves of many agreements, or the one half that is yours to deploy."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from constructs import Construct

from xacct_constructs.agreement import Agreement
from xacct_constructs.finding import Finding, Severity, error, require_no_errors, told_of
from xacct_constructs.placement import record, stack_environment, warn
from xacct_constructs.principals import TrustedUser
from xacct_constructs.signatures import explained
from xacct_constructs.texts import shown
from xacct_constructs.trusted import TrustedAccountRole, TrustedAccountUser
from xacct_constructs.trusting import TrustingAccountRole
from xacct_constructs.validation import check_agreement, identity
from xacct_constructs.wiring.trusted_side import Wanted, check_wanted, nobody_named, other_owner, wanted_principals


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
        self._users: dict[str, TrustedAccountUser] = {}
        self._trusted_roles: dict[str, TrustedAccountRole] = {}
        require_no_errors(_check(agreements, trusting_scope, trusted_scope, today, trust_policy_characters))
        if trusting_scope is not None:
            for agreement in agreements:
                self._roles[agreement.role_name] = TrustingAccountRole.from_agreement(
                    trusting_scope,
                    f"Role-{agreement.role_name}",
                    agreement,
                    today=today,
                    trust_policy_characters=trust_policy_characters,
                )
        if trusted_scope is not None:
            self._write_trusted(agreements, trusted_scope)

    def _write_trusted(self, agreements: Sequence[Agreement], scope: Construct) -> None:
        account = stack_environment(scope).account or ""
        for wanted in wanted_principals(agreements).values():
            if wanted.principal.account == account:
                self._write_principal(wanted, scope)
            else:
                warn(scope, [other_owner(wanted, account)])
        warn(scope, nobody_named(agreements))
        if not self._roles:
            for agreement in agreements:
                record(scope, agreement)

    def _write_principal(self, wanted: Wanted, scope: Construct) -> None:
        principal = wanted.principal
        boundary = next(iter(wanted.boundaries), None)
        if isinstance(principal, TrustedUser):
            self._users[principal.name] = TrustedAccountUser(
                scope,
                f"User-{principal.name}",
                user_name=principal.name,
                assumes=wanted.references,
                path=principal.path,
                existing=principal.existing,
                permissions_boundary=boundary,
            )
        else:
            self._trusted_roles[principal.name] = TrustedAccountRole(
                scope,
                f"Role-{principal.name}",
                role_name=principal.name,
                assumes=wanted.references,
                path=principal.path,
                existing=principal.existing,
                permissions_boundary=boundary,
            )

    @property
    def roles(self) -> dict[str, TrustingAccountRole]:
        """The trusting account's roles by name; empty without `trusting_scope`."""
        return dict(self._roles)

    @property
    def users(self) -> dict[str, TrustedAccountUser]:
        """The trusted account's users by name; empty without `trusted_scope`."""
        return dict(self._users)

    @property
    def trusted_roles(self) -> dict[str, TrustedAccountRole]:
        """The trusted account's roles by name; empty without `trusted_scope`."""
        return dict(self._trusted_roles)


def _check(
    agreements: Sequence[Agreement],
    trusting_scope: Construct | None,
    trusted_scope: Construct | None,
    today: datetime | None,
    trust_policy_characters: int | None,
) -> list[Finding]:
    if not isinstance(agreements, (list, tuple)) or not agreements:
        message = f"must be a list of at least one agreement, got {shown(agreements)}"
        return [error("XA508", "agreements", message, "pass [Agreement(...)]")]
    if trusting_scope is None and trusted_scope is None:
        return [error("XA508", "trusting_scope", "and trusted_scope are both missing", "pass at least one")]
    for name, scope in (("trusting_scope", trusting_scope), ("trusted_scope", trusted_scope)):
        if scope is not None and not isinstance(scope, Construct):
            return [error("XA508", name, f"must be a construct, got {shown(scope)}", "pass a stack, or leave it out")]
    found: list[Finding] = []
    seen: set[tuple[str, str]] = set()
    for index, agreement in enumerate(agreements):
        judged = check_agreement(agreement, today=today, trust_policy_characters=trust_policy_characters)
        if not isinstance(agreement, Agreement):
            found += _placed(index, judged)
            continue
        found += _placed(index, told_of(_role(agreement), judged))
        key = (str(agreement.trusting_account), str(agreement.role_name).lower())
        if key in seen:
            message = f"repeats the role {shown(agreement.role_name)} of account {agreement.trusting_account}"
            found.append(error("XA502", f"agreements[{index}].role_name", message, "names differ by more than case"))
        seen.add(key)
    if not any(each.severity is Severity.ERROR for each in found):
        found += _check_scopes(agreements, trusting_scope, trusted_scope)
    return found


def _placed(index: int, findings: Iterable[Finding]) -> list[Finding]:
    return [each._replace(path=f"agreements[{index}].{each.path}") for each in findings]


def _role(agreement: Agreement) -> str:
    return f"role {shown(agreement.role_name)}"


def _check_scopes(
    agreements: Sequence[Agreement], trusting_scope: Construct | None, trusted_scope: Construct | None
) -> Iterator[Finding]:
    if trusting_scope is not None:
        environment = stack_environment(trusting_scope)
        for agreement in agreements:
            elsewhere = environment.check(
                agreement.partition, path="trusting_scope", account=agreement.trusting_account
            )
            yield from told_of(_role(agreement), elsewhere) if environment.account else elsewhere
    if trusted_scope is None:
        return
    environment = stack_environment(trusted_scope)
    yield from environment.check(agreements[0].partition, path="trusted_scope")
    paths: dict[tuple[str, str, str], str] = {}
    for wanted in wanted_principals(agreements).values():
        principal = wanted.principal
        if principal.account != environment.account:
            continue
        yield from check_wanted(wanted, environment.partition(agreements[0].partition))
        if (other := paths.setdefault(identity(principal), wanted.path)) != wanted.path:
            message = f"is {principal.arn(agreements[0].partition)}, which differs from {other} by path or case only"
            yield error("XA506", wanted.path, message, "an account has one principal of a name; say the same in both")
