"""What the local AWS needs from a checkout of this project, found or named as missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from xacct_constructs.local.errors import SetupError


@dataclass(frozen=True, slots=True)
class Checkout:
    """The folder that holds `app.py`, with the two tools that `make env` puts there."""

    root: Path

    @property
    def app(self) -> Path:
        """The CDK app that the demo deploys."""
        return self.root / "app.py"

    @property
    def server_python(self) -> Path:
        """The interpreter that has ministack, in an environment of its own since ministack pins botocore."""
        return self.root / ".venv-local-aws" / "bin" / "python"

    @property
    def cdk(self) -> Path:
        """The CDK CLI that `package.json` pins."""
        return self.root / "node_modules" / ".bin" / "cdk"

    @property
    def node(self) -> Path | None:
        """The Node that `make env` has put there, since the machine's is too old; None where it is not."""
        node = self.root / ".tools" / "node" / "bin" / "node"
        return node if node.exists() else None

    def require_tools(self) -> None:
        """Raise when the tools are not there.

        Raises:
            SetupError: says which are missing, and the command that makes them.
        """
        missing = [str(path.relative_to(self.root)) for path in (self.server_python, self.cdk) if not path.exists()]
        if missing:
            raise SetupError(f"{' and '.join(missing)} not found in {self.root}; run: make env")


def find_checkout(start: Sequence[Path] | None = None) -> Checkout:
    """The checkout this package runs from.

    Args:
        start: folders to look in; left out, the one that holds the package, then the current one.

    Raises:
        SetupError: neither holds `app.py` and `package.json`.
    """
    for folder in start or (Path(__file__).resolve().parents[2], Path.cwd()):
        if (folder / "app.py").is_file() and (folder / "package.json").is_file():
            return Checkout(folder)
    raise SetupError(
        "app.py and package.json not found: the demo deploys the project's own app with the CDK CLI that it pins, and"
        " an installed package holds neither; get the source of xacct-constructs, and run there: make demo"
    )
