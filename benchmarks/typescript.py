"""What compiled TypeScript needs to use the CDK: the packages that the CDK's Python packages carry for Node."""

import importlib.util
import tarfile
from pathlib import Path

_CARRIED = {
    "aws-cdk-lib": "aws_cdk",
    "constructs": "constructs",
    "@aws-cdk/cloud-assembly-schema": "aws_cdk.cloud_assembly_schema",
}
"""Package for Node to the one for Python that carries it."""


def unpacked(folder: Path) -> Path:
    """A folder of Node's packages in the one given, as NODE_PATH takes it."""
    modules = folder / "node_modules"
    for name, carrier in _CARRIED.items():
        spec = importlib.util.find_spec(carrier)
        if spec is None or spec.origin is None:
            raise RuntimeError(f"{carrier} is not installed")
        (archive,) = (Path(spec.origin).parent / "_jsii").glob("*.jsii.tgz")
        with tarfile.open(archive) as packed:
            packed.extractall(folder / "packed" / name, filter="data")
        (modules / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "packed" / name / "package").rename(modules / name)
    return modules
