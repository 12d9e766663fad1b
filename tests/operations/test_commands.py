"""A day with `app.py` deployed: verify, doctor, status, revoke, and what comes back when that is undone."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.operations.deployed import ALICE, Deployed, deployed
from tests.operations.profiles import PRODUCTION, STAGING, THIRD, Profiles
from xacct_constructs.cli import main
from xacct_constructs.client import AssumeError, load
from xacct_constructs.local import story
from xacct_constructs.local.accounts import Accounts
from xacct_constructs.local.probes import ProbeAnswer, observe
from xacct_constructs.operations.calls import who_is
from xacct_constructs.operations.revocation import SESSIONS_POLICY, SID
from xacct_constructs.operations.revoke import revoke, undo

ROLE = story.ROLE_NAME


@pytest.fixture(scope="module")
def app(local_aws: Accounts, profiles: Profiles, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployed]:
    """The app deployed."""
    with deployed(local_aws, profiles, tmp_path_factory.mktemp("app")) as found:
        yield found


@pytest.fixture(autouse=True)
def person(app: Deployed, monkeypatch: pytest.MonkeyPatch) -> None:
    """A person whose configuration file has the profiles, and who has the agreements."""
    monkeypatch.setenv("AWS_CONFIG_FILE", str(app.profiles.file))
    monkeypatch.setenv("XACCT_AGREEMENTS", str(app.assembly))
    monkeypatch.setenv("COLUMNS", "200")


def xacct(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of a command."""
    code = main(arguments)
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def role(app: Deployed) -> dict[str, Any]:
    """The role as IAM has it: its trust policy, and its inline policies."""
    iam = app.accounts.clients.of_account("iam", story.TRUSTING_ACCOUNT)
    names = iam.list_role_policies(RoleName=ROLE)["PolicyNames"]
    return {
        "trust": iam.get_role(RoleName=ROLE)["Role"]["AssumeRolePolicyDocument"],
        "inline": {name: iam.get_role_policy(RoleName=ROLE, PolicyName=name)["PolicyDocument"] for name in names},
    }


def test_verify_finds_all_as_agreed(app: Deployed, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Reading works, every neighbour is refused, and nothing in the bucket has changed."""
    s3 = app.accounts.clients.of_account("s3", story.TRUSTING_ACCOUNT)
    before = {
        each["Key"]: (each["ETag"], each["LastModified"])
        for each in s3.list_objects_v2(Bucket=story.BUCKET)["Contents"]
    }
    report = tmp_path / "report.xml"

    code, printed, _ = xacct(
        capsys, "verify", ROLE, "--profile", ALICE, "--trusting-profile", PRODUCTION, "--junit", str(report)
    )

    assert code == 0, printed
    assert "SURPRISE" not in printed
    assert "11 of 11 as agreed" in printed
    assert f"read s3://{story.BUCKET}/{story.OTHER_OBJECT}" in printed
    after = {
        each["Key"]: (each["ETag"], each["LastModified"])
        for each in s3.list_objects_v2(Bucket=story.BUCKET)["Contents"]
    }
    assert after == before
    assert (
        '<testsuite name="xacct verify reports-reader" tests="13" failures="0" errors="0" skipped="2">'
        in report.read_text()
    )


WIDER = {
    "another object": (
        {"Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{story.BUCKET}/*"},
        f"read s3://{story.BUCKET}/{story.OTHER_OBJECT}",
    ),
    "the whole list": ({"Action": "s3:ListBucket", "Resource": f"arn:aws:s3:::{story.BUCKET}"}, "as a whole"),
    "tags": ({"Action": "s3:GetObjectTagging", "Resource": "*"}, "read the tags"),
    "access control lists": ({"Action": "s3:GetObjectAcl", "Resource": "*"}, "read the access control list"),
    "the bucket's policy": ({"Action": "s3:GetBucketPolicy", "Resource": "*"}, "read the policy"),
}


@pytest.mark.parametrize("wider", WIDER)
def test_verify_finds_what_is_wider(wider: str, app: Deployed, capsys: pytest.CaptureFixture[str]) -> None:
    """One statement more on the role, and the line that tries it is a surprise; the object is as it was."""
    statement, line = WIDER[wider]
    clients = app.accounts.clients
    iam, s3 = clients.of_account("iam", story.TRUSTING_ACCOUNT), clients.of_account("s3", story.TRUSTING_ACCOUNT)
    text = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", **statement}]})
    etag = s3.head_object(Bucket=story.BUCKET, Key=story.REPORT)["ETag"]
    iam.put_role_policy(RoleName=ROLE, PolicyName="wider", PolicyDocument=text)
    try:
        code, printed, _ = xacct(capsys, "verify", ROLE, "--profile", ALICE, "--trusting-profile", PRODUCTION, "--json")
    finally:
        iam.delete_role_policy(RoleName=ROLE, PolicyName="wider")

    surprises = [each["what"] for each in json.loads(printed)["requests"] if each["surprise"]]
    assert code == 1
    assert any(line in each for each in surprises), surprises
    assert s3.head_object(Bucket=story.BUCKET, Key=story.REPORT)["ETag"] == etag


def test_verify_says_when_nothing_can_be_read(app: Deployed, capsys: pytest.CaptureFixture[str]) -> None:
    """Without the user's policy the role cannot be assumed: one line, exit 1, and doctor is named."""
    iam = app.accounts.clients.of_account("iam", story.TRUSTED_ACCOUNT)
    document = iam.get_user_policy(UserName=ALICE, PolicyName="assume-roles")["PolicyDocument"]
    iam.delete_user_policy(UserName=ALICE, PolicyName="assume-roles")
    try:
        code, printed, _ = xacct(capsys, "verify", ROLE, "--profile", ALICE)
        diagnosed = xacct(capsys, "doctor", ROLE, "--trusting-profile", PRODUCTION, "--trusted-profile", STAGING)
    finally:
        iam.put_user_policy(UserName=ALICE, PolicyName="assume-roles", PolicyDocument=json.dumps(document))

    assert code == 1
    assert f"xacct doctor {ROLE}" in printed
    assert diagnosed[0] == 1
    assert "WRONG: identity policy" in diagnosed[1]
    assert "mend it: aws iam put-user-policy --user-name alice --policy-name assume-roles" in diagnosed[1]


def test_verify_names_what_it_did_not_try(app: Deployed, capsys: pytest.CaptureFixture[str]) -> None:
    """A key beside the prefix must be known to be there, since S3 refuses absent ones too."""
    code, printed, _ = xacct(capsys, "verify", ROLE, "--profile", ALICE)

    assert code == 0, printed
    assert "10 of 10 as agreed; 3 not tried" in printed


def test_doctor_calls_the_app_healthy(app: Deployed, capsys: pytest.CaptureFixture[str]) -> None:
    """As deployed by CDK nothing is wrong; with alice herself even what only STS knows is seen."""
    iam = app.accounts.clients.of_account("iam", story.TRUSTED_ACCOUNT)
    own = {"Effect": "Allow", "Action": ["iam:Get*", "iam:List*"], "Resource": "*"}
    text = json.dumps({"Version": "2012-10-17", "Statement": [own]})
    iam.put_user_policy(UserName=ALICE, PolicyName="look", PolicyDocument=text)
    try:
        code, printed, _ = xacct(capsys, "doctor", ROLE, "--trusting-profile", PRODUCTION, "--trusted-profile", ALICE)
    finally:
        iam.delete_user_policy(UserName=ALICE, PolicyName="look")

    assert code == 0, printed
    assert f"{ROLE} is healthy\n" in printed


def test_doctor_with_one_side_says_what_it_did_not_see(app: Deployed, capsys: pytest.CaptureFixture[str]) -> None:
    """What the other account knows is not called fine."""
    code, printed, _ = xacct(capsys, "doctor", ROLE, "--trusting-profile", PRODUCTION, "--json")

    states = {each["check"]: each["state"] for each in json.loads(printed)["checks"]}
    assert code == 0
    assert (states["trust policy"], states["identity policy"]) == ("fine", "open")


def test_doctor_knows_a_wrong_account(app: Deployed, capsys: pytest.CaptureFixture[str]) -> None:
    """Credentials of neither account are what is wrong."""
    code, printed, _ = xacct(capsys, "doctor", ROLE, "--trusted-profile", THIRD)

    assert code == 1
    assert "WRONG: account" in printed


def test_status_shows_the_agreement(app: Deployed, capsys: pytest.CaptureFixture[str]) -> None:
    """Role there, no expiry, one young key, no secret."""
    options = ("--trusting-profile", PRODUCTION, "--trusted-profile", STAGING, "--json")
    code, printed, _ = xacct(capsys, "status", *options)

    [agreement] = json.loads(printed)["agreements"]
    assert code == 0
    assert (agreement["agreement"], agreement["role"], agreement["expiry"]) == (ROLE, "there", None)
    assert [(key["user"], key["active"], key["age_days"]) for key in agreement["access_keys"]] == [(ALICE, True, 0)]
    assert xacct(capsys, "status", "--max-key-age", "-1", *options)[0] == 1
    assert ALICE in xacct(capsys, "status", *options[:-1])[1]


def test_revoke_asks_first(app: Deployed, capsys: pytest.CaptureFixture[str]) -> None:
    """Without a terminal and without --yes nothing is changed, and what would change is said."""
    before = role(app)

    code, printed, said = xacct(capsys, "revoke", ROLE, "--trusting-profile", PRODUCTION)

    assert code == 2
    assert SID in printed
    assert SESSIONS_POLICY in printed
    assert "--yes" in said
    assert role(app) == before


def test_revoke_needs_the_trusting_account(app: Deployed, capsys: pytest.CaptureFixture[str]) -> None:
    """The trusted side cannot, and is told so."""
    code, _, said = xacct(capsys, "revoke", ROLE, "--trusting-profile", STAGING, "--yes")

    assert code == 3
    assert story.TRUSTING_ACCOUNT in said


def test_a_trust_policy_that_cannot_be_closed(app: Deployed, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sessions are cut off all the same, and it is said that the role is open."""
    side = who_is(app.profiles.session(PRODUCTION))
    agreement = load(ROLE, app.assembly).agreement
    iam = side.client("iam")
    refused = {"Error": {"Code": "LimitExceeded", "Message": "Cannot exceed quota for ACLSizePerRole"}}

    def refuse(**_: object) -> None:
        raise ClientError(refused, "UpdateAssumeRolePolicy")

    monkeypatch.setattr(iam, "update_assume_role_policy", refuse)
    monkeypatch.setattr(side.session, "client", lambda *_, **__: iam)

    with pytest.raises(AssumeError, match=r"can still be assumed: .* LimitExceeded"):
        revoke(side, agreement)

    assert set(role(app)["inline"]) == {"permissions", SESSIONS_POLICY}
    undo(side, agreement)
    assert set(role(app)["inline"]) == {"permissions"}


def test_revoked_and_given_back(app: Deployed, capsys: pytest.CaptureFixture[str]) -> None:
    """A session given out is cut off and no new one is to be had; undone, both work and the role is as it was.

    The stacks can then be deleted.
    """
    clients = app.accounts.clients
    callers: dict[str, Any] = {story.ALICE: story.make_access_key(clients, story.TRUSTED_ACCOUNT, ALICE)}
    given_out = observe(story.ASSUME, clients, callers)
    callers[story.SESSION] = story.credentials_of(given_out.response)
    before = role(app)
    profile = ("--trusting-profile", PRODUCTION)

    def answers() -> tuple[ProbeAnswer, ProbeAnswer]:
        return observe(story.ASSUME, clients, callers).seen, observe(story.READ, clients, callers).seen

    assert answers() == (ProbeAnswer.ALLOWED, ProbeAnswer.ALLOWED)

    assert xacct(capsys, "revoke", ROLE, *profile, "--yes")[0] == 0
    assert answers() == (ProbeAnswer.REFUSED, ProbeAnswer.REFUSED)
    once = role(app)
    assert xacct(capsys, "revoke", ROLE, *profile, "--yes")[0] == 0
    assert role(app)["trust"] == once["trust"]
    code, printed, _ = xacct(capsys, "doctor", ROLE, *profile)
    assert (code, "WRONG: revoked" in printed) == (1, True)
    assert "revoked" in xacct(capsys, "status", *profile)[1]

    assert xacct(capsys, "revoke", ROLE, *profile, "--undo", "--yes")[0] == 0
    assert answers() == (ProbeAnswer.ALLOWED, ProbeAnswer.ALLOWED)
    assert role(app) == before
    assert "nothing changed" in xacct(capsys, "revoke", ROLE, *profile, "--undo", "--yes")[1]

    app.destroy()
    names = [each["RoleName"] for each in clients.of_account("iam", story.TRUSTING_ACCOUNT).list_roles()["Roles"]]
    assert ROLE not in names
