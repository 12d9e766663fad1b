"""CDK buckets and keys in permissions: names and ARNs come out, or a finding that says why not."""

import json
from collections.abc import Callable
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3

from tests.constructs.samples import (
    OTHER,
    PRODUCTION,
    codes,
    new_app,
    reader,
    refusals,
    resources,
    stack,
    statements,
    warnings,
)
from xacct_constructs import AgreementError, RawStatements, S3Read

KEY_ARN = f"arn:aws:kms:eu-west-1:{PRODUCTION}:key/1234abcd-12ab-34cd-56ef-1234567890ab"
BucketOf = Callable[[cdk.Stack], Any]


def refused(of: cdk.Stack, read: S3Read) -> list[str]:
    """Code and path of each error about this permission."""
    return [f"{each.code} {each.path}" for each in refusals(of, read)]


BUCKETS = [
    pytest.param(lambda of: s3.Bucket(of, "B", bucket_name="acme-reports"), id="a bucket"),
    pytest.param(lambda of: s3.CfnBucket(of, "B", bucket_name="acme-reports"), id="an L1 bucket"),
    pytest.param(lambda of: s3.Bucket.from_bucket_name(of, "B", "acme-reports"), id="imported by name"),
    pytest.param(lambda of: s3.Bucket.from_bucket_arn(of, "B", "arn:aws:s3:::acme-reports"), id="imported by ARN"),
    pytest.param(
        lambda of: s3.Bucket.from_bucket_attributes(of, "B", bucket_name="acme-reports"), id="imported by attributes"
    ),
    pytest.param(
        lambda of: s3.Bucket(stack(of.node.root, "Data"), "B", bucket_name="acme-reports"),
        id="another stack's, same account",
    ),
    pytest.param(
        lambda of: s3.Bucket(stack(of.node.root, "Data", region="us-east-1"), "B", bucket_name="acme-reports"),
        id="another region's stack",
    ),
]


@pytest.mark.parametrize("make", BUCKETS)
def test_bucket_becomes_its_name(make: BucketOf) -> None:
    """The same statements as for the name, literal, with no export between stacks."""
    production = stack(new_app())
    made = reader(production, permissions=[S3Read(make(production), prefixes=["monthly/"])])
    literal = stack(new_app())
    named = reader(literal, permissions=[S3Read("acme-reports", prefixes=["monthly/"])])
    assert statements(production) == statements(literal)
    assert made.agreement.permissions[0].statements(made.agreement.role) == named.agreement.permissions[0].statements(
        named.agreement.role
    )
    assert codes(production) == []


NAMELESS = [
    pytest.param(lambda of: s3.Bucket(of, "B"), id="an auto-named bucket"),
    pytest.param(lambda of: s3.CfnBucket(of, "B"), id="an auto-named L1 bucket"),
    pytest.param(lambda of: s3.Bucket.from_bucket_name(of, "B", cdk.Fn.import_value("x")), id="an imported value"),
    pytest.param(
        lambda of: s3.Bucket(of, "B", bucket_name=cdk.CfnParameter(of, "Name").value_as_string), id="a parameter"
    ),
    pytest.param(lambda of: s3.Bucket(of, "B", bucket_name="acme").bucket_name, id="a token of a name"),
    pytest.param(lambda of: s3.Bucket(of, "B", bucket_name="acme").bucket_arn, id="a token of an ARN"),
]


@pytest.mark.parametrize("make", NAMELESS)
def test_bucket_without_a_name_is_refused(make: BucketOf) -> None:
    """A name that only deployment knows cannot stand in the agreement."""
    production = stack(new_app())
    assert refused(production, S3Read(make(production))) == ["XA104 permissions[0].bucket"]


def test_bucket_of_another_account() -> None:
    """Its owner must agree: the exact bucket policy is said, and the tie follows the owner."""
    app = new_app()
    production = stack(app)
    bucket = s3.Bucket(stack(app, "Data", OTHER), "B", bucket_name="acme-reports")
    reader(production, permissions=[S3Read(bucket, prefixes=["monthly/"])])
    assert codes(production) == ["XA109"]
    policy = json.loads(warnings(production)[0].split("bucket acme-reports: ")[1])
    assert [each["Action"] for each in policy] == ["s3:GetObject", "s3:ListBucket", "s3:GetBucketLocation"]
    ties = [each["Condition"]["StringEquals"]["aws:ResourceAccount"] for each in statements(production)]
    assert ties == [OTHER, OTHER, OTHER]


def test_imported_bucket_with_an_account() -> None:
    """An account given on import counts as the owner."""
    production = stack(new_app())
    bucket = s3.Bucket.from_bucket_attributes(production, "B", bucket_name="acme-reports", account=OTHER)
    reader(production, permissions=[S3Read(bucket)])
    assert codes(production) == ["XA109"]


def test_buckets_belong_to_the_trusting_role_alone() -> None:
    """Plain agreements are written with names; anything else is a finding."""
    production = stack(new_app())
    odd: Any = object()
    assert refused(production, S3Read(odd)) == ["XA101 permissions[0].bucket"]


def encrypted(of: cdk.Stack, key: Any) -> s3.Bucket:
    """A bucket with this key."""
    return s3.Bucket(of, "B", bucket_name="acme-reports", encryption_key=key)


def test_key_of_the_bucket() -> None:
    """A bucket's own key is decrypted with, by reference in its own stack."""
    production = stack(new_app())
    made = reader(production, permissions=[S3Read(encrypted(production, kms.Key(production, "K")))])
    (logical_id,) = [key for key, each in resources(production).items() if each["Type"] == "AWS::KMS::Key"]
    decrypt = statements(production)[-1]
    assert decrypt["Action"] == "kms:Decrypt"
    assert decrypt["Resource"] == {"Fn::GetAtt": [logical_id, "Arn"]}
    assert decrypt["Condition"]["StringEquals"] == {"kms:ViaService": "s3.eu-west-1.amazonaws.com"}
    assert codes(production) == []
    (read,) = made.agreement.permissions
    assert isinstance(read, S3Read)
    assert read.kms_key == f"arn:aws:kms:eu-west-1:{PRODUCTION}:key/${{Production.{logical_id}}}"


ROOT: dict[str, Any] = {
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"AWS": f"arn:aws:iam::{PRODUCTION}:root"},
            "Action": "kms:*",
            "Resource": "*",
        }
    ]
}
KEYS = [
    pytest.param(lambda of: kms.Key(of, "K"), [], id="a key of the stack"),
    pytest.param(lambda of: kms.CfnKey(of, "K", key_policy=ROOT), [], id="an L1 key"),
    pytest.param(lambda of: kms.Key(stack(of.node.root, "Keys"), "K"), [], id="another stack's, same account"),
    pytest.param(lambda of: kms.Key.from_key_arn(of, "K", KEY_ARN), ["XA111"], id="a key imported by ARN"),
    pytest.param(lambda of: kms.CfnKey(of, "K", key_policy={"Statement": []}), ["XA111"], id="an L1 key for nobody"),
    pytest.param(lambda of: kms.Key(of, "K", policy=closed()), ["XA111"], id="a key without root delegation"),
    pytest.param(lambda of: kms.Key(of, "K", policy=closed("kms:Decrypt")), [], id="a key that delegates decryption"),
    pytest.param(lambda of: kms.Key(of, "K", policy=closed("*")), [], id="a key that delegates everything"),
    pytest.param(lambda of: kms.Key(of, "K", policy=closed("kms:*", only=True)), ["XA111"], id="under a condition"),
]


def closed(action: str = "kms:PutKeyPolicy", *, only: bool = False) -> iam.PolicyDocument:
    """A key policy that lets the account's root do one thing."""
    conditions = {"Bool": {"aws:MultiFactorAuthPresent": "true"}} if only else None
    statement = iam.PolicyStatement(
        principals=[iam.AccountPrincipal(PRODUCTION)], actions=[action], resources=["*"], conditions=conditions
    )
    return iam.PolicyDocument(statements=[statement])


@pytest.mark.parametrize(("make", "expected"), KEYS)
@pytest.mark.parametrize("through", ["bucket", "kms_key"])
def test_keys(make: BucketOf, expected: list[str], through: str) -> None:
    """Through the bucket or as an argument, a key is decrypted with; what its policy lacks is said."""
    production = stack(new_app())
    key = make(production)
    if through == "bucket" and not isinstance(key, kms.CfnKey):
        read = S3Read(encrypted(production, key))
    else:
        read = S3Read("acme-reports", kms_key=key)
    reader(production, permissions=[read])
    assert statements(production)[-1]["Action"] == "kms:Decrypt"
    assert codes(production) == expected
    if expected:
        statement = json.loads(warnings(production)[0].split("; add ")[1])
        assert statement["Condition"]["ArnEquals"] == {
            "aws:PrincipalArn": f"arn:aws:iam::{PRODUCTION}:role/reports-reader"
        }


def test_argument_wins_over_the_bucket_s_key() -> None:
    """A key that is named is the one that is used."""
    production = stack(new_app())
    bucket = encrypted(production, kms.Key(production, "K"))
    reader(production, permissions=[S3Read(bucket, kms_key=KEY_ARN)])
    assert statements(production)[-1]["Resource"] == KEY_ARN


UNUSABLE = [
    pytest.param(lambda of: kms.Alias(of, "A", alias_name="reports", target_key=kms.Key(of, "K")), "XA110", id="alias"),
    pytest.param(lambda of: kms.Alias.from_alias_name(of, "A", "alias/reports"), "XA110", id="an imported alias"),
    pytest.param(lambda of: kms.Key.from_key_arn(of, "K", cdk.Fn.import_value("x")), "XA110", id="an imported value"),
    pytest.param(lambda of: kms.Key(of, "K").key_arn, "XA110", id="a token of an ARN"),
    pytest.param(lambda of: kms.Key(stack(of.node.root, "Keys", OTHER), "K"), "XA112", id="another account's stack"),
    pytest.param(
        lambda of: kms.Key(stack(of.node.root, "Keys", region="us-east-1"), "K"),
        "XA112",
        id="another region's stack",
    ),
    pytest.param(
        lambda of: f"arn:aws:kms:eu-west-1:{PRODUCTION}:key/${{Production.K}}",
        "XA112",
        id="a name of another construct's template",
    ),
]


@pytest.mark.parametrize(("make", "code"), UNUSABLE)
def test_unusable_keys(make: BucketOf, code: str) -> None:
    """What cannot be written is an error, and no half of it is written."""
    production = stack(new_app())
    assert refused(production, S3Read("acme-reports", kms_key=make(production))) == [f"{code} permissions[0].kms_key"]


def test_key_of_a_stack_without_region() -> None:
    """The service's name needs the key's region, so none is made up."""
    production = stack(new_app(), region=None)
    assert refused(production, S3Read("acme-reports", kms_key=kms.Key(production, "K"))) == [
        "XA112 permissions[0].kms_key"
    ]


def test_reference_s_agreement_cannot_be_written_elsewhere() -> None:
    """An agreement that names a key of this app is not another construct's to write."""
    app = new_app()
    production = stack(app)
    made = reader(production, permissions=[S3Read("acme-reports", kms_key=kms.Key(production, "K"))])
    with pytest.raises(AgreementError, match="XA112"):
        type(made).from_agreement(stack(app, "Other"), "Reader", made.agreement)


def test_a_kind_that_takes_no_reference_refuses_one_by_name() -> None:
    """Raw statements are literal JSON; a bucket in their place is named, and nothing else is."""
    production = stack(new_app())
    bucket = s3.Bucket(production, "Reports", bucket_name="acme-reports")
    with pytest.raises(AgreementError) as raised:
        reader(production, permissions=[RawStatements(bucket)])  # type: ignore[arg-type]  # what somebody may pass
    first = raised.value.findings[0]
    assert (first.code, first.path) == ("XA115", "permissions[0].raw")
    assert "RawStatements, got Production/Reports" in first.message

    statement = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-reports/a"}
    assert reader(production, permissions=[RawStatements([statement])]).agreement.permissions
