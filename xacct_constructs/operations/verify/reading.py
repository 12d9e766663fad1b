"""The bucket of one permission: listed and read as agreed, one object tried in other ways, and what lies beside."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import KW_ONLY, dataclass
from functools import partial
from typing import Any

from xacct_constructs.operations.verify.asking import Answer, ask
from xacct_constructs.operations.verify.expected import Expected
from xacct_constructs.operations.verify.verification import Line, Outcome
from xacct_constructs.operations.verify.writing import try_to_write
from xacct_constructs.permissions import S3Read
from xacct_constructs.permissions.buckets import bucket_name


@dataclass(frozen=True, slots=True)
class Reading:
    """The requests to one bucket."""

    permission: S3Read
    _: KW_ONLY
    account: str
    """The account that owns the bucket; every request names it."""
    expected: Expected
    s3: Any
    """Client of the role's session."""
    direct: Any
    """Client of the trusted principal's own credentials."""
    owner: Any
    """Client of the bucket's owner, or None."""
    key: str | None
    """The object to read. None: the first that the list shows."""
    neighbour: str | None
    """An object beside the prefixes. None: the first that the owner finds."""
    honouring: Collection[str]
    """Endpoints that are known to honour `If-Match`, besides S3's own."""

    @property
    def _bucket(self) -> str:
        return bucket_name(str(self.permission.bucket))

    @property
    def _known(self) -> dict[str, str]:
        return {"Bucket": self._bucket, "ExpectedBucketOwner": self.account}

    def _line(self, what: str, answer: Answer, action: str, key: str = "", **context: str) -> Line:
        return Line(what, self.expected.of(self.permission, action, key, **context), answer.seen, answer.detail)

    def lines(self) -> Iterator[Line]:
        """Everything that is tried."""
        keys = [self.key] if self.key is not None else []
        for prefix in self.permission.prefixes or ("",):
            answer = ask(self.s3.list_objects_v2, **self._known, Prefix=prefix, MaxKeys=10)
            keys += [each["Key"] for each in answer.content.get("Contents", ()) if not each["Key"].endswith("/")]
            yield Line(f"list s3://{self._bucket}/{prefix}", Outcome.ALLOWED, answer.seen, answer.detail)
        if keys:
            yield from self._object(keys[0])
        else:
            text = "no object is there; put one, or name one with --key"
            yield Line(f"read an object of s3://{self._bucket}", Outcome.ALLOWED, Outcome.NOT_TRIED, text)
        yield self._policy()
        if self.permission.prefixes:
            yield from self._lists_beside(self.permission.prefixes)
            yield self._object_beside(self.permission.prefixes)

    def _object(self, key: str) -> Iterator[Line]:
        """Read one object, then try on it what else may or may not be given."""
        place, one = f"s3://{self._bucket}/{key}", {**self._known, "Key": key}
        read = ask(self.s3.get_object, **one)
        yield Line(f"read {place}", Outcome.ALLOWED, read.seen, read.detail)
        version = read.content.get("VersionId", "null")
        for what, action, request in self._on_object(one, version):
            # Of an object that is not there S3 may say what it says of one that is not given.
            is_read = read.seen is Outcome.ALLOWED
            answer = request() if is_read else Answer(Outcome.NOT_TRIED, "the object was not read")
            agreed = self.expected.of(self.permission, action, key) if action else Outcome.REFUSED
            yield Line(what.format(place), agreed, answer.seen, answer.detail)

    def _on_object(self, one: Mapping[str, str], version: str) -> Iterator[tuple[str, str, Callable[[], Answer]]]:
        """What is tried, the action that it asks of the role, if it asks the role, and the request."""
        s3, keeps_versions = self.s3, version != "null"
        no_version = partial(Answer, Outcome.NOT_TRIED, "the object has no versions")
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
        if answer.detail.startswith("NoSuchBucketPolicy"):
            answer = Answer(Outcome.ALLOWED, answer.detail)
        return self._line(f"read the policy of s3://{self._bucket}", answer, "s3:GetBucketPolicy")

    def _lists_beside(self, prefixes: Collection[str]) -> Iterator[Line]:
        answer = ask(self.s3.list_objects_v2, **self._known, MaxKeys=1)
        yield self._line(f"list s3://{self._bucket} as a whole", answer, "s3:ListBucket")
        for other in (prefix.rstrip("/") + "-xacct-verify/" for prefix in prefixes):
            answer = ask(self.s3.list_objects_v2, **self._known, Prefix=other, MaxKeys=1)
            context = {"s3:prefix": other}
            yield self._line(f"list s3://{self._bucket}/{other}", answer, "s3:ListBucket", **context)

    def _object_beside(self, prefixes: Collection[str]) -> Line:
        """One that is there, as far as that can be known: S3 answers 403 for a key that is not there as well."""
        key, why_not = self.neighbour, ""
        if key is None:
            key, why_not = self._found_neighbour(tuple(prefixes))
        if key is None:
            what = f"read an object beside the prefixes of s3://{self._bucket}"
            return Line(what, Outcome.REFUSED, Outcome.NOT_TRIED, why_not)
        answer = ask(self.s3.get_object, **self._known, Key=key)
        if answer.seen is Outcome.REFUSED and self.neighbour is not None:
            answer = Answer(Outcome.REFUSED, f"{answer.detail}, as for a key that is not there")
        return self._line(f"read s3://{self._bucket}/{key}", answer, "s3:GetObject", key)

    def _found_neighbour(self, prefixes: tuple[str, ...]) -> tuple[str | None, str]:
        if self.owner is None:
            return None, "name one that is there with --neighbour, or let --trusting-profile find one"
        answer = ask(self.owner.list_objects_v2, **self._known)
        if answer.seen is not Outcome.ALLOWED:
            return None, f"the trusting account's profile could not list the bucket: {answer.detail}"
        keys = [each["Key"] for each in answer.content.get("Contents", ())]
        found = next((each for each in keys if not each.startswith(prefixes)), None)
        return found, f"none of the bucket's first {len(keys)} objects lies beside them; name one with --neighbour"
