"""`app.py` deployed for real, as a person has it: stacks, agreements file, profiles."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.operations.profiles import Profiles
from xacct_constructs.local import story
from xacct_constructs.local.accounts import Accounts
from xacct_constructs.local.checkout import find_checkout

ALICE = "alice"


@dataclass(frozen=True)
class Deployed:
    """The story of `app.py`, and what it takes to run `xacct` on it."""

    accounts: Accounts
    profiles: Profiles
    assembly: Path

    def destroy(self) -> None:
        """Delete both stacks; the objects and keys, which are not CloudFormation's, go before."""
        clients = self.accounts.clients
        s3 = clients.of_account("s3", story.TRUSTING_ACCOUNT)
        for key in (story.REPORT, story.OTHER_OBJECT):
            s3.delete_object(Bucket=story.BUCKET, Key=key)
        users = clients.of_account("iam", story.TRUSTED_ACCOUNT)
        for key in users.list_access_keys(UserName=ALICE)["AccessKeyMetadata"]:
            users.delete_access_key(UserName=ALICE, AccessKeyId=key["AccessKeyId"])
        self.accounts.cdk.destroy(str(self.assembly), folder=self.assembly.parent)


@contextmanager
def deployed(accounts: Accounts, profiles: Profiles, folder: Path) -> Iterator[Deployed]:
    """Synthesize and deploy `app.py`, fill the bucket, and give alice a key and a profile."""
    assembly = folder / "cdk.out"
    subprocess.run(
        [sys.executable, "app.py"],
        cwd=find_checkout().root,
        env={**os.environ, "CDK_OUTDIR": str(assembly), "PYTHONPATH": "."},
        check=True,
    )
    accounts.cdk.deploy(str(assembly), folder=folder)
    story.put_objects(accounts.clients)
    profiles.add(ALICE, story.make_access_key(accounts.clients, story.TRUSTED_ACCOUNT, ALICE))
    yield Deployed(accounts, profiles, assembly)
