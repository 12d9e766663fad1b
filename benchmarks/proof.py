"""What the proof costs: an assembly of many agreements, read beforehand; and with others' access beside them."""

import gc
import time
from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from benchmarks.workloads import layout
from xacct_constructs import Agreement, S3Read, TrustedUser
from xacct_constructs.agreement.serialize import to_json
from xacct_constructs.assembly import Assembly
from xacct_constructs.assembly.collect import Collector
from xacct_constructs.assembly.intrinsics import Resolver
from xacct_constructs.known_access import KnownAccess, KnownWay
from xacct_constructs.proof import Answer, prove
from xacct_constructs.resources import Resources, trusted_resources, trusting_resources

MANY, VERY_MANY = 1_000, 5_000
VENDORS = 40
_REGION = "eu-west-1"


class Cost(NamedTuple):
    """Processor seconds of one proof."""

    many: float
    """Of 1,000 agreements."""
    very_many: float
    """Of 5,000."""

    @property
    def growth(self) -> float:
        """How many times the larger one costs the smaller."""
        return self.very_many / self.many


def cost() -> Cost:
    """Prove both assemblies once, in this process."""
    return Cost(_seconds(MANY), _seconds(VERY_MANY))


def beside_vendors() -> float:
    """Processor seconds of 1,000 agreements and the roles of forty vendors, each with two known ways."""
    return _seconds(MANY, VENDORS)


def _seconds(agreements: int, vendors: int = 0) -> float:
    held = assembly(agreements, vendors)
    known = KnownAccess.of(each for number in range(vendors) for each in _known(number))
    gc.collect()
    started = time.process_time()
    proof = prove(held, known=known)
    taken = time.process_time() - started
    if proof.answer is not Answer.PROVEN:
        first = (*proof.counterexamples, *proof.undecided)[0]
        raise AssertionError(f"{agreements} agreements must be proven, got {proof.answer}: {first}")
    return taken


def assembly(agreements: int, vendors: int = 0) -> Assembly:
    """Both halves of so many agreements, each with a bucket that denies plain HTTP, and so many vendors' roles."""
    agreed = [_agreement(f"{index:05}") for index in range(agreements)]
    trusting: Resources = {}
    trusted: Resources = {}
    for number, each in enumerate(agreed):
        (user,) = (principal for principal in each.trusted_principals if isinstance(principal, TrustedUser))
        trusting |= {f"Reader{number}{name}": found for name, found in trusting_resources(each).items()}
        trusted |= {f"User{number}{name}": found for name, found in trusted_resources(user, [each.reference]).items()}
        trusting |= _bucket(number, layout.bucket_name(f"{number:05}"))
    for number in range(vendors):
        trusting[f"Vendor{number}"] = _vendor(number)
    collector = Collector()
    for stack, account, resources in (
        ("Production", layout.TRUSTING_ACCOUNT, trusting),
        ("Staging", layout.TRUSTED_ACCOUNT, trusted),
    ):
        template = {"Resources": resources}
        collector.add(Resolver(template, stack=stack, file=f"{stack}.json", account=account, region=_REGION))
    return collector.assembly(tuple(map(to_json, agreed)))


def _agreement(name: str) -> Agreement:
    return Agreement(
        role_name=layout.role_name(name),
        trusting_account=layout.TRUSTING_ACCOUNT,
        trusted_principals=[TrustedUser(account=layout.TRUSTED_ACCOUNT, name=layout.user_name(name))],
        permissions=[S3Read(layout.bucket_name(name), prefixes=[layout.PREFIX])],
    )


def _bucket(number: int, name: str) -> Resources:
    """A bucket and its policy, as CDK's `enforce_ssl` writes it."""
    arn = {"Fn::GetAtt": [f"Bucket{number}", "Arn"]}
    statement = {
        "Effect": "Deny",
        "Principal": {"AWS": "*"},
        "Action": "s3:*",
        "Resource": [arn, {"Fn::Join": ["", [arn, "/*"]]}],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
    policy = {
        "Bucket": {"Ref": f"Bucket{number}"},
        "PolicyDocument": {"Version": "2012-10-17", "Statement": [statement]},
    }
    return {
        f"Bucket{number}": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": name}},
        f"BucketPolicy{number}": {"Type": "AWS::S3::BucketPolicy", "Properties": policy},
    }


def _vendor(number: int) -> dict[str, object]:
    """A vendor's role, which reads one of the buckets that are agreed on."""
    trust = {
        "Effect": "Allow",
        "Principal": {"AWS": _vendors_root(number)},
        "Action": "sts:AssumeRole",
        "Condition": {"StringEquals": {"sts:ExternalId": f"acme-{number}"}},
    }
    reads = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": _vendors_objects(number)}
    policy = {"PolicyName": "reads", "PolicyDocument": {"Version": "2012-10-17", "Statement": [reads]}}
    properties = {
        "RoleName": f"vendor-{number}",
        "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [trust]},
        "Policies": [policy],
    }
    return {"Type": "AWS::IAM::Role", "Properties": properties}


def _known(number: int) -> Iterator[KnownWay]:
    """Into the vendor's role, and what it reads."""
    reviewed: Any = {"reason": "looked at", "owner": "ops", "review_by": date.max}
    role = f"arn:aws:iam::{layout.TRUSTING_ACCOUNT}:role/vendor-{number}"
    condition = {"StringEquals": {"sts:ExternalId": f"acme-{number}"}}
    enters = {"Principal": {"AWS": _vendors_root(number)}, "Action": "sts:AssumeRole", "Condition": condition}
    reads = {"Principal": {"AWS": role}, "Action": "s3:GetObject", "Resource": _vendors_objects(number)}
    yield KnownWay(id=f"in-{number}", allows={**enters, "Resource": role}, **reviewed)
    yield KnownWay(id=f"reads-{number}", allows=reads, after=f"in-{number}", **reviewed)


def _vendors_root(number: int) -> str:
    return f"arn:aws:iam::{900_000_000_000 + number}:root"


def _vendors_objects(number: int) -> str:
    return f"arn:aws:s3:::{layout.bucket_name(f'{number:05}')}/*"


if __name__ == "__main__":
    found = cost()
    print(f"1,000 agreements: {found.many:.2f} s (target 2); 5,000: {found.growth:.1f} times that (target 6)")
    print(f"1,000 and {VENDORS} vendors, who are known: {beside_vendors() / found.many:.2f} times 1,000 alone")
