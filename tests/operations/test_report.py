"""What revoke and rotate print: a sentence for each thing that they may find, or do."""

import pytest

from xacct_constructs import Agreement, S3Read, TrustedUser
from xacct_constructs.operations.external_id import Stage, Standing
from xacct_constructs.operations.revocation import SESSIONS_POLICY, SID
from xacct_constructs.operations.revoke import Revocation
from xacct_constructs.operations.rotate import Next, RotationStep
from xacct_constructs.report.revocation import plan_text
from xacct_constructs.report.rotation import done_text, external_id_text, step_text

AGREEMENT = Agreement(
    role_name="reports-reader",
    trusting_account="111111111111",
    trusted_principals=[TrustedUser(account="222222222222", name="alice")],
    permissions=[S3Read("acme-reports", prefixes=["monthly/"])],
)
NOTHING, ALL = Revocation(False, None), Revocation(True, "2026-10-01T00:00:00Z")
EDITED = Revocation(False, None, (SID, SESSIONS_POLICY))
ADD, PUT = f"add the deny {SID} to", f"put the inline policy {SESSIONS_POLICY} into"
TAKE, DELETE = f"take the statement {SID} out of", f"delete the inline policy {SESSIONS_POLICY} of"
AWAY = (f"take away the statement {SID} of", f"take away the inline policy {SESSIONS_POLICY} of")


@pytest.mark.parametrize(
    ("standing", "undo", "begins"),
    [
        pytest.param(NOTHING, False, (ADD, PUT), id="revoke"),
        pytest.param(ALL, False, (PUT,), id="revoke again"),
        pytest.param(EDITED, False, (ADD, PUT, *AWAY), id="revoke what somebody edited"),
        pytest.param(NOTHING, True, (), id="undo nothing"),
        pytest.param(ALL, True, (TAKE, DELETE), id="undo"),
        pytest.param(EDITED, True, AWAY, id="undo what somebody edited"),
    ],
)
def test_the_plan_says_each_change(standing: Revocation, undo: bool, begins: tuple[str, ...]) -> None:
    """Each change in a line of its own, and no other; there is one to undo only where something of ours stands."""
    first, *lines = plan_text(AGREEMENT, standing, undo=undo).splitlines()

    assert first == "This will:"
    assert [line.startswith(f"  - {begin} ") for line, begin in zip(lines, begins, strict=True)] == [True] * len(begins)
    assert all("role reports-reader of 111111111111" in line for line in lines)
    if undo:
        assert standing.stands is bool(begins)


@pytest.mark.parametrize("step", RotationStep)
def test_each_step_is_said_with_its_key(step: RotationStep) -> None:
    """What waits names the key that it waits for; what is taken, the key that it has changed."""
    following = Next(step, "alice", "AKIAOLD", "AKIANEW")

    assert "alice" in step_text(following)
    assert step in (RotationStep.MAKE, RotationStep.NOTHING) or str(following.key_id) in step_text(following)
    done = "nothing changed" if step.waits or step is RotationStep.NOTHING else "AKIAOLD "
    assert done_text(following, None if done == "nothing changed" else "AKIAOLD").startswith(done)


@pytest.mark.parametrize(
    ("stage", "old", "line"),
    [
        pytest.param(Stage.NOT_ACCEPTED, ("old",), '  Safeguards(external_ids=["old", "new"])', id="first deploy"),
        pytest.param(Stage.BOTH, ("old",), '  Safeguards(external_ids=["new"])', id="second deploy"),
        pytest.param(Stage.DONE, (), "reports-reader accepts new alone: done", id="done"),
    ],
)
def test_an_external_id_ends_with_the_line_to_deploy(stage: Stage, old: tuple[str, ...], line: str) -> None:
    """The old ones stay until the second deploy; nothing is to be deployed when the new one is accepted alone."""
    assert external_id_text(Standing("reports-reader", old, "new", stage)).splitlines()[-1] == line
