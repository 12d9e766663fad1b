"""The files of a cloud assembly."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from xacct_constructs.access_file import AccessFile
from xacct_constructs.account_stacks import PREFIX, AccountStack, account_stacks
from xacct_constructs.agreement.file import agreements_text
from xacct_constructs.finding import Finding, require_no_errors
from xacct_constructs.known_access import KnownAccess, known_access_text
from xacct_constructs.names import AGREEMENTS_FILE, KNOWN_ACCESS_FILE
from xacct_constructs.synthesis.manifest import asset_manifest_text, manifest_text, template_file, version_text


class SynthesizedAssembly(NamedTuple):
    """A cloud assembly, not yet written.

    Attributes:
        files: Text by name; none lies in a folder.
        stacks: What it holds.
        warnings: What is to be said of it.
    """

    files: Mapping[str, str]
    stacks: list[AccountStack]
    warnings: tuple[Finding, ...]


def assembly_of(
    file: AccessFile,
    *,
    prefix: str = PREFIX,
    accounts: Collection[str] | None = None,
    today: datetime | None = None,
) -> SynthesizedAssembly:
    """The assembly of an access file.

    Args:
        file: What is agreed between which accounts.
        prefix: What the stacks' names begin with. Default: `Access`.
        accounts: The names of the accounts whose stacks are wanted. Default: all.
        today: The moment to judge expiries by. Default: an expiry in the past is not noticed.

    Raises:
        AgreementError: with every error found.
    """
    found = account_stacks(file, prefix=prefix, accounts=accounts, today=today)
    warnings = require_no_errors(found.findings)
    files = dict(_texts(found.stacks))
    files[AGREEMENTS_FILE] = agreements_text(found.agreements)
    if file.known_access != KnownAccess():
        files[KNOWN_ACCESS_FILE] = known_access_text(file.known_access)
    return SynthesizedAssembly(files, found.stacks, warnings)


def _texts(stacks: list[AccountStack]) -> Iterator[tuple[str, str]]:
    for stack in stacks:
        yield template_file(stack), stack.template
        yield f"{stack.name}.assets.json", asset_manifest_text(stack)
    yield "cdk.out", version_text()
    yield "manifest.json", manifest_text(stacks)
