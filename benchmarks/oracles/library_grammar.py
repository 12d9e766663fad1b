"""Questions in the grammar that the library writes: agreements at random, requests near their boundary."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any, TypeVar

from benchmarks.oracles.questions import Question
from xacct_constructs.agreement import Agreement
from xacct_constructs.permissions import S3Read
from xacct_constructs.policies import assume_policy, permission_policy, trust_policy
from xacct_constructs.principals import Binding, TrustedAccount, TrustedRole, TrustedUser, is_named
from xacct_constructs.safeguards import Network, Safeguards

_T = TypeVar("_T")

TRUSTING, TRUSTED, THIRD = "111111111111", "222222222222", "333333333333"
_NAMES = ("alice", "bob", "alice2", "Alice")
_PATHS = ("/", "/team/")
_PREFIXES = ("monthly/", "yearly/", "a*b/", "month", "q?1/", "$x/")
_KEYS = ("", "june.csv", "sub/june.csv", "-secret/june.csv", "a:b")
_EXPIRY = datetime(2027, 1, 1, tzinfo=UTC)
_KMS_KEY = f"arn:aws:kms:eu-west-1:{TRUSTING}:key/11111111-2222-3333-4444-555555555555"


def questions(random: Random, count: int) -> Iterator[Question]:
    """So many questions, the same for the same random numbers."""
    produced = 0
    while produced < count:
        agreement = _agreement(random)
        for _ in range(min(10, count - produced)):
            yield _assume(random, agreement) if random.random() < 0.55 else _use(random, agreement)
            produced += 1


def _some(random: Random, values: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(random.sample(values, random.randint(1, min(2, len(values)))))


def _agreement(random: Random) -> Agreement:
    def principal() -> TrustedUser | TrustedRole:
        kind = random.choice((TrustedUser, TrustedUser, TrustedRole))
        return kind(account=TRUSTED, name=random.choice(_NAMES), path=random.choice(_PATHS))

    whole = random.random() < 0.1
    people = (TrustedAccount(account=TRUSTED),) if whole else tuple(principal() for _ in range(random.randint(1, 2)))
    prefixes = _some(random, _PREFIXES) if random.random() < 0.8 else None

    def maybe(value: _T) -> _T | None:
        return value if random.random() < 0.3 else None

    age = maybe(timedelta(seconds=300))
    network = Network(ip_ranges=("203.0.113.0/24",), vpc_endpoints=maybe(("vpce-1",)) or ())
    safeguards = Safeguards(
        external_ids=maybe(_some(random, ("acme-7", "acme-8"))) or (),
        mfa=age is not None or random.random() < 0.2,
        mfa_max_age=age,
        organization_id=maybe("o-abcdefghij"),
        organization_paths=maybe(("o-abcdefghij/r-ab12/ou-ab12-1/*",)) or (),
        source_identities=maybe(("alice", "a?ice*")) or (),
        session_tags=maybe({"team": ("sales", "legal")}),
        assume_from=maybe(network),
        read_from=maybe(network),
        expiry=maybe(_EXPIRY),
    )
    return Agreement(
        role_name="reader",
        path=random.choice(_PATHS),
        trusting_account=TRUSTING,
        trusted_principals=people,
        permissions=[
            S3Read(
                "acme-reports",
                prefixes=prefixes,
                versions=random.random() < 0.3,
                tags=random.random() < 0.3,
                kms_key=maybe(_KMS_KEY),
            )
        ],
        safeguards=safeguards,
        binding=Binding.DIRECT_ARN if not whole and random.random() < 0.3 else Binding.PRINCIPAL_ARN,
    )


def _caller(random: Random, agreement: Agreement) -> tuple[str, str | None]:
    """Mostly somebody whom the agreement names; else a neighbour of theirs."""
    named = random.choice(tuple(agreement.trusted_principals))
    account = TRUSTED if random.random() < 0.85 else random.choice((TRUSTING, THIRD))
    name, path, kind = random.choice(_NAMES), random.choice(_PATHS), random.choice(("user", "role"))
    if is_named(named) and random.random() < 0.75:
        name, path, kind = named.name, named.path, named.kind
    arn = f"arn:aws:iam::{account}:{kind}{path}{name}"
    if kind == "user":
        return arn, None
    return f"arn:aws:sts::{account}:assumed-role/{name}/job", arn


def _context(random: Random) -> dict[str, Any]:
    """What a request may bring: each key right, wrong or missing."""
    possible: dict[str, tuple[Any, ...]] = {
        "sts:ExternalId": ("acme-7", "acme-8", "acme-9"),
        "aws:MultiFactorAuthPresent": ("true", "true", "false"),
        "aws:MultiFactorAuthAge": ("10", "299", "300"),
        "aws:PrincipalOrgID": ("o-abcdefghij", "o-other12345"),
        "aws:PrincipalOrgPaths": (["o-abcdefghij/r-ab12/ou-ab12-1/ou-ab12-2/"], ["o-abcdefghij/r-ab12/ou-ab12-3/"]),
        "sts:SourceIdentity": ("alice", "amice-2", "bob"),
        "aws:RequestTag/team": ("sales", "legal", "ops"),
        "aws:TagKeys": (["team"], ["team", "cost"]),
        "aws:SourceIp": ("203.0.113.0", "203.0.113.255", "203.0.114.1"),
        "aws:SourceVpce": ("vpce-1", "vpce-2"),
        "sts:RoleSessionName": ("job",),
        "aws:PrincipalTag/team": ("sales", "ops"),
    }
    found = {key: random.choice(values) for key, values in possible.items() if random.random() < 0.85}
    found["aws:CurrentTime"] = random.choice(("2026-12-31T23:59:59Z", "2026-11-23T00:00:00Z", "2027-01-01T00:00:00Z"))
    found["aws:SecureTransport"] = "true"
    return found


def _assume(random: Random, agreement: Agreement) -> Question:
    caller, role_arn = _caller(random, agreement)
    own = assume_policy([agreement.reference])
    everything = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:*", "Resource": "*"}]}
    action = random.choice(("sts:AssumeRole",) * 4 + ("sts:TagSession", "sts:SetSourceIdentity"))
    return Question(
        caller=caller,
        role_arn=role_arn,
        action=action,
        resource=agreement.role_arn,
        owner=TRUSTING,
        asked=_context(random),
        kind="trust policy",
        identity=random.choice(([own], [own], [everything], [])),
        resource_policy=trust_policy(agreement),
    )


def _use(random: Random, agreement: Agreement) -> Question:
    read = agreement.permissions[0]
    prefix = random.choice((*(getattr(read, "prefixes", None) or ()), "monthly/", "axb/", ""))
    bucket = random.choice(("acme-reports",) * 5 + ("acme-reports-2",))
    key = prefix.rstrip(random.choice(("", "/"))) + random.choice(_KEYS)
    action = random.choice(
        ("s3:GetObject",) * 3 + ("s3:ListBucket",) * 2
        + ("s3:GetObjectVersion", "s3:GetObjectTagging", "s3:ListBucketVersions", "s3:GetBucketLocation")
        + ("s3:PutObject", "s3:DeleteObject", "kms:Decrypt")
    )  # fmt: skip
    context = _context(random)
    resource = f"arn:aws:s3:::{bucket}" + ("" if "Bucket" in action else f"/{key}")
    owner = TRUSTING if random.random() < 0.9 else THIRD
    kind, policy = "resource policy", None
    if action.startswith("s3:List"):
        context["s3:prefix"] = key
    elif action == "kms:Decrypt":
        resource, owner, kind = _KMS_KEY, TRUSTING, "key policy"
        root = {"AWS": f"arn:aws:iam::{TRUSTING}:root"}
        delegates = {"Effect": "Allow", "Principal": root, "Action": "kms:*", "Resource": "*"}
        policy = {"Version": "2012-10-17", "Statement": [delegates] if random.random() < 0.8 else []}
        context["kms:ViaService"] = random.choice(("s3.eu-west-1.amazonaws.com", "s3.eu-west-2.amazonaws.com"))
        context["kms:EncryptionContext:aws:s3:arn"] = random.choice(
            ("arn:aws:s3:::acme-reports", "arn:aws:s3:::acme-reports/x", "arn:aws:s3:::acme-reports-2/x")
        )
    return Question(
        caller=f"arn:aws:sts::{TRUSTING}:assumed-role/{agreement.role_name}/alice",
        role_arn=agreement.role_arn,
        action=action,
        resource=resource,
        owner=owner,
        asked=context,
        kind=kind,
        identity=[permission_policy(agreement)],
        resource_policy=policy,
    )
