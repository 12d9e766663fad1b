"""The stacks of an access file inside a CDK app, the same to the letter as `xacct synth` writes them."""

import json
import tempfile
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

import aws_cdk as cdk
from aws_cdk.cloudformation_include import CfnInclude
from constructs import Construct

from xacct_constructs.access_file import AccessFile
from xacct_constructs.access_files import read_access
from xacct_constructs.account_stacks import AccountStack, account_stacks
from xacct_constructs.agreement import Agreement
from xacct_constructs.finding import require_no_errors
from xacct_constructs.known_access import KnownAccess
from xacct_constructs.placement import add_known_access, record_all, warn
from xacct_constructs.signatures import explained
from xacct_constructs.synth_checks import ACCOUNTS, read_context


class AccessMap:
    """Hundreds of accounts' agreements: a series of stacks for each account, in its home region.

    Not a construct: the stacks belong to the scope itself, under names that do not change with what they hold. Neither
    CDK's own metadata nor, unless the app asks for it, its paths stand in their templates.
    """

    @explained
    def __init__(
        self,
        scope: Construct,
        prefix: str,
        *,
        file: AccessFile | str | Path,
        accounts: Collection[str] | None = None,
        today: datetime | None = None,
    ) -> None:
        """Check the whole file, then make its stacks.

        Args:
            scope: The app, or a stage of it.
            prefix: What the stacks' names begin with: `Access` leads to `Access-production`.
            file: An access file, or a folder of them; or what one says already.
            accounts: The names of the accounts whose stacks are made. Default: the context `xacct:accounts`, else all.
            today: The moment to judge expiries by. Default: an expiry in the past is not noticed.

        Raises:
            AgreementError: with every error of every agreement; nothing is made then.
        """
        read = file if isinstance(file, AccessFile) else read_access(file)
        chosen = accounts if accounts is not None else _by_context(scope)
        found = account_stacks(read, prefix=prefix, accounts=chosen, today=today)
        warnings = require_no_errors(found.findings)
        self._stacks = _made(scope, found.stacks)
        self._agreements = tuple(agreement for agreement, _ in found.agreements)
        record_all(scope, found.agreements)
        if read.known_access != KnownAccess():
            add_known_access(scope, read.known_access)
        warn(scope, warnings)

    @property
    def stacks(self) -> Mapping[str, cdk.Stack]:
        """The stacks by name, such as `Access-production`; of several stacks of an account, each with its number."""
        return MappingProxyType(self._stacks)

    @property
    def agreements(self) -> tuple[Agreement, ...]:
        """Those of which a half was made."""
        return self._agreements


def _by_context(scope: Construct) -> Collection[str] | None:
    chosen: tuple[str, ...] | None = read_context(scope.node.get_all_context()).get(ACCOUNTS)
    return chosen


def _made(scope: Construct, stacks: Iterable[AccountStack]) -> dict[str, cdk.Stack]:
    """Each stack with all its resources at once: two round trips to Node, however many it holds."""
    found: dict[str, cdk.Stack] = {}
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder) / "resources.json"
        for each in stacks:
            environment = cdk.Environment(account=each.account, region=each.region)
            stack = cdk.Stack(scope, each.name, env=environment, analytics_reporting=False)
            template.write_text(json.dumps({"Resources": each.resources}), encoding="utf-8")
            CfnInclude(stack, "Resources", template_file=str(template))
            found[each.name] = stack
    return found
