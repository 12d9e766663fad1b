"""Kinds of permissions: one in no row is named by whoever operates on it; one with a row needs nothing else."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pytest

from tests.operations.pretender import pretending
from tests.operations.scenes import AGREEMENT, BUCKET, ROOTS, TRUSTED, TRUSTING, document, found, mends, policy, scene
from tests.operations.verified import line
from xacct_constructs import Agreement, Finding, RawStatements, S3Read, TrustedAccount, TrustedRole, TrustedUser
from xacct_constructs.arns import Arn
from xacct_constructs.assembly import Resource
from xacct_constructs.cli.verify import exit_code
from xacct_constructs.iam import Origin
from xacct_constructs.local import story
from xacct_constructs.operations import kinds
from xacct_constructs.operations.diagnosis import State
from xacct_constructs.operations.doctor import examine
from xacct_constructs.operations.kinds import not_asked, used
from xacct_constructs.operations.mends import assuming
from xacct_constructs.operations.revoke import Revocation
from xacct_constructs.operations.status import RoleState, read_status, users_of
from xacct_constructs.operations.trying.expected import Expected
from xacct_constructs.operations.verify import Outcome, Verification, Verifier
from xacct_constructs.permissions import Permission, Use
from xacct_constructs.principals import TrustedPrincipal
from xacct_constructs.report.diagnosis import found_words, mend_words, why_words
from xacct_constructs.report.revocation import plan_text
from xacct_constructs.report.verification import verify_text
from xacct_constructs.services import S3_BUCKET
from xacct_constructs.values import StatementJSON

READ = S3Read("acme-reports", prefixes=["monthly/"])
RAW = RawStatements([{"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "*"}])
QUEUE = f"arn:aws:sqs:eu-west-1:{TRUSTING}:orders"


@dataclass(frozen=True)
class QueueRead:
    """A permission that stands in no table, and says what it uses."""

    def statements(self, _: Arn) -> list[StatementJSON]:
        """Reading the queue."""
        return [{"Effect": "Allow", "Action": "sqs:ReceiveMessage", "Resource": QUEUE}]

    def check(self, path: str, role: Arn) -> Iterator[Finding]:
        """Nothing to find."""
        yield from ()

    def uses(self, role: Arn) -> tuple[Use, ...] | None:
        """The queue."""
        return (Use(QUEUE, role.account),)


class SilentRead(S3Read):
    """A permission that stands in no table, made from one that does."""


class UselessRead(QueueRead):
    """A permission that does not say what it uses, as it might in a row."""

    def uses(self, role: Arn) -> tuple[Use, ...] | None:
        """Nothing is said."""
        return None


def agreed(*permissions: Permission) -> Agreement:
    """The agreement, with these permissions."""
    return replace(AGREEMENT, permissions=permissions)


ASKED: dict[str, tuple[list[Permission], list[str], list[str]]] = {
    "a bucket": ([READ], [BUCKET], []),
    "two buckets": ([READ, S3Read("acme-maps")], [BUCKET, "arn:aws:s3:::acme-maps"], []),
    "raw statements": ([RAW], [], ["raw statements do not say which requests they are for"]),
    "raw statements, twice": ([RAW, RAW], [], ["raw statements do not say which requests they are for"]),
    "a kind in no row": ([QueueRead()], [], ["kind QueueRead is not known here"]),
    "one beside a bucket": ([READ, QueueRead()], [BUCKET], ["kind QueueRead is not known here"]),
    "one made from a kind in a row": ([SilentRead("acme-reports")], [], ["kind SilentRead is not known here"]),
    "two in no row": ([QueueRead(), UselessRead()], [], ["kind QueueRead is", "kind UselessRead is"]),
}


@pytest.mark.parametrize(("permissions", "resources", "reasons"), ASKED.values(), ids=ASKED)
def test_each_permission_is_asked_or_named(
    permissions: list[Permission], resources: list[str], reasons: list[str]
) -> None:
    """What it uses is asked, or it is said why nothing is."""
    agreement = agreed(*permissions)

    assert [each.use.resource for each in used(agreement)] == resources
    said = not_asked(agreement)
    assert len(said) == len(reasons)
    assert all(reason in why_words(each.why) for reason, each in zip(reasons, said, strict=True))


def test_a_kind_with_a_row_that_uses_nothing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its requests are known, and on what they are asked is not."""
    monkeypatch.setattr(kinds, "TABLE", {**kinds.TABLE, UselessRead: kinds.TABLE[S3Read]})

    assert [why_words(each.why) for each in not_asked(agreed(UselessRead()))] == [
        "a permission of the kind UselessRead is not known here, so nothing was asked for it"
    ]


OF_PERMISSIONS = {"permission policy", "role's boundary", "bucket policy", "key policy", "bucket", "encryption"}
OF_TABLES = {"table policy", "table", "table encryption"}
LIVE_ALONE = {"object ownership", "key", "table indexes", "table stream"}


@pytest.mark.parametrize("permissions", [[QueueRead()], [READ, QueueRead()]], ids=["alone", "beside a bucket"])
@pytest.mark.parametrize("live", [True, False], ids=["live", "on paper"])
def test_doctor_leaves_a_kind_in_no_row_open(permissions: list[Permission], live: bool) -> None:
    """Every check of a permission says so by the kind's name; what has nothing to do with it is fine all the same."""
    examined = examine(replace(scene(agreed(*permissions)), live=live))
    naming = {
        each.check for each in examined.diagnoses if each.state is State.OPEN and "kind QueueRead" in found_words(each)
    }

    assert naming >= OF_PERMISSIONS | OF_TABLES | (LIVE_ALONE if live else {"proof"})
    assert not examined.is_healthy
    states = {each.check: each.state for each in examined.diagnoses}
    assert states["trust policy"] is states["identity policy"] is State.FINE


def test_doctor_leaves_nothing_open_of_a_kind_with_a_row() -> None:
    """The deny row's counterpart: everything of the permission was asked."""
    assert found(scene(agreed(READ)), State.OPEN) == {}
    assert OF_PERMISSIONS - {"key policy"} <= set(found(scene(agreed(READ)), State.FINE))


def verified(monkeypatch: pytest.MonkeyPatch, *permissions: Permission, key: str | None = None) -> Verification:
    """What verify sees of a server that answers as agreed."""
    with pretending({}) as pretender:
        monkeypatch.setenv("AWS_ENDPOINT_URL", pretender.url)
        own, session = pretender.session(token=False), pretender.session(token=True)
        return Verifier(agreed(*permissions), own, session, region=story.REGION, key=key).verify()


VERIFIED: dict[str, tuple[list[Permission], int]] = {
    "a bucket": ([READ], 0),
    "a kind in no row": ([QueueRead()], 2),
    "one beside a bucket": ([READ, QueueRead()], 2),
}


@pytest.mark.parametrize(("permissions", "code"), VERIFIED.values(), ids=VERIFIED)
def test_verify_names_a_kind_in_no_row(
    permissions: list[Permission], code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it gives is not shown, so that not all is as agreed."""
    seen = verified(monkeypatch, *permissions)

    assert exit_code(seen) == code
    assert ("kind QueueRead is not known here" in verify_text(seen, width=200)) is (code == 2)
    if code == 2:
        assert line(seen, "use what QueueRead").seen is Outcome.NOT_TRIED


def test_a_key_is_not_judged_by_a_kind_in_no_row(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing reads objects, so that no object is one too many."""
    assert exit_code(verified(monkeypatch, QueueRead(), key="yearly/a.csv")) == 2


def test_revoke_and_status_ask_no_permission() -> None:
    """A role is closed and looked at whatever it gives: nobody must know a kind to end access."""
    agreement = agreed(QueueRead())

    standing = Revocation(False, None)
    assert plan_text(agreement, standing, undo=False) == plan_text(AGREEMENT, standing, undo=False)
    roles = [read_status(each, None, {}).role for each in (agreement, AGREEMENT)]
    assert roles == [(RoleState.NOT_SEEN,)] * 2


def test_a_resource_s_policy_is_judged_wherever_it_is_used() -> None:
    """Two buckets: the deny of the second is of the second."""
    other = "arn:aws:s3:::acme-maps"
    deny = {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": f"{other}/*"}
    looked_at = scene(agreed(READ, S3Read("acme-maps")))
    bucket = Resource(
        other, TRUSTING, Origin("", other, "bucket"), S3_BUCKET, (policy(document(deny), other, "bucket policy"),)
    )
    assembly = replace(looked_at.assembly, resources={**looked_at.assembly.resources, other: bucket})

    assert found(looked_at, State.WRONG) == {}
    assert "acme-maps" in found(replace(looked_at, assembly=assembly), State.WRONG)["bucket policy"]


def test_the_statement_for_a_key_is_for_the_resource_that_uses_it() -> None:
    """Of two buckets, the one that the key is named for."""
    to_others = {"Effect": "Allow", "Principal": {"AWS": ROOTS["trust"]}, "Action": "kms:*", "Resource": "*"}
    looked_at = scene(replace(AGREEMENT, permissions=[S3Read("acme-maps"), *AGREEMENT.permissions]))
    closed = scene(looked_at.agreement, key=document(to_others))

    [fix] = [each for each in mends(closed) if each.startswith("the key's owner adds")]
    assert f'"{BUCKET}"' in fix
    assert not any("acme-maps" in each for each in mends(closed))
    assert not any(each.startswith("the key's owner") for each in mends(looked_at))


PRINCIPALS = {
    "a user": (TrustedUser(account=TRUSTED, name="alice"), "aws iam put-user-policy --user-name alice"),
    "a role": (TrustedRole(account=TRUSTED, name="ci", path="/team/"), "aws iam put-role-policy --role-name ci"),
    "a permission set's": (
        TrustedRole(account=TRUSTED, name="AWSReservedSSO_Reader_0f1e", path="/aws-reserved/sso.amazonaws.com/"),
        "whoever owns its permission set in IAM Identity Center writes what it may do; it lacks: ",
    ),
    "a service's": (
        TrustedRole(account=TRUSTED, name="Batch", path="/aws-service-role/batch.amazonaws.com/"),
        "the AWS service that it is linked to writes what it may do; it lacks: ",
    ),
}


@pytest.mark.parametrize(("principal", "says"), PRINCIPALS.values(), ids=PRINCIPALS)
def test_who_lets_a_principal_assume_the_role(principal: TrustedUser | TrustedRole, says: str) -> None:
    """A command where IAM attaches a policy; of a role that AWS keeps, whoever may change it."""
    text = mend_words(assuming(replace(AGREEMENT, trusted_principals=[principal]), principal, None))

    assert says in text
    assert ("put-role-policy" in text) is (principal.kind == "role" and principal.holds_policies)
    assert AGREEMENT.role_arn in text


def test_only_users_have_keys_of_their_own() -> None:
    """Status and rotate ask for nobody else's."""
    everybody: list[TrustedPrincipal] = [
        TrustedUser(account=TRUSTED, name="alice", path="/team/"),
        TrustedRole(account=TRUSTED, name="ci"),
        TrustedAccount(account=TRUSTED),
    ]
    agreement = replace(AGREEMENT, trusted_principals=everybody)

    assert [(each.account, each.name) for each in users_of(agreement)] == [(TRUSTED, "alice")]


def test_a_moment_is_given_to_what_is_expected() -> None:
    """What the agreement says is read at the moment of the run, so that one that has ended expects refusals."""
    ended = replace(AGREEMENT.safeguards, expiry=datetime(2020, 1, 1, tzinfo=UTC))
    own = replace(AGREEMENT, safeguards=ended)
    [use] = own.uses
    answers = [
        Expected(each, datetime(2026, 1, 1, tzinfo=UTC)).of(use, "s3:GetObject", f"{use.resource}/monthly/a.csv")
        for each in (AGREEMENT, own)
    ]
    assert answers == [Outcome.ALLOWED, Outcome.REFUSED]
