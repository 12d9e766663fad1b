"""The cases: decisions that AWS's documentation states, as data."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xacct_constructs.iam import Origin, Policy
from xacct_constructs.iam.decide import Decision, Policies, ResourcePolicyKind, decide
from xacct_constructs.iam.request import Caller, Request
from xacct_constructs.iam.statements import Statement
from xacct_constructs.services import with_service_keys

FOLDER = Path(__file__).parent / "cases"
UNDECIDED = "undecided"
_REQUIRED = {"name", "source", "request", "expected"}
_OPTIONAL = {
    "blocked_by", "version", "kind", "identity", "resource", "boundary", "session", "service_control",
    "resource_control",
}  # fmt: skip
_REQUEST = {"caller", "role_arn", "service_linked", "unique_id", "action", "resource", "resource_account", "context"}
_EXPECTED = {"allowed", "implicitly denied", "explicitly denied", UNDECIDED}


class CaseError(ValueError):
    """Raised for a case that is written wrongly."""


@dataclass(frozen=True)
class Case:
    """One case as its file has it."""

    file: str
    written: Mapping[str, Any]

    def __str__(self) -> str:
        """File and name."""
        return f"{self.file}: {self.written['name']}"

    def decide(self) -> Decision:
        """What the library decides."""
        return decide(self._request(), self._policies())

    def _request(self) -> Request:
        given = dict(self.written["request"])
        told = {key: given.pop(key) for key in ("role_arn", "service_linked", "unique_id") if key in given}
        caller = Caller(given.pop("caller"), **told)
        return with_service_keys(Request(caller, **given))

    def _policies(self) -> Policies:
        def one(name: str) -> tuple[Statement, ...] | None:
            return self._parsed(name, self.written[name]) if name in self.written else None

        def levels(name: str) -> list[tuple[Statement, ...]]:
            return [self._parsed(name, level) for level in self.written.get(name, [])]

        return Policies(
            identity=one("identity") or (),
            resource=one("resource"),
            resource_kind=ResourcePolicyKind(self.written.get("kind", "resource policy")),
            boundary=one("boundary"),
            session=one("session"),
            service_control=levels("service_control"),
            resource_control=levels("resource_control"),
        )

    def _parsed(self, name: str, statements: Sequence[Any]) -> tuple[Statement, ...]:
        version = self.written.get("version", "2012-10-17")
        document = {"Version": version, "Statement": statements} if version else {"Statement": statements}
        return Policy(document, Origin("", name, "")).statements


def read_cases(folder: Path = FOLDER) -> Iterator[Case]:
    """Every case of the folder's files.

    Raises:
        CaseError: a case has a key that is not known, or lacks one, or its file or name stands twice.
    """
    for path in sorted(folder.glob("*.json")):
        document = json.loads(path.read_text(encoding="utf-8"))
        if set(document) != {"cases"}:
            raise CaseError(f"{path.name} holds {sorted(document)}, not cases")
        seen: set[str] = set()
        for written in document["cases"]:
            _check(path.stem, written)
            if written["name"] in seen:
                raise CaseError(f"{path.stem}: {written['name']} stands twice")
            seen.add(written["name"])
            yield Case(path.stem, written)


def _check(file: str, written: Mapping[str, Any]) -> None:
    where = f"{file}: {written.get('name')}"
    if missing := _REQUIRED - set(written):
        raise CaseError(f"{where} lacks {', '.join(sorted(missing))}")
    unknown = set(written) - _REQUIRED - _OPTIONAL | set(written["request"]) - _REQUEST
    if unknown:
        raise CaseError(f"{where} has unknown keys: {', '.join(sorted(unknown))}")
    if written["expected"] not in _EXPECTED:
        raise CaseError(f"{where} expects {written['expected']!r}, which is no decision")
    if not written["source"].startswith("https://docs.aws.amazon.com/"):
        raise CaseError(f"{where} has a source that is no page of AWS's documentation")
