"""Reads the story's report with whatever credentials the environment has: what a person's own program does."""

import sys

import boto3
from botocore.exceptions import ClientError

from xacct_constructs.exits import AS_EXPECTED, REFUSED
from xacct_constructs.local.story import BUCKET, REPORT


def main() -> int:
    """Print the report; or AWS's error code, with the exit code for that."""
    try:
        print(boto3.client("s3").get_object(Bucket=BUCKET, Key=REPORT)["Body"].read().decode())
    except ClientError as error:
        print(error.response["Error"]["Code"])
        return REFUSED
    return AS_EXPECTED


if __name__ == "__main__":
    sys.exit(main())
