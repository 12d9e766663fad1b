"""An app that uses none of our constructs, synthesized by CDK itself: nested stacks, stages, references."""

import aws_cdk as cdk
import pytest
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3

from xacct_constructs.assembly import Assembly, Identity, read_assembly
from xacct_constructs.iam.decide import EvalDecision
from xacct_constructs.iam.request import Caller, Request
from xacct_constructs.proof import Access

PRODUCTION = cdk.Environment(account="111111111111", region="eu-west-1")
STAGING = cdk.Environment(account="222222222222", region="eu-west-1")
BUCKET = "arn:aws:s3:::acme-reports"


@pytest.fixture(scope="module")
def assembly(tmp_path_factory: pytest.TempPathFactory) -> Assembly:
    """The app's assembly, read back."""
    folder = tmp_path_factory.mktemp("assembly")
    app = cdk.App(outdir=str(folder))
    stack = cdk.Stack(app, "Production", env=PRODUCTION)
    key = kms.Key(stack, "Key")
    bucket = s3.Bucket(stack, "Bucket", bucket_name="acme-reports", encryption_key=key)
    nested = cdk.NestedStack(stack, "Nested")
    reader = iam.Role(
        nested, "Reader", role_name="reader", path="/team/", assumed_by=iam.AccountPrincipal("222222222222")
    )
    bucket.grant_read(reader)
    inner = cdk.NestedStack(nested, "Inner")
    writer = iam.User(inner, "Writer", user_name="writer")
    bucket.grant_put(writer)
    stage = cdk.Stage(app, "Stage", env=STAGING)
    staging = cdk.Stack(stage, "Staging")
    user = iam.User(staging, "Alice", user_name="alice")
    user.add_to_policy(iam.PolicyStatement(actions=["sts:AssumeRole"], resources=[f"arn:aws:iam::{'1' * 12}:role/*"]))
    app.synth()
    return read_assembly(folder)


def _identity(assembly: Assembly, arn: str) -> Identity:
    found = assembly.identity(arn)
    assert found is not None
    return found


def test_a_role_of_a_nested_stack_is_found_with_its_policy(assembly: Assembly) -> None:
    """The bucket that the parent hands down as a parameter is resolved."""
    reader = _identity(assembly, "arn:aws:iam::111111111111:role/team/reader")
    (policy,) = reader.policies
    statements = {
        tuple(each["Resource"]) for each in policy.document["Statement"] if isinstance(each["Resource"], list)
    }
    assert (BUCKET, f"{BUCKET}/*") in statements
    assert policy.origin.template.endswith(".nested.template.json")


def test_a_user_of_a_stack_nested_twice_is_found(assembly: Assembly) -> None:
    """Its parameters come through both parents."""
    (policy,) = _identity(assembly, "arn:aws:iam::111111111111:user/writer").policies
    assert f"{BUCKET}/*" in str(policy.document)


def test_a_stage_s_stack_is_found(assembly: Assembly) -> None:
    """It is an assembly within the assembly, of another account."""
    alice = _identity(assembly, "arn:aws:iam::222222222222:user/alice")
    assert alice.policies[0].origin.template.startswith("assembly-Stage/")


def test_the_bucket_and_its_key_are_found(assembly: Assembly) -> None:
    """The bucket names its key by the ARN that the key has."""
    assert assembly.resources[BUCKET].kms_key in assembly.resources


@pytest.mark.parametrize(
    ("action", "resource", "word"),
    [
        ("s3:GetObject", f"{BUCKET}/monthly/june.csv", EvalDecision.ALLOWED),
        ("s3:ListBucket", BUCKET, EvalDecision.ALLOWED),
        ("s3:PutObject", f"{BUCKET}/monthly/june.csv", EvalDecision.IMPLICIT_DENY),
    ],
)
def test_requests_are_decided_over_it(assembly: Assembly, action: str, resource: str, word: EvalDecision) -> None:
    """What CDK's grants allow is allowed, and nothing else."""
    session = Caller(
        "arn:aws:sts::111111111111:assumed-role/reader/alice", role_arn="arn:aws:iam::111111111111:role/team/reader"
    )
    assert Access(assembly).decide(Request(session, action, resource)).word is word
