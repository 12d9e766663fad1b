"""Buckets: what S3 accepts as a bucket's name, and what only looks like one."""

from typing import Any

import pytest

from tests.plain.samples import agreement, short
from xacct_constructs import S3Read, check_agreement
from xacct_constructs.permissions.buckets import bucket_name

ACCEPTED = [
    pytest.param("acme-reports", "acme-reports", id="a name"),
    pytest.param("arn:aws:s3:::acme-reports", "acme-reports", id="an ARN"),
    pytest.param("abc", "abc", id="three characters"),
    pytest.param("a" * 63, "a" * 63, id="63 characters"),
    pytest.param("1.2.3", "1.2.3", id="digits and dots that are no address"),
    pytest.param("reports.acme.example", "reports.acme.example", id="dots"),
    pytest.param("acme-x-s3", "acme-x-s3", id="the end of a directory bucket with one hyphen only"),
    pytest.param("s3alias", "s3alias", id="the end of an alias alone"),
]
REFUSED = [
    pytest.param("ab", "XA101", id="two characters"),
    pytest.param("a" * 64, "XA101", id="64 characters"),
    pytest.param("", "XA101", id="nothing"),
    pytest.param("Acme-Reports", "XA101", id="capitals"),
    pytest.param("acme_reports", "XA101", id="an underscore"),
    pytest.param("-acme", "XA101", id="a leading hyphen"),
    pytest.param("acme-", "XA101", id="a trailing hyphen"),
    pytest.param("acme..reports", "XA101", id="two dots"),
    pytest.param("192.168.5.4", "XA101", id="an IP address"),
    pytest.param("xn--acme", "XA101", id="S3's reserved xn--"),
    pytest.param("sthree-acme", "XA101", id="S3's reserved sthree-"),
    pytest.param("amzn-s3-demo-bucket", "XA101", id="S3's reserved amzn-s3-demo-"),
    pytest.param("acme-*", "XA101", id="a wildcard"),
    pytest.param("acme\n", "XA101", id="a line break"),
    pytest.param("acme-reports/monthly", "XA101", id="a key behind the name"),
    pytest.param("s3://acme-reports", "XA101", id="a URI"),
    pytest.param("other:acme-reports", "XA101", id="something before the name"),
    pytest.param("ARN:aws:s3:::acme-reports", "XA101", id="an ARN in capitals"),
    pytest.param(None, "XA101", id="no bucket"),
    pytest.param(5, "XA101", id="a number"),
    pytest.param(b"acme-reports", "XA101", id="bytes"),
    pytest.param(["acme-reports"], "XA101", id="a list"),
    pytest.param("arn:aws:s3:::acme-reports/monthly/*", "XA102", id="an ARN of objects"),
    pytest.param("arn:aws:s3:eu-west-1:111111111111:accesspoint/ap", "XA102", id="an access point"),
    pytest.param("arn:aws:sqs:eu-west-1:111111111111:queue", "XA102", id="a queue"),
    pytest.param("arn:aws-cn:s3:::acme-reports", "XA102", id="another partition"),
    pytest.param("acme--use1-az4--x-s3", "XA103", id="a directory bucket"),
    pytest.param("arn:aws:s3:::acme--use1-az4--x-s3", "XA103", id="a directory bucket's ARN"),
    pytest.param("acme--table-s3", "XA103", id="a table bucket"),
    pytest.param("acme-abcdefg123-s3alias", "XA103", id="an access point alias"),
    pytest.param("acme-abcdefg123--ol-s3", "XA103", id="an Object Lambda alias"),
    pytest.param("acme.mrap", "XA103", id="a multi-Region access point"),
    pytest.param("${Token[TOKEN.7]}", "XA104", id="a CDK token"),
    pytest.param("${AutoNamed}", "XA104", id="an auto-named bucket"),
]


@pytest.mark.parametrize(("bucket", "name"), ACCEPTED)
def test_accepted(bucket: str, name: str) -> None:
    """A name and its ARN mean the same bucket."""
    assert short(check_agreement(agreement(permissions=[S3Read(bucket)]))) == []
    assert bucket_name(bucket) == name
    assert S3Read(bucket).bucket_arn("aws-cn") == f"arn:aws-cn:s3:::{name}"


@pytest.mark.parametrize(("bucket", "code"), REFUSED)
def test_refused(bucket: Any, code: str) -> None:
    """One finding, at the bucket."""
    found = check_agreement(agreement(permissions=[S3Read(bucket, prefixes=["a/"])]))
    assert short(found) == [f"{code} permissions[0].bucket"]


def test_every_finding_repeats_the_name() -> None:
    """Who reads the message sees what was given."""
    found = check_agreement(agreement(permissions=[S3Read("Acme")]))
    assert str(found[0]) == (
        "XA101 permissions[0].bucket must be 3 to 63 lower-case letters, digits, dots or hyphens by S3's naming rules, "
        "got 'Acme'; copy the name from the S3 console"
    )
