"""A key of the app, wherever its stack lies and whatever that is called, has one name in agreement and template."""

from typing import NamedTuple

import aws_cdk as cdk
import pytest
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from constructs import Construct

from xacct_constructs import S3Read, TrustedAccountUser, TrustedUser, TrustingAccountRole
from xacct_constructs.assembly import read_assembly
from xacct_constructs.proof import Answer, Proof, prove

PRODUCTION = cdk.Environment(account="111111111111", region="eu-west-1")
STAGING = cdk.Environment(account="222222222222", region="eu-west-1")


class Places(NamedTuple):
    """Where the key is made, and where the role that decrypts with it."""

    key: Construct
    role: Construct


def one(scope: Construct) -> Places:
    """Both in one stack."""
    stack = cdk.Stack(scope, "One", env=PRODUCTION)
    return Places(stack, stack)


def called_otherwise(scope: Construct) -> Places:
    """The stack has another name than its artifact."""
    stack = cdk.Stack(scope, "Called", env=PRODUCTION, stack_name="reports-of-production")
    return Places(stack, stack)


def in_a_stage(scope: Construct) -> Places:
    """The stack is a stage's, under a name of its own."""
    stack = cdk.Stack(cdk.Stage(scope, "Live"), "Staged", env=PRODUCTION, stack_name="live-reports")
    return Places(stack, stack)


def in_a_stage_of_a_stage(scope: Construct) -> Places:
    """The stack is a stage's that is another's."""
    stack = cdk.Stack(cdk.Stage(cdk.Stage(scope, "Outer"), "Inner"), "Deep", env=PRODUCTION)
    return Places(stack, stack)


def in_another_stack(scope: Construct) -> Places:
    """The key's stack hands it on by an export."""
    data = cdk.Stack(scope, "Data", env=PRODUCTION, stack_name="data-of-production")
    return Places(data, cdk.Stack(scope, "Roles", env=PRODUCTION))


def nested(scope: Construct) -> Places:
    """The key's stack is nested in the role's."""
    stack = cdk.Stack(scope, "Parent", env=PRODUCTION)
    return Places(cdk.NestedStack(stack, "Child"), stack)


def nested_together(scope: Construct) -> Places:
    """Both in a stack that is nested in a nested one."""
    stack = cdk.NestedStack(cdk.NestedStack(cdk.Stack(scope, "Top", env=PRODUCTION), "Middle"), "Bottom")
    return Places(stack, stack)


def nested_side_by_side(scope: Construct) -> Places:
    """Each in a nested stack of its own."""
    stack = cdk.Stack(scope, "Around", env=PRODUCTION)
    return Places(cdk.NestedStack(stack, "Left"), cdk.NestedStack(stack, "Right"))


PLACES = (
    one,
    called_otherwise,
    in_a_stage,
    in_a_stage_of_a_stage,
    in_another_stack,
    nested,
    nested_together,
    nested_side_by_side,
)


@pytest.fixture(scope="module")
def proof(tmp_path_factory: pytest.TempPathFactory) -> Proof:
    """All of them in one app, read back."""
    folder = tmp_path_factory.mktemp("assembly")
    app = cdk.App(outdir=str(folder))
    alice = TrustedUser(account="222222222222", name="alice")
    references = []
    for place in PLACES:
        name = place.__name__.replace("_", "-")
        places = place(app)
        key = kms.Key(places.key, "Key")
        bucket = s3.Bucket(places.key, "Bucket", bucket_name=f"acme-{name}", encryption_key=key)
        role = TrustingAccountRole(
            places.role, "Role", role_name=name, trusted_principals=[alice], permissions=[S3Read(bucket)]
        )
        references.append(role.reference)
    TrustedAccountUser(cdk.Stack(app, "Staging", env=STAGING), "Alice", user_name="alice", assumes=references)
    app.synth()
    return prove(read_assembly(folder))


@pytest.mark.parametrize("place", PLACES, ids=[each.__name__ for each in PLACES])
def test_the_key_is_the_agreed_one(place: object, proof: Proof) -> None:
    """The role decrypts with what the agreement names, and with nothing else."""
    name = getattr(place, "__name__", "").replace("_", "-")
    arn = f"arn:aws:iam::111111111111:role/{name}"

    assert proof.by_agreement[arn] is Answer.PROVEN
    assert [each for each in proof.counterexamples if each.about == arn] == []
