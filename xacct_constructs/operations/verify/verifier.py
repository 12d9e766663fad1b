"""Tries one agreement: the role assumed, the other ways into it, and each resource that it uses."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from xacct_constructs.agreement import Agreement
from xacct_constructs.client.errors import AssumeError, DeniedError
from xacct_constructs.exits import USAGE
from xacct_constructs.operations.kinds import OWN_KEYS, Used, not_asked, used
from xacct_constructs.operations.trying.expected import Expected
from xacct_constructs.operations.trying.line import Line, Outcome
from xacct_constructs.operations.trying.trial import Trial
from xacct_constructs.operations.verify.entering import other_ways_in
from xacct_constructs.operations.verify.verification import ASSUME, Verification


class Verifier:
    """Tries one agreement with one caller's credentials."""

    def __init__(
        self,
        agreement: Agreement,
        own: Any,
        session: Any,
        *,
        region: str | None = None,
        key: str | None = None,
        neighbour: str | None = None,
        owner: Any = None,
        honouring: Collection[str] = (),
        now: datetime | None = None,
    ) -> None:
        """Note what to try.

        Args:
            agreement: What is agreed.
            own: boto3 session of the trusted principal.
            session: boto3 session that acts as the role.
            region: The buckets' region. Default: the session's.
            key: The object to read, where a permission reads objects. Default: the first that the list shows.
            neighbour: The key of an object outside the prefixes, to be refused. Default: the first that `owner` finds.
            owner: boto3 session of the trusting account. Default: none, and then a neighbour must be named.
            honouring: Endpoints that have been shown to honour the conditions of writes, as `https://localhost:4566`.
                Default: AWS's own alone, and at others writing is not tried.
            now: What the clock says. Default: the system's.

        Raises:
            AssumeError: `key` is none that the agreement gives.
        """
        self._agreement, self._used = agreement, tuple(used(agreement))
        _require_given(self._used, key)
        expected = Expected(agreement, now or datetime.now(UTC), OWN_KEYS)
        self._trial = Trial(
            session, own, owner, expected=expected, region=region, key=key, neighbour=neighbour, honouring=honouring
        )

    def verify(self) -> Verification:
        """Try everything; when a policy keeps the caller from assuming the role, that alone is shown.

        Raises:
            AssumeError: The role could not be assumed for another reason, so that nothing was tried.
        """
        trial = self._trial
        try:
            trial.session.get_credentials()
        except DeniedError as problem:
            return self._found([Line(ASSUME, Outcome.ALLOWED, Outcome.REFUSED, str(problem))], trial.own)
        lines = [Line(ASSUME, Outcome.ALLOWED, Outcome.ALLOWED)]
        lines += other_ways_in(self._agreement, trial.own, trial.region)
        for kind, permission, use in self._used:
            lines += kind.tries(permission, use, trial)
        for each in not_asked(self._agreement):
            lines.append(Line(each.what, Outcome.ALLOWED, Outcome.NOT_TRIED, each.untried))
        return self._found(lines, trial.own, trial.session)

    def _found(self, lines: Iterable[Line], *sessions: Any) -> Verification:
        """The lines, without what an answer could repeat of the requests: each carries a session's token."""
        held = [each.get_credentials().get_frozen_credentials() for each in sessions]
        secrets = [secret for each in held for secret in (each.token, each.secret_key) if secret]
        masked = (replace(each, detail=_masked(each.detail, secrets)) for each in lines)
        return Verification(self._agreement, tuple(masked))


def _require_given(found: Iterable[Used], key: str | None) -> None:
    """Refuse an object that no permission reads, if any reads objects."""
    objects = [prefixes for each in found if (prefixes := each.kind.objects(each.permission)) is not None]
    if key is None or not objects or any(key.startswith(tuple(each)) for each in objects):
        return
    prefixes = ", ".join(prefix for each in objects for prefix in each if prefix)
    raise AssumeError(f"key must begin with a prefix of the agreement ({prefixes}), got {key!r}", USAGE)


def _masked(text: str, secrets: Collection[str]) -> str:
    for each in secrets:
        text = text.replace(each, "***")
    return text
