"""Apps whose reports are looked at: plain templates, without the CDK."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from tests.proof.world import Resources, World, allow, both_halves, bucket, bucket_policy, role, write
from xacct_constructs import Agreement, RawStatements, S3Read, Safeguards, TrustedAccount, TrustedRole, TrustedUser

PRODUCTION, STAGING, OTHER = "111111111111", "222222222222", "333333333333"
REPORTS = "arn:aws:s3:::acme-reports"
CAROL = f"arn:aws:iam::{OTHER}:user/carol"
STORY = Agreement(
    role_name="reports-reader",
    trusting_account=PRODUCTION,
    trusted_principals=[TrustedUser(account=STAGING, name="alice")],
    permissions=[S3Read("acme-reports", prefixes=["monthly/"])],
)
OF_OTHERS = Agreement(
    role_name="reports-reader",
    trusting_account=PRODUCTION,
    trusted_principals=[
        TrustedUser(account=STAGING, name="alice"),
        TrustedRole(account=STAGING, name="AWSReservedSSO_Analyst_0123456789abcdef"),
        TrustedRole(account=STAGING, name="mailer"),
        TrustedAccount(account=OTHER),
    ],
    permissions=[
        S3Read("acme-books", prefixes=["monthly/"], owner=OTHER),
        RawStatements([allow("sts:AssumeRole", Resource=f"arn:aws:iam::{PRODUCTION}:role/onward")]),
    ],
    safeguards=Safeguards(external_ids=["acme-1234"]),
)


class Told(NamedTuple):
    """An app, as `prove` is told of it.

    Attributes:
        world: Its resources.
        agreements: What is agreed.
        template: Further sections of every template.
    """

    world: World
    agreements: list[Agreement]
    template: Mapping[str, Any] = {}

    def write(self, folder: Path) -> Path:
        """Its cloud assembly."""
        return write(folder, self.world, self.agreements, **self.template)


def story(**more: Any) -> Told:
    """The story's app, with more resources in production."""
    world = both_halves([STORY])
    world[PRODUCTION] |= {"Reports": bucket("acme-reports"), **more}
    return Told(world, [STORY])


def widened() -> Told:
    """It lets somebody read another prefix, and goes on to another role."""
    reading = allow("s3:GetObject", AWS=CAROL, Resource=f"{REPORTS}/payroll/*")
    reader = f"arn:aws:iam::{PRODUCTION}:role/reports-reader"
    return story(Policy=bucket_policy("acme-reports", reading), Onward=role("onward", {"AWS": reader}))


def narrowed() -> Told:
    """It refuses what is agreed."""
    refusing = {**allow("s3:GetObject", AWS="*", Resource=f"{REPORTS}/monthly/secret/*"), "Effect": "Deny"}
    return story(Policy=bucket_policy("acme-reports", refusing))


def left_open() -> Told:
    """A parameter says who reads the bucket, and a role lets others in that leads nowhere."""
    reading = allow("s3:GetObject", AWS={"Ref": "Partner"}, Resource=f"{REPORTS}/*")
    vendor = role("vendor", {"AWS": f"arn:aws:iam::{OTHER}:root"}, allow("cloudwatch:GetMetricData", Resource="*"))
    found = story(Policy=bucket_policy("acme-reports", reading), Vendor=vendor)
    return found._replace(template={"Parameters": {"Partner": {"Type": "String"}}})


def of_others() -> Told:
    """Much of it lies elsewhere, and is somebody's to check."""
    world = both_halves([OF_OTHERS])
    del world[STAGING][next(each for each in world[STAGING] if each.startswith("Alice"))]
    house = role("house", {"AWS": f"arn:aws:iam::{PRODUCTION}:role/keeper"}, allow("s3:Get*", Resource="*"))
    house["Properties"]["ManagedPolicyArns"] = [f"arn:aws:iam::{PRODUCTION}:policy/House"]
    world[PRODUCTION]["House"] = house
    return Told(world, [OF_OTHERS])


def nobody() -> Told:
    """No agreement, and nobody let in."""
    resources: Resources = {"Reports": bucket("acme-reports")}
    return Told({PRODUCTION: resources}, [])


def hostile() -> Told:
    """Names that a terminal, Markdown or GitHub would obey."""
    key = "@octocat|`<img src=x>`[a](https://evil.example)\x1b[2J#1 www.evil.example **b** ${x}/"
    reading = allow("s3:GetObject", AWS=CAROL, Resource=f"{REPORTS}/{key}*")
    return story(Policy=bucket_policy("acme-reports", reading))


WORLDS = {
    "proven": story,
    "refuted, too much": widened,
    "refuted, too little": narrowed,
    "not decided": left_open,
    "much to check": of_others,
    "no agreement": nobody,
    "hostile names": hostile,
}
