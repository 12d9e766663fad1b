"""The smoke run: `python -m tests.operations.smoke`, against two real accounts of yours, when the environment says so.

It shows what the local AWS cannot decide. It is no part of `make test`, and has not been run against AWS so far:
docs/operations.md says what it makes, what it costs, and how to remove it by hand.
"""

import base64
import hashlib
import hmac
import os
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import boto3

from tests.operations.smoke.app import PREFIX, ROLES, USER_NAME, bucket_name
from xacct_constructs.client import AssumeError, assume, load
from xacct_constructs.local.checkout import find_checkout
from xacct_constructs.operations.calls import Side, who_is
from xacct_constructs.operations.revoke import revoke, undo
from xacct_constructs.operations.verify import Verification, Verifier

VARIABLES = ("XACCT_SMOKE_TRUSTING_PROFILE", "XACCT_SMOKE_TRUSTED_PROFILE", "XACCT_SMOKE_REGION")
SPREADS = timedelta(seconds=60)
"""How long a change of IAM's may take to be known everywhere."""
REPORT, OTHER = f"{PREFIX}2026-10.csv", "payroll/2026-10.csv"


def code_of(seed: str, now: float) -> str:
    """The code that an MFA device shows. Source: RFC 6238, with HMAC-SHA-1, 30 s and six digits."""
    digest = hmac.new(base64.b32decode(seed), struct.pack(">Q", int(now) // 30), hashlib.sha1).digest()
    start = digest[-1] & 0xF
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


class Smoke:
    """One run over two accounts."""

    def __init__(self, trusting: Side, trusted: Side, region: str, folder: Path) -> None:
        """Note whose accounts they are."""
        self.trusting, self.trusted, self.region, self.folder = trusting, trusted, region, folder
        self.assembly = folder / "cdk.out"
        self.seed, self.serial = "", ""

    def cdk(self, command: str, *options: str) -> None:
        """Run the CDK CLI once for each stack, with that account's profile."""
        cli, root = find_checkout().cdk, find_checkout().root
        for stack, side in (("XacctSmokeProduction", self.trusting), ("XacctSmokeStaging", self.trusted)):
            arguments = [str(cli), command, stack, "--app", str(self.assembly), "--profile", side.session.profile_name]
            subprocess.run([*arguments, *options], cwd=root, check=True)

    @contextmanager
    def deployed(self) -> Iterator[None]:
        """Both stacks, deployed, and deleted when the block ends."""
        accounts = {"SMOKE_TRUSTING": self.trusting.account, "SMOKE_TRUSTED": self.trusted.account}
        environment = {**os.environ, **accounts, "SMOKE_REGION": self.region, "CDK_OUTDIR": str(self.assembly)}
        program = [sys.executable, "-m", "tests.operations.smoke.app"]
        subprocess.run(program, cwd=find_checkout().root, env=environment, check=True)
        try:
            self.cdk("deploy", "--require-approval", "never")
            yield
        finally:
            self.cdk("destroy", "--force")

    @contextmanager
    def objects(self) -> Iterator[None]:
        """One object inside the prefix, one beside it."""
        s3, bucket = self.trusting.client("s3", self.region), bucket_name(self.trusting.account, self.region)
        try:
            for key in (REPORT, OTHER):
                s3.put_object(Bucket=bucket, Key=key, Body=b"smoke", ExpectedBucketOwner=self.trusting.account)
            yield
        finally:
            for key in (REPORT, OTHER):
                s3.delete_object(Bucket=bucket, Key=key, ExpectedBucketOwner=self.trusting.account)

    @contextmanager
    def user(self) -> Iterator[Any]:
        """A session of the user, by a key that is only ever in this process, and an MFA device."""
        iam = self.trusted.client("iam")
        with ExitStack() as made:
            key = iam.create_access_key(UserName=USER_NAME)["AccessKey"]
            made.callback(iam.delete_access_key, UserName=USER_NAME, AccessKeyId=key["AccessKeyId"])
            device = iam.create_virtual_mfa_device(VirtualMFADeviceName=USER_NAME)["VirtualMFADevice"]
            serial = self.serial = device["SerialNumber"]
            made.callback(iam.delete_virtual_mfa_device, SerialNumber=serial)
            self.seed = bytes(device["Base32StringSeed"]).decode()
            now = time.time()
            codes = {f"AuthenticationCode{number}": code_of(self.seed, now + 30 * (number - 1)) for number in (1, 2)}
            iam.enable_mfa_device(UserName=USER_NAME, SerialNumber=serial, **codes)
            made.callback(iam.deactivate_mfa_device, UserName=USER_NAME, SerialNumber=serial)
            # AWS takes each code once, so the next must be a new one.
            time.sleep(61)
            yield boto3.Session(
                aws_access_key_id=key["AccessKeyId"],
                aws_secret_access_key=key["SecretAccessKey"],
                region_name=self.region,
                profile_name=self.trusted.session.profile_name,
            )

    def code(self) -> str:
        """What the MFA device shows now."""
        return code_of(self.seed, time.time())

    def verify(self, role_name: str, user: Any) -> Verification:
        """Use one role as agreed, and try its neighbours."""
        role = load(role_name, self.assembly)
        serial = self.serial if ROLES[role_name].mfa else None
        session = assume(role, session=user, wait=SPREADS, mfa_serial=serial, mfa_prompt=lambda _: self.code())
        return Verifier(role.agreement, user, session, region=self.region, owner=self.trusting.session).verify()

    def revoked_and_back(self, user: Any) -> list[str]:
        """Revoke, see the session and a new attempt refused; undo, and see it let in again. Returns what was not so."""
        role = load("xacct-smoke-kms", self.assembly)
        bucket = {"Bucket": bucket_name(self.trusting.account, self.region), "Key": REPORT}
        given_out = assume(role, session=user).client("s3", region_name=self.region)
        given_out.get_object(**bucket)

        def reads() -> bool:
            try:
                given_out.get_object(**bucket)
            except given_out.exceptions.ClientError:
                return False
            return True

        def enters() -> bool:
            try:
                assume(role, session=user).get_credentials()
            except AssumeError:
                return False
            return True

        revoke(self.trusting, role.agreement)
        wrong = ["a session given out still reads after revoke"] if not within(lambda: not reads()) else []
        wrong += ["the role can be assumed after revoke"] if not within(lambda: not enters()) else []
        undo(self.trusting, role.agreement)
        return wrong + (["the role cannot be assumed after undo"] if not within(enters) else [])


def within(holds: Callable[[], bool]) -> bool:
    """Whether something comes to hold while IAM's changes spread."""
    deadline = time.monotonic() + SPREADS.total_seconds()
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(2)
    return True


def main() -> int:
    """Run everything; exit code 0 when all was as agreed, 1 when not, 2 when it was not asked for."""
    missing = [name for name in VARIABLES if not os.environ.get(name)]
    if missing:
        print(f"the smoke run uses two real accounts; set {', '.join(missing)} (docs/operations.md)", file=sys.stderr)
        return 2
    trusting, trusted = (who_is(boto3.Session(profile_name=os.environ[name])) for name in VARIABLES[:2])
    region = os.environ[VARIABLES[2]]
    print(f"deploys two stacks, a user, three roles, a bucket and a KMS key into {trusting.account} and")
    print(f"{trusted.account}, tries them, and removes them all. Type the trusting account's ID to go ahead: ", end="")
    if sys.stdin.readline().strip() != trusting.account:
        print("nothing was done", file=sys.stderr)
        return 2
    wrong: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        smoke = Smoke(trusting, trusted, region, Path(folder))
        with smoke.deployed(), smoke.objects(), smoke.user() as user:
            for role_name in ROLES:
                found = smoke.verify(role_name, user)
                for each in found.lines:
                    print(f"{role_name}: {each.what}: {each.seen}, agreed {each.agreed} {each.detail}")
                wrong += [f"{role_name}: {each.what}" for each in (*found.surprises, *found.missed)]
            wrong += smoke.revoked_and_back(user)
    print("\n".join(["not as agreed:", *wrong]) if wrong else "all as agreed")
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
