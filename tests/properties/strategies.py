"""Agreements made by chance: ones that AWS's rules accept, and wild ones."""

import string
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from xacct_constructs import (
    Agreement,
    Binding,
    DynamoDBRead,
    Network,
    RawStatements,
    RoleReference,
    S3Read,
    Safeguards,
    TrustedAccount,
    TrustedGroup,
    TrustedOrganization,
    TrustedOrganizationalUnit,
    TrustedPermissionSet,
    TrustedRole,
    TrustedUser,
)
from xacct_constructs.principals import is_of_organization

LETTERS = string.ascii_letters + string.digits
PRODUCTION = "111111111111"
REGIONS = {"aws": "eu-west-1", "aws-cn": "cn-north-1", "aws-us-gov": "us-gov-west-1"}

names = st.text(LETTERS + "_+=,.@-", min_size=2, max_size=64)
paths = st.one_of(
    st.just("/"),
    st.text("".join(set(map(chr, range(33, 127))) - set("*?$")), min_size=1, max_size=40).map(lambda each: f"/{each}/"),
)
user_lists = st.lists(st.tuples(paths, names), min_size=1, max_size=2, unique_by=lambda each: each[1].lower()).map(
    lambda each: [f"{path}{name}" for path, name in each]
)
accounts = st.text(string.digits, min_size=12, max_size=12).filter(lambda each: each != PRODUCTION)
policy_text = "".join(each for each in map(chr, range(256)) if each.isprintable())


set_names = st.text(string.ascii_letters + string.digits + "_+=,.@-", min_size=1, max_size=32)
home_regions = st.sampled_from([None, "us-east-1", "eu-west-1"])
organization_ids = st.from_regex(r"o-[a-z0-9]{10,32}", fullmatch=True)
unit_paths = st.from_regex(r"o-[a-z0-9]{10,12}/r-[a-z0-9]{4,8}/ou-[a-z0-9]{4,8}-[a-z0-9]{8,12}/\*?", fullmatch=True)

seldom = st.integers(0, 6)
in_organizations: dict[int, list[Any]] = {
    5: [TrustedOrganization(organization_id="o-b1b2c3d4e5")],
    6: [TrustedOrganizationalUnit(organization_path="o-b1b2c3d4e5/r-ab12/ou-ab12-11111111/*")],
}
places = seldom.map(lambda each: in_organizations.get(each, []))


@st.composite
def principals(draw: st.DrawFn) -> list[Any]:
    """One to four principals, no two of one account and name; now and then a place in an organization as well."""
    kinds = st.sampled_from([TrustedUser, TrustedRole, TrustedUser, TrustedAccount, TrustedGroup, TrustedPermissionSet])
    found: list[Any] = []
    for account in draw(st.lists(accounts, min_size=1, max_size=4, unique=True)):
        kind = draw(kinds)
        if kind is TrustedAccount:
            found.append(TrustedAccount(account=account))
            continue
        if kind is TrustedPermissionSet:
            found.append(kind(account=account, name=draw(set_names), region=draw(home_regions)))
            continue
        further = {"users": draw(user_lists)} if kind is TrustedGroup else {}
        who = {"name": draw(names), "path": draw(paths), "existing": draw(st.booleans())}
        found.append(kind(account=account, **who, **further))
    return [*found, *draw(places)]


prefixes = st.one_of(
    st.none(),
    st.lists(
        st.text(policy_text, min_size=1, max_size=20)
        .filter(lambda each: not each.startswith("/") and each.rstrip("/")[-1:] not in ("*", "?"))
        .map("{}/".format),
        min_size=1,
        max_size=3,
        unique=True,
    ).filter(lambda all_: not any(a != b and a.startswith(b) for a in all_ for b in all_)),
)
buckets = st.from_regex(r"[b-w][a-z0-9]{1,8}([.-][a-z0-9]{1,8}){0,3}[a-z0-9]", fullmatch=True)
key_ids = st.one_of(st.uuids().map(str), st.just("mrk-" + "0" * 32))
flags = st.fixed_dictionaries({each: st.booleans() for each in ("versions", "tags", "attributes")})


table_names = st.text(LETTERS + "_.-", min_size=3, max_size=30)
leading_keys = st.lists(st.text(policy_text, min_size=1, max_size=20), min_size=1, max_size=3, unique=True)


@st.composite
def tables(draw: st.DrawFn, partition: str) -> DynamoDBRead:
    """A table of the account or of another, its key perhaps of a third."""
    account, holder = draw(st.tuples(*[st.sampled_from([PRODUCTION, "444444444444"])] * 2))
    keys = draw(st.one_of(st.none(), leading_keys))
    return DynamoDBRead(
        f"arn:{partition}:dynamodb:{REGIONS[partition]}:{account}:table/{draw(table_names)}",
        indexes=draw(st.one_of(st.none(), st.lists(table_names, min_size=1, max_size=2, unique=True))),
        leading_keys=keys,
        streams=keys is None and account == PRODUCTION and draw(st.booleans()),
        kms_key=draw(
            st.one_of(
                st.none(), key_ids.map(lambda each: f"arn:{partition}:kms:{REGIONS[partition]}:{holder}:key/{each}")
            )
        ),
    )


@st.composite
def permissions(draw: st.DrawFn, partition: str) -> list[Any]:
    """One or two permissions of different buckets, with a table's and a raw statement or without."""
    found: list[Any] = []
    for bucket in draw(st.lists(buckets, min_size=1, max_size=2, unique=True)):
        key = None
        if draw(st.booleans()):
            holder = draw(st.sampled_from([PRODUCTION, "444444444444"]))
            key = f"arn:{partition}:kms:{REGIONS[partition]}:{holder}:key/{draw(key_ids)}"
        owner = draw(st.sampled_from([None, PRODUCTION, "444444444444"]))
        found.append(S3Read(bucket, prefixes=draw(prefixes), owner=owner, kms_key=key, **draw(flags)))
    if draw(st.booleans()):
        found.append(draw(tables(partition)))
    if draw(st.booleans()):
        statement: dict[str, Any] = {
            "Effect": draw(st.sampled_from(["Allow", "Deny"])),
            "Action": draw(st.sampled_from(["sqs:ReceiveMessage", ["sqs:ReceiveMessage", "sqs:DeleteMessage"]])),
            "Resource": f"arn:{partition}:sqs:{REGIONS[partition]}:{PRODUCTION}:jobs",
        }
        if draw(st.booleans()):
            statement["Sid"] = draw(st.text(LETTERS, min_size=1, max_size=10))
        if draw(st.booleans()):
            statement["Condition"] = {"StringLike": {"aws:PrincipalTag/purpose": "re*"}}
        found.append(RawStatements([statement]))
    return found


sometimes = st.sampled_from([False, False, True])
networks = st.one_of(
    st.none(),
    st.builds(
        Network,
        ip_ranges=st.lists(st.sampled_from(["203.0.113.0/24", "198.51.100.7", "2001:db8::/32"]), unique=True),
        vpc_endpoints=st.lists(st.sampled_from(["vpce-0123456789abcdef0", "vpce-01234567"]), min_size=1, unique=True),
    ),
    st.just(Network(ip_ranges=["203.0.113.0/24"])),
)
tag_text = st.text(LETTERS + "é .:/=+@-_", min_size=1, max_size=20).filter(
    lambda each: not each.lower().startswith("aws:")
)
tags = st.dictionaries(
    st.text(string.ascii_lowercase, min_size=1, max_size=10),
    st.lists(tag_text, min_size=1, max_size=2, unique=True),
    min_size=1,
    max_size=3,
)
external_ids = st.lists(st.text(LETTERS + "_+=,.@:/-", min_size=2, max_size=40), max_size=3, unique=True)
identities = st.lists(st.text(LETTERS + "_+=,.@-*?", min_size=2, max_size=20), max_size=2, unique=True)


@st.composite
def safeguards(draw: st.DrawFn, trusted: list[Any], partition: str) -> Safeguards:
    """Safeguards that these principals could meet."""
    users = all(each.can_use_mfa for each in trusted)
    someone = any(not each.is_role_session for each in trusted)
    mfa = users and draw(st.booleans())
    placed = any(map(is_of_organization, trusted))
    return Safeguards(
        external_ids=draw(external_ids),
        mfa=mfa,
        mfa_max_age=timedelta(minutes=draw(st.integers(1, 600))) if mfa and draw(st.booleans()) else None,
        organization_id="o-a1b2c3d4e5" if draw(sometimes) and not placed else None,
        organization_paths=["o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/*"] if draw(sometimes) and not placed else [],
        source_identities=draw(identities),
        session_name_is_user_name=users and draw(st.booleans()),
        session_tags=draw(st.one_of(st.none(), tags)),
        assume_from=draw(networks),
        read_from=draw(networks),
        expiry=draw(st.one_of(st.none(), st.integers(0, 10**9).map(lambda each: NEW_YEAR + timedelta(seconds=each)))),
        max_session_duration=timedelta(seconds=draw(st.integers(3600, 43200))) if someone and draw(sometimes) else None,
        role_permissions_boundary=f"arn:{partition}:iam::aws:policy/AdministratorAccess" if draw(sometimes) else None,
        principal_permissions_boundary=f"arn:{partition}:iam::aws:policy/AdministratorAccess"
        if draw(sometimes)
        else None,
    )


NEW_YEAR = datetime(2027, 1, 1, tzinfo=UTC)


@st.composite
def agreements(draw: st.DrawFn) -> Agreement:
    """An agreement that AWS's rules accept; its documents may still be too long, which is rare."""
    partition = draw(st.sampled_from(list(REGIONS)))
    trusted = draw(principals())
    whole_arns = not any(isinstance(each, TrustedPermissionSet) for each in trusted)
    return Agreement(
        role_name=draw(names),
        trusting_account=PRODUCTION,
        trusted_principals=trusted,
        permissions=draw(permissions(partition)),
        safeguards=draw(safeguards(trusted, partition)),
        path=draw(paths),
        partition=partition,
        binding=draw(st.sampled_from(list(Binding) if whole_arns else [Binding.PRINCIPAL_ARN])),
        managed_policy_name=draw(st.one_of(st.none(), names)),
        existing_role=draw(sometimes),
        description=draw(st.one_of(st.none(), st.text(string.ascii_letters + " .,-", max_size=100))),
    )


scalars: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(),
    st.text(st.characters(categories=["Cs", "Cc", "Lo"])),
    st.binary(),
    st.datetimes(),
    st.dates(),
    st.timedeltas(),
    st.sampled_from(
        [
            "*",
            "",
            "/",
            "arn:",
            "arn:aws:s3:::",
            "${Token[TOKEN.1]}",
            "${AutoNamed}",
            ":::::",
            "s3:GetObject",
            "arn:::::",
        ]
    ),
    st.just(S3Read),
    st.just(object()),
)
junk = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.tuples(inner),
        st.dictionaries(st.one_of(st.text(), st.integers()), inner, max_size=3),
    ),
    max_leaves=5,
)


def mostly(good: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """What is right, or anything."""
    return st.one_of(good, good, junk)


wild_principals = st.one_of(
    st.builds(TrustedUser, account=mostly(accounts), name=mostly(names), path=mostly(paths), existing=junk),
    st.builds(TrustedRole, account=mostly(accounts), name=mostly(names), path=mostly(paths)),
    st.builds(TrustedGroup, account=mostly(accounts), name=mostly(names), users=mostly(user_lists)),
    st.builds(TrustedAccount, account=mostly(accounts)),
    st.builds(TrustedPermissionSet, account=mostly(accounts), name=mostly(names), region=mostly(home_regions)),
    st.builds(TrustedOrganization, organization_id=mostly(organization_ids)),
    st.builds(TrustedOrganizationalUnit, organization_path=mostly(unit_paths)),
    junk,
)
elements = ["Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Condition", "Principal"]
wild_statements = st.dictionaries(
    st.sampled_from(elements),
    st.one_of(
        junk,
        st.sampled_from(["Allow", "Deny", "s3:GetObject", "*", "arn:aws:s3:::b"]),
        st.dictionaries(
            st.sampled_from(["StringEquals", "Ref", "Bool"]),
            st.one_of(junk, st.dictionaries(st.one_of(st.integers(), st.sampled_from(["aws:PrincipalTag/a"])), junk)),
        ),
    ),
)
wild_permissions = st.one_of(
    st.builds(
        S3Read,
        mostly(buckets),
        prefixes=mostly(prefixes),
        owner=mostly(accounts),
        kms_key=mostly(st.just(f"arn:aws:kms:eu-west-1:{PRODUCTION}:key/1234")),
    ),
    st.builds(
        DynamoDBRead,
        mostly(st.just(f"arn:aws:dynamodb:eu-west-1:{PRODUCTION}:table/orders")),
        indexes=mostly(st.lists(table_names, max_size=2)),
        leading_keys=mostly(leading_keys),
        streams=mostly(st.booleans()),
        kms_key=mostly(st.just(f"arn:aws:kms:eu-west-1:{PRODUCTION}:key/1234")),
    ),
    st.builds(RawStatements, mostly(st.lists(wild_statements, max_size=3))),
    junk,
)
wild_networks = st.one_of(
    junk, st.builds(Network, ip_ranges=mostly(st.lists(junk)), vpc_endpoints=mostly(st.lists(junk)))
)
wild_safeguards = mostly(
    st.builds(
        Safeguards,
        external_ids=mostly(external_ids),
        mfa=junk,
        mfa_max_age=mostly(st.timedeltas()),
        organization_id=junk,
        organization_paths=mostly(st.lists(junk)),
        source_identities=mostly(identities),
        session_name_is_user_name=junk,
        session_tags=mostly(tags),
        assume_from=wild_networks,
        read_from=wild_networks,
        expiry=mostly(st.datetimes(timezones=st.timezones())),
        max_session_duration=mostly(st.timedeltas()),
        role_permissions_boundary=junk,
        principal_permissions_boundary=mostly(st.just("arn:aws:iam::aws:policy/ReadOnlyAccess")),
    )
)
wild_agreements = mostly(
    st.builds(
        Agreement,
        role_name=mostly(names),
        trusting_account=mostly(st.just(PRODUCTION)),
        trusted_principals=mostly(st.lists(wild_principals, max_size=3)),
        permissions=mostly(st.lists(wild_permissions, max_size=3)),
        safeguards=wild_safeguards,
        path=mostly(paths),
        partition=mostly(st.sampled_from(["aws", "aws-cn", "aws-iso"])),
        binding=mostly(st.sampled_from(list(Binding))),
        managed_policy_name=mostly(names),
        existing_role=junk,
        description=junk,
    )
)
wild_references = mostly(
    st.builds(
        RoleReference,
        role_arn=mostly(st.just(f"arn:aws:iam::{PRODUCTION}:role/reader")),
        trusted_principals=mostly(st.lists(wild_principals, max_size=3).map(tuple)),
        actions=mostly(st.just(("sts:AssumeRole",))),
        principal_permissions_boundary=junk,
    )
)
