"""How IDs of an organization and of what is in it are written, as regular expressions.

Source: AWS Organizations API Reference, on the forms of IDs.
"""

from xacct_constructs.quotas import (
    ORGANIZATION_ID,
    ORGANIZATION_POLICY_ID,
    ORGANIZATION_ROOT_ID,
    ORGANIZATIONAL_UNIT_ID,
)

_SUFFIX = "[0-9a-z]" + ORGANIZATION_ROOT_ID.times
ORGANIZATION = "o-[a-z0-9]" + ORGANIZATION_ID.times
ACCOUNT = "[0-9]{12}"
ROOT = f"r-{_SUFFIX}"
UNIT = f"ou-{_SUFFIX}-[a-z0-9]{ORGANIZATIONAL_UNIT_ID.times}"
TARGET = f"{ACCOUNT}|{UNIT}|{ROOT}"
"""What a policy is attached to."""
POLICY = "p-[0-9a-zA-Z_]" + ORGANIZATION_POLICY_ID.times
