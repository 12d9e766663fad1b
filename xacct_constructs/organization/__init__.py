"""Organization: an organization as it is given in a folder, and its policies as far as they bind."""

from xacct_constructs.organization.bearing import AS_OF, NEVER, SERVICE_LINKED, SERVICES, may_be_controlled
from xacct_constructs.organization.folder import LISTS, OrganizationError, organization_of
from xacct_constructs.organization.ids import TARGET
from xacct_constructs.organization.organization import (
    RESOURCE_CONTROL,
    SERVICE_CONTROL,
    Organization,
)

__all__ = [
    "AS_OF",
    "LISTS",
    "NEVER",
    "RESOURCE_CONTROL",
    "SERVICES",
    "SERVICE_CONTROL",
    "SERVICE_LINKED",
    "TARGET",
    "Organization",
    "OrganizationError",
    "may_be_controlled",
    "organization_of",
]
