"""Cross-account access with AWS CDK: both halves from one statement.

Names are loaded when they are first touched (PEP 562), so that the plain parts start neither Node nor the CDK.
"""

TYPE_CHECKING = False  # typing's own would have to be loaded, which takes `xacct` a third of a bare Python's start

if TYPE_CHECKING:
    from typing import Any

    from xacct_constructs.access_map import AccessMap
    from xacct_constructs.agreement import Agreement, RoleReference
    from xacct_constructs.finding import AgreementError, Finding, Severity
    from xacct_constructs.known_access import (
        AcceptedUnknown,
        Administrator,
        CdkKind,
        CdkRole,
        Fingerprints,
        KnownAccess,
        KnownWay,
    )
    from xacct_constructs.permissions import DynamoDBRead, RawStatements, S3Read
    from xacct_constructs.placement import add_known_access
    from xacct_constructs.principals import (
        Binding,
        TrustedAccount,
        TrustedGroup,
        TrustedOrganization,
        TrustedOrganizationalUnit,
        TrustedPermissionSet,
        TrustedRole,
        TrustedUser,
        TrustedWebIdentity,
    )
    from xacct_constructs.safeguards import Network, Safeguards
    from xacct_constructs.trusted import (
        TrustedAccountGroup,
        TrustedAccountRole,
        TrustedAccountUser,
        permission_set_policy,
    )
    from xacct_constructs.trusting import TrustingAccountRole
    from xacct_constructs.validation import check_agreement
    from xacct_constructs.wiring import CrossAccountAccess

__all__ = [
    "AcceptedUnknown",
    "AccessMap",
    "Administrator",
    "Agreement",
    "AgreementError",
    "Binding",
    "CdkKind",
    "CdkRole",
    "CrossAccountAccess",
    "DynamoDBRead",
    "Finding",
    "Fingerprints",
    "KnownAccess",
    "KnownWay",
    "Network",
    "RawStatements",
    "RoleReference",
    "S3Read",
    "Safeguards",
    "Severity",
    "TrustedAccount",
    "TrustedAccountGroup",
    "TrustedAccountRole",
    "TrustedAccountUser",
    "TrustedGroup",
    "TrustedOrganization",
    "TrustedOrganizationalUnit",
    "TrustedPermissionSet",
    "TrustedRole",
    "TrustedUser",
    "TrustedWebIdentity",
    "TrustingAccountRole",
    "add_known_access",
    "check_agreement",
    "permission_set_policy",
]

_HOMES = {
    "access_map": ("AccessMap",),
    "agreement": ("Agreement", "RoleReference"),
    "finding": ("AgreementError", "Finding", "Severity"),
    "known_access": (
        "AcceptedUnknown",
        "Administrator",
        "CdkKind",
        "CdkRole",
        "Fingerprints",
        "KnownAccess",
        "KnownWay",
    ),
    "permissions": ("DynamoDBRead", "RawStatements", "S3Read"),
    "safeguards": ("Network", "Safeguards"),
    "placement": ("add_known_access",),
    "principals": (
        "Binding",
        "TrustedAccount",
        "TrustedGroup",
        "TrustedOrganization",
        "TrustedOrganizationalUnit",
        "TrustedPermissionSet",
        "TrustedRole",
        "TrustedUser",
        "TrustedWebIdentity",
    ),
    "trusted": ("TrustedAccountGroup", "TrustedAccountRole", "TrustedAccountUser", "permission_set_policy"),
    "trusting": ("TrustingAccountRole",),
    "validation": ("check_agreement",),
    "wiring": ("CrossAccountAccess",),
}
_HOME = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> "Any":
    """Load a public name from the part it lives in."""
    from importlib import import_module

    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """The public names, loaded or not."""
    return sorted({*globals(), *__all__})
