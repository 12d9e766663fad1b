"""`xacct demo`: deploys `app.py` into two accounts of the local AWS, lives with it, and tries who gets in."""

from contextlib import ExitStack

from xacct_constructs.local import story
from xacct_constructs.local.beginning import APP, begin
from xacct_constructs.local.checkout import find_checkout
from xacct_constructs.local.clients import Clients
from xacct_constructs.local.day_after import DayAfter
from xacct_constructs.local.deploy import python_app
from xacct_constructs.local.screen import Screen
from xacct_constructs.local.server import LocalAws
from xacct_constructs.local.walk import Walk

APPS = (APP, python_app("-m", "xacct_constructs.local.audit_app"))
"""The agreement of `app.py`, and a second one with an external ID."""


def demo() -> bool:
    """Run the demo from this checkout, and show it on standard output.

    Returns:
        Whether every line of the table is as expected.

    Raises:
        SetupError: there is no checkout, or `make env` has not run; nothing was started.
        LocalAwsError: the server or the CDK CLI failed; everything is stopped and removed.
    """
    checkout = find_checkout()
    checkout.require_tools()
    screen = Screen()
    screen.line("Two AWS accounts on this machine: who gets into a bucket? No real one is touched.\n")
    with ExitStack() as running:
        with screen.step("starting the local AWS", "local AWS started on 127.0.0.1, IAM enforced"):
            aws = running.enter_context(LocalAws(checkout.server_python))
        assembly = begin(screen, aws, checkout, APPS)
        with screen.step("making objects and callers", "objects and callers made, by API"):
            clients = Clients(aws)
            story.put_objects(clients)
            walk = Walk(screen, clients, story.make_strangers(clients))
        walk.take_four_steps()
        steps = list(walk.observations)
        day_after = DayAfter(screen, aws, assembly=assembly, checkout=checkout.root)
        day_after.live(walk.alice)
        screen.line()
        with screen.step("trying everybody else", f"{len(story.OTHERS)} requests of others sent"):
            walk.try_others()
        with screen.step("stopping the local AWS", "local AWS stopped, its folder removed"):
            running.close()
    screen.heading("Who gets in? Everyone's own account allows it all, so a refusal is our policies' doing.")
    return screen.verdict([*steps, *day_after.observations, *walk.observations[len(steps) :]])
