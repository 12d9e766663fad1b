"""A finding about an agreement is told with the file and the line at which a reader looks."""

import pytest

from tests.access_file.samples import ACCOUNTS, USER, agreement, loaded
from xacct_constructs.finding import error

FILES = (
    f"{ACCOUNTS}agreements:\n{agreement('first')}",
    f"""\
principals:
  people:
    - {USER}
buckets:
  reports:
    - acme-a
    - acme-b
""",
    """\
defaults:
  safeguards:
    mfa: true
    mfa_max_age: 3600
agreements:
  - role_name: reader
    trusting_account: production
    trusted_principals:
      - type: TrustedRole
        account: staging
        name: batch
      - people
    permissions:
      - type: S3Read
        buckets: reports
        prefixes: [a/]
      - type: S3Read
        bucket: acme-c
    safeguards:
      mfa_max_age: 60
""",
)
PLACES = {
    "role_name": "c.yaml:6 agreements[0].role_name",
    "description": "c.yaml:6 agreements[0].description",
    "trusted_principals[0].name": "c.yaml:11 agreements[0].trusted_principals[0].name",
    "trusted_principals[1].name": "b.yaml:3 principals.people[0].name",
    "permissions[1]": "c.yaml:14 agreements[0].permissions[0]",
    "permissions[1].bucket": "b.yaml:7 buckets.reports[1]",
    "permissions[1].prefixes[0]": "c.yaml:16 agreements[0].permissions[0].prefixes[0]",
    "permissions[2].bucket": "c.yaml:18 agreements[0].permissions[1].bucket",
    "safeguards.mfa": "c.yaml:3 defaults.safeguards.mfa",
    "safeguards.mfa_max_age": "c.yaml:20 agreements[0].safeguards.mfa_max_age",
}


@pytest.mark.parametrize(("path", "said"), PLACES.items(), ids=PLACES)
def test_a_finding_is_placed_where_its_value_stands(path: str, said: str) -> None:
    """Of a group, where the group has it; of a default, there."""
    found = loaded(*FILES).placed(1, error("XA010", path, "is wrong", "mend it"))
    assert (found.path, found.code, found.message) == (said, "XA010", "is wrong")
