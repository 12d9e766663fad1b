"""Tries one agreement: the role assumed, the other ways into it, and each bucket that it reads."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from xacct_constructs.agreement import Agreement
from xacct_constructs.client.errors import AssumeError, DeniedError
from xacct_constructs.exits import USAGE
from xacct_constructs.operations.verify.asking import client_of
from xacct_constructs.operations.verify.entering import other_ways_in
from xacct_constructs.operations.verify.expected import Expected
from xacct_constructs.operations.verify.reading import Reading
from xacct_constructs.operations.verify.verification import ASSUME, Line, Outcome, Verification
from xacct_constructs.permissions import S3Read


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
            region: The bucket's region. Default: the session's.
            key: The object to read. Default: the first that the list shows.
            neighbour: The key of an object outside the prefixes, to be refused. Default: the first that `owner` finds.
            owner: boto3 session of the trusting account. Default: none, and then a neighbour must be named.
            honouring: Endpoints that have been shown to honour `If-Match` on `PutObject`, as `https://localhost:4566`.
                Default: S3's own alone, and at others writing is not tried.
            now: What the clock says. Default: the system's.

        Raises:
            AssumeError: `key` is none that the agreement gives.
        """
        self._agreement, self._own, self._session, self._region = agreement, own, session, region
        self._key, self._neighbour, self._owner, self._honouring = key, neighbour, owner, honouring
        self._now = now or datetime.now(UTC)
        self._reads = [each for each in agreement.permissions if isinstance(each, S3Read)]
        if key is not None and self._reads and not any(_gives(each, key) for each in self._reads):
            prefixes = ", ".join(prefix for each in self._reads for prefix in each.prefixes or ())
            raise AssumeError(f"key must begin with a prefix of the agreement ({prefixes}), got {key!r}", USAGE)

    def verify(self) -> Verification:
        """Try everything; when a policy keeps the caller from assuming the role, that alone is shown.

        Raises:
            AssumeError: The role could not be assumed for another reason, so that nothing was tried.
        """
        try:
            self._session.get_credentials()
        except DeniedError as problem:
            return self._found([Line(ASSUME, Outcome.ALLOWED, Outcome.REFUSED, str(problem))], self._own)
        lines = [Line(ASSUME, Outcome.ALLOWED, Outcome.ALLOWED)]
        lines += other_ways_in(self._agreement, self._own, self._region)
        for reading in self._readings():
            lines += reading.lines()
        if len(self._agreement.permissions) > len(self._reads):
            text = "only reading S3 can be tried without harm"
            lines.append(Line("use the raw statements", Outcome.ALLOWED, Outcome.NOT_TRIED, text))
        return self._found(lines, self._own, self._session)

    def _readings(self) -> Iterator[Reading]:
        if not self._reads:
            return
        expected = Expected(self._agreement, self._now)
        role, own = (client_of(each, "s3", self._region) for each in (self._session, self._own))
        owner = client_of(self._owner, "s3", self._region) if self._owner else None
        for permission in self._reads:
            yield Reading(
                permission,
                account=permission.owner or self._agreement.trusting_account,
                expected=expected,
                s3=role,
                direct=own,
                owner=owner,
                key=self._key if self._key is not None and _gives(permission, self._key) else None,
                neighbour=self._neighbour,
                honouring=self._honouring,
            )

    def _found(self, lines: Iterable[Line], *sessions: Any) -> Verification:
        """The lines, without what an answer could repeat of the requests: each carries a session's token."""
        held = [each.get_credentials().get_frozen_credentials() for each in sessions]
        secrets = [secret for each in held for secret in (each.token, each.secret_key) if secret]
        masked = (replace(each, detail=_masked(each.detail, secrets)) for each in lines)
        return Verification(self._agreement, tuple(masked))


def _gives(permission: S3Read, key: str) -> bool:
    """Whether the object is one that the permission reads, if it lies in its bucket."""
    return key.startswith(tuple(permission.prefixes or ("",)))


def _masked(text: str, secrets: Collection[str]) -> str:
    for each in secrets:
        text = text.replace(each, "***")
    return text
