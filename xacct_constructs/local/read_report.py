"""Reads the story's report with whatever credentials the environment has: what a person's own program does."""

import sys

import boto3
from botocore.exceptions import ClientError

from xacct_constructs.local.story import BUCKET, REPORT


def main() -> int:
    """Print the report; or AWS's error code, with exit code 1."""
    try:
        print(boto3.client("s3").get_object(Bucket=BUCKET, Key=REPORT)["Body"].read().decode())
    except ClientError as error:
        print(error.response["Error"]["Code"])
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
