"""What boto3 and AWS say went wrong, in one line: what, and what to do; nothing of an answer's body or a request.

A line is chosen by the error's class, else by the nearest class that it is a kind of. A `{name}` in it is a field that
this machine's own settings or the call fill, never an answer.
"""

import ssl
from collections.abc import Iterator, Mapping
from string import Formatter
from typing import Any
from urllib.parse import urlsplit

from xacct_constructs.client.errors import AssumeError
from xacct_constructs.exits import NO_CREDENTIALS, REFUSED, USAGE

_LONGEST = 1000
"""Characters of a message that somebody else wrote."""
_NETWORK = "is this machine online, and does it need a proxy (HTTPS_PROXY)?"
_IN_BETWEEN = (
    "a captive portal, a proxy or a cut connection: open a page in a browser, or check HTTPS_PROXY and the endpoint"
)
_MEND = "mend the AWS configuration"
_LINES: Mapping[str, tuple[str, int]] = {
    # No answer, or none of AWS's.
    "EndpointConnectionError": (f"{{endpoint_url}} cannot be reached{{cause}}; {_NETWORK}", REFUSED),
    "ConnectTimeoutError": (f"{{endpoint_url}} does not take a connection; {_NETWORK}", REFUSED),
    "ReadTimeoutError": (f"{{endpoint_url}} does not answer; {_NETWORK}", REFUSED),
    "ConnectionClosedError": (f"{{endpoint_url}} closed the connection without an answer; {_NETWORK}", REFUSED),
    "ProxyConnectionError": (
        "the proxy {proxy_url} does not let this through{cause}; check HTTPS_PROXY and NO_PROXY",
        REFUSED,
    ),
    "SSLError": (
        "{endpoint_url} is not known to be AWS{cause}; if your network has certificates of its own, name them with"
        " AWS_CA_BUNDLE",
        REFUSED,
    ),
    "HTTPClientError": (f"the connection to AWS failed; {_NETWORK}", REFUSED),
    "ConnectionError": (f"no connection to AWS; {_NETWORK}", REFUSED),
    "ResponseStreamingError": (f"AWS's answer ended early: {_IN_BETWEEN}", REFUSED),
    "IncompleteReadError": (f"AWS's answer ended early: {_IN_BETWEEN}", REFUSED),
    "ChecksumError": (f"AWS's answer was changed on its way: {_IN_BETWEEN}", REFUSED),
    "FlexibleChecksumError": (f"AWS's answer was changed on its way: {_IN_BETWEEN}", REFUSED),
    "UnreadableAnswerError": (
        f"{{endpoint_url}} answered {{operation}} {{status}}, as AWS does not: {_IN_BETWEEN}",
        REFUSED,
    ),
    "CapacityNotAvailableError": ("AWS failed too often; try again later", REFUSED),
    # Nobody is signed in.
    "NoCredentialsError": ("there are no credentials; sign in, or pass another profile", NO_CREDENTIALS),
    "NoAuthTokenError": ("there are no credentials; sign in, or pass another profile", NO_CREDENTIALS),
    "PartialCredentialsError": ("the credentials of {provider} lack {cred_var}", NO_CREDENTIALS),
    "CredentialRetrievalError": (
        "the profile {profile} gives no credentials ({provider}){own}; renew them",
        NO_CREDENTIALS,
    ),
    "ExpiredCredentialsError": (
        "the credentials that the profile {profile} gives have expired; renew them where they come from",
        NO_CREDENTIALS,
    ),
    "MetadataRetrievalError": ("the machine's own service gives no credentials", NO_CREDENTIALS),
    "RefreshWithMFAUnsupportedError": ("the credentials have ended, and need a new MFA code", NO_CREDENTIALS),
    "TokenRetrievalError": ("not signed in to Identity Center; run: aws sso login --profile {profile}", NO_CREDENTIALS),
    "SSOError": ("not signed in to Identity Center; run: aws sso login --profile {profile}", NO_CREDENTIALS),
    "LoginError": ("not signed in; run: aws login --profile {profile}", NO_CREDENTIALS),
    "LoginInsufficientPermissions": (
        "may not sign in: the user needs signin:CreateOAuth2Token (AWS managed policy SignInLocalDevelopmentAccess)",
        NO_CREDENTIALS,
    ),
    # Something must be set up first.
    "ProfileNotFound": ("there is no profile {profile}; see: aws configure list-profiles", USAGE),
    "ConfigParseError": ("{path} cannot be read as an AWS configuration file; mend it", USAGE),
    "ConfigNotFound": ("there is no {path}", USAGE),
    "InvalidConfigError": (f"{{error_msg}}; {_MEND}", USAGE),
    "InfiniteLoopConfigError": (f"the profile {{source_profile}} is its own source; {_MEND}", USAGE),
    "NoRegionError": ("no region is known; pass --region", USAGE),
    "InvalidRegionError": ("{region_name!r} is no region; pass --region", USAGE),
    "UnknownRegionError": ("{region_name!r} is no region; pass --region", USAGE),
    "ServiceNotInRegionError": ("{service_name} is not in the region {region_name}; pass --region", USAGE),
    "BaseEndpointResolverError": ("no endpoint is known for these settings; pass --region", USAGE),
    "EndpointProviderError": ("no endpoint is known for these settings; pass --region", USAGE),
    "InvalidEndpointConfigurationError": (f"no endpoint is known for these settings; {_MEND}", USAGE),
    "InvalidProxiesConfigError": ("the proxy's settings cannot be used; check HTTPS_PROXY", USAGE),
    "InvalidRetryConfigurationError": ("max_attempts or retry_mode is none that boto3 knows; " + _MEND, USAGE),
    "InvalidDefaultsMode": (f"the defaults mode {{mode}} is none; {_MEND}", USAGE),
    "InvalidIMDSEndpointError": ("the endpoint {endpoint} of the metadata service is no URL; " + _MEND, USAGE),
    "InvalidIMDSEndpointModeError": ("the metadata service has no endpoint mode {mode}; " + _MEND, USAGE),
    "InvalidSTSRegionalEndpointsConfigError": ("sts_regional_endpoints must be regional or legacy; " + _MEND, USAGE),
    "InvalidS3UsEast1RegionalEndpointConfigError": (
        "us_east_1_regional_endpoint must be regional or legacy; " + _MEND,
        USAGE,
    ),
    "InvalidS3AddressingStyleError": ("S3's addressing_style must be auto, virtual or path; " + _MEND, USAGE),
    "InvalidEndpointDiscoveryConfigurationError": ("endpoint_discovery_enabled is none of its values; " + _MEND, USAGE),
    "InvalidChecksumConfigError": ("{config_key} is none of its values; " + _MEND, USAGE),
    "UnsupportedS3ConfigurationError": (f"S3 cannot be asked with these settings; {_MEND}", USAGE),
    "UnsupportedS3AccesspointConfigurationError": (f"S3 cannot be asked with these settings; {_MEND}", USAGE),
    "InvalidDNSNameError": ("the bucket {bucket_name} needs addressing_style = path in the profile", USAGE),
    "UnsupportedSignatureVersionError": ("the signature version {signature_version} is none; " + _MEND, USAGE),
    "UnknownSignatureVersionError": ("the signature version {signature_version} is none; " + _MEND, USAGE),
    "UnknownCredentialError": ("there is no way to credentials called {name}; " + _MEND, USAGE),
    "UnknownTokenProviderError": ("there is no way to a token called {name}; " + _MEND, USAGE),
    "ParamValidationError": ("a value cannot be sent to AWS: {report}", USAGE),
    "ValidationError": ("the value of {param} cannot be sent to AWS", USAGE),
    "MissingDependencyException": ('a part of boto3 is missing; run: pip install "botocore[crt]"', USAGE),
    "DataNotFoundError": ("boto3 does not know what is asked for; update boto3", USAGE),
    # What none of xacct's calls should bring about.
    "BotoCoreError": ("boto3 failed ({class})", REFUSED),
    "Boto3Error": ("boto3 failed ({class})", REFUSED),
    "Exception": ("the answer cannot be read ({class})", REFUSED),
}
_NOT_ACCEPTED = frozenset(
    {"ExpiredToken", "ExpiredTokenException", "InvalidClientTokenId", "UnrecognizedClientException"}
    | {"InvalidAccessKeyId", "InvalidToken", "TokenRefreshRequired"}
)
"""Codes of credentials that AWS does not take, however they are used."""


def in_words(problem: Exception, profile: str | None = None) -> AssumeError:
    """An error of boto3's or AWS's in one line, with the exit code that goes with it.

    Args:
        problem: The error; of one that is neither boto3's nor AWS's, nothing but the class is said.
        profile: Whose credentials were used. Left out, the fix names the profile `default`.
    """
    answer = refusal(problem)
    if answer is not None:
        code, message = answer
        exit_code = NO_CREDENTIALS if code in _NOT_ACCEPTED else REFUSED
        again = "; sign in again, or pass another profile" if code in _NOT_ACCEPTED else ""
        return AssumeError(f"{code}: {message}{again}" if message else f"{code}{again}", exit_code)
    line, exit_code = next(_LINES[each.__name__] for each in type(problem).__mro__ if each.__name__ in _LINES)
    fields = {name: _field(name, problem, profile) for _, name, _, _ in Formatter().parse(line) if name}
    return AssumeError(line.format(**fields), exit_code)


def refusal(problem: Exception) -> tuple[str, str] | None:
    """AWS's own code and the first line of its message; None for an error on this side of the wire.

    The first line alone: what follows may repeat the request, session token included, as with SignatureDoesNotMatch.
    """
    answer = getattr(problem, "response", None)
    if not isinstance(answer, Mapping) or "Error" not in answer:
        return None
    told = answer["Error"]
    message = (str(told.get("Message") or "").strip().splitlines() or [""])[0]
    return _short(told.get("Code") or type(problem).__name__), _short(message)


def origin(url: str) -> str:
    """Scheme, host and port of a URL: what can be said of it without a password in it."""
    try:
        parts = urlsplit(url)
        host = parts.netloc.rpartition("@")[2]
    except ValueError:
        return _short(url.rpartition("@")[2])
    return _short(f"{parts.scheme}://{host}" if host and parts.scheme else parts.path.rpartition("@")[2])


def _field(name: str, problem: Exception, profile: str | None) -> str:
    known: Mapping[str, Any] = getattr(problem, "kwargs", {})
    if name == "profile":
        return _short(profile or known.get("profile", "default"))
    if name == "class":
        return type(problem).__name__
    if name == "cause":
        return next((f" ({each})" for each in _causes(known.get("error")) if each), "")
    if name == "own":
        # A process says why on standard error; what others give is an answer.
        own = known.get("error_msg") if known.get("provider") == "custom-process" else None
        return f": {_short(str(own).strip().splitlines()[-1])}" if own and str(own).strip() else ""
    value = known.get(name, name)
    return origin(str(value)) if name in ("endpoint_url", "proxy_url", "endpoint") else _short(value)


def _causes(problem: BaseException | None) -> Iterator[str]:
    """What the operating system or TLS says, behind the errors of the libraries."""
    while problem is not None:
        if isinstance(problem, ssl.SSLError):
            yield getattr(problem, "verify_message", None) or (problem.reason or "").replace("_", " ").lower()
        elif isinstance(problem, OSError) and problem.strerror:
            yield problem.strerror
        inner = next((each for each in problem.args if isinstance(each, BaseException)), None)
        problem = inner or problem.__cause__ or problem.__context__


def _short(text: Any) -> str:
    found = " ".join(str(text).split())
    return found if len(found) <= _LONGEST else f"{found[:_LONGEST]} …"
