"""`xacct rotate`: the next step of rotating a user's access key, or an external ID; run again for the one after."""

import argparse
from typing import TYPE_CHECKING

from xacct_constructs.cli.operating import add_name, add_place, handoff, is_agreed, operating
from xacct_constructs.cli.parser import Commands
from xacct_constructs.cli.profiles import trusted, trusting
from xacct_constructs.cli.say import refuse, say, show
from xacct_constructs.exits import AS_EXPECTED, NOT_AS_EXPECTED, USAGE

if TYPE_CHECKING:
    from xacct_constructs.agreement import Agreement
    from xacct_constructs.operations.rotate import Next, Rotation
    from xacct_constructs.operations.status import Key

_CODES = """\
  0    a step was taken, or there is nothing to rotate
  1    AWS refused, or did not say whether it was done; or the step must wait: it is said for what
  2    wrong usage, or not agreed to
  3    no credentials of the user's account; for an external ID, of the role's
"""


def add(commands: Commands) -> None:
    """Add the command."""
    parser = operating(
        commands,
        "rotate",
        run,
        description="Rotate the access key of an agreement's user without an outage, one step a run: make a second key"
        " and write it into a\nprofile; once that was used, switch the first off; then delete it. What will change is"
        " shown, and asked about. Stopped\nanywhere, the next run goes on from there. No secret is printed.\n\n"
        "xacct rotate external-id NAME --new ID reads which external IDs the role accepts now, and says what to deploy,"
        " or whom\nto tell. It never edits the trust policy: that would make it differ from its template.",
        codes=_CODES,
    )
    parser.add_argument(
        "what", nargs="?", choices=["external-id"], help="rotate the role's external ID (default: a user's access key)"
    )
    add_name(parser)
    add_place(parser)
    parser.add_argument("--new", metavar="ID", help="the new external ID")
    parser.add_argument("--user", help="whose key (default: the agreement's only user)")
    parser.add_argument("--into", metavar="PROFILE", help="the profile in the AWS credentials file for the new key")
    parser.add_argument("--yes", action="store_true", help="do not ask")


def run(arguments: argparse.Namespace) -> int:
    """Take the next step of the one rotation or the other."""
    from datetime import UTC, datetime

    from xacct_constructs.operations.calls import session_of, side_of
    from xacct_constructs.operations.journal import journal_of
    from xacct_constructs.operations.rotate import Rotation
    from xacct_constructs.operations.status import users_of

    given = handoff(arguments)
    agreement, region = given.agreement, arguments.region or given.region
    if arguments.what or arguments.new:
        return _external_id(arguments, agreement, region)
    users = {each.name: each for each in users_of(agreement)}
    name = arguments.user or (next(iter(users)) if len(users) == 1 else None)
    if name not in users:
        return refuse(f"pass --user; {agreement.role_name} trusts the users: {', '.join(users) or 'none'}")
    session = session_of(trusted(arguments), region)
    side = side_of(session, users[name].account, arguments.region, "--trusted-profile")
    with journal_of(side.account, name, say) as record:
        return _step(arguments, Rotation(side, name, record, datetime.now(UTC) + side.offset))


def _step(arguments: argparse.Namespace, rotation: "Rotation") -> int:
    """Take the next step, if it may be taken."""
    from functools import partial

    from xacct_constructs.client import access_key
    from xacct_constructs.operations.rotate import RotationStep
    from xacct_constructs.report.rotation import done_text, step_text

    following, keys = _following(rotation)
    if following.step is RotationStep.NOTHING or following.step.waits:
        show(step_text(following) + "\n")
        return AS_EXPECTED if following.step is RotationStep.NOTHING else NOT_AS_EXPECTED
    if following.step is RotationStep.MAKE and not arguments.into:
        return refuse("say with --into which profile takes the new key; no secret is printed")
    if following.step is RotationStep.MAKE:
        access_key.require_free(arguments.into)
    show(f"This will:\n  - {step_text(following)}\n")
    if not is_agreed("Go ahead?", yes=arguments.yes):
        return USAGE
    if _following(rotation)[0] != following:
        say(f"the keys of {rotation.user_name} have changed meanwhile; nothing is changed; run this again")
        return NOT_AS_EXPECTED
    done = rotation.take(following, keys, arguments.into, partial(access_key.keep, arguments.into, say=say))
    show(done_text(following, done) + "\n")
    return AS_EXPECTED


def _following(rotation: "Rotation") -> tuple["Next", list["Key"]]:
    """What comes next, and the keys as they are now.

    Raises:
        AssumeError: They cannot be seen.
    """
    from xacct_constructs.client import access_key
    from xacct_constructs.client.errors import AssumeError
    from xacct_constructs.operations.calls import Looks
    from xacct_constructs.operations.rotate import next_step
    from xacct_constructs.operations.status import read_keys
    from xacct_constructs.report.diagnosis import why_words

    looks, name = Looks(), rotation.user_name
    keys = read_keys(looks, rotation.side, name)
    if looks.unseen or looks.missing:
        why = "; ".join([*map(why_words, looks.unseen.values()), *looks.missing])
        raise AssumeError(f"the keys of {name} cannot be seen: {why}", USAGE)
    journal = rotation.record.read()
    kept = access_key.key_of(journal.into) if journal and journal.into else None
    return next_step(name, keys, rotation.noted(keys, kept), kept), keys


def _external_id(arguments: argparse.Namespace, agreement: "Agreement", region: str | None) -> int:
    """Say where the rotation of an external ID stands; nothing is changed."""
    from xacct_constructs.operations.calls import session_of, side_of
    from xacct_constructs.operations.external_id import Stage, accepted_ids, standing
    from xacct_constructs.report.rotation import external_id_text

    if not arguments.what or not arguments.new:
        return refuse("an external ID is rotated by: xacct rotate external-id NAME --new ID")
    session = session_of(trusting(arguments, both=True), region)
    side = side_of(session, agreement.trusting_account, arguments.region, "--trusting-profile")
    role = side.client("iam").get_role(RoleName=agreement.role_name)["Role"]
    accepted = accepted_ids(role["AssumeRolePolicyDocument"])
    if not accepted:
        return refuse(f"{agreement.role_name} lets in without an external ID, or nobody; there is none to rotate")
    found = standing(agreement.role_name, accepted, arguments.new)
    if found.stage is Stage.BOTH:
        show(_tried(arguments, agreement, region) + "\n")
    show(external_id_text(found) + "\n")
    return AS_EXPECTED if found.stage is Stage.DONE else NOT_AS_EXPECTED


def _tried(arguments: argparse.Namespace, agreement: "Agreement", region: str | None) -> str:
    """Assume the role with the new ID where that can be tried; the session is dropped.

    Raises:
        ClientError: it is refused.
    """
    from xacct_constructs.operations.asked import assume_parameters
    from xacct_constructs.operations.calls import session_of, who_is

    if not arguments.trusted_profile:
        return f"{arguments.new} was not tried: pass --trusted-profile to assume the role with it"
    if agreement.safeguards.mfa:
        return f"{arguments.new} was not tried, since it takes MFA: xacct env NAME --external-id {arguments.new}"
    side = who_is(session_of(trusted(arguments, both=True), region), arguments.region)
    asked = {**assume_parameters(agreement, side.arn), "ExternalId": arguments.new}
    side.client("sts", arguments.region).assume_role(**asked)
    return f"{side.arn} assumed the role with {arguments.new}"
