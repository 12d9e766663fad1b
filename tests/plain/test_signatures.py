"""Calls that a signature does not take: the error says what was meant, for every argument at once."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.plain.samples import ALICE_ARN, STAGING, agreement
from xacct_constructs import (
    AgreementError,
    CrossAccountAccess,
    Network,
    S3Read,
    Safeguards,
    TrustedUser,
    check_agreement,
)

MISFITS: list[Any] = [
    pytest.param(
        lambda call: call(S3Read, "acme-reports", prefix=["monthly/"]),
        [
            "XA016 S3Read.prefix is no argument, got ['monthly/']; there are bucket, prefixes, owner, versions, tags, "
            "attributes, kms_key; write prefixes=…"
        ],
        id="a misspelt name",
    ),
    pytest.param(
        lambda call: call(TrustedUser, STAGING, "alice"),
        [
            f"XA016 TrustedUser takes 0 arguments without their names, got '{STAGING}', 'alice'; "
            f"write TrustedUser(account='{STAGING}', name='alice')"
        ],
        id="places in place of names",
    ),
    pytest.param(
        lambda call: call(S3Read, "acme-reports", ["monthly/"]),
        [
            "XA016 S3Read takes 1 arguments without their names, got 'acme-reports', ['monthly/']; "
            "write S3Read(…, prefixes=['monthly/'])"
        ],
        id="one place too many",
    ),
    pytest.param(
        lambda call: call(TrustedUser, accountid=STAGING, zzz=1),
        [
            f"XA016 TrustedUser.accountid is no argument, got '{STAGING}'; there are account, name, path, existing; "
            "write account=…",
            "XA016 TrustedUser.zzz is no argument, got 1; there are account, name, path, existing; leave it out",
            "XA016 TrustedUser.account is missing; pass account=…",
            "XA016 TrustedUser.name is missing; pass name=…",
        ],
        id="several at once",
    ),
    pytest.param(
        lambda call: call(S3Read, "acme-reports", bucket="acme-reports"),
        ["XA016 S3Read.bucket is given twice, got 'acme-reports'; remove one of the two"],
        id="an argument twice",
    ),
]


def called(kind: Callable[..., Any], *arguments: Any, **named: Any) -> str:
    """The error's text."""
    with pytest.raises(AgreementError) as raised:
        kind(*arguments, **named)
    assert isinstance(raised.value, TypeError)
    return str(raised.value)


@pytest.mark.parametrize(("misfit", "expected"), MISFITS)
def test_the_way_to_write_it_is_named(misfit: Callable[[Any], str], expected: list[str]) -> None:
    """One line for each argument, in an error that is the TypeError of Python as well."""
    assert misfit(called).splitlines() == expected


@pytest.mark.parametrize(
    ("kind", "named", "meant"),
    [
        pytest.param(Network, {"ip_range": []}, "ip_ranges", id="Network"),
        pytest.param(Safeguards, {"external_id": "x"}, "external_ids", id="Safeguards"),
        pytest.param(Safeguards, {"boundary": "x"}, "role_permissions_boundary", id="by a part of the name"),
        pytest.param(type(agreement()), {"principals": []}, "trusted_principals", id="Agreement"),
    ],
)
def test_each_value_names_the_nearest(kind: Callable[..., Any], named: dict[str, Any], meant: str) -> None:
    """Every value of an agreement does so."""
    assert called(kind, **named).splitlines()[0].endswith(f"; write {meant}=…")


def test_an_error_within_is_left_alone() -> None:
    """A call that the signature takes keeps whatever else it raises."""

    class Odd(list[Any]):
        def __iter__(self) -> Any:
            raise TypeError("mine")

    with pytest.raises(TypeError, match=r"^mine$"):
        S3Read("acme-reports", prefixes=Odd())


def test_a_mistake_is_shown_at_the_caller_s_line() -> None:
    """Below it nothing of ours stands but the check, which pytest leaves out."""
    with pytest.raises(AgreementError) as raised:
        CrossAccountAccess(agreements=[agreement(permissions=[S3Read("acme-reports", prefixes=[""])])])
    caller, ours = (each.frame.f_locals for each in raised.traceback)
    assert (caller["raised"], ours["__tracebackhide__"]) == (raised, True)


PRINCIPALS: list[Any] = [
    pytest.param(ALICE_ARN, 'write TrustedUser(account="222222222222", name="alice")', id="a user's ARN"),
    pytest.param(
        "arn:aws:iam::222222222222:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Reports_0123456789abcdef",
        'write TrustedPermissionSet(account="222222222222", name="Reports"), whatever ends its role\'s name',
        id="the ARN of a permission set's role",
    ),
    pytest.param(
        "arn:aws:iam::222222222222:oidc-provider/gitlab.com",
        'write TrustedWebIdentity(provider="gitlab.com", audience="…", subject="…")',
        id="a provider's ARN",
    ),
    pytest.param(
        "arn:aws:iam::222222222222:role/team/reader",
        'write TrustedRole(account="222222222222", name="reader", path="/team/")',
        id="a role's ARN with a path",
    ),
    pytest.param(
        "arn:aws:iam::222222222222:group/auditors",
        'write TrustedGroup(account="222222222222", name="auditors", users=["alice"])',
        id="a group's ARN",
    ),
    pytest.param(
        STAGING, 'write TrustedAccount(account="222222222222"), or name users or roles of it', id="an account's ID"
    ),
    pytest.param("alice", 'write TrustedUser(account="222222222222", name="alice")', id="a name"),
]


@pytest.mark.parametrize(("given", "advice"), PRINCIPALS)
def test_a_text_in_place_of_a_principal(given: Any, advice: str) -> None:
    """What it stands for is written out as the value."""
    (found,) = check_agreement(agreement(trusted_principals=[given]))
    assert (found.code, found.fix) == ("XA020", advice)


@pytest.mark.parametrize(
    ("given", "advice"),
    [
        pytest.param({"Effect": "Allow"}, "write RawStatements([statement])", id="a statement"),
        pytest.param(
            "acme", 'write S3Read("acme-reports", prefixes=["monthly/"]) or RawStatements([statement])', id="a text"
        ),
    ],
)
def test_something_in_place_of_a_permission(given: Any, advice: str) -> None:
    """What it would be written as is said."""
    (found,) = check_agreement(agreement(permissions=[given]))
    assert (found.code, found.fix) == ("XA030", advice)
