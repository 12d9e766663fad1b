"""A sample of the two hundred accounts deployed, each by its own owner from the same folder, and asked.

Nobody's policies but those of the stacks are there, so that both halves count.
"""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

import pytest

from examples.organization.access_app import ACCESS
from tests.local.pairs import Pair, bootstrapped
from xacct_constructs.access_files import read_access
from xacct_constructs.cli import main
from xacct_constructs.local import story
from xacct_constructs.local.checkout import find_checkout
from xacct_constructs.local.clients import Clients, Credentials
from xacct_constructs.local.deploy import Cdk
from xacct_constructs.local.probes import Probe, ProbeAnswer, observe

ALLOWED, REFUSED = ProbeAnswer.ALLOWED, ProbeAnswer.REFUSED
OWNERS = ("payments-prod", "payments-archive", "lending-tools")
LEDGER = "acme-payments-ledger"
BUCKETS = {
    LEDGER: "payments-prod",
    "acme-payments-archive-2024": "payments-archive",
    "acme-payments-archive-2025": "payments-archive",
}
KEYS = ("daily/a", "closed/a", "contracts/a", "ledger/a")
IDS = {name: account.account for name, account in read_access(ACCESS).accounts.items()}


def assume(user: str, role: str, account: str, expected: ProbeAnswer) -> Probe:
    """A user of lending-tools assumes a role; whoever it lets in is called after both."""
    request = {"RoleArn": f"arn:aws:iam::{IDS[account]}:role/{role}", "RoleSessionName": user}
    return Probe(f"assumes {role}", user, "sts", "assume_role", expected, request)


def read(caller: str, bucket: str, key: str, expected: ProbeAnswer) -> Probe:
    """A session reads an object."""
    return Probe(f"reads {bucket}/{key}", caller, "s3", "get_object", expected, {"Bucket": bucket, "Key": key})


def listed(caller: str, bucket: str, prefix: str, expected: ProbeAnswer) -> Probe:
    """A session lists a prefix."""
    said = {"Bucket": bucket, "Prefix": prefix}
    return Probe(f"lists {bucket}/{prefix}", caller, "s3", "list_objects_v2", expected, said)


ANALYST, ENGINEER = "lending-ana", "lending-hugo"
READER, ARCHIVIST = f"{ANALYST} as payments-ledger-readers", f"{ENGINEER} as payments-contracts-archive"
ROWS = (
    assume(ANALYST, "payments-ledger-readers", "payments-prod", ALLOWED),
    assume(ENGINEER, "payments-ledger-readers", "payments-prod", REFUSED),
    assume(ENGINEER, "payments-contracts-archive", "payments-archive", ALLOWED),
    assume(ANALYST, "payments-contracts-archive", "payments-archive", REFUSED),
    assume(ANALYST, "payments-ledger-auditors", "payments-data", REFUSED),
    read(READER, LEDGER, "daily/a", ALLOWED),
    read(READER, LEDGER, "closed/a", REFUSED),
    read(ANALYST, LEDGER, "daily/a", REFUSED),
    listed(READER, LEDGER, "daily/", ALLOWED),
    listed(READER, LEDGER, "closed/", REFUSED),
    *(read(ARCHIVIST, f"acme-payments-archive-{year}", "contracts/a", ALLOWED) for year in (2024, 2025)),
    *(read(ARCHIVIST, f"acme-payments-archive-{year}", "ledger/a", REFUSED) for year in (2024, 2025)),
    read(READER, "acme-payments-archive-2024", "contracts/a", REFUSED),
    read(ARCHIVIST, LEDGER, "daily/a", REFUSED),
)
"""Those that assume go first."""


def fill(clients: Clients) -> None:
    """The buckets that the agreements are about, which are nobody's stack's."""
    for bucket, owner in BUCKETS.items():
        s3 = clients.of_account("s3", IDS[owner])
        s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": story.REGION})
        for key in KEYS:
            s3.put_object(Bucket=bucket, Key=key, Body=b"")


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Mapping[tuple[str, str], ProbeAnswer]:
    """What each row was answered, once every owner has deployed their own."""
    folder = tmp_path_factory.mktemp("organization")
    for owner in OWNERS:
        assert main(["synth", str(ACCESS), "-o", str(folder / owner), "--accounts", owner]) == 0
    prod, archive, tools = (IDS[owner] for owner in OWNERS)
    checkout = find_checkout()
    with bootstrapped(checkout, [Pair(prod, archive, tools), Pair(tools, IDS["lending-partner"], prod)]) as pairs:
        deploying = [(Cdk(pairs.aws, checkout.cdk, deployer=IDS[owner]), str(folder / owner)) for owner in OWNERS]
        with ThreadPoolExecutor() as threads:
            list(threads.map(lambda each: each[0].deploy(each[1], folder=folder), deploying))
        fill(pairs.clients)
        users = (ANALYST, ENGINEER)
        callers: dict[str, Credentials | None] = {
            name: story.make_access_key(pairs.clients, tools, name) for name in users
        }
        answers = {}
        for row in ROWS:
            observation = observe(row, pairs.clients, callers)
            answers[row.what, row.caller] = observation.seen
            if row.operation == "assume_role" and observation.seen is ALLOWED:
                role = row.parameters["RoleArn"].rsplit("/", 1)[1]
                callers[f"{row.caller} as {role}"] = story.credentials_of(observation.response)
        return answers


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.caller} {row.what}")
def test_who_gets_in(row: Probe, seen: Mapping[tuple[str, str], ProbeAnswer]) -> None:
    """The answer is the table's."""
    assert seen[row.what, row.caller] is row.expected
