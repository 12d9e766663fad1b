"""An access file is read as it is written, and everything that is wrong is said at once, each with its line."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.access_file.samples import ACCOUNTS, READ, USER, agreement, loaded, refused, whole
from xacct_constructs.access_file import Account
from xacct_constructs.agreement import Agreement
from xacct_constructs.permissions import DynamoDBRead, RawStatements, S3Read
from xacct_constructs.principals import (
    Binding,
    TrustedAccount,
    TrustedGroup,
    TrustedPermissionSet,
    TrustedRole,
    TrustedUser,
    TrustedWebIdentity,
)
from xacct_constructs.safeguards import Network, Safeguards

PRODUCTION, STAGING, OTHER = "111111111111", "022222222222", "333333333333"
ALICE = TrustedUser(account=STAGING, name="alice")


def test_accounts_are_read_with_their_zeros() -> None:
    """Those without quotes, too; what is left out is as it is by default."""
    assert loaded(whole()).accounts == {
        "production": Account("production", PRODUCTION, "eu-west-1", "prod", 2),
        "staging": Account("staging", STAGING, "us-east-1"),
    }


def test_an_agreement_is_what_its_fields_say() -> None:
    """Accounts by their names, everything else as in Python."""
    assert loaded(whole()).agreements == (
        Agreement(
            role_name="reader",
            trusting_account=PRODUCTION,
            trusted_principals=[ALICE],
            permissions=[S3Read("acme-reports")],
        ),
    )


FIELDS: dict[str, tuple[str, str, Any]] = {
    "a name that looks like a number": ("role_name", "0644", "0644"),
    "a path": ("path", "/team/", "/team/"),
    "a flag": ("existing_role", "true", True),
    "a choice": ("binding", "Principal", Binding.DIRECT_ARN),
    "a policy's name": ("managed_policy_name", "on", "on"),
    "a description": ("description", "'no'", "no"),
}


@pytest.mark.parametrize(("name", "written", "value"), FIELDS.values(), ids=FIELDS)
def test_a_field_is_what_its_kind_asks_for(name: str, written: str, value: Any) -> None:
    """However the word looks."""
    more = "" if name == "role_name" else f"    {name}: {written}\n"
    text = whole(agreement(role=written if name == "role_name" else "reader", more=more))
    assert getattr(loaded(text).agreements[0], name) == value


GUARDS: dict[str, tuple[str, Safeguards]] = {
    "seconds": ("max_session_duration: 7200", Safeguards(max_session_duration=timedelta(hours=2))),
    "a duration": ("max_session_duration: PT1H30M", Safeguards(max_session_duration=timedelta(minutes=90))),
    "days": ("mfa_max_age: P1DT2S", Safeguards(mfa_max_age=timedelta(days=1, seconds=2))),
    "a flag": ("mfa: true", Safeguards(mfa=True)),
    "a moment": (
        "expiry: 2027-03-01T12:00:00+01:00",
        Safeguards(expiry=datetime.fromisoformat("2027-03-01T12:00:00+01:00")),
    ),
    "a moment in Zulu": ("expiry: 2027-03-01T00:00Z", Safeguards(expiry=datetime.fromisoformat("2027-03-01T00:00Z"))),
    "texts": ("external_ids: [0042, yes]", Safeguards(external_ids=["0042", "yes"])),
    "texts by names": (
        "session_tags: {team: [1, b], type: [c]}",
        Safeguards(session_tags={"team": ["1", "b"], "type": ["c"]}),
    ),
    "a value": (
        "read_from: {ip_ranges: [198.51.100.0/24]}",
        Safeguards(read_from=Network(ip_ranges=["198.51.100.0/24"])),
    ),
    "a value with its type": ("read_from: {type: Network}", Safeguards(read_from=Network())),
}


@pytest.mark.parametrize(("written", "value"), GUARDS.values(), ids=GUARDS)
def test_a_safeguard_is_what_its_kind_asks_for(written: str, value: Safeguards) -> None:
    """Durations, moments, values of their own."""
    assert loaded(whole(agreement(more=f"    safeguards: {{{written}}}\n"))).agreements[0].safeguards == value


MEMBERS: dict[str, tuple[str, list[Any]]] = {
    "one": (f"[{USER}]", [ALICE]),
    "by its ID": ('[{type: TrustedUser, account: "022222222222", name: alice}]', [ALICE]),
    "of somebody else": (
        '[{type: TrustedAccount, account: "333333333333"},'
        " {type: TrustedRole, account: 333333333333, name: r, existing: true}]",
        [TrustedAccount(account=OTHER), TrustedRole(account=OTHER, name="r", existing=True)],
    ),
    "a group": ("[people]", [ALICE, TrustedUser(account=STAGING, name="bob")]),
    "an IAM group": (
        "[{type: TrustedGroup, account: staging, name: readers, users: [alice, /audit/bob]}]",
        [TrustedGroup(account=STAGING, name="readers", users=["alice", "/audit/bob"])],
    ),
    "a permission set and a token": (
        "[{type: TrustedPermissionSet, account: staging, name: ReadOnly},"
        " {type: TrustedWebIdentity, provider: 'arn:aws:iam::111111111111:oidc-provider/tokens.example.com',"
        " audience: sts.amazonaws.com, subject: 'repo:acme/reports:ref:refs/heads/main'}]",
        [
            TrustedPermissionSet(account=STAGING, name="ReadOnly"),
            TrustedWebIdentity(
                provider="arn:aws:iam::111111111111:oidc-provider/tokens.example.com",
                audience="sts.amazonaws.com",
                subject="repo:acme/reports:ref:refs/heads/main",
            ),
        ],
    ),
    "a group among others": (
        "[{type: TrustedRole, account: staging, name: r, path: /x/}, people]",
        [TrustedRole(account=STAGING, name="r", path="/x/"), ALICE, TrustedUser(account=STAGING, name="bob")],
    ),
    "a permission set": (
        "[{type: TrustedPermissionSet, account: staging, name: Reports}]",
        [TrustedPermissionSet(account=STAGING, name="Reports")],
    ),
    "a pipeline's tokens": (
        '[{type: TrustedWebIdentity, provider: gitlab.com, audience: acme, subject: "project_path:acme/reports"}]',
        [TrustedWebIdentity(provider="gitlab.com", audience="acme", subject="project_path:acme/reports")],
    ),
    "a group of nobody": ("[nobody]", []),
}
GROUPS = f"""\
principals:
  people: [{USER}, {{type: TrustedUser, account: staging, name: bob}}]
  nobody: []
buckets:
  reports: [acme-a, "arn:aws:s3:::acme-b"]
"""


@pytest.mark.parametrize(("written", "values"), MEMBERS.values(), ids=MEMBERS)
def test_principals_stand_alone_or_in_groups(written: str, values: list[Any]) -> None:
    """An account of somebody else need not be said."""
    assert list(loaded(whole(agreement(principals=written), before=GROUPS)).agreements[0].trusted_principals) == values


PERMISSIONS: dict[str, tuple[str, list[Any]]] = {
    "a bucket": (
        "[{type: S3Read, bucket: acme, prefixes: [a/, 1/], owner: staging, tags: true}]",
        [S3Read("acme", prefixes=["a/", "1/"], owner=STAGING, tags=True)],
    ),
    "a group of buckets": (
        "[{type: S3Read, buckets: reports, prefixes: [a/]}]",
        [S3Read("acme-a", prefixes=["a/"]), S3Read("arn:aws:s3:::acme-b", prefixes=["a/"])],
    ),
    "a table": (
        "[{type: DynamoDBRead, table: 'arn:aws:dynamodb:eu-west-1:111111111111:table/t', indexes: [by-day]}]",
        [DynamoDBRead("arn:aws:dynamodb:eu-west-1:111111111111:table/t", indexes=["by-day"])],
    ),
    "statements": (
        "[{type: RawStatements, raw: [{Effect: Allow, Action: 'sqs:*', Resource: '*',"
        " Condition: {Bool: {a:b: true}}}]}]",
        [
            RawStatements(
                [{"Effect": "Allow", "Action": "sqs:*", "Resource": "*", "Condition": {"Bool": {"a:b": "true"}}}]
            )
        ],
    ),
}


@pytest.mark.parametrize(("written", "values"), PERMISSIONS.values(), ids=PERMISSIONS)
def test_a_permission_is_what_its_fields_say(written: str, values: list[Any]) -> None:
    """Of a group of buckets there is one for each; words in statements are texts, as IAM takes them."""
    assert list(loaded(whole(agreement(permissions=written), before=GROUPS)).agreements[0].permissions) == values


def test_defaults_hold_in_their_file_where_an_agreement_says_nothing_else() -> None:
    """Field by field."""
    defaults = "defaults: {safeguards: {mfa: true, external_ids: [a]}}\n"
    own = agreement("second", more="    safeguards: {external_ids: []}\n")
    found = loaded(whole(agreement(), own, before=defaults), f"agreements:\n{agreement('third')}").agreements
    assert [each.safeguards for each in found] == [
        Safeguards(mfa=True, external_ids=["a"]),
        Safeguards(mfa=True),
        Safeguards(),
    ]


def test_several_files_say_one_thing() -> None:
    """Accounts and groups are said in any of them, once; what is agreed on and known is joined."""
    known = "known_access: {version: 1, ways: [{id: %s, %s allows: {Principal: '*', Action: 'x:y', Resource: '*'}}]}\n"
    found = loaded(
        known % ("later", "after: first,") + f"agreements:\n{agreement(principals='[people]')}",
        known % ("first", "") + GROUPS + f"agreements:\n{agreement('second')}",
        ACCOUNTS,
    )
    assert [each.role_name for each in found.agreements] == ["reader", "second"]
    assert [each.id for each in found.known_access.ways] == ["later", "first"]
    assert list(found.accounts) == ["production", "staging"]


def test_each_role_and_principal_lives_where_it_was_said() -> None:
    """One of two names of an account; what is somebody else's lives nowhere here."""
    accounts = f"{ACCOUNTS}  more: {{id: {PRODUCTION}, region: eu-west-1}}\n"
    principals = (
        f"[{USER}, {{type: TrustedRole, account: '{OTHER}', name: r}}, {{type: TrustedAccount, account: staging}}]"
    )
    other = agreement("Writer", "more")
    assert loaded(whole(agreement(principals=principals), other, accounts=accounts)).homes == {
        ("role", PRODUCTION, "reader"): "production",
        ("role", PRODUCTION, "writer"): "more",
        ("user", STAGING, "alice"): "staging",
    }


def test_a_role_of_somebody_else_takes_the_partition_of_its_principals() -> None:
    """What lies where is said by the accounts' regions."""
    accounts = f"accounts:\n  staging: {{id: {STAGING}, region: us-gov-west-1}}\n"
    [found] = loaded(whole(agreement(trusting=f"'{OTHER}'"), accounts=accounts)).agreements
    assert (found.trusting_account, found.partition) == (OTHER, "aws-us-gov")


WRONG: dict[str, tuple[str, list[str]]] = {
    "a field of another name": (
        whole(agreement(more="    role_nam: x\n")),
        ["XA621 a.yaml:9 agreements[0].role_nam is no field of an agreement"],
    ),
    "a key of another name": (f"{whole()}agreement: []\n", ["XA621 a.yaml:9 agreement is no field of an access file"]),
    "a partition": (
        whole(agreement(more="    partition: aws\n")),
        ["XA621 a.yaml:9 agreements[0].partition is no field of an agreement"],
    ),
    "fields that lack": (
        f"{ACCOUNTS}agreements:\n  - role_name: reader\n    trusting_account: production\n",
        [
            "XA622 a.yaml:5 agreements[0] lacks the field trusted_principals",
            "XA622 a.yaml:5 agreements[0] lacks the field permissions",
        ],
    ),
    "left empty": (
        whole(agreement(permissions="[{type: S3Read, bucket: a, prefixes: }]")),
        ["XA622 a.yaml:8 agreements[0].permissions[0].prefixes is empty"],
    ),
    "an empty list of agreements": (f"{ACCOUNTS}agreements:\n", ["XA622 a.yaml:4 agreements is empty"]),
    "a list": ("- a", ["XA623 a.yaml:1 the file must be a map, got ['a']"]),
    "no list": (
        whole(agreement(permissions=READ)),
        ["XA623 a.yaml:8 agreements[0].permissions must be a list, got {'bucket': 'acme-reports', 'type': 'S3Read'}"],
    ),
    "one text for many": (
        whole(agreement(permissions="[{type: S3Read, bucket: a, prefixes: m/}]")),
        ["XA623 a.yaml:8 agreements[0].permissions[0].prefixes must be a list, got 'm/'"],
    ),
    "many for one text": (
        whole(agreement(role="[a]")),
        ["XA623 a.yaml:5 agreements[0].role_name must be a text, got ['a']"],
    ),
    "no kind": (
        whole(agreement(permissions="[{bucket: a}]")),
        ["XA622 a.yaml:8 agreements[0].permissions[0] lacks the field type"],
    ),
    "another kind": (
        whole(agreement(permissions="[{type: S3Write, bucket: a}]")),
        ["XA623 a.yaml:8 agreements[0].permissions[0].type must be one kind, got 'S3Write'"],
    ),
    "a kind that is no text": (
        whole(agreement(permissions="[{type: [S3Read]}]")),
        ["XA623 a.yaml:8 agreements[0].permissions[0].type must be one of"],
    ),
    "a principal of another kind": (
        whole(agreement(principals="[{type: TrustedUsr, account: staging, name: a}]")),
        ["XA623 a.yaml:7 agreements[0].trusted_principals[0].type must be one kind, got 'TrustedUsr'"],
    ),
    "no flag": (
        whole(agreement(more="    existing_role: yes\n")),
        ["XA623 a.yaml:9 agreements[0].existing_role must be true or false, got 'yes'"],
    ),
    "no choice": (
        whole(agreement(more="    binding: arn\n")),
        ["XA623 a.yaml:9 agreements[0].binding must be aws:PrincipalArn or Principal, got 'arn'"],
    ),
    "no durations": (
        whole(
            *(
                agreement(f"r{index}", more=f"    safeguards: {{max_session_duration: {each}}}\n")
                for index, each in enumerate(("1h", "P", "PT", "P1M", "-1", "1.5", "1_000"))
            )
        ),
        [
            f"XA623 a.yaml:{9 + 5 * index} agreements[{index}].safeguards.max_session_duration must be whole seconds"
            for index in range(7)
        ],
    ),
    "no moments": (
        whole(
            *(
                agreement(f"r{index}", more=f"    safeguards: {{expiry: {each}}}\n")
                for index, each in enumerate(
                    ("2027-03-01", "2027-03-01T00:00:00", "2027-02-30T00:00:00Z", "1790000000", "2027-W01-1T00:00Z")
                )
            )
        ),
        [
            f"XA623 a.yaml:{9 + 5 * index} agreements[{index}].safeguards.expiry must be a moment with its time zone"
            for index in range(5)
        ],
    ),
    "no safeguards": (
        whole(agreement(more="    safeguards: mfa\n")),
        ["XA623 a.yaml:9 agreements[0].safeguards must be a map, got 'mfa'"],
    ),
    "a default of another name": (
        whole(before="defaults:\n  safeguards:\n    mfaa: true\n  path: /\n"),
        [
            "XA621 a.yaml:6 defaults.safeguards.mfaa is no field of Safeguards",
            "XA621 a.yaml:7 defaults.path is no field of defaults",
        ],
    ),
    "accounts of another name": (
        whole(agreement(trusting="prodution", principals="[{type: TrustedAccount, account: 2222}]")),
        [
            "XA624 a.yaml:6 agreements[0].trusting_account names no account, got 'prodution'",
            "XA624 a.yaml:7 agreements[0].trusted_principals[0].account names no account, got '2222'",
        ],
    ),
    "an ID of two accounts": (
        whole(agreement(trusting=PRODUCTION), accounts=f"{ACCOUNTS}  more: {{id: {PRODUCTION}, region: eu-west-1}}\n"),
        ["XA624 a.yaml:7 agreements[0].trusting_account is the ID of production and of more"],
    ),
    "groups of another name": (
        whole(agreement(principals="[poeple]", permissions="[{type: S3Read, buckets: report}]"), before=GROUPS),
        [
            "XA624 a.yaml:12 agreements[0].trusted_principals[0] names no group of principals, got 'poeple'",
            "XA624 a.yaml:13 agreements[0].permissions[0].buckets names no group of buckets, got 'report'",
        ],
    ),
    "a group in a group": (
        whole(before="principals:\n  a: [b]\n"),
        ["XA623 a.yaml:5 principals.a[0] must be a map, got 'b'"],
    ),
    "a group of buckets beside one": (
        whole(agreement(permissions="[{type: S3Read, buckets: reports, bucket: b}]"), before=GROUPS),
        ["XA621 a.yaml:13 agreements[0].permissions[0].buckets stands beside bucket"],
    ),
    "a list of buckets in place of a group": (
        whole(agreement(permissions="[{type: S3Read, buckets: [a]}]")),
        ["XA623 a.yaml:8 agreements[0].permissions[0].buckets must be the name of a group of buckets, got ['a']"],
    ),
    "a group of buckets for a table": (
        whole(agreement(permissions="[{type: DynamoDBRead, buckets: reports, table: t}]"), before=GROUPS),
        ["XA621 a.yaml:13 agreements[0].permissions[0].buckets is no field of DynamoDBRead"],
    ),
    "a role twice": (
        whole(agreement(), agreement("READER")),
        ["XA625 a.yaml:9 agreements[1].role_name names the role READER of production, as a.yaml:5 agreements[0] does"],
    ),
    "an account twice": (
        f"{ACCOUNTS}  Production: {{id: 333333333333, region: eu-west-1}}\n",
        ["XA625 a.yaml:4 accounts.Production is an account's name already at a.yaml:2 accounts.production"],
    ),
    "accounts that are none": (
        "accounts:\n  a_b: {id: 1111, region: Ireland, stacks: 0, trust_policy_characters: 2000}\n"
        "  b: {id: 111111111111, region: us-iso-east-1}\n",
        [
            "XA626 a.yaml:2 accounts.a_b must be letters, digits and hyphens",
            "XA626 a.yaml:2 accounts.a_b.id must be an account's ID, 12 digits, got '1111'",
            "XA626 a.yaml:2 accounts.a_b.region must be a region of aws, ",
            "XA626 a.yaml:2 accounts.a_b.stacks must be 1 to 500, got 0",
            "XA626 a.yaml:2 accounts.a_b.trust_policy_characters must be 2048 to 8192, got 2000",
            "XA626 a.yaml:3 accounts.b.region must be a region of aws, ",
        ],
    ),
    "stacks that are no number": (
        "accounts:\n  a: {id: 111111111111, region: eu-west-1, stacks: many}\n",
        ["XA623 a.yaml:2 accounts.a.stacks must be a whole number, got 'many'"],
    ),
    "an account that is wrong, and used": (
        whole(accounts=ACCOUNTS.replace("eu-west-1", "[]")),
        ["XA623 a.yaml:2 accounts.production.region must be a text, got []"],
    ),
    "nobody of ours": (
        whole(agreement(trusting=OTHER, principals=f"[{{type: TrustedAccount, account: {OTHER}}}]")),
        ["XA627 a.yaml:6 agreements[0].trusting_account names no account of the files, on neither side"],
    ),
    "two partitions": (
        whole(accounts=ACCOUNTS.replace("us-east-1", "cn-north-1")),
        ["XA627 a.yaml:7 agreements[0].trusted_principals[0] lies in the partition aws-cn, and production in aws"],
    ),
    "two homes": (
        whole(
            agreement(),
            agreement("second", principals=f"[{USER.replace('staging', 'more')}]"),
            accounts=f"{ACCOUNTS}  more: {{id: {STAGING}, region: us-east-1}}\n",
        ),
        [
            "XA627 a.yaml:12 agreements[1].trusted_principals[0].account has user alice live with more, and"
            " a.yaml:8 agreements[0].trusted_principals[0].account with staging"
        ],
    ),
    "known access": (
        "known_access:\n  version: 1\n  ways:\n    - {id: a, allow: x}\n",
        [
            "XA602 a.yaml:4 known_access.ways[0].allow is no field of it",
            "XA602 a.yaml:4 known_access.ways[0] lacks the field allows",
        ],
    ),
    "known access without a version": ("known_access: {}", ["XA602 a.yaml:1 known_access lacks the field version"]),
}


def test_what_is_written_for_nobody_lives_with_no_name() -> None:
    """A permission set's half is Identity Center's: said with either name of its account, it is the same."""
    member = "[{{type: TrustedPermissionSet, account: {}, name: Reports}}]"
    found = loaded(
        whole(
            agreement(principals=member.format("staging")),
            agreement("second", principals=member.format("more")),
            accounts=f"{ACCOUNTS}  more: {{id: {STAGING}, region: us-east-1}}\n",
        )
    )
    assert [each.trusted_principals for each in found.agreements] == [
        (TrustedPermissionSet(account=STAGING, name="Reports"),)
    ] * 2


@pytest.mark.parametrize(("text", "said"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_said_with_its_line(text: str, said: list[str]) -> None:
    """All of it, from the top down, and nothing else."""
    found = refused(text)
    assert len(found) == len(said), found
    for got, wanted in zip(found, said, strict=True):
        assert got.startswith(wanted), found


def test_what_is_wrong_in_several_files_is_said_file_by_file() -> None:
    """Also where something is said in two of them."""
    found = refused(
        whole(agreement("[]")), f"{ACCOUNTS}{GROUPS}agreements:\n{agreement()}{agreement('b')}", "a: !x b\n", GROUPS
    )
    assert [each.partition(" ")[2].partition(" ")[0] for each in found] == [
        "a.yaml:5",
        "b.yaml:2",
        "b.yaml:3",
        "c.yaml:1",
        "d.yaml:2",
        "d.yaml:3",
        "d.yaml:5",
    ]
    assert found[1].endswith(
        "is an account's name already at a.yaml:2 accounts.production, upper and lower case being the same"
    )


def test_what_a_file_says_that_is_not_read_is_not_said_to_be_missing() -> None:
    """Its accounts and groups are named in others; the mistake is in it alone."""
    used = f"agreements:\n{agreement(principals='[people]', permissions='[{type: S3Read, buckets: reports}]')}"
    assert refused(used, f"{ACCOUNTS}{GROUPS}x: [") == [
        "XA620 b.yaml:9 the file cannot be read: while parsing a flow node, did not find expected node content"
    ]
    assert len(refused(used, "accounts: {}\n")) == 3


def test_a_role_that_two_files_say_is_named_with_both_places() -> None:
    """The second says the first."""
    assert refused(whole(), f"agreements:\n{agreement()}") == [
        "XA625 b.yaml:2 agreements[0].role_name names the role reader of production,"
        " as a.yaml:5 agreements[0] does already"
    ]
