"""`python -m benchmarks.client`: `xacct env` with a session that is kept, over the AWS CLI handing out the same one.

Both are whole processes, started in turn, and hand out the same session: it stands in xacct's cache, and in the AWS
CLI's under the key that a profile with `role_arn` has there. Nothing is called.
"""

import argparse
import hashlib
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest import mock

from benchmarks.fresh import ROOT, environment
from benchmarks.measure import Measure
from xacct_constructs.client import cache
from xacct_constructs.client.caller import caller

TARGET = 0.15
_ROLE = "arn:aws:iam::111111111111:role/reports-reader"
_HEAVY = frozenset(("aws_cdk", "jsii", "boto3", "botocore"))
_LOADED = (
    "import sys; from xacct_constructs.cli import main; code = main(['env', 'reports-reader']);"
    "print(*{name.split('.')[0] for name in sys.modules}, file=sys.stderr); sys.exit(code)"
)


def person(home: Path) -> dict[str, str]:
    """Make a home with the agreements, a profile, and a session that is kept; the environment to use it in."""
    folder = home / ".aws" / "cli" / "cache"
    folder.mkdir(parents=True)
    agreement = {
        "role_name": "reports-reader",
        "trusting_account": "111111111111",
        "trusted_principals": [{"type": "TrustedUser", "account": "222222222222", "name": "alice"}],
        "permissions": [{"type": "S3Read", "bucket": "acme-reports", "prefixes": ["monthly/"]}],
    }
    document = {"version": 1, "agreements": [agreement], "regions": {_ROLE: "eu-west-1"}}
    (home / "xacct-agreements.json").write_text(json.dumps(document))
    profile = f"[default]\nregion = eu-west-1\n\n[profile reports]\nrole_arn = {_ROLE}\nsource_profile = default\n"
    (home / ".aws" / "config").write_text(profile)
    keys = "[default]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = example\n"
    (home / ".aws" / "credentials").write_text(keys)
    ends = (datetime.now(UTC) + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M:%SUTC")
    session = {
        "AccessKeyId": "ASIAIOSFODNN7EXAMPLE",
        "SecretAccessKey": "example",
        "SessionToken": "x" * 800,
        "Expiration": ends,
    }
    asked = hashlib.sha1(json.dumps({"RoleArn": _ROLE}).encode(), usedforsecurity=False).hexdigest()
    (folder / f"{asked}.json").write_text(json.dumps({"Credentials": session}))
    variables = {**environment(str(home)), "HOME": str(home)}
    with mock.patch.dict(os.environ, variables, clear=True):
        name = cache.key({"RoleArn": _ROLE})
        with cache.locked(name, lambda: None):
            cache.keep(name, caller(None), {"Credentials": session})
    return variables


def packages(home: Path, variables: dict[str, str]) -> set[str]:
    """The packages that `xacct env` has loaded when it ends."""
    command = [sys.executable, "-c", _LOADED]
    done = subprocess.run(
        command, cwd=home, env={**variables, "PYTHONPATH": str(ROOT)}, check=True, text=True, capture_output=True
    )
    return set(done.stderr.split())


def ratios(home: Path, variables: dict[str, str], aws: str, rounds: int) -> tuple[float, ...]:
    """How long `xacct env` takes over the AWS CLI, by the clock, run after run."""
    xacct = [str(Path(sys.executable).with_name("xacct")), "env", "reports-reader"]
    theirs = [aws, "configure", "export-credentials", "--profile", "reports"]

    def seconds(command: list[str]) -> float:
        start = time.perf_counter()
        subprocess.run(command, cwd=home, env=variables, check=True, capture_output=True)
        return time.perf_counter() - start

    seconds(xacct), seconds(theirs)  # reads the disk once
    return tuple(seconds(xacct) / seconds(theirs) for _ in range(rounds))


def measures(aws: str | None, rounds: int) -> list[Measure]:
    """What `xacct env` loads, and where there is an AWS CLI, how long it takes over that."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        variables = person(home)
        loaded = len(_HEAVY & packages(home, variables))
        found = [Measure("aws_cdk, jsii, boto3 loaded by a kept xacct env", 0, (loaded,), unit="modules", counted=True)]
        if aws:
            values = ratios(home, variables, aws, rounds)
            found.append(Measure("xacct env over aws configure export-credentials", TARGET, values))
    return found


def main() -> int:
    """Measure and print; 1 when a target is missed, 2 when there is no AWS CLI to compare with."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.client", description=__doc__)
    parser.add_argument("--rounds", type=int, default=10, help="how often each program runs (default: 10)")
    parser.add_argument("--aws", default=shutil.which("aws"), help="the AWS CLI (default: the one on PATH)")
    arguments = parser.parse_args()
    found = measures(arguments.aws, arguments.rounds)
    for measure in found:
        print(*filter(None, measure.row()), sep="  ")
    if not arguments.aws:
        print("no AWS CLI on this machine: not compared", file=sys.stderr)
        return 2
    print(f"median {statistics.median(found[-1].values):.2f}, load {os.getloadavg()[0]:.1f}")
    return int(not all(each.met for each in found))


if __name__ == "__main__":
    sys.exit(main())
