"""What may change access and is shown by no request: each is named, and its twin, which changes nothing, is not."""

import json
from collections.abc import Callable, Mapping
from copy import deepcopy
from typing import Any, NamedTuple

import pytest

from tests.proof.test_worlds import OTHER, PRODUCTION, key, of_account
from tests.proof.world import allow, bucket, bucket_policy, document, role
from xacct_constructs.assembly import Assembly
from xacct_constructs.assembly.collect import Collector
from xacct_constructs.assembly.intrinsics import Resolver
from xacct_constructs.proof import Comparison, compare
from xacct_constructs.report.difference import difference_data, difference_page
from xacct_constructs.report.text import page_text

Template = dict[str, Any]
Edit = Callable[[Template], None]
ROLE = f"arn:aws:iam::{PRODUCTION}:role/worker"
REPORTS = "arn:aws:s3:::acme-reports"
NOBODY_KNOWS = "arn:aws:iam::aws:policy/NobodyKnowsThis"
OTHERS_KEY = f"arn:aws:kms:eu-west-1:{OTHER}:key/1"
READ = allow("s3:GetObject", Resource=f"{REPORTS}/*")
BY_PARAMETER = {"AWS": {"Fn::Sub": "arn:aws:iam::${Who}:root"}}
WHO = {"Type": "String"}


def template() -> Template:
    """A role that reads, a bucket with a policy, and a key."""
    return {
        "Parameters": {"Who": dict(WHO), "Whom": dict(WHO)},
        "Conditions": {"Open": {"Fn::Equals": [{"Ref": "Whom"}, "yes"]}},
        "Resources": {
            "Worker": role("worker", of_account(OTHER), READ),
            "Bucket": bucket("acme-reports"),
            "Policy": bucket_policy("acme-reports", allow("s3:ListBucket", **of_account(OTHER), Resource=REPORTS)),
            "User": {"Type": "AWS::IAM::User", "Properties": {"UserName": "anna"}},
            "Key": key(allow("kms:*", **of_account(PRODUCTION), Resource="*")),
            "Managed": {
                "Type": "AWS::IAM::ManagedPolicy",
                "Properties": {"ManagedPolicyName": "more", "PolicyDocument": document(READ), "Roles": ["worker"]},
            },
        },
    }


def read(*edits: Edit) -> Assembly:
    """The template's assembly, edited."""
    edited = template()
    for each in edits:
        each(edited)
    resolver = Resolver(deepcopy(edited), stack="Stack", file="Stack.json", account=PRODUCTION, region="eu-west-1")
    collector = Collector()
    collector.add(resolver)
    return collector.assembly(())


def has(logical_id: str, **properties: Any) -> Edit:
    """A resource has these properties."""
    return lambda found: found["Resources"][logical_id]["Properties"].update(properties)


def stays(logical_id: str, by: str = "DeletionPolicy", how: str = "Retain") -> Edit:
    """A resource is kept when it is removed, or replaced."""
    return lambda found: found["Resources"][logical_id].update({by: how})


def without(*logical_ids: str) -> Edit:
    """Resources are not there."""

    def edit(found: Template) -> None:
        for each in logical_ids:
            del found["Resources"][each]

    return edit


def section(name: str, **entries: Any) -> Edit:
    """A section says this too."""
    return lambda found: found.setdefault(name, {}).update(entries)


def trusts(*statements: Any, effect: str = "Allow") -> Edit:
    """The role's trust policy."""
    said = [{"Effect": effect, "Action": "sts:AssumeRole", **each} for each in statements]
    return has("Worker", AssumeRolePolicyDocument=document(*said))


def may(*statements: Any) -> Edit:
    """The role's own policy."""
    return has("Worker", Policies=[{"PolicyName": "own", "PolicyDocument": document(*statements)}])


def both(*edits: Edit) -> Edit:
    """One edit after the other."""

    def edit(found: Template) -> None:
        for each in edits:
            each(found)

    return edit


def nothing(found: Template) -> None:
    """No change."""


OPEN_ARN = {"Fn::If": ["Open", f"{REPORTS}/a", f"{REPORTS}/b"]}
OPEN_PUT = allow("s3:PutObject", Resource=OPEN_ARN)
BY_CONDITION = may(READ, OPEN_PUT)
PUT = allow("s3:PutObject", Resource=f"{REPORTS}/*")
ENCRYPTED = {
    "ServerSideEncryptionConfiguration": [
        {"ServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": OTHERS_KEY}}
    ]
}
BY_ALIAS = has(
    "Bucket",
    BucketEncryption={
        "ServerSideEncryptionConfiguration": [
            {"ServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": "alias/reports"}}
        ]
    },
)
TO_OTHER = allow("s3:GetObject", **of_account(OTHER), Resource=f"{REPORTS}/*")
TAGGED = has("Worker", Tags=[{"Key": "team", "Value": "blue"}])
BY_TAG = may(allow("s3:GetObject", Resource="*", Condition={"StringEquals": {"aws:PrincipalTag/team": "blue"}}))
BLUE = [{"Key": "team", "Value": "blue"}]
MAYBE_BLUE = {"Fn::If": ["Open", BLUE, {"Ref": "AWS::NoValue"}]}
ASKS_OF_IT = may({**PUT, "Condition": {"StringEquals": {"aws:ResourceTag/team": "blue"}}})
ASKS_OF_BUCKET = may({**PUT, "Condition": {"StringEquals": {"s3:BucketTag/team": "blue"}}})
ASKS_BY_NAME = may({**PUT, "Resource": f"{REPORTS}/${{aws:ResourceTag/team}}/*"})
ASKS_PERHAPS = may({**PUT, "Condition": {"Fn::If": ["Open", {"Null": {"aws:ResourceTag/team": "true"}}, {}]}})
ASKS_IN_FRENCH = may({**PUT, "Condition": {"StringEquals": {"aws:ResourceTag/équipe": "bleue"}}})
ASKS_IN_REQUEST = may({**PUT, "Condition": {"StringEquals": {"aws:RequestTag/team": "blue"}}})
CUSTOM = section("Resources", Made={"Type": "Custom::Made", "Properties": {"ServiceToken": "arn:aws:sns:::a"}})
BY_CUSTOM = both(CUSTOM, may(READ, allow("s3:PutObject", Resource={"Fn::GetAtt": ["Made", "Arn"]})))


def by_resource(kind: str, asked: str, **properties: Any) -> Edit:
    """The role's own policy, on a condition about what is asked of a resource."""
    made = {"Type": kind, "Properties": properties}
    condition = {"StringEquals": {"aws:SourceIdentity": {"Fn::GetAtt": ["Made", asked]}}}
    return both(section("Resources", Made=made), may(READ, {**PUT, "Condition": condition}))


def by_provider(kind: str, **said: Any) -> Edit:
    """A provider of identities, a pool or the like, as it is and as it becomes."""
    return section("Resources", Provider={"Type": kind, "Properties": said})


def signing_in(provider: Any, by: str = "WebIdentity") -> Edit:
    """The role lets in whoever signs in with a provider."""
    return trusts({"Principal": {"Federated": provider}, "Action": f"sts:AssumeRoleWith{by}"})


SAML = "AWS::IAM::SAMLProvider"
BY_SAML = signing_in(f"arn:aws:iam::{PRODUCTION}:saml-provider/people", "SAML")
OTHERS_SAML = by_provider(SAML, Name="people", SamlMetadataDocument="theirs")
OURS_SAML = by_provider(SAML, Name="people", SamlMetadataDocument="ours")
OIDC = "AWS::IAM::OIDCProvider"
BY_OIDC = signing_in({"Ref": "Provider"})
SIGNED = by_provider(OIDC, Url="https://idp.example.com", ThumbprintList=["a"])
SIGNED_ELSEWHERE = by_provider(OIDC, Url="https://idp.example.com", ThumbprintList=["b"])
BY_POOL = signing_in("cognito-identity.amazonaws.com")
OPEN_POOL = by_provider("AWS::Cognito::IdentityPool", AllowUnauthenticatedIdentities=True)
POOL = by_provider("AWS::Cognito::IdentityPool", AllowUnauthenticatedIdentities=False)
BY_CERTIFICATE = trusts({"Principal": {"Service": "rolesanywhere.amazonaws.com"}})
SETS = "AWS::SSO::PermissionSet"


class Row(NamedTuple):
    """Two edits, what names the change, and two that change nothing."""

    before: Edit
    after: Edit
    named: str
    twin: tuple[Edit, Edit]


def same(edit: Edit) -> tuple[Edit, Edit]:
    """Both have it."""
    return edit, edit


OVER = section(
    "Resources",
    Over={
        "Type": "AWS::Organizations::Policy",
        "Properties": {
            "Name": "over",
            "Type": "SERVICE_CONTROL_POLICY",
            "Content": document({**allow("s3:PutObject", Resource="*"), "Effect": "Deny"}),
            "TargetIds": [PRODUCTION],
        },
    },
)


def chosen(otherwise: Any) -> Edit:
    """The role's own policy, of which a condition that is open chooses the document."""
    either = {"Fn::If": ["Open", document(READ), otherwise]}
    return has("Worker", Policies=[{"PolicyName": "own", "PolicyDocument": either}])


def otherwise_written(statement: Mapping[str, Any]) -> dict[str, Any]:
    """The same statement, with a name and in another order."""
    return {"Sid": "Named", **dict(reversed(list(statement.items())))}


def alias_of(key_id: Any) -> Edit:
    """An alias that stands for a key."""
    return section(
        "Resources",
        Alias={"Type": "AWS::KMS::Alias", "Properties": {"AliasName": "alias/reports", "TargetKeyId": key_id}},
    )


def bound_by(name: str) -> Edit:
    """The role has a boundary that the template makes: two are alike, but for their names."""
    alike = {
        f"Bound{each}": {
            "Type": "AWS::IAM::ManagedPolicy",
            "Properties": {"ManagedPolicyName": each.lower(), "PolicyDocument": document(allow("s3:*", Resource="*"))},
        }
        for each in ("One", "Two")
    }
    return both(section("Resources", **alike), has("Worker", PermissionsBoundary={"Ref": f"Bound{name}"}))


def by_default(name: str, value: str, **others: str) -> Edit:
    """Whom the role trusts is parameters' defaults."""
    given = {name: value, **others}
    return both(
        trusts(*({"Principal": {"AWS": {"Fn::Sub": f"arn:aws:iam::${{{each}}}:root"}}} for each in given)),
        section("Parameters", **{each: {**WHO, "Default": default} for each, default in given.items()}),
    )


OTHER_BUCKET = section("Resources", Other=bucket("acme-other"))
TRUSTS_SAML = trusts(
    {"Principal": {"Federated": f"arn:aws:iam::{PRODUCTION}:saml-provider/who"}, "Action": "sts:AssumeRoleWithSAML"}
)


def saml(**said: Any) -> dict[str, Any]:
    """A provider."""
    return {"Type": "AWS::IAM::SAMLProvider", "Properties": {"SamlMetadataDocument": "one", **said}}


GIVEN_MORE = has("Worker", ManagedPolicyArns=[NOBODY_KNOWS])
BOUND = has("Worker", PermissionsBoundary=NOBODY_KNOWS)
ROWS = {
    "an alias stands for another key": Row(
        alias_of({"Fn::GetAtt": ["Key", "Arn"]}),
        alias_of(OTHERS_KEY),
        f"and stands for {OTHERS_KEY}",
        (nothing, alias_of(OTHERS_KEY)),
    ),
    "the alias of the key that encrypts is made no longer": Row(
        both(BY_ALIAS, alias_of(OTHERS_KEY)),
        BY_ALIAS,
        "alias/reports: it is made no longer",
        (both(BY_ALIAS, alias_of(OTHERS_KEY)),) * 2,
    ),
    "the alias of the key that encrypts comes to be made": Row(
        BY_ALIAS,
        both(BY_ALIAS, alias_of(OTHERS_KEY)),
        "alias/reports: it comes to be made",
        (alias_of(OTHERS_KEY), nothing),
    ),
    "a policy is another one where a condition holds not": Row(
        chosen(document(PUT)), chosen(document(PUT, PUT)), "Worker.Policies[0] depends on", same(chosen(document(PUT)))
    ),
    "a policy is perhaps another one": Row(
        nothing,
        has(
            "Worker",
            Policies=[{"PolicyName": "own", "PolicyDocument": {"Fn::If": ["Open", document(PUT), document(READ)]}}],
        ),
        "Worker.Policies[0] depends on",
        (nothing, may(READ, otherwise_written(READ))),
    ),
    # Who somebody is
    "people of another provider": Row(
        both(BY_SAML, OURS_SAML), both(BY_SAML, OTHERS_SAML), "says who somebody is", (OURS_SAML, OTHERS_SAML)
    ),
    "a provider comes that a role trusts already": Row(
        BY_SAML, both(BY_SAML, OURS_SAML), "says who somebody is", (nothing, OURS_SAML)
    ),
    "a provider is signed by another": Row(
        both(BY_OIDC, SIGNED), both(BY_OIDC, SIGNED_ELSEWHERE), "AWS::IAM::OIDCProvider", same(both(BY_OIDC, SIGNED))
    ),
    "a provider that deployment settles may be it": Row(
        both(signing_in({"Ref": "Who"}), SIGNED),
        both(signing_in({"Ref": "Who"}), SIGNED_ELSEWHERE),
        "AWS::IAM::OIDCProvider",
        (both(BY_SAML, SIGNED), both(BY_SAML, SIGNED_ELSEWHERE)),
    ),
    "a pool lets in whoever does not sign in": Row(
        both(BY_POOL, POOL), both(BY_POOL, OPEN_POOL), "AWS::Cognito::IdentityPool", (POOL, OPEN_POOL)
    ),
    "certificates of another authority": Row(
        both(BY_CERTIFICATE, by_provider("AWS::RolesAnywhere::TrustAnchor", Source="ours")),
        both(BY_CERTIFICATE, by_provider("AWS::RolesAnywhere::TrustAnchor", Source="theirs")),
        "AWS::RolesAnywhere::TrustAnchor",
        (
            both(BY_CERTIFICATE, by_provider("AWS::RolesAnywhere::TrustAnchor", Source="ours", Tags=[])),
            both(BY_CERTIFICATE, by_provider("AWS::RolesAnywhere::TrustAnchor", Source="ours", Tags=BLUE)),
        ),
    ),
    "a permission set says more": Row(
        by_provider(SETS, Name="readers", InlinePolicy=document(READ)),
        by_provider(SETS, Name="readers", InlinePolicy=document(READ, PUT)),
        "or what they may do",
        (by_provider(SETS, Name="readers"), by_provider(SETS, Name="readers", Description="who reads")),
    ),
    "a user gets another key": Row(
        nothing,
        by_provider("AWS::IAM::AccessKey", UserName="anna"),
        "AWS::IAM::AccessKey",
        same(by_provider("AWS::IAM::AccessKey", UserName="anna")),
    ),
    "a user gets a password": Row(
        nothing, has("User", LoginProfile={"Password": "x"}), "AWS::IAM::User", (nothing, has("User", Path="/"))
    ),
    "somebody comes into a group": Row(
        nothing,
        by_provider("AWS::IdentityStore::GroupMembership", GroupId="admins"),
        "AWS::IdentityStore::GroupMembership",
        same(by_provider("AWS::IdentityStore::GroupMembership", GroupId="admins")),
    ),
    # An identity
    "a managed policy is attached": Row(nothing, GIVEN_MORE, "NobodyKnowsThis is attached", same(GIVEN_MORE)),
    "a managed policy is detached": Row(GIVEN_MORE, nothing, "NobodyKnowsThis is no longer attached", same(GIVEN_MORE)),
    "a deny beside what nobody knows goes": Row(
        both(GIVEN_MORE, may(READ, {**PUT, "Effect": "Deny"})),
        GIVEN_MORE,
        "NobodyKnowsThis",
        (both(GIVEN_MORE, may(READ, {**PUT, "Effect": "Deny"})),) * 2,
    ),
    "a deny of a role that is made elsewhere goes": Row(
        both(without("Worker"), has("Managed", PolicyDocument=document(READ, {**PUT, "Effect": "Deny"}))),
        without("Worker"),
        f"{ROLE}: s3:PutObject",
        same(both(without("Worker"), has("Managed", PolicyDocument=document(READ, {**PUT, "Effect": "Deny"})))),
    ),
    "a boundary outside goes": Row(BOUND, nothing, "and is none", same(BOUND)),
    "a boundary outside comes": Row(nothing, BOUND, "boundary was none", same(BOUND)),
    "a boundary outside takes the place of one that is made": Row(
        bound_by("One"), both(bound_by("One"), BOUND), "and is arn:aws:iam::aws", (bound_by("One"), bound_by("Two"))
    ),
    "a boundary by parameter": Row(
        has("Worker", PermissionsBoundary={"Ref": "Who"}),
        has("Worker", PermissionsBoundary={"Ref": "Whom"}),
        "Worker.PermissionsBoundary depends on",
        same(has("Worker", PermissionsBoundary={"Ref": "Who"})),
    ),
    "a trust by parameter": Row(
        nothing, trusts({"Principal": BY_PARAMETER}), "${Stack.Who}", same(trusts({"Principal": BY_PARAMETER}))
    ),
    "a trust by another parameter": Row(
        trusts({"Principal": BY_PARAMETER}),
        trusts({"Principal": {"AWS": {"Fn::Sub": "arn:aws:iam::${Whom}:root"}}}),
        "${Stack.Whom}",
        same(trusts({"Principal": BY_PARAMETER})),
    ),
    "a session lasts longer": Row(
        nothing, has("Worker", MaxSessionDuration=43200), "43200 seconds", same(has("Worker", MaxSessionDuration=7200))
    ),
    **{
        f"a tag of the {what.lower()}, for which {how}": Row(
            asks, both(asks, has(what, Tags=BLUE)), "its tags team change", same(both(asks, has(what, Tags=BLUE)))
        )
        for what, how, asks in (
            ("Bucket", "a policy asks", ASKS_OF_IT),
            ("Key", "a policy asks", ASKS_OF_IT),
            ("Worker", "a policy asks as of a resource", ASKS_OF_IT),
            ("Bucket", "a policy asks by the service's key", ASKS_OF_BUCKET),
            ("Bucket", "a policy has a variable", ASKS_BY_NAME),
            ("Bucket", "a policy may ask", ASKS_PERHAPS),
        )
    },
    "a tag of the bucket in letters of another language": Row(
        ASKS_IN_FRENCH,
        both(ASKS_IN_FRENCH, has("Bucket", Tags=[{"Key": "Équipe", "Value": "bleue"}])),
        "its tags Équipe change",
        (ASKS_IN_FRENCH, both(ASKS_IN_FRENCH, has("Bucket", Tags=[{"Key": "Equipe", "Value": "bleue"}]))),
    ),
    "a tag of the bucket that another takes the place of": Row(
        both(ASKS_OF_IT, has("Bucket", Tags=BLUE)),
        both(ASKS_OF_IT, has("Bucket", Tags=[{"Key": "team", "Value": "red"}])),
        "its tags team change",
        (both(ASKS_IN_REQUEST, has("Bucket", Tags=BLUE)), ASKS_IN_REQUEST),
    ),
    "a tag of the bucket that may be there": Row(
        both(ASKS_OF_IT, has("Bucket", Tags=BLUE)),
        both(ASKS_OF_IT, has("Bucket", Tags=MAYBE_BLUE)),
        "its tags team change",
        same(both(ASKS_OF_IT, has("Bucket", Tags=MAYBE_BLUE))),
    ),
    "tags of the bucket by parameter": Row(
        ASKS_OF_IT,
        both(ASKS_OF_IT, has("Bucket", Tags={"Ref": "Whom"})),
        "its tags ${Stack.Whom} change",
        (nothing, has("Bucket", Tags={"Ref": "Whom"})),
    ),
    "a tag of the bucket whose key is a parameter": Row(
        ASKS_OF_IT,
        both(ASKS_OF_IT, has("Bucket", Tags=[{"Key": {"Ref": "Whom"}, "Value": "blue"}])),
        "its tags ${Stack.Whom} change",
        same(both(ASKS_OF_IT, has("Bucket", Tags=[{"Key": {"Ref": "Whom"}, "Value": "blue"}]))),
    ),
    "whether the bucket's tags are asked for": Row(
        nothing,
        has("Bucket", AbacStatus="Enabled"),
        "its abac is not the same",
        same(has("Bucket", AbacStatus="Enabled")),
    ),
    "a tag that policies ask for": Row(BY_TAG, both(BY_TAG, TAGGED), "its tags team change", (nothing, TAGGED)),
    "a role that is made elsewhere now": Row(
        nothing, without("Worker"), "no longer made by the assembly", (without("Worker"), without("Worker"))
    ),
    # A statement that deployment settles
    "a statement by condition comes": Row(
        nothing, BY_CONDITION, "condition Open", (BY_CONDITION, may(READ, otherwise_written(OPEN_PUT)))
    ),
    "a condition of one name becomes another": Row(
        BY_CONDITION,
        both(BY_CONDITION, section("Conditions", Open={"Fn::Equals": [{"Ref": "Who"}, "yes"]})),
        "condition Open",
        (BY_CONDITION, both(BY_CONDITION, section("Conditions", Other={"Fn::Equals": [{"Ref": "Who"}, "yes"]}))),
    ),
    "an arm becomes another": Row(
        BY_CONDITION,
        may(READ, allow("s3:PutObject", Resource={"Fn::If": ["Open", f"{REPORTS}/a", f"{REPORTS}/c"]})),
        "condition Open",
        (BY_CONDITION, may(allow("s3:PutObject", Resource=OPEN_ARN), READ)),
    ),
    "a custom resource is made otherwise": Row(
        BY_CUSTOM,
        both(BY_CUSTOM, has("Made", Bucket="another")),
        "${Stack.Made.Arn}",
        (BY_CUSTOM, both(BY_CUSTOM, has("Worker", Description="another"))),
    ),
    "a value in the parameter store": Row(
        by_resource("AWS::SSM::Parameter", "Value", Type="String", Value=f"{REPORTS}/a"),
        by_resource("AWS::SSM::Parameter", "Value", Type="String", Value=f"{REPORTS}/b"),
        "${Stack.Made.Value}",
        same(by_resource("AWS::SSM::Parameter", "Value", Type="String", Value=f"{REPORTS}/a")),
    ),
    "a name that a resource has": Row(
        by_resource("AWS::KinesisVideo::Stream", "Arn", Name="one"),
        by_resource("AWS::KinesisVideo::Stream", "Arn", Name="other"),
        "${Stack.Made.Arn}",
        (
            by_resource("AWS::KinesisVideo::Stream", "Arn", Name="one"),
            by_resource("AWS::KinesisVideo::Stream", "Arn", Name="one", DataRetentionInHours=5, KeyId="alias/one"),
        ),
    ),
    "an attribute that is a property": Row(
        by_resource("AWS::EC2::VPC", "CidrBlock", CidrBlock="10.0.0.0/16"),
        by_resource("AWS::EC2::VPC", "CidrBlock", CidrBlock="10.0.0.0/8"),
        "${Stack.Made.CidrBlock}",
        (
            by_resource("AWS::EC2::VPC", "CidrBlock", CidrBlock="10.0.0.0/8"),
            by_resource("AWS::EC2::VPC", "CidrBlock", CidrBlock="10.0.0.0/8", EnableDnsSupport=True),
        ),
    ),
    "values that are allowed": Row(
        both(trusts({"Principal": BY_PARAMETER}), section("Parameters", Who={**WHO, "AllowedValues": [OTHER]})),
        both(
            trusts({"Principal": BY_PARAMETER}),
            section("Parameters", Who={**WHO, "AllowedValues": [OTHER, "444444444444"]}),
        ),
        "${Stack.Who}",
        (
            trusts({"Principal": BY_PARAMETER}),
            both(trusts({"Principal": BY_PARAMETER}), section("Parameters", Who={**WHO, "Description": "who"})),
        ),
    ),
    "a default": Row(
        both(trusts({"Principal": BY_PARAMETER}), section("Parameters", Who={**WHO, "Default": OTHER})),
        both(trusts({"Principal": BY_PARAMETER}), section("Parameters", Who={**WHO, "Default": "444444444444"})),
        "the default of Who was",
        same(both(trusts({"Principal": BY_PARAMETER}), section("Parameters", Who={**WHO, "Default": OTHER}))),
    ),
    "a default, beside one of a parameter that is new": Row(
        by_default("Who", OTHER),
        by_default("Who", "444444444444", Whom="444444444444"),
        "the default of Who was",
        same(by_default("Who", OTHER, Whom=OTHER)),
    ),
    "a resource that may not be made": Row(
        nothing,
        lambda found: found["Resources"]["Policy"].update(Condition="Open"),
        "condition Open",
        same(lambda found: found["Resources"]["Policy"].update(Condition="Open")),
    ),
    # A resource
    "an allow comes beside a deny that names nobody": Row(
        has("Policy", PolicyDocument=document({**READ, "Effect": "Deny"})),
        has("Policy", PolicyDocument=document({**READ, "Effect": "Deny"}, TO_OTHER)),
        "Policy.PolicyDocument.Statement[0] is in a policy whose statements name",
        same(has("Policy", PolicyDocument=document({**READ, "Effect": "Deny"}, TO_OTHER))),
    ),
    "an opening list": Row(
        nothing,
        has("Bucket", AccessControl="PublicRead"),
        "PublicRead is given",
        (nothing, has("Bucket", AccessControl="Private")),
    ),
    "an opening list goes": Row(
        has("Bucket", AccessControl="PublicRead"),
        nothing,
        "PublicRead is taken away",
        same(has("Bucket", AccessControl="PublicRead")),
    ),
    "a policy without statements becomes another": Row(
        has("Worker", Policies=[{"PolicyName": "none", "PolicyDocument": {"Version": "2012-10-17"}}]),
        has("Worker", Policies=[{"PolicyName": "none", "PolicyDocument": {"Version": "2008-10-17"}}]),
        "Worker",
        same(has("Worker", Policies=[{"PolicyName": "none", "PolicyDocument": {"Version": "2012-10-17"}}])),
    ),
    "a key that is disabled": Row(nothing, has("Key", Enabled=False), "its enabled is not the same", same(nothing)),
    "an organization policy": Row(nothing, OVER, "an organization policy comes", same(OVER)),
    "another key": Row(
        nothing,
        has("Bucket", BucketEncryption=ENCRYPTED),
        "the key that encrypts it was none",
        same(has("Bucket", BucketEncryption=ENCRYPTED)),
    ),
    # What is kept
    **{
        f"{what} that is kept": Row(
            both(*(stays(each, how=how) for each in gone)),
            without(*gone),
            f"{logical_id}: it is removed and its DeletionPolicy keeps it",
            same(stays(logical_id, how=how)),
        )
        for what, logical_id, how, gone in (
            ("a role", "Worker", "Retain", ("Worker", "Managed")),
            ("a bucket policy", "Policy", "RetainExceptOnCreate", ("Policy",)),
            ("a bucket", "Bucket", "Retain", ("Bucket", "Policy")),
            ("a key", "Key", "Retain", ("Key",)),
            ("a user", "User", "Retain", ("User",)),
            ("a managed policy", "Managed", "Retain", ("Managed",)),
        )
    },
    **{
        f"{what} that a role trusts": Row(
            both(trusts(whom), section("Resources", Who={"Type": kind, "Properties": said})),
            both(trusts(whom), section("Resources", Who={"Type": kind, "Properties": {**said, **change}})),
            f"Who: {kind} is not as it was",
            (
                section("Resources", Who={"Type": kind, "Properties": said}),
                section("Resources", Who={"Type": kind, "Properties": {**said, **change}}),
            ),
        )
        for what, kind, said, change, whom in (
            (
                "a provider of OpenID Connect",
                "AWS::IAM::OIDCProvider",
                {"ClientIdList": ["one"]},
                {"ClientIdList": ["one", "two"]},
                {"Principal": {"Federated": {"Ref": "Who"}}, "Action": "sts:AssumeRoleWithWebIdentity"},
            ),
            (
                "a provider of SAML",
                "AWS::IAM::SAMLProvider",
                {"SamlMetadataDocument": "one"},
                {"SamlMetadataDocument": "two"},
                {
                    "Principal": {"Federated": f"arn:aws:iam::{PRODUCTION}:saml-provider/who"},
                    "Action": "sts:AssumeRoleWithSAML",
                },
            ),
            (
                "a pool of identities",
                "AWS::Cognito::IdentityPool",
                {"AllowUnauthenticatedIdentities": False},
                {"AllowUnauthenticatedIdentities": True},
                {
                    "Principal": {"Federated": "cognito-identity.amazonaws.com"},
                    "Action": "sts:AssumeRoleWithWebIdentity",
                },
            ),
            (
                "a pool of users who may sign up",
                "AWS::Cognito::UserPool",
                {"AdminCreateUserConfig": {"AllowAdminCreateUserOnly": True}},
                {"AdminCreateUserConfig": {"AllowAdminCreateUserOnly": False}},
                {
                    "Principal": {"Federated": "cognito-identity.amazonaws.com"},
                    "Action": "sts:AssumeRoleWithWebIdentity",
                },
            ),
            (
                "an anchor of certificates",
                "AWS::RolesAnywhere::TrustAnchor",
                {"Source": {"SourceData": {"X509CertificateData": "one"}}},
                {"Source": {"SourceData": {"X509CertificateData": "two"}}},
                {"Principal": {"Service": "rolesanywhere.amazonaws.com"}},
            ),
        )
    },
    "an access control list that is ignored no longer": Row(
        has("Bucket", AccessControl="PublicRead", PublicAccessBlockConfiguration={"IgnorePublicAcls": True}),
        has("Bucket", AccessControl="PublicRead", PublicAccessBlockConfiguration={"IgnorePublicAcls": False}),
        "its ignored access control lists is not the same",
        (
            has("Bucket", AccessControl="Private", PublicAccessBlockConfiguration={"IgnorePublicAcls": True}),
            has("Bucket", AccessControl="Private"),
        ),
    ),
    **{
        f"{what} in a bucket of the account's": Row(
            OTHER_BUCKET,
            both(OTHER_BUCKET, has("Bucket", **said)),
            f"{REPORTS}: copies or lists of it lie in arn:aws:s3:::acme-other",
            same(both(OTHER_BUCKET, has("Bucket", **said))),
        )
        for what, said in (
            (
                "a copy",
                {"ReplicationConfiguration": {"Rules": [{"Destination": {"Bucket": "arn:aws:s3:::acme-other"}}]}},
            ),
            ("a list", {"InventoryConfigurations": [{"Destination": {"BucketArn": "arn:aws:s3:::acme-other"}}]}),
        )
    },
    "a bucket that may not be made": Row(
        nothing,
        lambda found: found["Resources"]["Bucket"].update(Condition="Open"),
        f"{REPORTS}: whether it is made is settled at deployment, and not as it was",
        same(lambda found: found["Resources"]["Bucket"].update(Condition="Open")),
    ),
    "a provider that is described otherwise": Row(
        both(TRUSTS_SAML, section("Resources", Who=saml())),
        both(TRUSTS_SAML, section("Resources", Who=saml(SamlMetadataDocument="two"))),
        "says who somebody is",
        (
            both(TRUSTS_SAML, section("Resources", Who=saml())),
            both(TRUSTS_SAML, section("Resources", Whose=saml(Tags=[{"Key": "a", "Value": "b"}]))),
        ),
    ),
    "a role that is kept when it is replaced": Row(
        stays("Worker", "UpdateReplacePolicy"),
        both(stays("Worker", "UpdateReplacePolicy"), has("Worker", RoleName="new"), has("Managed", Roles=["new"])),
        "Worker: it is replaced and its UpdateReplacePolicy keeps it",
        same(stays("Worker", "UpdateReplacePolicy")),
    ),
}


def named(found: Comparison) -> list[str]:
    """What could not be told."""
    return list(map(str, found.undecided))


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_a_change_is_named(row: Row) -> None:
    """In text and in JSON."""
    found = compare(read(row.before), read(row.after))

    assert any(row.named in each for each in named(found)), named(found)
    assert row.named in page_text(difference_page(found), width=1000)
    assert row.named in json.dumps(difference_data(found)["undecided"], ensure_ascii=False)


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_the_twin_is_silent(row: Row) -> None:
    """What both leave open alike is no change."""
    before, after = row.twin

    assert compare(read(before), read(after)) == Comparison()


def test_what_nobody_knows_is_named_once() -> None:
    """Whatever it allows, it was not there before; what it may allow beside a deny that goes is not told besides."""
    found = compare(read(may(READ, {**PUT, "Effect": "Deny"})), read(GIVEN_MORE, may(READ)))

    assert [("is attached" in each) for each in named(found)] == [True]


def test_a_deny_that_is_kept_denies() -> None:
    """Where nothing keeps it, what it withheld is gained."""
    deny = {**allow("s3:GetObject", AWS="*", Resource=f"{REPORTS}/*"), "Effect": "Deny"}
    denies = has("Policy", PolicyDocument=document(deny))
    gone = without("Policy")

    assert compare(read(denies, stays("Policy")), read(gone)).gained == ()
    assert compare(read(denies), read(gone)).gained


def test_what_stays_and_gives_up_its_holder_is_lost() -> None:
    """A policy that would be kept is not removed here, and the role has it no longer."""
    puts = has("Managed", PolicyDocument=document(PUT))
    found = compare(read(puts, stays("Managed")), read(puts, stays("Managed"), has("Managed", Roles=[])))

    assert {each.request.action for each in found.lost} == {"s3:PutObject"}
    assert found.undecided == ()


@pytest.mark.parametrize("what", [each for each in ROWS if "that is kept" in each])
def test_what_is_kept_is_not_lost(what: str) -> None:
    """It is lost where nothing keeps it."""
    row = ROWS[what]

    assert compare(read(row.before), read(row.after)).lost == ()
    if what.split()[1] in ("role", "bucket"):
        assert compare(read(), read(row.after)).lost


def test_what_is_gained_for_certain_is_told_beside_an_open_statement() -> None:
    """A statement that is settled, beside one that is the same in both, and beside one that is new."""
    by_condition = allow("s3:PutObject", Resource=OPEN_ARN)
    deleting = allow("s3:DeleteObject", Resource=f"{REPORTS}/*")
    beside_the_same, certain = (
        compare(read(BY_CONDITION), read(may(READ, by_condition, each))) for each in (PUT, deleting)
    )

    assert {each.request.action for each in beside_the_same.gained} == {"s3:PutObject"}
    assert {each.request.action for each in certain.gained} == {"s3:DeleteObject"}
    assert certain.undecided == ()


def test_what_is_written_otherwise_beside_an_open_statement_is_no_change() -> None:
    """Two statements in place of one let through the same, whatever the one beside them comes to."""
    by_condition = allow("s3:DeleteObject", Resource=OPEN_ARN)
    both_at_once = allow("s3:PutObject", Resource=[f"{REPORTS}/a/*", f"{REPORTS}/b/*"])
    one_by_one = [allow("s3:PutObject", Resource=f"{REPORTS}/{each}/*") for each in "ab"]

    assert compare(read(may(by_condition, both_at_once)), read(may(by_condition, *one_by_one))) == Comparison()


def test_a_trust_of_its_own_account_lets_in_who_may_ask_already() -> None:
    """The role begins to leave it to its account, or is new, where another one may assume every role."""
    asks = section("Resources", Asks=role("asks", of_account(OTHER), allow("sts:AssumeRole", Resource="*")))
    found = compare(read(asks), read(asks, trusts({"Principal": {"AWS": f"arn:aws:iam::{PRODUCTION}:root"}})))

    new = compare(
        read(asks, without("Worker", "Managed")),
        read(asks, trusts({"Principal": {"AWS": f"arn:aws:iam::{PRODUCTION}:root"}})),
    )

    for each in (found, new):
        gained = {(change.request.caller.principal_arn, change.request.resource) for change in each.gained}
        assert (f"arn:aws:iam::{PRODUCTION}:role/asks", ROLE) in gained


def test_what_is_gained_for_certain_is_told_of_a_statement_that_is_open_in_part() -> None:
    """One resource is known, and another is whatever deployment gives."""
    puts = allow("s3:PutObject", Resource=[{"Ref": "Whom"}, f"{REPORTS}/z*"])
    found = compare(read(), read(may(READ, puts)))

    assert [each.request.resource.startswith(f"{REPORTS}/z") for each in found.gained] == [True]
    assert any("${Stack.Whom}" in each for each in named(found))
