"""The demo's second agreement: erin, an auditor of another company, admitted with an external ID only.

The auditor's half is not here: its owner deploys it.
"""

import aws_cdk as cdk

from xacct_constructs import S3Read, Safeguards, TrustedUser, TrustingAccountRole
from xacct_constructs.local import story

app = cdk.App()
stack = cdk.Stack(app, "ReportsAudit", env=cdk.Environment(account=story.TRUSTING_ACCOUNT, region=story.REGION))
TrustingAccountRole(
    stack,
    "Role",
    role_name=story.AUDIT_ROLE_NAME,
    trusted_principals=[TrustedUser(account=story.THIRD_ACCOUNT, name=story.AUDITOR_NAME)],
    permissions=[S3Read(story.BUCKET, prefixes=["monthly/"])],
    safeguards=Safeguards(external_ids=[story.EXTERNAL_ID]),
)
app.synth()
