"""Use the access as agreed, and try the neighbours that must be refused, harming nothing.

Every request to S3 names the bucket's owner, and the one write is a `PutObject` with `If-None-Match: *` on a key that
is there: refused, it answers 403; allowed, 412, and nothing is written.
Source: Amazon S3 User Guide, "How to prevent object overwrites with conditional writes".
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from xacct_constructs.agreement import Agreement
from xacct_constructs.iam import Origin, Policies, Policy, Request, decide, session_of_arn
from xacct_constructs.operations.asked import assume_parameters
from xacct_constructs.operations.calls import is_refusal, problem_code, why
from xacct_constructs.permissions import S3Read
from xacct_constructs.permissions.buckets import bucket_name
from xacct_constructs.policies import permission_policy

_NOTHING_WRITTEN = "PreconditionFailed"
_WRONG_EXTERNAL_ID = "xacct-verify-no-such-external-id"


class Outcome(StrEnum):
    """What became of one request."""

    ALLOWED = "allowed"
    REFUSED = "refused"
    FAILED = "failed"
    """For another reason than a policy, so that nothing is shown."""
    NOT_TRIED = "not tried"


@dataclass(frozen=True, slots=True)
class Line:
    """One request: what, what the agreement says of it, and what AWS did."""

    what: str
    agreed: Outcome
    seen: Outcome
    detail: str = ""
    needed: bool = False
    """Whether the agreement cannot be called shown without it."""

    @property
    def is_surprise(self) -> bool:
        """Whether AWS answered otherwise than agreed."""
        return self.seen is not Outcome.NOT_TRIED and self.seen is not self.agreed


@dataclass(frozen=True, slots=True)
class Verification:
    """Every line."""

    agreement: Agreement
    lines: tuple[Line, ...]

    @property
    def surprises(self) -> tuple[Line, ...]:
        """What was not as agreed."""
        return tuple(each for each in self.lines if each.is_surprise)

    @property
    def unshown(self) -> tuple[Line, ...]:
        """What the agreement gives and could not be tried."""
        return tuple(each for each in self.lines if each.needed and each.seen is Outcome.NOT_TRIED)


def _outcome(call: Callable[..., Any], **parameters: Any) -> tuple[Outcome, str, Any]:
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        return Outcome.ALLOWED, "", call(**parameters)
    except (BotoCoreError, ClientError) as problem:
        if problem_code(problem) == _NOTHING_WRITTEN:
            return Outcome.ALLOWED, "412: allowed, and nothing written", None
        if is_refusal(problem):
            return Outcome.REFUSED, problem_code(problem), None
        return Outcome.FAILED, why(problem), None


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
            now: What the clock says. Default: the system's.
        """
        self._agreement, self._own, self._session, self._region = agreement, own, session, region
        self._key, self._neighbour, self._owner = key, neighbour, owner
        self._now = now or datetime.now(UTC)
        policy = Policy(permission_policy(agreement), Origin("", "the agreement", "permissions"))
        self._permissions = policy.statements

    def verify(self) -> Verification:
        """Try everything; when the role cannot be assumed, that alone is shown."""
        from xacct_constructs.client.errors import AssumeError

        try:
            self._session.get_credentials()
        except AssumeError as problem:
            seen = Outcome.REFUSED if "AccessDenied" in str(problem) else Outcome.FAILED
            lines = [Line("assume the role", Outcome.ALLOWED, seen, str(problem), needed=True)]
            return Verification(self._agreement, tuple(lines))
        lines = [Line("assume the role", Outcome.ALLOWED, Outcome.ALLOWED, needed=True), *self._assume_otherwise()]
        for permission in (each for each in self._agreement.permissions if isinstance(each, S3Read)):
            lines += self._read(permission)
        if len(self._agreement.permissions) > sum(isinstance(each, S3Read) for each in self._agreement.permissions):
            text = "only reading S3 can be tried without harm"
            lines.append(Line("use the raw statements", Outcome.ALLOWED, Outcome.NOT_TRIED, text))
        return Verification(self._agreement, tuple(lines))

    def _assume_otherwise(self) -> Iterator[Line]:
        """Ways in that a safeguard is to close."""
        safeguards = self._agreement.safeguards
        if not safeguards.external_ids and not safeguards.mfa:
            return
        sts = self._own.client("sts", region_name=self._region or self._own.region_name)
        seen, detail, caller = _outcome(sts.get_caller_identity)
        if caller is None:
            yield Line("ask who the caller is", Outcome.ALLOWED, seen, detail)
            return
        # Everything else is given, so that what is left out is what refuses.
        request = assume_parameters(self._agreement, caller["Arn"])
        plain = {name: value for name, value in request.items() if name != "ExternalId"}
        ways = []
        if safeguards.external_ids:
            ways.append(("assume it without an external ID", plain))
            ways.append(("assume it with another external ID", {**plain, "ExternalId": _WRONG_EXTERNAL_ID}))
        if safeguards.mfa:
            ways.append(("assume it without MFA", request))
        for what, given in ways:
            credentials = self._own.get_credentials()
            if given is request and (credentials is None or credentials.token):
                yield Line(what, Outcome.REFUSED, Outcome.NOT_TRIED, "these credentials may carry MFA already")
                continue
            seen, detail, _ = _outcome(sts.assume_role, **given)
            yield Line(what, Outcome.REFUSED, seen, detail)

    def _agreed(self, permission: S3Read, action: str, resource: str, **context: str) -> Outcome:
        """What the agreement's own policies say of a request."""
        owner = permission.owner or self._agreement.trusting_account
        always = {"aws:SecureTransport": "true", "aws:CurrentTime": self._now.strftime("%Y-%m-%dT%H:%M:%SZ")}
        request = Request(
            session_of_arn(self._agreement.role_arn),
            action,
            resource,
            resource_account=owner,
            context={**always, **context},
        )
        # The session's tags and network are what they are: AWS judges them, the agreement only says what is meant.
        meant = [
            replace(each, conditions=tuple(c for c in each.conditions if c.key.lower() in _JUDGED))
            for each in self._permissions
            if each.allows or all(c.key.lower() in _JUDGED for c in each.conditions)
        ]
        return Outcome.ALLOWED if decide(request, Policies(identity=meant)).is_allowed else Outcome.REFUSED

    def _read(self, permission: S3Read) -> Iterator[Line]:
        """List and read as agreed, then the neighbours."""
        owner = permission.owner or self._agreement.trusting_account
        bucket, arn = bucket_name(str(permission.bucket)), permission.bucket_arn(self._agreement.partition)
        s3 = self._session.client("s3", region_name=self._region)
        known = {"Bucket": bucket, "ExpectedBucketOwner": owner}
        keys: list[str] = [self._key] if self._key else []
        for prefix in permission.prefixes or ("",):
            seen, detail, answer = _outcome(s3.list_objects_v2, **known, Prefix=prefix, MaxKeys=10)
            keys += [each["Key"] for each in (answer or {}).get("Contents", ()) if not each["Key"].endswith("/")]
            yield Line(f"list s3://{bucket}/{prefix}", Outcome.ALLOWED, seen, detail, needed=True)
        if not keys:
            text = "no object is there; put one, or name one with --key"
            yield Line(f"read an object of s3://{bucket}", Outcome.ALLOWED, Outcome.NOT_TRIED, text, needed=True)
        else:
            yield from self._with_object(permission, s3, known, keys[0])
        yield from self._beside(permission, s3, known, arn)

    def _with_object(self, permission: S3Read, s3: Any, known: Mapping[str, str], key: str) -> Iterator[Line]:
        place, arn = f"s3://{known['Bucket']}/{key}", f"{permission.bucket_arn(self._agreement.partition)}/{key}"
        one = {**known, "Key": key}
        seen, detail, answer = _outcome(s3.get_object, **one)
        yield Line(f"read {place}", Outcome.ALLOWED, seen, detail, needed=True)
        version = (answer or {}).get("VersionId", "null")
        tries: list[tuple[str, str, Callable[..., Any], dict[str, Any]]] = [
            ("read the tags of", "s3:GetObjectTagging", s3.get_object_tagging, {}),
            ("read the access control list of", "s3:GetObjectAcl", s3.get_object_acl, {}),
            ("write", "s3:PutObject", s3.put_object, {"Body": b"", "IfNoneMatch": "*"}),
        ]
        if version != "null":
            tries.insert(0, ("read a version of", "s3:GetObjectVersion", s3.get_object, {"VersionId": version}))
        for what, action, call, given in tries:
            seen, detail, _ = _outcome(call, **one, **given)
            yield Line(f"{what} {place}", self._agreed(permission, action, arn), seen, detail)
        direct = self._own.client("s3", region_name=self._region)
        seen, detail, _ = _outcome(direct.get_object, **one)
        yield Line(f"read {place} without the role", Outcome.REFUSED, seen, detail)

    def _beside(self, permission: S3Read, s3: Any, known: Mapping[str, str], arn: str) -> Iterator[Line]:
        """What lies beside the prefixes, and what is said about the bucket."""
        bucket = known["Bucket"]
        seen, detail, _ = _outcome(s3.get_bucket_policy, **known)
        if detail.startswith("NoSuchBucketPolicy"):
            seen = Outcome.ALLOWED
        yield Line(
            f"read the policy of s3://{bucket}", self._agreed(permission, "s3:GetBucketPolicy", arn), seen, detail
        )
        if not permission.prefixes:
            return
        seen, detail, _ = _outcome(s3.list_objects_v2, **known, MaxKeys=1)
        yield Line(f"list s3://{bucket} as a whole", self._agreed(permission, "s3:ListBucket", arn), seen, detail)
        for prefix in permission.prefixes:
            other = prefix.rstrip("/") + "-xacct-verify/"
            seen, detail, _ = _outcome(s3.list_objects_v2, **known, Prefix=other, MaxKeys=1)
            agreed = self._agreed(permission, "s3:ListBucket", arn, **{"s3:prefix": other})
            yield Line(f"list s3://{bucket}/{other}", agreed, seen, detail)
        neighbour = self._neighbour or self._found_neighbour(permission, known)
        if neighbour is None:
            # S3 answers 403 for a key that is not there as well, which would show nothing.
            text = "name one that is there with --neighbour, or let --trusting-profile find one"
            yield Line(f"read an object beside the prefixes of s3://{bucket}", Outcome.REFUSED, Outcome.NOT_TRIED, text)
            return
        seen, detail, _ = _outcome(s3.get_object, **known, Key=neighbour)
        agreed = self._agreed(permission, "s3:GetObject", f"{arn}/{neighbour}")
        yield Line(f"read s3://{bucket}/{neighbour}", agreed, seen, detail)

    def _found_neighbour(self, permission: S3Read, known: Mapping[str, str]) -> str | None:
        if self._owner is None:
            return None
        s3 = self._owner.client("s3", region_name=self._region)
        _, _, answer = _outcome(s3.list_objects_v2, **known)
        prefixes = tuple(permission.prefixes or ("",))
        outside = (each["Key"] for each in (answer or {}).get("Contents", ()) if not each["Key"].startswith(prefixes))
        return next(outside, None)


_JUDGED = frozenset({"s3:prefix", "aws:resourceaccount", "aws:currenttime"})
