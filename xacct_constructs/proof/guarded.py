"""What answers only through something that IAM guards, as another resource of the template says: a route, an API."""

from collections.abc import Iterable

from xacct_constructs.assembly import Assembly, Other
from xacct_constructs.proof.agreed_on import AgreedOn
from xacct_constructs.proof.by_id import beside_iam
from xacct_constructs.proof.said import at, leaves
from xacct_constructs.unknowns import MARK

_ROUTE, _API = "AWS::ApiGatewayV2::Route", "AWS::AppSync::GraphQLApi"
_MERGING = "AWS::AppSync::SourceApiAssociation"
"""What has an API answer for another one, which knows its callers in its own way."""


class Guarded:
    """Tells what IAM guards; whoever it lets call is of the account itself, and followed as such."""

    def __init__(self, assembly: Assembly, agreed_on: AgreedOn) -> None:
        """Take what is agreed on in an assembly."""
        self._assembly, self._agreed_on = assembly, agreed_on
        self._routes = [each for each in assembly.others if each.type == _ROUTE]
        self._merges = any(each.get("Type") == _MERGING for each in assembly.written.values())

    def has(self, other: Other) -> bool:
        """Whether all that leads to a resource of the template is guarded by IAM alone, and something does."""
        if other.type == "AWS::ApiGatewayV2::Integration":
            here = other.origin.place()
            led = [each for each in self._routes if self._names(each, "Target", {here})]
            return bool(led) and _all_guarded(led)
        if other.type == "AWS::AppSync::DataSource" and not self._merges:
            apis = [each for place in self._places(other, "ApiId") for each in self._assembly.others_at(place)]
            return bool(apis) and all(each.type == _API for each in apis) and _all_guarded(apis)
        return False

    def _names(self, other: Other, path: str, places: set[tuple[str, str]]) -> bool:
        """Whether a property names one of these places, or may: what is not known, and names no place, does."""
        found = self._places(other, path)
        texts = [each.text for each in at(leaves(other.said), path)]
        is_open = not found and any(MARK.search(each) or "{{" in each for each in texts)
        return is_open or bool(found & places) or any(each.rewritten for each in at(leaves(other.said), path))

    def _places(self, other: Other, path: str) -> set[tuple[str, str]]:
        return {place for leaf in at(leaves(other.said), path) for place in self._agreed_on.places(leaf.text)}


def _all_guarded(found: Iterable[Other]) -> bool:
    return not any(map(beside_iam, found))
