"""The stacks of all the folder's accounts in a CDK app; `-c xacct:accounts=payments-prod` makes one owner's alone."""

from pathlib import Path

import aws_cdk as cdk

from xacct_constructs import AccessMap

ACCESS = Path(__file__).parent / "access"


def build(app: cdk.App) -> None:
    """Add the stacks."""
    AccessMap(app, "Access", file=ACCESS)


if __name__ == "__main__":
    app = cdk.App()
    build(app)
    app.synth()
