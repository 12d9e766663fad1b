"""What holds of every ordinary request, so that a policy which refuses others takes nothing from an agreement.

It comes over HTTPS, with TLS 1.2 or later, which is the least that AWS takes, and by no access point. Source: IAM User
Guide, "aws:SecureTransport"; Amazon S3 User Guide, "s3:TlsVersion"; AWS Security Blog, "TLS 1.2 to become the minimum
TLS protocol level for all AWS API endpoints".
"""

from dataclasses import replace

from xacct_constructs.iam import Request
from xacct_constructs.proof.ways import DIRECTLY
from xacct_constructs.request_sets import ACTION, Box, box, literal

_OVER_HTTPS = literal("aws:SecureTransport", "Bool", ["true"])
_BY_TLS = literal("s3:TlsVersion", "NumericGreaterThanEquals", ["1.2"])
"""Requests to S3 alone tell the version."""


def over_https(request: Request) -> Request:
    """The request, which comes over HTTPS unless it says otherwise: as every ordinary one does."""
    return replace(request, service_keys={_OVER_HTTPS.condition.key: "true", **request.service_keys})


def ordinary(found: Box) -> Box:
    """The ordinary ones of the requests; what nothing in the box asks about is left out, since it settles nothing."""
    asked = {each.condition.key for each in found}
    of_all = [_OVER_HTTPS] if _OVER_HTTPS.condition.key in asked else []
    of_s3 = [_BY_TLS] if _BY_TLS.condition.key in asked and _is_of_s3(found) else []
    directly = [each for each in DIRECTLY if each.condition.key in asked]
    return found | box(*of_all, *of_s3, *directly)


def _is_of_s3(found: Box) -> bool:
    """Whether all of the requests are made to S3."""
    actions = (each.condition.values for each in found if each.holds and each.condition.key == ACTION)
    return any(all(value.lower().startswith("s3:") for value in values) for values in actions)
