"""What many stacks are made of."""

from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from tests.ordinary.beside import REGION


def a_function(scope: Construct, construct_id: str) -> lambda_.Function:
    """A function with nothing but its logs."""
    return lambda_.Function(
        scope,
        construct_id,
        runtime=lambda_.Runtime.PYTHON_3_13,
        handler="index.handler",
        code=lambda_.Code.from_inline("def handler(event, context):\n    return event\n"),
    )


def a_vpc(scope: Construct) -> ec2.Vpc:
    """A network over two zones, which are named, since nothing may be looked up."""
    return ec2.Vpc(scope, "Network", availability_zones=[f"{REGION}a", f"{REGION}b"], nat_gateways=1)
