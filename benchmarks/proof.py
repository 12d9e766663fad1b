"""What the proof costs: an assembly of many agreements, read beforehand."""

import gc
import time
from typing import NamedTuple

from benchmarks.workloads import layout
from xacct_constructs import Agreement, S3Read, TrustedUser
from xacct_constructs.agreement.serialize import to_json
from xacct_constructs.assembly import Assembly
from xacct_constructs.assembly.collect import Collector
from xacct_constructs.assembly.intrinsics import Resolver
from xacct_constructs.proof import Answer, prove
from xacct_constructs.resources import Resources, trusted_resources, trusting_resources

MANY, VERY_MANY = 1_000, 5_000
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


def _seconds(agreements: int) -> float:
    held = assembly(agreements)
    gc.collect()
    started = time.process_time()
    proof = prove(held)
    taken = time.process_time() - started
    if proof.answer is not Answer.PROVEN:
        first = (*proof.counterexamples, *proof.undecided)[0]
        raise AssertionError(f"{agreements} agreements must be proven, got {proof.answer}: {first}")
    return taken


def assembly(agreements: int) -> Assembly:
    """Both halves of so many agreements, each with a bucket that denies plain HTTP."""
    agreed = [_agreement(f"{index:05}") for index in range(agreements)]
    trusting: Resources = {}
    trusted: Resources = {}
    for number, each in enumerate(agreed):
        (user,) = (principal for principal in each.trusted_principals if isinstance(principal, TrustedUser))
        trusting |= {f"Reader{number}{name}": found for name, found in trusting_resources(each).items()}
        trusted |= {f"User{number}{name}": found for name, found in trusted_resources(user, [each.reference]).items()}
        trusting |= _bucket(number, layout.bucket_name(f"{number:05}"))
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


if __name__ == "__main__":
    found = cost()
    print(f"1,000 agreements: {found.many:.2f} s (target 2); 5,000: {found.growth:.1f} times that (target 6)")
