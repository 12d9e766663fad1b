"""Names, paths, accounts and partitions: what AWS accepts, and what is refused before AWS is asked."""

from typing import Any

import pytest

from tests.plain.samples import ALICE, OTHER, PRODUCTION, STAGING, WORKLOAD, agreement, short
from xacct_constructs import (
    Binding,
    S3Read,
    Safeguards,
    TrustedAccount,
    TrustedGroup,
    TrustedOrganization,
    TrustedOrganizationalUnit,
    TrustedPermissionSet,
    TrustedRole,
    TrustedUser,
    TrustedWebIdentity,
    check_agreement,
)
from xacct_constructs.names import is_role_arn
from xacct_constructs.partitions import is_region, partition_of

SET = TrustedPermissionSet(account=STAGING, name="Reports")


def token(**changed: Any) -> TrustedWebIdentity:
    """A pipeline's, with some arguments changed; any value is let through."""
    pipeline: dict[str, Any] = {
        "provider": "token.actions.githubusercontent.com",
        "audience": "sts.amazonaws.com",
        "subject": "repo:acme/reports:environment:production",
    }
    return TrustedWebIdentity(**{**pipeline, **changed})


def group(*users: Any, name: str = "auditors", account: str = STAGING) -> TrustedGroup:
    """A group of these users."""
    return TrustedGroup(account=account, name=name, users=list(users))


ORGANIZATION = TrustedOrganization(organization_id="o-acme012345")
UNIT_PATH = "o-acme012345/r-ab12/ou-ab12-11111111/"


def unit(path: str) -> TrustedOrganizationalUnit:
    """The unit of this path."""
    return TrustedOrganizationalUnit(organization_path=path)


class Guest(TrustedUser):
    """A kind in no row."""


ACCEPTED = [
    pytest.param({}, id="the story"),
    pytest.param({"trusting_account": "000000000001"}, id="an account ID with leading zeros"),
    pytest.param({"role_name": "r" * 64}, id="a role name of 64 characters"),
    pytest.param({"role_name": "a_A0+=,.@-"}, id="every character that IAM takes"),
    pytest.param({"path": "/team/readers/"}, id="a path of two levels"),
    pytest.param({"path": "/" + "p" * 510 + "/"}, id="a path of 512 characters"),
    pytest.param({"managed_policy_name": "p" * 128}, id="a policy name of 128 characters"),
    pytest.param({"description": "Monthly reports for Zürich\n"}, id="a description in Latin-1"),
    pytest.param({"description": "d" * 1000}, id="a description of 1000 characters"),
    pytest.param({"binding": Binding.DIRECT_ARN}, id="the other binding"),
    pytest.param({"partition": "aws-cn"}, id="China"),
    pytest.param({"partition": "aws-us-gov"}, id="GovCloud"),
    pytest.param({"partition": "aws-eusc"}, id="the European Sovereign Cloud"),
    pytest.param({"trusted_principals": [ALICE, WORKLOAD]}, id="a user and a role"),
    pytest.param({"trusted_principals": (ALICE,)}, id="a tuple"),
    pytest.param({"trusted_principals": [TrustedUser(account=STAGING, name="u" * 64)]}, id="a user name of 64"),
    pytest.param({"trusted_principals": [TrustedUser(account=STAGING, name="alice", path="/hr/")]}, id="user's path"),
    pytest.param(
        {"trusted_principals": [ALICE, TrustedRole(account=STAGING, name="alice")]}, id="a user and a role of one name"
    ),
    pytest.param(
        {"trusted_principals": [ALICE, TrustedUser(account=OTHER, name="alice")]}, id="one name, two accounts"
    ),
    pytest.param({"trusted_principals": [group("bob", "/audit/carol")]}, id="a group's users, with and without path"),
    pytest.param({"trusted_principals": [ALICE, group("bob")], "binding": Binding.DIRECT_ARN}, id="a group, directly"),
    pytest.param({"trusted_principals": [group("bob", name="g" * 128)]}, id="a group name of 128"),
    pytest.param({"trusted_principals": [ALICE, group("bob", name="alice")]}, id="a user and a group of one name"),
    pytest.param(
        {"trusted_principals": [group("bob"), group("bob", account=OTHER)]}, id="one group name, two accounts"
    ),
    pytest.param({"trusted_principals": [SET]}, id="a permission set"),
    pytest.param({"trusted_principals": [token()]}, id="a pipeline's token"),
    pytest.param({"trusted_principals": [token(), token(subject="repo:acme/maps:pull_request")]}, id="two subjects"),
    pytest.param({"trusted_principals": [token(), token(audience="acme")]}, id="two audiences"),
    pytest.param({"trusted_principals": [token()], "binding": Binding.DIRECT_ARN}, id="tokens, whatever the binding"),
    pytest.param(
        {"trusted_principals": [token(provider="oidc.eks.eu-west-1.amazonaws.com/id/ABCDEF0123")]},
        id="a provider with a path",
    ),
    pytest.param({"trusted_principals": [TrustedPermissionSet(account=STAGING, name="s" * 32)]}, id="a set of 32"),
    pytest.param(
        {"trusted_principals": [SET, TrustedPermissionSet(account=STAGING, name="reports")]},
        id="permission sets that differ in case",
    ),
]
REFUSED = [
    pytest.param({"trusting_account": 111111111111}, "XA001 trusting_account", id="an account ID as a number"),
    pytest.param({"trusting_account": "11111111111"}, "XA001 trusting_account", id="eleven digits"),
    pytest.param({"trusting_account": "1111111111111"}, "XA001 trusting_account", id="thirteen digits"),
    pytest.param({"trusting_account": "111111111111\n"}, "XA001 trusting_account", id="a line break after the ID"),
    pytest.param({"trusting_account": "\u0661" * 12}, "XA001 trusting_account", id="digits of another script"),
    pytest.param({"trusting_account": "production"}, "XA001 trusting_account", id="an account's name"),
    pytest.param({"trusting_account": None}, "XA001 trusting_account", id="no account"),
    pytest.param({"trusting_account": b"111111111111"}, "XA001 trusting_account", id="bytes"),
    pytest.param({"trusting_account": [PRODUCTION]}, "XA001 trusting_account", id="a list of accounts"),
    pytest.param({"trusting_account": STAGING}, "XA002 trusted_principals[0].account", id="both sides alike"),
    pytest.param({"partition": "aws-iso"}, "XA005 partition", id="a partition that is not known here"),
    pytest.param({"partition": None}, "XA005 partition", id="no partition"),
    pytest.param({"partition": ["aws"]}, "XA005 partition", id="a list of partitions"),
    pytest.param({"role_name": "r" * 65}, "XA010 role_name", id="a role name of 65 characters"),
    pytest.param({"role_name": ""}, "XA010 role_name", id="an empty role name"),
    pytest.param({"role_name": "reports-*"}, "XA010 role_name", id="a wildcard in the role name"),
    pytest.param({"role_name": "team/reader"}, "XA010 role_name", id="a path in the role name"),
    pytest.param({"role_name": "lecteur-é"}, "XA010 role_name", id="a letter that IAM does not take"),
    pytest.param({"role_name": "reader\n"}, "XA010 role_name", id="a line break after the role name"),
    pytest.param({"role_name": None}, "XA010 role_name", id="no role name"),
    pytest.param({"role_name": "${Token[TOKEN.1]}"}, "XA010 role_name", id="a CDK token as role name"),
    pytest.param({"managed_policy_name": "p" * 129}, "XA010 managed_policy_name", id="a policy name of 129"),
    pytest.param({"managed_policy_name": ""}, "XA010 managed_policy_name", id="an empty policy name"),
    pytest.param({"path": "team/"}, "XA011 path", id="a path without leading slash"),
    pytest.param({"path": "/team"}, "XA011 path", id="a path without trailing slash"),
    pytest.param({"path": ""}, "XA011 path", id="an empty path"),
    pytest.param({"path": "/" + "p" * 511 + "/"}, "XA011 path", id="a path of 513 characters"),
    pytest.param({"path": "/team*/"}, "XA011 path", id="a wildcard in the path"),
    pytest.param({"path": "/${aws:username}/"}, "XA011 path", id="a policy variable in the path"),
    pytest.param({"path": "/my team/"}, "XA011 path", id="a space in the path"),
    pytest.param({"path": 5}, "XA011 path", id="a number as path"),
    pytest.param({"binding": "aws:PrincipalArn"}, "XA012 binding", id="a binding as text"),
    pytest.param({"description": "d" * 1001}, "XA013 description", id="a description of 1001 characters"),
    pytest.param({"description": "報告"}, "XA013 description", id="a description beyond Latin-1"),
    pytest.param({"description": 5}, "XA013 description", id="a number as description"),
    pytest.param({"trusted_principals": []}, "XA020 trusted_principals", id="nobody"),
    pytest.param({"trusted_principals": None}, "XA020 trusted_principals", id="no principals"),
    pytest.param({"trusted_principals": ALICE}, "XA020 trusted_principals", id="one principal without a list"),
    pytest.param({"trusted_principals": ["alice"]}, "XA020 trusted_principals[0]", id="a name as principal"),
    pytest.param(
        {"trusted_principals": [Guest(account=STAGING, name="alice")]},
        "XA020 trusted_principals[0]",
        id="a principal of a kind that no file could give back",
    ),
    pytest.param({"trusted_principals": [TrustedUser]}, "XA020 trusted_principals[0]", id="a class as principal"),
    pytest.param({"trusted_principals": [[ALICE]]}, "XA020 trusted_principals[0]", id="a list within the list"),
    pytest.param({"trusted_principals": [ALICE, ALICE]}, "XA021 trusted_principals[1]", id="a principal twice"),
    pytest.param(
        {"trusted_principals": [ALICE, TrustedUser(account=STAGING, name="Alice")]},
        "XA021 trusted_principals[1]",
        id="a name that differs in case only",
    ),
    pytest.param(
        {"trusted_principals": [ALICE, TrustedUser(account=STAGING, name="alice", path="/hr/")]},
        "XA021 trusted_principals[1]",
        id="one name on two paths",
    ),
    pytest.param(
        {"trusted_principals": [ALICE, group("bob", "Alice")]},
        "XA021 trusted_principals[1]",
        id="a user beside a group that has them",
    ),
    pytest.param(
        {"trusted_principals": [group("bob"), group("bob", name="others")]},
        "XA021 trusted_principals[1]",
        id="a user of two groups",
    ),
    pytest.param(
        {"trusted_principals": [group("bob"), group("carol")]}, "XA021 trusted_principals[1]", id="a group twice"
    ),
    pytest.param({"trusted_principals": [SET, SET]}, "XA021 trusted_principals[1]", id="a permission set twice"),
    pytest.param({"trusted_principals": [token(), token()]}, "XA021 trusted_principals[1]", id="a token twice"),
    pytest.param(
        {"trusted_principals": [token(subject="repo:acme/*")]},
        "XA028 trusted_principals[0].subject",
        id="many subjects",
    ),
    pytest.param(
        {"trusted_principals": [SET, TrustedPermissionSet(account=STAGING, name="Reports", region="eu-west-1")]},
        "XA021 trusted_principals[1]",
        id="a permission set of two regions, of which an account has one role",
    ),
    pytest.param(
        {"trusted_principals": [SET], "binding": Binding.DIRECT_ARN},
        "XA027 trusted_principals[0]",
        id="a permission set named directly, whose ARN nobody knows whole",
    ),
    pytest.param({"permissions": []}, "XA030 permissions", id="no permission"),
    pytest.param({"permissions": None}, "XA030 permissions", id="permissions missing"),
    pytest.param({"permissions": "s3:GetObject"}, "XA030 permissions", id="an action as permissions"),
    pytest.param({"permissions": [S3Read]}, "XA030 permissions[0]", id="a class as permission"),
    pytest.param({"permissions": [{"Effect": "Allow"}]}, "XA030 permissions[0]", id="a dictionary as permission"),
    pytest.param({"safeguards": {}}, "XA200 safeguards", id="a dictionary as safeguards"),
    pytest.param({"safeguards": None}, "XA200 safeguards", id="None as safeguards"),
    pytest.param({"safeguards": Safeguards}, "XA200 safeguards", id="the class as safeguards"),
]
PRINCIPALS = [
    pytest.param(TrustedUser(account=222222222222, name="a"), "XA001", ".account", id="an account as a number"),  # type: ignore[arg-type]  # what somebody may pass
    pytest.param(TrustedUser(account=["x"], name="a"), "XA001", ".account", id="an account that cannot be hashed"),  # type: ignore[arg-type]  # what somebody may pass
    pytest.param(TrustedAccount(account="x"), "XA001", ".account", id="a whole account without an ID"),
    pytest.param(TrustedAccount(account=["x"]), "XA001", ".account", id="a list of whole accounts"),  # type: ignore[arg-type]  # what somebody may pass
    pytest.param(TrustedUser(account=PRODUCTION, name="a"), "XA002", ".account", id="in the role's own account"),
    pytest.param(TrustedAccount(account=PRODUCTION), "XA002", ".account", id="the whole own account"),
    pytest.param(TrustedUser(account=STAGING, name="*"), "XA010", ".name", id="every user"),
    pytest.param(TrustedRole(account=STAGING, name="AWSReservedSSO_?"), "XA010", ".name", id="a pattern of roles"),
    pytest.param(
        TrustedUser(account=STAGING, name=f"arn:aws:iam::{STAGING}:user/alice"), "XA010", ".name", id="an ARN as name"
    ),
    pytest.param(TrustedUser(account=STAGING, name="u" * 65), "XA010", ".name", id="a name of 65 characters"),
    pytest.param(TrustedUser(account=STAGING, name=None), "XA010", ".name", id="no name"),  # type: ignore[arg-type]  # what somebody may pass
    pytest.param(TrustedPermissionSet(account=STAGING, name="s" * 33), "XA010", ".name", id="a set's name of 33"),
    pytest.param(TrustedPermissionSet(account=STAGING, name="Reports_*"), "XA010", ".name", id="a pattern of sets"),
    pytest.param(TrustedPermissionSet(account="x", name="Reports"), "XA001", ".account", id="a set without an account"),
    pytest.param(
        TrustedPermissionSet(account=PRODUCTION, name="a"), "XA002", ".account", id="a set of the own account"
    ),
    pytest.param(token(provider="https://gitlab.com"), "XA024", ".provider", id="a provider's whole URL"),
    pytest.param(token(provider="*.githubusercontent.com"), "XA024", ".provider", id="a pattern of providers"),
    pytest.param(token(provider="gitlab.com/"), "XA024", ".provider", id="a slash behind the provider"),
    pytest.param(token(provider="accounts.google.com"), "XA024", ".provider", id="a provider without an ARN"),
    pytest.param(token(provider=f"{'a' * 252}.com"), "XA024", ".provider", id="a provider of 256 characters"),
    pytest.param(token(provider=None), "XA024", ".provider", id="no provider"),
    pytest.param(token(audience=""), "XA025", ".audience", id="no audience"),
    pytest.param(token(audience="*"), "XA025", ".audience", id="every audience"),
    pytest.param(token(audience=["sts.amazonaws.com"]), "XA025", ".audience", id="a list of audiences"),
    pytest.param(token(subject=""), "XA026", ".subject", id="an empty subject"),
    pytest.param(token(subject=None), "XA026", ".subject", id="no subject, which IAM refuses of a shared provider"),
    pytest.param(token(subject="*"), "XA026", ".subject", id="every subject"),
    pytest.param(token(subject="?epo:acme/reports"), "XA026", ".subject", id="a subject of which nobody is told"),
    pytest.param(token(subject="repo:${aws:username}"), "XA026", ".subject", id="a policy variable in the subject"),
    pytest.param(
        TrustedPermissionSet(account=STAGING, name="Reports", region="*"), "XA022", ".region", id="every region"
    ),
    pytest.param(
        TrustedPermissionSet(account=STAGING, name="Reports", region=["eu-west-1"]),  # type: ignore[arg-type]  # what somebody may pass
        "XA022",
        ".region",
        id="a list of regions",
    ),
    pytest.param(TrustedUser(account=STAGING, name="alice", path="hr"), "XA011", ".path", id="a path without slashes"),
    pytest.param(group(), "XA023", ".users", id="a group without users"),
    pytest.param(TrustedGroup(account=STAGING, name="g", users="bob"), "XA023", ".users", id="a group's user as text"),
    pytest.param(TrustedGroup(account=STAGING, name="g", users=None), "XA023", ".users", id="a group of None"),  # type: ignore[arg-type]  # what somebody may pass
    pytest.param(group(5), "XA023", ".users[0]", id="a number as a group's user"),
    pytest.param(group("bob", "b*"), "XA010", ".users[1]", id="every user whose name begins so"),
    pytest.param(group("/audit/"), "XA010", ".users[0]", id="a path without a name"),
    pytest.param(group("//bob"), "XA011", ".users[0]", id="a path of nothing"),
    pytest.param(group("/a*/bob"), "XA011", ".users[0]", id="every path that begins so"),
    pytest.param(group("bob", name="g" * 129), "XA010", ".name", id="a group name of 129 characters"),
    pytest.param(group("bob", account="x"), "XA001", ".account", id="a group without an account"),
    pytest.param(TrustedOrganization(organization_id="acme"), "XA204", ".organization_id", id="an organization's name"),
    pytest.param(TrustedOrganization(organization_id="o-*"), "XA204", ".organization_id", id="every organization"),
    pytest.param(TrustedOrganization(organization_id=5), "XA204", ".organization_id", id="an organization by number"),  # type: ignore[arg-type]  # what somebody may pass
    pytest.param(unit("ou-ab12-11111111"), "XA205", ".organization_path", id="a unit's ID alone"),
    pytest.param(unit("*"), "XA205", ".organization_path", id="every unit"),
    pytest.param(unit(f"{UNIT_PATH}12"), "XA205", ".organization_path", id="a path that does not end"),
    pytest.param(unit(f"{UNIT_PATH}*/"), "XA205", ".organization_path", id="a star within a path"),
]


SEVERAL = [
    pytest.param(ORGANIZATION, "all of organization o-acme012345", id="an organization"),
    pytest.param(unit(UNIT_PATH), f"all of organizational unit {UNIT_PATH}", id="a unit"),
    pytest.param(unit(f"{UNIT_PATH}*"), f"all of organizational unit {UNIT_PATH}*", id="a unit and those below it"),
]


@pytest.mark.parametrize(("principal", "who"), SEVERAL)
def test_a_place_in_an_organization_is_said(principal: Any, who: str) -> None:
    """Trusting it is possible, and a warning: nobody can say from here who gets in."""
    (found,) = check_agreement(agreement(trusted_principals=[principal]))
    assert str(found).split(" ", 1)[1] == (
        f"trusted_principals[0] trusts {who}, whatever accounts that has: whomever their administrators let, gets in; "
        "name accounts, name users or roles, or acknowledge it with the reason"
    )
    assert found.code == "XA029"
    other = check_agreement(agreement(trusted_principals=[principal], safeguards=Safeguards(mfa=True)))
    assert [each.fingerprint for each in other] != [found.fingerprint]


TWICE = [
    pytest.param([ORGANIZATION, ALICE], {}, [], id="an organization beside a user"),
    pytest.param([ORGANIZATION, unit(f"o-globex0123{UNIT_PATH[12:]}")], {}, [], id="beside a unit of another"),
    pytest.param([ORGANIZATION, ORGANIZATION], {}, ["XA021 trusted_principals[1]"], id="an organization twice"),
    pytest.param([ORGANIZATION], {"mfa": True}, [], id="an organization with MFA"),
    pytest.param(
        [ORGANIZATION],
        {"organization_id": "o-acme012345"},
        ["XA212 safeguards.organization_id"],
        id="its own ID as a safeguard too",
    ),
    pytest.param(
        [ALICE, unit(UNIT_PATH)],
        {"organization_paths": [UNIT_PATH]},
        ["XA212 safeguards.organization_paths"],
        id="its own path as a safeguard too",
    ),
    pytest.param([ALICE], {"organization_id": "o-acme012345"}, [], id="an ID as a safeguard alone"),
]


@pytest.mark.parametrize(("principals", "safeguards", "expected"), TWICE)
def test_an_organization_is_said_once(principals: Any, safeguards: Any, expected: list[str]) -> None:
    """As who is trusted, or as what is asked of whom."""
    found = check_agreement(agreement(trusted_principals=principals, safeguards=Safeguards(**safeguards)))
    assert [each for each in short(found) if not each.startswith("XA029")] == expected


def test_a_group_names_a_user_once() -> None:
    """In whatever case, on whatever path."""
    found = check_agreement(agreement(trusted_principals=[group("bob", "/audit/Bob")]))
    assert short(found) == ["XA021 trusted_principals[0].users[1]"]


@pytest.mark.parametrize("changed", ACCEPTED)
def test_accepted(changed: dict[str, Any]) -> None:
    """These are AWS's own rules, so nothing is said."""
    assert short(check_agreement(agreement(**changed))) == []


@pytest.mark.parametrize(("changed", "expected"), REFUSED)
def test_refused(changed: dict[str, Any], expected: str) -> None:
    """Each is one finding at the argument that is wrong."""
    assert short(check_agreement(agreement(**changed))) == [expected]


@pytest.mark.parametrize(("principal", "code", "where"), PRINCIPALS)
def test_refused_principal(principal: Any, code: str, where: str) -> None:
    """The path says which principal of several, and which of its fields."""
    found = short(check_agreement(agreement(trusted_principals=[ALICE, principal])))
    assert f"{code} trusted_principals[1]{where}" in found
    assert not [each for each in found if each.startswith(("XA020", "XA021"))]


WHOLE = TrustedAccount(account=STAGING)


def test_whole_account_is_said() -> None:
    """Trusting a whole account is possible, and a warning."""
    found = check_agreement(agreement(trusted_principals=[WHOLE]))
    assert [str(each) for each in found] == [
        "XA702-f069ac71cc54 trusted_principals[0] trusts the whole account 222222222222: whomever its administrators "
        "let, gets in; name users or roles, or acknowledge it with the reason"
    ]


@pytest.mark.parametrize(
    ("principals", "refused"),
    [
        pytest.param([ALICE, WHOLE], True, id="a user of an account that is trusted whole"),
        pytest.param([WHOLE, WHOLE], True, id="a whole account twice"),
        pytest.param([group("bob"), WHOLE], True, id="a group of an account that is trusted whole"),
        pytest.param([ALICE, TrustedAccount(account=OTHER)], False, id="a user beside another whole account"),
    ],
)
def test_what_adds_nothing(principals: list[Any], refused: bool) -> None:
    """A principal that another entry covers is an error, one that none covers is not."""
    assert ("XA021" in {each.code for each in check_agreement(agreement(trusted_principals=principals))}) is refused


FIXES = [
    pytest.param({"trusting_account": 11}, "quote it, and keep its leading zeros", id="a number wants quotes"),
    pytest.param(
        {"trusting_account": "${Token[AWS.AccountId.4]}"},
        "write it out, or give the stack it comes from an explicit account",
        id="a token comes from a stack",
    ),
    pytest.param(
        {"role_name": "team/reader"},
        "pass what stands before the last slash as the path, and the ARN's account as the account",
        id="a path belongs elsewhere",
    ),
    pytest.param({"role_name": "r-*"}, "write one name; a wildcard would admit others", id="a wildcard is not a name"),
    pytest.param(
        {"role_name": "${Token[TOKEN.1]}"},
        "write it out: both halves need it before deployment",
        id="a token is not known in time",
    ),
    pytest.param({"role_name": "naïve"}, "give the name itself", id="anything else"),
]


@pytest.mark.parametrize(("changed", "fix"), FIXES)
def test_fix_fits_the_mistake(changed: dict[str, Any], fix: str) -> None:
    """The fix answers what was given, and the value given is repeated."""
    found = check_agreement(agreement(**changed))
    assert [each.fix for each in found] == [fix]
    assert repr(next(iter(changed.values()))) in found[0].message


@pytest.mark.parametrize(
    ("region", "partition"),
    [
        pytest.param("eu-west-1", "aws", id="Ireland"),
        pytest.param("us-east-1", "aws", id="Virginia"),
        pytest.param("cn-north-1", "aws-cn", id="Beijing"),
        pytest.param("us-gov-west-1", "aws-us-gov", id="GovCloud"),
        pytest.param("eusc-de-east-1", "aws-eusc", id="Brandenburg"),
        pytest.param("us-iso-east-1", "aws-iso", id="a secret region is not the commercial partition"),
        pytest.param("us-isob-east-1", "aws-iso-b", id="nor is the next"),
        pytest.param("eu-isoe-west-1", "aws-iso-e", id="nor Europe's"),
        pytest.param("us-isof-south-1", "aws-iso-f", id="nor the last"),
    ],
)
def test_partition_of_a_region(region: str, partition: str) -> None:
    """A region's name tells its partition."""
    assert partition_of(region) == partition


@pytest.mark.parametrize(
    ("arn", "expected"),
    [
        pytest.param("arn:aws:iam::111111111111:role/reader", True, id="a role"),
        pytest.param("arn:aws-cn:iam::111111111111:role/team/reader", True, id="a role with a path in China"),
        pytest.param("arn:aws:iam::111111111111:user/alice", False, id="a user"),
        pytest.param("arn:aws:iam::111111111111:role/*", False, id="every role"),
        pytest.param("arn:aws:iam::111111111111:role/a?/reader", False, id="a wildcard in the path"),
        pytest.param("arn:aws:sts::111111111111:assumed-role/reader/s", False, id="a session"),
        pytest.param("arn:aws:iam::*:role/reader", False, id="a role of every account"),
        pytest.param("reader", False, id="a name"),
        pytest.param(None, False, id="nothing"),
    ],
)
def test_role_arns(arn: object, expected: bool) -> None:
    """A role's ARN is written out, and nothing else is one."""
    assert is_role_arn(arn) is expected


@pytest.mark.parametrize(
    ("region", "expected"),
    [
        pytest.param("eu-west-1", True, id="Ireland"),
        pytest.param("us-gov-west-1", True, id="GovCloud"),
        pytest.param("eusc-de-east-1", True, id="Brandenburg"),
        pytest.param("mx-central-12", True, id="one of two digits"),
        pytest.param("xx-new-1", True, id="one that does not exist yet"),
        pytest.param("eu-west-1\nAWS_PROFILE=other", False, id="another line"),
        pytest.param("eu-west-1\n", False, id="a line's end"),
        pytest.param("eu-west-1'; touch pwned; '", False, id="what a shell reads"),
        pytest.param("evil.example/", False, id="a host"),
        pytest.param("eu-west-1.evil.example", False, id="a host's beginning"),
        pytest.param("EU-WEST-1", False, id="capitals"),
        pytest.param("eu-west-\u0661", False, id="a digit of another script"),
        pytest.param("eu-west", False, id="no number"),
        pytest.param("aws-global", False, id="the partition's"),
        pytest.param("", False, id="an empty text"),
        pytest.param(1, False, id="a number"),
        pytest.param(["eu-west-1"], False, id="a list"),
        pytest.param(None, False, id="nothing"),
    ],
)
def test_regions(region: object, expected: bool) -> None:
    """A region is written as AWS names them, and nothing else becomes part of a host's name or of a shell's line."""
    assert is_region(region) is expected
