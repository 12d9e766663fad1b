"""Where AWS is asked: over TLS, or on this machine."""

import os
from ipaddress import ip_address
from urllib.parse import urlsplit

from xacct_constructs.client.errors import AssumeError
from xacct_constructs.client.wording import origin
from xacct_constructs.exits import USAGE

_SET_BY = "AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_<SERVICE> or the profile's endpoint_url"


def require_tls(url: str) -> None:
    """Let pass what is asked over TLS, or stays on this machine.

    Raises:
        AssumeError: Anybody on the way could read the credentials, or it is no URL.
    """
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        raise not_a_url(url) from None
    if not host or parts.scheme not in ("https", "http"):
        raise not_a_url(url)
    if parts.scheme == "http" and not _is_loopback(host):
        why = "over plain HTTP whoever is on the way can use the credentials"
        raise AssumeError(f"{origin(url)} is not asked: {why}; use https in {_SET_BY}", USAGE)


def on_this_machine() -> str | None:
    """The endpoint on this machine that STS's variables name; None where they name another one, or none."""
    url = os.environ.get("AWS_ENDPOINT_URL_STS") or os.environ.get("AWS_ENDPOINT_URL") or ""
    try:
        return origin(url) if _is_loopback(urlsplit(url).hostname or "") else None
    except ValueError:
        return None


def not_a_url(text: str) -> AssumeError:
    """What is said of an endpoint that is none."""
    return AssumeError(f"the endpoint {origin(text)} is not an https URL; mend {_SET_BY}", USAGE)


def _is_loopback(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
