"""The agreements of one file, with names of accounts and groups resolved and defaults filled in."""

from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

from xacct_constructs.access_file.groups import GroupMember, Groups, principal
from xacct_constructs.access_file.reading import Fields, FileReading, as_it_is, fields_of, one_of
from xacct_constructs.access_file.values import FilePlace
from xacct_constructs.agreement import Agreement
from xacct_constructs.permissions import PERMISSION_KINDS, Permission
from xacct_constructs.safeguards import Safeguards
from xacct_constructs.texts import shown
from xacct_constructs.yaml_documents import Path

BUCKET, BUCKETS = "bucket", "buckets"
"""The field of a permission that takes a bucket, and what may stand in its place: a group of them."""
WITH_BUCKETS = tuple(each for each in PERMISSION_KINDS if BUCKET in fields_of(each).readers)
"""The permissions that take a bucket."""
_permission = one_of(PERMISSION_KINDS)


class SaidAgreement(NamedTuple):
    """An agreement as a file says it.

    Attributes:
        agreement: The agreement.
        trusting: What the file calls its trusting account.
        members: Its trusted principals, each with what the file calls its account.
        places: Where it stands, and where those of its parts do that stand elsewhere.
    """

    agreement: Agreement
    trusting: str
    members: tuple[GroupMember, ...]
    places: Mapping[Path, FilePlace]


class AgreementReader:
    """Reads the agreements of one file."""

    def __init__(self, reading: FileReading, principals: Groups, buckets: Groups, defaults: Mapping[str, Any]) -> None:
        """Read with these groups, and with these safeguards where an agreement says no other."""
        self._reading, self._principals, self._buckets = reading, principals, buckets
        self._defaults = defaults
        self._unguarded = Safeguards(**defaults)
        at = FilePlace(reading.source, ("defaults", "safeguards"))
        self._at: dict[Path, FilePlace] = {("safeguards", name): at.at(name) for name in defaults}

    def read(self, path: Path, value: Any) -> SaidAgreement | None:
        """The agreement at a place; none, where something in it is wrong."""
        before = len(self._reading.mistakes)
        given = self._reading.fields(path, value, agreement_fields())
        places: dict[Path, FilePlace] = {(): FilePlace(self._reading.source, path)}
        guards = self._safeguards((*path, "safeguards"), given.get("safeguards", {}), places)
        members = self._members((*path, "trusted_principals"), given.get("trusted_principals", []), places)
        permissions = self._permissions((*path, "permissions"), given.get("permissions", []), places)
        if len(self._reading.mistakes) != before:
            return None
        partition = self._partition(path, value["trusting_account"], members)
        made = {
            **given,
            "safeguards": guards,
            "trusted_principals": tuple(each.value for each in members),
            "permissions": permissions,
            "partition": partition,
        }
        return SaidAgreement(Agreement(**made), value["trusting_account"], members, places)

    def _safeguards(self, path: Path, value: Any, places: dict[Path, FilePlace]) -> Safeguards | None:
        if not value and isinstance(value, Mapping):
            places |= self._at
            return self._unguarded
        before = len(self._reading.mistakes)
        own = self._reading.fields(path, value, fields_of(Safeguards))
        places |= {each: at for each, at in self._at.items() if each[-1] not in own}
        return Safeguards(**{**self._defaults, **own}) if len(self._reading.mistakes) == before else None

    def _members(self, path: Path, value: Any, places: dict[Path, FilePlace]) -> tuple[GroupMember, ...]:
        found: list[GroupMember] = []
        for index, each in enumerate(self._reading.list(path, value)):
            at = (*path, index)
            if isinstance(each, str):
                found += self._principals.members(FilePlace(self._reading.source, at), each)
            else:
                found += principal(self._reading, at, each)
        for index, member in enumerate(found):
            if member.at.path != (*path, index):
                places[path[-1], index] = member.at
        return tuple(found)

    def _permissions(self, path: Path, value: Any, places: dict[Path, FilePlace]) -> tuple[Permission, ...]:
        found: list[Permission] = []
        for index, each in enumerate(self._reading.list(path, value)):
            at = (*path, index)
            for said, bucket in self._for_each_bucket(at, each):
                if len(found) != index:
                    places[path[-1], len(found)] = FilePlace(self._reading.source, at)
                if bucket:
                    places[path[-1], len(found), BUCKET] = bucket.at
                found.append(_permission(self._reading, at, said))
        return tuple(found)

    def _for_each_bucket(self, path: Path, value: Any) -> list[tuple[Any, GroupMember | None]]:
        """A permission as it is said; where it names a group of buckets, one for each of them."""
        if not isinstance(value, Mapping) or BUCKETS not in value:
            return [(value, None)]
        if value.get("type") not in [each.__name__ for each in WITH_BUCKETS]:
            return [(value, None)]
        if BUCKET in value:
            self._reading.say("XA621", (*path, BUCKETS), f"stands beside {BUCKET}", "keep one of the two")
            return []
        at, name = FilePlace(self._reading.source, (*path, BUCKETS)), value[BUCKETS]
        if not isinstance(name, str):
            what = f"must be the name of a group of buckets, got {shown(name)}"
            self._reading.say("XA623", at.path, what, "say the group under buckets, and name it here")
            return []
        rest = {key: each for key, each in value.items() if key != BUCKETS}
        return [({**rest, BUCKET: each.value}, each) for each in self._buckets.members(at, name)]

    def _partition(self, path: Path, trusting: str, members: tuple[GroupMember, ...]) -> str:
        """The partition of the accounts, which their regions say; those of others may be in no file."""
        accounts = self._reading.accounts
        ours = [(each, accounts.named(each.account)) for each in members if each.account is not None]
        first = accounts.named(trusting) or next((account for _, account in ours if account), None)
        if first is None and self._reading.mistakes.some_unread:
            return "aws"
        if first is None:
            what = "names no account of the files, on neither side, so nothing of it would be written"
            self._reading.say("XA627", (*path, "trusting_account"), what, "say one of its accounts under accounts")
            return "aws"
        for member, account in ours:
            if account and account.partition != first.partition:
                what = f"lies in the partition {account.partition}, and {first.name} in {first.partition}"
                self._reading.mistakes.say("XA627", member.at, what, "no role is assumed across partitions: remove it")
        return first.partition


@cache
def agreement_fields() -> Fields:
    """What an agreement may say: all but its partition; what groups and defaults bear on is read on its own."""
    found = fields_of(Agreement, without=("partition",))
    raw = dict.fromkeys(("safeguards", "trusted_principals", "permissions"), as_it_is)
    return found._replace(readers={**found.readers, **raw}, what="an agreement")
