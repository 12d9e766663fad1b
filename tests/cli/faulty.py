"""A server on this machine in the place of AWS, and everything that may stand there instead of an answer."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http import HTTPStatus
from socket import SHUT_RDWR, create_server, socket
from urllib.parse import parse_qs

SECRET, TOKEN = "hiddenSecretAccessKey0123456789", "hiddenSessionToken0123456789"
"""What an answer holds, and what nothing may repeat."""
_NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/"
_MARK = "<ResponseMetadata><RequestId>c6104cbe-af31-11e0-8154-cbc7ccf896c7</RequestId></ResponseMetadata>"
_PORTAL = "<html><head><title>Welcome</title></head><body>Sign in to the network<br></body></html>"
_CREDENTIALS = (
    f"<AccessKeyId>ASIAIOSFODNN7EXAMPLE</AccessKeyId><SecretAccessKey>{SECRET}</SecretAccessKey>"
    f"<SessionToken>{TOKEN}</SessionToken>"
)
_ASSUMED = f'<AssumeRoleResponse xmlns="{_NAMESPACE}"><AssumeRoleResult><Credentials>{{}}</Credentials>'

Reply = Callable[[socket, threading.Event], None]
"""Answers one request on its connection; the event is set when the test is over."""


def reply(status: int, body: str | bytes, kind: str = "text/xml", **headers: str) -> Reply:
    """A whole answer."""
    content = body.encode() if isinstance(body, str) else body
    lines = {"Content-Type": kind, "Content-Length": str(len(content)), "Connection": "close", **headers}
    head = f"HTTP/1.1 {status} {HTTPStatus(status).phrase}\r\n"
    head += "".join(f"{name}: {value}\r\n" for name, value in lines.items()) + "\r\n"
    return raw(head.encode() + content)


def raw(content: bytes) -> Reply:
    """These bytes."""
    return lambda connection, _: connection.sendall(content)


def identity(account: str, name: str = "alice") -> Reply:
    """What GetCallerIdentity answers."""
    told = f"<Arn>arn:aws:iam::{account}:user/{name}</Arn><UserId>AIDA</UserId><Account>{account}</Account>"
    return result("GetCallerIdentity", told)


def result(operation: str, content: str) -> Reply:
    """A whole answer of STS or IAM."""
    inner = f"<{operation}Result>{content}</{operation}Result>{_MARK}"
    return reply(200, f'<{operation}Response xmlns="{_NAMESPACE}">{inner}</{operation}Response>')


def _never(_: socket, over: threading.Event) -> None:
    over.wait()


def _bit_by_bit(piece: bytes, pause: float) -> Reply:
    def answer(connection: socket, over: threading.Event) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nConnection: close\r\n\r\n<")
        while not over.wait(pause):
            connection.sendall(piece)

    return answer


PROMPT: Mapping[str, Reply] = {
    "captive portal": reply(200, _PORTAL, "text/html"),
    "captive portal in XHTML": reply(200, _PORTAL.replace("<br>", ""), "text/html"),
    "garbage": reply(200, b"\x00\xff\x13garbage"),
    "no HTTP": raw(b"220 mail.example.com ESMTP\r\n\r\n"),
    "an empty page": reply(200, ""),
    "a redirect": reply(302, "", Location="http://127.0.0.1:1/elsewhere"),
    "a redirect that stays": reply(307, _PORTAL, "text/html", Location="http://127.0.0.1:1/elsewhere"),
    "a proxy's 403": reply(403, _PORTAL, "text/html"),
    "407": reply(407, "", **{"Proxy-Authenticate": "Basic"}),
    "500": reply(500, _PORTAL, "text/html"),
    "500, empty": reply(500, ""),
    "throttling": reply(
        400,
        "<ErrorResponse><Error><Type>Sender</Type><Code>Throttling</Code><Message>Rate exceeded</Message></Error>"
        "<RequestId>1</RequestId></ErrorResponse>",
    ),
    "JSON": reply(200, f'{{"SecretAccessKey": "{SECRET}"}}', "application/json"),
    "cut short": reply(200, _ASSUMED.format(_CREDENTIALS).removesuffix("</Credentials>")),
    "closed before its end": raw(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: 9999\r\n\r\n"
        + _ASSUMED.format(_CREDENTIALS).encode()
    ),
    "without what is asked for": reply(200, f"<AnyResponse>{_MARK}</AnyResponse>"),
    "credentials of another kind": result("AssumeRole", f"<Credentials>{SECRET}</Credentials>"),
    "credentials without an end": result("AssumeRole", f"<Credentials>{_CREDENTIALS}</Credentials>"),
    "an end that is no time": result(
        "AssumeRole", f"<Credentials>{_CREDENTIALS}<Expiration>{SECRET}</Expiration></Credentials>"
    ),
    "hung up": raw(b""),
}
"""What is answered at once."""
ENDLESS: Mapping[str, Reply] = {
    "hanging": _never,
    "dripping": _bit_by_bit(b"<", 0.05),
    "endless": _bit_by_bit(b"<" * 65536, 0.02),
}
"""What keeps whoever waits for its end waiting."""


@dataclass
class Faulty:
    """A server that answers by the action that is asked for."""

    url: str
    replies: Mapping[str, Reply]
    """By action; `""` for every other."""


@contextmanager
def serving(replies: Mapping[str, Reply]) -> Iterator[Faulty]:
    """Answer until the block ends."""
    listener, over = create_server(("127.0.0.1", 0)), threading.Event()
    faulty = Faulty(f"http://127.0.0.1:{listener.getsockname()[1]}", replies)
    threads: list[threading.Thread] = []

    def answer(connection: socket) -> None:
        with connection, suppress(OSError):
            reply_to = faulty.replies.get(_action(connection), faulty.replies[""])
            reply_to(connection, over)
            connection.shutdown(SHUT_RDWR)

    def accept() -> None:
        with suppress(OSError):
            while True:
                connection, _ = listener.accept()
                threads.append(threading.Thread(target=answer, args=(connection,)))
                threads[-1].start()

    accepting = threading.Thread(target=accept)
    accepting.start()
    try:
        yield faulty
    finally:
        over.set()
        listener.shutdown(SHUT_RDWR)
        listener.close()
        for each in (accepting, *threads):
            each.join()


def _action(connection: socket) -> str:
    """What is asked for; nothing for what is no request of STS's or IAM's, such as the start of TLS."""
    asked = connection.recv(65536)
    if not asked.split(b" ")[0].isalpha():
        return ""
    while b"\r\n\r\n" not in asked:
        asked += connection.recv(65536)
    head, _, body = asked.partition(b"\r\n\r\n")
    fields = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:])
    while len(body) < int(fields.get(b"content-length", b"0")):
        body += connection.recv(65536)
    return parse_qs(body.decode(errors="replace")).get("Action", [""])[0]
