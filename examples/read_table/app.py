"""A table under a customer managed key: the role reads the items of two customers, by the table's key and an index."""

import aws_cdk as cdk
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_kms as kms

from examples.accounts import environments
from examples.acknowledge import acknowledge
from xacct_constructs import DynamoDBRead, TrustedAccountUser, TrustedUser, TrustingAccountRole


def build(app: cdk.App) -> None:
    """Add one stack for each account."""
    accounts = environments(app)
    production = cdk.Stack(app, "Production", env=accounts.production)
    staging = cdk.Stack(app, "Staging", env=accounts.staging)

    # CDK's default key policy leaves decryption to the account's IAM policies, the role's among them.
    key = kms.Key(
        production,
        "OrdersKey",
        enable_key_rotation=True,
        removal_policy=cdk.RemovalPolicy.DESTROY,
    )
    customer = dynamodb.Attribute(name="customer", type=dynamodb.AttributeType.STRING)
    table = dynamodb.Table(
        production,
        "Orders",
        table_name="acme-orders",
        partition_key=customer,
        sort_key=dynamodb.Attribute(name="number", type=dynamodb.AttributeType.STRING),
        billing_mode=dynamodb.BillingMode.PAY_PER_REQUEST,
        encryption=dynamodb.TableEncryption.CUSTOMER_MANAGED,
        encryption_key=key,
        removal_policy=cdk.RemovalPolicy.DESTROY,
    )
    for index, attribute in (("by-day", "day"), ("by-price", "price")):
        table.add_global_secondary_index(
            index_name=index,
            partition_key=customer,
            sort_key=dynamodb.Attribute(name=attribute, type=dynamodb.AttributeType.STRING),
        )
    # The table brings its key along. One outside this app is named by its ARN, and its key by kms_key="arn:aws:kms:…".
    reader = TrustingAccountRole(
        production,
        "OrdersReader",
        role_name="orders-reader",
        trusted_principals=[TrustedUser(account=staging.account, name="alice")],
        permissions=[DynamoDBRead(table, indexes=["by-day"], leading_keys=["globex", "initech"])],
    )
    TrustedAccountUser(staging, "Alice", user_name="alice", assumes=[reader.reference])

    acknowledge(
        table,
        "AwsSolutions-DDB3",
        reason="An example: point-in-time recovery is for tables whose items are worth what it costs",
    )


if __name__ == "__main__":
    app = cdk.App()
    build(app)
    app.synth()
