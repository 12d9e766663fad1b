"""What every test runs under: no account of a person's within reach, and CDK without what would slow or drown it.

Set before `aws_cdk` is imported, since Node reads its environment once, when it starts.
"""

import os
import shutil
import signal
import tempfile
from functools import cache
from pathlib import Path

import botocore.session
import pytest
from hypothesis import HealthCheck, Phase, settings

_PERSONAL = ("AWS_", "XACCT_", "CDK_DEFAULT_", "TRUSTING_ACCOUNT", "TRUSTED_ACCOUNT", "REGION")
_NODE_S_TEMPORARY_FILES = tempfile.mkdtemp(prefix="xacct-tests-")

for name in [name for name in os.environ if name.startswith(_PERSONAL)]:
    del os.environ[name]
# Set on some machines, it has every process of hundreds compile the package anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

os.environ |= {
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    "AWS_EC2_METADATA_DISABLED": "true",
    # Every App leaves a cdk.out in the folder for temporary files.
    "TMPDIR": _NODE_S_TEMPORARY_FILES,
}
# Where the machine's Node is too old, `make env` has put another there.
_NODE = Path(__file__).resolve().parents[1] / ".tools" / "node" / "bin"
if _NODE.exists():
    os.environ["PATH"] = os.pathsep.join([str(_NODE), os.environ.get("PATH", os.defpath)])
# Two seconds a process; what wants CloudFormation's validation turns it on.
os.environ.setdefault("CDK_VALIDATION", "false")
os.environ.setdefault("JSII_SILENCE_WARNING_DEPRECATED_NODE_VERSION", "1")
os.environ.setdefault("JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION", "1")
os.environ.setdefault("JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION", "18,20,22")

# Each session reads AWS's models, a fifth of a second; what is read is the same for all of them.
botocore.session.create_loader = cache(botocore.session.create_loader)

# A shell that starts the tests in the background has them ignore Ctrl-C, `nohup` the hang-up, and so every program that
# they start, which can then not even ask for it.
for ignored, handler in ((signal.SIGINT, signal.default_int_handler), (signal.SIGHUP, signal.SIG_DFL)):
    if signal.getsignal(ignored) is signal.SIG_IGN:
        signal.signal(ignored, handler)

# No clock decides a test: a machine may be busy.
_UNHURRIED = settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("unhurried", _UNHURRIED)
settings.load_profile("unhurried")
# For whoever wants to know that a test fails, and not the smallest example of it: `make mutations`.
settings.register_profile(
    "first-failure", _UNHURRIED, phases=(Phase.explicit, Phase.generate), database=None, derandomize=True
)
# For a long search: pytest tests/proof/test_sampled.py --hypothesis-profile=long
settings.register_profile("long", _UNHURRIED, max_examples=5000)

_LONGEST_FIRST = (
    *("tests/local/test_demo.py", "tests/local/", "tests/operations/", "tests/examples/", "tests/client/"),
    *("tests/ordinary/", "tests/synth_checks/", "tests/pipeline/", "tests/packaging/"),
    *("tests/properties/", "tests/cli/test_network.py"),
)
"""Files that take a minute, a local AWS or the CDK's CLI: no worker begins one when the other has nothing left."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest; the rest in its own order."""

    def rank(item: pytest.Item) -> int:
        places = (at for at, each in enumerate(_LONGEST_FIRST) if item.nodeid.startswith(each))
        return next(places, len(_LONGEST_FIRST))

    items.sort(key=rank)


@pytest.fixture
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lines as long as what is said, for tests of the words, not of where they break."""
    monkeypatch.setenv("COLUMNS", "10000")


def pytest_unconfigure() -> None:
    """Remove what Node left behind."""
    shutil.rmtree(_NODE_S_TEMPORARY_FILES, ignore_errors=True)


_SAID_AT_THE_END = ("seen on the local AWS", "not enforced by the local AWS", "not run here", "ordinary stacks")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what the tests could not show, once each.

    Here, not beside those tests: with xdist, the process that writes the summary loads no other conftest.
    """
    reports = [report for group in terminalreporter.stats.values() for report in group]
    properties = [each for report in reports for each in getattr(report, "user_properties", ())]
    for name in _SAID_AT_THE_END:
        for line in sorted({str(value) for known, value in properties if known == name}):
            terminalreporter.write_line(f"{name}: {line}")


@pytest.fixture
def floor_python() -> Path:
    """The interpreter of an environment with the lowest versions; that it is missing is a failure, not a skip."""
    here = Path(__file__).resolve().parents[1] / ".venv-floor" / "bin" / "python"
    python = Path(os.environ.get("XACCT_FLOOR_PYTHON", here))
    if not python.exists():
        pytest.fail(f"{python} is missing: run make .venv-floor/.made, or set XACCT_FLOOR_PYTHON", pytrace=False)
    return python
