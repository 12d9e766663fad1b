"""Known access, in a file of its own in the cloud assembly, beside that of the agreements."""

from pathlib import Path
from weakref import WeakKeyDictionary

import aws_cdk as cdk
import jsii
from constructs import Construct, IConstruct, IValidation

from xacct_constructs.known_access import KnownAccess, from_json, known_access_text, to_json
from xacct_constructs.names import KNOWN_ACCESS_FILE
from xacct_constructs.synth_checks import write_acknowledged

_WRITERS: WeakKeyDictionary[IConstruct, "_Writer"] = WeakKeyDictionary()


@jsii.implements(IValidation)
class _Writer:
    """Writes the file when the app is validated."""

    def __init__(self, app: cdk.Stage) -> None:
        self._app = app
        self.known = KnownAccess()

    def validate(self) -> list[str]:
        """Write the file, and what is acknowledged; there is nothing to complain about."""
        folder = Path(self._app.outdir)
        (folder / KNOWN_ACCESS_FILE).write_text(known_access_text(self.known), encoding="utf-8")
        write_acknowledged(self._app, folder)
        return []


def add_known_access(scope: Construct, known_access: KnownAccess) -> None:
    """Have what is known of access from outside ride in the assembly, where every proof finds it.

    Args:
        scope: The app, or a construct of it.
        known_access: What is known, beside what has been added before.

    Raises:
        AgreementError: Something in it is wrong: all of it is said.
    """
    app = scope.node.root
    known = _WRITERS[app].known if app in _WRITERS else KnownAccess()
    joined = known.with_(from_json(to_json(known_access), known))
    if not isinstance(app, cdk.Stage):
        return
    if app not in _WRITERS:
        _WRITERS[app] = _Writer(app)
        app.node.add_validation(_WRITERS[app])
    _WRITERS[app].known = joined
