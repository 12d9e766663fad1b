"""The secrets of the accounts' roots, one for each account."""

import hmac


def root_secret(secret: str, account: str) -> str:
    """The secret of an account's root, made from the local AWS's own: who knows one account's knows no other's."""
    return hmac.digest(secret.encode(), account.encode(), "sha256").hex()
