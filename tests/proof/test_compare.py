"""Two worlds side by side: who gains what, and who loses it, told by a request that one decides otherwise."""

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.proof.test_worlds import (
    KEY,
    OTHER,
    OWN_ADMINISTRATORS,
    PRODUCTION,
    READER_ARN,
    REPORTS,
    STAGING,
    agreed,
    both,
    drop,
    key,
    nothing,
    of_account,
    put,
    widened,
    world_of,
)
from tests.proof.world import World, allow, bucket, bucket_policy, document, in_memory, role, write
from xacct_constructs import RawStatements, S3Read
from xacct_constructs.assembly import read_assembly
from xacct_constructs.proof import Change, Doubt, compare
from xacct_constructs.report.difference import difference_data, difference_page
from xacct_constructs.report.text import page_text

Edit = Callable[[World], None]
OUTSIDER, READER = f"arn:aws:iam::{OTHER}:user/mallory", f"arn:aws:sts::{PRODUCTION}:assumed-role/reader/session"
DEV = f"arn:aws:sts::{PRODUCTION}:assumed-role/dev/session"
ALICE = f"arn:aws:iam::{STAGING}:user/alice"
DECRYPTING = agreed(permissions=[S3Read("acme-reports", kms_key=KEY)])
ONWARD_TOO = agreed(role_name="onward-reader")
ROLES = f"arn:aws:iam::{PRODUCTION}:role"
DENY = {"Effect": "Deny"}
NO_LONGER = "the assembly makes it no longer, and arn:aws:iam::111111111111:role/reader has an agreement about it"


class Row(NamedTuple):
    """Two edits, and who gains, with action and resource."""

    before: Edit
    after: Edit
    gained: tuple[tuple[str, str, str], ...] = ()


def key_says(*statements: dict[str, Any]) -> Edit:
    """The key's policy has these statements beside its administrators'."""
    return put(PRODUCTION, Key=key(OWN_ADMINISTRATORS, *statements))


def bucket_says(*statements: dict[str, Any]) -> Edit:
    """The bucket's policy has these statements."""
    return put(PRODUCTION, Policy=bucket_policy("acme-reports", *statements))


def alice_may(action: str, resource: str) -> Edit:
    """Alice's own policy allows more."""

    def edit(world: World) -> None:
        policies = world[STAGING]["AliceResource"]["Properties"]["Policies"]
        policies.append({"PolicyName": "more", "PolicyDocument": document(allow(action, Resource=resource))})

    return edit


def bound(statement: dict[str, Any]) -> Edit:
    """Alice has a boundary with this statement."""

    def edit(world: World) -> None:
        world[STAGING]["Bound"] = {
            "Type": "AWS::IAM::ManagedPolicy",
            "Properties": {"ManagedPolicyName": "bound", "PolicyDocument": document(statement)},
        }
        world[STAGING]["AliceResource"]["Properties"]["PermissionsBoundary"] = {"Ref": "Bound"}

    return edit


OWN_READS = allow("s3:GetObject", **of_account(PRODUCTION), Resource=f"{REPORTS}/*")
PLAIN: dict[str, Any] = {"Type": "AWS::KMS::Key", "Properties": {}}
KEPT = key(allow("kms:*", AWS=f"arn:aws:iam::{PRODUCTION}:role/keeper", Resource="*"))
OWN = put(PRODUCTION, Own=role("own", of_account(PRODUCTION)))


def dev(*statements: dict[str, Any], **said: Any) -> dict[str, Any]:
    """A role of the account's functions."""
    found = role("dev", {"Principal": {"Service": "lambda.amazonaws.com"}}, *statements)
    return {**found, "Properties": {**found["Properties"], **said}}


A_REPORT = f"{REPORTS}/x"
DEV_ROLE = dev()
IN_BOUNDS = dev(PermissionsBoundary="arn:aws:iam::aws:policy/AWSSupportAccess")
ON_PATH = dev(Path="/further/")
INNER = role("inner", {"AWS": f"{ROLES}/dev"})
TO_ALL = allow("s3:PutObject", AWS="*", Resource=f"{REPORTS}/*")
TO_DEV = {**TO_ALL, "Principal": {"AWS": f"{ROLES}/dev"}}
TO_DEVS = {**TO_ALL, "Condition": {"ArnLike": {"aws:PrincipalArn": f"{ROLES}/de*"}}}
TO_CARL = {**TO_ALL, "Condition": {"ArnEquals": {"aws:PrincipalArn": f"arn:aws:iam::{PRODUCTION}:user/carl"}}}
TO_OWN = {**TO_ALL, "Condition": {"StringEquals": {"aws:PrincipalAccount": PRODUCTION}}}
ON_KEY = allow("kms:Decrypt", **of_account(OTHER), Resource="*")
ROWS = {
    "nothing": Row(nothing, nothing),
    # By a key
    "a key opened to another account": Row(nothing, key_says(ON_KEY), ((OUTSIDER, "kms:Decrypt", KEY),)),
    "a key of both": Row(key_says(ON_KEY), key_says({**ON_KEY, "Sid": "Named"})),
    "a key closed to another account": Row(key_says(ON_KEY), nothing),
    "a key that no longer denies its reader": Row(
        key_says({**allow("kms:*", AWS=READER_ARN, Resource="*"), **DENY}), nothing, ((READER, "kms:Decrypt", KEY),)
    ),
    "a key that leaves its own account's callers to it": Row(
        put(PRODUCTION, Key=PLAIN),
        both(put(PRODUCTION, Key=PLAIN), widened(Action="kms:Encrypt", Resource=KEY)),
        ((READER, "kms:Encrypt", KEY),),
    ),
    "a key that leaves nobody to its account": Row(
        put(PRODUCTION, Key=KEPT), both(put(PRODUCTION, Key=KEPT), widened(Action="kms:Encrypt", Resource=KEY))
    ),
    "a key that begins to leave them to it": Row(
        both(put(PRODUCTION, Key=KEPT), widened(Action="kms:Encrypt", Resource=KEY)),
        both(put(PRODUCTION, Key=PLAIN), widened(Action="kms:Encrypt", Resource=KEY)),
        ((READER, "kms:Encrypt", KEY),),
    ),
    "a key that names its reader": Row(
        nothing, key_says(allow("kms:Encrypt", AWS=READER_ARN, Resource="*")), ((READER, "kms:Encrypt", KEY),)
    ),
    "a key whose policy comes to be known": Row(drop(PRODUCTION, "Key"), nothing),
    "a key that leaves it to its account": Row(put(PRODUCTION, Key=PLAIN), nothing),
    "a key that leaves another account out": Row(
        put(PRODUCTION, Key=PLAIN), both(put(PRODUCTION, Key=PLAIN), alice_may("kms:Decrypt", KEY))
    ),
    # By a bucket
    "a new role that the bucket names already": Row(
        bucket_says(TO_DEV),
        both(bucket_says(TO_DEV), put(PRODUCTION, Dev=DEV_ROLE)),
        ((DEV, "s3:PutObject", A_REPORT),),
    ),
    "a new role that a condition of the bucket's names already": Row(
        bucket_says(TO_DEVS),
        both(bucket_says(TO_DEVS), put(PRODUCTION, Dev=DEV_ROLE)),
        ((DEV, "s3:PutObject", A_REPORT),),
    ),
    "a new user that the bucket names already": Row(
        bucket_says(TO_CARL),
        both(
            bucket_says(TO_CARL), put(PRODUCTION, Carl={"Type": "AWS::IAM::User", "Properties": {"UserName": "carl"}})
        ),
        ((f"arn:aws:iam::{PRODUCTION}:user/carl", "s3:PutObject", A_REPORT),),
    ),
    "a new role that another role lets in already": Row(
        put(PRODUCTION, Inner=INNER),
        put(PRODUCTION, Inner=INNER, Dev=DEV_ROLE),
        ((DEV, "sts:AssumeRole", f"{ROLES}/inner"),),
    ),
    "a new role of a bucket for everybody": Row(
        bucket_says(TO_ALL), both(bucket_says(TO_ALL), put(PRODUCTION, Dev=DEV_ROLE))
    ),
    "a new role of a bucket for all its account": Row(
        bucket_says(TO_OWN), both(bucket_says(TO_OWN), put(PRODUCTION, Dev=DEV_ROLE))
    ),
    "a new role that the bucket names already, and that denies itself": Row(
        bucket_says(TO_DEV),
        both(bucket_says(TO_DEV), put(PRODUCTION, Dev=dev({**allow("s3:*", Resource="*"), **DENY}))),
    ),
    "a new role that the bucket names already, within a boundary": Row(
        bucket_says(TO_DEV), both(bucket_says(TO_DEV), put(PRODUCTION, Dev=IN_BOUNDS))
    ),
    "a new role that the bucket names already, on another path": Row(
        bucket_says(TO_DEV), both(bucket_says(TO_DEV), put(PRODUCTION, Dev=ON_PATH))
    ),
    "a bucket that names its reader": Row(
        nothing,
        bucket_says(allow("s3:PutObject", AWS=READER_ARN, Resource=f"{REPORTS}/*")),
        ((READER, "s3:PutObject", f"{REPORTS}/x"),),
    ),
    "a bucket that names a user of another account": Row(
        nothing,
        bucket_says(allow("s3:PutObject", AWS=ALICE, Resource=f"{REPORTS}/*")),
        ((ALICE, "s3:PutObject", f"{REPORTS}/x"),),
    ),
    "a bucket that no longer denies its reader": Row(
        bucket_says({**allow("s3:GetObject", AWS="*", Resource=f"{REPORTS}/*"), **DENY}),
        nothing,
        ((READER, "s3:GetObject", f"{REPORTS}/x"),),
    ),
    "a bucket that denies something else": Row(
        bucket_says({**allow("s3:GetObject", AWS="*", Resource=f"{REPORTS}/*"), **DENY}),
        bucket_says({**allow("s3:ListBucket", AWS="*", Resource=REPORTS), **DENY}),
        ((READER, "s3:GetObject", f"{REPORTS}/x"),),
    ),
    "a bucket that leaves its own account to it, and no longer denies that": Row(
        bucket_says(OWN_READS, {**allow("s3:GetObject", AWS="*", Resource=f"{REPORTS}/*"), **DENY}),
        bucket_says(OWN_READS),
        ((READER, "s3:GetObject", f"{REPORTS}/x"),),
    ),
    "a bucket that denies more": Row(
        bucket_says({**allow("s3:Get*", AWS="*", Resource=f"{REPORTS}/*"), **DENY}),
        bucket_says({**allow("s3:GetObject", AWS="*", Resource=f"{REPORTS}/*"), **DENY}),
    ),
    # By what a caller may, and what the other side says
    "a caller of the account, on its bucket": Row(
        nothing, widened(Action="s3:PutObject", Resource=f"{REPORTS}/*"), ((READER, "s3:PutObject", f"{REPORTS}/x"),)
    ),
    "a caller of another account, on a bucket that is silent": Row(nothing, alice_may("s3:PutObject", f"{REPORTS}/*")),
    "a caller of another account, on a bucket that allows": Row(
        bucket_says(allow("s3:*", **of_account(STAGING), Resource=f"{REPORTS}/*")),
        both(
            bucket_says(allow("s3:*", **of_account(STAGING), Resource=f"{REPORTS}/*")),
            alice_may("s3:PutObject", f"{REPORTS}/*"),
        ),
        ((ALICE, "s3:PutObject", f"{REPORTS}/x"),),
    ),
    "a caller who may assume what does not admit it": Row(
        OWN, both(OWN, alice_may("sts:AssumeRole", f"arn:aws:iam::{PRODUCTION}:role/own"))
    ),
    "a caller without a role": Row(
        alice_may("s3:PutObject", "arn:aws:s3:::acme-drafts/*"),
        alice_may("s3:*Object", "arn:aws:s3:::acme-drafts/*"),
        ((ALICE, "s3:GetObject", "arn:aws:s3:::acme-drafts/x"),),
    ),
    "a boundary that is widened": Row(
        bound(allow("s3:*", Resource="*")),
        bound(allow("*", Resource="*")),
        ((ALICE, "sts:AssumeRole", READER_ARN),),
    ),
    "what a boundary does not leave": Row(
        bound(allow("s3:*", Resource="*")),
        both(bound(allow("s3:*", Resource="*")), alice_may("dynamodb:GetItem", "*")),
    ),
    # Roles
    "a role for another account": Row(
        nothing,
        put(PRODUCTION, Open=role("open", of_account(OTHER))),
        ((OUTSIDER, "sts:AssumeRole", f"arn:aws:iam::{PRODUCTION}:role/open"),),
    ),
    "a role for its own account": Row(nothing, OWN),
    "a role for the reader": Row(
        nothing,
        put(PRODUCTION, Onward=role("onward", {"AWS": READER_ARN})),
        ((READER, "sts:AssumeRole", f"arn:aws:iam::{PRODUCTION}:role/onward"),),
    ),
    "a role for whoever it is of its own account": Row(
        OWN,
        put(PRODUCTION, Own=role("own", {"AWS": f"arn:aws:iam::{PRODUCTION}:role/dev"})),
        (
            (
                f"arn:aws:sts::{PRODUCTION}:assumed-role/dev/session",
                "sts:AssumeRole",
                f"arn:aws:iam::{PRODUCTION}:role/own",
            ),
        ),
    ),
    "a bucket without a policy": Row(nothing, put(PRODUCTION, More=bucket("acme-more"))),
}


def asked(change: Change) -> tuple[str, str, str]:
    """Who asks for what."""
    return change.request.caller.arn, change.request.action, change.request.resource


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_who_gains(row: Row) -> None:
    """One direction gains what the other loses; nothing is left open, and the same change is told once."""
    worlds = []
    for edit in (row.before, row.after):
        world = world_of(DECRYPTING)
        key_says()(world)
        edit(world)
        worlds.append(in_memory(world, [DECRYPTING]))

    there, back = compare(*worlds), compare(*reversed(worlds))

    assert {each for each in row.gained} <= set(map(asked, there.gained))
    assert bool(there.gained) is bool(row.gained), list(map(asked, there.gained))
    assert (there.gained, there.lost) == (back.lost, back.gained)
    assert [each for each in (*there.undecided, *back.undecided) if NO_LONGER not in str(each)] == []
    assert all(each.decision.is_allowed for each in there.gained)
    assert not any(each.otherwise and each.otherwise.is_allowed for each in there.gained)


@pytest.mark.parametrize("place", ["own", "bucket", "both"])
def test_what_is_not_understood_is_left_open(place: str) -> None:
    """A policy of a caller, or of what it asks for, and the rest is compared."""
    condition = {"StringAlmost": {"aws:username": "a"}}
    world = world_of(DECRYPTING)
    if place != "bucket":
        widened(Action="s3:GetObject", Resource="*", Condition=condition)(world)
    if place != "own":
        bucket_says(allow("s3:GetObject", AWS="*", Resource=f"{REPORTS}/*", Condition=condition))(world)
    alice_may("s3:PutObject", "arn:aws:s3:::acme-drafts/*")(world)

    found = compare(in_memory(world_of(DECRYPTING), [DECRYPTING]), in_memory(world, [DECRYPTING]))

    assert any(each.about == READER_ARN for each in found.undecided) is (place != "bucket")
    assert any(each.about == REPORTS for each in found.undecided) is (place != "own")
    assert (ALICE, "s3:PutObject", "arn:aws:s3:::acme-drafts/x") in map(asked, found.gained)


def test_a_key_of_another_account_that_says_nothing() -> None:
    """Nobody of this account is let in by what another account's key leaves to its own."""
    resources = {"Key": PLAIN}
    before, after = world_of(DECRYPTING), world_of(DECRYPTING)
    for world in (before, after):
        world[OTHER] = dict(resources)
    theirs = f"arn:aws:kms:eu-west-1:{OTHER}:key/${{Stack{OTHER}.Key}}"
    alice_may("kms:Decrypt", theirs)(after)

    found = compare(in_memory(before, [DECRYPTING]), in_memory(after, [DECRYPTING]))

    assert (found.gained, found.undecided) == ((), ())


def test_a_new_role_beside_one_that_moves() -> None:
    """Of several, the one that keeps its name and becomes another resource is told."""
    before, after = world_of(DECRYPTING), world_of(DECRYPTING)
    OWN(before)
    after[PRODUCTION] = {
        "New": role("new", of_account(PRODUCTION)),
        "Moved": role("own", of_account(PRODUCTION)),
        **after[PRODUCTION],
    }

    found = compare(in_memory(before, [DECRYPTING]), in_memory(after, [DECRYPTING]))

    (told,) = difference_data(found)["replacements"]
    assert told.startswith(f"role own of {PRODUCTION} moves from Stack{PRODUCTION} Own to Stack{PRODUCTION} Moved")


MOVED = f"moves from Stack{PRODUCTION} Own to Stack{PRODUCTION} Moved, which makes it anew while the old one still has"
ELSEWHERE = (
    f"changes from arn:aws:iam::{PRODUCTION}:role/own to arn:aws:iam::{PRODUCTION}:role/here/own: a new path means"
)


@pytest.mark.parametrize(
    ("logical_id", "path", "told"),
    [
        pytest.param("Own", "/", None, id="the same"),
        pytest.param("Moved", "/", MOVED, id="another logical ID"),
        pytest.param("Own", "/here/", ELSEWHERE, id="another path"),
        pytest.param("Moved", "/here/", MOVED, id="both"),
    ],
)
def test_a_replacement_is_told(logical_id: str, path: str, told: str | None) -> None:
    """A role that keeps its name and becomes another resource, by its logical ID or its path."""
    before, after = world_of(DECRYPTING), world_of(DECRYPTING)
    OWN(before)
    becoming = role("own", of_account(PRODUCTION))
    becoming["Properties"]["Path"] = path
    after[PRODUCTION] = {**after[PRODUCTION], logical_id: becoming}

    found = compare(in_memory(before, [DECRYPTING]), in_memory(after, [DECRYPTING]))

    shown = difference_data(found)["replacements"]
    assert [each.startswith(f"role own of {PRODUCTION} {told}") for each in shown] == [True] * (told is not None)
    assert all(f"  - {each}\n" in page_text(difference_page(found), width=1000) for each in shown)


@pytest.mark.parametrize(
    ("here", "there", "told"),
    [("eu-west-1", "eu-central-1", True), ("eu-west-1", "eu-west-1", False), ("", "eu-west-1", False)],
)
def test_a_stack_that_moves_to_another_region(here: str, there: str, told: bool) -> None:
    """It is another stack there, and its users and roles have names in the whole account."""
    world = world_of(DECRYPTING)
    found = compare(in_memory(world, [DECRYPTING], here), in_memory(world, [DECRYPTING], there))

    shown = difference_data(found)["replacements"]
    moved = "moves with Stack{0} from eu-west-1 to eu-central-1: another region means another stack"
    names = [f"role reader of {PRODUCTION}", f"user alice of {STAGING}"] if told else []
    accounts = [PRODUCTION, STAGING]
    expected = [f"{name} {moved.format(account)}" for name, account in zip(names, accounts, strict=False)]
    assert [each for each in expected if not any(one.startswith(each) for one in shown)] == []
    assert bool(shown) is told


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ({}, {"stackName": "orders"}, True),
        ({"stackName": "orders"}, {}, True),
        ({"stackName": "orders"}, {"stackName": "orders"}, False),
        ({}, {"stackName": f"Stack{PRODUCTION}"}, False),
    ],
    ids=["another name", "its own name again", "the same name", "the name that it has without"],
)
def test_a_stack_that_is_renamed(before: Any, after: Any, told: bool, tmp_path: Path) -> None:
    """It is another stack under another name, whatever the app calls it."""
    old, new = (
        named(write(tmp_path / when, world_of(DECRYPTING), [DECRYPTING]), said)
        for when, said in (("before", before), ("after", after))
    )
    found = compare(read_assembly(old), read_assembly(new))

    shown = difference_data(found)["replacements"]
    here, there = (said.get("stackName", f"Stack{PRODUCTION}") for said in (before, after))
    moved = f"moves with Stack{PRODUCTION} from {here} to {there}: another name means another stack"
    assert [each.startswith(f"role reader of {PRODUCTION} {moved}") for each in shown] == [True] * told


def named(folder: Path, said: Any) -> Path:
    """The assembly, with what its manifest says of the trusting account's stack."""
    manifest = folder / "manifest.json"
    document = json.loads(manifest.read_text())
    document["artifacts"][f"Stack{PRODUCTION}"]["properties"] |= said
    manifest.write_text(json.dumps(document))
    return folder


@pytest.mark.parametrize(
    ("condition", "why"),
    [
        ({"StringEquals": {"aws:username": "${aws:PrincipalTag/team}"}}, "s3:GetObject on"),
        ({"IpAddress": {"aws:SourceIp": "10.0.0.0/33"}}, "'10.0.0.0/33' is no address"),
    ],
    ids=["no value is found", "a value that is none"],
)
def test_what_no_request_shows_is_left_open(condition: dict[str, Any], why: str) -> None:
    """A condition of which no value is found is no gain, and not nothing; what stands beside it is shown."""
    world = world_of(DECRYPTING)
    bucket_says(
        allow("s3:GetObject", AWS=OUTSIDER, Resource=f"{REPORTS}/*", Condition=condition),
        allow("s3:PutObject", AWS=OUTSIDER, Resource=f"{REPORTS}/*"),
    )(world)

    found = compare(in_memory(world_of(DECRYPTING), [DECRYPTING]), in_memory(world, [DECRYPTING]))

    assert {asked(each)[1] for each in found.gained} == {"s3:PutObject"}
    assert [str(each).startswith(f"{REPORTS}: {why}") for each in found.undecided] == [True]


SOMEBODY = {"AWS": {"Ref": "Partner"}}
PERHAPS_LET_IN: dict[str, tuple[Edit, Edit, tuple[str, ...]]] = {
    "a role": (
        put(PRODUCTION, Own=role("own", SOMEBODY)),
        put(PRODUCTION, Own=role("own", {"AWS": OUTSIDER})),
        (),
    ),
    "a bucket": (
        bucket_says(allow("s3:GetObject", **SOMEBODY, Resource=f"{REPORTS}/*")),
        bucket_says(
            *(
                allow(action, AWS=OUTSIDER, Resource=f"{REPORTS}/*")
                for action in ("s3:DeleteObject", "s3:GetObject", "s3:PutObject")
            )
        ),
        ("s3:DeleteObject", "s3:PutObject"),
    ),
}


@pytest.mark.parametrize(("before", "after", "gained"), PERHAPS_LET_IN.values(), ids=PERHAPS_LET_IN)
def test_who_was_perhaps_let_in_before_gains_perhaps(before: Edit, after: Edit, gained: tuple[str, ...]) -> None:
    """Whom deployment settles may be the one who is named now; what is certainly new is shown beside."""
    worlds = world_of(DECRYPTING), world_of(DECRYPTING)
    for edit, world in zip((before, after), worlds, strict=True):
        edit(world)

    found = compare(*(in_memory(each, [DECRYPTING]) for each in worlds))

    assert tuple(asked(each)[1] for each in found.gained) == gained
    assert any("Partner" in str(each) for each in found.undecided)


CHANGED_AGREEMENTS: dict[str, tuple[Sequence[Any], Sequence[Any], list[tuple[str, str]]]] = {
    "nothing": ([agreed()], [agreed()], []),
    "one comes": ([agreed()], [agreed(), ONWARD_TOO], [(f"{ROLES}/onward-reader", "added")]),
    "one goes": ([agreed(), ONWARD_TOO], [agreed()], [(f"{ROLES}/onward-reader", "removed")]),
    "a field changes": ([agreed()], [DECRYPTING], [(READER_ARN, "permissions")]),
    "a field comes": ([agreed()], [agreed(description="for the books")], [(READER_ARN, "description")]),
    "a field goes": ([agreed(description="for the books")], [agreed()], [(READER_ARN, "description")]),
}


@pytest.mark.parametrize(("old", "new", "told"), CHANGED_AGREEMENTS.values(), ids=CHANGED_AGREEMENTS)
def test_what_becomes_of_agreements(old: Sequence[Any], new: Sequence[Any], told: list[tuple[str, str]]) -> None:
    """Each that comes, goes or says something else, with what of it."""
    found = compare(in_memory(world_of(*old), old), in_memory(world_of(*new), new))
    assert [(each.role_arn, each.what) for each in found.agreements] == told


def test_a_deny_takes_away_no_more_than_it_does_for_certain() -> None:
    """Whom it spares by name may be somebody else as well: what is let in beside it is no gain, and not nothing."""
    lets_in = allow("s3:GetObject", AWS=OUTSIDER, Resource=f"{REPORTS}/*")
    spares = {**DENY, "NotPrincipal": {"AWS": OUTSIDER}, "Action": "s3:GetObject", "Resource": f"{REPORTS}/*"}
    world = world_of(agreed())
    bucket_says(lets_in, spares)(world)

    found = compare(in_memory(world_of(agreed()), [agreed()]), in_memory(world, [agreed()]))

    assert found.gained == ()
    assert [str(each).startswith(f"{REPORTS}: s3:GetObject on") for each in found.undecided] == [True]


@pytest.mark.parametrize(
    ("resource", "beginning"),
    [
        ([f"{REPORTS}/payroll/*", f"{REPORTS}/something-longer/*"], f"{REPORTS}/payroll/"),
        (f"{REPORTS}/payroll/*", f"{REPORTS}/payroll/"),
        (f"{REPORTS}/payroll/one.csv", ""),
        (f"{REPORTS}/*.csv", ""),
        (f"{REPORTS}/pay?oll/*", ""),
    ],
)
def test_how_all_that_is_gained_begins(resource: Any, beginning: str) -> None:
    """Where a single star stands for the rest."""
    world = world_of(agreed())
    widened(Action="s3:PutObject", Resource=resource)(world)

    (change,) = compare(in_memory(world_of(agreed()), [agreed()]), in_memory(world, [agreed()])).gained

    assert change.beginning == beginning


def a_loop(*names: str) -> Edit:
    """Users that deployment unfolds."""
    unfolded: Any = ["Name", list(names), {"${Name}": {"Type": "AWS::IAM::User"}}]
    return put(PRODUCTION, **{"Fn::ForEach::Users": unfolded})


@pytest.mark.parametrize(("now", "told"), [(("anna",), 0), (("anna", "otto"), 1)], ids=["the same", "another"])
def test_what_is_made_from_something_else_may_have_changed(now: tuple[str, ...], told: int) -> None:
    """What deployment unfolds is no change only where it is made from the same."""
    before, after = world_of(agreed()), world_of(agreed())
    a_loop("anna")(before)
    a_loop(*now)(after)

    found = compare(in_memory(before, [agreed()]), in_memory(after, [agreed()]))

    assert [("Fn::ForEach::Users" in str(each)) for each in found.undecided] == [True] * told


@pytest.mark.parametrize(("url", "told"), [("one", 0), ("two", 1)], ids=["in another order", "another"])
def test_the_order_in_which_a_template_says_things_is_no_change(url: str, told: int) -> None:
    """Of a stack that is not here, as of all else."""
    before, after = world_of(agreed()), world_of(agreed())
    said = {"TemplateURL": "https://acme.example/one.json", "NotificationARNs": []}
    other = {"NotificationARNs": [], "TemplateURL": f"https://acme.example/{url}.json"}
    for world, properties in ((before, said), (after, other)):
        put(PRODUCTION, Nested={"Type": "AWS::CloudFormation::Stack", "Properties": properties})(world)

    found = compare(in_memory(before, [agreed()]), in_memory(after, [agreed()]))

    assert ["Nested" in str(each) for each in found.undecided] == [True] * told


def test_who_watches_changes_nothing() -> None:
    """They are told of every user and role, and of every role and resource, both ways."""
    worlds = in_memory(world_of(DECRYPTING), [DECRYPTING]), in_memory(world_of(agreed()), [agreed()])
    watched = list[str]()

    def watch(what: str, things: Sequence[Any]) -> Iterator[Any]:
        for each in things:
            watched.append(what)
            yield each

    assert compare(*worlds, watch=watch) == compare(*worlds)
    identities = sum(len(each.identities) for each in worlds)
    assert watched.count("users and roles") == identities
    assert watched.count("roles and resources") >= identities


MOVED = "it was of account 111111111111 and is of 222222222222"
CHANGES: dict[str, tuple[Edit, Edit, str]] = {
    "the agreed bucket goes": (nothing, drop(PRODUCTION, "Reports"), f"{REPORTS}: {NO_LONGER}"),
    "the agreed bucket has another name": (
        nothing,
        put(PRODUCTION, Reports=bucket("acme-reports-2")),
        f"{REPORTS}: {NO_LONGER}",
    ),
    "the agreed bucket goes, and its policy stays": (
        bucket_says(allow("s3:ListBucket", **of_account(PRODUCTION), Resource=REPORTS)),
        both(
            bucket_says(allow("s3:ListBucket", **of_account(PRODUCTION), Resource=REPORTS)),
            drop(PRODUCTION, "Reports"),
        ),
        f"{REPORTS}: {NO_LONGER}",
    ),
    "the agreed bucket is another account's": (
        nothing,
        both(drop(PRODUCTION, "Reports"), put(STAGING, Reports=bucket("acme-reports"))),
        f"{REPORTS}: {MOVED}",
    ),
    "another bucket goes": (put(PRODUCTION, Other=bucket("acme-other")), nothing, ""),
    "another bucket comes": (nothing, put(PRODUCTION, Other=bucket("acme-other")), ""),
}


@pytest.mark.parametrize(("before", "after", "told"), CHANGES.values(), ids=CHANGES)
def test_what_an_agreement_is_about_and_goes_is_named(before: Edit, after: Edit, told: str) -> None:
    """The role's own policy allows as much as before, of what is not there."""
    worlds = [world_of(agreed()), world_of(agreed())]
    before(worlds[0])
    after(worlds[1])
    found = compare(*(in_memory(each, [agreed()]) for each in worlds))
    assert [str(each).startswith(told) for each in found.undecided] == [True] * bool(told)


def thing(kind: str, name: str, **said: Any) -> dict[str, Any]:
    """Something of a type whose policies are not read, under a name."""
    return {"Type": f"AWS::{kind}", "Properties": {f"{kind.rpartition('::')[2]}Name": name, **said}}


OF_PRODUCTION = f"arn:aws:%s:eu-west-1:{PRODUCTION}:%s"
QUEUE = thing("SQS::Queue", "orders")
SECRET = {"Type": "AWS::SecretsManager::Secret", "Properties": {"Name": "db"}}
OTHERWISE = "whether it is made, or the key that encrypts it, is not said as it was"
STATED: dict[str, tuple[str, str, dict[str, Any], dict[str, Any] | None, str]] = {
    "a queue goes": ("sqs:SendMessage", "orders", QUEUE, None, NO_LONGER),
    "a queue has another name": ("sqs:SendMessage", "orders", QUEUE, thing("SQS::Queue", "others"), NO_LONGER),
    "a queue has a key": (
        "sqs:SendMessage", "orders", QUEUE, thing("SQS::Queue", "orders", KmsMasterKeyId="alias/a"), OTHERWISE,
    ),
    "a queue is perhaps made": ("sqs:SendMessage", "orders", QUEUE, {**QUEUE, "Condition": "Sometimes"}, OTHERWISE),
    "a queue keeps its messages longer": (
        "sqs:SendMessage", "orders", QUEUE, thing("SQS::Queue", "orders", MessageRetentionPeriod=60), "",
    ),
    "another queue goes": ("sqs:SendMessage", "orders", thing("SQS::Queue", "others"), None, ""),
    "a topic of that name goes": ("sqs:SendMessage", "orders", thing("SNS::Topic", "orders"), None, ""),
    "a topic goes": ("sns:Publish", "news", thing("SNS::Topic", "news"), None, NO_LONGER),
    "a function like that goes": ("lambda:Invoke*", "function:j*", thing("Lambda::Function", "job"), None, NO_LONGER),
    "a secret goes": ("secretsmanager:GetSecretValue", "secret:db-??????", SECRET, None, NO_LONGER),
    "a bucket goes": ("s3:GetObject", "", bucket("acme-more"), None, NO_LONGER),
}  # fmt: skip


@pytest.mark.parametrize(("action", "named", "was", "becomes", "told"), STATED.values(), ids=STATED)
def test_what_statements_are_about_and_goes_is_named(
    action: str, named: str, was: dict[str, Any], becomes: dict[str, Any] | None, told: str
) -> None:
    """Though nobody reads its policies: what the role may do there is lost with it, or needs another key."""
    arn = OF_PRODUCTION % (action.partition(":")[0], named) if named else "arn:aws:s3:::acme-more/*"
    agreement = agreed(permissions=[RawStatements([allow(action, Resource=arn)])])
    worlds = [world_of(agreement), world_of(agreement)]
    for world, made in zip(worlds, (was, becomes), strict=True):
        world[PRODUCTION] |= {"Thing": made} if made else {}
    found = compare(*(in_memory(each, [agreement]) for each in worlds))
    assert [told in str(each) for each in found.undecided] == [True] * bool(told)
    assert all(arn.startswith(str(each.about)) for each in found.undecided if isinstance(each, Doubt))


def test_what_goes_with_its_agreement_is_not_named_again() -> None:
    """The agreement is, and what the role had."""
    old, new = world_of(agreed()), world_of(agreed())
    drop(PRODUCTION, "Reports")(new)
    assert compare(in_memory(old, [agreed()]), in_memory(new, [])).undecided == ()
