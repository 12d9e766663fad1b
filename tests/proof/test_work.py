"""What a proof may cost is counted: policies that would never end are a doubt that says so, and few are told."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

import pytest

from tests.organizations import ID, MANAGEMENT, RESOURCE, ROOT, SERVICE, UNIT, Attached, files
from tests.proof.test_worlds import OTHER, PRODUCTION, READER_ARN, STAGING, agreed, of_account, world_of
from tests.proof.world import Resources, access_point, allow, both_halves, bucket, document, in_memory, role
from xacct_constructs import KnownAccess, KnownWay, S3Read, TrustedRole, TrustedUser
from xacct_constructs.assembly import Assembly, Other
from xacct_constructs.organization import organization_of
from xacct_constructs.proof import Answer, Proof, compare, copies, prove
from xacct_constructs.proof.events import tells
from xacct_constructs.request_sets import work

FEW, MANY = 2, 150
HOSTILE: dict[str, dict[str, Any]] = {
    "denies under two conditions each": {
        "Effect": "Deny", "Action": "s3:*", "Resource": "arn:aws:s3:::x#/*",
        "Condition": {"StringEquals": {"aws:PrincipalTag/k#": "v"}, "StringLike": {"s3:prefix": "#*"}},
    },
    "everything but": {"Effect": "Deny", "NotAction": ["s3:*#*", "*:G*#t*"], "NotResource": ["arn:aws:s3:::*#*a*"]},
    "many values": {
        "Effect": "Deny", "Action": "s3:*", "Resource": "arn:aws:s3:::*#*",
        "Condition": {"StringNotLike": {"s3:prefix": [f"*a#*{each}" for each in range(20)]}},
    },
    "many addresses": {
        "Effect": "Deny", "Action": "s3:*", "Resource": "*",
        "Condition": {"NotIpAddress": {"aws:SourceIp": [f"10.#.{each}.0/24" for each in range(20)]}},
    },
}  # fmt: skip


def numbered(value: Any, number: int) -> Any:
    """A statement with its number in it."""
    if isinstance(value, dict):
        return {key.replace("#", str(number)): numbered(each, number) for key, each in value.items()}
    if isinstance(value, list):
        return [numbered(each, number) for each in value]
    return value.replace("#", str(number))


def world_with(statement: dict[str, Any], count: int) -> Any:
    """The story's world, in which another role has so many such statements beside one that allows everything."""
    world = world_of(agreed())
    own = world[PRODUCTION]
    name = next(each for each, made in own.items() if made["Type"] == "AWS::IAM::Role")
    said = [numbered(statement, each) for each in range(count)]
    document = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}, *said]}
    policies = own[name]["Properties"].setdefault("Policies", [])
    policies.append({"PolicyName": "hostile", "PolicyDocument": document})
    return world


def proven(world: Any) -> Proof:
    """The proof of the story's agreement over a world."""
    return prove(in_memory(world, []), [agreed()])


@pytest.fixture(autouse=True)
def little(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that it is used up sooner: the real budget is the same otherwise."""
    monkeypatch.setattr(work, "MOST_STEPS", 30_000)


@pytest.mark.parametrize("statement", HOSTILE.values(), ids=HOSTILE)
def test_what_would_not_end_is_a_doubt(statement: dict[str, Any]) -> None:
    """It names the role, and is no proof; few such statements are held against the agreement."""
    few, many = (proven(world_with(statement, count)) for count in (FEW, MANY))
    assert few.answer is Answer.REFUTED
    assert not [each for each in few.undecided if "steps" in str(each)]
    assert many.answer is not Answer.PROVEN
    (told,) = {str(each) for each in many.undecided if "steps" in str(each) and "role/reader" in str(each)}
    assert "takes more than" in told


def test_a_difference_that_would_not_end_is_a_doubt() -> None:
    """Nothing is told as gained or lost for that."""
    statement = HOSTILE["denies under two conditions each"]
    before, after = (in_memory(world_with(statement, count), []) for count in (MANY, 0))
    assert [each for each in compare(before, after).undecided if "steps" in str(each)]


def test_an_ordinary_proof_needs_little() -> None:
    """A hundred steps or so for an agreement."""
    proof = proven(world_of(agreed()))
    assert (proof.answer, proof.undecided) == (Answer.PROVEN, ())


def steps_of(do: Callable[[], object], monkeypatch: pytest.MonkeyPatch) -> int:
    """The steps of proving or comparing something."""
    made: list[work.Work] = []

    begin = work.Work.__init__

    def noted(self: work.Work, read: int) -> None:
        begin(self, read)
        made.append(self)

    monkeypatch.setattr(work.Work, "__init__", noted)
    do()
    monkeypatch.setattr(work.Work, "__init__", begin)
    return sum(each.steps - each.left for each in made)


def of_two_accounts(count: int) -> None:
    """Proves so many agreements of two accounts, and tells that all of them are new."""
    many = [
        agreed(
            role_name=f"reader-{number}",
            trusted_principals=[TrustedUser(account=STAGING, name=f"user-{number}")],
            permissions=[S3Read(f"acme-{number}-reports")],
        )
        for number in range(100, 100 + count)
    ]
    before, after = in_memory({}, []), in_memory(both_halves(many), many)
    assert prove(after).answer is Answer.PROVEN
    assert len(compare(before, after).gained) == 3 * count


def of_accounts(count: int, beside: Callable[[str], Resources]) -> Proof:
    """The proof of agreements with a workload of so many accounts, each of which has something beside."""
    accounts = [str(200_000_000_000 + number) for number in range(count)]
    many = [
        agreed(
            role_name=f"reader-{account}",
            trusted_principals=[TrustedRole(account=account, name="mailer")],
            permissions=[S3Read(f"acme-{account}-reports")],
        )
        for account in accounts
    ]
    world = both_halves(many)
    for account in accounts:
        world[account] |= beside(account)
    return prove(in_memory(world, many))


def of_trusting_accounts(count: int, beside: Callable[[str], Resources], **told: Any) -> Proof:
    """The proof of agreements of so many accounts, each of which has its own reports and something beside."""
    accounts = [str(200_000_000_000 + number) for number in range(count)]
    many = [
        agreed(
            trusting_account=account,
            trusted_principals=[TrustedRole(account=str(int(account) + 100_000_000_000), name="mailer")],
            permissions=[S3Read(f"acme-{account}-reports")],
        )
        for account in accounts
    ]
    world = both_halves(many)
    for account in accounts:
        world[account] |= {"Reports": bucket(f"acme-{account}-reports")} | beside(account)
    return prove(in_memory(world, many), **told)


def reading_else(account: str, name: str) -> dict[str, Any]:
    """A role for the account's own that reads something else."""
    return role(name, of_account(account), allow("s3:GetObject", Resource=f"arn:aws:s3:::else-{account}/*"))


def of_accounts_with_vendors(count: int) -> None:
    """Proves agreements with accounts, each of which has a vendor's role and ten of its own."""

    def beside(account: str) -> Resources:
        own = {f"Own{each}": reading_else(account, f"own-{each}") for each in range(10)}
        return own | {"Vendor": role("vendor", of_account(OTHER), allow("cloudwatch:Get*", Resource="*"))}

    assert of_accounts(count, beside).answer is Answer.PROVEN


def of_accounts_with_points(count: int) -> None:
    """Proves agreements of accounts, each of which has five access points of another bucket."""

    def beside(account: str) -> Resources:
        def point(name: str) -> dict[str, Any]:
            arn = f"arn:aws:s3:eu-west-1:{account}:accesspoint/{name}/object/*"
            who = f"arn:aws:iam::{account}:role/own"
            return access_point(name, f"else-{account}", allow("s3:GetObject", AWS=who, Resource=arn))

        points = {f"Point{each}": point(f"point-{each}") for each in range(5)}
        return points | {"Else": bucket(f"else-{account}")}

    assert of_trusting_accounts(count, beside).answer is Answer.PROVEN


def of_accounts_with_listing(count: int) -> None:
    """Proves agreements of accounts, each of which lets a vendor list whatever it has, what is agreed on too."""

    def beside(account: str) -> Resources:
        return {"Vendor": role("vendor", of_account(OTHER), allow("s3:List*", Resource="*"))}

    assert len(of_trusting_accounts(count, beside).counterexamples) == count


def of_accounts_with_ways_on(count: int) -> None:
    """Proves agreements of accounts, each of which lets a vendor in, and by that into five roles of its own."""

    def beside(account: str) -> Resources:
        names = [f"own-{each}" for each in range(5)]
        assumes = [allow("sts:AssumeRole", Resource=f"arn:aws:iam::{account}:role/{each}") for each in names]
        own = {each.title().replace("-", ""): reading_else(account, each) for each in names}
        return own | {"Vendor": role("vendor", of_account(OTHER), *assumes)}

    assert of_trusting_accounts(count, beside).answer is Answer.PROVEN


def of_accounts_with_known_vendors(count: int) -> None:
    """Proves agreements of accounts, each of which lets a vendor in who is known, and has roles of its own."""

    def way(account: str) -> KnownWay:
        who, arn = {"AWS": f"arn:aws:iam::{OTHER}:root"}, f"arn:aws:iam::{account}:role/vendor"
        allows = {"Principal": who, "Action": "sts:AssumeRole", "Resource": arn}
        day = date(2027, 3, 1)
        return KnownWay(id=account, allows=allows, reason="graphs", owner="platform@acme.example", review_by=day)

    def beside(account: str) -> Resources:
        own = {f"Own{each}": reading_else(account, f"own-{each}") for each in range(5)}
        watched = f"arn:aws:cloudwatch:eu-west-1:{account}:alarm:*"
        return own | {"Vendor": role("vendor", of_account(OTHER), allow("cloudwatch:Describe*", Resource=watched))}

    known = KnownAccess([way(str(200_000_000_000 + number)) for number in range(count)])
    proof = of_trusting_accounts(count, beside, known=known)
    assert (proof.answer, len(proof.known.ways)) == (Answer.PROVEN, count)


def of_accounts_with_uploads(count: int) -> None:
    """Proves agreements of accounts, each of which has a vendor write into five buckets of its own."""

    def beside(account: str) -> Resources:
        names = [f"uploads-{account}-{each}" for each in range(5)]
        writes = [allow("s3:PutObject", Resource=f"arn:aws:s3:::{each}/*") for each in names]
        own = {f"Uploads{number}": bucket(each) for number, each in enumerate(names)}
        return own | {"Vendor": role("vendor", of_account(OTHER), *writes)}

    assert of_trusting_accounts(count, beside).answer is Answer.PROVEN


def in_an_organization(count: int) -> None:
    """Proves agreements of accounts of an organization, whose policies stand over all of them."""
    elsewhere = {"StringNotEquals": {"aws:RequestedRegion": "eu-west-1"}}
    others = {
        "StringNotEqualsIfExists": {"aws:PrincipalOrgID": ID},
        "BoolIfExists": {"aws:PrincipalIsAWSService": "false"},
    }
    leaves = {"Effect": "Deny", "Action": "organizations:LeaveOrganization", "Resource": "*"}
    region = {"Effect": "Deny", "NotAction": ["iam:*", "s3:*", "sts:*"], "Resource": "*", "Condition": elsewhere}
    strangers = {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*", "Condition": others}
    attached = [
        Attached(SERVICE, UNIT, document(leaves)),
        Attached(SERVICE, ROOT, document(region)),
        Attached(RESOURCE, ROOT, document(strangers)),
    ]
    trusting = [str(200_000_000_000 + number) for number in range(count)]
    accounts = [*trusting, *(str(int(each) + 100_000_000_000) for each in trusting)]
    parents = {**dict.fromkeys(accounts, UNIT), UNIT: ROOT}
    told = organization_of(files(*attached, parents=parents, accounts=[*accounts, MANAGEMENT]))
    assert of_trusting_accounts(count, lambda _: {}, organization=told).answer is Answer.PROVEN


def test_a_rule_is_held_against_what_its_own_account_has_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """What comes to a bucket of another account is told to the bus of that."""
    held: list[tuple[str, str]] = []

    def noted(rule: Other, arn: str, assembly: Assembly) -> bool:
        held.append((rule.account, arn))
        return tells(rule, arn, assembly)

    def beside(account: str) -> Resources:
        said = {"EventPattern": {"source": ["aws.s3"]}, "Targets": [{"Id": "a", "Arn": {"Ref": "Topic"}}]}
        return {"Rule": {"Type": "AWS::Events::Rule", "Properties": said}, "Topic": {"Type": "AWS::SNS::Topic"}}

    monkeypatch.setattr(copies, "tells", noted)
    of_trusting_accounts(4, beside)
    assert held
    assert {account for account, arn in held if account not in arn} == set()


PROVING = [
    of_two_accounts,
    of_accounts_with_vendors,
    of_accounts_with_points,
    of_accounts_with_listing,
    of_accounts_with_ways_on,
    of_accounts_with_known_vendors,
    of_accounts_with_uploads,
    in_an_organization,
]


@pytest.mark.parametrize("prove_so_many", PROVING)
def test_many_need_as_much_each_as_few(prove_so_many: Callable[[int], None], monkeypatch: pytest.MonkeyPatch) -> None:
    """What an agreement or a role names is looked up, and held against nothing else of the accounts."""
    few, many = (steps_of(partial(prove_so_many, count), monkeypatch) for count in (20, 40))
    # How many steps it takes hangs a little on the order of sets; held against all others it is four times as many.
    assert many < 2.5 * few


def test_agreements_for_which_nothing_is_left_are_doubts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of them, by name."""
    monkeypatch.setattr(work, "MOST_STEPS", 0)
    monkeypatch.setattr(work, "STEPS_OF_EACH", 1)
    world = world_of(agreed(), agreed(role_name="other"))
    found = prove(in_memory(world, []), [agreed(), agreed(role_name="other")])
    assert found.answer is Answer.UNDECIDED
    assert {each.about for each in found.undecided if "steps" in each.reason} >= {READER_ARN, READER_ARN[:-6] + "other"}
    assert set(found.by_agreement.values()) == {Answer.UNDECIDED}
