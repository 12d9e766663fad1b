"""The safeguards of an agreement, as one value shared by code, file and proof."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from xacct_constructs.signatures import explained_value
from xacct_constructs.values import as_tuple


@explained_value
@dataclass(frozen=True, kw_only=True)
class Network:
    """Where a request may come from: the ranges and the endpoints are alternatives.

    Attributes:
        ip_ranges: Public ranges in CIDR notation (`aws:SourceIp`). Default: none.
        vpc_endpoints: VPC endpoint IDs (`aws:SourceVpce`). Default: none.
    """

    ip_ranges: Sequence[str] = ()
    vpc_endpoints: Sequence[str] = ()

    def __post_init__(self) -> None:
        """Make the value independent of the caller's lists."""
        object.__setattr__(self, "ip_ranges", as_tuple(self.ip_ranges))
        object.__setattr__(self, "vpc_endpoints", as_tuple(self.vpc_endpoints))


@explained_value
@dataclass(frozen=True, kw_only=True)
class Safeguards:
    """Conditions on the access; each is off when its argument is left out.

    Source: IAM User Guide, "AWS global condition context keys" and "IAM and AWS STS condition context keys".

    Attributes:
        external_ids: External IDs a caller may present, several while rotating. The third party makes them; they are no
            secret. Default: none is asked for.
        mfa: Whether the caller must have signed in with MFA. Default: no.
        mfa_max_age: How long ago that sign-in may be, in whole seconds; needs `mfa`. Default: however long.
        organization_id: The organization (`o-…`) that the caller's account must be in. Default: any, or none.
        organization_paths: Organization paths, one of which the caller's account must match (`o-…/r-…/ou-…/*`).
            Default: any.
        source_identities: Source identities, one of which the caller must set; `*` and `?` match as in `StringLike`.
            Default: none is asked for.
        session_name_is_user_name: Whether the role session name must be the IAM user's name. Default: no.
        session_tags: Session tags the caller must pass, each with its accepted values, and no others. Default: none
            may be passed.
        assume_from: Where the role may be assumed from. Default: everywhere.
        read_from: Where the role's session may read from; calls that a service makes itself are not bound by it.
            Default: everywhere.
        expiry: The moment at which all access ends, running sessions included; needs a time zone. Default:
            it does not end.
        max_session_duration: Longest session a caller may ask for, 1 to 12 hours. Default: IAM's one hour.
        role_permissions_boundary: ARN of the managed policy that bounds the role, in the trusting account. Default:
            none.
        principal_permissions_boundary: ARN of the managed policy that bounds the trusted user or role, in the trusted
            account. Default: none.
    """

    external_ids: Sequence[str] = ()
    mfa: bool = False
    mfa_max_age: timedelta | None = None
    organization_id: str | None = None
    organization_paths: Sequence[str] = ()
    source_identities: Sequence[str] = ()
    session_name_is_user_name: bool = False
    session_tags: Mapping[str, Sequence[str]] | None = None
    assume_from: Network | None = None
    read_from: Network | None = None
    expiry: datetime | None = None
    max_session_duration: timedelta | None = None
    role_permissions_boundary: str | None = None
    principal_permissions_boundary: str | None = None

    def __post_init__(self) -> None:
        """Make the value independent of the caller's lists."""
        for name in ("external_ids", "organization_paths", "source_identities"):
            object.__setattr__(self, name, as_tuple(getattr(self, name)))
        if isinstance(self.session_tags, Mapping):
            frozen = {key: as_tuple(values) for key, values in self.session_tags.items()}
            object.__setattr__(self, "session_tags", frozen)
