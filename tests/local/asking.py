"""Requests to the local AWS written by hand, for what no SDK would send."""

import hashlib
import http.client
import ssl
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from botocore.auth import S3SigV4Auth, SigV4Auth
from botocore.awsrequest import AWSRequest, HTTPHeaders
from botocore.credentials import Credentials as Signing

from xacct_constructs.local import story
from xacct_constructs.local.clients import Credentials
from xacct_constructs.local.server import LocalAws


@dataclass(frozen=True)
class Asked:
    """A request, and who sends it to which service; signed by `by`, unless that is None."""

    method: str = "GET"
    target: str = "/"
    headers: Mapping[str, str] = field(default_factory=dict)
    """An empty one is not sent, though signing would add it."""
    body: bytes = b""
    by: Credentials | None = None
    service: str = "s3"
    ago: timedelta = timedelta()
    """How long ago it was signed."""
    unsigned: Iterable[str] = ()
    """Headers that the signature leaves out."""


@dataclass(frozen=True)
class Answered:
    """What came back."""

    status: int
    body: str

    @property
    def by_the_guard(self) -> bool:
        """Whether the guard refused, and ministack was never asked."""
        return self.status == 403 and "The local AWS " in self.body


class Signer(SigV4Auth):  # type: ignore[misc] # botocore has no types
    """Signs the headers that it is given, without one more."""

    def headers_to_sign(self, request: Any) -> HTTPHeaders:
        """All of them."""
        return HTTPHeaders.from_pairs((name.lower(), value) for name, value in request.headers.items())


class S3Signer(Signer, S3SigV4Auth):  # type: ignore[misc] # botocore has no types
    """The same for S3, which signs paths as they are sent."""


def signed(asked: Asked, host: str) -> Asked:
    """The request with its signature, as it goes over the line."""
    if asked.by is None:
        return asked
    at = (datetime.now(UTC) - asked.ago).strftime("%Y%m%dT%H%M%SZ")
    headers = {"Host": host, "X-Amz-Date": at, **asked.headers}
    if asked.service == "s3":
        headers.setdefault("X-Amz-Content-SHA256", hashlib.sha256(asked.body).hexdigest())
    headers = {name: value for name, value in headers.items() if value}
    if asked.by.token:
        headers["X-Amz-Security-Token"] = asked.by.token
    kind = S3Signer if asked.service == "s3" else Signer
    signer = kind(Signing(asked.by.access_key, asked.by.secret), asked.service, story.REGION)
    covered = {name: value for name, value in headers.items() if name not in asked.unsigned}
    request = AWSRequest(asked.method, f"https://{host}{asked.target}", covered, asked.body)
    request.context["timestamp"] = at
    names = signer.signed_headers(signer.headers_to_sign(request))
    value = signer.signature(signer.string_to_sign(request, signer.canonical_request(request)), request)
    said = f"AWS4-HMAC-SHA256 Credential={signer.scope(request)}, SignedHeaders={names}, Signature={value}"
    return replace(asked, headers={**headers, "Authorization": said})


class Line:
    """One connection to a local AWS."""

    def __init__(self, aws: LocalAws) -> None:
        """Note where to; nothing connects before something is sent."""
        trusted = ssl.create_default_context(cafile=str(aws.certificate))
        self.host = f"127.0.0.1:{aws.port}"
        self._connection = http.client.HTTPSConnection(self.host, context=trusted, timeout=20)

    def ask(self, asked: Asked) -> Answered:
        """Sign, send, and read the answer."""
        return self.send(signed(asked, self.host))

    def send(self, asked: Asked) -> Answered:
        """Send as it is, and read the answer."""
        self._connection.request(asked.method, asked.target, asked.body or None, dict(asked.headers))
        with self._connection.getresponse() as response:
            return Answered(response.status, response.read().decode())

    def connect(self) -> None:
        """Connect now."""
        self._connection.connect()

    def close(self) -> None:
        """Hang up."""
        self._connection.close()
