"""What an agreement means is worked out from its words, by the table of kinds, and never from what we write."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest

from xacct_constructs import (
    Agreement,
    DynamoDBRead,
    Finding,
    Network,
    RawStatements,
    S3Read,
    Safeguards,
    TrustedGroup,
    TrustedUser,
)
from xacct_constructs.agreed_access import entry, permitted
from xacct_constructs.agreed_access.coming import COMINGS
from xacct_constructs.arns import Arn
from xacct_constructs.assembly import Assembly, Identity
from xacct_constructs.iam import Origin, Policy, UndecidedError
from xacct_constructs.permissions import PERMISSION_KINDS
from xacct_constructs.policies import permission_policy, trust_policy
from xacct_constructs.principals import PRINCIPAL_KINDS
from xacct_constructs.proof import Access, Answer, prove
from xacct_constructs.report.proof_page import proof_page
from xacct_constructs.report.text import page_text
from xacct_constructs.rules import tell
from xacct_constructs.safeguards import table
from xacct_constructs.values import StatementJSON

WHERE = Origin("", "Production.template.json", "Reader")

TABLE = "arn:aws:dynamodb:eu-west-1:111111111111:table/orders"
KEY = "arn:aws:kms:eu-west-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab"
AGREEMENT = Agreement(
    role_name="reports-reader",
    trusting_account="111111111111",
    trusted_principals=[TrustedUser(account="222222222222", name="alice")],
    permissions=[
        S3Read("acme-reports", prefixes=["monthly/"]),
        DynamoDBRead(TABLE, indexes=["by-day"], leading_keys=["acme"], kms_key=KEY),
        RawStatements([{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-maps/*"}]),
    ],
    safeguards=Safeguards(external_ids=["acme-7f3a91"], mfa=True),
)


@dataclass(frozen=True)
class QueueRead:
    """A permission that stands in no table."""

    def statements(self, _: Arn) -> list[StatementJSON]:
        """Reading some queue."""
        return [{"Effect": "Allow", "Action": "sqs:ReceiveMessage", "Resource": "*"}]

    def check(self, path: str, role: Arn) -> Iterator[Finding]:
        """Nothing to find."""
        yield from ()

    def uses(self, role: Arn) -> None:
        """It does not say."""


def test_a_kind_in_no_table_is_named() -> None:
    """Nothing is known of what it means, so that nothing may be said of it."""
    unknown = replace(AGREEMENT, permissions=[*AGREEMENT.permissions, QueueRead()])

    with pytest.raises(UndecidedError, match="kind QueueRead"):
        permitted(unknown)


def test_the_proof_of_a_kind_in_no_table_is_left_open() -> None:
    """Neither proven nor refuted: what the role may do is held against nothing, and the kind is named."""
    role = Identity(
        AGREEMENT.role_arn,
        "111111111111",
        WHERE,
        policies=(Policy({"Version": "2012-10-17", "Statement": QueueRead().statements(AGREEMENT.role)}, WHERE),),
        trust=Policy(trust_policy(AGREEMENT), WHERE),
    )
    assembly = Assembly((role,))
    found = prove(assembly, [replace(AGREEMENT, permissions=[QueueRead()])])

    assert "kind QueueRead" in page_text(proof_page(Access(assembly), found, tell(assembly, found)), width=1000)
    assert found.answer is found.by_agreement[AGREEMENT.role_arn] is Answer.UNDECIDED
    assert any("kind QueueRead" in each.reason for each in found.undecided)


def test_every_principal_has_a_row() -> None:
    """How each kind of principal comes is said in the table, once; a group's users come themselves."""
    assert COMINGS.keys() == set(PRINCIPAL_KINDS) - {TrustedGroup}


def test_meanings_are_worked_out_without_what_we_write(monkeypatch: pytest.MonkeyPatch) -> None:
    """With every writer of statements failing, the meaning is what it was."""
    assert {type(each) for each in AGREEMENT.permissions} == set(PERMISSION_KINDS)
    before = entry(AGREEMENT), permitted(AGREEMENT)

    def refuse(*_: object, **__: object) -> object:
        raise AssertionError("the meaning of an agreement asked the writer of its policies")

    for kind in PERMISSION_KINDS:
        monkeypatch.setattr(kind, "statements", refuse)
    for principal in PRINCIPAL_KINDS:
        monkeypatch.setattr(principal, "admission", refuse)
    monkeypatch.setattr(table, "TABLE", ())

    assert (entry(AGREEMENT), permitted(AGREEMENT)) == before


BY_SERVICE = {
    "asked of the key by S3": ({"StringEquals": {"kms:ViaService": "s3.eu-west-1.amazonaws.com"}}, False),
    "asked of the key itself": ({}, True),
    "asked by anything but S3": (
        {"StringNotEquals": {"kms:ViaService": "s3.eu-west-1.amazonaws.com"}},
        True,
    ),
    **{
        f"asked by S3 or by nobody, {operator}": ({operator: {"kms:ViaService": "s3.eu-west-1.amazonaws.com"}}, True)
        for operator in (
            "StringEqualsIfExists",
            "StringNotEqualsIfExists",
            "ForAllValues:StringEquals",
            "ForAnyValue:StringNotLike",
        )
    },
    "asked by some service": ({"Null": {"kms:ViaService": "false"}}, True),
    "asked by a service as if it were an ARN": ({"ArnLike": {"kms:ViaService": "arn:aws:s3:::a"}}, True),
    "asked by a service of a pattern": ({"StringLike": {"kms:ViaService": "s3.*"}}, False),
    "asked of the key with a context": ({"StringEquals": {"kms:EncryptionContext:tenant": "acme"}}, True),
}


@pytest.mark.parametrize(("condition", "bound"), BY_SERVICE.values(), ids=BY_SERVICE)
def test_a_network_binds_what_the_session_asks_itself(condition: dict[str, dict[str, str]], bound: bool) -> None:
    """A request that a service makes for it comes from another network; the agreement's own policy says the same."""
    statement = {"Effect": "Allow", "Action": "kms:Decrypt", "Resource": KEY, "Condition": condition}
    office = Safeguards(read_from=Network(ip_ranges=["198.51.100.0/24"]))
    agreement = replace(AGREEMENT, permissions=[RawStatements([statement])], safeguards=office)
    found = permitted(agreement)

    assert found
    assert all(any(each.condition.key == "aws:sourceip" for each in asked) is bound for asked in found)
    assert ("aws:SourceIp" in str(permission_policy(agreement))) is bound
