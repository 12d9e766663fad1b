"""Several apps deployed on one local AWS, and everybody who asks: those whom they admit, and neighbours."""

import json
import runpy
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from examples.third_party_external_id.app import NEW_EXTERNAL_ID
from tests.local import tables
from tests.local.lives import synthesize
from tests.local.pairs import Pair, Pairs, bootstrapped
from xacct_constructs.assembly import Assembly, read_assembly
from xacct_constructs.iam.request import Caller
from xacct_constructs.local import story
from xacct_constructs.local.checkout import find_checkout
from xacct_constructs.local.clients import Clients, Credentials

REPORTS, PARTIES, PEOPLE, ORDERS, MAILERS = (Pair.of(number) for number in range(1, 6))

BUCKETS = {
    story.BUCKET: (REPORTS.trusting, "monthly"),
    f"{story.BUCKET}-archive": (REPORTS.trusting, "monthly"),
    f"acme-inbox-{REPORTS.trusted}": (REPORTS.trusted, "monthly"),
    f"acme-exports-{PARTIES.trusting}": (PARTIES.trusting, "audit"),
    f"acme-people-{PEOPLE.trusting}": (PEOPLE.trusting, "plans"),
    f"acme-orders-{ORDERS.trusting}": (ORDERS.trusting, "invoices"),
    f"acme-reports-{MAILERS.trusting}": (MAILERS.trusting, "monthly"),
}
"""Every bucket with its account and a prefix; the second and third are no app's."""

ROLES: Mapping[str, tuple[str, str, Mapping[str, str]]] = {
    story.ROLE_ARN: (REPORTS.trusted, story.USER_NAME, {}),
    story.AUDIT_ROLE_ARN: (REPORTS.third, story.AUDITOR_NAME, {"ExternalId": story.EXTERNAL_ID}),
    f"arn:aws:iam::{PARTIES.trusting}:role/globex-auditor": (
        PARTIES.trusted,
        "audit-collector",
        {"ExternalId": NEW_EXTERNAL_ID},
    ),
    f"arn:aws:iam::{PEOPLE.trusting}:role/plans-reader": (PEOPLE.trusted, "bob", {}),
    f"arn:aws:iam::{ORDERS.trusting}:role/invoices-reader": (ORDERS.trusted, "bob", {}),
    f"arn:aws:iam::{ORDERS.trusting}:role/refunds-reader": (ORDERS.trusted, "alice", {}),
}
"""Roles that can be assumed here, by whom, and what they say."""

PAYROLL_READER = f"arn:aws:iam::{PEOPLE.trusting}:role/payroll-reader"
MAILER = f"arn:aws:iam::{MAILERS.trusted}:role/report-mailer"
MAILED = f"arn:aws:iam::{MAILERS.trusting}:role/reports-reader"
"""Roles behind a limit of the local AWS, so that nobody assumes them here, and the one that is to assume the last."""

MADE_BY_API = (
    (REPORTS.trusted, "bob", "/"),
    (REPORTS.trusted, "alic", "/"),
    (REPORTS.trusted, "alice2", "/"),
    (REPORTS.trusted, "x", "/alice/"),
    (REPORTS.trusting, "alice", "/"),
    (REPORTS.third, "carol", "/"),
    (REPORTS.third, "alice", "/"),
    (REPORTS.third, story.AUDITOR_NAME, "/"),
    (PARTIES.trusted, "audit-collector2", "/"),
    (PARTIES.third, "audit-collector", "/"),
    (PEOPLE.trusting, "bob", "/"),
    (ORDERS.trusted, "carol", "/"),
)
"""Users that their own accounts allow everything: neighbours by name and by account."""

WORKLOAD = "alice"
"""A role of the trusted account with the user's name, run by Lambda, allowed everything."""


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody who asks."""

    caller: Caller
    credentials: Credentials | None
    own_side_allows: bool = False
    """Whether the own account allows them everything, outside the apps."""


@dataclass(frozen=True, slots=True)
class World:
    """What is deployed, as it was synthesized, and who may ask."""

    pairs: Pairs
    assembly: Assembly
    parties: Sequence[Party]

    def party(self, arn: str) -> Party:
        """Somebody by ARN, of a workload that of its role."""
        [found] = [each for each in self.parties if arn in (each.caller.arn, each.caller.principal_arn)]
        return found


def keys(prefix: str) -> list[str]:
    """Object keys at the boundaries of a prefix."""
    return [
        f"{prefix}/2026-10.csv",
        f"{prefix}/sub/2026-10.csv",
        f"{prefix}/a*b",
        f"{prefix}-secret/2026-10.csv",
        f"{prefix}2026-10.csv",
        f"{prefix.capitalize()}/2026-10.csv",
        f"{prefix[:-1]}/2026-10.csv",
        f"x/{prefix}/2026-10.csv",
        prefix,
        "payroll/2026-10.csv",
        "refunds/2026-10.csv",
    ]


@contextmanager
def deployed(folder: Path) -> Iterator[World]:
    """Deploy the demo's two apps and four examples, and make everybody; all of it is gone when the block ends."""
    examples = (
        tables.third_party_external_id(PARTIES),
        tables.mfa_and_expiry(PEOPLE),
        tables.two_owners(ORDERS, "app"),
        tables.role_to_role(MAILERS),
    )
    made = {each.pair: [str(synthesize(each, folder / each.module)[0, "app"])] for each in examples}
    demo = [runpy.run_path(str(find_checkout().app)), runpy.run_module("xacct_constructs.local.audit_app")]
    made[REPORTS] = [app["app"].synth().directory for app in demo]
    with bootstrapped(find_checkout(), list(made)) as pairs:
        with ThreadPoolExecutor(len(made)) as pool:
            list(pool.map(lambda each: pairs.cdk(each[0]).deploy(*each[1], folder=pairs.aws.folder), made.items()))
        _fill(pairs.clients)
        assembly = _merged([read_assembly(each) for apps in made.values() for each in apps])
        yield World(pairs, assembly, _everybody(pairs.clients, assembly))


def _merged(parts: Sequence[Assembly]) -> Assembly:
    """Assemblies of different accounts, or about different resources, as one."""
    return Assembly(
        identities=tuple(identity for each in parts for identity in each.identities),
        resources={arn: resource for each in parts for arn, resource in each.resources.items()},
        unknowns={text: unknown for each in parts for text, unknown in each.unknowns.items()},
    )


def _fill(clients: Clients) -> None:
    for bucket, (account, prefix) in BUCKETS.items():
        s3 = clients.of_account("s3", account)
        if bucket not in [each["Name"] for each in s3.list_buckets()["Buckets"]]:
            s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": story.REGION})
        for key in keys(prefix):
            s3.put_object(Bucket=bucket, Key=key, Body=b"")


def _everybody(clients: Clients, assembly: Assembly) -> list[Party]:
    users: dict[tuple[str, str], Party] = {}
    for identity in assembly.identities:
        if identity.kind == "user":
            key = story.make_access_key(clients, identity.account, identity.name)
            users[identity.account, identity.name] = Party(Caller(identity.arn), key)
    for account, name, path in MADE_BY_API:
        clients.of_account("iam", account).create_user(UserName=name, Path=path)
        story.allow_everything(clients, account, name)
        key = story.make_access_key(clients, account, name)
        users[account, name] = Party(Caller(f"arn:aws:iam::{account}:user{path}{name}"), key, own_side_allows=True)
    sessions = []
    for role_arn, (account, name, parameters) in ROLES.items():
        sts = clients.of("sts", users[account, name].credentials)
        sessions.append(_session(role_arn, sts.assume_role(RoleArn=role_arn, RoleSessionName=name, **parameters)))
    roots = [
        Party(Caller(f"arn:aws:iam::{account}:root"), clients.root_credentials(account))
        for account in (REPORTS.trusting, REPORTS.trusted)
    ]
    workloads = [_run(clients, MAILER), _run(clients, _workload(clients), own_side_allows=True)]
    return [*users.values(), *sessions, *workloads, *roots, Party(Caller("*"), None)]


def _session(role_arn: str, answer: Mapping[str, Mapping[str, str]], *, own_side_allows: bool = False) -> Party:
    arn = answer["AssumedRoleUser"]["Arn"]
    return Party(Caller(arn, role_arn=role_arn), story.credentials_of(answer), own_side_allows)


def _run(clients: Clients, role_arn: str, *, own_side_allows: bool = False) -> Party:
    """A session as Lambda would start it; the local AWS lets root do so."""
    sts = clients.of_account("sts", role_arn.split(":")[4])
    answer = sts.assume_role(RoleArn=role_arn, RoleSessionName="alice")
    return _session(role_arn, answer, own_side_allows=own_side_allows)


def _workload(clients: Clients) -> str:
    iam = clients.of_account("iam", REPORTS.trusted)
    trust = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "lambda.amazonaws.com"}}
    everything = {"Effect": "Allow", "Action": ["sts:*", "s3:*"], "Resource": "*"}

    def document(statement: Mapping[str, object]) -> str:
        return json.dumps({"Version": "2012-10-17", "Statement": [statement]})

    made = iam.create_role(RoleName=WORKLOAD, AssumeRolePolicyDocument=document(trust))
    iam.put_role_policy(RoleName=WORKLOAD, PolicyName="Everything", PolicyDocument=document(everything))
    return str(made["Role"]["Arn"])
