"""The one edge where CDK constructs in permissions become names and ARNs.

`aws_s3`, `aws_kms` and their like are never imported: whoever passes a bucket or key has imported them.
"""

from xacct_constructs.trusting.references.table import resolve_references

__all__ = ["resolve_references"]
