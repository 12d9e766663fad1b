"""What somebody may plausibly type wrong, and what they are told: one line that says what to type instead.

A good error names what was typed, what is wrong with it, and what would be right, with the exit code of wrong usage;
nothing is asked of AWS, and nothing is done.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.client.conftest import agreement, document
from tests.proof.world import both_halves, write
from xacct_constructs.cli import main
from xacct_constructs.local import story

READER = agreement("reports-reader")
ROLE = f"arn:aws:iam::{story.TRUSTING_ACCOUNT}:role/reports-reader"
OBJECT = f"s3://{story.BUCKET}/monthly/a"


class Mistake(NamedTuple):
    """What is typed, and what the one line must say."""

    typed: str
    says: str
    code: int = 2


_EXPLAIN = f"explain --caller {ROLE} --action"
MISTAKES: Mapping[str, Mistake] = {
    # which command
    "a command of another tool": Mistake(
        "login reports-reader", "no command 'login', perhaps console; see: xacct --help"
    ),
    "a command misspelt": Mistake("explian", "no command 'explian', perhaps explain"),
    "a command's other name": Mistake("ls", "no command 'ls', perhaps list"),
    "a noun": Mistake("proof", "no command 'proof', perhaps prove"),
    "the assume of other tools": Mistake("assume reports-reader", "perhaps env"),
    "no command at all": Mistake("xyzzy", "no command 'xyzzy'; see: xacct --help"),
    "the synth of the CDK, in full": Mistake("synthesize access.yaml", "no command 'synthesize', perhaps synth"),
    "an access file that is not there": Mistake("synth acess.yaml", "XA620 acess.yaml cannot be read: "),
    "a comma too many between accounts": Mistake(
        "synth access.yaml --accounts a,,b", "must be names with commas between"
    ),
    "synth of no file": Mistake("synth", "the following arguments are required: file"),
    "the command in capitals": Mistake("PROVE", "no command 'PROVE', perhaps prove"),
    "an option before the command": Mistake(
        "--profile staging env reports-reader", "--profile stands before the command"
    ),
    "help on no command": Mistake("help prvoe", "no command 'prvoe', perhaps prove"),
    "a role in place of the command": Mistake("reports-reader", "no command 'reports-reader'"),
    # which option
    "an option misspelt": Mistake("env reports-reader --profil x", "no option --profil, perhaps --profile"),
    "an option cut short": Mistake("revoke reports-reader --trusting x", "perhaps --trusting-profile"),
    "an option of the AWS CLI": Mistake("status --output json", "no option --output"),
    "no process at all": Mistake("prove --jobs 0", "must be a whole number above 0, got '0'"),
    "an option with one dash": Mistake("prove -json", "no option -json, perhaps --json"),
    "an option of another command": Mistake("list --offline", "no option --offline"),
    "an underscore": Mistake("env reports-reader --external_id x", "perhaps --external-id"),
    "an option without its value": Mistake("env reports-reader --profile", "argument --profile: expected one argument"),
    "two forms at once": Mistake("list --names --json", "--json: not allowed with argument --names"),
    "kept and ended at once": Mistake("demo --keep --stop", "--stop: not allowed with argument --keep"),
    "a shell that is none": Mistake("env reports-reader --shell tcsh", "invalid choice: 'tcsh' (choose from"),
    "a shell without completion": Mistake("completion tcsh", "invalid choice: 'tcsh' (choose from"),
    "what diff is to stop on": Mistake("diff a b --fail-on gain", "invalid choice: 'gain' (choose from"),
    # which agreement
    "no name": Mistake("revoke", "required: NAME; xacct list shows the names"),
    "no name for a session": Mistake(
        "env", "give the role's name in the agreements (xacct list shows them), or --role-arn"
    ),
    "a name misspelt": Mistake("env report-reader", "it has: reports-reader"),
    "a name that is not there": Mistake("doctor payroll", "payroll is not in"),
    "a name too many": Mistake("revoke reports-reader payroll", "payroll is too much"),
    "a name and an ARN": Mistake(f"env reports-reader --role-arn {ROLE}", "or --role-arn, not both"),
    "an ARN of another kind": Mistake("env --role-arn arn:aws:iam::1:user/a", "must be a role's ARN such as"),
    "a name for an ARN": Mistake("env --role-arn reports-reader", "must be a role's ARN such as"),
    "a document that is not there": Mistake("list --agreements nowhere", "no agreements at nowhere; pass --agreements"),
    "a document of another kind": Mistake("list --agreements notes.txt", "notes.txt cannot be read"),
    # whose credentials
    "the other side's profile": Mistake("revoke reports-reader --trusted-profile x", "by --trusting-profile"),
    "the owner's profile for a session": Mistake(
        "env reports-reader --trusting-profile x", "name its profile by --profile"
    ),
    "two who assume": Mistake(
        "env reports-reader --trusted-profile x --trusted-profile y", "give --trusted-profile once"
    ),
    "an empty profile": Mistake("env reports-reader --profile=", "--profile is empty; leave it out"),
    "a profile that is not there": Mistake("env reports-reader --profile prod", "there is no profile prod"),
    "a profile that is its own source": Mistake("config reports-reader --profile-name x --profile x", "its own source"),
    # which value
    "a duration in words": Mistake(
        "env reports-reader --duration 1hour", "whole seconds, or such as 1h, 90m or 1h30m, got"
    ),
    "a duration too long": Mistake("env reports-reader --duration 24h", "must be 900 to 43200 seconds, got 86400"),
    "a duration too short": Mistake("env reports-reader --duration 5m", "must be 900 to 43200 seconds, got 300"),
    "a wait without end": Mistake("env reports-reader --wait forever", "must be seconds, or such as 90s, 5m or 1h"),
    "a time-out of nothing": Mistake("status --timeout 0", "seconds above 0, or such as 90s"),
    "an age in months": Mistake("status --max-key-age 3months", "must be a number of days such as 90"),
    "a region that is none": Mistake(
        "env reports-reader --region ireland", "must be one such as eu-west-1, got 'ireland'"
    ),
    "a session name with a blank": Mistake(
        "env reports-reader --session-name a/b", "the role session name must be 2 to 64"
    ),
    "a tag without a value": Mistake("env reports-reader --session-tag team", "must be KEY=VALUE, got 'team'"),
    "a policy that is no file": Mistake(
        "env reports-reader --session-policy {}", "must name a JSON file with a policy"
    ),
    "an MFA code of letters": Mistake("env reports-reader --mfa-token abc", "an MFA code is six digits", 3),
    # exec
    "a command without dashes": Mistake("exec reports-reader ls", "ls is too much; a command goes behind --", 125),
    "nothing behind the dashes": Mistake("exec reports-reader --", "nothing stands behind --", 125),
    "a command alone": Mistake("exec -- ls", "give the role's name in the agreements", 125),
    "an option for the command": Mistake("exec reports-reader aws --output json", "no option --output", 125),
    # explain
    "no caller": Mistake("explain --action s3:GetObject --resource *", "required: --caller"),
    "a caller's name": Mistake(
        "explain --caller alice --action GetObject --resource *", "perhaps arn:aws:iam::222222222222"
    ),
    "a group as the caller": Mistake(
        "explain --caller arn:aws:iam::1:group/g --action GetObject --resource *", "--caller must be the ARN of a user"
    ),
    "an action misspelt": Mistake(f"{_EXPLAIN} s3:GetObjects --resource {OBJECT}", "is s3:GetObject meant?"),
    "an action of another service": Mistake(f"{_EXPLAIN} sqs:SendMesage --resource *", "is sqs:SendMessage meant?"),
    "a service misspelt": Mistake(f"{_EXPLAIN} dynamo:GetItem --resource *", "is dynamodb:GetItem meant?"),
    "a call as an action": Mistake(f"{_EXPLAIN} s3:HeadObject --resource {OBJECT}", "is s3:GetObject meant?"),
    "a call misspelt": Mistake(f"{_EXPLAIN} HeadObjct --resource {OBJECT}", "perhaps HeadObject"),
    "a call of several services": Mistake(f"{_EXPLAIN} TagResource --resource {OBJECT}", "pass s3:TagResource or"),
    "no resource": Mistake(f"{_EXPLAIN} GetObject", "--resource is missing: what is asked for"),
    "a bucket's name": Mistake(f"{_EXPLAIN} GetObject --resource acme-reports", "a URL such as s3://BUCKET/KEY, or *"),
    "a web address": Mistake(
        f"{_EXPLAIN} GetObject --resource https://a.s3.amazonaws.com/b", "a URL such as s3://BUCKET"
    ),
    "a listing of an object": Mistake(
        f"{_EXPLAIN} s3:ListBucket --resource arn:aws:s3:::acme-reports/monthly/",
        "is asked on arn:aws:s3:::acme-reports with --context s3:prefix=monthly/",
    ),
    "a read of a bucket": Mistake(f"{_EXPLAIN} GetObject --resource arn:aws:s3:::acme-reports", "acme-reports/EXAMPLE"),
    "a key without a value": Mistake(
        f"{_EXPLAIN} GetObject --resource {OBJECT} --context mfa", "such as aws:MultiFactor"
    ),
    "an unknown caller": Mistake(
        f"explain --caller arn:aws:iam::222222222222:user/bob --action AssumeRole --resource {ROLE}",
        "pass --own-side-allows, which takes the caller's own account",
    ),
    "an unknown bucket": Mistake(f"{_EXPLAIN} GetObject --resource s3://else/where", "pass --resource-account ID"),
    # where
    "a folder that is no assembly": Mistake(f"explain --assembly src --caller {ROLE} --action GetObject", "src"),
    "nothing synthesized": Mistake("diff nowhere cdk.out", "nowhere"),
    "an organization without --offline": Mistake("doctor reports-reader --organization x", "goes with --offline"),
    "a template without --offline": Mistake(
        "doctor reports-reader --template a.yaml --account 1", "--template goes with --offline"
    ),
    "two regions of an account that is asked": Mistake(
        "doctor reports-reader --region eu-west-1 --region eu-west-2", "--region stands once"
    ),
    "rotate without the new ID": Mistake("rotate external-id reports-reader", "xacct rotate external-id NAME --new ID"),
    "console where it cannot work": Mistake("console --switch-role audit", "audit is not in"),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an assembly, the agreements, and something else."""
    made = tmp_path_factory.mktemp("mistakes")
    write(made / "cdk.out", both_halves([READER]), [READER])
    document(made, READER)
    (made / "notes.txt").write_text("todo\n")
    (made / "src").mkdir()
    return made


@pytest.fixture
def here(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Somebody is in it who is not signed in."""
    monkeypatch.chdir(folder)
    monkeypatch.setenv("HOME", str(tmp_path))
    return folder


def test_there_are_enough() -> None:
    """As many as were asked for, and some."""
    assert len(MISTAKES) >= 50


@pytest.mark.parametrize("name", MISTAKES)
def test_the_error_says_what_to_type(name: str, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In one line on standard error; nothing else is printed, and nothing is written."""
    mistake, before = MISTAKES[name], sorted(here.rglob("*"))
    try:
        code = main(mistake.typed.split())
    except SystemExit as ended:
        code = int(str(ended.code))
    out, err = capsys.readouterr()

    assert (code, out) == (mistake.code, ""), err
    assert re.fullmatch(r"xacct: [^\n]+\n", err), err
    assert mistake.says in err
    assert "fault of xacct" not in err
    assert sorted(here.rglob("*")) == before
