"""Doctor: each fault, seeded by API into a healthy agreement, is named, and nothing else is."""

import json
import shlex
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from botocore.stub import Stubber

from tests.operations.made import EVERYTHING, RICH, Made, document, make, with_safeguards
from tests.operations.profiles import PRODUCTION, STAGING, THIRD, Profiles
from xacct_constructs import Network, Safeguards
from xacct_constructs.client.errors import AssumeError
from xacct_constructs.exits import NO_CREDENTIALS
from xacct_constructs.local import story
from xacct_constructs.local.accounts import Accounts
from xacct_constructs.local.clients import Credentials
from xacct_constructs.operations.diagnosis import State
from xacct_constructs.operations.doctor import Examination, examine, look
from xacct_constructs.operations.kinds.s3_read.deployed import foreign_of, ownership_of
from xacct_constructs.operations.revoke import revoke
from xacct_constructs.report.diagnosis import fix_words, found_words
from xacct_constructs.report.examination import doctor_data, doctor_text

BOTH = (PRODUCTION, STAGING)
PAST = "2020-01-01T00:00:00Z"
ROOT = f"arn:aws:iam::{story.TRUSTED_ACCOUNT}:root"


def role_gone(made: Made) -> None:
    """The role is deleted."""
    made.iam.delete_role_policy(RoleName=made.role, PolicyName="permissions")
    made.iam.delete_role(RoleName=made.role)


def role_elsewhere(made: Made) -> None:
    """The role is made again under a path."""
    role_gone(made)
    made.iam.create_role(RoleName=made.role, Path="/moved/", AssumeRolePolicyDocument=document(EVERYTHING))


def shorter_sessions(made: Made) -> None:
    """The role gives shorter sessions."""
    made.iam.update_role(RoleName=made.role, MaxSessionDuration=3600)


def user_gone(made: Made) -> None:
    """The user is deleted."""
    made.users.delete_user_policy(UserName=made.user, PolicyName="assume-roles")
    made.users.delete_user(UserName=made.user)


def user_elsewhere(made: Made) -> None:
    """The user is made again under a path, with her policy."""
    user_gone(made)
    made.users.create_user(UserName=made.user, Path="/moved/")
    text = document({"Effect": "Allow", "Action": "sts:*", "Resource": "*"})
    made.users.put_user_policy(UserName=made.user, PolicyName="assume-roles", PolicyDocument=text)


def recreated(made: Made) -> None:
    """The trust policy names a user by the ID she had."""
    made.edit_trust(Principal={"AWS": "AIDAEXAMPLE0123456789"})


def recreated_role(made: Made) -> None:
    """The trust policy names a role by the ID it had, beside the account."""
    made.edit_trust(Principal={"AWS": [ROOT, "AROAEXAMPLE0123456789"]})


def somebody_else(made: Made) -> None:
    """The trust policy names another user."""
    made.edit_condition("ArnEquals", "aws:PrincipalArn", f"arn:aws:iam::{story.TRUSTED_ACCOUNT}:user/bob")


def other_account(made: Made) -> None:
    """The trust policy names another account."""
    made.edit_trust(Principal={"AWS": f"arn:aws:iam::{story.THIRD_ACCOUNT}:root"})


def other_external_id(made: Made) -> None:
    """The trust policy asks for an external ID that nobody agreed on."""
    made.edit_condition("StringEquals", "sts:ExternalId", "acme-000000")


def mfa_asked_for(made: Made) -> None:
    """The trust policy asks for MFA that nobody agreed on."""
    made.edit_condition("Bool", "aws:MultiFactorAuthPresent", "true")


def expired_trust(made: Made) -> None:
    """The trust policy ended."""
    made.edit_condition("DateLessThan", "aws:CurrentTime", PAST)


def expired_permissions(made: Made) -> None:
    """The role's permissions ended, by a deny."""
    condition = {"DateGreaterThanEquals": {"aws:CurrentTime": PAST}}
    text = document({**EVERYTHING, "Effect": "Deny", "Condition": condition})
    made.iam.put_role_policy(RoleName=made.role, PolicyName="ended", PolicyDocument=text)


def other_organization(made: Made) -> None:
    """The trust policy asks for another organization."""
    made.edit_condition("StringEquals", "aws:PrincipalOrgID", "o-globex0123")


def other_source_identity(made: Made) -> None:
    """The trust policy asks for another source identity."""
    made.trust_as(with_safeguards(made.agreement, source_identities=["carol"]))


def no_source_identity_on_the_user_s_side(made: Made) -> None:
    """The user may assume, and not set a source identity."""
    text = document(
        {"Effect": "Allow", "Action": ["sts:AssumeRole", "sts:TagSession"], "Resource": made.agreement.role_arn}
    )
    made.users.put_user_policy(UserName=made.user, PolicyName="assume-roles", PolicyDocument=text)


def other_tags(made: Made) -> None:
    """The trust policy asks for another session tag."""
    made.trust_as(with_safeguards(made.agreement, session_tags={"team": ["red"]}))


def other_session_name(made: Made) -> None:
    """The trust policy asks for a session name."""
    made.edit_condition("StringEquals", "sts:RoleSessionName", "auditor")


def other_network(made: Made) -> None:
    """The trust policy asks for an address."""
    made.edit_condition("IpAddress", "aws:SourceIp", "192.0.2.0/24")


def no_identity_policy(made: Made) -> None:
    """The user's inline policy is missing."""
    made.users.delete_user_policy(UserName=made.user, PolicyName="assume-roles")


def identity_policy_for_another_role(made: Made) -> None:
    """The user may assume another role."""
    other = made.agreement.role_arn + "-old"
    text = document({"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": other})
    made.users.put_user_policy(UserName=made.user, PolicyName="assume-roles", PolicyDocument=text)


def identity_policy_denies(made: Made) -> None:
    """Another policy of the user denies."""
    text = document({"Effect": "Deny", "Action": "sts:*", "Resource": "*"})
    made.users.put_user_policy(UserName=made.user, PolicyName="deny", PolicyDocument=text)


def group_denies(made: Made) -> None:
    """A group of the user denies."""
    group = f"{made.user}-group"
    made.users.create_group(GroupName=group)
    text = document({"Effect": "Deny", "Action": "sts:*", "Resource": "*"})
    made.users.put_group_policy(GroupName=group, PolicyName="deny", PolicyDocument=text)
    made.users.add_user_to_group(GroupName=group, UserName=made.user)


def user_bounded(made: Made) -> None:
    """A permissions boundary of the user leaves assuming out."""
    arn = made.boundary(story.TRUSTED_ACCOUNT, {"Effect": "Allow", "Action": "s3:*", "Resource": "*"})
    made.users.put_user_permissions_boundary(UserName=made.user, PermissionsBoundary=arn)


def role_bounded(made: Made) -> None:
    """A permissions boundary of the role leaves S3 out."""
    arn = made.boundary(story.TRUSTING_ACCOUNT, {"Effect": "Allow", "Action": "kms:*", "Resource": "*"})
    made.iam.put_role_permissions_boundary(RoleName=made.role, PermissionsBoundary=arn)


def no_permissions(made: Made) -> None:
    """The role's inline policy is missing."""
    made.iam.delete_role_policy(RoleName=made.role, PolicyName="permissions")


def other_prefix(made: Made) -> None:
    """The role may read another prefix."""
    agreement = replace(made.agreement, permissions=[replace(made.read, prefixes=["yearly/"])])
    from xacct_constructs.policies import permission_policy

    text = json.dumps(permission_policy(agreement))
    made.iam.put_role_policy(RoleName=made.role, PolicyName="permissions", PolicyDocument=text)


def bucket_gone(made: Made) -> None:
    """The bucket is deleted."""
    s3 = made.client("s3")
    for each in s3.list_object_versions(Bucket=made.bucket)["Versions"]:
        s3.delete_object(Bucket=made.bucket, Key=each["Key"], VersionId=each["VersionId"])
    s3.delete_bucket(Bucket=made.bucket)


def bucket_taken(made: Made) -> None:
    """The bucket is deleted, and made again by another account."""
    bucket_gone(made)
    place = {"LocationConstraint": story.REGION}
    made.client("s3", story.THIRD_ACCOUNT).create_bucket(Bucket=made.bucket, CreateBucketConfiguration=place)


def bucket_denies(made: Made) -> None:
    """The bucket's policy denies everybody but its administrators."""
    resources = [f"arn:aws:s3:::{made.bucket}", f"arn:aws:s3:::{made.bucket}/*"]
    condition = {"ArnNotLike": {"aws:PrincipalArn": f"arn:aws:iam::{story.TRUSTING_ACCOUNT}:role/admin-*"}}
    deny = {"Effect": "Deny", "Principal": "*", "Action": "s3:GetObject", "Resource": resources, "Condition": condition}
    made.client("s3").put_bucket_policy(Bucket=made.bucket, Policy=document(deny))


def key_policy_silent(made: Made) -> None:
    """The key's policy neither names the role nor leaves it to the account."""
    admin = f"arn:aws:iam::{story.TRUSTING_ACCOUNT}:role/key-admin"
    policy = document(
        {"Effect": "Allow", "Principal": {"AWS": admin}, "Action": "kms:*", "Resource": "*"},
        {
            "Effect": "Allow",
            "Principal": {"AWS": f"arn:aws:iam::{story.TRUSTING_ACCOUNT}:root"},
            "Action": ["kms:Get*", "kms:Describe*"],
            "Resource": "*",
        },
    )
    made.client("kms").put_key_policy(KeyId=str(made.read.kms_key), PolicyName="default", Policy=policy)


def key_disabled(made: Made) -> None:
    """The key is off."""
    made.client("kms").disable_key(KeyId=str(made.read.kms_key))


def other_key(made: Made) -> None:
    """The bucket is encrypted with another key."""
    key = made.client("kms").create_key()["KeyMetadata"]["Arn"]
    rule = {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": key}
    rules = {"Rules": [{"ApplyServerSideEncryptionByDefault": rule}]}
    made.client("s3").put_bucket_encryption(Bucket=made.bucket, ServerSideEncryptionConfiguration=rules)


def revoked(made: Made) -> None:
    """Access was revoked, and not given back."""
    iam_only = _Root(made)
    revoke(iam_only, made.agreement)  # type: ignore[arg-type]  # all that it asks for


class _Root:
    """Stands for credentials of the trusting account: `revoke` asks them for clients only."""

    def __init__(self, made: Made) -> None:
        self.client = made.client


@dataclass(frozen=True)
class Fault:
    """What is broken, and the check that is to name it."""

    seed: Callable[[Made], None]
    named: str
    says: str
    """A piece of the line that mends it, or of the words where a line would take a guard away."""
    safeguards: Safeguards = RICH
    also: tuple[str, ...] = ()
    """Checks that the same fault cannot but fail as well."""


FROM_THE_OFFICE = replace(RICH, assume_from=Network(ip_ranges=["198.51.100.0/24"]))

FAULTS = (
    Fault(role_gone, "role", "cdk deploy"),
    Fault(role_elsewhere, "role", "/moved/", also=("trust policy", "permission policy", "session duration")),
    Fault(shorter_sessions, "session duration", "--max-session-duration 7200"),
    Fault(user_gone, "principal", "cdk deploy"),
    Fault(user_elsewhere, "principal", "/moved/"),
    Fault(recreated, "re-created principal", "update-assume-role-policy"),
    Fault(recreated_role, "re-created principal", "update-assume-role-policy"),
    Fault(somebody_else, "trust policy", "update-assume-role-policy"),
    Fault(other_account, "trust policy", "update-assume-role-policy"),
    Fault(other_external_id, "external ID", "acme-7f3a91"),
    Fault(mfa_asked_for, "MFA", "asks for aws:MultiFactorAuthPresent besides: its owner"),
    Fault(expired_trust, "expiry", "2100-01-01"),
    Fault(expired_permissions, "expiry", "inline policy ended"),
    Fault(other_organization, "organization", "o-acme012345"),
    Fault(other_source_identity, "source identity", "update-assume-role-policy"),
    Fault(no_source_identity_on_the_user_s_side, "source identity", "put-user-policy"),
    Fault(other_tags, "session tags", "update-assume-role-policy"),
    Fault(other_session_name, "session name", "update-assume-role-policy"),
    Fault(other_network, "network", "update-assume-role-policy", FROM_THE_OFFICE),
    Fault(no_identity_policy, "identity policy", "put-user-policy", Safeguards()),
    Fault(identity_policy_for_another_role, "identity policy", "put-user-policy", Safeguards()),
    Fault(identity_policy_denies, "identity policy", "", Safeguards()),
    Fault(group_denies, "identity policy", "", Safeguards()),
    Fault(user_bounded, "principal's boundary", "adds to it", Safeguards()),
    Fault(role_bounded, "role's boundary", "adds to it"),
    Fault(no_permissions, "permission policy", "put-role-policy"),
    Fault(other_prefix, "permission policy", "put-role-policy"),
    Fault(bucket_gone, "bucket", "deploy the bucket"),
    Fault(bucket_taken, "bucket", "owner"),
    Fault(bucket_denies, "bucket policy", "excepts"),
    Fault(key_policy_silent, "key policy", "kms:Decrypt"),
    Fault(key_disabled, "key", "enable-key"),
    Fault(other_key, "encryption", "kms_key="),
    Fault(revoked, "revoked", "--undo"),
)


def examined(made: Made, profiles: Profiles, *names: str, external_id: str | None = None) -> Examination:
    """What doctor says with these profiles."""
    sessions = [profiles.session(name) for name in names or BOTH]
    return examine(look(made.agreement, sessions, region=story.REGION, external_id=external_id))


def wrong(examination: Examination) -> set[str]:
    """The checks that found something."""
    return {each.check for each in examination.wrong}


@pytest.mark.parametrize("safeguards", [Safeguards(), RICH], ids=["plain", "every safeguard"])
def test_a_healthy_agreement_is_healthy(safeguards: Safeguards, local_aws: Accounts, profiles: Profiles) -> None:
    """Nothing is wrong, and all was seen but what only the user herself can try."""
    found = examined(make(local_aws, safeguards, encrypted=True), profiles)

    assert [f"{each.check}: {found_words(each)}" for each in found.wrong] == []
    assert {each.check for each in found.diagnoses if each.state is State.OPEN} == {"organization policy"}


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.seed.__name__)
def test_a_seeded_fault_is_named(fault: Fault, local_aws: Accounts, profiles: Profiles) -> None:
    """The fault's own check says it, with the line that mends it, and no other check cries."""
    made = make(local_aws, fault.safeguards, encrypted=True)
    fault.seed(made)

    found = examined(made, profiles)

    assert wrong(found) - set(fault.also) == {fault.named}, [
        f"{each.check}: {found_words(each)}" for each in found.wrong
    ]
    assert any(fault.says in fix_words(each) for each in found.wrong if each.check == fault.named), found.wrong


def run_line(made: Made, line: str) -> None:
    """Run one `aws` line as the AWS CLI would: operation and options are the API's, in lower case."""
    _, service, operation, *options = shlex.split(line)
    account = story.TRUSTED_ACCOUNT if "-user-" in operation else story.TRUSTING_ACCOUNT
    pairs = {name.removeprefix("--"): value for name, value in zip(options[::2], options[1::2], strict=True)}
    pairs.pop("region", None)
    given = {"".join(map(str.capitalize, name.split("-"))): value for name, value in pairs.items()}
    typed = {name: int(value) if name == "MaxSessionDuration" else value for name, value in given.items()}
    getattr(made.client(service, account), operation.replace("-", "_"))(**typed)


MENDED_BY_A_LINE = [each for each in FAULTS if each.says.endswith(("-policy", "-key", " 7200"))]


@pytest.mark.parametrize("fault", MENDED_BY_A_LINE, ids=lambda fault: fault.seed.__name__)
def test_the_line_mends_the_fault(fault: Fault, local_aws: Accounts, profiles: Profiles) -> None:
    """The lines that doctor prints are run as they stand, and nothing is wrong any more."""
    made = make(local_aws, fault.safeguards, encrypted=True)
    fault.seed(made)

    for line in dict.fromkeys(fix_words(each) for each in examined(made, profiles).wrong):
        run_line(made, line)

    assert wrong(examined(made, profiles)) == set()


def test_a_wrong_external_id_of_the_caller_is_named(local_aws: Accounts, profiles: Profiles) -> None:
    """Both halves are right, and what the caller presents is not."""
    found = examined(make(local_aws, RICH), profiles, external_id="acme-000000")

    assert wrong(found) == {"external ID"}
    assert "present the external ID" in fix_words(found.wrong[0])


def test_mfa_without_a_device_is_named(local_aws: Accounts, profiles: Profiles) -> None:
    """Trust and agreement ask for MFA, and the user has none; with a device nothing is wrong."""
    made = make(local_aws, Safeguards(mfa=True))

    assert wrong(examined(made, profiles)) == {"MFA device"}

    serial = made.users.create_virtual_mfa_device(VirtualMFADeviceName=made.user)["VirtualMFADevice"]["SerialNumber"]
    codes = {"AuthenticationCode1": "123456", "AuthenticationCode2": "654321"}
    made.users.enable_mfa_device(UserName=made.user, SerialNumber=serial, **codes)
    assert wrong(examined(made, profiles)) == set()


@pytest.mark.parametrize(("minutes", "named"), [(-20, {"clock"}), (20, {"clock"}), (3, set())])
def test_a_wrong_clock_is_named(minutes: int, named: set[str], local_aws: Accounts, profiles: Profiles) -> None:
    """Off by more than AWS tolerates, either way; a few minutes are fine."""
    made = make(local_aws)
    sessions = [profiles.session(name) for name in BOTH]
    scene = look(made.agreement, sessions, clock=lambda: datetime.now(UTC) + timedelta(minutes=minutes))

    assert wrong(examine(scene)) == named


def test_a_wrong_partition_is_named(local_aws: Accounts, profiles: Profiles) -> None:
    """The role is agreed in China, and the credentials are not from there."""
    made = make(local_aws)
    scene = look(replace(made.agreement, partition="aws-cn"), [profiles.session(name) for name in BOTH])

    assert "partition" in wrong(examine(scene))


def test_credentials_that_aws_does_not_know_are_named(local_aws: Accounts, profiles: Profiles) -> None:
    """A deleted key is what is wrong, and everything else of that side is not called fine."""
    profiles.add("deleted", Credentials("AKIA0000000000000000", "no-secret"))
    found = examined(make(local_aws), profiles, PRODUCTION, "deleted")

    assert wrong(found) == {"credentials"}
    assert State.OPEN in {each.state for each in found.diagnoses if each.check == "identity policy"}


def test_without_credentials_there_is_one_line(local_aws: Accounts, profiles: Profiles) -> None:
    """None that AWS knows: the exit code for that, and no table."""
    profiles.add("nobody", Credentials("AKIA0000000000000000", "no-secret"))

    with pytest.raises(AssumeError, match="the credentials cannot be used: AWS does not accept them") as raised:
        examined(make(local_aws), profiles, "nobody")
    assert raised.value.code == NO_CREDENTIALS


def test_a_clock_that_makes_credentials_unusable_is_named(local_aws: Accounts, profiles: Profiles) -> None:
    """AWS accepts nobody's signature by a wrong clock, which is then what is wrong."""
    profiles.add("late", Credentials("AKIA0000000000000000", "no-secret"))
    sessions = [profiles.session("late")]
    scene = look(make(local_aws).agreement, sessions, clock=lambda: datetime.now(UTC) + timedelta(minutes=20))

    assert wrong(examine(scene)) == {"credentials", "clock"}


def test_another_account_s_credentials_are_named(local_aws: Accounts, profiles: Profiles) -> None:
    """Those of a third account."""
    assert wrong(examined(make(local_aws), profiles, PRODUCTION, THIRD)) == {"account"}


def test_what_may_not_be_looked_at_is_open(local_aws: Accounts, profiles: Profiles) -> None:
    """Credentials that may look at nothing call nothing healthy that they did not see."""
    made = make(local_aws)
    profiles.add(made.user, story.make_access_key(local_aws.clients, story.TRUSTED_ACCOUNT, made.user))

    found = examined(made, profiles, made.user)

    assert wrong(found) == set()
    open_ = {each.check for each in found.diagnoses if each.state is State.OPEN}
    fine = {each.check for each in found.diagnoses if each.state is State.FINE}
    assert fine <= {"credentials", "account", "partition", "clock", "organization policy"}
    assert {"role", "principal", "trust policy", "external ID", "identity policy", "role's boundary"} <= open_
    assert "organization policy" not in open_
    assert doctor_text(found, width=100).endswith(f"nothing wrong in what could be seen; {len(open_)} could not be\n")
    assert "healthy" not in doctor_text(found, width=100)
    assert doctor_data(found)["healthy"] is False


ORGANIZATION = {
    "a service control policy": ("with an explicit deny in a service control policy", {"organization policy"}),
    "a resource control policy": ("with an explicit deny in a resource control policy", {"organization policy"}),
    "nothing that STS names": ("is not authorized", {"organization policy"}),
}


@pytest.mark.parametrize("reason", ORGANIZATION)
def test_an_organization_policy_is_named(
    reason: str, local_aws: Accounts, profiles: Profiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    """STS refuses though every policy seen allows: the stubber answers, as the local AWS has none of these."""
    made = make(local_aws)
    user = replace_session(made, profiles)
    message, expected = ORGANIZATION[reason]
    scene = look(made.agreement, [profiles.session(PRODUCTION), user])
    sts = user.client("sts", region_name=story.REGION)
    with Stubber(sts) as stubber:
        stubber.add_client_error("assume_role", "AccessDenied", message, http_status_code=403)
        monkeypatch.setattr(user, "client", lambda service, **_: sts)
        assert wrong(examine(scene)) == expected


def replace_session(made: Made, profiles: Profiles) -> Any:
    """The user's own session, allowed to look at herself."""
    text = document({"Effect": "Allow", "Action": ["iam:Get*", "iam:List*"], "Resource": "*"})
    made.users.put_user_policy(UserName=made.user, PolicyName="look", PolicyDocument=text)
    profiles.add(made.user, story.make_access_key(made.accounts.clients, story.TRUSTED_ACCOUNT, made.user))
    return profiles.session(made.user)


def test_an_object_of_another_account_is_named(local_aws: Accounts, profiles: Profiles) -> None:
    """With ACLs on, an object keeps its writer as owner; the local AWS gives every object to the bucket's."""
    made = make(local_aws)
    rules = {"Rules": [{"ObjectOwnership": "ObjectWriter"}]}
    made.client("s3").put_bucket_ownership_controls(Bucket=made.bucket, OwnershipControls=rules)
    scene = look(made.agreement, [profiles.session(name) for name in BOTH], region=story.REGION)
    arn = f"arn:aws:s3:::{made.bucket}"

    assert scene.facts.settings[ownership_of(arn)] == "ObjectWriter"
    assert wrong(examine(scene)) == set()
    scene.facts.settings[foreign_of(arn)] = story.REPORT
    assert wrong(examine(scene)) == {"object ownership"}


@pytest.mark.parametrize(("at_most", "state"), [(1000, State.FINE), (1, State.OPEN)], ids=["all", "some"])
def test_objects_that_were_not_looked_at_are_not_called_fine(
    at_most: int, state: State, local_aws: Accounts, profiles: Profiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where there are more than are listed at once, and none of those is another account's."""
    monkeypatch.setattr("xacct_constructs.operations.kinds.s3_read.deployed._OBJECTS_LOOKED_AT", at_most)
    made = make(local_aws)
    s3 = made.client("s3")
    rules = {"Rules": [{"ObjectOwnership": "ObjectWriter"}]}
    s3.put_bucket_ownership_controls(Bucket=made.bucket, OwnershipControls=rules)
    s3.put_object(Bucket=made.bucket, Key="monthly/another.csv")

    found = examine(look(made.agreement, [profiles.session(name) for name in BOTH], region=story.REGION))

    [line] = [each for each in found.diagnoses if each.check == "object ownership"]
    assert (line.state, "only the first 1 objects" in found_words(line)) == (state, state is State.OPEN)
