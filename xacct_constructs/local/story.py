"""What the demo asks, and of whom: the names that `app.py` uses, the callers, and every line of the table."""

import json
from typing import Any

from xacct_constructs.local.clients import Clients, Credentials
from xacct_constructs.local.probes import Probe, ProbeAnswer

REGION = "eu-west-1"
TRUSTING_ACCOUNT = "111111111111"
TRUSTED_ACCOUNT = "222222222222"
THIRD_ACCOUNT = "333333333333"

BUCKET = f"acme-reports-{TRUSTING_ACCOUNT}"
REPORT = "monthly/2026-10.csv"
OTHER_OBJECT = "payroll/2026-10.csv"
ROLE_NAME = "reports-reader"
ROLE_ARN = f"arn:aws:iam::{TRUSTING_ACCOUNT}:role/{ROLE_NAME}"
USER_NAME = "alice"
USER_ARN = f"arn:aws:iam::{TRUSTED_ACCOUNT}:user/{USER_NAME}"

AUDIT_ROLE_NAME = "reports-audit"
AUDIT_ROLE_ARN = f"arn:aws:iam::{TRUSTING_ACCOUNT}:role/{AUDIT_ROLE_NAME}"
AUDITOR_NAME = "erin"
EXTERNAL_ID = "acme-7f3a91"

PRODUCTION = f"root ({TRUSTING_ACCOUNT})"
STAGING = f"root ({TRUSTED_ACCOUNT})"
ALICE = f"alice ({TRUSTED_ACCOUNT})"
SESSION = "alice's session"
BOB = f"bob ({TRUSTED_ACCOUNT})"
CAROL = f"carol ({THIRD_ACCOUNT})"
AUDITOR = f"{AUDITOR_NAME} ({THIRD_ACCOUNT})"
ANYONE = "anonymous"

_EVERYTHING = {"Effect": "Allow", "Action": ["sts:AssumeRole", "s3:*"], "Resource": "*"}


def put_objects(clients: Clients) -> None:
    """Fill the bucket: a report inside the agreed prefix, and an object outside it."""
    s3 = clients.of_account("s3", TRUSTING_ACCOUNT)
    s3.put_object(Bucket=BUCKET, Key=REPORT, Body=b"month,orders,revenue\n2026-10,1204,88310\n")
    s3.put_object(Bucket=BUCKET, Key=OTHER_OBJECT, Body=b"name,salary\n")


def make_access_key(clients: Clients, account: str, user_name: str) -> Credentials:
    """A long-lived key of a user that is there; by API, since keys never enter a template."""
    key = clients.of_account("iam", account).create_access_key(UserName=user_name)["AccessKey"]
    return Credentials(key["AccessKeyId"], key["SecretAccessKey"])


def allow_everything(clients: Clients, account: str, user_name: str) -> None:
    """Let a user's own account allow all that is asked here, so that it is never what refuses."""
    document = json.dumps({"Version": "2012-10-17", "Statement": [_EVERYTHING]})
    iam = clients.of_account("iam", account)
    iam.put_user_policy(UserName=user_name, PolicyName="Everything", PolicyDocument=document)


def make_user(clients: Clients, account: str, user_name: str) -> Credentials:
    """A new user whom its own account allows everything, with a key."""
    clients.of_account("iam", account).create_user(UserName=user_name)
    allow_everything(clients, account, user_name)
    return make_access_key(clients, account, user_name)


def make_strangers(clients: Clients) -> dict[str, Credentials | None]:
    """The callers that `app.py` knows nothing of, each allowed everything by its own account."""
    callers: dict[str, Credentials | None] = {ANYONE: None}
    for caller, account in ((BOB, TRUSTED_ACCOUNT), (CAROL, THIRD_ACCOUNT), (AUDITOR, THIRD_ACCOUNT)):
        callers[caller] = make_user(clients, account, caller.split()[0])
    return callers


def credentials_of(response: Any) -> Credentials:
    """The session's credentials in an answer of `AssumeRole`."""
    given = response["Credentials"]
    return Credentials(given["AccessKeyId"], given["SecretAccessKey"], given["SessionToken"])


def _assume(what: str, caller: str, expected: ProbeAnswer, role_arn: str = ROLE_ARN, **parameters: str) -> Probe:
    request = {"RoleArn": role_arn, "RoleSessionName": caller.split()[0], **parameters}
    return Probe(what, caller, "sts", "assume_role", expected, request)


def _s3(what: str, caller: str, expected: ProbeAnswer, operation: str, **parameters: Any) -> Probe:
    return Probe(what, caller, "s3", operation, expected, {"Bucket": BUCKET, **parameters})


ROLE = Probe(f"find {ROLE_NAME}", PRODUCTION, "iam", "get_role", ProbeAnswer.ALLOWED, {"RoleName": ROLE_NAME})
USER = Probe("find alice", STAGING, "iam", "get_user", ProbeAnswer.ALLOWED, {"UserName": USER_NAME})
ASSUME = _assume(f"assume {ROLE_NAME}", ALICE, ProbeAnswer.ALLOWED)
LIST = _s3("list monthly/", SESSION, ProbeAnswer.ALLOWED, "list_objects_v2", Prefix="monthly/")
READ = _s3(f"read {REPORT}", SESSION, ProbeAnswer.ALLOWED, "get_object", Key=REPORT)

OTHERS = (
    _assume(f"assume {ROLE_NAME}", BOB, ProbeAnswer.REFUSED),
    _assume(f"assume {ROLE_NAME}", CAROL, ProbeAnswer.REFUSED),
    _s3("read the report, unsigned", ANYONE, ProbeAnswer.REFUSED, "get_object", Key=REPORT),
    _s3("read the report without the role", ALICE, ProbeAnswer.REFUSED, "get_object", Key=REPORT),
    _s3(f"read {OTHER_OBJECT}", SESSION, ProbeAnswer.REFUSED, "get_object", Key=OTHER_OBJECT),
    _s3("list payroll/", SESSION, ProbeAnswer.REFUSED, "list_objects_v2", Prefix="payroll/"),
    _s3("list the whole bucket", SESSION, ProbeAnswer.REFUSED, "list_objects_v2"),
    _s3("write monthly/new.csv", SESSION, ProbeAnswer.REFUSED, "put_object", Key="monthly/new.csv", Body=b"new"),
    _s3("delete the report", SESSION, ProbeAnswer.REFUSED, "delete_object", Key=REPORT),
    _assume(
        f"assume {AUDIT_ROLE_NAME}, right external ID",
        AUDITOR,
        ProbeAnswer.ALLOWED,
        AUDIT_ROLE_ARN,
        ExternalId=EXTERNAL_ID,
    ),
    _assume(
        f"assume {AUDIT_ROLE_NAME}, wrong external ID",
        AUDITOR,
        ProbeAnswer.REFUSED,
        AUDIT_ROLE_ARN,
        ExternalId="acme-000000",
    ),
    _assume(f"assume {AUDIT_ROLE_NAME}, no external ID", AUDITOR, ProbeAnswer.REFUSED, AUDIT_ROLE_ARN),
)
"""What the others may do; every caller's own side allows it, so a refusal is our policies' doing."""


def _command(what: str, caller: str, expected: ProbeAnswer) -> Probe:
    return Probe(what, caller, "xacct", what.split()[1].rstrip(","), expected)


ENV = _command("xacct env in sh, read the report", ALICE, ProbeAnswer.ALLOWED)
EXEC = _command("xacct exec, read the report", ALICE, ProbeAnswer.ALLOWED)
VERIFY = _command("xacct verify", ALICE, ProbeAnswer.ALLOWED)
DOCTOR_BROKEN = _command("xacct doctor, another user trusted", PRODUCTION, ProbeAnswer.REFUSED)
DOCTOR_MENDED = _command("xacct doctor, mended", PRODUCTION, ProbeAnswer.ALLOWED)
ENV_REVOKED = _command("xacct env --renew, revoked", ALICE, ProbeAnswer.REFUSED)
EXEC_REVOKED = _command("xacct exec, session revoked", ALICE, ProbeAnswer.REFUSED)
EXEC_UNDONE = _command("xacct exec, same session, undone", ALICE, ProbeAnswer.ALLOWED)
ENV_UNDONE = _command("xacct env --renew, undone", ALICE, ProbeAnswer.ALLOWED)

DAY_AFTER = (
    ENV,
    EXEC,
    VERIFY,
    DOCTOR_BROKEN,
    DOCTOR_MENDED,
    ENV_REVOKED,
    EXEC_REVOKED,
    EXEC_UNDONE,
    ENV_UNDONE,
)
"""What the commands say the day after: of `doctor`, whether it finds the access in order. Each refusal has its twin."""

PROBES = (ROLE, USER, ASSUME, LIST, READ, *DAY_AFTER, *OTHERS)
"""Every line of the table, in its order."""
