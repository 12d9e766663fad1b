"""Two bootstrapped accounts of a local AWS, for tests."""

from dataclasses import dataclass
from pathlib import Path

from xacct_constructs.local import story
from xacct_constructs.local.clients import Clients, Credentials
from xacct_constructs.local.deploy import Cdk
from xacct_constructs.local.server import LocalAws


@dataclass(frozen=True, slots=True)
class Accounts:
    """Production (111111111111) and staging (222222222222), and what is needed to use them."""

    aws: LocalAws
    clients: Clients
    cdk: Cdk

    def deploy(self, *apps: str, folder: Path) -> None:
        """Deploy every stack of the apps, with production's credentials; see `Cdk.deploy`."""
        self.cdk.deploy(*apps, folder=folder)

    def make_user(self, account: str, name: str) -> Credentials:
        """A new user whom its own account allows everything that the demo asks, with a key."""
        return story.make_user(self.clients, account, name)
