"""What reading an assembly costs, over loading its files as JSON and nothing more."""

import gc
import json
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.workloads import layout
from xacct_constructs.assembly import read_assembly

STACKS, ROLES = 500, 10_000
_ROUNDS = 5


def ratio(stacks: int = STACKS, roles: int = ROLES) -> float:
    """How many times as long it takes, each at its quickest of some rounds that alternate.

    Args:
        stacks: The stacks of the assembly.
        roles: The roles of all of them together.
    """
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        _write(root, stacks, roles // stacks)
        rounds = [(_seconds(lambda: _load(root)), _seconds(lambda: read_assembly(root))) for _ in range(_ROUNDS)]
    return min(reading for _, reading in rounds) / min(loading for loading, _ in rounds)


def _seconds(run: Callable[[], object]) -> float:
    gc.collect()
    started = time.process_time()
    run()
    return time.process_time() - started


def _load(root: Path) -> None:
    for path in root.glob("*.json"):
        with path.open(encoding="utf-8") as file:
            json.load(file)


def _write(root: Path, stacks: int, roles: int) -> None:
    artifacts = {}
    for number in range(stacks):
        resources = {f"Role{index}": _role(f"reader-{number}-{index}") for index in range(roles)}
        (root / f"{number}.json").write_text(json.dumps({"Resources": resources}, indent=1), encoding="utf-8")
        artifacts[f"Stack{number}"] = {
            "type": "aws:cloudformation:stack",
            "environment": f"aws://{layout.TRUSTING_ACCOUNT}/eu-west-1",
            "properties": {"templateFile": f"{number}.json"},
        }
    (root / "manifest.json").write_text(json.dumps({"artifacts": artifacts}), encoding="utf-8")


def _role(name: str) -> dict[str, object]:
    trusted = {"Fn::Join": ["", ["arn:", {"Ref": "AWS::Partition"}, f":iam::{layout.TRUSTED_ACCOUNT}:root"]]}
    trust = {"Effect": "Allow", "Principal": {"AWS": trusted}, "Action": "sts:AssumeRole"}
    read = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{name}/*"}
    policy = {"PolicyName": "read", "PolicyDocument": {"Version": "2012-10-17", "Statement": [read]}}
    properties = {
        "RoleName": name,
        "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [trust]},
        "Policies": [policy],
    }
    return {"Type": "AWS::IAM::Role", "Properties": properties}


if __name__ == "__main__":
    print(f"{STACKS} stacks, {ROLES:,} roles: {ratio():.1f} times json.load of the files (target 8)")
