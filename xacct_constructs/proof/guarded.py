"""What others come to only as another resource of the template says: a route, an API, a share.

Source: AWS Service Catalog Administrator Guide, "Sharing a portfolio" and "Launch constraints".
"""

from collections.abc import Iterable

from xacct_constructs.assembly import Assembly, Other
from xacct_constructs.proof.agreed_on import AgreedOn
from xacct_constructs.proof.by_id import beside_iam
from xacct_constructs.proof.calls import calls
from xacct_constructs.proof.said import at, leaves
from xacct_constructs.unknowns import MARK
from xacct_constructs.world import plain

_ROUTE, _API = "AWS::ApiGatewayV2::Route", "AWS::AppSync::GraphQLApi"
_MERGING = "AWS::AppSync::SourceApiAssociation"
"""What has an API answer for another one, which knows its callers in its own way."""
_LAUNCHING = frozenset(("AWS::ServiceCatalog::LaunchRoleConstraint", "AWS::ServiceCatalog::StackSetConstraint"))
"""What says as which role products are launched, by whoever has their portfolio."""
_SHARES = frozenset(("associateresourceshare", "createportfolioshare"))
_SHARED, _WITH = "AWS::RAM::ResourceShare", "AWS::RAM::PrincipalAssociation"
_SHARE, _PORTFOLIO = "AWS::ServiceCatalog::PortfolioShare", "PortfolioId"


class Guarded:
    """Tells what the account's own people alone come to; each whom IAM lets is followed as such."""

    def __init__(self, assembly: Assembly, agreed_on: AgreedOn) -> None:
        """Take what is agreed on in an assembly."""
        self._assembly, self._agreed_on = assembly, agreed_on
        self._routes = [each for each in assembly.others if each.type == _ROUTE]
        self._shares = [each for each in assembly.others if each.type == _SHARE]
        self._sharing = any(each.type == _WITH for each in assembly.others)
        self._merges = any(each.get("Type") == _MERGING for each in assembly.written.values())

    def has(self, other: Other) -> bool:
        """Whether all that leads to a resource of the template is guarded by IAM alone; to most, something does."""
        if other.type in _LAUNCHING:
            return not (any(self._is_shared(other, each) for each in self._shares) or self._is_told_to_share())
        if other.type == _SHARED:
            return not (at(leaves(other.said), "Principals") or self._sharing or self._is_told_to_share())
        if other.type == "AWS::ApiGatewayV2::Integration":
            here = other.origin.place()
            led = [each for each in self._routes if self._names(each, "Target", {here})]
            return bool(led) and _all_guarded(led)
        if other.type == "AWS::AppSync::DataSource" and not self._merges:
            apis = [each for place in self._places(other, "ApiId") for each in self._assembly.others_at(place)]
            return bool(apis) and all(each.type == _API for each in apis) and _all_guarded(apis)
        return False

    def _is_shared(self, other: Other, share: Other) -> bool:
        """Whether a share gives another account the portfolio that a constraint is of, or may."""
        to = at(leaves(share.said), "AccountId")
        ours, theirs = (at(leaves(each.said), _PORTFOLIO) for each in (other, share))
        told = {each.text for each in ours} & {each.text for each in theirs}
        open_ = any(each.rewritten or self._agreed_on.open_in(each.text) for each in (*ours, *theirs))
        return any(each.text != share.account for each in to) and (bool(told) or open_ or not (ours and theirs))

    def _is_told_to_share(self) -> bool:
        """Whether the templates tell somebody to share a portfolio, or with somebody what has a share."""
        told = (call.name for each in self._assembly.others for call in calls(each))
        return any(plain(each) in _SHARES for each in told)

    def _names(self, other: Other, path: str, places: set[tuple[str, str]]) -> bool:
        """Whether a property names one of these places, or may: what is not known, and names no place, does."""
        found = self._places(other, path)
        texts = [each.text for each in at(leaves(other.said), path)]
        is_open = not found and any(MARK.search(each) or "{{" in each for each in texts)
        return is_open or bool(found & places) or any(each.rewritten for each in at(leaves(other.said), path))

    def _places(self, other: Other, path: str) -> set[tuple[str, str]]:
        return {place for leaf in at(leaves(other.said), path) for place in self._agreed_on.assembly.places(leaf.text)}


def _all_guarded(found: Iterable[Other]) -> bool:
    return not any(map(beside_iam, found))
