"""Where a text ends that is split: as far as what is not known in it holds no separator for certain.

The CDK splits the addresses of what it makes, to have their hosts: `Fn::Select` of `Fn::Split` at the slashes.
"""

import re
from collections.abc import Mapping
from typing import Any

from xacct_constructs.unknowns import MARK, Partly, Unknown, joined

_HOSTS: Mapping[tuple[str, str], tuple[str, str]] = {
    ("AWS::ApiGatewayV2::Api", "ApiEndpoint"): ("https://", ""),
    ("AWS::AppSync::GraphQLApi", "GraphQLUrl"): ("https://", "/graphql"),
    ("AWS::Lambda::Url", "FunctionUrl"): ("https://", "/"),
    ("AWS::S3::Bucket", "WebsiteURL"): ("http://", ""),
}
"""Attributes that are addresses, by type and name, to what stands before and behind the host, which AWS makes."""
_IDS = ("AWS::ApiGateway::RestApi", "AWS::ApiGatewayV2::Api")
"""Types whose `Ref` is an ID that AWS makes, of letters and digits."""


def address(host: Unknown, type_: str, *attribute: str) -> Unknown | Partly:
    """An attribute that AWS makes, where it is an address with what is known around its host."""
    before, behind = _HOSTS.get((type_, ".".join(attribute)), ("", ""))
    found = joined([before, host, behind]) if before else host
    return found if isinstance(found, Partly) else host


def split(separator: Any, text: Any, names: re.Pattern[str]) -> tuple[list[Any], bool] | None:
    """The parts of a text, and whether more of them follow that are not known; None where not even the first is.

    Args:
        separator: What stands between them.
        text: The text, or what is known of it.
        names: What matches a separator that may stand in names that CloudFormation makes.
    """
    if not isinstance(separator, str) or not separator or not isinstance(text, str | Unknown | Partly):
        return None
    parts: list[list[Any]] = [[]]
    for piece in text.pieces if isinstance(text, Partly) else (text,):
        if _may_hold(piece, separator, names):
            return (list(map(joined, parts[:-1])), True) if len(parts) > 1 else None
        first, *more = [piece] if isinstance(piece, Unknown) else piece.split(separator)
        parts[-1].append(first)
        parts += [[each] for each in more]
    return list(map(joined, parts)), False


def _may_hold(piece: str | Unknown, separator: str, names: re.Pattern[str]) -> bool:
    """Whether a separator may stand in what is not known of a piece."""
    if isinstance(piece, Unknown):
        return separator != "/" or not _has_no_slash(piece)
    return any(separator in each or names.fullmatch(separator) for each in MARK.findall(piece))


def _has_no_slash(found: Unknown) -> bool:
    """Whether it is a host, an ID of AWS's, an account or a region."""
    attribute = found.origin.logical_id.partition(".")[2]
    return found.in_segment or (found.of, attribute) in _HOSTS or (found.of in _IDS and not attribute)
