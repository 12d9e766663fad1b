"""What the two owners agreed on. In life this module is a package, or a repository, that both of them install.

It is plain: names and account IDs, no CDK. A change is reviewed by both before either deploys it.
"""

from xacct_constructs import Agreement, S3Read, TrustedUser


def bucket_name(trusting_account: str) -> str:
    """The bucket that the trusting account's owner keeps."""
    return f"acme-orders-{trusting_account}"


def agreements(trusting_account: str, trusted_account: str) -> list[Agreement]:
    """Two roles; alice may assume both, bob one of them."""
    alice = TrustedUser(account=trusted_account, name="alice")
    bob = TrustedUser(account=trusted_account, name="bob")
    bucket = bucket_name(trusting_account)
    return [
        Agreement(
            role_name="invoices-reader",
            trusting_account=trusting_account,
            trusted_principals=[alice, bob],
            permissions=[S3Read(bucket, prefixes=["invoices/"])],
        ),
        Agreement(
            role_name="refunds-reader",
            trusting_account=trusting_account,
            trusted_principals=[alice],
            permissions=[S3Read(bucket, prefixes=["refunds/"])],
        ),
    ]
