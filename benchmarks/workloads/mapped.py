"""An access file's stacks in a CDK app.

`python -m benchmarks.workloads.mapped FILE` makes those of a file, and prints the most memory of Python's part.
"""

import json
import resource
import sys

import aws_cdk as cdk

from benchmarks.workloads.organization import access_yaml
from xacct_constructs import AccessMap
from xacct_constructs.access_file import load_access


def build(app: cdk.App, agreements: int, accounts: int = 2) -> None:
    """Add so many agreements between so many accounts, each of which has a stack."""
    AccessMap(app, "Access", file=load_access([("access.yaml", access_yaml(agreements, accounts))]))


if __name__ == "__main__":
    made = cdk.App(analytics_reporting=False)
    AccessMap(made, "Access", file=sys.argv[1])
    made.synth()
    print(json.dumps({"python": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}))
