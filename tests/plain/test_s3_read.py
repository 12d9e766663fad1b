"""S3Read and its key: exactly which statements are written, and what another owner is told."""

import json
from typing import Any

import pytest

from tests.plain.samples import KEY_ARN, OTHER, PRODUCTION, ROLE_ARN, agreement, permitted, short
from xacct_constructs import S3Read, check_agreement

TIE = {"StringEquals": {"aws:ResourceAccount": PRODUCTION}}
BUCKET = "arn:aws:s3:::acme-reports"
LOCATION = {"Effect": "Allow", "Action": "s3:GetBucketLocation", "Resource": BUCKET, "Condition": TIE}
OBJECT_ACTIONS: list[Any] = [
    pytest.param({}, "s3:GetObject", id="read means read"),
    pytest.param({"tags": True}, ["s3:GetObject", "s3:GetObjectTagging"], id="tags"),
    pytest.param({"attributes": True}, ["s3:GetObject", "s3:GetObjectAttributes"], id="attributes"),
    pytest.param({"versions": True}, ["s3:GetObject", "s3:GetObjectVersion"], id="versions"),
    pytest.param(
        {"versions": True, "tags": True, "attributes": True},
        [
            "s3:GetObject",
            "s3:GetObjectTagging",
            "s3:GetObjectAttributes",
            "s3:GetObjectVersion",
            "s3:GetObjectVersionTagging",
            "s3:GetObjectVersionAttributes",
        ],
        id="everything asked for, of old versions too",
    ),
]


@pytest.mark.parametrize(("asked", "actions"), OBJECT_ACTIONS)
def test_object_actions(asked: dict[str, bool], actions: Any) -> None:
    """Nothing is read that was not asked for."""
    read = S3Read("acme-reports", prefixes=["monthly/"], **asked)  # type: ignore[arg-type]  # keywords of one type
    objects, lists, location = permitted(agreement(permissions=[read]))
    assert objects == {
        "Effect": "Allow",
        "Action": actions,
        "Resource": f"{BUCKET}/monthly/*",
        "Condition": TIE,
    }
    listing = ["s3:ListBucket", "s3:ListBucketVersions"] if asked.get("versions") else "s3:ListBucket"
    assert lists == {
        "Effect": "Allow",
        "Action": listing,
        "Resource": BUCKET,
        "Condition": {**TIE, "StringLike": {"s3:prefix": "monthly/*"}},
    }
    assert location == LOCATION


def test_whole_bucket() -> None:
    """Without prefixes the whole bucket is read and listed, still tied to its owner."""
    assert permitted(agreement(permissions=[S3Read("acme-reports")])) == [
        {"Effect": "Allow", "Action": "s3:GetObject", "Resource": f"{BUCKET}/*", "Condition": TIE},
        {
            "Effect": "Allow",
            "Action": ["s3:ListBucket", "s3:GetBucketLocation"],
            "Resource": BUCKET,
            "Condition": TIE,
        },
    ]


def decrypt(partition: str, suffix: str, region: str) -> dict[str, Any]:
    """The decrypt statement, written out."""
    key = KEY_ARN.replace("arn:aws:", f"arn:{partition}:").replace("eu-west-1", region)
    bucket = BUCKET.replace("arn:aws:", f"arn:{partition}:")
    return {
        "Effect": "Allow",
        "Action": "kms:Decrypt",
        "Resource": key,
        "Condition": {
            "StringEquals": {"kms:ViaService": f"s3.{region}.{suffix}"},
            "StringLike": {"kms:EncryptionContext:aws:s3:arn": [bucket, f"{bucket}/*"]},
        },
    }


@pytest.mark.parametrize(
    ("partition", "suffix", "region"),
    [
        pytest.param("aws", "amazonaws.com", "eu-west-1", id="Ireland"),
        pytest.param("aws-cn", "amazonaws.com.cn", "cn-north-1", id="Beijing"),
        pytest.param("aws-us-gov", "amazonaws.com", "us-gov-west-1", id="GovCloud"),
        pytest.param("aws-eusc", "amazonaws.eu", "eusc-de-east-1", id="Brandenburg"),
    ],
)
def test_decrypt(partition: str, suffix: str, region: str) -> None:
    """With this key alone, through S3 of its region, for this bucket's objects."""
    expected = decrypt(partition, suffix, region)
    read = S3Read("acme-reports", prefixes=["monthly/"], kms_key=expected["Resource"])
    found = agreement(permissions=[read], partition=partition)
    assert permitted(found)[-1] == expected
    assert short(check_agreement(found)) == ["XA111 permissions[0].kms_key"]


KEYS = [
    pytest.param(KEY_ARN, "XA111", id="a key ARN, whose owner has to agree"),
    pytest.param(
        KEY_ARN.replace("1234abcd-12ab-34cd-56ef-1234567890ab", "mrk-" + "0" * 32), "XA111", id="multi-Region"
    ),
    pytest.param("arn:aws:kms:eu-west-1:111111111111:alias/reports", "XA110", id="an alias ARN"),
    pytest.param("alias/reports", "XA110", id="an alias"),
    pytest.param("1234abcd-12ab-34cd-56ef-1234567890ab", "XA110", id="a key ID"),
    pytest.param("arn:aws:kms:eu-west-1:111111111111:key/*", "XA110", id="every key"),
    pytest.param("arn:aws:kms:*:111111111111:key/1234abcd", "XA110", id="every region"),
    pytest.param("arn:aws:s3:::acme-reports", "XA110", id="a bucket's ARN"),
    pytest.param(KEY_ARN.replace("arn:aws:", "arn:aws-cn:"), "XA110", id="another partition"),
    pytest.param("${Token[TOKEN.9]}", "XA110", id="a CDK token"),
    pytest.param("", "XA110", id="nothing"),
    pytest.param(5, "XA110", id="a number"),
    pytest.param([KEY_ARN], "XA110", id="a list"),
]


@pytest.mark.parametrize(("key", "code"), KEYS)
def test_keys(key: Any, code: str) -> None:
    """A key is named by its ARN, and its policy is its owner's."""
    read = S3Read("acme-reports", kms_key=key)
    assert short(check_agreement(agreement(permissions=[read]))) == [f"{code} permissions[0].kms_key"]


@pytest.mark.parametrize(
    ("key", "fix"),
    [
        pytest.param("alias/reports", "an alias can be moved to another key", id="an alias"),
        pytest.param("${Token[TOKEN.9]}", "pass the CDK key itself", id="a token"),
        pytest.param("reports", "copy the ARN from the KMS console", id="anything else"),
    ],
)
def test_fix_fits_the_key(key: str, fix: str) -> None:
    """The fix answers what was given."""
    assert [each.fix for each in check_agreement(agreement(permissions=[S3Read("acme", kms_key=key)]))] == [fix]


def test_unknown_partition_with_its_own_key_is_a_finding_and_no_crash() -> None:
    """A key of a partition whose DNS suffix is not known cannot be written."""
    key = KEY_ARN.replace("arn:aws:", "arn:aws-iso:")
    found = check_agreement(agreement(partition="aws-iso", permissions=[S3Read("acme-reports", kms_key=key)]))
    assert short(found) == ["XA005 partition", "XA110 permissions[0].kms_key"]


@pytest.mark.parametrize(
    ("account", "needs"),
    [
        pytest.param(PRODUCTION, "needs, unless it lets the account's root use kms:*,", id="the role's own account"),
        pytest.param(OTHER, "always needs", id="another account"),
    ],
)
def test_key_s_owner_is_told_the_statement(account: str, needs: str) -> None:
    """The role alone, the decrypt's conditions, in a statement of a key policy."""
    key = KEY_ARN.replace(PRODUCTION, account)
    (found,) = check_agreement(agreement(permissions=[S3Read("acme-reports", kms_key=key)]))
    assert found.message == f"is not this library's to edit: the policy of {key} {needs} a statement for the role"
    assert json.loads(found.fix.removeprefix("add ")) == {
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:aws:iam::{PRODUCTION}:root"},
        "Action": "kms:Decrypt",
        "Resource": "*",
        "Condition": {
            "ArnEquals": {"aws:PrincipalArn": ROLE_ARN},
            "StringEquals": {"kms:ViaService": "s3.eu-west-1.amazonaws.com"},
            "StringLike": {"kms:EncryptionContext:aws:s3:arn": [BUCKET, f"{BUCKET}/*"]},
        },
    }


def test_bucket_of_another_account() -> None:
    """The tie follows the owner, and the owner is told the exact bucket policy: the same statements for the role."""
    shared = agreement(permissions=[S3Read("acme-reports", prefixes=["monthly/"], owner=OTHER)])
    assert {each["Condition"]["StringEquals"]["aws:ResourceAccount"] for each in permitted(shared)} == {OTHER}
    (found,) = check_agreement(shared)
    assert (found.code, found.path) == ("XA109", "permissions[0].owner")
    policy = json.loads(found.fix.split(": ", 1)[1])
    assert [(each["Action"], each["Resource"]) for each in policy] == [
        (each["Action"], each["Resource"]) for each in permitted(shared)
    ]
    assert {each["Principal"]["AWS"] for each in policy} == {f"arn:aws:iam::{PRODUCTION}:root"}
    assert all(each["Condition"]["ArnEquals"] == {"aws:PrincipalArn": ROLE_ARN} for each in policy)
    assert policy[1]["Condition"]["StringLike"] == {"s3:prefix": "monthly/*"}


@pytest.mark.parametrize(
    ("owner", "expected"),
    [
        pytest.param(None, [], id="left out"),
        pytest.param(PRODUCTION, [], id="the trusting account"),
        pytest.param(OTHER, ["XA109 permissions[0].owner"], id="another account"),
        pytest.param("acme", ["XA001 permissions[0].owner"], id="no account ID"),
        pytest.param(333333333333, ["XA001 permissions[0].owner"], id="a number"),
        pytest.param([OTHER], ["XA001 permissions[0].owner"], id="a list"),
    ],
)
def test_owners(owner: Any, expected: list[str]) -> None:
    """The trusting account's own bucket needs nobody else; another's needs its owner."""
    assert short(check_agreement(agreement(permissions=[S3Read("acme-reports", owner=owner)]))) == expected


def test_one_permission_twice() -> None:
    """A repeated permission is an error, a second bucket is not."""
    twice = [S3Read("acme-reports"), S3Read("acme-reports")]
    assert short(check_agreement(agreement(permissions=twice))) == ["XA031 permissions[1]"]
    assert short(check_agreement(agreement(permissions=[S3Read("acme-reports"), S3Read("acme-invoices")]))) == []


def test_permission_keeps_its_own_list() -> None:
    """Changing the caller's list afterwards changes nothing."""
    prefixes = ["monthly/"]
    read = S3Read("acme-reports", prefixes=prefixes)
    prefixes.append("secret/")
    assert read.prefixes == ("monthly/",)
