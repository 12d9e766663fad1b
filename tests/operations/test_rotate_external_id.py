"""Rotating an external ID: what comes next from what the role accepts now, and the whole way on the local AWS."""

import json
from pathlib import Path

import pytest

from tests.operations.made import Made, make, with_safeguards
from tests.operations.profiles import PRODUCTION, Profiles
from xacct_constructs import Safeguards
from xacct_constructs.agreement.serialize import to_json
from xacct_constructs.cli import main
from xacct_constructs.local import story
from xacct_constructs.local.accounts import Accounts
from xacct_constructs.names import AGREEMENTS_FILE
from xacct_constructs.operations.external_id import Stage, accepted_ids, standing
from xacct_constructs.report.rotation import external_id_text

OLD, NEW = "acme-old-1", "acme-new-2"

STAGES = {
    "the old alone": ([OLD], Stage.NOT_ACCEPTED, f'external_ids=["{OLD}", "{NEW}"]'),
    "both": ([OLD, NEW], Stage.BOTH, f'external_ids=["{NEW}"]'),
    "both, the other way round": ([NEW, OLD], Stage.BOTH, f'external_ids=["{NEW}"]'),
    "the new alone": ([NEW], Stage.DONE, "done"),
}


@pytest.mark.parametrize("row", STAGES)
def test_what_comes_next(row: str) -> None:
    """From the accepted IDs alone, so that a run that was stopped goes on."""
    accepted, stage, text = STAGES[row]
    found = standing("reports", accepted, NEW)
    assert found.stage is stage
    assert text in external_id_text(found)


def test_a_statement_without_an_external_id_is_a_way_round_all_others() -> None:
    """Only statements that let somebody assume count."""
    asked = {"Effect": "Allow", "Action": "sts:AssumeRole", "Condition": {"StringEquals": {"sts:ExternalId": OLD}}}
    tagged = {"Effect": "Allow", "Action": "sts:TagSession"}
    denied = {"Effect": "Deny", "Action": "sts:AssumeRole"}
    assert accepted_ids({"Statement": [asked, tagged, denied]}) == (OLD,)
    for action in ("sts:AssumeRole", "sts:Assume*", "STS:A?sumeRole", ["s3:*", "sts:*"], "*"):
        assert accepted_ids({"Statement": [asked, {"Effect": "Allow", "Action": action}]}) is None


@pytest.fixture
def made(local_aws: Accounts, profiles: Profiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Made:
    """An agreement with an external ID, its document, and a profile of its user."""
    found = make(local_aws, Safeguards(external_ids=[OLD]))
    document = {"version": 1, "agreements": [to_json(found.agreement)], "regions": {}}
    (tmp_path / AGREEMENTS_FILE).write_text(json.dumps(document))
    profiles.add(found.user, story.make_access_key(local_aws.clients, story.TRUSTED_ACCOUNT, found.user))
    monkeypatch.setenv("AWS_CONFIG_FILE", str(profiles.file))
    monkeypatch.setenv("XACCT_AGREEMENTS", str(tmp_path))
    return found


def test_each_state_is_seen_in_the_role_and_nothing_is_edited(made: Made, capsys: pytest.CaptureFixture[str]) -> None:
    """Old, both, new: a run at any of them, twice, says the same and leaves the trust policy to its template."""
    command = ["rotate", "external-id", made.role, "--new", NEW, "--trusting-profile", PRODUCTION]
    tried = [*command, "--trusted-profile", made.user]
    steps = (
        ([OLD], 1, "waiting for deploy"),
        ([OLD, NEW], 1, f"assumed the role with {NEW}"),
        ([NEW], 0, f"{made.role} accepts {NEW} alone: done"),
    )
    for ids, code, text in steps:
        made.trust_as(with_safeguards(made.agreement, external_ids=ids))
        before = made.iam.get_role(RoleName=made.role)["Role"]["AssumeRolePolicyDocument"]
        assert [main(tried), main(tried)] == [code, code]
        assert capsys.readouterr().out.count(text) == 2
        assert made.iam.get_role(RoleName=made.role)["Role"]["AssumeRolePolicyDocument"] == before
    made.trust_as(with_safeguards(made.agreement, external_ids=[OLD, NEW]))
    assert main(command) == 1
    assert f"{NEW} was not tried" in capsys.readouterr().out


def test_a_new_id_that_does_not_work_is_said(made: Made, capsys: pytest.CaptureFixture[str]) -> None:
    """Accepted by the trust policy, refused all the same: the user's own side does not let it."""
    made.trust_as(with_safeguards(made.agreement, external_ids=[OLD, NEW]))
    made.users.delete_user_policy(UserName=made.user, PolicyName="assume-roles")
    profiles = ["--trusting-profile", PRODUCTION, "--trusted-profile", made.user]
    assert main(["rotate", "external-id", made.role, "--new", NEW, *profiles]) == 1
    assert "AccessDenied" in capsys.readouterr().err


def test_half_a_command_or_a_role_without_one_is_refused(made: Made, capsys: pytest.CaptureFixture[str]) -> None:
    """No new ID, no word for what is rotated, no external ID in the trust policy."""
    assert main(["rotate", "external-id", made.role]) == 2
    assert main(["rotate", made.role, "--new", NEW]) == 2
    made.trust_as(with_safeguards(made.agreement, external_ids=[]))
    assert main(["rotate", "external-id", made.role, "--new", NEW, "--trusting-profile", PRODUCTION]) == 2
    assert "there is none to rotate" in capsys.readouterr().err
