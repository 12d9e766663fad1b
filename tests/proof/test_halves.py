"""One owner's half alone: the trusted half is proven as far as it goes, and what is the other's by design is said."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.proof.world import World, allow, both_halves, bucket, bucket_policy, document, in_memory, write
from xacct_constructs import Agreement, S3Read, Safeguards, TrustedAccount, TrustedRole, TrustedUser
from xacct_constructs.assembly import read_assembly
from xacct_constructs.cli import main
from xacct_constructs.proof import Access, Answer, Fault, Proof, agreed, prove

pytestmark = pytest.mark.usefixtures("wide")

TRUSTING, TRUSTED, THIRD = "111111111111", "222222222222", "333333333333"
READER = f"arn:aws:iam::{TRUSTING}:role/reader"
ALICE, JOB = f"arn:aws:iam::{TRUSTED}:user/alice", f"arn:aws:iam::{TRUSTED}:role/job"


def agreement(*principals: Any, **safeguards: Any) -> Agreement:
    """Somebody may read, alice by default."""
    return Agreement(
        role_name="reader",
        trusting_account=TRUSTING,
        trusted_principals=principals or (TrustedUser(account=TRUSTED, name="alice"),),
        permissions=[S3Read("acme-reports", prefixes=["monthly/"])],
        safeguards=Safeguards(**safeguards),
    )


USER = agreement(external_ids=["acme-4711"])
ROLE = agreement(TrustedRole(account=TRUSTED, name="job"))
BOTH = agreement(TrustedUser(account=TRUSTED, name="alice"), TrustedUser(account=THIRD, name="bob"))
THERE = agreement(TrustedUser(account=TRUSTED, name="alice", existing=True))
Edit = Callable[[World], object]


def proven(folder: Path, given: Agreement, edit: Edit = lambda _: None, **template: Any) -> Proof:
    """What the trusted half alone comes to, when something was done to it."""
    world = {TRUSTED: both_halves([given])[TRUSTED]}
    edit(world)
    return prove(read_assembly(write(folder, world, [given], **template)), today=datetime(2026, 11, 28, tzinfo=UTC))


def user(world: World) -> dict[str, Any]:
    """What is said of alice."""
    found: dict[str, Any] = world[TRUSTED]["AliceResource"]["Properties"]
    return found


def statement(world: World) -> dict[str, Any]:
    """What lets alice assume the role."""
    found: dict[str, Any] = user(world)["Policies"][0]["PolicyDocument"]["Statement"][0]
    return found


def lets_in(world: World, **who: Any) -> None:
    """The trusted role lets in somebody more."""
    trust = world[TRUSTED]["JobResource"]["Properties"]["AssumeRolePolicyDocument"]["Statement"]
    trust.append(allow("sts:AssumeRole", **who))


def deny(world: World) -> None:
    """The user is refused it all the same."""
    denied = document({"Effect": "Deny", "Action": "sts:*", "Resource": "*"})
    user(world)["Policies"].append({"PolicyName": "deny", "PolicyDocument": denied})


def boundary(world: World) -> None:
    """The boundary leaves it out."""
    said = {"ManagedPolicyName": "edge", "PolicyDocument": document(allow("s3:*", Resource="*"))}
    world[TRUSTED]["Edge"] = {"Type": "AWS::IAM::ManagedPolicy", "Properties": said}
    user(world)["PermissionsBoundary"] = {"Ref": "Edge"}


def denied_elsewhere(world: World) -> None:
    """A policy of the templates refuses a user who is made elsewhere."""
    said = {"PolicyName": "deny", "Users": ["alice"], "PolicyDocument": document(_DENY)}
    world[TRUSTED]["Deny"] = {"Type": "AWS::IAM::Policy", "Properties": said}


_DENY = {"Effect": "Deny", "Action": "sts:*", "Resource": "*"}
PROVEN: dict[str, tuple[Agreement, Edit]] = {
    "a user": (USER, lambda _: None),
    "a role": (ROLE, lambda _: None),
    "a user, and somebody of another account": (BOTH, lambda _: None),
    "a user who is made elsewhere": (THERE, lambda _: None),
    "a role that services of its account run as": (
        ROLE,
        lambda w: lets_in(w, Principal={"Service": "ec2.amazonaws.com"}),
    ),
    "a role that its own account may assume": (ROLE, lambda w: lets_in(w, AWS=f"arn:aws:iam::{TRUSTED}:root")),
    "wider than is needed": (USER, lambda w: statement(w).update(Resource="*")),
}


@pytest.mark.parametrize(("given", "edit"), PROVEN.values(), ids=PROVEN)
def test_the_trusted_half_alone_is_proven(given: Agreement, edit: Edit, tmp_path: Path) -> None:
    """Its people get what they need on their side; that the rest is not here is said first."""
    found = proven(tmp_path, given, edit)
    assert (found.answer, found.undecided, found.counterexamples) == (Answer.PROVEN, (), ())
    assert found.halves == (READER,)
    assert found.to_check[0].what == f"{READER} is not here, nor what it is for: account {TRUSTING} has that half."


JOB_THERE = agreement(TrustedRole(account=TRUSTED, name="job", existing=True))


@pytest.mark.parametrize(("given", "accounts"), [(ROLE, [TRUSTING]), (JOB_THERE, [TRUSTING, TRUSTED])])
def test_whom_a_role_that_is_made_elsewhere_lets_in_is_its_accounts_concern(
    given: Agreement, accounts: list[str]
) -> None:
    """With the other half alone, or where the role was there before."""
    world = both_halves([given])
    assert prove(in_memory({each: world[each] for each in accounts}, [given])).answer is Answer.PROVEN


REFUTED: dict[str, tuple[Agreement, Edit, str, Fault]] = {
    "nothing is allowed": (USER, lambda w: user(w).pop("Policies"), ALICE, Fault.TOO_LITTLE),
    "another role": (USER, lambda w: statement(w).update(Resource=f"{READER}s"), ALICE, Fault.TOO_LITTLE),
    "another action": (USER, lambda w: statement(w).update(Action="sts:TagSession"), ALICE, Fault.TOO_LITTLE),
    "a deny": (USER, deny, ALICE, Fault.TOO_LITTLE),
    "a deny of one made elsewhere": (THERE, denied_elsewhere, ALICE, Fault.TOO_LITTLE),
    "a boundary": (USER, boundary, ALICE, Fault.TOO_LITTLE),
    "another path": (USER, lambda w: user(w).update(Path="/people/"), ALICE, Fault.DIFFERENT),
    "a role that lets in a third account": (
        ROLE,
        lambda w: lets_in(w, AWS=f"arn:aws:iam::{THIRD}:root"),
        JOB,
        Fault.TOO_MUCH,
    ),
    "a role that lets in anybody": (ROLE, lambda w: lets_in(w, AWS="*"), JOB, Fault.TOO_MUCH),
    "an expiry that is past": (agreement(expiry=datetime(2026, 1, 1, tzinfo=UTC)), lambda _: None, READER, Fault.OVER),
}


@pytest.mark.parametrize(("given", "edit", "about", "fault"), REFUTED.values(), ids=REFUTED)
def test_what_is_wrong_with_the_trusted_half_is_found(
    given: Agreement, edit: Edit, about: str, fault: Fault, tmp_path: Path
) -> None:
    """Without the other half."""
    found = proven(tmp_path, given, edit)
    assert found.answer is Answer.REFUTED
    assert (about, fault) in [(each.about, each.fault) for each in found.counterexamples]


WHOLE = TrustedAccount(account=TRUSTED)


def depends(world: World) -> None:
    """A parameter says which role."""
    statement(world)["Resource"] = {"Ref": "Role"}


def of_the_other(world: World) -> None:
    """There is a stack of the trusting account, and the role is not in it."""
    world[TRUSTING] = {"Queue": {"Type": "AWS::SQS::Queue"}}


UNDECIDED: dict[str, tuple[Agreement, Edit, str]] = {
    "a parameter": (USER, depends, "AliceResource.Policies[0] depends on ${Stack222222222222.Role}"),
    "a stack of the other account": (USER, of_the_other, "the assembly does not hold this role"),
    "nobody of its people": (USER, lambda w: w[TRUSTED].pop("AliceResource"), "the assembly does not hold this role"),
    "a whole account": (agreement(WHOLE), lambda _: None, "the assembly does not hold this role"),
}


@pytest.mark.parametrize(("given", "edit", "why"), UNDECIDED.values(), ids=UNDECIDED)
def test_what_is_no_half_is_not_taken_for_one(given: Agreement, edit: Edit, why: str, tmp_path: Path) -> None:
    """Where the role should be here, or nothing of the agreement is, nothing is proven."""
    found = proven(tmp_path, given, edit, Parameters={"Role": {"Type": "String"}})
    assert found.answer is Answer.UNDECIDED
    assert why in " ".join(each.reason for each in found.undecided)


def test_a_stack_that_may_be_of_the_other_account_is_no_half(tmp_path: Path) -> None:
    """What deployment settles may be it."""
    folder = write(tmp_path, {TRUSTED: both_halves([USER])[TRUSTED], "x": {}}, [USER])
    manifest = folder / "manifest.json"
    manifest.write_text(manifest.read_text().replace("aws://x/", "aws://unknown-account/"))
    assert prove(read_assembly(folder)).answer is Answer.UNDECIDED


def test_a_row_says_which_statement_and_what_was_not_looked_at(tmp_path: Path) -> None:
    """Entering is of this half, what the role's sessions do of the other."""
    world = {TRUSTED: both_halves([USER])[TRUSTED]}
    assembly = read_assembly(write(tmp_path, world, [USER]))
    rows = agreed(Access(assembly), prove(assembly))
    entering = [each for each in rows if each.entering]
    assert [(each.answer, len(each.by)) for each in entering] == [(Answer.PROVEN, 1)]
    assert "AliceResource" in entering[0].by[0]
    assert {(each.answer, each.by) for each in rows if not each.entering} == {(None, ())}


def test_the_last_line_says_which_half(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of both halves together, and of one beside a whole agreement, too."""
    other = Agreement(
        role_name="other",
        trusting_account=TRUSTED,
        trusted_principals=[TrustedUser(account=THIRD, name="carol")],
        permissions=[S3Read("acme-other", prefixes=["monthly/"])],
    )
    world = both_halves([USER, other])
    write(tmp_path / "half", {TRUSTED: both_halves([USER])[TRUSTED]}, [USER])
    write(tmp_path / "more", {TRUSTED: world[TRUSTED]}, [USER, other])
    write(tmp_path / "rest", {TRUSTING: world[TRUSTING]}, [USER])

    def last(*folders: str) -> str:
        assert main(["prove", *(str(tmp_path / each) for each in folders)]) == 0
        return capsys.readouterr().out.splitlines()[-1].partition(": ")[2]

    assert last("half") == "the trusted half lets its people ask for what is agreed; the other half is not here."
    assert last("more").endswith("what the agreements say, and nothing else; of 1 of 2 the other half is not here.")
    assert (
        last("half", "rest")
        == last("rest", "more")
        == ("the templates let through what the agreements say, and nothing else.")
    )


ITS_BUCKET = ["arn:aws:s3:::acme-third", "arn:aws:s3:::acme-third/*"]
LETS = [
    allow("s3:GetObject", AWS=READER, Resource="arn:aws:s3:::acme-third/monthly/*"),
    allow("s3:GetBucketLocation", AWS=READER, Resource=ITS_BUCKET[0]),
    allow("s3:ListBucket", AWS=READER, Resource=ITS_BUCKET[0], Condition={"StringLike": {"s3:prefix": "monthly/*"}}),
]
REFUSES = {**allow("s3:*", AWS="*", Resource=ITS_BUCKET), "Effect": "Deny"}
REFUSES_OTHERS = {
    **REFUSES,
    "Condition": {
        "StringNotEquals": {"aws:PrincipalAccount": [TRUSTING, THIRD]},
        "Bool": {"aws:PrincipalIsAWSService": "false"},
    },
}
OF_A_THIRD: dict[str, tuple[list[dict[str, Any]] | None, Answer]] = {
    "it is not here": (None, Answer.PROVEN),
    "it lets the role in": (LETS, Answer.PROVEN),
    "it lets in less": (LETS[:2], Answer.REFUTED),
    "it has no policy": ([], Answer.REFUTED),
    "it refuses everybody": ([*LETS, REFUSES], Answer.REFUTED),
    "it refuses other accounts": ([*LETS, REFUSES_OTHERS], Answer.PROVEN),
}


@pytest.mark.parametrize(("statements", "answer"), OF_A_THIRD.values(), ids=OF_A_THIRD)
def test_a_bucket_of_a_third_account_must_let_the_role_in(
    statements: list[dict[str, Any]] | None, answer: Answer, tmp_path: Path
) -> None:
    """The role is not here and is taken to ask; what is here and refuses it does so whatever the role's half says."""
    given = replace(USER, permissions=[S3Read("acme-third", prefixes=["monthly/"], owner=THIRD)])

    def edit(world: World) -> None:
        if statements is not None:
            world[THIRD] = {"Bucket": bucket("acme-third")}
            if statements:
                world[THIRD]["Policy"] = bucket_policy("acme-third", *statements)

    proof = proven(tmp_path, given, edit)
    assert proof.answer is answer, (proof.counterexamples, proof.undecided)
    assert {each.fault for each in proof.counterexamples} == ({Fault.TOO_LITTLE} if answer is Answer.REFUTED else set())
