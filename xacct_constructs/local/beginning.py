"""How the demo and the sandbox begin: a local AWS, both accounts bootstrapped, and apps deployed into them."""

from collections.abc import Sequence
from pathlib import Path

from xacct_constructs.local import story
from xacct_constructs.local.checkout import Checkout
from xacct_constructs.local.deploy import Cdk, python_app
from xacct_constructs.local.screen import Screen
from xacct_constructs.local.server import LocalAws

APP = python_app("app.py")
"""The app whose agreement both are about."""


def begin(screen: Screen, aws: LocalAws, checkout: Checkout, apps: Sequence[str] = (APP,)) -> Path:
    """Start what is named, show each step, and deploy.

    Args:
        screen: where the steps are shown.
        aws: a local AWS that is entered here already.
        checkout: where the apps are, and the CDK CLI.
        apps: commands that run one; left out, `app.py` alone.

    Returns:
        The cloud assembly of the first app.

    Raises:
        LocalAwsError: the CDK CLI failed.
    """
    cdk = Cdk(aws, checkout.cdk, deployer=story.TRUSTING_ACCOUNT)
    accounts = f"{story.TRUSTING_ACCOUNT} (production) and {story.TRUSTED_ACCOUNT} (staging)"
    with screen.step(f"cdk bootstrap of {accounts}", f"cdk bootstrap: {accounts}"):
        cdk.bootstrap([story.TRUSTING_ACCOUNT, story.TRUSTED_ACCOUNT])
    with screen.step("cdk deploy --all", "cdk deploy --all: app.py into both accounts"):
        assembly, *_ = cdk.deploy(*apps, folder=checkout.root)
    return assembly
