"""Services that act for the account, and show everybody what they read: what lets them in is looked at."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.proof.test_beside import added, arn_of, doubts, permission, policy_of_function
from tests.proof.test_worlds import KEY, OWN_ADMINISTRATORS, PRODUCTION, REPORTS, agreed, key, put, world_of
from tests.proof.world import World, access_point, allow, bucket, bucket_policy, in_memory
from xacct_constructs import S3Read
from xacct_constructs.proof import Answer, compare, prove

OWN = {"StringEquals": {"aws:SourceAccount": PRODUCTION}}
FRONT = f"arn:aws:cloudfront::{PRODUCTION}:distribution/E1"
CLOUDFRONT = "cloudfront.amazonaws.com"


def letting(service: str, action: str = "s3:GetObject", on: str = f"{REPORTS}/*", **more: Any) -> dict[str, Any]:
    """A statement that lets a service in for the account."""
    return allow(action, Principal={"Service": service}, Resource=on, **{"Condition": OWN, **more})


def anybody(condition: Mapping[str, Any], action: str = "s3:GetObject") -> dict[str, Any]:
    """A statement that lets in whoever meets a condition."""
    return allow(action, AWS="*", Resource=f"{REPORTS}/*", Condition=condition)


def of_reports(*statements: Mapping[str, Any]) -> World:
    """The agreement's world, with a policy of the reports."""
    world = world_of(agreed())
    put(PRODUCTION, Policy=bucket_policy("acme-reports", *statements))(world)
    return world


LET_IN: dict[str, tuple[tuple[Mapping[str, Any], ...], bool]] = {
    "CloudFront": ((letting(CLOUDFRONT),), True),
    "CloudFront, for one distribution": (
        (letting(CLOUDFRONT, Condition={"StringEquals": {"AWS:SourceArn": FRONT}}),),
        True,
    ),
    "CloudFront, whatever it does": ((letting(CLOUDFRONT, "s3:*"),), True),
    "CloudFront, which writes": ((letting(CLOUDFRONT, "s3:PutObject"),), False),
    "CloudFront, and a deny of it": (
        (letting(CLOUDFRONT), {**allow("s3:*", Principal="*", Resource=f"{REPORTS}/*"), "Effect": "Deny"}),
        False,
    ),
    "whoever is sent by a distribution": ((anybody({"ArnLike": {"aws:SourceArn": f"{FRONT[:-2]}*"}}),), True),
    "whoever is sent by a distribution, which writes": (
        (anybody({"ArnLike": {"aws:SourceArn": FRONT}}, "s3:PutObject"),),
        False,
    ),
    "whoever is called so": (
        (anybody({**OWN, "StringLike": {"aws:PrincipalServiceName": "cloudfront.*"}}),),
        True,
    ),
    "whoever is one of those": (
        (anybody({**OWN, "ForAnyValue:StringEquals": {"aws:PrincipalServiceNamesList": [CLOUDFRONT]}}),),
        True,
    ),
    "whoever asks for the account": ((anybody(OWN),), False),
    "whoever is sent by whatever there is of the account": (
        (anybody({"ArnLike": {"aws:SourceArn": f"arn:aws:*:*:{PRODUCTION}:*"}}),),
        False,
    ),
    "whoever is sent by a topic": (
        (anybody({"ArnLike": {"aws:SourceArn": f"arn:aws:sns:eu-west-1:{PRODUCTION}:told"}}),),
        False,
    ),
    "whoever is sent by anything but a distribution": (
        (anybody({**OWN, "ArnNotLike": {"aws:SourceArn": FRONT}}),),
        False,
    ),
    "Amplify": ((letting("amplify.amazonaws.com"),), True),
    "the Serverless Application Repository": ((letting("serverlessrepo.amazonaws.com"),), True),
    "AppStream, for whoever streams": ((letting("appstream.amazonaws.com"),), True),
    "Chime, for whoever calls": ((letting("voiceconnector.chime.amazonaws.com"),), True),
    "AppStream, which writes": ((letting("appstream.amazonaws.com", "s3:PutObject"),), False),
    "whoever writes logs": ((letting("logging.s3.amazonaws.com", "s3:PutObject"),), False),
    "whoever looks at it": ((letting("macie.amazonaws.com"),), False),
}


@pytest.mark.parametrize(("statements", "doubted"), LET_IN.values(), ids=LET_IN)
def test_what_the_agreed_bucket_lets_in(statements: tuple[Mapping[str, Any], ...], doubted: bool) -> None:
    """No template may say what CloudFront shows: a function of it may, or a distribution elsewhere."""
    told = prove(in_memory(of_reports(*statements), [agreed()])).undecided
    assert bool(told) is doubted
    assert all(str(each).startswith(f"{REPORTS}: ") for each in told)


def test_another_bucket_lets_in_whom_it_likes() -> None:
    """And the agreed key, since CloudFront needs the bucket too."""
    agreement = agreed(permissions=[S3Read("acme-reports", prefixes=["monthly/"], kms_key=KEY)])
    world = world_of(agreement)
    site = bucket_policy("acme-site", letting(CLOUDFRONT, on="arn:aws:s3:::acme-site/*"))
    decrypting = allow("kms:Decrypt", Principal={"Service": CLOUDFRONT}, Resource="*", Condition=OWN)
    put(PRODUCTION, Site=bucket("acme-site"), Policy=site, Key=key(OWN_ADMINISTRATORS, decrypting))(world)
    assert prove(in_memory(world, [agreement])).answer is Answer.PROVEN


def test_an_access_point_lets_it_in() -> None:
    """It is a way to the bucket."""
    world = world_of(agreed())
    point = f"arn:aws:s3:eu-west-1:{PRODUCTION}:accesspoint/site"
    put(PRODUCTION, Point=access_point("site", "acme-reports", letting(CLOUDFRONT, on=f"{point}/object/*")))(world)
    assert [str(each.about) for each in prove(in_memory(world, [agreed()])).undecided] == [point]


CALLED = {
    "CloudFront": (permission(Principal=CLOUDFRONT, SourceArn=FRONT), True),
    "a load balancer": (
        permission(
            Principal="elasticloadbalancing.amazonaws.com",
            SourceArn=f"arn:aws:elasticloadbalancing:eu-west-1:{PRODUCTION}:targetgroup/web/1",
        ),
        True,
    ),
    "VPC Lattice": (
        permission(
            Principal="vpc-lattice.amazonaws.com",
            SourceArn=f"arn:aws:vpc-lattice:eu-west-1:{PRODUCTION}:targetgroup/tg-1",
        ),
        True,
    ),
    "a rule": (
        permission(Principal="events.amazonaws.com", SourceArn=f"arn:aws:events:eu-west-1:{PRODUCTION}:rule/nightly"),
        False,
    ),
    "CloudFront, by a policy": (policy_of_function(CLOUDFRONT, ArnEquals={"AWS:SourceArn": FRONT}), True),
}


@pytest.mark.parametrize(("what", "doubted"), CALLED.values(), ids=CALLED)
def test_a_function_that_it_calls(what: tuple[str, dict[str, Any]], doubted: bool, tmp_path: Path) -> None:
    """It shows what the function answers; of an idle one, nothing that is agreed on."""
    kind, said = what
    assert bool(doubts(tmp_path / "reading", added(what), agreed())) is doubted
    named = "ResourceArn" if "ResourceArn" in said else "FunctionName"
    assert not doubts(tmp_path / "idle", added((kind, {**said, named: arn_of("Idling")})), agreed())


def test_diff_tells_of_it() -> None:
    """As it tells of whatever else opens or shuts beside whom policies name."""
    held = [in_memory(each, [agreed()]) for each in (world_of(agreed()), of_reports(letting(CLOUDFRONT)))]
    for pair, count in ((held, 1), (held[::-1], 1), ([held[1]] * 2, 0)):
        assert len(compare(*pair).undecided) == count
