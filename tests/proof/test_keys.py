"""What an agreement's answer follows from: no world in which it is another one has the same fingerprint."""

from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.proof import test_worlds
from tests.proof.others import Others
from tests.proof.test_worlds import (
    DECRYPTING,
    FINANCE,
    FINANCES_BUCKET,
    OTHER,
    PRODUCTION,
    STAGING,
    agreed,
    both,
    of_account,
    put,
    world_of,
)
from tests.proof.world import access_point, allow, both_halves, bucket, bucket_policy, document, in_memory, role
from xacct_constructs import Agreement, RawStatements, S3Read, Safeguards, TrustedGroup, TrustedOrganization
from xacct_constructs.assembly import Assembly
from xacct_constructs.proof import Access, Parts, Proof, in_turn, prove
from xacct_constructs.proof import agreed as rows_of
from xacct_constructs.proof.keys import AnswerKeys


class Watching:
    """Does parts in turn, and keeps what is said of each under its fingerprint."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.said: dict[str, Any] = {}
        self.met_again = 0

    def __call__(self, parts: Parts) -> Iterator[Any]:
        """What the parts come to; the steps do not count, since they depend on what is remembered."""
        for number, said in enumerate(in_turn(parts)):
            if key := parts.key(number):
                named, told = f"{parts.what} {key}", said[0] if parts.what == "proving" else said
                self.met_again += named in self.said
                assert self.said.setdefault(named, told) == told, "one fingerprint, two answers"
            yield said


def worlds() -> Iterator[tuple[Assembly, list[Agreement]]]:
    """Every world of the proof's tables, and each again with what is added in accounts that nobody names."""
    for row in test_worlds.ROWS.values():
        before, world = world_of(*row.agreements), world_of(*row.agreements)
        row.add(world)
        if not row.template:
            yield in_memory(world, row.agreements), list(row.agreements)
        for account, resources in world.items():
            added = {name: each for name, each in resources.items() if each != before.get(account, {}).get(name)}
            elsewhere = {**before, ELSEWHERE: added} if added and not row.template else {}
            if elsewhere:
                yield in_memory(elsewhere, row.agreements), list(row.agreements)


def test_one_fingerprint_has_one_answer() -> None:
    """Over hundreds of worlds, many of which leave an agreement as it is: proven, and told by the same statements."""
    watching = Watching()
    for assembly, agreements in worlds():
        proof = prove(assembly, agreements, spread=watching)
        rows_of(Access(assembly), proof, watching)
    assert watching.met_again > 40
    assert len(watching.said) > 150


def key_of(edit: Any, agreement: Agreement, **said: Any) -> str:
    """The fingerprint of an agreement in a world."""
    world = world_of(agreement)
    edit(world)
    return AnswerKeys(Access(in_memory(world, [agreement])), [agreement], **said).of(0)


ELSEWHERE = "555555555555"
TABLE = f"arn:aws:dynamodb:eu-west-1:{FINANCE}:table/books"
FINANCES_TABLE = agreed(permissions=[RawStatements([allow("dynamodb:GetItem", Resource=TABLE)])])
VENDOR = role("vendor", of_account(OTHER))
EDITS = {
    "a role of the trusting account": (put(PRODUCTION, Vendor=VENDOR), agreed(), False),
    "a user of the trusted account": (
        put(STAGING, Bob={"Type": "AWS::IAM::User", "Properties": {"UserName": "bob"}}), agreed(), False
    ),
    "a role of any other account": (put(FINANCE, Vendor=VENDOR), agreed(), None),
    "the agreed bucket, made by another account": (put(FINANCE, Reports=bucket("acme-reports")), agreed(), False),
    "a bucket that is not agreed on": (put(FINANCE, Books=bucket("acme-books")), agreed(), None),
    "a role of the owner's account": (put(FINANCE, Vendor=VENDOR), FINANCES_BUCKET, False),
    "a role of the account of what a statement names": (put(FINANCE, Vendor=VENDOR), FINANCES_TABLE, False),
    "the owner's bucket": (put(FINANCE, Books=bucket("acme-books")), FINANCES_BUCKET, False),
    "a policy of the owner's bucket": (
        put(FINANCE, Policy=bucket_policy("acme-books", allow("s3:GetObject", AWS="*", Resource="*"))),
        FINANCES_BUCKET,
        False,
    ),
    "an access point of another account": (put(FINANCE, Point=access_point("door", "acme-books")), agreed(), False),
    "an endpoint of another account": (
        put(FINANCE, Endpoint={
            "Type": "AWS::EC2::VPCEndpoint",
            "Properties": {"ServiceName": "com.amazonaws.eu-west-1.s3", "PolicyDocument": document(allow("*"))},
        }),
        agreed(), False,
    ),
    "an organization policy": (
        put(FINANCE, Policy={
            "Type": "AWS::Organizations::Policy",
            "Properties": {"Name": "no", "Type": "SERVICE_CONTROL_POLICY", "Content": document(allow("*"))},
        }),
        agreed(), False,
    ),
    "where an access point stands, whatever": (
        both(put(FINANCE, Point=access_point("door", "acme-books")), put(OTHER, Vendor=VENDOR)), agreed(), False
    ),
}  # fmt: skip


@pytest.mark.parametrize(("edit", "agreement", "is_apart"), EDITS.values(), ids=EDITS)
def test_the_fingerprint_changes_with_what_may_matter(edit: Any, agreement: Agreement, is_apart: bool | None) -> None:
    """And with nothing that stands in an account that the agreement does not name, but for its being there."""
    before = put(FINANCE, Staff=role("staff", of_account(FINANCE)))
    assert (key_of(both(before, edit), agreement) == key_of(before, agreement)) is (is_apart is None)


def test_the_fingerprint_changes_with_the_agreement_and_the_day_it_ends() -> None:
    """An expiry that is past is another answer; a day on which none is past is not."""
    end = datetime(2026, 6, 1, tzinfo=UTC)
    ending = agreed(safeguards=Safeguards(expiry=end))
    days = [end - timedelta(days=2), end - timedelta(days=1), end + timedelta(days=1)]
    first, second, past = (key_of(put(PRODUCTION), ending, today=day) for day in days)
    assert first == second != past
    assert key_of(put(PRODUCTION), ending, today=end) == past
    assert len({first, key_of(put(PRODUCTION), agreed()), key_of(put(PRODUCTION), DECRYPTING)}) == 3


FIELDS = {
    "in an account": {"identities", "resources", "groups", "saying_who"},
    "everywhere": {"accounts", "aliases", "unknowns"},
    "across accounts": {"organization", "endpoints"},
    "of no agreement's answer": {
        *("agreements", "known_access", "known_accounts"),  # given, or judged by the rules alone
        *(
            "unread",
            "others",
            "made",
            "made_from",
            "regions",
            "stack_names",
            "written",
            "constructs",
            "parameters",
            "unlisted",
            "beside",
        ),  # told beside, each time
    },
}


def test_each_field_of_an_assembly_has_its_place_in_the_fingerprint() -> None:
    """A new one is to be put where `Keys` takes it from: what an answer follows from and a key has not, is a lie."""
    named = [name for names in FIELDS.values() for name in names]
    assert sorted(named) == sorted(each.name for each in fields(Assembly))


def test_the_fingerprint_changes_with_the_users_of_a_group() -> None:
    """Who is agreed on and not in it any more is a counterexample."""
    group = TrustedGroup(account=STAGING, name="staff", users=["alice"])
    agreement = agreed(trusted_principals=[group])
    world = both_halves([agreement])
    assembly = in_memory(world, [agreement])
    emptied = replace(assembly, groups=tuple(each._replace(users={}) for each in assembly.groups))
    before, after = (AnswerKeys(Access(each), [agreement]).of(0) for each in (assembly, emptied))
    assert assembly.groups
    assert prove(assembly).answer is not prove(emptied).answer
    assert before != after


def test_the_fingerprint_changes_with_the_accounts_of_other_agreements() -> None:
    """What is in them bears on every answer, from now on."""
    reports = S3Read("acme-reports", owner=PRODUCTION)
    other = agreed(role_name="other", trusting_account=FINANCE, permissions=[reports])
    access = Access(in_memory(world_of(agreed()), [agreed()]))
    before, after = (AnswerKeys(access, each).of(0) for each in ([agreed()], [agreed(), other]))
    assert before != after


def test_of_whoever_is_of_no_account_everything_that_is_read_counts() -> None:
    """A role of any account may be of the organization; the same files have the same fingerprint all the same."""
    anybody = agreed(trusted_principals=[TrustedOrganization(organization_id="o-abcdefghij")])
    worlds_ = [world_of(anybody) for _ in range(3)]
    for each in worlds_:
        put(ELSEWHERE, Staff=role("staff", of_account(ELSEWHERE)))(each)
    put(ELSEWHERE, Vendor=VENDOR)(worlds_[2])
    keys = [AnswerKeys(Access(in_memory(each, [anybody])), [anybody]) for each in worlds_]
    first, again, other = (each.of(0) for each in keys)
    assert first == again != other


def test_what_is_none_of_the_agreements_has_no_fingerprint() -> None:
    """Roles and resources that no agreement speaks of are proven each time."""
    assembly = in_memory(world_of(agreed()), [agreed()])
    assert AnswerKeys(Access(assembly), [agreed()]).of(1) == ""


def test_a_proof_is_the_same_by_what_others_say() -> None:
    """Of parts that come to nothing, nothing is worked out here; all others are."""
    for assembly, agreements in list(worlds())[::7]:
        others = Others()
        alone = prove(assembly, agreements, spread=others)
        by_others: Proof = prove(assembly, agreements, spread=others)
        assert by_others == alone


def sound(what: str, said: Any) -> bool:
    """Whether a part of the story's proof may come to what was kept of it."""
    asked: dict[str, Parts] = {}

    def spread(parts: Parts) -> Iterator[Any]:
        asked[parts.what] = parts
        return in_turn(parts)

    assembly = in_memory(world_of(agreed()), [agreed()])
    told = rows_of(Access(assembly), prove(assembly, spread=spread), spread)
    assert len(told) == 4
    return asked[what].is_sound(0, said)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        pytest.param([True, [["a"], ["b", "c"], [], ["d"]]], True, id="statements of each thing"),
        pytest.param([True, [["a"], ["b", "c"], []]], False, id="of one too few"),
        pytest.param([True, [["a"], ["b", "c"], [], ["d"], []]], False, id="of one too many"),
        pytest.param([True, [["a"], ["b", 1], [], ["d"]]], False, id="a number"),
        pytest.param([True, ["a", ["b"], [], ["d"]]], False, id="a text"),
        pytest.param([False, [["a"], ["b", "c"], [], ["d"]]], False, id="not covered by its fingerprint"),
        pytest.param([True, [["a"], ["b"], [], ["d"]], 1], False, id="something more"),
        pytest.param({"0": True}, False, id="no list"),
    ],
)
def test_what_is_kept_of_statements_is_believed_only_in_its_form(said: Any, expected: bool) -> None:
    """A list of texts for each thing that the agreement says."""
    assert sound("telling what allows it", said) is expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        pytest.param([True, 3], True, id="nothing, and its steps"),
        pytest.param([True, 0], True, id="nothing, without a step"),
        pytest.param([False, 3], False, id="something"),
        pytest.param([True, -1], False, id="steps that are given back"),
        pytest.param([True, True], False, id="a truth"),
        pytest.param([1, 3], False, id="a number in the place of a truth"),
        pytest.param([True], False, id="no steps"),
        pytest.param("ok", False, id="no list"),
    ],
)
def test_what_is_kept_of_a_proof_is_believed_only_in_its_form(said: Any, expected: bool) -> None:
    """That nothing was found, and how many steps it took."""
    assert sound("proving", said) is expected
