"""The bucket of one permission: listed and read as agreed, one object tried in other ways, and what lies beside."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, replace
from functools import partial
from typing import Any

from xacct_constructs import arns
from xacct_constructs.operations.kinds.s3_read.writing import try_to_write
from xacct_constructs.operations.trying.asking import Reply, ask
from xacct_constructs.operations.trying.expected import Expected
from xacct_constructs.operations.trying.line import Line, Outcome
from xacct_constructs.operations.trying.trial import Trial
from xacct_constructs.permissions import S3Read, Use


def prefixes(permission: S3Read) -> Sequence[str]:
    """How the keys of the objects begin that the permission reads, if they lie in its bucket."""
    return tuple(permission.prefixes or ("",))


def tries(permission: S3Read, use: Use, trial: Trial) -> Iterator[Line]:
    """Everything that is tried."""
    s3 = trial.clients("s3")
    is_given = trial.key is not None and trial.key.startswith(tuple(prefixes(permission)))
    yield from _Reading(
        tuple(permission.prefixes or ()),
        use,
        expected=trial.expected,
        s3=s3.role,
        direct=s3.own,
        owner=s3.owner,
        key=trial.key if is_given else None,
        neighbour=trial.neighbour,
        honouring=trial.honouring,
    ).lines()


@dataclass(frozen=True, slots=True)
class _Reading:
    """The requests to one bucket; every one names its owner.

    Attributes:
        prefixes: Prefixes that are read. Empty: the whole bucket.
        use: The bucket.
        expected: What the agreement says of each request.
        s3: Client of the role's session.
        direct: Client of the trusted principal's own credentials.
        owner: Client of the bucket's owner, or None.
        key: The object to read. None: the first that the list shows.
        neighbour: An object beside the prefixes. None: the first that the owner finds.
        honouring: Endpoints that are known to honour `If-Match`, besides S3's own.
    """

    prefixes: tuple[str, ...]
    use: Use
    _: KW_ONLY
    expected: Expected
    s3: Any
    direct: Any
    owner: Any
    key: str | None
    neighbour: str | None
    honouring: Collection[str]

    @property
    def _bucket(self) -> str:
        return arns.parse(self.use.resource).resource

    @property
    def _known(self) -> dict[str, str]:
        return {"Bucket": self._bucket, "ExpectedBucketOwner": self.use.owner}

    def _agreed(self, action: str, key: str = "", **context: str) -> Outcome:
        """What the agreement says of a request to the bucket, or to an object of it."""
        on = f"{self.use.resource}/{key}" if key else self.use.resource
        return self.expected.of(self.use, action, on, **context)

    def _line(self, what: str, answer: Reply, action: str, key: str = "", **context: str) -> Line:
        return Line(what, self._agreed(action, key, **context), answer.seen, answer.detail)

    def lines(self) -> Iterator[Line]:
        """Everything that is tried."""
        keys = [self.key] if self.key is not None else []
        for prefix in self.prefixes or ("",):
            answer = ask(self.s3.list_objects_v2, **self._known, Prefix=prefix, MaxKeys=10)
            keys += [each["Key"] for each in answer.content.get("Contents", ()) if not each["Key"].endswith("/")]
            yield Line(f"list s3://{self._bucket}/{prefix}", Outcome.ALLOWED, answer.seen, answer.detail)
        if keys:
            yield from self._object(keys[0])
        else:
            text = "no object is there; put one, or name one with --key"
            yield Line(f"read an object of s3://{self._bucket}", Outcome.ALLOWED, Outcome.NOT_TRIED, text)
        yield self._policy()
        if self.prefixes:
            yield from self._lists_beside()
            yield self._object_beside()

    def _object(self, key: str) -> Iterator[Line]:
        """Read one object, then try on it what else may or may not be given."""
        place, one = f"s3://{self._bucket}/{key}", {**self._known, "Key": key}
        read = ask(self.s3.get_object, **one)
        yield Line(f"read {place}", Outcome.ALLOWED, read.seen, read.detail)
        version = read.content.get("VersionId", "null")
        for what, action, request in self._on_object(one, version):
            # Of an object that is not there S3 may say what it says of one that is not given.
            is_read = read.seen is Outcome.ALLOWED
            answer = request() if is_read else Reply(Outcome.NOT_TRIED, "the object was not read")
            agreed = self._agreed(action, key) if action else Outcome.REFUSED
            yield Line(what.format(place), agreed, answer.seen, answer.detail)

    def _on_object(self, one: Mapping[str, str], version: str) -> Iterator[tuple[str, str, Callable[[], Reply]]]:
        """What is tried, the action that it asks of the role, if it asks the role, and the request."""
        s3, keeps_versions = self.s3, version != "null"
        no_version = partial(Reply, Outcome.NOT_TRIED, "the object has no versions")
        by_version = partial(ask, s3.get_object, **one, VersionId=version) if keeps_versions else no_version
        yield "read a version of {}", "s3:GetObjectVersion", by_version
        yield "read the tags of {}", "s3:GetObjectTagging", partial(ask, s3.get_object_tagging, **one)
        attributes = partial(ask, s3.get_object_attributes, **one, ObjectAttributes=["ETag"])
        yield "read the attributes of {}", "s3:GetObjectAttributes", attributes
        yield "read the access control list of {}", "s3:GetObjectAcl", partial(ask, s3.get_object_acl, **one)
        yield "write (conditional, If-Match) {}", "s3:PutObject", partial(try_to_write, s3, self.honouring, **one)
        yield "read {} without the role", "", partial(ask, self.direct.get_object, **one)

    def _policy(self) -> Line:
        answer = ask(self.s3.get_bucket_policy, **self._known)
        if answer.code == "NoSuchBucketPolicy":
            answer = replace(answer, seen=Outcome.ALLOWED)
        return self._line(f"read the policy of s3://{self._bucket}", answer, "s3:GetBucketPolicy")

    def _lists_beside(self) -> Iterator[Line]:
        answer = ask(self.s3.list_objects_v2, **self._known, MaxKeys=1)
        yield self._line(f"list s3://{self._bucket} as a whole", answer, "s3:ListBucket")
        for other in (prefix.rstrip("/") + "-xacct-verify/" for prefix in self.prefixes):
            answer = ask(self.s3.list_objects_v2, **self._known, Prefix=other, MaxKeys=1)
            context = {"s3:prefix": other}
            yield self._line(f"list s3://{self._bucket}/{other}", answer, "s3:ListBucket", **context)

    def _object_beside(self) -> Line:
        """One that is there, as far as that can be known: S3 answers 403 for a key that is not there as well."""
        key, why_not = self.neighbour, ""
        if key is None:
            key, why_not = self._found_neighbour()
        if key is None:
            what = f"read an object beside the prefixes of s3://{self._bucket}"
            return Line(what, Outcome.REFUSED, Outcome.NOT_TRIED, why_not)
        answer = ask(self.s3.get_object, **self._known, Key=key)
        if answer.seen is Outcome.REFUSED and self.neighbour is not None:
            answer = replace(answer, detail=f"{answer.detail}, as for a key that is not there")
        return self._line(f"read s3://{self._bucket}/{key}", answer, "s3:GetObject", key)

    def _found_neighbour(self) -> tuple[str | None, str]:
        if self.owner is None:
            return None, "name one that is there with --neighbour, or let --trusting-profile find one"
        answer = ask(self.owner.list_objects_v2, **self._known)
        if answer.seen is not Outcome.ALLOWED:
            return None, f"the trusting account's profile could not list the bucket: {answer.detail}"
        keys = [each["Key"] for each in answer.content.get("Contents", ())]
        found = next((each for each in keys if not each.startswith(self.prefixes)), None)
        return found, f"none of the bucket's first {len(keys)} objects lies beside them; name one with --neighbour"
