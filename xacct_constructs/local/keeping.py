"""`xacct demo --keep`: the two accounts stay up, with profiles and programs for a person's shell."""

import os
import shutil
from contextlib import ExitStack
from pathlib import Path

from xacct_constructs.local import activation, sandbox, story
from xacct_constructs.local.beginning import begin
from xacct_constructs.local.checkout import find_checkout
from xacct_constructs.local.clients import Clients
from xacct_constructs.local.processes import at_the_latest, uninterrupted
from xacct_constructs.local.screen import Screen
from xacct_constructs.local.server import LocalAws


def keep(folder: Path) -> None:
    """Deploy, write what a shell needs, and leave the accounts up; until then every end leaves nothing.

    Raises:
        SetupError: there is no checkout, `make env` has not run, or the folder is taken.
        LocalAwsError: the server or the CDK CLI failed; everything is stopped and removed.
    """
    checkout = find_checkout()
    checkout.require_tools()
    screen = Screen()
    with ExitStack() as running:
        with uninterrupted():
            lock = sandbox.claim(folder)
            removing = at_the_latest(screen, shutil.rmtree, folder, True)
            running.callback(removing)
        screen.line("Two AWS accounts on this machine that stay up. No real one is touched.\n")
        with screen.step("starting the local AWS", "local AWS started on 127.0.0.1, IAM enforced"):
            aws = running.enter_context(LocalAws(checkout.server_python, folder=folder, inherit=[lock]))
        assembly = begin(screen, aws, checkout)
        with screen.step("making objects and alice's key", "objects and alice's key made, by API"):
            clients = Clients(aws)
            story.put_objects(clients)
            alice = story.make_access_key(clients, story.TRUSTED_ACCOUNT, story.USER_NAME)
        roots = {"production": story.TRUSTING_ACCOUNT, "staging": story.TRUSTED_ACCOUNT}
        profiles = {"default": alice, "alice": alice, **{name: clients.root_credentials(roots[name]) for name in roots}}
        activation.write(aws, checkout, assembly / "xacct-agreements.json", profiles)
        for each in folder.glob("cdk-*"):
            shutil.rmtree(each)
        _tell(screen, folder)
        aws.stay_up(lambda lifeline: sandbox.keep_up(folder, lock, lifeline))
        removing.detach()


def _tell(screen: Screen, folder: Path) -> None:
    near = os.path.relpath(folder)
    screen.line()
    for typed, what in (
        (f". {near}/activate", "the way in, in sh, bash or zsh; the way back: leave_sandbox"),
        (f"sh -c '. {near}/activate; exec fish'", "in fish; the way back: exit"),
        ("xacct demo --stop", "the end of it, as is removing the folder"),
    ):
        screen.line(f"  {typed:44}  {what}")
