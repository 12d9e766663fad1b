"""What reaches ministack: signed requests to the services that are on, and S3's without a signature.

All else is refused, to root too: what the emulator serves as itself (`/_ministack/reset`, `/health`), other hosts,
WebSockets, signatures in a query string or a form, and whatever names no key, which ministack takes for root's.
"""

import os
import re
import uuid
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import replace
from typing import Any, NamedTuple

from ministack import app as ministack
from ministack.core.iam_actions import access_denied_response
from ministack.core.router import detect_service
from ministack.services import s3

from xacct_constructs.local.guard.peers import is_ours
from xacct_constructs.local.guard.request import HttpRequest, read
from xacct_constructs.local.guard.signature import signature_of
from xacct_constructs.quotas import BUCKET_NAME

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

_SERVED = frozenset(ministack.SERVICE_HANDLERS)
_METHODS = frozenset({"GET", "HEAD", "PUT", "POST", "DELETE"})
_BUCKET = re.compile(
    rf"/(?P<bucket>[a-z0-9][a-z0-9.-]{BUCKET_NAME.without(2).times}[a-z0-9])(?:/(?P<key>.*))?", re.DOTALL
)
# What a bucket could be called, and ministack serves as something else.
_TAKEN = re.compile(r"/(?:health|iceberg[^/]*|login|logout|oauth2|restapis|v20180820)(?:/.*)?", re.DOTALL)
_SIGNATURE_IN_QUERY = re.compile(r"x-amz-.*|awsaccesskeyid|signature", re.IGNORECASE)


class Refusal(NamedTuple):
    """An answer of the gate's own: AWS's error code, and why."""

    code: str
    why: str


_ANOTHER_S = Refusal("AccessDenied", "The local AWS serves nobody but the user who started it.")
_NOT_SERVED = Refusal("AccessDenied", "The local AWS does not serve this.")
_NOT_SIGNED = Refusal("AccessDenied", "The local AWS serves this to signed requests only.")


async def guarded(scope: Message, receive: Receive, send: Send) -> None:
    """The ASGI application: ministack, behind the gate."""
    if scope["type"] == "lifespan":
        await ministack.app(scope, receive, send)
    elif scope["type"] == "http":
        await _answer(scope, receive, send)
    else:
        await receive()
        await send({"type": "websocket.close", "code": 1008})


async def _answer(scope: Message, receive: Receive, send: Send) -> None:
    request = read(scope)
    if not is_ours(scope["client"], scope["server"]):
        await _refuse(_ANOTHER_S, "s3", request, send)
        return
    if request is None or not _is_addressed(request, scope["server"]):
        await _refuse(_NOT_SERVED, "s3", request, send)
        return
    parts = [b""]
    while (message := await receive())["type"] == "http.request":
        parts.append(message.get("body", b""))
        if not message.get("more_body"):
            break
    else:
        return  # Gone before all of it came.
    request = replace(request, body=b"".join(parts))
    service = _service(request)
    if refusal := _refusal(request, service):
        await _refuse(refusal, service, request, send)
        return
    kept: list[Message] = [{"type": "http.request", "body": request.body, "more_body": False}]

    async def again() -> Message:
        return kept.pop() if kept else await receive()

    await ministack.app(scope, again, send)


def _is_addressed(request: HttpRequest, server: tuple[str, int]) -> bool:
    """Whether it asks this host for a bucket, an object, or an API, and carries no second way to be somebody."""
    place = request.path == "/" or _BUCKET.fullmatch(request.path)
    return bool(
        place
        and not _TAKEN.fullmatch(request.path)
        and request.method in _METHODS
        and request.headers.get("host") == f"{server[0]}:{server[1]}"
        and not request.headers.get("content-type", "").startswith("multipart/")
        and not any(_SIGNATURE_IN_QUERY.fullmatch(name) for name in request.parameters)
    )


def _service(request: HttpRequest) -> str:
    """Where ministack will send it, asked of itself."""
    headers = dict(request.headers)
    parameters = ministack._routing_params(request.method, request.path, headers, request.body, request.parameters)
    return str(detect_service(request.method, request.path, headers, parameters))


def _refusal(request: HttpRequest, service: str) -> Refusal | None:
    if not _ends_in_checksums(request):
        return _NOT_SERVED
    if "authorization" not in request.headers:
        return None if service == "s3" and _may_be_anonymous(request) else _NOT_SIGNED
    signature = signature_of(request.headers["authorization"])
    if signature is None or service != signature.service or service not in _SERVED:
        return _NOT_SERVED
    if service != "s3" and (request.method, request.path) != ("POST", "/"):
        return _NOT_SERVED
    flaw = signature.flaw(request, os.environ["AWS_SECRET_ACCESS_KEY"])
    return Refusal(flaw, "The request was not signed like this, with this key, a moment ago.") if flaw else None


def _ends_in_checksums(request: HttpRequest) -> bool:
    """Whether nothing else stands behind a body in chunks: ministack makes headers of it, which nobody has signed."""
    headers = dict(request.headers)
    try:
        ministack._decode_aws_chunked_body(request.body, headers)
    except ministack._IncompleteRequestBody:
        return False
    return all(name.startswith("x-amz-checksum-") for name in headers.keys() - request.headers.keys())


def _may_be_anonymous(request: HttpRequest) -> bool:
    """Whether the policies of an existing bucket decide; ministack lets anybody make and list buckets."""
    place = _BUCKET.fullmatch(request.path)
    if place is None or s3._bucket_owner_account(place["bucket"]) is None or "x-amz-copy-source" in request.headers:
        return False
    return request.method != "POST" and bool(place["key"] or request.method in ("GET", "HEAD"))


async def _refuse(refusal: Refusal, service: str, request: HttpRequest | None, send: Send) -> None:
    """Answer in the service's own protocol, so that a client can read it."""
    headers = dict(request.headers) if request else {}
    status, answered, body = access_denied_response(
        service, "", "", str(uuid.uuid4()), error_code=refusal.code, message=refusal.why, headers=headers
    )
    # The rest of what was asked is not read.
    lines = {**answered, "Content-Length": str(len(body)), "Connection": "close"}
    encoded = [(name.lower().encode(), value.encode()) for name, value in lines.items()]
    await send({"type": "http.response.start", "status": status, "headers": encoded})
    shown = b"" if request and request.method == "HEAD" else body
    await send({"type": "http.response.body", "body": shown, "more_body": False})
