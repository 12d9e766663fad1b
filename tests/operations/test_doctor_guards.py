"""What doctor says is to be done takes no guard away: no boundary, no condition, no deny."""

import json
import shlex
from typing import Any

import pytest

from tests.operations.scenes import (
    AGREEMENT,
    ALICE,
    BUCKET,
    ROLE,
    ROOTS,
    Document,
    document,
    found,
    mends,
    scene,
    with_safeguards,
)
from xacct_constructs.operations.diagnosis import Scene, State
from xacct_constructs.policies import permission_policy, trust_policy

DENY: Document = {"Effect": "Deny", "Action": "*", "Resource": "*"}
S3_ALONE = document({"Effect": "Allow", "Action": "s3:*", "Resource": "*"})
KMS_ALONE = document({"Effect": "Allow", "Action": "kms:*", "Resource": "*"})
AGREED_BOUNDARY = "arn:aws:iam::222222222222:policy/agreed"


def somebody_else(*further: Document, **condition: Any) -> Document:
    """A trust policy that names somebody else."""
    trust = trust_policy(AGREEMENT)
    trust["Statement"][0]["Condition"] = {"ArnEquals": {"aws:PrincipalArn": f"{ALICE}-old"}, **condition}
    return document(*trust["Statement"], *further)


def denied(principal: str) -> Document:
    """A deny of a resource policy."""
    return {"Effect": "Deny", "Principal": {"AWS": principal}, "Action": "*"}


IN_WORDS = {
    "a user's boundary": (scene(boundaries={ALICE: S3_ALONE}), "policy/dev-boundary decides"),
    "a role's boundary": (scene(boundaries={ROLE: KMS_ALONE}), "policy/dev-boundary decides"),
    "a boundary that is not the agreed one": (
        scene(with_safeguards(principal_permissions_boundary=AGREED_BOUNDARY), boundaries={ALICE: S3_ALONE}),
        f"or sets {AGREED_BOUNDARY}, which is agreed",
    ),
    "a deny of the user's": (
        scene(identity={"assume-roles": document({**DENY, "Effect": "Allow"}), "deny": document(DENY)}),
        f"whoever wrote {ALICE} inline policy deny.Statement[0] decides",
    ),
    "a deny of the role's": (
        scene(permissions={"permissions": permission_policy(AGREEMENT), "deny": document(DENY)}),
        f"whoever wrote {ROLE} inline policy deny.Statement[0] decides",
    ),
    "a deny of the trust policy": (
        scene(trust=document(*trust_policy(AGREEMENT)["Statement"], denied(ROOTS["trust"]))),
        f"whoever wrote {ROLE} trust policy.Statement[1] decides",
    ),
    "a deny of the bucket": (
        scene(bucket=document({**denied("*"), "Resource": [BUCKET, f"{BUCKET}/*"]})),
        f"whoever wrote {BUCKET} bucket policy.Statement[0] decides",
    ),
    "a condition of the trust": (
        scene(trust=somebody_else(Bool={"aws:MultiFactorAuthPresent": "true"})),
        "asks for aws:MultiFactorAuthPresent besides",
    ),
    "a condition of the trust that is not known": (
        scene(trust=somebody_else(IpAddress={"aws:SourceIp": "192.0.2.0/24"})),
        "asks for aws:SourceIp besides",
    ),
    "a condition of the permissions": (
        scene(
            permissions={
                "permissions": document(
                    {
                        "Effect": "Allow",
                        "Action": "s3:GetObject",
                        "Resource": "*",
                        "Condition": {"StringEquals": {"aws:RequestedRegion": "eu-west-1"}},
                    }
                )
            }
        ),
        "asks for aws:RequestedRegion besides",
    ),
}


@pytest.mark.parametrize(("looked_at", "says"), IN_WORDS.values(), ids=IN_WORDS)
def test_where_a_guard_stands_in_the_way_its_owner_decides(looked_at: Scene, says: str) -> None:
    """No line takes it away; it is named, in words."""
    fixes = mends(looked_at)

    assert fixes
    assert any(says in each for each in fixes), fixes
    assert not [each for each in fixes if "aws iam" in each]


def written(line: str) -> list[Document]:
    """The statements that a line writes."""
    words = shlex.split(line)
    statements: list[Document] = json.loads(words[words.index("--policy-document") + 1])["Statement"]
    return statements


NOBODY = {**denied(f"{ALICE}-mallory"), "Action": "sts:AssumeRole"}
LINES = {
    "nothing": (scene(trust=somebody_else()), trust_policy(AGREEMENT)["Statement"]),
    "a deny of somebody else": (
        scene(trust=somebody_else(NOBODY)),
        [*trust_policy(AGREEMENT)["Statement"], NOBODY],
    ),
    "a deny among the permissions": (
        scene(permissions={"permissions": document({**DENY, "Action": "s3:Delete*"})}),
        [*permission_policy(AGREEMENT)["Statement"], {**DENY, "Action": "s3:Delete*"}],
    ),
    "a deny in the user's policy": (
        scene(identity={"assume-roles": document({**DENY, "Action": "iam:*"})}),
        [{**DENY, "Action": "iam:*"}, {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": ROLE}],
    ),
}


@pytest.mark.parametrize(("looked_at", "statements"), LINES.values(), ids=LINES)
def test_a_line_keeps_the_denies_of_what_it_replaces(looked_at: Scene, statements: list[Document]) -> None:
    """The agreement's statements, and the guards that were there."""
    kept = written(next(iter(mends(looked_at))))
    texts = [{name: value for name, value in each.items() if name != "Sid"} for each in kept]

    assert texts == [{name: value for name, value in each.items() if name != "Sid"} for each in statements]


def cut(moment: str) -> Document:
    """What refuses everything to the sessions given out before a moment."""
    return document({**DENY, "Condition": {"DateLessThan": {"aws:TokenIssueTime": moment}}})


PAST, FUTURE = "2026-11-25T11:00:00Z", "2026-11-25T13:00:00Z"
REVOKED = {
    "by xacct, to come": ("XacctRevokedSessions", FUTURE, "xacct revoke reports-reader --undo"),
    "in the console, to come": ("AWSRevokeOlderSessions", FUTURE, "in the console"),
    "by somebody, to come": ("cut", FUTURE, "whoever wrote"),
    "by xacct, past": ("XacctRevokedSessions", PAST, "by xacct revoke"),
    "in the console, past": ("AWSRevokeOlderSessions", PAST, "in the console"),
    "by somebody, past": ("cut", PAST, "inline policy cut"),
}


@pytest.mark.parametrize(("name", "moment", "says"), REVOKED.values(), ids=REVOKED)
def test_revocations_are_told_apart(name: str, moment: str, says: str) -> None:
    """Only xacct's own is undone by it; one that has passed refuses nothing to a session of now, and is said."""
    looked_at = scene(permissions={"permissions": permission_policy(AGREEMENT), name: cut(moment)})
    wrong, fine = found(looked_at, State.WRONG), found(looked_at, State.FINE)

    assert ("revoked" in wrong) is (moment == FUTURE)
    [said] = mends(looked_at) or [fine["revoked"]]
    assert says in said
    assert ("xacct revoke reports-reader --undo" in said) is (name.startswith("Xacct") and moment == FUTURE)
