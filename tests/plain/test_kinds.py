"""Kinds of permissions: what stands in no table is refused by name, and never passed over."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any

import pytest

from tests.plain.samples import REPORTS, agreement, short
from xacct_constructs import Finding, RawStatements, S3Read, check_agreement
from xacct_constructs.agreed_access.agreed import MEANINGS
from xacct_constructs.agreement.serialize import UnknownTypeError, from_json, to_json
from xacct_constructs.arns import Arn
from xacct_constructs.permissions import PERMISSION_KINDS, Permission
from xacct_constructs.values import StatementJSON


@dataclass(frozen=True)
class QueueRead:
    """A permission as the protocol asks for, of a kind that no table knows."""

    queue: str = "jobs"

    def statements(self, role: Arn) -> list[StatementJSON]:
        """What it would write."""
        return [{"Effect": "Allow", "Action": "sqs:ReceiveMessage", "Resource": "*"}]

    def check(self, path: str, role: Arn) -> Iterator[Finding]:
        """Nothing to find."""
        yield from ()

    def uses(self, role: Arn) -> None:
        """It does not say."""


class NarrowRead(S3Read):
    """A known kind, changed: what it means is not known."""

    def statements(self, role: Arn) -> list[StatementJSON]:
        """Nothing at all."""
        return []


STATEMENT = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-reports/a"}
KNOWN = [
    pytest.param(S3Read("acme-reports"), id="S3Read"),
    pytest.param(RawStatements([STATEMENT]), id="RawStatements"),
]
UNKNOWN = [
    pytest.param(QueueRead(), "QueueRead", id="another"),
    pytest.param(NarrowRead("a-bucket"), "NarrowRead", id="a subclass"),
]


@pytest.mark.parametrize("permission", KNOWN)
def test_a_known_kind(permission: Permission) -> None:
    """It is judged, written to a file and read back."""
    made = agreement(permissions=[permission])
    assert check_agreement(made) == []
    assert from_json(json.loads(json.dumps(to_json(made)))) == made


@pytest.mark.parametrize(("permission", "name"), UNKNOWN)
def test_an_unknown_kind_is_refused_by_name(permission: Any, name: str) -> None:
    """By the check, with the kinds that there are; beside a known one, too."""
    assert isinstance(permission, Permission)
    found = check_agreement(agreement(permissions=[REPORTS, permission]))
    assert short(found) == ["XA030 permissions[1]"]
    assert f"got a {name}" in found[0].message
    assert all(f"{kind.__name__}(...)" in found[0].fix for kind in PERMISSION_KINDS)


@pytest.mark.parametrize(("permission", "name"), UNKNOWN)
def test_an_unknown_kind_in_a_file_is_refused_by_name(permission: Any, name: str) -> None:
    """As of a later version: neither a bare key error nor taken for something else."""
    values = to_json(agreement(permissions=[permission]))
    with pytest.raises(UnknownTypeError, match=f"the type '{name}' is not known; known are .*S3Read"):
        from_json(values)


def test_each_kind_has_its_meaning() -> None:
    """A kind that is known stands in the proof's table as well."""
    assert set(MEANINGS) == set(PERMISSION_KINDS)


@pytest.mark.parametrize("kind", PERMISSION_KINDS)
def test_each_kind_is_a_value_of_fields(kind: Any) -> None:
    """So that files and CDK references find what it holds."""
    assert fields(kind)
