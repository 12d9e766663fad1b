"""What the local AWS does not enforce is seen here, limit by limit: a release that mends one fails its row."""

import itertools
import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest

from xacct_constructs.local import limits, story
from xacct_constructs.local.checkout import find_checkout
from xacct_constructs.local.clients import Clients, Credentials
from xacct_constructs.local.limits import Limit
from xacct_constructs.local.probes import Probe, ProbeAnswer, observe
from xacct_constructs.local.server import LocalAws

ALICE = f"arn:aws:iam::{story.TRUSTED_ACCOUNT}:user/alice"
STAGING = f"arn:aws:iam::{story.TRUSTED_ACCOUNT}:root"


class Scene:
    """Alice, whom staging allows everything, and what production has made for her."""

    def __init__(self, clients: Clients) -> None:
        """Make her."""
        self.clients = clients
        self._numbers = itertools.count()
        self.alice = story.make_user(clients, story.TRUSTED_ACCOUNT, "alice")

    def name(self) -> str:
        """A name not used before."""
        return f"scene-{next(self._numbers)}"

    def role(self, statement: Mapping[str, Any], *permissions: Mapping[str, Any], account: str = "") -> str:
        """The ARN of a role with these statements."""
        iam = self.clients.of_account("iam", account or story.TRUSTING_ACCOUNT)
        trust = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": STAGING}, **statement}
        name = self.name()
        made = iam.create_role(RoleName=name, AssumeRolePolicyDocument=_document(trust))
        if permissions:
            iam.put_role_policy(RoleName=name, PolicyName="Access", PolicyDocument=_document(*permissions))
        return str(made["Role"]["Arn"])

    def answer(self, who: Credentials, service: str, operation: str, **parameters: Any) -> ProbeAnswer:
        """What becomes of a request."""
        return observe(
            Probe("", "who", service, operation, ProbeAnswer.ALLOWED, parameters), self.clients, {"who": who}
        ).seen

    def assume(self, role_arn: str, who: Credentials | None = None, **parameters: str) -> ProbeAnswer:
        """What becomes of an attempt to assume a role."""
        request = {"RoleArn": role_arn, "RoleSessionName": "alice", **parameters}
        return self.answer(who or self.alice, "sts", "assume_role", **request)

    def session(self, role_arn: str) -> Credentials:
        """A session of alice's."""
        sts = self.clients.of("sts", self.alice)
        return story.credentials_of(sts.assume_role(RoleArn=role_arn, RoleSessionName="alice"))


def _document(*statements: Mapping[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", **each} for each in statements]})


def mfa(scene: Scene) -> ProbeAnswer:
    """Alice gives the number of her device."""
    role = scene.role({"Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"}}})
    return scene.assume(role, SerialNumber=f"arn:aws:iam::{story.TRUSTED_ACCOUNT}:mfa/alice", TokenCode="123456")


def source_identity(scene: Scene) -> ProbeAnswer:
    """Alice names the source identity asked for."""
    actions = ["sts:AssumeRole", "sts:SetSourceIdentity"]
    role = scene.role({"Action": actions, "Condition": {"StringEquals": {"sts:SourceIdentity": "alice"}}})
    iam = scene.clients.of_account("iam", story.TRUSTED_ACCOUNT)
    own = _document({"Action": "sts:*", "Resource": "*"})
    iam.put_user_policy(UserName="alice", PolicyName="SourceIdentity", PolicyDocument=own)
    return scene.assume(role, SourceIdentity="alice")


def policy_variables(scene: Scene) -> ProbeAnswer:
    """Alice names the session after herself, as asked."""
    return scene.assume(scene.role({"Condition": {"StringLike": {"sts:RoleSessionName": "${aws:username}"}}}))


def chained_principal_arn(scene: Scene) -> ProbeAnswer:
    """A session of the role that is named asks."""
    anything = {"Action": "sts:AssumeRole", "Resource": "*"}
    first = scene.role({}, anything, account=story.TRUSTED_ACCOUNT)
    second = scene.role({"Condition": {"ArnEquals": {"aws:PrincipalArn": first}}})
    return scene.assume(second, scene.session(first))


def bucket_policy_of_user(scene: Scene) -> ProbeAnswer:
    """The bucket's policy names alice."""
    bucket, key = _object(scene)
    policy = {"Principal": {"AWS": ALICE}, "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{bucket}/*"}
    s3 = scene.clients.of_account("s3", story.TRUSTING_ACCOUNT)
    s3.put_bucket_policy(Bucket=bucket, Policy=_document(policy))
    return scene.answer(scene.alice, "s3", "get_object", Bucket=bucket, Key=key)


def kms_through_s3(scene: Scene) -> ProbeAnswer:
    """The role may read the object, and not decrypt with its key."""
    key = scene.clients.of_account("kms", story.TRUSTING_ACCOUNT).create_key()["KeyMetadata"]["Arn"]
    bucket, name = _object(scene, ServerSideEncryption="aws:kms", SSEKMSKeyId=key)
    role = scene.role({}, {"Action": "s3:*", "Resource": "*"})
    return scene.answer(scene.session(role), "s3", "get_object", Bucket=bucket, Key=name)


def kms_context(scene: Scene) -> ProbeAnswer:
    """The role may decrypt in one context, and does."""
    kms = scene.clients.of_account("kms", story.TRUSTING_ACCOUNT)
    key, context = kms.create_key()["KeyMetadata"]["Arn"], {"purpose": "reports"}
    secret = kms.encrypt(KeyId=key, Plaintext=b"report", EncryptionContext=context)["CiphertextBlob"]
    condition = {"StringEquals": {"kms:EncryptionContext:purpose": "reports"}}
    role = scene.role({}, {"Action": "kms:Decrypt", "Resource": key, "Condition": condition})
    request = {"CiphertextBlob": secret, "EncryptionContext": context, "KeyId": key}
    return scene.answer(scene.session(role), "kms", "decrypt", **request)


def kms_across_accounts(scene: Scene) -> ProbeAnswer:
    """Production's key admits staging, and staging lets alice use it."""
    root = f"arn:aws:iam::{story.TRUSTING_ACCOUNT}:root"
    admits = {"Principal": {"AWS": [root, STAGING]}, "Action": "kms:*", "Resource": "*"}
    kms = scene.clients.of_account("kms", story.TRUSTING_ACCOUNT)
    key = kms.create_key(Policy=_document(admits))["KeyMetadata"]["Arn"]
    secret = kms.encrypt(KeyId=key, Plaintext=b"report")["CiphertextBlob"]
    own = _document({"Action": "kms:Decrypt", "Resource": key})
    iam = scene.clients.of_account("iam", story.TRUSTED_ACCOUNT)
    iam.put_user_policy(UserName="alice", PolicyName="Key", PolicyDocument=own)
    return scene.answer(scene.alice, "kms", "decrypt", KeyId=key, CiphertextBlob=secret)


def organization(scene: Scene) -> ProbeAnswer:
    """Staging belongs to the organization that production says it is in, the only one there is."""
    for account in (story.TRUSTED_ACCOUNT, story.TRUSTING_ACCOUNT):
        organizations = scene.clients.of_account("organizations", account)
        own = organizations.describe_organization()["Organization"]["Id"]
    return scene.assume(scene.role({"Condition": {"StringEquals": {"aws:PrincipalOrgID": own}}}))


def resource_account(scene: Scene) -> ProbeAnswer:
    """A role that may read production's buckets only, asks for one of staging's that admits production."""
    bucket, key = _object(scene, account=story.TRUSTED_ACCOUNT)
    production = f"arn:aws:iam::{story.TRUSTING_ACCOUNT}:root"
    admits = {"Principal": {"AWS": production}, "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{bucket}/*"}
    scene.clients.of_account("s3", story.TRUSTED_ACCOUNT).put_bucket_policy(Bucket=bucket, Policy=_document(admits))
    condition = {"StringEquals": {"aws:ResourceAccount": story.TRUSTING_ACCOUNT}}
    role = scene.role({}, {"Action": "s3:GetObject", "Resource": "*", "Condition": condition})
    return scene.answer(scene.session(role), "s3", "get_object", Bucket=bucket, Key=key)


def slash_at_the_end(scene: Scene) -> ProbeAnswer:
    """A role that may read everything below a prefix asks for the prefix itself."""
    bucket, _ = _object(scene)
    scene.clients.of_account("s3", story.TRUSTING_ACCOUNT).put_object(Bucket=bucket, Key="monthly/", Body=b"")
    role = scene.role({}, {"Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{bucket}/monthly/*"})
    return scene.answer(scene.session(role), "s3", "get_object", Bucket=bucket, Key="monthly/")


def trust_within_account(scene: Scene) -> ProbeAnswer:
    """A session asks for a role of its account that trusts its role by name."""
    first = scene.role({})
    second = scene.role({"Principal": {"AWS": first}})
    return scene.assume(second, scene.session(first))


def boundary_of_role(scene: Scene) -> ProbeAnswer:
    """A role made by CloudFormation, within a boundary that allows nothing of S3, reads."""
    bucket, key = _object(scene)
    everything = json.loads(_document({"Action": "s3:*", "Resource": "*"}))
    name = _stack_with_role(
        scene,
        Policies=[{"PolicyName": "Access", "PolicyDocument": everything}],
        PermissionsBoundary="arn:aws:iam::aws:policy/IAMReadOnlyAccess",
    )
    session = scene.session(f"arn:aws:iam::{story.TRUSTING_ACCOUNT}:role/{name}")
    return scene.answer(session, "s3", "get_object", Bucket=bucket, Key=key)


def bucket_owner(scene: Scene) -> ProbeAnswer:
    """The bucket's owner, as its reader names it, is staging, and it is production."""
    bucket, key = _object(scene)
    session = scene.session(scene.role({}, {"Action": "s3:*", "Resource": "*"}))
    request = {"Bucket": bucket, "Key": key, "ExpectedBucketOwner": story.TRUSTED_ACCOUNT}
    return scene.answer(session, "s3", "get_object", **request)


def foreign_inline_policy(scene: Scene) -> ProbeAnswer:
    """A stack's role, which has got a policy by API, is looked for after the stack's deletion."""
    name = _stack_with_role(scene)
    iam = scene.clients.of_account("iam", story.TRUSTING_ACCOUNT)
    iam.put_role_policy(
        RoleName=name, PolicyName="Foreign", PolicyDocument=_document({"Action": "s3:*", "Resource": "*"})
    )
    cloudformation = scene.clients.of_account("cloudformation", story.TRUSTING_ACCOUNT)
    cloudformation.delete_stack(StackName=name)
    cloudformation.get_waiter("stack_delete_complete").wait(StackName=name, WaiterConfig={"Delay": 1})
    production = scene.clients.root_credentials(story.TRUSTING_ACCOUNT)
    return scene.answer(production, "iam", "get_role", RoleName=name)


def leading_keys(scene: Scene) -> ProbeAnswer:
    """A role that may get the items of one key, gets one."""
    condition = {"ForAllValues:StringEquals": {"dynamodb:LeadingKeys": "globex"}}
    condition |= {"Null": {"dynamodb:LeadingKeys": "false"}}
    return _get(scene, _table(scene), Condition=condition)


def kms_through_dynamodb(scene: Scene) -> ProbeAnswer:
    """The role may get items of a table, and not decrypt with the table's key."""
    key = scene.clients.of_account("kms", story.TRUSTING_ACCOUNT).create_key()["KeyMetadata"]["Arn"]
    return _get(scene, _table(scene, SSESpecification={"Enabled": True, "SSEType": "KMS", "KMSMasterKeyId": key}))


def table_key(scene: Scene) -> ProbeAnswer:
    """A stack's table is described, and names the key that the template gives it, or fails to."""
    name, key = scene.name(), f"arn:aws:kms:{story.REGION}:{story.TRUSTING_ACCOUNT}:key/0f1e2d3c"
    properties = {"TableName": name, **_BY_CUSTOMER, "SSESpecification": {"SSEEnabled": True, "KMSMasterKeyId": key}}
    table = {"Type": "AWS::DynamoDB::Table", "Properties": properties}
    cloudformation = scene.clients.of_account("cloudformation", story.TRUSTING_ACCOUNT)
    cloudformation.create_stack(StackName=name, TemplateBody=json.dumps({"Resources": {"Table": table}}))
    cloudformation.get_waiter("stack_create_complete").wait(StackName=name, WaiterConfig={"Delay": 1})
    made = scene.clients.of_account("dynamodb", story.TRUSTING_ACCOUNT).describe_table(TableName=name)["Table"]
    return ProbeAnswer.ALLOWED if made.get("SSEDescription", {}).get("KMSMasterKeyArn") == key else ProbeAnswer.FAILED


def table_policy(scene: Scene) -> ProbeAnswer:
    """The table's policy denies everybody everything."""
    table = _table(scene)
    deny = {"Effect": "Deny", "Principal": "*", "Action": "dynamodb:*", "Resource": table}
    owner = scene.clients.of_account("dynamodb", story.TRUSTING_ACCOUNT)
    owner.put_resource_policy(ResourceArn=table, Policy=_document(deny))
    return _get(scene, table)


def tables_across_accounts(scene: Scene) -> ProbeAnswer:
    """Alice, whom no table's policy names, gets an item of production's table."""
    iam = scene.clients.of_account("iam", story.TRUSTED_ACCOUNT)
    own = _document({"Action": "dynamodb:*", "Resource": "*"})
    iam.put_user_policy(UserName="alice", PolicyName="Tables", PolicyDocument=own)
    request = {"TableName": _table(scene), "Key": {"customer": {"S": "globex"}}}
    return scene.answer(scene.alice, "dynamodb", "get_item", **request)


def _get(scene: Scene, table: str, **statement: Any) -> ProbeAnswer:
    """A role that may get items of a table gets one."""
    role = scene.role({}, {"Action": "dynamodb:GetItem", "Resource": table, **statement})
    request = {"TableName": table, "Key": {"customer": {"S": "globex"}}}
    return scene.answer(scene.session(role), "dynamodb", "get_item", **request)


_BY_CUSTOMER: Mapping[str, Any] = {
    "KeySchema": [{"AttributeName": "customer", "KeyType": "HASH"}],
    "AttributeDefinitions": [{"AttributeName": "customer", "AttributeType": "S"}],
    "BillingMode": "PAY_PER_REQUEST",
}


def _table(scene: Scene, **settings: Any) -> str:
    """The ARN of a table of production's."""
    dynamodb = scene.clients.of_account("dynamodb", story.TRUSTING_ACCOUNT)
    made = dynamodb.create_table(TableName=scene.name(), **_BY_CUSTOMER, **settings)
    return str(made["TableDescription"]["TableArn"])


def _stack_with_role(scene: Scene, **properties: Any) -> str:
    """A stack of production's with one role that trusts staging; both have the name returned."""
    name = scene.name()
    trust = json.loads(_document({"Action": "sts:AssumeRole", "Principal": {"AWS": STAGING}}))
    role = {
        "Type": "AWS::IAM::Role",
        "Properties": {"RoleName": name, "AssumeRolePolicyDocument": trust, **properties},
    }
    cloudformation = scene.clients.of_account("cloudformation", story.TRUSTING_ACCOUNT)
    body = json.dumps({"Resources": {"Role": role}})
    cloudformation.create_stack(StackName=name, TemplateBody=body, Capabilities=["CAPABILITY_NAMED_IAM"])
    cloudformation.get_waiter("stack_create_complete").wait(StackName=name, WaiterConfig={"Delay": 1})
    return name


def _object(scene: Scene, account: str = story.TRUSTING_ACCOUNT, **encryption: str) -> tuple[str, str]:
    s3, bucket = scene.clients.of_account("s3", account), scene.name()
    s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": story.REGION})
    s3.put_object(Bucket=bucket, Key="report", Body=b"", **encryption)
    return bucket, "report"


ROWS: dict[Limit, tuple[Callable[[Scene], ProbeAnswer], ProbeAnswer]] = {
    limits.MFA: (mfa, ProbeAnswer.REFUSED),
    limits.SOURCE_IDENTITY: (source_identity, ProbeAnswer.REFUSED),
    limits.POLICY_VARIABLES: (policy_variables, ProbeAnswer.REFUSED),
    limits.CHAINED_PRINCIPAL_ARN: (chained_principal_arn, ProbeAnswer.REFUSED),
    limits.BUCKET_POLICY_OF_USER: (bucket_policy_of_user, ProbeAnswer.REFUSED),
    limits.KMS_THROUGH_S3: (kms_through_s3, ProbeAnswer.ALLOWED),
    limits.KMS_CONTEXT: (kms_context, ProbeAnswer.REFUSED),
    limits.KMS_ACROSS_ACCOUNTS: (kms_across_accounts, ProbeAnswer.FAILED),
    limits.ORGANIZATION: (organization, ProbeAnswer.REFUSED),
    limits.RESOURCE_ACCOUNT: (resource_account, ProbeAnswer.ALLOWED),
    limits.SLASH_AT_THE_END: (slash_at_the_end, ProbeAnswer.REFUSED),
    limits.TRUST_WITHIN_ACCOUNT: (trust_within_account, ProbeAnswer.REFUSED),
    limits.BOUNDARY_OF_ROLE: (boundary_of_role, ProbeAnswer.ALLOWED),
    limits.BUCKET_OWNER: (bucket_owner, ProbeAnswer.ALLOWED),
    limits.FOREIGN_INLINE_POLICY: (foreign_inline_policy, ProbeAnswer.FAILED),
    limits.LEADING_KEYS: (leading_keys, ProbeAnswer.REFUSED),
    limits.KMS_THROUGH_DYNAMODB: (kms_through_dynamodb, ProbeAnswer.ALLOWED),
    limits.TABLE_KEY: (table_key, ProbeAnswer.FAILED),
    limits.TABLE_POLICY: (table_policy, ProbeAnswer.ALLOWED),
    limits.TABLES_ACROSS_ACCOUNTS: (tables_across_accounts, ProbeAnswer.FAILED),
}


@pytest.fixture(scope="module")
def scene() -> Iterator[Scene]:
    """A local AWS without anything deployed."""
    with LocalAws(find_checkout().server_python) as aws:
        yield Scene(Clients(aws))


@pytest.mark.parametrize("limit", ROWS, ids=lambda limit: limit.name)
def test_the_local_aws_decides_otherwise_than_aws(
    limit: Limit, scene: Scene, not_enforced: Callable[[Limit], None]
) -> None:
    """AWS gives the other answer, so no test here may rest on this."""
    ask, seen = ROWS[limit]
    not_enforced(limit)

    assert ask(scene) is seen


def test_the_same_without_the_condition_is_allowed(scene: Scene) -> None:
    """A role without any condition admits alice, so the rows above are refused for theirs."""
    assert scene.assume(scene.role({})) is ProbeAnswer.ALLOWED


def test_every_limit_is_seen() -> None:
    """No limit is claimed without a row."""
    assert set(ROWS) == set(limits.ALL)
