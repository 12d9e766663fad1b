"""Signature Version 4 in the Authorization header, checked with botocore's own signer.

Source: IAM User Guide, "AWS Signature Version 4 for API requests".
"""

import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import UTC, datetime

from botocore.auth import S3SigV4Auth, SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from xacct_constructs.local.guard.request import HttpRequest
from xacct_constructs.local.guard.roots import root_secret
from xacct_constructs.quotas import CLOCK_TOLERANCE

_AUTHORIZATION = re.compile(
    r"AWS4-HMAC-SHA256 "
    r"Credential=(?P<key>[0-9]{12}|A[KS]IA[A-Z0-9]{16})/[0-9]{8}/(?P<region>[a-z0-9-]+)/(?P<service>[a-z0-9-]+)"
    r"/aws4_request, ?SignedHeaders=(?P<headers>[a-z0-9;-]+), ?Signature=(?P<value>[0-9a-f]{64})"
)
_TIME = "%Y%m%dT%H%M%SZ"
_CONTENT = "x-amz-content-sha256"
_CONTENT_NOT_SIGNED = frozenset({"UNSIGNED-PAYLOAD", "STREAMING-UNSIGNED-PAYLOAD-TRAILER"})
_ALWAYS_SIGNED = frozenset({"host", "x-amz-date"})


@dataclass(frozen=True, slots=True)
class Signature:
    """What an Authorization header says.

    Attributes:
        key: An access key ID; that of an account's root is the account's ID.
        region: The region it was made for.
        service: The service it was made for.
        headers: The headers it covers, in lower case.
        value: The signature itself, in hexadecimal digits.
    """

    key: str
    region: str
    service: str
    headers: str
    value: str

    @property
    def of_root(self) -> bool:
        """Whether it is said to be an account's root's."""
        return self.key.isdecimal()

    def flaw(self, request: HttpRequest, secret: str) -> str | None:
        """AWS's error code for what is wrong with it; None, if nothing is.

        The signature itself is checked for an account's root only: those of users and sessions ministack checks, but
        not that the body is the one that was signed.

        Args:
            request: what it stands on.
            secret: the local AWS's own.
        """
        signed = frozenset(self.headers.split(";"))
        needed = _ALWAYS_SIGNED | {name for name in request.headers if name.startswith("x-amz-")}
        if not needed <= signed <= request.headers.keys():
            return "SignatureDoesNotMatch"
        if not self._is_of_now(request.headers["x-amz-date"]):
            return "RequestTimeTooSkewed"
        if not self._has_body(request):
            return "SignatureDoesNotMatch"
        if self.of_root and not hmac.compare_digest(self._expected(request, signed, secret), self.value):
            return "SignatureDoesNotMatch"
        return None

    @staticmethod
    def _is_of_now(stated: str) -> bool:
        """As near as AWS wants it, so that nothing that was once signed stays good."""
        try:
            time = datetime.strptime(stated, _TIME).replace(tzinfo=UTC)
        except ValueError:
            return False
        return abs(datetime.now(UTC) - time) <= CLOCK_TOLERANCE

    def _has_body(self, request: HttpRequest) -> bool:
        """Whether it is the one that was signed; S3's clients have to say so, and may leave the body to TLS."""
        hashed = hashlib.sha256(request.body).hexdigest()
        good = _CONTENT_NOT_SIGNED | {hashed} if self.service == "s3" else {None, hashed}
        return request.headers.get(_CONTENT) in good

    def _expected(self, request: HttpRequest, signed: frozenset[str], secret: str) -> str:
        kind = S3SigV4Auth if self.service == "s3" else SigV4Auth
        signer = kind(Credentials(self.key, root_secret(secret, self.key)), self.service, self.region)
        url = f"https://{request.headers['host']}{request.raw_path}" + (f"?{request.query}" if request.query else "")
        asked = AWSRequest(request.method, url, {name: request.headers[name] for name in signed}, request.body)
        asked.context["timestamp"] = request.headers["x-amz-date"]
        return str(signer.signature(signer.string_to_sign(asked, signer.canonical_request(asked)), asked))


def signature_of(authorization: str) -> Signature | None:
    """What the header says; None where it says anything else than a complete signature of this one kind."""
    said = _AUTHORIZATION.fullmatch(authorization)
    return Signature(**said.groupdict()) if said else None
