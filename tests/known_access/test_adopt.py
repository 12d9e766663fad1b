"""What `adopt` writes: with it filled in the proof answers PROVEN, and whatever is added afterwards is found."""

from collections.abc import Callable, Mapping
from copy import deepcopy
from typing import Any

import pytest

from tests.known_access.samples import TODAY, beside, filled_in
from tests.known_access.test_proof import ID, OPEN_REPORTS, ROWS, Resources, chained, permissions, statements, trust
from tests.known_access.test_proof import Row as KnownRow
from tests.proof.test_doors import (
    LOGS,
    OWN,
    PROGRAM,
    REPORTS,
    RESOURCES_OF_OTHERS,
    ROLES,
    ROLES_OF_OTHERS,
    assumes,
    bounded,
    calls,
    reads,
    vendor,
)
from tests.proof.test_worlds import OTHER, PRODUCTION, READER_ARN, STAGING, agreed, world_of
from tests.proof.world import World, allow, bucket, bucket_policy, document, in_memory, role
from xacct_constructs.known_access import (
    AcceptedUnknown,
    Administrator,
    KnownAccess,
    KnownWay,
)
from xacct_constructs.proof import Answer, Proof, adopt, prove

PROVEN = Answer.PROVEN


def proven(resources: Mapping[str, dict[str, Any]], known: KnownAccess) -> Proof:
    """The story's agreement beside these resources, with what is known."""
    return prove(beside(resources), today=TODAY, known=known)


FOUND = {name: row.resources for name, row in ROWS.items()} | {
    name: row.resources
    for name, row in (ROLES_OF_OTHERS | RESOURCES_OF_OTHERS).items()
    if not name.startswith(("another bucket, to everybody", "another bucket, to the agreed role", "a role by an ident"))
}


@pytest.mark.parametrize("resources", FOUND.values(), ids=FOUND)
def test_filled_in_it_is_proven(resources: Resources) -> None:
    """By as much as is found, and nothing that is not met; not filled in it counts for nothing."""
    found = adopt(beside(resources))
    assert not found.refused
    assert found.proof.answer is PROVEN
    proof = proven(resources, filled_in(found))
    assert proof.answer is PROVEN
    assert not proof.doors
    assert not proof.known_findings
    assert proven(resources, found.known).answer is proven(resources, KnownAccess()).answer


@pytest.mark.parametrize(
    ("row", "edit"),
    [pytest.param(row, edit, id=f"{name}: {what}") for name, row in ROWS.items() for what, edit in row.beyond.items()],
)
def test_what_is_added_afterwards_is_found(row: KnownRow, edit: Callable[[Resources], object]) -> None:
    """Each edit that gives one request more."""
    known = filled_in(adopt(beside(row.resources)))
    resources = deepcopy(row.resources)
    edit(resources)
    proof = proven(resources, known)
    assert len(proof.doors) == row.doors
    assert (proof.answer is PROVEN) is bool(row.doors)


NAMED = {"AWS": f"arn:aws:iam::{OTHER}:role/ci"}
BOUNDED = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"
WRITING = vendor(calls("s3:PutObject", on=LOGS), Program=role("program", PROGRAM, reads(REPORTS, LOGS)))


def program_goes_on(resources: Resources) -> None:
    """The program may assume another role, which writes what is agreed on."""
    permissions(resources, "Program").append(assumes("inner"))
    resources["Inner"] = role("inner", OWN, calls("s3:Put*", on=REPORTS))


def acting_as(role_name: str) -> dict[str, Any]:
    """A user of SFTP, for whom the server acts as a role."""
    return {"Type": "AWS::Transfer::User", "Properties": {"Role": f"{ROLES}/{role_name}"}}


SENDING = {"Uploads": acting_as("program"), "Program": role("program", PROGRAM, reads(REPORTS))}


def apart(*statements: dict[str, Any]) -> dict[str, Any]:
    """A policy of the vendor's role that stands apart."""
    said = {"PolicyName": "apart", "Roles": ["vendor"], "PolicyDocument": document(*statements)}
    return {"Type": "AWS::IAM::Policy", "Properties": said}


WRITING_APART = {**WRITING, "Apart": apart(reads(LOGS))}


ORDERING = vendor(calls("lambda:InvokeFunction"), Program=role("program", PROGRAM, reads(REPORTS)))
ASKING = vendor(
    calls("states:DescribeExecution"),
    Program=role("program", PROGRAM, reads(REPORTS)),
    Machine={"Type": "AWS::StepFunctions::StateMachine", "Properties": {"RoleArn": f"{ROLES}/program"}},
)
ASKING_ON: Resources = {
    **ASKING,
    "Program": role("program", PROGRAM, calls("states:DescribeExecution")),
    "Inner": role("inner", PROGRAM, reads(REPORTS)),
    "Second": {"Type": "AWS::StepFunctions::StateMachine", "Properties": {"RoleArn": f"{ROLES}/inner"}},
}


CHANGING: dict[str, tuple[Resources, Callable[[Resources], object]]] = {
    "a boundary goes": (
        {"Vendor": bounded(role("vendor", NAMED, calls("s3:*", on=REPORTS)), BOUNDED)},
        lambda r: r["Vendor"]["Properties"].pop("PermissionsBoundary"),
    ),
    "a deny of the role's own goes": (
        vendor(calls("s3:*", on=REPORTS), {**calls("s3:Put*"), "Effect": "Deny"}),
        lambda r: permissions(r).pop(),
    ),
    "a deny of the bucket's goes": (
        {
            "P": bucket_policy(
                "acme-reports",
                OPEN_REPORTS,
                {
                    **calls("s3:*", on=REPORTS),
                    "Effect": "Deny",
                    "Principal": {"AWS": OTHER},
                    "Condition": {"StringNotEquals": {"aws:SourceVpce": "vpce-1"}},
                },
            )
        },
        lambda r: statements(r).pop(),
    ),
    "a deny of the trust's goes": (
        {
            "Vendor": {
                **role("vendor", NAMED, reads(REPORTS)),
                "Properties": {
                    **role("vendor", NAMED, reads(REPORTS))["Properties"],
                    "AssumeRolePolicyDocument": {
                        "Version": "2012-10-17",
                        "Statement": [
                            allow("sts:AssumeRole", **NAMED),
                            {
                                **allow("sts:AssumeRole", **NAMED),
                                "Effect": "Deny",
                                "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "false"}},
                            },
                        ],
                    },
                },
            }
        },
        lambda r: trust(r).pop(),
    ),
    "the next role's trust asks for less": (
        vendor(assumes("inner"), Inner=role("inner", {**OWN, "Condition": ID}, reads(REPORTS))),
        lambda r: trust(r, "Inner")[0].pop("Condition"),
    ),
    "the role may assume the next one on fewer conditions": (
        vendor({**assumes("inner"), "Condition": ID}, Inner=role("inner", OWN, reads(REPORTS))),
        lambda r: permissions(r)[0].pop("Condition"),
    ),
    "a role that it may assume already lets it in": (
        vendor(calls("sts:AssumeRole"), reads(REPORTS), Inner=role("inner", PROGRAM, reads(REPORTS))),
        lambda r: trust(r, "Inner").append(allow("sts:AssumeRole", **OWN)),
    ),
    "the next role comes to more": (
        chained(),
        lambda r: permissions(r, "Inner").append(calls("s3:ListBucket", on="arn:aws:s3:::acme-reports")),
    ),
    "a program obeys more": (WRITING, lambda r: permissions(r, "Program").append(calls("s3:DeleteObject", on=REPORTS))),
    "a program that may be called comes to more": (
        ORDERING,
        lambda r: permissions(r, "Program").append(calls("s3:PutObject", on=REPORTS)),
    ),
    "another program may be called": (
        ORDERING,
        lambda r: r.update(Second=role("second", PROGRAM, calls("s3:PutObject", on=REPORTS))),
    ),
    "a program that may be asked comes to more": (
        ASKING,
        lambda r: permissions(r, "Program").append(calls("s3:ListBucket", on="arn:aws:s3:::acme-reports")),
    ),
    "a program that such a one may ask comes to more": (
        ASKING_ON,
        lambda r: permissions(r, "Inner").append(calls("s3:ListBucket", on="arn:aws:s3:::acme-reports")),
    ),
    "another program obeys": (
        WRITING,
        lambda r: r.update(Second=role("second", PROGRAM, reads(LOGS), calls("s3:PutObject", on=REPORTS))),
    ),
    "an accepted writer may do more": (WRITING, lambda r: permissions(r).append(calls("iam:PutRolePolicy"))),
    "the agreed bucket names the program": (
        WRITING,
        lambda r: r.update(
            P=bucket_policy(
                "acme-reports", {**calls("s3:Delete*", on=REPORTS), "Principal": {"AWS": f"{ROLES}/program"}}
            )
        ),
    ),
    "an accepted writer may do more by a policy that stands apart": (
        WRITING_APART,
        lambda r: r.update(Apart=apart(calls("s3:DeleteObject", on=LOGS))),
    ),
    "the role that an accepted user acts as may do more": (
        SENDING,
        lambda r: permissions(r, "Program").append(calls("s3:PutObject", on=REPORTS)),
    ),
    "a second user stands beside the accepted one": (SENDING, lambda r: r.update(Second=acting_as("program"))),
    "a writer of the bucket may do so elsewhere": (
        {
            "P": bucket_policy("acme-logs", {**calls("s3:PutObject", on=LOGS), "Principal": {"AWS": OTHER}}),
            "Logs": bucket("acme-logs"),
            "Program": role("program", PROGRAM, reads(REPORTS, LOGS)),
        },
        program_goes_on,
    ),
}


@pytest.mark.parametrize(("resources", "edit"), CHANGING.values(), ids=CHANGING)
def test_what_is_withheld_no_longer_is_found(resources: Resources, edit: Callable[[Resources], object]) -> None:
    """A Deny, a boundary or a condition that goes; and whatever an accepted doubt rests on."""
    known = filled_in(adopt(beside(resources)))
    assert proven(resources, known).answer is PROVEN
    changed = deepcopy(resources)
    edit(changed)
    assert proven(changed, known).answer is not PROVEN


@pytest.mark.parametrize(
    "resources", [WRITING, SENDING, ORDERING, ASKING], ids=["a writer", "a user", "one who orders", "one who asks"]
)
def test_what_an_accepted_doubt_does_not_rest_on_may_change(resources: Resources) -> None:
    """A role that has nothing to do with it comes, and goes."""
    other = {**resources, "Idle": role("idle", PROGRAM, calls("cloudwatch:GetMetricData"))}
    for before, after in ((resources, other), (other, resources)):
        assert proven(after, filled_in(adopt(beside(before)))).answer is PROVEN


ISSUER = "token.actions.githubusercontent.com"
GITHUB = {"Federated": f"arn:aws:iam::{PRODUCTION}:oidc-provider/{ISSUER}"}
AUDIENCE, SUBJECT = {f"{ISSUER}:aud": "sts.amazonaws.com"}, {f"{ISSUER}:sub": "repo:acme/infra:*"}


def signed_in(**conditions: Any) -> Resources:
    """A role for whom GitHub signs in, which reads what is agreed on."""
    found = role("deploy", {"AWS": OTHER}, reads(REPORTS))
    statement = {"Effect": "Allow", "Principal": GITHUB, "Action": "sts:AssumeRoleWithWebIdentity"}
    found["Properties"]["AssumeRolePolicyDocument"]["Statement"] = [{**statement, "Condition": conditions}]
    return {"Deploy": found}


def opened(principal: Any, **condition: Any) -> Resources:
    """The agreed bucket, open to somebody."""
    return {"P": bucket_policy("acme-reports", {**reads(REPORTS), "Principal": principal, **condition})}


OF_OTHER = {"ArnLike": {"aws:PrincipalArn": f"arn:aws:iam::{OTHER}:role/*"}}
LOAD_BALANCER = {"Service": "logdelivery.elasticloadbalancing.amazonaws.com"}
REFUSED: dict[str, tuple[Resources, Resources, str]] = {
    "anybody": (
        opened("*"),
        opened("*", Condition=OF_OTHER),
        "lets in anybody",
    ),
    "anybody into a role": (
        {"Vendor": role("vendor", {"AWS": "*"}, reads(REPORTS))},
        {"Vendor": role("vendor", {"AWS": "*", "Condition": OF_OTHER}, reads(REPORTS))},
        "lets in anybody",
    ),
    "a service without a source": (
        opened(LOAD_BALANCER),
        opened(LOAD_BALANCER, Condition={"StringEquals": {"aws:SourceOrgID": "o-aaaaaaaaaa"}}),
        "on whomever's behalf",
    ),
    "no audience": (
        signed_in(StringLike=SUBJECT),
        signed_in(StringEquals=AUDIENCE, StringLike=SUBJECT),
        "asks for no audience",
    ),
    "no subject": (
        signed_in(StringEquals=AUDIENCE),
        signed_in(StringEquals={**AUDIENCE, f"{ISSUER}:sub": "repo:acme/infra:ref:refs/heads/main"}),
        "asks for no subject",
    ),
    "everybody's subject": (
        signed_in(StringEquals=AUDIENCE, StringLike={f"{ISSUER}:sub": "repo:*"}),
        signed_in(StringEquals=AUDIENCE, StringLike={f"{ISSUER}:sub": "repo:acme/*"}),
        "asks for no subject",
    ),
}


@pytest.mark.parametrize(("resources", "twin", "why"), REFUSED.values(), ids=REFUSED)
def test_what_nobody_should_know_is_refused(resources: Resources, twin: Resources, why: str) -> None:
    """It is named with the reason, no entry and no accepted doubt is written of it; the twin is written."""
    found = adopt(beside(resources))
    assert [why in each.why for each in found.refused] == [True]
    assert not found.proposed
    assert found.proof.answer is not PROVEN
    other = adopt(beside(twin))
    assert not other.refused
    assert other.proof.answer is PROVEN


def without_variables(resources: Resources) -> Resources:
    """The bucket's policy in the version that has none."""
    resources["P"]["Properties"]["PolicyDocument"]["Version"] = "2008-10-17"
    return resources


def given(**said: Any) -> Resources:
    """The agreed bucket, open to the other account by this statement."""
    return {"P": bucket_policy("acme-reports", {**reads(REPORTS), "Principal": {"AWS": OTHER}, **said})}


BUCKET, TAGGED = REPORTS.removesuffix("/*"), {"StringLike": {"aws:PrincipalTag/team": ["a", "$b"]}}
READING, OTHERS_BUCKET = {"Principal": {"AWS": OTHER}, "Action": "s3:GetObject"}, f"acme-reports-{OTHER}"
ROLE_READING = {"Principal": {"AWS": f"{ROLES}/vendor"}, "Action": "s3:GetObject"}
COVERED = {"Resource": [BUCKET, REPORTS]}
WRITTEN: dict[str, tuple[Resources, str, Mapping[str, Any], tuple[Any, ...]]] = {
    "as the statement says it": (
        given(Action=["s3:Get*"]),
        OTHERS_BUCKET,
        {**READING, "Action": ["s3:Get*"], "Resource": [REPORTS]},
        (),
    ),
    "for the one bucket alone, of several": (
        given(Resource=[REPORTS, LOGS]),
        OTHERS_BUCKET,
        {**READING, **COVERED},
        (({"Action": "*", "Resource": [REPORTS, LOGS]},),),
    ),
    "for the one bucket alone, of all but another": (
        {
            "P": bucket_policy(
                "acme-reports", {"Effect": "Allow", **READING, "NotResource": "arn:aws:s3:::acme-reports/x"}
            )
        },
        OTHERS_BUCKET,
        {**READING, **COVERED},
        (({"Action": "*", "NotResource": "arn:aws:s3:::acme-reports/x"},),),
    ),
    "of a role, as its statement says it": (
        vendor(reads(REPORTS)),
        "acme-reports-vendor",
        {**ROLE_READING, "Resource": [REPORTS]},
        (),
    ),
    "of a role, for the one bucket alone": (
        vendor(reads(REPORTS, LOGS)),
        "acme-reports-vendor",
        {**ROLE_READING, **COVERED},
        (({"Action": "*", "Resource": [REPORTS, LOGS]},),),
    ),
    "with its variables": (
        given(Resource=f"{BUCKET}/${{aws:username}}/*", Condition=TAGGED),
        OTHERS_BUCKET,
        {**READING, "Resource": f"{BUCKET}/${{aws:username}}/*", "Condition": TAGGED},
        (),
    ),
    "with what is no variable": (
        without_variables(given(Resource=[f"{BUCKET}/a$/*"], Condition=TAGGED)),
        OTHERS_BUCKET,
        {
            **READING,
            "Resource": [f"{BUCKET}/a${{$}}/*"],
            "Condition": {"StringLike": {"aws:PrincipalTag/team": ["a", "${$}b"]}},
        },
        (),
    ),
    "without who is of the account itself": (
        given(Principal={"AWS": [PRODUCTION, f"{ROLES}/own", f"arn:aws:iam::{OTHER}:root", "444444444444"]}),
        OTHERS_BUCKET,
        {
            **READING,
            "Principal": {"AWS": [f"arn:aws:iam::{OTHER}:root", "444444444444"]},
            "Resource": [REPORTS],
        },
        (),
    ),
    "for a service, where the condition leaves nobody else": (
        given(Principal={"AWS": OTHER, **LOAD_BALANCER}, Condition={"StringEquals": {"aws:SourceAccount": OTHER}}),
        "acme-reports-logdelivery-elasticloadbalancing-amazonaws-com",
        {
            **READING,
            "Principal": LOAD_BALANCER,
            "Resource": [REPORTS],
            "Condition": {"StringEquals": {"aws:SourceAccount": OTHER}},
        },
        (),
    ),
}


@pytest.mark.parametrize(("resources", "name", "allows", "within"), WRITTEN.values(), ids=WRITTEN)
def test_an_entry_says_what_the_statement_says(
    resources: Resources, name: str, allows: Mapping[str, Any], within: tuple[Any, ...]
) -> None:
    """Of the one resource, to whoever is no one of its account, and under a name that tells both."""
    entry = adopt(beside(resources)).proposed[-1].entry
    assert isinstance(entry, KnownWay)
    assert (entry.id, entry.allows, entry.within) == (name, allows, within)


def test_what_rests_on_an_unknown_is_no_way() -> None:
    """It is a doubt, which somebody may accept; the policy is what they accept it for."""
    resources = opened({"AWS": {"Ref": "Partner"}})
    (proposed,) = adopt(beside(resources)).proposed
    assert isinstance(proposed.entry, AcceptedUnknown)
    assert "Partner" in proposed.why
    known = filled_in(adopt(beside(resources)))
    assert proven(resources, known).answer is PROVEN
    assert proven(opened({"AWS": {"Ref": "Other"}}), known).answer is not PROVEN
    statements(resources)[0]["Action"] = ["s3:GetObject", "s3:PutObject"]
    assert proven(resources, known).answer is not PROVEN


def test_excess_of_an_agreed_role_is_refused() -> None:
    """The agreement is to be changed."""
    given = bucket_policy("acme-logs", {**reads(LOGS), "Principal": {"AWS": f"{ROLES}/reader"}})
    found = adopt(beside({"P": given, "Logs": bucket("acme-logs")}))
    assert not found.proposed
    assert "change the agreement" in found.refused[0].why


def test_what_nobody_may_accept_is_refused_and_what_comes_after_it_is_written() -> None:
    """A doubt about an agreed role is no doubt to be accepted; one about something beside it is."""
    world = world_of(agreed())
    world[PRODUCTION] |= SENDING
    world[PRODUCTION]["ReaderResource"]["Properties"]["ManagedPolicyArns"] = [f"arn:aws:iam::{PRODUCTION}:policy/more"]
    found = adopt(in_memory(world, [agreed()]))
    (proposed,) = found.proposed
    assert isinstance(proposed.entry, AcceptedUnknown)
    assert proposed.entry.logical_id == "Uploads"
    assert {each.about for each in found.refused} == {READER_ARN}
    assert all("it rests on an unknown" in each.why for each in found.refused)


MACRO = {"Fn::Transform": {"Name": "Macro"}}
UNLIKE: dict[str, Callable[[dict[str, Any]], object]] = {
    "a macro beside its properties": lambda found: found.update(MACRO),
    "a property of no list": lambda found: found["Properties"].update(Unheard="of"),
}


@pytest.mark.parametrize("edit", UNLIKE.values(), ids=UNLIKE)
@pytest.mark.parametrize(("logical_id", "is_agreed_role"), [("ReaderResource", True), ("Reports", False)])
def test_nothing_is_accepted_where_an_agreed_role_is_made(
    logical_id: str, is_agreed_role: bool, edit: Callable[[dict[str, Any]], object]
) -> None:
    """Whatever the doubt names, the role or the place where it stands; of the bucket that it reads it may be."""
    world = world_of(agreed())
    edit(world[PRODUCTION][logical_id])
    read = in_memory(world, [agreed()])
    found = adopt(read)

    assert bool(found.refused) is is_agreed_role
    assert bool(found.proposed) is not is_agreed_role
    assert (prove(read, known=filled_in(found)).answer is PROVEN) is not is_agreed_role


def test_a_doubt_that_was_not_there_before_is_refused() -> None:
    """Once, as what is new."""
    found = adopt(beside(SENDING), base=beside({}))
    assert not found.proposed
    assert ["it is new" in each.why for each in found.refused] == [True]


def renamed() -> World:
    """The agreement's world, its user on another path."""
    world = world_of(agreed())
    world[STAGING]["AliceResource"]["Properties"]["Path"] = "/team/"
    return world


def opened_and_more() -> World:
    """The agreement's world, its bucket open to another account by a statement that deployment settles the rest of."""
    world = world_of(agreed())
    unsettled = {**OPEN_REPORTS, "Action": ["s3:GetObject", {"Ref": "More"}]}
    world[PRODUCTION]["P"] = bucket_policy("acme-reports", unsettled)
    return world


LEFT: dict[str, tuple[Callable[[], World], str]] = {
    "the agreement's own": (renamed, "change the agreement, or the template"),
    "somebody else's": (opened_and_more, "write the entry by hand"),
}


@pytest.mark.parametrize(("made", "why"), LEFT.values(), ids=LEFT)
def test_a_fault_for_which_there_is_no_entry_is_refused(made: Callable[[], World], why: str) -> None:
    """With what is to be done about it, which depends on whose it is."""
    found = adopt(in_memory(made(), [agreed()]))
    assert not found.proposed
    assert [why in each.why for each in found.refused] == [True]


def test_what_was_not_there_before_is_refused() -> None:
    """And its later steps with it; what was there is written."""
    before, now = vendor(), vendor(Second=role("second", {"AWS": STAGING}, reads(REPORTS)))
    found = adopt(beside(now), base=beside(before))
    assert [str(each.entry) for each in found.proposed] == [f"vendor-{OTHER}"]
    assert found.refused[0].about == f"{ROLES}/second"
    assert "it is new" in found.refused[0].why
    assert adopt(beside(now), base=beside(now)).known == adopt(beside(now)).known


def test_what_is_known_already_is_not_written_again() -> None:
    """Only what is found beside it, under names of their own."""
    known = filled_in(adopt(beside(vendor())))
    assert not adopt(beside(vendor()), known=known).proposed
    more = vendor(reads(REPORTS))
    (proposed,) = adopt(beside(more), known=known).proposed
    assert isinstance(proposed.entry, KnownWay)
    assert proposed.entry.after == known.ways[0].id


def test_names_are_given_once() -> None:
    """A number stands behind those that are taken, the second time a 2."""
    resources = {"Vendor": role("vendor", {"AWS": OTHER, "Condition": ID}, reads(LOGS))}
    for value in ("8e4b", "9f5c"):
        more = allow("sts:AssumeRole", AWS=OTHER, Condition={"StringEquals": {"sts:ExternalId": value}})
        trust(resources).append(more)
    names = [str(each.entry) for each in adopt(beside(resources)).proposed]
    assert names == [f"vendor-{OTHER}", f"vendor-{OTHER}-2", f"vendor-{OTHER}-3"]


KINDS: dict[str, tuple[Resources, type]] = {
    "who changes IAM": (vendor(calls("iam:*")), Administrator),
    "who assumes bootstrap's roles": (
        vendor(assumes("cdk-hnb659fds-deploy-role-111111111111-eu-west-1")),
        Administrator,
    ),
    "who assumes any of bootstrap's": (vendor(assumes("cdk-*")), Administrator),
    "who assumes another role that is not here": (vendor(assumes("elsewhere")), AcceptedUnknown),
    "who reads secrets": (vendor(calls("secretsmanager:GetSecretValue")), AcceptedUnknown),
    "who writes what a program obeys": (WRITING, AcceptedUnknown),
}


@pytest.mark.parametrize(("resources", "kind"), KINDS.values(), ids=KINDS)
def test_what_goes_further_than_requests_tell(resources: Resources, kind: type) -> None:
    """An administrator's entry for who may change everything; else a doubt to be looked at."""
    way, further = adopt(beside(resources)).proposed
    assert isinstance(way.entry, KnownWay)
    assert isinstance(further.entry, kind)
    assert further.why
