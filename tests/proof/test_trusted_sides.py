"""Who of a third account acts as somebody whom an agreement trusts: named, and who does not is not told of."""

import copy
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import pytest

from tests.proof.test_worlds import (
    CHAINED,
    OF_STAGING,
    OF_USERS,
    OTHER,
    PRODUCTION,
    READER_ARN,
    STAGING,
    agreed,
    becoming,
    both,
    of_account,
    passing,
    put,
    with_more,
    world_of,
)
from tests.proof.world import World, allow, bucket, bucket_policy, document, in_memory, role
from xacct_constructs import Agreement
from xacct_constructs.proof import Answer, prove


class Row(NamedTuple):
    """A world, what its proof comes to, and how a doubt begins."""

    agreements: Sequence[Agreement]
    add: Callable[[World], None]
    answer: Answer
    about: str = ""


RUN_FROM_CODE: dict[str, Any] = {
    "Type": "AWS::Lambda::Function",
    "Properties": {
        "FunctionName": "mails",
        "Code": {"S3Bucket": "acme-code", "S3Key": "mails.zip"},
        "Role": {"Fn::GetAtt": ["MailerResource", "Arn"]},
    },
}
"""The workload's function, whose code lies in a bucket."""

LAMBDA = {"Principal": {"Service": "lambda.amazonaws.com"}}
MAILING = allow("sts:AssumeRole", Resource=READER_ARN)
ASKING = role("mailer", LAMBDA, MAILING)
"""A program's role that may ask for the agreed one."""


def with_managed(found: dict[str, Any], name: str) -> dict[str, Any]:
    """A role with a managed policy of AWS."""
    found["Properties"]["ManagedPolicyArns"] = [f"arn:aws:iam::aws:policy/{name}"]
    return found


def code_for(account: str, action: str, lies_in: str = "acme-code") -> Callable[[World], None]:
    """The workload's function, with code in a bucket, and who may do what in one that is called `acme-code`."""
    function = copy.deepcopy(RUN_FROM_CODE)
    function["Properties"]["Code"]["S3Bucket"] = lies_in
    whom = {"AWS": "*"} if account == "*" else of_account(account)
    said = allow(action, **whom, Resource=["arn:aws:s3:::acme-code", "arn:aws:s3:::acme-code/*"])
    open_ = bucket_policy("acme-code", said)
    return put(STAGING, Mails=function, Code=bucket("acme-code"), Releases=bucket("acme-releases"), Open=open_)


ROWS: dict[str, Row] = {
    "a workload's role, and somebody who changes IAM there, and may pass no role": Row(
        [CHAINED],
        put(
            STAGING,
            Build=role(
                "build",
                of_account(OTHER),
                allow("iam:*", Resource="*"),
                {"Effect": "Deny", "Action": "iam:PassRole", "Resource": "*"},
            ),
        ),
        Answer.PROVEN,
    ),
    "a workload's role that a third account may pass to what it starts": Row(
        [CHAINED],
        put(STAGING, Build=role("build", of_account(OTHER), passing("mailer"))),
        Answer.UNDECIDED,
        f"arn:aws:iam::{STAGING}:role/build: it lets through what no agreement says",
    ),
    "a workload's role that another one may pass, which a third account may become": Row(
        [CHAINED],
        put(
            STAGING,
            Build=role("build", of_account(OTHER), becoming("deploy")),
            Deploy=role("deploy", of_account(STAGING), passing("mailer")),
        ),
        Answer.UNDECIDED,
        f"arn:aws:iam::{STAGING}:role/build: it lets through what no agreement says",
    ),
    "a workload's role, and a third account that may pass another one": Row(
        [CHAINED],
        put(
            STAGING,
            Build=role("build", of_account(OTHER), passing("other")),
            Other=role("other", {"Principal": {"Service": "lambda.amazonaws.com"}}),
        ),
        Answer.PROVEN,
    ),
    "a workload whose code a third account may change": Row(
        [CHAINED],
        put(STAGING, Build=role("build", of_account(OTHER), allow("lambda:UpdateFunctionCode", Resource="*"))),
        Answer.UNDECIDED,
        f"arn:aws:iam::{STAGING}:role/build: it lets through what no agreement says",
    ),
    "a workload that a third account may ask": Row(
        [CHAINED],
        put(STAGING, Asks=role("asks", of_account(OTHER), allow("lambda:InvokeFunction", Resource="*"))),
        Answer.UNDECIDED,
        f"arn:aws:iam::{STAGING}:role/asks: it lets through what no agreement says",
    ),
    "a workload whose code lies where a third account's role may write": Row(
        [CHAINED],
        put(
            STAGING,
            Code=bucket("acme-code"),
            Mails=RUN_FROM_CODE,
            Build=role("build", of_account(OTHER), allow("s3:PutObject", Resource="arn:aws:s3:::acme-code/*")),
        ),
        Answer.UNDECIDED,
        f"arn:aws:iam::{STAGING}:role/build: it lets through what no agreement says",
    ),
    "a workload, and a third account's role that writes where none takes its code": Row(
        [CHAINED],
        put(
            STAGING,
            Code=bucket("acme-code"),
            Notes=bucket("acme-notes"),
            Mails=RUN_FROM_CODE,
            Build=role("build", of_account(OTHER), allow("s3:PutObject", Resource="arn:aws:s3:::acme-notes/*")),
        ),
        Answer.PROVEN,
    ),
    "a workload, and a third account's role that reads metrics and sends logs": Row(
        [CHAINED],
        put(
            STAGING,
            Vendor=role(
                "vendor",
                of_account(OTHER),
                allow("cloudwatch:Get*", Resource="*"),
                allow("logs:PutLogEvents", Resource="*"),
                allow("lambda:List*", Resource="*"),
            ),
        ),
        Answer.PROVEN,
    ),
    "a user, and a third account that may change code where he is": Row(
        [agreed()],
        put(STAGING, Build=role("build", of_account(OTHER), allow("lambda:UpdateFunctionCode", Resource="*"))),
        Answer.PROVEN,
    ),
    "a whole account, and a program of it whose code a third account may change": Row(
        [OF_STAGING],
        put(
            STAGING,
            Program=role(
                "program",
                {"Principal": {"Service": "lambda.amazonaws.com"}},
                allow("sts:AssumeRole", Resource=READER_ARN),
            ),
            Build=role("build", of_account(OTHER), allow("lambda:UpdateFunctionCode", Resource="*")),
        ),
        Answer.UNDECIDED,
        f"arn:aws:iam::{STAGING}:role/build: it lets through what no agreement says",
    ),
    "a whole account, and a program of it that may not, whose code a third account may change": Row(
        [OF_STAGING],
        put(
            STAGING,
            Program=role("program", {"Principal": {"Service": "lambda.amazonaws.com"}}),
            Build=role("build", of_account(OTHER), allow("lambda:UpdateFunctionCode", Resource="*")),
        ),
        Answer.PROVEN,
    ),
    "a workload's role, and whoever changes code and starts programs in the trusting account alone": Row(
        [CHAINED],
        put(
            PRODUCTION,
            Ops=role(
                "ops",
                of_account(OTHER),
                allow("lambda:UpdateFunctionCode", Resource="*"),
                allow("states:StartExecution", Resource=f"arn:aws:states:eu-west-1:{PRODUCTION}:stateMachine:*"),
            ),
        ),
        Answer.PROVEN,
    ),
    "a role for people, and another one with a policy that is not here, which it does not let in": Row(
        [CHAINED],
        both(
            lambda world: world[STAGING]["MailerResource"]["Properties"].update(
                AssumeRolePolicyDocument=document(allow("sts:AssumeRole", AWS=f"{OF_USERS}/alice"))
            ),
            put(STAGING, Build=with_more(role("build", of_account(OTHER)))),
        ),
        Answer.PROVEN,
    ),
    **{
        f"a workload, and a third account's role with {name}": Row(
            [CHAINED], put(STAGING, Vendor=with_managed(role("vendor", of_account(OTHER)), name)), answer
        )
        for name, answer in {
            "SecurityAudit": Answer.PROVEN,
            "CloudWatchReadOnlyAccess": Answer.PROVEN,
            "AWSSupportAccess": Answer.PROVEN,
            "PowerUserAccess": Answer.UNDECIDED,
        }.items()
    },
    "a workload, and a third account that starts builds": Row(
        [CHAINED],
        put(STAGING, Build=role("build", of_account(OTHER), allow("codebuild:StartBuild", Resource="*"))),
        Answer.PROVEN,
    ),
    "a workload in containers, and a third account that starts them": Row(
        [CHAINED],
        put(
            STAGING,
            MailerResource=role("mailer", {"Principal": {"Service": "ecs-tasks.amazonaws.com"}}, MAILING),
            Build=role("build", of_account(OTHER), allow("ecs:RunTask", Resource="*")),
        ),
        Answer.UNDECIDED,
        f"arn:aws:iam::{STAGING}:role/build: it lets through what no agreement says",
    ),
    "a workload on machines, and a third account that sends them commands": Row(
        [CHAINED],
        put(
            STAGING,
            MailerResource=role("mailer", {"Principal": {"Service": "ec2.amazonaws.com"}}, MAILING),
            Build=role("build", of_account(OTHER), allow("ssm:SendCommand", Resource="*")),
        ),
        Answer.UNDECIDED,
        f"arn:aws:iam::{STAGING}:role/build: it lets through what no agreement says",
    ),
    "a workload whose code lies where a third account may write": Row(
        [CHAINED], code_for(OTHER, "s3:PutObject"), Answer.UNDECIDED, "arn:aws:s3:::acme-code: "
    ),
    "a workload whose code lies where a third account may change the policy": Row(
        [CHAINED], code_for(OTHER, "s3:PutBucketPolicy"), Answer.UNDECIDED, "arn:aws:s3:::acme-code: "
    ),
    "a workload whose code lies where anybody may write": Row(
        [CHAINED], code_for("*", "s3:*"), Answer.UNDECIDED, "arn:aws:s3:::acme-code: "
    ),
    "a workload whose code lies where a third account may read": Row(
        [CHAINED], code_for(OTHER, "s3:GetObject"), Answer.PROVEN
    ),
    "a workload whose code lies where the trusting account may write": Row(
        [CHAINED], code_for(PRODUCTION, "s3:PutObject"), Answer.PROVEN
    ),
    "a workload whose code lies where its own account may write": Row(
        [CHAINED], code_for(STAGING, "s3:PutObject"), Answer.PROVEN
    ),
    "a workload whose code lies elsewhere than where a third account may write": Row(
        [CHAINED], code_for(OTHER, "s3:PutObject", lies_in="acme-releases"), Answer.PROVEN
    ),
    "a user, and where a third account may write code": Row(
        [agreed()],
        both(put(STAGING, MailerResource=role("mailer", LAMBDA)), code_for(OTHER, "s3:PutObject")),
        Answer.PROVEN,
    ),
    "a whole account, and a program of it whose code lies where a third account may write": Row(
        [OF_STAGING],
        both(put(STAGING, MailerResource=ASKING), code_for(OTHER, "s3:PutObject")),
        Answer.UNDECIDED,
        "arn:aws:s3:::acme-code: ",
    ),
    "a whole account, and a program of it that may not, whose code lies there": Row(
        [OF_STAGING],
        both(put(STAGING, MailerResource=role("mailer", LAMBDA)), code_for(OTHER, "s3:PutObject")),
        Answer.PROVEN,
    ),
}


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_who_acts_as_somebody_trusted(row: Row) -> None:
    """Each is told of by the role that a third account enters."""
    world = world_of(*row.agreements)
    row.add(world)

    proof = prove(in_memory(world, row.agreements), row.agreements)

    assert proof.answer is row.answer, (proof.counterexamples, proof.undecided)
    assert any(str(each).startswith(row.about) for each in (*proof.undecided, ""))
