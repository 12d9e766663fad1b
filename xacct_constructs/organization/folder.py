"""An organization out of a folder's files, as `aws organizations` prints them.

Source: AWS CLI Command Reference, `describe-organization`, `list-accounts`, `list-roots`, `list-parents`,
`list-policies-for-target` and `describe-policy`; AWS Organizations API Reference, on the forms of IDs.
"""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from xacct_constructs.iam import Policy
from xacct_constructs.organization.ids import ACCOUNT, ORGANIZATION, POLICY, ROOT, TARGET, UNIT
from xacct_constructs.organization.organization import RESOURCE_CONTROL, SERVICE_CONTROL, NamedPolicy, Organization
from xacct_constructs.origin import Origin

Files = Mapping[str, Any]
"""Path in the folder, to what its JSON holds."""

LISTS = ("parents", "attached", "policies")
"""The folders that hold one file for each account or unit, target and kind, and policy."""

KINDS = (SERVICE_CONTROL, RESOURCE_CONTROL)
_ORGANIZATION, _ACCOUNTS, _ROOTS = "organization.json", "accounts.json", "roots.json"
_SETTLED = {"ENABLED": True, "DISABLED": False}


class OrganizationError(ValueError):
    """Raised for a folder that tells of no organization: everything that is wrong in it."""


def organization_of(files: Files) -> Organization:
    """The organization that the files tell of.

    Args:
        files: What the folder holds.

    Raises:
        OrganizationError: Something in them is not as `aws organizations` prints it, or does not fit together.
    """
    return _Folder(files).organization()


class _Folder:
    """The files of one folder, and what is wrong in them."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self._wrong: list[str] = []

    def organization(self) -> Organization:
        kinds = frozenset(self._kinds())
        found = Organization(
            id=self._text(_ORGANIZATION, ("Organization", "Id"), ORGANIZATION, "an organization's ID, o-…"),
            date=self._date(),
            management_account=self._text(
                _ORGANIZATION, ("Organization", "MasterAccountId"), ACCOUNT, "an account of twelve digits"
            ),
            accounts=frozenset(self._accounts()),
            kinds=kinds,
            parents=dict(self._parents()),
            attached=dict(self._attached(kinds)),
        )
        if not self._wrong:
            self._fits_together(found)
        if self._wrong:
            raise OrganizationError("; ".join(self._wrong))
        return found

    def _say(self, file: str, what: str, fix: str) -> None:
        self._wrong.append(f"{file}: {what}; {fix}")

    def _text(self, file: str, path: tuple[str | int, ...], pattern: str, allowed: str) -> str:
        """A text at a place of a file; empty, with a word about it, where it is none of the allowed."""
        found: Any = self._files.get(file)
        for key in path:
            try:
                found = found[key]
            except (LookupError, TypeError):
                found = None
        if isinstance(found, str) and re.fullmatch(pattern, found):
            return found
        if file not in self._files:
            self._say(file, "the file is missing", f"save what `{_command(file)}` prints")
        else:
            where = "".join(f"[{each}]" if isinstance(each, int) else f".{each}" for each in path).lstrip(".")
            self._say(file, f"{where} must be {allowed}, got {_shown(found)}", f"save it by `{_command(file)}`")
        return ""

    def _date(self) -> str:
        found = self._text(_ORGANIZATION, ("Date",), r"[0-9]{4}-[0-9]{2}-[0-9]{2}", "the day of it, YYYY-MM-DD")
        try:
            return date.fromisoformat(found).isoformat() if found else ""
        except ValueError:
            self._say(_ORGANIZATION, f"Date must be a day of the calendar, got {found!r}", "write the day of it")
            return ""

    def _list(self, file: str, name: str) -> list[Any]:
        """The elements of a list that must be whole."""
        held = self._files.get(file)
        found = held.get(name) if isinstance(held, Mapping) else None
        if not isinstance(found, list) or not found:
            what = "the file is missing" if file not in self._files else f"{name} must be a list with something in it"
            self._say(file, what, f"save what `{_command(file)}` prints")
            return []
        if isinstance(held, Mapping) and held.get("NextToken"):
            self._say(
                file, "NextToken says that there is more", f"save what `{_command(file)}` prints, --max-items left out"
            )
        return found

    def _accounts(self) -> Iterator[str]:
        for index in range(len(self._list(_ACCOUNTS, "Accounts"))):
            yield self._text(_ACCOUNTS, ("Accounts", index, "Id"), ACCOUNT, "an account of twelve digits")

    def _kinds(self) -> Iterator[str]:
        """The kinds of policy that are on."""
        for root in self._list(_ROOTS, "Roots")[:1]:
            self._text(_ROOTS, ("Roots", 0, "Id"), ROOT, "a root's ID, r-…")
            types = root.get("PolicyTypes") if isinstance(root, Mapping) else None
            if not isinstance(types, list):
                self._say(_ROOTS, f"Roots[0].PolicyTypes must be a list, got {_shown(types)}", "save what AWS prints")
                return
            for index in range(len(types)):
                place = ("Roots", 0, "PolicyTypes", index)
                kind = self._text(_ROOTS, (*place, "Type"), r"[A-Z0-9_]+", "a type of policy")
                allowed = "ENABLED or DISABLED, which is settled"
                if kind in KINDS and _SETTLED.get(self._text(_ROOTS, (*place, "Status"), "|".join(_SETTLED), allowed)):
                    yield kind

    def _parents(self) -> Iterator[tuple[str, str]]:
        for file, child in self._named("parents", f"{ACCOUNT}|{UNIT}"):
            if self._list(file, "Parents"):
                yield child, self._text(file, ("Parents", 0, "Id"), f"{UNIT}|{ROOT}", "a unit's or root's ID")

    def _attached(self, kinds: frozenset[str]) -> Iterator[tuple[tuple[str, str], tuple[NamedPolicy, ...]]]:
        policies = dict(self._policies())
        for file, name in self._named("attached", rf"(?:{TARGET})\.(?:{'|'.join(KINDS)})"):
            target, kind = name.split(".")
            if kind not in kinds:
                continue
            ids = [
                self._text(file, ("Policies", index, "Id"), POLICY, "a policy's ID, p-…")
                for index in range(len(self._list(file, "Policies")))
            ]
            for each in ids:
                if each and policies.get(each, ("", None))[0] != kind:
                    path = f"policies/{each}.json"
                    what = f"it is attached to {target} and missing, or not of the kind {kind}"
                    self._say(path, what, f"save what `{_command(path)}` prints")
            yield (target, kind), tuple(found for each in ids if (found := policies.get(each, ("", None))[1]))

    def _policies(self) -> Iterator[tuple[str, tuple[str, NamedPolicy | None]]]:
        for file, name in self._named("policies", POLICY):
            summary = ("Policy", "PolicySummary")
            kind = self._text(file, (*summary, "Type"), "|".join(KINDS), " or ".join(KINDS))
            called = self._text(file, (*summary, "Name"), "(?s).+", "the policy's name")
            text = self._text(file, ("Policy", "Content"), r"(?s).+", "the document as a text")
            managed = self._files[file]["Policy"]["PolicySummary"].get("AwsManaged") is True if kind else False
            yield (
                name,
                (kind, NamedPolicy(called, managed, Policy(self._document(file, text), Origin("", file, called)))),
            )

    def _document(self, file: str, text: str) -> Any:
        try:
            found = json.loads(text or "{}", object_pairs_hook=_unique)
        except (ValueError, RecursionError) as problem:
            self._say(file, f"Policy.Content is no policy: {problem}", f"save what `{_command(file)}` prints")
            return {}
        if text and not (isinstance(found, dict) and "Statement" in found):
            self._say(file, "Policy.Content has no Statement", f"save what `{_command(file)}` prints")
        return found

    def _named(self, folder: str, pattern: str) -> Iterator[tuple[str, str]]:
        """The files of a folder whose name says what they are about; any other is said to be none."""
        for file in sorted(self._files):
            if file.startswith(f"{folder}/"):
                name = file.removeprefix(f"{folder}/").removesuffix(".json")
                if re.fullmatch(pattern, name):
                    yield file, name
                else:
                    self._say(file, f"its name must say what it is about, got {name!r}", "see docs/organization.md")

    def _fits_together(self, found: Organization) -> None:
        """Every account is the organization's, and every way up ends at a root."""
        if found.management_account not in found.accounts:
            self._say(_ACCOUNTS, f"it lacks the management account {found.management_account}", "save all accounts")
        for child in found.parents:
            if re.fullmatch(ACCOUNT, child) and child not in found.accounts:
                self._say(f"parents/{child}.json", "no account of accounts.json", "save both anew")
            seen, above = {child}, found.parents[child]
            while above in found.parents and above not in seen:
                seen.add(above)
                above = found.parents[above]
            if not re.fullmatch(ROOT, above):
                path = f"parents/{above}.json"
                what = "it is above itself" if above in seen else f"the file is missing, and {child} is in it"
                self._say(path, what, f"save what `{_command(path)}` prints")
        self._wrong = list(dict.fromkeys(self._wrong))


def _command(file: str) -> str:
    """The command that prints what a file holds."""
    folder, _, name = file.rpartition("/")
    about, _, kind = name.removesuffix(".json").partition(".")
    return (
        "aws organizations "
        + {
            _ORGANIZATION: "describe-organization",
            _ACCOUNTS: "list-accounts",
            _ROOTS: "list-roots",
            "parents": f"list-parents --child-id {about}",
            "attached": f"list-policies-for-target --target-id {about} --filter {kind}",
            "policies": f"describe-policy --policy-id {about}",
        }[folder or name]
    )


def _shown(value: Any) -> str:
    return repr(value)[:60]


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice in one object")
    return found
