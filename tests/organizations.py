"""Folders of an organization: what `aws organizations` prints, as it is saved."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

SERVICE, RESOURCE = "SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"
ID, ROOT, UNIT, MANAGEMENT, DATE = "o-abcdefghij", "r-ab12", "ou-ab12-11111111", "999999999999", "2026-11-01"
PRODUCTION, STAGING = "111111111111", "222222222222"
PARENTS = {PRODUCTION: UNIT, STAGING: UNIT, UNIT: ROOT}
FULL = {SERVICE: "p-FullAWSAccess", RESOURCE: "p-RCPFullAWSAccess"}

Files = dict[str, Any]


class Attached(NamedTuple):
    """One policy, and where it is attached."""

    kind: str
    target: str
    document: Mapping[str, Any]
    beside: bool = True
    """Whether AWS's own, which allows everything, is attached beside it."""
    name: str = "guard"


def files(
    *attached: Attached,
    on: Iterable[str] = (SERVICE, RESOURCE),
    parents: Mapping[str, str] = PARENTS,
    accounts: Iterable[str] = (PRODUCTION, STAGING, MANAGEMENT),
    management: str = MANAGEMENT,
) -> Files:
    """The files of an organization: two accounts in one unit, and these policies."""
    types = [{"Type": kind, "Status": "ENABLED" if kind in on else "DISABLED"} for kind in FULL]
    found: Files = {
        "organization.json": {"Date": DATE, "Organization": {"Id": ID, "MasterAccountId": management}},
        "accounts.json": {"Accounts": [{"Id": each, "Status": "ACTIVE"} for each in accounts]},
        "roots.json": {"Roots": [{"Id": ROOT, "Name": "Root", "PolicyTypes": types}]},
        **{f"parents/{child}.json": {"Parents": [{"Id": above}]} for child, above in parents.items()},
    }
    for kind, full in FULL.items():
        found[f"policies/{full}.json"] = _policy(full, full[2:], kind, _everything(kind), managed=True)
        for target in dict.fromkeys([*parents, *parents.values()]):
            here = [(f"p-guard{index:04}", each) for index, each in enumerate(attached) if each[:2] == (kind, target)]
            ids = [*([full] if all(each.beside for _, each in here) else []), *(name for name, _ in here)]
            found[f"attached/{target}.{kind}.json"] = {"Policies": [{"Id": each} for each in ids]}
            for name, each in here:
                found[f"policies/{name}.json"] = _policy(name, each.name, kind, each.document)
    return found


def _policy(identifier: str, name: str, kind: str, document: Any, *, managed: bool = False) -> dict[str, Any]:
    summary = {"Id": identifier, "Name": name, "Type": kind, "AwsManaged": managed}
    return {"Policy": {"PolicySummary": summary, "Content": json.dumps(document)}}


def _everything(kind: str) -> dict[str, Any]:
    principal = {"Principal": "*"} if kind == RESOURCE else {}
    return {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*", **principal}]}


def written(folder: Path, found: Files) -> Path:
    """The files, in a folder."""
    for path, content in found.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(json.dumps(content))
    return folder
