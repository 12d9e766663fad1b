"""What agreements let their roles' sessions ask for, as sets of requests."""

from collections.abc import Sequence
from functools import cached_property

from xacct_constructs.agreed_access import permitted
from xacct_constructs.agreement import Agreement
from xacct_constructs.proof.reasons import Reasons
from xacct_constructs.proof.used import is_pattern, named
from xacct_constructs.proof.verdict import Doubt
from xacct_constructs.request_sets import AWS, Box, box, kind_is, principal_is

_ANYTHING = "*"


class Uses:
    """Looks up what is agreed by role and by resource."""

    def __init__(self, agreements: Sequence[Agreement], undecided: list[Doubt]) -> None:
        """Take the agreements, and where it is kept which of them is not understood."""
        self._agreements, self._undecided = agreements, undecided

    @cached_property
    def by_role(self) -> dict[str, list[Box]]:
        """What each agreement lets its role's sessions ask for; one that is not understood is told, and left out.

        So is told that two say different things of one role, for then none says what is agreed on.
        """
        found: dict[str, list[Box]] = {}
        first: dict[str, Agreement] = {}
        for agreement in self._agreements:
            if first.setdefault(agreement.role_arn, agreement) != agreement:
                why = "two agreements are about it and say different things, so which of them holds is not known"
                self._undecided.append(Doubt(agreement.role_arn, why))
            with Reasons(self._undecided, agreement.role_arn):
                found[agreement.role_arn] = permitted(agreement)
        return found

    @cached_property
    def _by_resource(self) -> dict[str, list[Agreement]]:
        found: dict[str, list[Agreement]] = {}
        for agreement in self._agreements:
            arns = set(named(agreement))
            for arn in {_ANYTHING} if any(map(is_pattern, arns)) else arns:
                found.setdefault(arn, []).append(agreement)
        return found

    def across(self, arn: str, account: str) -> list[Box]:
        """What agreements of other accounts say about a resource or role of an account."""
        return [
            each | box(kind_is(AWS), principal_is(agreement.role_arn))
            for agreement in (*self._by_resource.get(arn, ()), *self._by_resource.get(_ANYTHING, ()))
            if agreement.trusting_account != account
            for each in self.by_role.get(agreement.role_arn, ())
        ]
