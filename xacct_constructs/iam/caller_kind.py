"""The kinds of principal that ask for something."""

from enum import StrEnum


class CallerKind(StrEnum):
    """What kind of principal asks."""

    USER = "User"
    SESSION = "AssumedRole"
    ROOT = "Account"
    FEDERATED_USER = "FederatedUser"
    SERVICE = "Service"
    WEB_IDENTITY = "WebIdentity"
    ORIGIN_ACCESS_IDENTITY = "OriginAccessIdentity"
    ANONYMOUS = "Anonymous"
