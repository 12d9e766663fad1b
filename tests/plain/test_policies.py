"""The documents as a whole: who is named how, how actions are grouped, and how sizes are measured."""

import json
import re
from typing import Any

import pytest

from tests.plain.samples import (
    ALICE,
    ALICE_ARN,
    KEY_ARN,
    OTHER,
    PRODUCTION,
    ROLE_ARN,
    STAGING,
    WORKLOAD,
    agreement,
    trust,
)
from xacct_constructs import (
    Binding,
    RoleReference,
    S3Read,
    Safeguards,
    TrustedAccount,
    TrustedGroup,
    TrustedOrganization,
    TrustedOrganizationalUnit,
    TrustedPermissionSet,
    TrustedUser,
    TrustedWebIdentity,
)
from xacct_constructs.policies import assume_policy, document_size, permission_policy, trust_policy
from xacct_constructs.principals import Admission, accounts_of

BOB = TrustedUser(account=OTHER, name="bob", path="/hr/")
BOB_ARN = f"arn:aws:iam::{OTHER}:user/hr/bob"
CAROL_ARN = f"arn:aws:iam::{OTHER}:user/carol"
AUDITORS = TrustedGroup(account=OTHER, name="auditors", users=["carol", "/hr/bob"])
WORKLOAD_ARN = f"arn:aws:iam::{STAGING}:role/workload"
WHOLE = TrustedAccount(account=OTHER)
SET = TrustedPermissionSet(account=STAGING, name="Reports")
SET_OF_IRELAND = TrustedPermissionSet(account=STAGING, name="Reports", region="eu-west-1")
SET_OF_VIRGINIA = TrustedPermissionSet(account=STAGING, name="Reports", region="us-east-1")
RESERVED = f"arn:aws:iam::{STAGING}:role/aws-reserved/sso.amazonaws.com/"
HERE = f"{RESERVED}AWSReservedSSO_Reports_????????????????"
ELSEWHERE = f"{RESERVED}*/AWSReservedSSO_Reports_????????????????"
GITHUB = "token.actions.githubusercontent.com"
MAIN = TrustedWebIdentity(
    provider=GITHUB, audience="sts.amazonaws.com", subject="repo:acme/reports:ref:refs/heads/main"
)
PULLS = TrustedWebIdentity(provider=GITHUB, audience="sts.amazonaws.com", subject="repo:acme/reports:pull_request")
ANY_BRANCH = TrustedWebIdentity(provider=GITHUB, audience="sts.amazonaws.com", subject="repo:acme/maps:*")
FOR_ACME = TrustedWebIdentity(provider=GITHUB, audience="acme", subject="repo:acme/maps:pull_request")
IN_IRELAND = f"{RESERVED}eu-west-1/AWSReservedSSO_Reports_????????????????"


def root(account: str, partition: str = "aws") -> str:
    """The ARN that stands for an account."""
    return f"arn:{partition}:iam::{account}:root"


def by_arn(accounts: Any, arns: Any) -> dict[str, Any]:
    """A statement that admits by `aws:PrincipalArn`."""
    return {
        "Effect": "Allow",
        "Principal": {"AWS": accounts},
        "Action": "sts:AssumeRole",
        "Condition": {"ArnEquals": {"aws:PrincipalArn": arns}},
    }


def like(patterns: Any) -> dict[str, Any]:
    """A statement that admits by patterns of `aws:PrincipalArn`."""
    return {**by_arn(root(STAGING), None), "Condition": {"ArnLike": {"aws:PrincipalArn": patterns}}}


def federated(action: str = "sts:AssumeRoleWithWebIdentity", **conditions: Any) -> dict[str, Any]:
    """A statement that admits tokens, by what it asks of their claims."""
    asked = {
        operator: {f"{GITHUB}:{claim}": value for claim, value in claims.items()}
        for operator, claims in conditions.items()
    }
    arn = f"arn:aws:iam::{PRODUCTION}:oidc-provider/{GITHUB}"
    return {"Effect": "Allow", "Principal": {"Federated": arn}, "Action": action, "Condition": asked}


def direct(principals: Any) -> dict[str, Any]:
    """A statement that names its principals."""
    return {"Effect": "Allow", "Principal": {"AWS": principals}, "Action": "sts:AssumeRole"}


BINDINGS = [
    pytest.param([ALICE], "aws:PrincipalArn", [by_arn(root(STAGING), ALICE_ARN)], id="one user, by condition"),
    pytest.param([ALICE], "Principal", [direct(ALICE_ARN)], id="one user, directly"),
    pytest.param(
        [ALICE, WORKLOAD],
        "aws:PrincipalArn",
        [by_arn(root(STAGING), [ALICE_ARN, WORKLOAD_ARN])],
        id="two of one account",
    ),
    pytest.param(
        [ALICE, BOB],
        "aws:PrincipalArn",
        [by_arn([root(STAGING), root(OTHER)], [ALICE_ARN, BOB_ARN])],
        id="two accounts, each named once",
    ),
    pytest.param([ALICE, BOB], "Principal", [direct([ALICE_ARN, BOB_ARN])], id="two accounts, directly"),
    pytest.param([AUDITORS], "aws:PrincipalArn", [by_arn(root(OTHER), [CAROL_ARN, BOB_ARN])], id="a group's users"),
    pytest.param([AUDITORS, ALICE], "Principal", [direct([CAROL_ARN, BOB_ARN, ALICE_ARN])], id="the same, directly"),
    pytest.param([WHOLE], "aws:PrincipalArn", [direct(root(OTHER))], id="a whole account has no condition"),
    pytest.param([WHOLE], "Principal", [direct(root(OTHER))], id="a whole account is the same either way"),
    pytest.param(
        [WHOLE, ALICE],
        "aws:PrincipalArn",
        [by_arn(root(STAGING), ALICE_ARN), direct(root(OTHER))],
        id="a user beside a whole account keeps its condition",
    ),
    pytest.param([WHOLE, ALICE], "Principal", [direct(ALICE_ARN), direct(root(OTHER))], id="the same, directly"),
    pytest.param([SET], "aws:PrincipalArn", [like([HERE, ELSEWHERE])], id="a permission set of whichever region"),
    pytest.param([SET_OF_VIRGINIA], "aws:PrincipalArn", [like(HERE)], id="of us-east-1, which no path names"),
    pytest.param([SET_OF_IRELAND], "aws:PrincipalArn", [like(IN_IRELAND)], id="of another region"),
    pytest.param(
        [MAIN],
        "aws:PrincipalArn",
        [federated(StringEquals={"aud": "sts.amazonaws.com", "sub": MAIN.subject})],
        id="a pipeline's branch",
    ),
    pytest.param(
        [ANY_BRANCH],
        "Principal",
        [federated(StringEquals={"aud": "sts.amazonaws.com"}, StringLike={"sub": "repo:acme/maps:*"})],
        id="whichever branch, whatever the binding",
    ),
    pytest.param(
        [MAIN, FOR_ACME, PULLS, ALICE],
        "aws:PrincipalArn",
        [
            federated(StringEquals={"aud": "sts.amazonaws.com", "sub": [MAIN.subject, PULLS.subject]}),
            federated(StringEquals={"aud": "acme", "sub": FOR_ACME.subject}),
            by_arn(root(STAGING), ALICE_ARN),
        ],
        id="subjects of one audience together, of another apart",
    ),
    pytest.param(
        [SET_OF_IRELAND, ALICE],
        "aws:PrincipalArn",
        [like(IN_IRELAND), by_arn(root(STAGING), ALICE_ARN)],
        id="a permission set beside a user, whose ARN is exact",
    ),
]

ACME = TrustedOrganization(organization_id="o-acme012345")
TEAMS = TrustedOrganizationalUnit(organization_path="o-acme012345/r-ab12/ou-ab12-11111111/*")
NOT_OWN = {"StringNotEquals": {"aws:PrincipalAccount": PRODUCTION}}


def of_organization(ids: Any) -> dict[str, Any]:
    """A statement that admits everybody of organizations but those of the role's own account."""
    condition = {"StringNotEquals": NOT_OWN["StringNotEquals"], "StringEquals": {"aws:PrincipalOrgID": ids}}
    return {**direct("*"), "Condition": condition}


ORGANIZATIONS = [
    pytest.param([ACME], [of_organization("o-acme012345")], id="an organization"),
    pytest.param(
        [ACME, TrustedOrganization(organization_id="o-globex0123")],
        [of_organization(["o-acme012345", "o-globex0123"])],
        id="two organizations, one statement",
    ),
    pytest.param(
        [TEAMS],
        [
            {
                **direct("*"),
                "Condition": {
                    **NOT_OWN,
                    "ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": TEAMS.organization_path},
                },
            }
        ],
        id="a unit and those below it",
    ),
    pytest.param(
        [ACME, ALICE],
        [of_organization("o-acme012345"), by_arn(root(STAGING), ALICE_ARN)],
        id="a user beside an organization keeps its condition",
    ),
]


@pytest.mark.parametrize("binding", Binding)
@pytest.mark.parametrize(("principals", "expected"), ORGANIZATIONS)
def test_trust_names_organizations(principals: Any, binding: Binding, expected: list[dict[str, Any]]) -> None:
    """Everybody is named, and told by the organization; how users are named makes no difference to that."""
    found = trust(agreement(trusted_principals=principals, binding=binding))
    assert [each for each in found if each["Principal"] == {"AWS": "*"}] == [
        each for each in expected if each["Principal"] == {"AWS": "*"}
    ]
    if binding is Binding.PRINCIPAL_ARN:
        assert found == expected


@pytest.mark.parametrize(("principals", "binding", "expected"), BINDINGS)
def test_trust_names(principals: Any, binding: str, expected: list[dict[str, Any]]) -> None:
    """Who is admitted is said by the condition, or by the principal itself."""
    assert trust(agreement(trusted_principals=principals, binding=Binding(binding))) == expected


AUDIENCE, SUBJECT = ("StringEquals", "idp:aud"), ("StringEquals", "idp:sub")


def told(audience: str, *subjects: str) -> Admission:
    """Somebody who is told from others by two conditions."""
    return Admission(("idp",), {AUDIENCE: (audience,), SUBJECT: subjects}, "Federated", "sts:AssumeRoleWithWebIdentity")


ONE = Admission(("1",), {("ArnEquals", "key"): ("a",)})
BESIDE = [
    pytest.param(ONE, ONE._replace(named=("2",)), ONE._replace(named=("1", "2")), id="named in one element"),
    pytest.param(ONE, ONE._replace(element="Federated"), None, id="named in two"),
    pytest.param(ONE, ONE._replace(action="sts:AssumeRoleWithSAML"), None, id="come by two actions"),
    pytest.param(ONE, Admission(("1",)), None, id="one by a condition, the other without"),
    pytest.param(ONE, Admission(("1",), {("ArnLike", "key"): ("a",)}), None, id="told by two operators"),
    pytest.param(told("x", "a"), told("x", "b"), told("x", "a", "b"), id="one condition has two values"),
    pytest.param(told("x", "a"), told("y", "b"), None, id="of two conditions, each value would go with each"),
]


@pytest.mark.parametrize(("one", "other", "expected"), BESIDE)
def test_two_in_one_statement(one: Admission, other: Admission, expected: Admission | None) -> None:
    """Two stand in one statement where that lets in nobody but the two."""
    assert one.beside(other) == expected


def test_what_goes_along_with_a_token() -> None:
    """A provider may say a source identity, which the trust policy must then let it set."""
    written = trust(agreement(trusted_principals=[MAIN], safeguards=Safeguards(source_identities=["ci"])))
    assert [each["Action"] for each in written] == ["sts:AssumeRoleWithWebIdentity", "sts:SetSourceIdentity"]
    assert all(each["Condition"]["StringEquals"][f"{GITHUB}:sub"] == MAIN.subject for each in written)


def test_partition_stands_in_every_arn() -> None:
    """No ARN of another partition is left anywhere."""
    china = agreement(partition="aws-cn", permissions=[S3Read("acme-reports")])
    text = json.dumps([trust_policy(china), permission_policy(china), assume_policy([china.reference])])
    assert set(re.findall(r"arn:([a-z-]+):", text)) == {"aws-cn"}


def reference(name: str, *further: str) -> RoleReference:
    """A role that admits alice, with further actions."""
    return RoleReference(
        role_arn=f"arn:aws:iam::{PRODUCTION}:role/{name}",
        trusted_principals=(ALICE,),
        actions=("sts:AssumeRole", *further),
    )


def allow(actions: Any, *names: str) -> dict[str, Any]:
    """A statement of the caller's policy."""
    arns = [f"arn:aws:iam::{PRODUCTION}:role/{name}" for name in names]
    return {"Effect": "Allow", "Action": actions, "Resource": arns[0] if len(arns) == 1 else arns}


TAGGED = ["sts:AssumeRole", "sts:TagSession"]
GROUPED = [
    pytest.param([reference("a")], [allow("sts:AssumeRole", "a")], id="one role"),
    pytest.param([reference("a"), reference("b")], [allow("sts:AssumeRole", "a", "b")], id="two roles, one statement"),
    pytest.param(
        [reference("a"), reference("b", "sts:TagSession"), reference("c")],
        [allow("sts:AssumeRole", "a", "c"), allow(TAGGED, "b")],
        id="an action that one role needs is not given for the others",
    ),
]


@pytest.mark.parametrize(("references", "expected"), GROUPED)
def test_assume_policy(references: list[RoleReference], expected: list[dict[str, Any]]) -> None:
    """Exact role ARNs, one statement for each set of actions."""
    assert assume_policy(references) == {"Version": "2012-10-17", "Statement": expected}


ADMITTED = [
    pytest.param([ALICE], ALICE_ARN, True, id="the user"),
    pytest.param([ALICE], ALICE_ARN + "2", False, id="a user whose name begins the same"),
    pytest.param([ALICE], ALICE_ARN.replace("alice", "Alice"), False, id="another case"),
    pytest.param([ALICE], f"arn:aws:iam::{STAGING}:user/hr/alice", False, id="another path"),
    pytest.param([ALICE], f"arn:aws:iam::{STAGING}:role/alice", False, id="a role of that name"),
    pytest.param([ALICE], f"arn:aws:iam::{OTHER}:user/alice", False, id="another account"),
    pytest.param([ALICE], f"arn:aws-cn:iam::{STAGING}:user/alice", False, id="another partition"),
    pytest.param([ALICE, WORKLOAD], WORKLOAD_ARN, True, id="the second of two"),
    pytest.param([AUDITORS], BOB_ARN, True, id="a user of a group"),
    pytest.param([AUDITORS], ALICE_ARN, False, id="nobody else of its account"),
    pytest.param([AUDITORS], f"arn:aws:iam::{OTHER}:group/auditors", False, id="the group itself asks for nothing"),
    pytest.param([ACME], ALICE_ARN, None, id="anyone may be of an organization"),
    pytest.param([TEAMS, WHOLE], ALICE_ARN, None, id="or of a unit"),
    pytest.param([ACME, ALICE], ALICE_ARN, True, id="a user who is named beside one is let in for certain"),
    pytest.param([ACME], ALICE_ARN.replace("aws", "aws-cn", 1), False, id="nobody of another partition is"),
    pytest.param([WHOLE], BOB_ARN, True, id="anyone of a whole account"),
    pytest.param([WHOLE], ALICE_ARN, False, id="nobody of another"),
    pytest.param([WHOLE], f"arn:aws-cn:iam::{OTHER}:user/bob", False, id="nor of another partition"),
    pytest.param([WHOLE, ALICE], "alice", False, id="a name is no ARN"),
    pytest.param([SET], HERE.replace("?", "a"), True, id="a permission set's role"),
    pytest.param([SET], IN_IRELAND.replace("?", "a"), True, id="the same in a region"),
    pytest.param([SET], IN_IRELAND.replace("?", "a") + "a", False, id="with seventeen characters behind"),
    pytest.param([SET], IN_IRELAND.replace("Reports_", "Reports_All_").replace("?", "a"), False, id="another set's"),
    pytest.param([SET], f"arn:aws:iam::{STAGING}:role/AWSReservedSSO_Reports_{'a' * 16}", False, id="on no such path"),
    pytest.param([MAIN], ALICE_ARN, False, id="who has a token is nobody in AWS"),
    pytest.param([SET_OF_IRELAND], HERE.replace("?", "a"), False, id="of another region than is agreed"),
    pytest.param([SET], HERE.replace("?", "a").replace(STAGING, OTHER), False, id="of another account"),
]


@pytest.mark.parametrize(("principals", "arn", "expected"), ADMITTED)
def test_reference_admits(principals: Any, arn: str, expected: bool) -> None:
    """A reference admits whom the trust policy admits."""
    assert agreement(trusted_principals=principals).reference.admits(arn) is expected


SESSION = f"arn:aws:sts::{STAGING}:assumed-role/AWSReservedSSO_Reports_{'a' * 16}/alice"


def test_whose_accounts_they_are_of() -> None:
    """Each once, and none of who is outside AWS."""
    assert accounts_of([ALICE, MAIN, WHOLE, SET]) == (STAGING, OTHER)


ASKING = [
    pytest.param(ALICE, None, ALICE_ARN, id="a user, whoever is signed in"),
    pytest.param(WORKLOAD, None, WORKLOAD_ARN, id="a role"),
    pytest.param(WHOLE, BOB_ARN, BOB_ARN, id="of a whole account, whoever is signed in"),
    pytest.param(WHOLE, None, None, id="nobody is"),
    pytest.param(WHOLE, root(OTHER), None, id="the root user is, who assumes nothing"),
    pytest.param(WHOLE, ALICE_ARN, None, id="somebody of another account is"),
    pytest.param(SET_OF_IRELAND, SESSION, IN_IRELAND.replace("?", "a"), id="a session of a permission set"),
    pytest.param(SET_OF_VIRGINIA, SESSION, HERE.replace("?", "a"), id="the same in us-east-1"),
    pytest.param(SET, SESSION, HERE.replace("?", "a"), id="of a region that is not agreed, by the path of none"),
    pytest.param(SET_OF_IRELAND, None, IN_IRELAND.replace("?", "0"), id="nobody is signed in with the set"),
    pytest.param(
        MAIN, None, f"arn:aws:iam::{PRODUCTION}:oidc-provider/{GITHUB}", id="a provider of ours, whoever is signed in"
    ),
    pytest.param(SET_OF_IRELAND, ALICE_ARN, IN_IRELAND.replace("?", "0"), id="a user is"),
    pytest.param(
        SET_OF_IRELAND,
        SESSION.replace(STAGING, OTHER),
        IN_IRELAND.replace("?", "0"),
        id="with a set of another account",
    ),
    pytest.param(
        SET_OF_IRELAND,
        SESSION.replace("_Reports_", "_Reports_All_"),
        IN_IRELAND.replace("?", "0"),
        id="with another set",
    ),
    pytest.param(
        SET_OF_IRELAND, SESSION.replace("AWSReservedSSO_", ""), IN_IRELAND.replace("?", "0"), id="with another role"
    ),
]


@pytest.mark.parametrize(("principal", "signed_in", "expected"), ASKING)
def test_who_asks_for_it(principal: Any, signed_in: str | None, expected: str | None) -> None:
    """By what `aws:PrincipalArn` holds; nobody, where that is not known."""
    caller = principal.caller(agreement().role, signed_in)
    assert (caller and caller.principal_arn) == expected


def test_reference() -> None:
    """Literals only, taken from the agreement."""
    found = agreement(path="/team/").reference
    assert found.role_arn == f"arn:aws:iam::{PRODUCTION}:role/team/reports-reader"
    assert (found.partition, found.trusting_account, found.role_name) == ("aws", PRODUCTION, "reports-reader")
    assert (found.trusted_principals, found.actions) == ((ALICE,), ("sts:AssumeRole",))
    assert agreement().role_arn == ROLE_ARN


def counted(text: str) -> int:
    """Characters of JSON text, white space outside strings left out: another way to count than the code's."""
    count, inside, escaped = 0, False, False
    for character in text:
        count += inside or not character.isspace()
        inside = inside != (character == '"' and not escaped)
        escaped = character == "\\" and not escaped
    return count


SIZES = [
    pytest.param({}, id="an empty document"),
    pytest.param({"Version": "2012-10-17", "Statement": []}, id="no statement"),
    pytest.param({"Sid": 'quote " and backslash \\'}, id="escapes"),
    pytest.param({"Resource": "arn:aws:s3:::b/two words/*"}, id="white space in a string counts"),
    pytest.param({"Resource": "arn:aws:s3:::b/é/*"}, id="a letter is one character"),
    pytest.param(trust_policy(agreement()), id="the trust policy"),
    pytest.param(permission_policy(agreement()), id="the permission policy"),
    pytest.param(assume_policy([agreement().reference]), id="the caller's policy"),
]


@pytest.mark.parametrize("document", SIZES)
def test_size(document: dict[str, Any]) -> None:
    """The size is the one that an independent count of indented JSON gives."""
    assert document_size(document) == counted(json.dumps(document, indent=4, ensure_ascii=False))


@pytest.mark.parametrize(
    ("resource", "characters"),
    [
        pytest.param(
            "key/${Production.Key961B73FD}", 36, id="a name that only the template knows is measured as a key ID"
        ),
        pytest.param(KEY_ARN.split(":")[-1], 36, id="a key ID as it is"),
    ],
)
def test_size_of_keys(resource: str, characters: int) -> None:
    """A key's ID has 36 characters, whether it is known or not."""
    assert document_size({"Resource": resource}) == len('{"Resource":"key/"}') + characters
