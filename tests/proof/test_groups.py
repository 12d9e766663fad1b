"""Users who come by a group of theirs: the group's policy, whom it has, and what nobody here knows of either."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.proof.world import World, allow, both_halves, bucket, document, in_memory, write
from xacct_constructs import Agreement, S3Read, Safeguards, TrustedGroup, TrustedUser
from xacct_constructs.assembly import read_assembly
from xacct_constructs.proof import Answer, Fault, Proof, prove

PRODUCTION, STAGING = "111111111111", "222222222222"
READER = f"arn:aws:iam::{PRODUCTION}:role/reader"
AUDITORS = f"arn:aws:iam::{STAGING}:group/auditors"
ALICE, BOB = f"arn:aws:iam::{STAGING}:user/alice", f"arn:aws:iam::{STAGING}:user/audit/bob"


def agreed(*, existing: bool = False, **safeguards: Any) -> Agreement:
    """The auditors may read, who are alice and bob."""
    users = ["alice", "/audit/bob"]
    return Agreement(
        role_name="reader",
        trusting_account=PRODUCTION,
        trusted_principals=[TrustedGroup(account=STAGING, name="auditors", users=users, existing=existing)],
        permissions=[S3Read("acme-reports", prefixes=["monthly/"])],
        safeguards=Safeguards(**safeguards),
    )


NEW, THERE = agreed(), agreed(existing=True)
Edit = Callable[[World], object]


def proven(agreement: Agreement, edit: Edit, *accounts: str) -> Proof:
    """What the two halves come to, or those of some accounts, when something was done to them."""
    world = both_halves([agreement])
    world[PRODUCTION]["Reports"] = bucket("acme-reports")
    edit(world)
    return prove(in_memory({each: world[each] for each in accounts or world}, [agreement]))


def nothing(_: World) -> None:
    """As the library writes it."""


def has(*names: Any) -> Edit:
    """The group has these users."""
    return lambda world: world[STAGING]["AuditorsUsers"]["Properties"].update(Users=list(names))


def put(account: str, **resources: dict[str, Any]) -> Edit:
    """Adds resources to an account's stack."""
    return lambda world: world[account].update(resources)


def policy(*statements: dict[str, Any], kind: str = "Policy", **holders: Any) -> dict[str, Any]:
    """An inline policy of some."""
    return {
        "Type": f"AWS::IAM::{kind}",
        "Properties": {"PolicyName": "more", "PolicyDocument": document(*statements), **holders},
    }


def user(name: str, **said: Any) -> dict[str, Any]:
    """A user that is made here."""
    return {"Type": "AWS::IAM::User", "Properties": {"UserName": name, **said}}


def silent(world: World) -> None:
    """The group may do something else."""
    said = world[STAGING]["AuditorsResource"]["Properties"]["Policies"][0]["PolicyDocument"]["Statement"][0]
    said["Resource"] = READER.replace("reader", "other")


def admits(*arns: str) -> Edit:
    """The role lets in these users."""

    def edit(world: World) -> None:
        (trust,) = world[PRODUCTION]["ReaderResource"]["Properties"]["AssumeRolePolicyDocument"]["Statement"]
        trust["Condition"]["ArnEquals"]["aws:PrincipalArn"] = list(arns)

    return edit


def both(*edits: Edit) -> Edit:
    """One edit after the other."""
    return lambda world: [each(world) for each in edits]


DENY = {"Effect": "Deny", "Action": "sts:*", "Resource": "*"}
MALLORY = f"arn:aws:iam::{STAGING}:user/mallory"
IN_GROUP = user("alice", Groups=[{"Ref": "AuditorsResource"}])
BOB_HERE = user("bob", Path="/audit/")
MANAGED = {"ManagedPolicyName": "assuming", "PolicyDocument": document(allow("sts:AssumeRole", Resource=READER))}


def by_managed_policy(world: World) -> None:
    """What lets them assume stands in a customer managed policy."""
    del world[STAGING]["AuditorsResource"]["Properties"]["Policies"]
    world[STAGING]["AuditorsResource"]["Properties"]["ManagedPolicyArns"] = [{"Ref": "Assuming"}]
    world[STAGING]["Assuming"] = {"Type": "AWS::IAM::ManagedPolicy", "Properties": MANAGED}


class Row(NamedTuple):
    """What was done to the two halves, and what their proof must come to."""

    agreement: Agreement
    edit: Edit
    answer: Answer
    about: str = ""
    fault: Fault | None = None


TOO_LITTLE, TOO_MUCH, DIFFERENT = Fault.TOO_LITTLE, Fault.TOO_MUCH, Fault.DIFFERENT
PROVEN, REFUTED, UNDECIDED = Answer.PROVEN, Answer.REFUTED, Answer.UNDECIDED
WORLDS = {
    # Exactly its users, by the group's policy
    "as it is written": Row(NEW, nothing, PROVEN),
    "by a managed policy": Row(NEW, by_managed_policy, PROVEN),
    "one user is put in by themselves": Row(NEW, both(has("bob"), put(STAGING, Alice=IN_GROUP)), PROVEN),
    "the users are made here too": Row(NEW, put(STAGING, Alice=user("alice"), Bob=BOB_HERE), PROVEN),
    # Whom the group has
    "a user is missing": Row(NEW, has("alice"), REFUTED, AUDITORS, DIFFERENT),
    "nobody is in it": Row(NEW, lambda world: world[STAGING].pop("AuditorsUsers"), REFUTED, AUDITORS, DIFFERENT),
    "they are in another group": Row(
        NEW,
        lambda world: world[STAGING]["AuditorsUsers"]["Properties"].update(GroupName="others"),
        REFUTED,
        AUDITORS,
        DIFFERENT,
    ),
    "a user who is made here is missing": Row(
        NEW, both(has("alice"), put(STAGING, Bob=BOB_HERE)), REFUTED, AUDITORS, DIFFERENT
    ),
    "a user may be missing": Row(NEW, has("alice", "{{resolve:ssm:/bob}}"), UNDECIDED),
    "it has another user, whom the role does not let in": Row(NEW, has("alice", "bob", "mallory"), PROVEN),
    "it has another user, whom the role lets in": Row(
        NEW, both(has("alice", "bob", "mallory"), admits(ALICE, BOB, MALLORY)), REFUTED, READER, TOO_MUCH
    ),
    "another user, who is not in it, is let in": Row(NEW, admits(ALICE, BOB, MALLORY), REFUTED, READER, TOO_MUCH),
    "everybody of a path is let in": Row(
        NEW, admits(ALICE, f"arn:aws:iam::{STAGING}:user/audit/*"), REFUTED, READER, TOO_MUCH
    ),
    "a user of the name on another path is let in": Row(
        NEW, admits(ALICE, BOB.replace("audit/", "")), REFUTED, READER, TOO_MUCH
    ),
    "the role does not let one of them in": Row(NEW, admits(ALICE), REFUTED, READER, TOO_LITTLE),
    # What the group's policy says
    "the group may not assume the role": Row(NEW, silent, REFUTED, AUDITORS, TOO_LITTLE),
    "nor may users who are made here": Row(NEW, both(silent, put(STAGING, Alice=user("alice"))), REFUTED),
    "but they may by policies of their own": Row(
        NEW,
        both(silent, put(STAGING, More=policy(allow("sts:AssumeRole", Resource=READER), Users=["alice", "bob"]))),
        PROVEN,
    ),
    "the group is refused it": Row(NEW, put(STAGING, No=policy(DENY, Groups=["auditors"])), REFUTED),
    "one user is refused it": Row(NEW, put(STAGING, No=policy(DENY, Users=["alice"])), REFUTED),
    "somebody else is refused it": Row(NEW, put(STAGING, No=policy(DENY, Users=["mallory"])), PROVEN),
    "a policy of the group's is not known": Row(
        NEW,
        lambda world: world[STAGING]["AuditorsResource"]["Properties"].update(
            ManagedPolicyArns=[f"arn:aws:iam::{STAGING}:policy/other"]
        ),
        UNDECIDED,
    ),
    "two groups have the name": Row(
        NEW, lambda world: world[STAGING].update(Twin=world[STAGING]["AuditorsResource"]), UNDECIDED
    ),
    # A group that exists already
    "it exists": Row(THERE, nothing, PROVEN),
    "it exists and has a policy that says nothing of it": Row(
        THERE, put(STAGING, More=policy(allow("s3:GetObject", Resource="*"), Groups=["auditors"])), PROVEN
    ),
    "it exists and is refused it": Row(
        THERE, put(STAGING, No=policy(DENY, Groups=["auditors"])), REFUTED, AUDITORS, TOO_LITTLE
    ),
    "it exists and another is refused it": Row(THERE, put(STAGING, No=policy(DENY, Groups=["others"])), PROVEN),
    "it is not in the templates": Row(NEW, lambda world: world[STAGING].clear(), PROVEN),
}


@pytest.mark.parametrize("name", WORLDS)
def test_proof(name: str) -> None:
    """Each world comes to what it must, and the counterexample says where."""
    row = WORLDS[name]
    found = proven(row.agreement, row.edit)
    assert found.answer is row.answer, (found.counterexamples, found.undecided)
    if row.fault:
        first = found.counterexamples[0]
        assert (first.about, first.fault) == (row.about, row.fault)


HALVES: dict[str, Row] = {
    "as it is written": Row(NEW, nothing, PROVEN),
    "the policy alone, of a group that exists": Row(THERE, nothing, PROVEN),
    "a user is missing": Row(NEW, has("alice"), REFUTED, AUDITORS, DIFFERENT),
    "the group may not assume the role": Row(NEW, silent, REFUTED, AUDITORS, TOO_LITTLE),
    "the group is refused it": Row(THERE, put(STAGING, No=policy(DENY, Groups=["auditors"])), REFUTED, AUDITORS),
}


@pytest.mark.parametrize("name", HALVES)
def test_trusted_half_alone(name: str) -> None:
    """What its owner deploys is proven as far as it goes."""
    row = HALVES[name]
    found = proven(row.agreement, row.edit, STAGING)
    assert (found.answer, found.halves) == (row.answer, (READER,)), (found.counterexamples, found.undecided)
    assert [each.about for each in found.counterexamples][:1] == ([row.about] if row.about else [])


@pytest.mark.parametrize(
    ("agreement", "told"), [pytest.param(NEW, [], id="made here"), pytest.param(THERE, [AUDITORS], id="exists")]
)
def test_whom_it_has_is_looked_up_where_it_is_not_made_here(agreement: Agreement, told: list[str]) -> None:
    """With the command that shows it; what the users themselves are refused is looked up in both."""
    found = proven(agreement, nothing).to_check
    assert [each.what.split()[0] for each in found if "has these users" in each.what] == told
    for arn in (ALICE, BOB):
        assert any(each.what == f"{arn} is allowed by its own account to assume {READER}." for each in found)
    for each in (each for each in found if "has these users" in each.what):
        assert f"{ALICE}, {BOB}" in each.what
        assert each.commands == (("aws", "iam", "get-group", "--group-name", "auditors", "--query", "Users[].Arn"),)


def test_a_user_by_themselves_needs_no_group() -> None:
    """The same users, named one by one, are let in by the same trust."""
    one_by_one = Agreement(
        role_name="reader",
        trusting_account=PRODUCTION,
        trusted_principals=[
            TrustedUser(account=STAGING, name="alice", existing=True),
            TrustedUser(account=STAGING, name="bob", path="/audit/", existing=True),
        ],
        permissions=NEW.permissions,
    )
    trust = [both_halves([each])[PRODUCTION]["ReaderResource"]["Properties"] for each in (one_by_one, NEW)]
    assert trust[0] == trust[1]


@pytest.mark.parametrize(("given", "answer"), [("yes", PROVEN), (None, UNDECIDED), ("no", REFUTED)])
def test_users_who_are_put_into_it_on_a_condition(given: str | None, answer: Answer, tmp_path: Path) -> None:
    """Where deployment settles it, they may not be in it."""
    world = both_halves([NEW])
    world[PRODUCTION]["Reports"] = bucket("acme-reports")
    world[STAGING]["AuditorsUsers"]["Condition"] = "Joining"
    parameter = (
        {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/joining"}
        if given is None
        else {"Type": "String", "Default": given}
    )
    joining = {"Fn::Equals": [{"Ref": "Join"}, "yes"]}
    folder = write(tmp_path, world, [NEW], Parameters={"Join": parameter}, Conditions={"Joining": joining})
    found = prove(read_assembly(folder))
    assert found.answer is answer, (found.counterexamples, found.undecided)
