"""One stack of one account."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from xacct_constructs.agreement import Agreement


class AccountStack(NamedTuple):
    """One stack of one account.

    Attributes:
        name: Its name, in CloudFormation and in the assembly.
        series: The account's name in the file.
        account: The account's ID.
        region: Where it is deployed.
        resources: By logical ID, each after those it refers to.
        agreements: Those whose roles stand in it.
        template: Its template, as the CDK writes it.
    """

    name: str
    series: str
    account: str
    region: str
    resources: Mapping[str, Mapping[str, Any]]
    agreements: tuple[Agreement, ...]
    template: str
