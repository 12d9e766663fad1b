"""The agreements, in a file of their own in the cloud assembly: a proof needs nothing but `cdk.out`."""

from collections.abc import Iterable, Sequence
from weakref import WeakKeyDictionary

import aws_cdk as cdk
import jsii
from constructs import Construct, IConstruct, IValidation

from xacct_constructs.agreement import Agreement
from xacct_constructs.names import AGREEMENTS_FILE, OWN_CONTEXT

_WRITERS: WeakKeyDictionary[IConstruct, "_Writer"] = WeakKeyDictionary()
_ROOTS: WeakKeyDictionary[cdk.Stack | cdk.Stage, IConstruct] = WeakKeyDictionary()


@jsii.implements(IValidation)
class _Writer:
    """Writes the file when the app is validated, which is when every agreement is known."""

    def __init__(self, app: cdk.Stage, known_accounts: Sequence[str]) -> None:
        self._app = app
        self._known_accounts = known_accounts
        self.agreements: list[tuple[Agreement, str | None]] = []

    def validate(self) -> list[str]:
        """Write the file, and what is acknowledged; there is nothing to complain about."""
        from pathlib import Path

        from xacct_constructs.agreement.file import agreements_text
        from xacct_constructs.synth_checks import write_acknowledged

        text = agreements_text(self.agreements, self._known_accounts)
        folder = Path(self._app.outdir)
        (folder / AGREEMENTS_FILE).write_text(text, encoding="utf-8")
        write_acknowledged(self._app, folder)
        return []


def record(scope: Construct, agreement: Agreement, *, region: str | None = None) -> None:
    """Have the agreement written beside the templates of the scope's app; each stack is asked for its app once.

    Args:
        scope: A construct of the app.
        agreement: What was written.
        region: The region of the trusting account's stack. Default: it is not known.

    Raises:
        AgreementError: The app's context has a key `xacct:…` that there is not, or a value that its key does not take.
    """
    record_all(scope, [(agreement, region)])


def record_all(scope: Construct, agreements: Iterable[tuple[Agreement, str | None]]) -> None:
    """The same for many, each with its region; the scope may be the app, or a stage of it.

    Args:
        scope: The app, or a construct of it.
        agreements: What was written, each with the region of the trusting account's stack.

    Raises:
        AgreementError: The app's context has a key `xacct:…` that there is not, or a value that its key does not take.
    """
    stack = scope if isinstance(scope, cdk.Stack | cdk.Stage) else cdk.Stack.of(scope)
    if stack not in _ROOTS:
        _ROOTS[stack] = stack.node.root
    app = _ROOTS[stack]
    if not isinstance(app, cdk.Stage):
        return
    if app not in _WRITERS:
        known_accounts: Sequence[str] = ()
        if any(key.startswith(OWN_CONTEXT) for key in app.node.get_all_context()):
            from xacct_constructs.synth_checks import add_by_context

            known_accounts = add_by_context(app)
        _WRITERS[app] = _Writer(app, known_accounts)
        app.node.add_validation(_WRITERS[app])
    _WRITERS[app].agreements.extend(agreements)
