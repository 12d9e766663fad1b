"""The safeguards of an agreement, as one value shared by code, file and proof."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from xacct_constructs.signatures import explained_value
from xacct_constructs.values import as_tuple


@explained_value
@dataclass(frozen=True, kw_only=True)
class Network:
    """Where a request may come from: the ranges and the endpoints are alternatives."""

    ip_ranges: Sequence[str] = ()
    """Public ranges in CIDR notation (`aws:SourceIp`). Default: none."""
    vpc_endpoints: Sequence[str] = ()
    """VPC endpoint IDs (`aws:SourceVpce`). Default: none."""

    def __post_init__(self) -> None:
        """Make the value independent of the caller's lists."""
        object.__setattr__(self, "ip_ranges", as_tuple(self.ip_ranges))
        object.__setattr__(self, "vpc_endpoints", as_tuple(self.vpc_endpoints))


@explained_value
@dataclass(frozen=True, kw_only=True)
class Safeguards:
    """Conditions on the access; each is off when its argument is left out.

    Source: IAM User Guide, "AWS global condition context keys" and "IAM and AWS STS condition context keys".
    """

    external_ids: Sequence[str] = ()
    """External IDs a caller may present, several while rotating. The third party makes them; they are no secret."""
    mfa: bool = False
    """Whether the caller must have signed in with MFA."""
    mfa_max_age: timedelta | None = None
    """How long ago that sign-in may be, in whole seconds; needs `mfa`."""
    organization_id: str | None = None
    """The organization (`o-…`) that the caller's account must be in."""
    organization_paths: Sequence[str] = ()
    """Organization paths, one of which the caller's account must match (`o-…/r-…/ou-…/*`)."""
    source_identities: Sequence[str] = ()
    """Source identities, one of which the caller must set; `*` and `?` match as in `StringLike`."""
    session_name_is_user_name: bool = False
    """Whether the role session name must be the IAM user's name."""
    session_tags: Mapping[str, Sequence[str]] | None = None
    """Session tags the caller must pass, each with its accepted values, and no others."""
    assume_from: Network | None = None
    """Where the role may be assumed from."""
    read_from: Network | None = None
    """Where the role's session may read from; calls that a service makes itself are not bound by it."""
    expiry: datetime | None = None
    """The moment at which all access ends, running sessions included; needs a time zone."""
    max_session_duration: timedelta | None = None
    """Longest session a caller may ask for, 1 to 12 hours. Left out, IAM's one hour."""
    role_permissions_boundary: str | None = None
    """ARN of the managed policy that bounds the role, in the trusting account."""
    principal_permissions_boundary: str | None = None
    """ARN of the managed policy that bounds the trusted user or role, in the trusted account."""

    def __post_init__(self) -> None:
        """Make the value independent of the caller's lists."""
        for name in ("external_ids", "organization_paths", "source_identities"):
            object.__setattr__(self, name, as_tuple(getattr(self, name)))
        if isinstance(self.session_tags, Mapping):
            frozen = {key: as_tuple(values) for key, values in self.session_tags.items()}
            object.__setattr__(self, "session_tags", frozen)
