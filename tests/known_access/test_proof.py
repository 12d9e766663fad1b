"""What is known is taken out of the proof, and not one request more: each row has twins one request beyond."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

import pytest

from tests.known_access.samples import REVIEWED, TODAY, beside, proof_of, way
from tests.proof.others import Others
from tests.proof.test_doors import (
    LOGS,
    OWN,
    PROGRAM,
    REPORTS,
    ROLES,
    SIGNED_IN,
    UNTOLD,
    assumes,
    calls,
    reads,
    vendor,
)
from tests.proof.test_worlds import (
    CHAINED,
    MAILER_ARN,
    OTHER,
    PRODUCTION,
    STAGING,
    agreed,
    becoming,
    trusting_too,
    world_of,
)
from tests.proof.world import allow, bucket, bucket_policy, document, in_memory, role
from xacct_constructs.known_access import Administrator, KnownAccess, KnownEntry, KnownWay
from xacct_constructs.origin import Origin
from xacct_constructs.proof import Answer, Proof, prove
from xacct_constructs.proof.fingerprints import fingerprint, fingerprints
from xacct_constructs.unknowns import Unknown, UnknownKind

Resources = dict[str, dict[str, Any]]
PROVEN, REFUTED, UNDECIDED = Answer.PROVEN, Answer.REFUTED, Answer.UNDECIDED
VENDOR_ROLE, INNER = f"{ROLES}/vendor", f"{ROLES}/inner"
IN = way("in", {"AWS": OTHER}, "sts:AssumeRole", VENDOR_ROLE)
BY_ROLE = {"AWS": VENDOR_ROLE}
READS = way("reads", BY_ROLE, "s3:GetObject", REPORTS, after="in")
ENTERS = way("enters", BY_ROLE, "sts:AssumeRole", INNER, after="in")
INNER_READS = way("inner-reads", {"AWS": INNER}, "s3:GetObject", REPORTS, after="in")
OPEN_LOGS = {**reads(LOGS), "Principal": {"AWS": OTHER}}
OPEN_REPORTS = {**reads(REPORTS), "Principal": {"AWS": OTHER}}
DENIED = {**calls("s3:*", on=REPORTS), "Effect": "Deny", "Principal": {"AWS": OTHER}}
ID = {"StringEquals": {"sts:ExternalId": "7f3a"}}


def trust(resources: Resources, logical_id: str = "Vendor") -> list[dict[str, Any]]:
    """The statements of a role's trust policy."""
    found: list[dict[str, Any]] = resources[logical_id]["Properties"]["AssumeRolePolicyDocument"]["Statement"]
    return found


def permissions(resources: Resources, logical_id: str = "Vendor") -> list[dict[str, Any]]:
    """The statements of a role's own policy."""
    found: list[dict[str, Any]] = resources[logical_id]["Properties"]["Policies"][0]["PolicyDocument"]["Statement"]
    return found


def statements(resources: Resources, logical_id: str = "P") -> list[dict[str, Any]]:
    """The statements of a bucket's policy."""
    found: list[dict[str, Any]] = resources[logical_id]["Properties"]["PolicyDocument"]["Statement"]
    return found


ALL_BUT_LOGS = {"Principal": {"AWS": OTHER}, "Action": "s3:GetObject", "NotResource": LOGS}


class Row(NamedTuple):
    """What stands beside the agreement, what is known of it, and edits of which each gives one request more."""

    resources: Resources
    entries: list[KnownEntry]
    beyond: dict[str, Callable[[Resources], object]]
    before: Answer = REFUTED
    doors: int = 0
    """How many other doors an edit opens where it leads nowhere."""


def chained() -> Resources:
    """A vendor's role that goes on to another one, which reads what is agreed on."""
    return vendor(assumes("inner"), Inner=role("inner", OWN, reads(REPORTS)))


def goes_on_to_a_third(resources: Resources) -> None:
    """The inner role may assume a third one, which reads what is agreed on."""
    permissions(resources, "Inner").append(assumes("third"))
    resources["Third"] = role("third", OWN, reads(REPORTS))


ROWS: dict[str, Row] = {
    "a role that reads what is agreed on": Row(
        vendor(reads(REPORTS)),
        [IN, READS],
        {
            "another account": lambda r: trust(r).append(allow("sts:AssumeRole", AWS="444444444444")),
            "anybody": lambda r: trust(r)[0].update(Principal="*"),
            "another action of the role": lambda r: permissions(r)[0].update(Action=["s3:GetObject", "s3:PutObject"]),
            "another resource of the role": lambda r: (
                permissions(r)[0].update(Resource=[REPORTS, "arn:aws:s3:::acme-reports"])
                or permissions(r)[0].update(Action=["s3:GetObject", "s3:ListBucket"])
            ),
            "another way in": lambda r: trust(r).append(
                {"Effect": "Allow", "Action": "sts:AssumeRoleWithWebIdentity", **SIGNED_IN}
            ),
            "the bucket's own word": lambda r: r.update(
                P=bucket_policy("acme-reports", {**calls("s3:PutObject", on=REPORTS), "Principal": BY_ROLE})
            ),
            "a role to go on to": lambda r: r.update(
                Inner=role("inner", BY_ROLE, reads(REPORTS)),
            ),
            "another role": lambda r: r.update(Second=role("second", {"AWS": OTHER}, reads(REPORTS))),
            "a second effect": lambda r: permissions(r).append(calls("iam:PutRolePolicy")),
        },
    ),
    "a role with an external ID": Row(
        {"Vendor": role("vendor", {"AWS": OTHER, "Condition": ID}, reads(REPORTS))},
        [replace(IN, allows={**IN.allows, "Condition": ID}), READS],
        {
            "the condition goes": lambda r: trust(r)[0].pop("Condition"),
            "another value": lambda r: trust(r)[0].update(Condition={"StringEquals": {"sts:ExternalId": "8e4b"}}),
            "a value more": lambda r: trust(r)[0].update(Condition={"StringEquals": {"sts:ExternalId": ["7f3a", "8"]}}),
            "a weaker operator": lambda r: trust(r)[0].update(Condition={"StringLike": {"sts:ExternalId": "7f3a*"}}),
        },
    ),
    "a role that a deny keeps from some": Row(
        {
            "Vendor": role(
                "vendor",
                {"AWS": OTHER},
                reads(REPORTS),
                {**calls("s3:*"), "Effect": "Deny", "Condition": {"Bool": {"aws:SecureTransport": "false"}}},
            )
        },
        [
            IN,
            replace(
                READS,
                denies=({"Action": "s3:*", "Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": "false"}}},),
            ),
        ],
        {},
    ),
    "a bucket whose policy denies some": Row(
        {
            "P": bucket_policy(
                "acme-reports",
                OPEN_REPORTS,
                {**DENIED, "Condition": {"StringNotEquals": {"aws:SourceVpce": "vpce-1"}}},
            )
        },
        [
            way(
                "shared",
                {"AWS": OTHER},
                "s3:GetObject",
                REPORTS,
                denies=(
                    {
                        "Action": "s3:*",
                        "Resource": REPORTS,
                        "Condition": {"StringNotEquals": {"aws:SourceVpce": "vpce-1"}},
                    },
                ),
            )
        ],
        {
            "the deny goes": lambda r: statements(r).pop(),
            "the deny spares more": lambda r: statements(r)[1].update(
                Condition={"StringNotEquals": {"aws:SourceVpce": ["vpce-1", "vpce-2"]}}
            ),
            "another action": lambda r: statements(r)[0].update(Action=["s3:GetObject", "s3:PutObject"]),
            "every object": lambda r: (
                statements(r)[0].update(Resource="arn:aws:s3:::acme-reports*/*")
                or statements(r)[0].update(Action="s3:Get*")
            ),
            "anybody": lambda r: statements(r)[0].update(Principal="*"),
        },
    ),
    "a role by the beginning of its name": Row(
        vendor(reads(REPORTS)),
        [way("in", {"AWS": OTHER}, "sts:AssumeRole", f"{ROLES}/ven*"), READS],
        {"another role": lambda r: r.update(Second=role("second", {"AWS": OTHER}, reads(REPORTS)))},
    ),
    "all but another bucket": Row(
        {"P": bucket_policy("acme-reports", OPEN_REPORTS)},
        [KnownWay(id="shared", allows=ALL_BUT_LOGS, **REVIEWED)],
        {"another action": lambda r: statements(r)[0].update(Action="s3:Get*")},
    ),
    "a way with a Deny of something else": Row(
        {"P": bucket_policy("acme-reports", OPEN_REPORTS)},
        [way("shared", {"AWS": OTHER}, "s3:GetObject", REPORTS, denies=({"Action": "s3:*", "Resource": LOGS},))],
        {"another action": lambda r: statements(r)[0].update(Action="s3:Get*")},
    ),
    "a role under a condition of which no request is found": Row(
        {"Vendor": role("vendor", {"AWS": OTHER, "Condition": UNTOLD}, reads(REPORTS))},
        [replace(IN, allows={**IN.allows, "Condition": UNTOLD}), READS],
        {"the condition goes": lambda r: trust(r)[0].pop("Condition")},
        UNDECIDED,
    ),
    "a way over another role": Row(
        chained(),
        [IN, ENTERS, INNER_READS],
        {
            "the inner role does more": lambda r: permissions(r, "Inner")[0].update(Action="s3:*"),
            "the inner role is entered from outside": lambda r: trust(r, "Inner").append(
                allow("sts:AssumeRole", AWS="444444444444")
            ),
            "the outer role does so itself": lambda r: permissions(r).append(reads(REPORTS)),
            "a third role": goes_on_to_a_third,
        },
    ),
    "a role that goes on to one that leads nowhere": Row(
        vendor(reads(REPORTS), assumes("inner"), Inner=role("inner", OWN, reads(LOGS))),
        [IN, READS],
        {"it leads there after all": lambda r: permissions(r, "Inner").append(reads(REPORTS))},
    ),
    "a bucket that is not agreed on": Row(
        {"P": bucket_policy("acme-logs", OPEN_LOGS), "Logs": bucket("acme-logs")},
        [way("logs", {"AWS": OTHER}, "s3:GetObject", LOGS)],
        {"another action": lambda r: statements(r)[0].update(Action="s3:Get*")},
        PROVEN,
        1,
    ),
}


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_what_is_known_is_no_fault(row: Row) -> None:
    """Without the entries it is one, or a door; with them it is counted, and every entry is met."""
    assert proof_of(row.resources).answer is row.before
    proof = proof_of(row.resources, *row.entries)
    assert proof.answer is PROVEN, (proof.counterexamples, proof.undecided)
    assert not proof.doors
    assert proof.known.ways == tuple(row.entries)
    assert not proof.known_findings


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_what_is_known_counts_whoever_does_the_parts(row: Row) -> None:
    """A part that comes to nothing but by what is known is worked out here, since the proof rests on that."""
    assembly, known, others = beside(row.resources), KnownAccess.of(row.entries), Others()
    alone, by_others = (prove(assembly, today=TODAY, known=known, spread=others) for _ in range(2))
    assert by_others == alone


@pytest.mark.parametrize(
    ("row", "edit"),
    [pytest.param(row, edit, id=f"{name}: {what}") for name, row in ROWS.items() for what, edit in row.beyond.items()],
)
def test_one_request_beyond_is_found(row: Row, edit: Callable[[Resources], object]) -> None:
    """Whatever is widened, by one request at least."""
    resources = deepcopy(row.resources)
    edit(resources)
    proof = proof_of(resources, *row.entries)
    assert len(proof.doors) == row.doors
    assert (proof.answer is PROVEN) is bool(row.doors)


@pytest.mark.parametrize(
    ("row", "entry"),
    [
        pytest.param(row, entry, id=f"{name}: {entry}")
        for name, row in ROWS.items()
        for entry in row.entries
        if row.before is REFUTED
    ],
)
def test_each_entry_is_needed(row: Row, entry: KnownEntry) -> None:
    """Without any one of them, the way stands open."""
    rest = [each for each in row.entries if each is not entry and getattr(each, "after", None) != str(entry)]
    assert proof_of(row.resources, *rest).answer is REFUTED


def test_a_counterexample_shows_only_the_rest() -> None:
    """What is known is no example of what is not."""
    resources = vendor(reads(REPORTS))
    trust(resources).append(allow("sts:AssumeRole", AWS="444444444444"))
    (found,) = proof_of(resources, IN, READS).counterexamples
    assert "444444444444" in found.steps[0].request.caller.arn
    permissions(resources)[0]["Action"] = ["s3:GetObject", "s3:PutObject"]
    shown = proof_of(vendor(permissions(resources)[0]), IN, READS).counterexamples
    assert [each.request.action for each in shown[0].steps] == ["sts:AssumeRole", "s3:PutObject"]
    assert OTHER in shown[0].steps[0].request.caller.arn


def test_one_request_shows_what_is_not_known_of_a_role() -> None:
    """However many there are; beside it nothing is told of one that none shows."""
    tags = {"StringEquals": {"aws:PrincipalTag/team": "${aws:PrincipalTag/unit}"}}
    unshown = {**calls("s3:DeleteObject", on=REPORTS), "Condition": tags}
    found = proof_of(vendor(reads(REPORTS), calls("s3:PutObject", on=REPORTS), unshown), IN, READS)
    assert (len(found.counterexamples), found.undecided) == (1, ())
    assert len(proof_of(vendor(reads(REPORTS), unshown), IN, READS).undecided) == 1


CLUSTER = "oidc.eks.eu-west-1.amazonaws.com/id/7F3A"
GITHUB = "token.actions.githubusercontent.com"


@pytest.mark.parametrize(
    ("provider", "action", "answer"),
    [
        (CLUSTER, "eks:CreateAccessEntry", UNDECIDED),
        (CLUSTER, "eks:DescribeCluster", PROVEN),
        (GITHUB, "eks:CreateAccessEntry", PROVEN),
    ],
)
def test_whoever_changes_a_cluster_is_one_of_its_pods(provider: str, action: str, answer: Answer) -> None:
    """What is known of pods says nothing of who may run them; nobody of the account is one of GitHub's."""
    arn, pod = f"arn:aws:iam::{PRODUCTION}:oidc-provider/{provider}", f"{ROLES}/pod"
    one = {"StringEquals": {f"{provider}:sub": "x"}}
    admitted: dict[str, Any] = {"Principal": {"Federated": arn}, "Condition": one}
    found = vendor(calls(action), Pod=role("pod", admitted, reads(REPORTS)))
    trust(found, "Pod")[0]["Action"] = signing = "sts:AssumeRoleWithWebIdentity"
    signs_in = way("signs-in", admitted["Principal"], signing, pod, Condition=one)
    pod_reads = way("pod-reads", {"AWS": pod}, "s3:GetObject", REPORTS, after="signs-in")
    assert proof_of(found, signs_in, pod_reads).answer is answer


ADMINISTERED = vendor(
    assumes("admin"),
    assumes("inner"),
    Admin=role("admin", OWN, calls("iam:*")),
    Inner=role("inner", OWN, reads(REPORTS)),
)
ENTERS_ADMIN = way("enters-admin", BY_ROLE, "sts:AssumeRole", f"{ROLES}/admin", after="in")
MAY_ENTER = vendor(assumes("inner"), Inner=role("inner", {**OWN, "Condition": UNTOLD}, reads(REPORTS)))


def test_beside_an_administrator_others_are_followed() -> None:
    """A known way to one ends there, and no other way does."""
    admin = administrator(ADMINISTERED, f"{ROLES}/admin")
    assert proof_of(ADMINISTERED, IN, ENTERS_ADMIN, ENTERS, admin).answer is REFUTED
    assert proof_of(ADMINISTERED, IN, ENTERS_ADMIN, ENTERS, INNER_READS, admin).answer is PROVEN


def test_a_known_step_that_no_request_shows_is_gone_all_the_same() -> None:
    """What the role may do that it leads into is to be known as well."""
    assert proof_of(MAY_ENTER, IN, ENTERS).answer is UNDECIDED
    assert proof_of(MAY_ENTER, IN, ENTERS, INNER_READS).answer is PROVEN


@pytest.mark.parametrize(
    ("resources", "said"),
    [
        pytest.param(
            vendor(calls("iam:PutRolePolicy", "secretsmanager:GetSecretValue")),
            ["GetSecretValue, which reads what may be credentials", "PutRolePolicy, which changes who may do what"],
            id="what it reads, and what it changes",
        ),
        pytest.param(
            vendor(assumes("cdk-*"), calls("secretsmanager:GetSecretValue")),
            ["one of CDK's bootstrap"],
            id="a role of bootstrap's, behind which there is nothing more to tell",
        ),
        pytest.param(MAY_ENTER, [f"what {VENDOR_ROLE} may do is not known: aws:epochtime"], id="what nobody can tell"),
        pytest.param(
            vendor(assumes("inner"), Inner=role("inner", OWN, assumes("cdk-*"))),
            ["one of CDK's bootstrap"],
            id="a role behind another one",
        ),
    ],
)
def test_where_a_known_way_may_lead_is_a_doubt(resources: Resources, said: list[str]) -> None:
    """Each reason by itself, with the entry; nothing is refuted that no request shows."""
    proof = proof_of(resources, IN)
    assert proof.answer is UNDECIDED
    assert len(proof.undecided) == len(said)
    for each in said:
        assert [told for told in proof.undecided if "in is known, and" in told.reason and each in told.reason]


def test_whoever_comes_by_another_way_passes_over_nothing() -> None:
    """Later steps are known of those alone who came in by the way that they are bound to."""
    resources = chained()
    trust(resources).append(allow("sts:AssumeRole", AWS="444444444444"))
    (found,) = proof_of(resources, IN, ENTERS, INNER_READS).counterexamples
    assert [each.request.action for each in found.steps] == ["sts:AssumeRole", "sts:AssumeRole", "s3:GetObject"]
    other = way("other", {"AWS": "444444444444"}, "sts:AssumeRole", VENDOR_ROLE)
    (again,) = proof_of(resources, IN, ENTERS, INNER_READS, other).counterexamples
    assert "444444444444" in again.steps[0].request.caller.arn
    bound = [replace(each, id=f"other-{each}", after="other") for each in (ENTERS, INNER_READS)]
    assert proof_of(resources, IN, ENTERS, INNER_READS, other, *bound).answer is PROVEN


BEHIND = f"arn:aws:iam::{STAGING}:role/behind"
INTO_BEHIND = way("into-behind", {"AWS": OTHER}, "sts:AssumeRole", BEHIND)
ON_TO_MAILER = way("on", {"AWS": BEHIND}, "sts:AssumeRole", MAILER_ARN, after="into-behind")
INTO_MAILER = way("into-mailer", {"AWS": OTHER}, "sts:AssumeRole", MAILER_ARN)


@pytest.mark.parametrize(
    ("admitted", "goes_on_to", "entries", "answer"),
    [
        pytest.param([STAGING], "else", [INTO_BEHIND], PROVEN, id="a role that leads nowhere"),
        pytest.param([BEHIND], "mailer", [INTO_BEHIND], REFUTED, id="a role that comes to the trusted one"),
        pytest.param([BEHIND], "mailer", [INTO_BEHIND, ON_TO_MAILER], PROVEN, id="with that step"),
        pytest.param([OTHER], "mailer", [INTO_MAILER], PROVEN, id="the trusted role itself"),
        pytest.param([OTHER, BEHIND], "mailer", [INTO_MAILER, INTO_BEHIND], REFUTED, id="it, and who comes to it"),
    ],
)
def test_a_known_way_into_the_trusted_account_is_one_step(
    admitted: list[str], goes_on_to: str, entries: list[KnownEntry], answer: Answer
) -> None:
    """From there to the trusted role is a step of its own; what comes behind that is the agreement's."""
    world = world_of(CHAINED)
    world[STAGING]["Behind"] = role("behind", {"AWS": OTHER}, becoming(goes_on_to))
    trusting_too(AWS=admitted)(world)

    proof = prove(in_memory(world, [CHAINED]), today=TODAY, known=KnownAccess.of(entries))

    assert proof.answer is answer, (proof.counterexamples, proof.undecided)


def test_an_agreed_role_is_never_covered() -> None:
    """Neither what it does too much, nor who comes into it, nor what a resource gives it by name."""
    reader = f"{ROLES}/reader"
    entries = [
        way("into", {"AWS": OTHER}, "sts:AssumeRole", reader),
        way("given", {"AWS": reader}, "s3:*", "*"),
        way("onward", {"AWS": reader}, "sts:AssumeRole", f"{ROLES}/onward"),
    ]
    given = bucket_policy("acme-logs", {**reads(LOGS), "Principal": {"AWS": reader}})
    assert proof_of({"P": given, "Logs": bucket("acme-logs")}, *entries).answer is REFUTED
    assert proof_of({"Onward": role("onward", {"AWS": reader})}, *entries).answer is REFUTED


def test_what_is_written_by_a_known_way_and_obeyed_is_a_doubt() -> None:
    """The entry covers the write, and not what a program makes of it."""
    resources = {
        "P": bucket_policy("acme-logs", {**calls("s3:PutObject", on=LOGS), "Principal": {"AWS": OTHER}}),
        "Logs": bucket("acme-logs"),
    }
    known = way("logs", {"AWS": OTHER}, "s3:PutObject", LOGS)
    assert proof_of(resources, known).answer is PROVEN
    proof = proof_of({**resources, "Program": role("program", PROGRAM, reads(REPORTS, LOGS))}, known)
    assert proof.answer is UNDECIDED
    assert [each.reason for each in proof.undecided if "logs is known, and" in each.reason]


def administrator(resources: Resources, arn: str = VENDOR_ROLE, **changed: Any) -> Administrator:
    """The entry for a role of these resources as it is."""
    found = beside(resources).identity(arn)
    assert found is not None
    given: dict[str, Any] = {"id": "admin", "role": arn, "fingerprints": fingerprints(found), **REVIEWED}
    return Administrator(**{**given, **changed})


PIPELINE = vendor(calls("*"))


def test_an_administrator_is_followed_no_further() -> None:
    """As long as it is what it was; how one comes in is known by itself."""
    admin = administrator(PIPELINE)
    assert proof_of(PIPELINE, IN).answer is REFUTED
    assert proof_of(PIPELINE, admin).answer is REFUTED
    proof = proof_of(PIPELINE, IN, admin)
    assert proof.answer is PROVEN
    assert proof.known.administrators == (admin,)


OF_AWS = "arn:aws:iam::aws:policy"
CHANGES: dict[str, tuple[Callable[[Resources], object], str]] = {
    "trust": (lambda r: trust(r)[0].update(Sid="other"), "trust"),
    "policies": (lambda r: permissions(r).append(calls("s3:GetObject")), "policies"),
    "a managed policy": (
        lambda r: r["Vendor"]["Properties"].update(ManagedPolicyArns=[f"{OF_AWS}/AmazonS3ReadOnlyAccess"]),
        "policies",
    ),
    "a policy that stands apart": (
        lambda r: r.update(
            Apart={
                "Type": "AWS::IAM::Policy",
                "Properties": {"PolicyName": "p", "Roles": ["vendor"], "PolicyDocument": document(calls("iam:*"))},
            }
        ),
        "policies",
    ),
    "boundary": (
        lambda r: r["Vendor"]["Properties"].update(PermissionsBoundary=f"{OF_AWS}/PowerUserAccess"),
        "boundary",
    ),
}


@pytest.mark.parametrize(("edit", "said"), CHANGES.values(), ids=CHANGES)
def test_an_administrators_entry_lapses(edit: Callable[[Resources], object], said: str) -> None:
    """When its trust, its policies or its boundary change; which of them is said."""
    resources = deepcopy(PIPELINE)
    edit(resources)
    proof = proof_of(resources, IN, administrator(PIPELINE))
    assert proof.answer is not PROVEN
    (finding,) = proof.known_findings
    assert finding.code == "XA613"
    assert f"the role's {said} changed" in finding.message


def test_an_administrators_entry_holds_however_its_policies_are_put_down() -> None:
    """Whichever key of a statement stands first, and whichever policy."""
    resources = deepcopy(PIPELINE)
    permissions(resources)[0] = dict(reversed(permissions(resources)[0].items()))
    trust(resources)[0] = dict(reversed(trust(resources)[0].items()))
    assert proof_of(resources, IN, administrator(PIPELINE)).answer is PROVEN


A_PARAMETER = Unknown("${S.P}", UnknownKind.OPEN, "a parameter", Origin("S", "P", ""), source="P of S")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param({"Action": ["s3:*"], "Resource": "*"}, "cc37c37f9a2ed12e", id="a statement"),
        pytest.param("M\u00fcnchen", "12c784cd38325f9e", id="a letter beyond ASCII"),
        pytest.param(
            [A_PARAMETER],
            "257724b4a75a0e72",
            id="what deployment settles, in a list",
        ),
    ],
)
def test_a_fingerprint_stays_what_it_was(value: Any, expected: str) -> None:
    """Entries that somebody looked at hold over every version of this package."""
    assert fingerprint(value) == expected


def test_an_administrator_counts_for_known_ways_alone() -> None:
    """Whoever comes in otherwise comes as far as ever."""
    resources = deepcopy(PIPELINE)
    trust(resources).append(allow("sts:AssumeRole", AWS="444444444444"))
    assert proof_of(resources, IN, administrator(resources)).answer is REFUTED


SAID: dict[str, tuple[KnownEntry, str, str]] = {
    "nothing is there": (way("old", {"AWS": STAGING}, "sts:AssumeRole", f"{ROLES}/gone"), "XA610", "ways[0] (old)"),
    "its day has passed": (replace(IN, review_by=date(2026, 11, 27)), "XA611", "ways[0] (in)"),
    "no reason": (replace(IN, reason=""), "XA612", "ways[0] (in)"),
    "no owner": (replace(IN, owner=""), "XA612", "ways[0] (in)"),
    "no day": (replace(IN, review_by=None), "XA612", "ways[0] (in)"),
}


@pytest.mark.parametrize(("entry", "code", "path"), SAID.values(), ids=SAID)
def test_what_is_to_be_done_about_an_entry_is_said(entry: KnownEntry, code: str, path: str) -> None:
    """One finding for each; what is not filled in counts for nothing."""
    proof: Proof = proof_of(vendor(), entry)
    (finding,) = proof.known_findings
    assert (finding.code, finding.path) == (code, path)
    assert len(proof.doors) == (0 if code == "XA611" else 1)


def test_the_last_day_is_a_day_of_it() -> None:
    """And without a moment to judge by, no day has passed."""
    assert not proof_of(vendor(), replace(IN, review_by=date(2026, 11, 28))).known_findings


@pytest.mark.parametrize(("after", "answer"), [(None, PROVEN), ("in", REFUTED)], ids=["a first step", "a later step"])
def test_a_later_step_is_no_way_in_of_its_own(after: str | None, answer: Answer) -> None:
    """What is known of those who came in by a way, is known of nobody who comes from outside."""
    resources = {"P": bucket_policy("acme-reports", OPEN_REPORTS)}
    assert proof_of(resources, IN, way("shared", {"AWS": OTHER}, "s3:GetObject", REPORTS, after=after)).answer is answer


OF_CDK = "cdk-hnb659fds-deploy-role-333333333333-eu-west-1"
CALLED: dict[str, tuple[str, Resources, bool]] = {
    "a role of CDK's, by its name": (f"role/{OF_CDK}", {}, True),
    "a role of another name": ("role/ci", {}, False),
    "a user of such a name": (f"user/{OF_CDK}", {}, False),
    "a role of CDK's name that is here": (f"role/{OF_CDK}", {"Deploys": role(OF_CDK, OWN)}, False),
}


@pytest.mark.parametrize(("named", "theirs", "said"), CALLED.values(), ids=CALLED)
def test_who_is_cdks_own_by_name_alone_is_to_be_looked_at(named: str, theirs: Resources, said: bool) -> None:
    """What is known of a role that is called so rests on its being that."""
    who = {"AWS": f"arn:aws:iam::{OTHER}:{named}"}
    world = world_of(agreed())
    world[PRODUCTION]["P"] = bucket_policy("acme-reports", {**reads(REPORTS), "Principal": who})
    world.setdefault(OTHER, {}).update(theirs)
    known = KnownAccess.of([way("shared", who, "s3:GetObject", REPORTS)])

    proof = prove(in_memory(world, [agreed()]), known=known)

    assert proof.answer is PROVEN
    told = [each for each in proof.to_check if "is CDK's own by its name alone" in each.what]
    assert [who["AWS"] in each.what for each in told] == [True] * said
