"""Ignorance is monotone: a value that is replaced by an unknown one turns no answer into PROVEN, and none into REFUTED.

Every place of every resource of the examples and of the worlds by hand, and every kind of unknown; a sample of them,
unless asked for the whole: `pytest tests/proof/test_ignorance.py --hypothesis-profile=long`.
"""

import json
import random
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import settings

from tests.proof.conftest import NAMES
from tests.proof.test_worlds import ROWS, world_of
from tests.proof.unknown import (
    KINDS,
    Place,
    Stack,
    places,
    read,
    replaced,
    stacks_of,
    value_at,
    with_what_is_referred_to,
)
from xacct_constructs.agreement.serialize import to_json
from xacct_constructs.assembly.errors import AssemblyError
from xacct_constructs.names import AGREEMENTS_FILE
from xacct_constructs.proof import Answer, prove
from xacct_constructs.values import listed

A_SAMPLE, MANY = 60, 1000
"""Unknowns of one world; how many examples a profile has that asks for the whole."""

_ASSUMED = "the user exists, or may: that its own account lets it assume the role is an assumption, and printed"
BEAR_ON_NOTHING = {
    r"\S+ (DeletionPolicy|UpdateReplacePolicy)": "it speaks of what happens to the resource when it goes",
    r"\S+ DependsOn\b.*": "it says what is made first, and nothing else",
    r"AWS::DynamoDB::Table Properties\.(AttributeDefinitions|BillingMode|GlobalSecondaryIndexes|KeySchema)\b.*": (
        "it says how a table is built, to nobody else"
    ),
    r"AWS::DynamoDB::Table Properties\.SSESpecification\b.*": (
        "what lies there may be encrypted by any key; each key's policy says who may use it"
    ),
    r"AWS::S3::Bucket Properties\.BucketEncryption\b.*": (
        "objects may be encrypted by any key; each key's policy says who may use it"
    ),
    r"AWS::S3::Bucket Properties\.PublicAccessBlockConfiguration\b.*": "it only takes away what is public",
    r"AWS::S3::Bucket Properties\.VersioningConfiguration\b.*": "it keeps what was there before, and lets in nobody",
    r"AWS::S3::Bucket Properties\.Tags\b.*": "policies that ask for tags are taken as if any were there",
    r"AWS::KMS::Key Properties\.(EnableKeyRotation|Description)": "a rotated key is used as before",
    r"AWS::IAM::ManagedPolicy Properties\.(ManagedPolicyName|Description)": "who has it refers to it by its logical ID",
    r"AWS::IAM::(Role|User) Properties\.Policies\.PolicyName": "no other inline policy of the same holder has a name",
    r"AWS::IAM::(Policy|UserPolicy) Properties\b.*": _ASSUMED,
    r"AWS::SSO::PermissionSet Properties\b.*": "what a set's own policies allow is an assumption, and printed",
    r"AWS::IAM::Group Properties\.GroupName": "whom the agreed group has is an assumption then, and printed",
    r"AWS::IAM::OIDCProvider Properties\b.*": "that IAM knows the provider is an assumption, and printed",
    r"AWS::IAM::User Properties\.ManagedPolicyArns\b.*": "policies outside the assembly are assumed to allow nothing",
}
"""Types and paths, as expressions, to the reason why what stands there may be anything, and the proof stays."""

_TRUST, _POLICY = r"Properties\.AssumeRolePolicyDocument", r"Properties\.PolicyDocument"
_COPIED = {
    r".*: (Reports|Copy) Properties\.ReplicationConfiguration\.(Role|Rules\.0\.Status)": (
        "whoever copies is the account's own, and whether it is copied or not, nobody comes to the copy"
    ),
}
_LEFT = {
    r".*: Left Properties\.(Bucket|PolicyDocument\.Statement\b.*)": (
        "whatever the bucket leaves to its access points, they let in the reader alone, as agreed"
    ),
    r"there or not: Point Properties\.Bucket": "an access point without a bucket is not made",
}
_NO_BUCKET = {r".*: Reports Properties\.BucketName": "no agreement is about it, and what they are about is there"}
_LIKE_NOBODY = {
    rf".*: Policy {_POLICY}\.Statement\.0\.(Action|Effect|Principal|Resource).*": (
        "the condition means roles of the account, of which none can be called so, whatever they may do or may not"
    ),
    rf"there or not: Policy {_POLICY}\.Statement.*": "the same, or nobody",
    r".*: Policy Properties\.Bucket": "wherever it stands, it means nobody",
    rf".*: Ops {_TRUST}\b.*": "whoever enters it, nothing gives it anything",
}
_NAMING_NOBODY = {
    rf".*: Policy {_POLICY}\.Statement\.0\.(Action|Effect|Resource).*": "it names a role that is not there",
    rf"there or not: Policy {_POLICY}\.Statement.*": "the same, or nobody",
    r".*: Policy Properties\.Bucket": "wherever it stands, it names a role that is not there",
    rf".*: Ops {_TRUST}\b.*": "whoever enters it, nothing gives it anything",
    r"(one of two arms|there or not): Ops Properties\.RoleName": "whichever it is, the bucket names another",
}
_LET_IN_AT_HOME = {
    rf".*: MailerResource {_TRUST}\.Statement\.1\.(Action|Effect)": "it speaks of its own account's roles",
    rf"there or not: MailerResource {_TRUST}\.Statement.*": "its own account's roles come in, or they do not",
}
_OF_ITS_OWN = "whoever enters it is of its own account, or nobody does"
_LESS = "what it may do leads nowhere, and less does neither"
IN_WORLDS: Mapping[str, Mapping[str, str]] = {
    "a prefix as it is written": {
        r"there or not: ReaderResource Properties\.Policies\.0\.PolicyDocument\.Statement\.3.*": (
            "it allows again what another statement allows"
        ),
    },
    "a role for others that has a name of its own": _NAMING_NOBODY,
    "a role for others that has another name than whom the bucket names": _NAMING_NOBODY,
    "a role for others under any name, and nobody is named": {
        r".*: Ops Properties\b.*": "whoever enters it, and whatever it is called, nothing gives it anything",
    },
    "a list of what is there in a bucket that is none which a third account reads": {
        r".*: Open Properties\b.*": "wherever it stands, it is no policy of the reports or of their list",
        r"(one of two arms|there or not): Copy Properties\.BucketName": "whichever it is, others read another",
    },
    "another owner's bucket, its policy elsewhere": {
        r"one of two (allowed values|arms): Reports Properties\.BucketName": "neither of the two is the agreed one",
    },
    "a role for others that no pattern has": {
        **_LIKE_NOBODY,
        r"(one of two arms|there or not): Ops Properties\.RoleName": "whichever it is, no pattern has it",
    },
    "a role for others on another path than a pattern has": {
        **_LIKE_NOBODY,
        r".*: Ops Properties\.RoleName": "whatever it is called, it stands on no path",
    },
    "a role for others of which no name is as a pattern has it": {
        **_LIKE_NOBODY,
        r"(one of two arms|there or not): Ops Properties\.RoleName": "whichever it is, no pattern has it",
    },
    "a bucket policy that lets its own account's principals in": {
        rf".*: Policy {_POLICY}\.Statement\.0\.(Action|Effect|Principal|Resource).*": (
            "the condition means one role, of the account itself, whatever that may do or may not"
        ),
        rf"there or not: Policy {_POLICY}\.Statement.*": "the same, or nobody",
        r".*: Policy Properties\.Bucket": "wherever it stands, it means a role of the account itself",
    },
    "another role of the name, elsewhere": {
        r".*: Reader Properties\b.*": "a role of an account of no agreement is not the agreed one",
    },
    "a role of another account that admits anybody": {
        r".*: Open Properties\b.*": "a role of the trusted account is not the user that is trusted",
    },
    "a whole account, whose role for others may not assume it": {
        r".*: Open Properties\.(AssumeRolePolicyDocument|RoleName)\b.*": "whomever it lets in, it comes nowhere near",
        r".*: Open Properties\.Policies\.0\.PolicyDocument\.Statement\.0\.(Action|Effect)": (
            "that it does to another role"
        ),
        r"there or not: Open Properties\.Policies.*": _LESS,
    },
    "a whole account, whose role for others may pass one that may not": {
        r".*: Open Properties\.(AssumeRolePolicyDocument|RoleName)\b.*": "whomever it lets in, it comes nowhere near",
        r".*: Open Properties\.Policies\.0\.PolicyDocument\.Statement\.0\.(Action|Effect|Resource)": (
            "that it does to another role, which comes nowhere near"
        ),
        r"there or not: Open Properties\.Policies.*": _LESS,
        r".*: Next Properties\.(AssumeRolePolicyDocument|RoleName)\b.*": "whatever it is passed to, it may do nothing",
    },
    "a whole account, whose role for others may pass one that is for its own people": {
        r".*: Open Properties\.(AssumeRolePolicyDocument|RoleName)\b.*": "whomever it lets in, it comes nowhere near",
        r".*: Open Properties\.Policies\.0\.PolicyDocument\.Statement\.0\.(Effect|Resource)": (
            "it passes a role that lets in people alone"
        ),
        r"there or not: Open Properties\.Policies.*": _LESS,
        r".*: Next Properties\.(Policies|RoleName)\b.*": "it lets in its own people alone, whatever it may do",
        rf".*: Next {_TRUST}\.Statement\.0\.(Action|Effect)": _OF_ITS_OWN,
        rf"there or not: Next {_TRUST}\.Statement.*": _OF_ITS_OWN,
    },
    "a whole account, whose role for its own may assume it": {
        r".*: Open Properties\.(Policies|RoleName)\b.*": "it lets in nobody from elsewhere, whatever it may do",
        rf".*: Open {_TRUST}\.Statement\.0\.(Action|Effect)": _OF_ITS_OWN,
        rf"there or not: Open {_TRUST}\.Statement.*": _OF_ITS_OWN,
    },
    "a whole account, whose role for its own has a policy that is not here": {
        r".*: Open Properties\.(ManagedPolicyArns|RoleName)\b.*": "it lets in nobody from elsewhere",
        rf".*: Open {_TRUST}\.Statement\.0\.(Action|Effect)": _OF_ITS_OWN,
        rf"there or not: Open {_TRUST}\.Statement.*": _OF_ITS_OWN,
    },
    "a whole account, and another one's role for others": {
        r".*: Open Properties\b.*": "a role of an account of no agreement is nobody whom the reader lets in",
    },
    "a role that admits the reader and denies it": {
        r".*: Onward Properties\.RoleName": "it is not the agreed one, which is there, and admits nobody",
        rf".*: Onward {_TRUST}\.Statement\.0\b.*": "the deny behind it stands, whatever it allows",
    },
    "a trust policy on somebody else's role": {
        rf".*: ReaderResource {_TRUST}\.Statement\.1\.(Action|Effect|Principal).*": "its condition is never met",
        rf"there or not: ReaderResource {_TRUST}\.Statement\.1": "the same, or nobody",
    },
    "a workload's role, and another one with a policy that is not here, which lets in its own account": {
        r".*: Build Properties\.(RoleName|ManagedPolicyArns\b.*)": "nobody of another account enters it",
        rf".*: Build {_TRUST}\.Statement\.0\.(Action|Effect)": _OF_ITS_OWN,
        rf"there or not: Build {_TRUST}\.Statement.*": _OF_ITS_OWN,
        **_LET_IN_AT_HOME,
    },
    "a workload's role, and another one that a third account may become, and that comes nowhere": {
        rf".*: Build (Properties\.(RoleName|Policies\.0\.PolicyName)|{_TRUST}\b.*)": (
            "whatever it is called and whoever enters it, it may assume no role"
        ),
        r".*: Build Properties\.Policies\.0\.PolicyDocument\.Statement\.0\.(Effect|Resource)": (
            "what it may do in S3 it does to nothing that lets it in"
        ),
        r"there or not: Build Properties\.Policies.*": _LESS,
        **_LET_IN_AT_HOME,
    },
    "a role that deployment names, as a trust of another account does": {
        r".*: (Named|Trusts) Properties\b.*": "whoever comes in, nothing there leads to what is agreed on",
    },
    "a function's role that may assume all roles, one of which deployment names": {
        r".*: (Named|Own) Properties\b.*": _OF_ITS_OWN,
    },
    "a workload's role, beside another one whose name deployment settles": {
        r".*: Build Properties\.(RoleName|AssumeRolePolicyDocument\b.*)": "whoever enters it, it may assume no role",
        r".*: Build Properties\.Policies\.0\.PolicyDocument\.Statement\.0\.(Action|Effect)": (
            "that it does to a role that is not there"
        ),
        r"there or not: Build Properties\.Policies.*": _LESS,
        r".*: Deploy Properties\.(AssumeRolePolicyDocument|Policies)\b.*": "nobody of another account comes to it",
        r"(one of two arms|there or not): Deploy Properties\.RoleName": "whichever it is, nobody may assume it",
        **_LET_IN_AT_HOME,
    },
    "a workload's role that another one of its account may become": {
        r".*: Build Properties\.(RoleName|Policies\b.*)": "nobody of another account enters it",
        rf".*: Build {_TRUST}\.Statement\.0\.(Action|Effect)": _OF_ITS_OWN,
        rf"there or not: Build {_TRUST}\.Statement.*": _OF_ITS_OWN,
        **_LET_IN_AT_HOME,
    },
    "an access point lets the reader read as agreed": {
        **_LEFT,
        r".*: Point Properties\.Policy\.Statement\.0\.Effect": "the reader may read without it, by its own permissions",
        r"there or not: Point Properties\.Policy\.Statement.*": (
            "the reader may read without it, by its own permissions"
        ),
    },
    "a copy in a bucket of the account's own": _COPIED,
    "copies in a circle": _COPIED,
    "a copy of another bucket in a bucket that a third account reads": {
        r".*: (Other|Copy|Open) Properties\b.*": "neither can be the agreed bucket, which is there and has no copies",
    },
    "a statement about an access point": _LEFT,
    "a statement about an access point beside another bucket that a third account reads": {
        **_LEFT,
        r".*: (Copy|Open) Properties\b.*": "it is not the agreed bucket, which is there",
    },
    "a statement about another owner's bucket, with the statement it needs": _NO_BUCKET,
    "a statement about another owner's bucket by a pattern, with the statement it needs": {
        **_NO_BUCKET,
        r".*: Policy Properties\b.*": "it lets in the reader at most; a pattern promises nothing",
    },
    "a statement about another owner's role": _NO_BUCKET,
    "a chain that an agreement says": _NO_BUCKET,
    "a chain that an agreement says, with all that comes along": _NO_BUCKET,
    "another owner's bucket, with the statement it needs": _NO_BUCKET,
    "a parameter that no policy depends on": {
        r".*: Other Properties\.BucketName": "it is not the agreed bucket, which is there, and has no policy",
    },
}
"""The same of worlds: kind of unknown, logical ID and path, as expressions, to the reason."""

World = tuple[list[Stack], list[Any]]


def of_example(directory: Path) -> World:
    """An example's stacks and agreements, as they are synthesized."""
    artifacts = json.loads((directory / "manifest.json").read_text())["artifacts"]
    stacks = []
    for name, each in artifacts.items():
        if each["type"] == "aws:cloudformation:stack":
            account, region = each["environment"].removeprefix("aws://").split("/")
            template = json.loads((directory / each["properties"]["templateFile"]).read_text())
            stacks.append(with_what_is_referred_to(Stack(name, account, region, template)))
    return stacks, json.loads((directory / AGREEMENTS_FILE).read_text())["agreements"]


def of_row(name: str) -> World:
    """A world by hand."""
    row = ROWS[name]
    world = world_of(*row.agreements)
    row.add(world)
    stacks = stacks_of(world)
    stacks = [each._replace(template={**row.template, **each.template}) for each in stacks]
    return [with_what_is_referred_to(each) for each in stacks], [to_json(each) for each in row.agreements]


def answer(stacks: Sequence[Stack], agreements: Sequence[Any]) -> Answer | None:
    """The answer; None where the reader refuses the template."""
    try:
        return prove(read(stacks, agreements)).answer
    except AssemblyError:
        return None


def refuses_plain_http_alone(stacks: Sequence[Stack], place: Place) -> bool:
    """Whether a place lies in a bucket policy that holds such a deny alone, which takes nothing from an agreement."""
    if place.type != "AWS::S3::BucketPolicy" or "Effect" in place.path or "Condition" in place.path:
        return False
    statements = value_at(stacks, place._replace(path=("Properties", "PolicyDocument", "Statement")))
    plain = {"Bool": {"aws:SecureTransport": "false"}}
    return all(each["Effect"] == "Deny" and each.get("Condition") == plain for each in statements)


def admits_services_alone(stacks: Sequence[Stack], place: Place, kind: str) -> bool:
    """Whether a place lies in a statement that admits services, which are assumed to act for the role's account.

    Or is that statement, and it may not be there: then nobody comes in.
    """
    trust = ("Properties", "AssumeRolePolicyDocument", "Statement")
    if place.type != "AWS::IAM::Role" or place.path[:3] != trust:
        return False
    if len(place.path) < 5 and kind != "there or not":
        return False
    if len(place.path) > 4 and not {"Action", "Effect", "Service"} & {*place.path}:
        return False
    statements = value_at(stacks, place._replace(path=place.path[:4]))
    return all(set(each["Principal"]) == {"Service"} for each in listed(statements))


def bears_on_nothing(stacks: Sequence[Stack], place: Place, kind: str) -> bool:
    """Whether what stands at a place may be anything of this kind."""
    if refuses_plain_http_alone(stacks, place) or admits_services_alone(stacks, place, kind):
        return True
    return any(re.fullmatch(each, place.name) for each in BEAR_ON_NOTHING)


def unjustified(world: World, count: int | None, here: Mapping[str, str] = MappingProxyType({})) -> list[str]:
    """The unknowns that turn an answer into PROVEN or REFUTED, or leave it PROVEN without a reason.

    Args:
        world: The stacks and agreements.
        count: How many are tried.
        here: Reasons that are good in this world alone. Default: none.
    """
    stacks, agreements = world
    before = answer(stacks, agreements)
    unknowns = [(place, kind) for place in places(stacks) for kind in KINDS]
    if count is not None and count < len(unknowns):
        unknowns = random.Random(str(agreements)).sample(unknowns, count)  # noqa: S311 - a sample, no secret
    found = []
    for place, kind in unknowns:
        now = answer(replaced(stacks, place, KINDS[kind]), agreements)
        told = f"{kind}: {place.logical_id} {'.'.join(map(str, place.path))}"
        reason = bears_on_nothing(stacks, place, kind) or any(re.fullmatch(each, told) for each in here)
        # A type is no unknown: what stands there is not made at all.
        proven = now is Answer.PROVEN and not (before is Answer.PROVEN and reason) and place.path != ("Type",)
        # Nor are a resource's properties as one: the policy of a bucket stands for itself then.
        refuted = now is Answer.REFUTED is not before and place.path not in (("Type",), ("Properties",))
        if proven or refuted:
            found.append(f"{told}: {before} becomes {now}")
    return found


def _count() -> int | None:
    return None if settings().max_examples >= MANY else A_SAMPLE


@pytest.mark.parametrize("name", NAMES)
def test_in_an_example(name: str, assemblies: Callable[[str], Path]) -> None:
    """Nothing is proven of what is not known, and nothing refuted."""
    assert unjustified(of_example(assemblies(name)), _count()) == []


@pytest.mark.parametrize("name", ROWS)
def test_in_a_world(name: str) -> None:
    """The same, of every row."""
    assert unjustified(of_row(name), None if _count() is None else 12, IN_WORLDS.get(name, {})) == []
