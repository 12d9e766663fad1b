"""What importing costs: the constructs over the CDK's own modules, the plain core over the standard library."""

import json
import re
import sys
from pathlib import Path

from benchmarks.fresh import cost, output

CONSTRUCTS = ("TrustingAccountRole", "TrustedAccountUser", "TrustedAccountRole", "CrossAccountAccess")
PLAIN_CORE = ("agreement", "permissions", "safeguards", "policies", "resources", "validation")

_IMPORT_CONSTRUCTS = f"import aws_cdk, aws_cdk.aws_iam\nfrom xacct_constructs import {', '.join(CONSTRUCTS)}\n"
_IMPORT_PLAIN_CORE = f"import {', '.join(f'xacct_constructs.{each}' for each in PLAIN_CORE)}\n"
_PRINT_NEW_MODULES = "import json; print(json.dumps([name for name in sys.modules if name not in before]))"
_TOP_LEVEL_IMPORT_OF_OURS = re.compile(r"import time: +\d+ \| +(\d+) \| xacct_constructs")


def constructs_milliseconds() -> float:
    """The cumulative time that `-X importtime` gives for our modules, after `aws_cdk` and `aws_iam`."""
    found = _TOP_LEVEL_IMPORT_OF_OURS.findall(output("-X", "importtime", "-c", _IMPORT_CONSTRUCTS))
    return sum(map(int, found)) / 1000


def modules_after_constructs() -> set[str]:
    """Every module that is loaded once our constructs are imported, the CDK's own among them."""
    return set(_new_modules(_IMPORT_CONSTRUCTS))


def modules_after_plain_core() -> list[str]:
    """Every module that importing the plain core loads, in order."""
    return _new_modules(_IMPORT_PLAIN_CORE)


def plain_core_ratio(standard_library: list[str]) -> float:
    """The time to import the plain core over that of the standard-library modules it uses, each in a fresh process."""
    alone = f"import {', '.join(standard_library)}\n"
    return _seconds(_IMPORT_PLAIN_CORE) / _seconds(alone)


def help_ratio() -> float:
    """The processor time of `xacct --help` over that of a Python that does nothing, each a fresh process."""
    return cost(str(Path(sys.executable).with_name("xacct")), "--help").cpu / cost("-c", "pass").cpu


def _new_modules(statement: str) -> list[str]:
    found = output("-c", f"import sys; before = set(sys.modules)\n{statement}{_PRINT_NEW_MODULES}")
    return list(json.loads(found.splitlines()[-1]))


def _seconds(statement: str) -> float:
    measured = "print(time.perf_counter() - start)"
    found = output("-c", f"import time; start = time.perf_counter()\n{statement}{measured}")
    return float(found.splitlines()[-1])
