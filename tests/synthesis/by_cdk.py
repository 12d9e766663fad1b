"""`python by_cdk.py FOLDER` writes the assembly of a file with a little of everything, by the CDK that it finds."""

import sys
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

import aws_cdk as cdk

from tests.account_stacks.samples import (
    ALICE,
    OTHER,
    PRODUCTION,
    STAGING,
    account,
    agreement,
    file,
    queues,
    trusting,
)
from xacct_constructs import (
    AccessMap,
    Binding,
    DynamoDBRead,
    RawStatements,
    Safeguards,
    TrustedGroup,
    TrustedRole,
    TrustedUser,
)

_EVERYTHING = Safeguards(
    external_ids=["a-1", "b/2"],
    mfa=True,
    role_permissions_boundary=f"arn:aws:iam::{PRODUCTION}:policy/boundary",
    principal_permissions_boundary=f"arn:aws:iam::{STAGING}:policy/boundary",
)
_SECURE = {"Bool": {"aws:SecureTransport": "true"}}
_RAW = RawStatements([{"Effect": "Allow", "Action": ["sqs:SendMessage"], "Resource": "*", "Condition": _SECURE}])
_TABLE = DynamoDBRead(f"arn:aws:dynamodb:eu-west-1:{PRODUCTION}:table/orders", leading_keys=["ü ${x}"])
_CAROL = TrustedUser(account=OTHER, name="carol", existing=True)
_GROUP = TrustedGroup(account=STAGING, name="auditors", users=["alice", "/hr/bob", "zoe"])
_MIDDLE = TrustedRole(account=STAGING, name="middle", existing=True)
FILE = file(
    [
        agreement(0, description='Ünï <&> "quoted" \\ back', path="/team/", safeguards=_EVERYTHING),
        trusting(agreement(1, permissions=[queues(110)], binding=Binding.DIRECT_ARN), ALICE),
        trusting(agreement(2, permissions=[_RAW], existing_role=True), replace(ALICE, name="bob", path="/hr/")),
        agreement(3, permissions=[_TABLE]),
        *(trusting(agreement(4 + each, role_name=f"long-name-of-a-role-{each:04}"), ALICE) for each in range(60)),
        trusting(agreement(99), _CAROL),
        trusting(agreement(102), _GROUP),
        trusting(agreement(100, existing_role=True, managed_policy_name="read"), _MIDDLE),
        trusting(agreement(101, trusting_account=STAGING, role_name="middle"), _CAROL),
    ],
    account("production", PRODUCTION, stacks=3),
    account("staging", STAGING),
    account("other", OTHER, region="us-east-1"),
)

if __name__ == "__main__":
    app = cdk.App(outdir=sys.argv[1], analytics_reporting=False)
    AccessMap(app, "Access", file=FILE)
    app.synth()
