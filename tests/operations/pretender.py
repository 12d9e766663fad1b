"""A server on this machine that answers like S3, STS and what speaks JSON, but for what a test has it do otherwise."""

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import boto3

KEY = "monthly/2026-10.csv"
TOKEN = "FwoGZXIvYXdzEXAMPLETOKEN"  # noqa: S105 - nobody's


@dataclass(frozen=True)
class Reply:
    """What is answered; a status of 0 hangs up."""

    status: int
    body: str = ""
    headers: Mapping[str, str] = field(default_factory=lambda: {"x-amz-request-id": "4442587FB7D0A2F9"})


def error(status: int, code: str, message: str = "") -> Reply:
    """An error as S3 has it."""
    return Reply(status, f"<Error><Code>{code}</Code><Message>{message}</Message></Error>")


def of_a_portal(status: int) -> Reply:
    """A page that is not AWS's."""
    return Reply(status, "<html><body>Welcome</body></html>", {"Content-Type": "text/html"})


def in_json(status: int, **content: Any) -> Reply:
    """An answer of a service that speaks JSON; an error with its code as `__type`."""
    return Reply(status, json.dumps(content), {"x-amzn-requestid": "4442587FB7D0A2F9"})


REFUSED = error(403, "AccessDenied", "Access Denied")
LISTED = Reply(200, f"<ListBucketResult><Contents><Key>{KEY}</Key></Contents></ListBucketResult>")
REFUSED_IN_JSON = in_json(400, __type="com.amazon.coral.service#AccessDeniedException", message="no")
AS_AGREED = {"list monthly/": LISTED, "read": Reply(200, "month,orders\n")}
"""Everything else is refused."""


class Pretender:
    """The server's replies by what is asked, and what it was asked."""

    def __init__(self, replies: Mapping[str, Reply]) -> None:
        """Answer as agreed, but for these replies."""
        self.replies = {**AS_AGREED, **replies}
        self.asked: list[str] = []
        self.url = ""

    def session(self, *, token: bool) -> Any:
        """A boto3 session whose requests are answered here, if the environment says so; with a token, the role's."""
        return boto3.Session(
            aws_access_key_id="ASIAEXAMPLE" if token else "AKIAEXAMPLE",
            aws_secret_access_key="example-secret",  # noqa: S106 - nobody's
            aws_session_token=TOKEN if token else None,
            region_name="eu-west-1",
        )


def _what(handler: BaseHTTPRequestHandler) -> str:
    place = urlsplit(handler.path)
    query = parse_qs(place.query, keep_blank_values=True)
    without = "" if "X-Amz-Security-Token" in handler.headers else " without the role"
    if handler.command == "POST":
        content = handler.rfile.read(int(handler.headers["Content-Length"])).decode()
        target = handler.headers.get("X-Amz-Target", "").partition(".")[2]
        return f"{target}{_which(json.loads(content))}{without}" if target else parse_qs(content)["Action"][0]
    if "list-type" in query:
        return f"list {query.get('prefix', [''])[0]}"
    kind = next((each for each in ("tagging", "attributes", "acl", "policy", "versionId") if each in query), "")
    verb = {"GET": "read", "PUT": "write"}[handler.command]
    return f"{verb} {kind}".strip() + without


def _which(asked: Mapping[str, Any]) -> str:
    """The index, and the leading key, that a request names."""
    named: Mapping[str, Any] = asked.get("Key") or asked.get("Item") or asked.get("ExpressionAttributeValues") or {}
    key: Mapping[str, str] = next(iter(named.values())) if named else {}
    return "".join(f" {each}" for each in (asked.get("IndexName"), *key.values()) if each)


@contextmanager
def pretending(replies: Mapping[str, Reply]) -> Iterator[Pretender]:
    """Answer until the block ends."""
    pretender = Pretender(replies)

    class Handler(BaseHTTPRequestHandler):
        """Answers one request."""

        def answer(self) -> None:
            """Look the reply up and send it; `{token}` in it repeats the request's token."""
            what = _what(self)
            pretender.asked.append(what)
            refused = REFUSED_IN_JSON if "X-Amz-Target" in self.headers else REFUSED
            reply = pretender.replies.get(what, refused)
            if not reply.status:
                self.close_connection = True
                return
            body = reply.body.replace("{token}", self.headers.get("X-Amz-Security-Token", "")).encode()
            self.send_response(reply.status)
            for name, value in {**reply.headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_PUT = do_POST = answer  # noqa: N815 - the library's names

        def log_message(self, format: str, *arguments: Any) -> None:  # noqa: A002 - the library's name
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        pretender.url = f"http://127.0.0.1:{server.server_port}"
        serving = threading.Thread(target=server.serve_forever, args=(0.02,))
        serving.start()
        try:
            yield pretender
        finally:
            server.shutdown()
            serving.join()
