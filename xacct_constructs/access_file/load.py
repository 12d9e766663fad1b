"""Access files, read: texts in, values out, or everything that is wrong in them."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from xacct_constructs.access_file.accounts import AccountNames
from xacct_constructs.access_file.agreements import AgreementReader, SaidAgreement
from xacct_constructs.access_file.groups import Groups, bucket, principal
from xacct_constructs.access_file.homes import HomesReader
from xacct_constructs.access_file.mistakes import Mistakes
from xacct_constructs.access_file.reading import Fields, FileReading, as_it_is, fields_of, number, text
from xacct_constructs.access_file.values import AccessFile, Account, FilePlace, Source
from xacct_constructs.finding import Finding, error
from xacct_constructs.known_access import KnownAccess, check_known_access, read_json
from xacct_constructs.safeguards import Safeguards
from xacct_constructs.uncollected import uncollected
from xacct_constructs.yaml_documents import Path, YamlError, YamlForm, place, read_yaml, written

FORM = YamlForm(as_written=True, most_characters=32_000_000, most_values=2_000_000, deepest=40)
"""What an access file may hold: twenty thousand agreements are 5 MB."""


KEYS = ("accounts", "defaults", "principals", "buckets", "agreements", "known_access")
"""What a file may say."""
ACCOUNT = Fields(
    "an account",
    {"id": text, "region": text, "profile": text, "stacks": number, "trust_policy_characters": number},
    ("id", "region"),
)
"""What is said of an account."""
_FILE = Fields("an access file", dict.fromkeys(KEYS, as_it_is), ())
_DEFAULTS = Fields("defaults", {"safeguards": as_it_is}, ())


def load_access(texts: Iterable[tuple[str, str]]) -> AccessFile:
    """What access files say together.

    Accounts and groups hold in all of them, defaults in the file that says them.

    Args:
        texts: What messages call each file, and what it holds.

    Raises:
        AgreementError: With everything that is wrong, each with file, line, place and fix.
    """
    given = list(texts)
    mistakes = Mistakes([name for name, _ in given])
    with uncollected():
        sources = [each for name, held in given if (each := _source(name, held, mistakes))]
        return _Loading(mistakes, sources).result()


def _source(name: str, held: str, mistakes: Mistakes) -> Source | None:
    try:
        return Source(name, read_yaml(held, FORM))
    except YamlError as problem:
        for each in problem.problems:
            path = f"{name}:{each.line} {written(each.path)}"
            mistakes.some_unread = True
            mistakes.add(error("XA620", path, f"cannot be read: {each.why}", "mend it there"), name, each.line)
    return None


class _Loading:
    """Several files being read: what holds in all of them first."""

    def __init__(self, mistakes: Mistakes, sources: list[Source]) -> None:
        self._mistakes, self._accounts = mistakes, AccountNames(mistakes)
        self._principals, self._buckets = Groups("principals", mistakes), Groups("buckets", mistakes)
        readings = [FileReading(each, self._accounts, mistakes) for each in sources]
        self._files = [(each, each.fields((), each.source.document.value, _FILE)) for each in readings]

    def result(self) -> AccessFile:
        for reading, path, value in self._entries("accounts"):
            self._accounts.add(FilePlace(reading.source, path), _account(reading, path, value))
        for groups, read in ((self._principals, principal), (self._buckets, bucket)):
            for reading, path, value in self._entries(read.__name__ + "s"):
                listed = enumerate(reading.list(path, value))
                members = tuple(member for index, each in listed for member in read(reading, (*path, index), each))
                groups.add(FilePlace(reading.source, path), members)
        homes, said = HomesReader(self._accounts, self._mistakes), list(self._agreements())
        for each in said:
            homes.add(each)
        known = self._known_access()
        self._mistakes.require_none()
        return AccessFile(
            self._accounts.by_name,
            tuple(each.agreement for each in said),
            homes.found,
            known,
            tuple(each.places for each in said),
        )

    def _entries(self, key: str) -> Iterator[tuple[FileReading, Path, Any]]:
        """What stands under a key of every file, each under a name of its own."""
        for reading, found in self._files:
            for name, value in reading.map((key,), found.get(key, {})).items():
                yield reading, (key, name), value

    def _agreements(self) -> Iterator[SaidAgreement]:
        for reading, found in self._files:
            reader = AgreementReader(reading, self._principals, self._buckets, _defaults(reading, found))
            for index, each in enumerate(reading.list(("agreements",), found.get("agreements", []))):
                if said := reader.read(("agreements", index), each):
                    yield said

    def _known_access(self) -> KnownAccess:
        """What is known in all files; an ID is there once in all of them, and a later step may be in another."""
        read = [
            (reading, read_json(found["known_access"])) for reading, found in self._files if "known_access" in found
        ]
        for index, (reading, (known, wrong)) in enumerate(read):
            beside = KnownAccess()
            for other, (_, (each, _)) in enumerate(read):
                beside = beside if other == index else beside.with_(each)
            for finding in (*wrong, *check_known_access(known, beside)):
                self._say_of_known(reading.source, finding)
        found = KnownAccess()
        for _, (known, _) in read:
            found = found.with_(known)
        return found

    def _say_of_known(self, source: Source, finding: Finding) -> None:
        path = () if finding.path == "the file" else place(finding.path)
        at = FilePlace(source, ("known_access", *path))
        self._mistakes.add(finding._replace(path=str(at)), source.name, at.line)


def _account(reading: FileReading, path: Path, value: Any) -> Account | None:
    def make(**given: Any) -> Account:
        return Account(str(path[-1]), given.pop("id"), **given)

    made: Account | None = reading.made(path, value, ACCOUNT, make)
    return made


def _defaults(reading: FileReading, found: Mapping[str, Any]) -> Mapping[str, Any]:
    """The safeguards that a file's agreements have where they say no other; none, where one of them is wrong."""
    before, path = len(reading.mistakes), ("defaults",)
    said = reading.fields(path, found.get("defaults", {}), _DEFAULTS)
    guards = reading.fields((*path, "safeguards"), said.get("safeguards", {}), fields_of(Safeguards))
    return guards if len(reading.mistakes) == before else {}
