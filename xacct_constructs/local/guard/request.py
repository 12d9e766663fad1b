"""A request as it came, before anybody believes it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

from ministack.core.sigv4 import decode_header_value


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """One request, read the way ministack reads it, so that both speak of the same.

    Attributes:
        method: The HTTP method.
        path: Decoded: what ministack goes by.
        raw_path: As it was sent: what is signed.
        query: The query, as it was sent.
        headers: Names in lower case, each once.
        body: The body.
    """

    method: str
    path: str
    raw_path: str
    query: str
    headers: Mapping[str, str]
    body: bytes = b""

    @property
    def parameters(self) -> dict[str, list[str]]:
        """The query string's."""
        return parse_qs(self.query, keep_blank_values=True)


def read(scope: Mapping[str, Any]) -> HttpRequest | None:
    """The request of an ASGI scope, without its body; None where two readers could differ about it."""
    names = [name.decode("latin-1").lower() for name, _ in scope["headers"]]
    headers = dict(zip(names, (decode_header_value(value) for _, value in scope["headers"]), strict=True))
    raw_path, query = scope["raw_path"].decode("latin-1"), scope["query_string"].decode("latin-1")
    if len(headers) < len(names) or "#" in raw_path + query:
        return None
    return HttpRequest(scope["method"], scope["path"], raw_path, query, headers)
