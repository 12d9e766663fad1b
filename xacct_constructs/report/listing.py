"""What `xacct list` prints: the agreements of a file, as a table or JSON."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from xacct_constructs.agreement import Agreement
from xacct_constructs.agreement.serialize import to_json
from xacct_constructs.client import Handoff
from xacct_constructs.report.table import table
from xacct_constructs.report.words import principal_words

_HEADINGS = ("agreement", "who", "may", "asks for", "until")
_NO_DEMANDS = ("expiry", "max_session_duration", "permissions_boundary")
"""Safeguards that ask nothing of whoever assumes the role."""


def list_text(found: Sequence[Handoff], *, width: int) -> str:
    """The agreements, each by the name that the other commands take.

    Args:
        found: The agreements as their file has them.
        width: Characters on a line.
    """
    if not found:
        return "no agreements\n"
    return table(_HEADINGS, [_cells(each.agreement) for each in found], width=width) + f"\n\nin {found[0].file}\n"


def _cells(agreement: Agreement) -> tuple[str, ...]:
    written = to_json(agreement)
    who = [principal_words(each.describe(agreement.partition)) for each in agreement.callers]
    demands = [each for each in written.get("safeguards", {}) if each not in _NO_DEMANDS]
    ends = agreement.safeguards.expiry
    until = f"{ends:%Y-%m-%d}" if ends else "no end"
    may = [" ".join(_said(each)) for each in written["permissions"]]
    return (
        f"{agreement.role_name}\nof {agreement.trusting_account}",
        "\n".join(who),
        "\n".join(may),
        "\n".join(demands) or "nothing",
        until,
    )


def _said(permission: Mapping[str, Any]) -> Iterator[str]:
    """A permission as the agreement has it, one text for each of its fields."""
    for name, value in permission.items():
        if isinstance(value, str):
            yield value
        elif isinstance(value, list):
            texts = all(isinstance(each, str) for each in value)
            yield ", ".join(value) if texts else f"{len(value)} {name}"
        elif value is True:
            yield name


def list_data(found: Sequence[Handoff]) -> dict[str, Any]:
    """The same as JSON values: each agreement as the file has it, with its role's ARN and region."""
    return {
        "version": 1,
        "file": found[0].file if found else None,
        "agreements": [{"role_arn": each.role_arn, "region": each.region, **(each.values or {})} for each in found],
    }
