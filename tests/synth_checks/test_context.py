"""The library's own context: what each key takes, and that whatever else is said in its name is refused."""

from typing import Any

import aws_cdk as cdk
import pytest

from xacct_constructs import AgreementError, S3Read, TrustedUser, TrustingAccountRole
from xacct_constructs.synth_checks.context import read_context

TAKEN: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "nothing": ({}, {}),
    "what is somebody else's": ({"acme:checks": "yes", "@aws-cdk/core:bootstrapQualifier": "x"}, {}),
    "on": ({"xacct:checks": True}, {"xacct:checks": True}),
    "off": ({"xacct:checks": False}, {"xacct:checks": False}),
    "on, from the command line": ({"xacct:checks": "True"}, {"xacct:checks": True}),
    "off, from the command line": ({"xacct:checks": "false"}, {"xacct:checks": False}),
    "accounts": ({"xacct:known-accounts": ["333333333333"]}, {"xacct:known-accounts": ("333333333333",)}),
    "names": ({"xacct:accounts": "production, staging"}, {"xacct:accounts": ("production", "staging")}),
    "no accounts": ({"xacct:known-accounts": []}, {"xacct:known-accounts": ()}),
    "accounts, from the command line": (
        {"xacct:known-accounts": "033333333333, 444444444444"},
        {"xacct:known-accounts": ("033333333333", "444444444444")},
    ),
}


@pytest.mark.parametrize(("context", "read"), TAKEN.values(), ids=TAKEN)
def test_what_a_key_takes(context: dict[str, Any], read: dict[str, Any]) -> None:
    """Each key that is given has its value, and no other."""
    assert read_context(context) == read


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "yes": ({"xacct:checks": "yes"}, "context xacct:checks must be true or false, got 'yes'"),
    "one": ({"xacct:checks": 1}, "got 1"),
    "nothing in it": ({"xacct:checks": ""}, "got ''"),
    "on, in a list": ({"xacct:checks": [True]}, "got [True]"),
    "a key that is nearly one": (
        {"xacct:check": True},
        "there are xacct:checks, xacct:known-accounts, xacct:accounts; write xacct:ch",
    ),
    "a key in another case": ({"xacct:Checks": True}, "is no context of this library"),
    "a key that is like none": ({"xacct:zzz": True}, "leave it out"),
    "no name": ({"xacct:accounts": []}, "a list of at least one name"),
    "an account as a number": ({"xacct:known-accounts": 333333333333}, "must be a list of account IDs"),
    "accounts as numbers": ({"xacct:known-accounts": [333333333333]}, "each a text of 12 digits"),
    "a name": ({"xacct:known-accounts": ["staging"]}, "got ['staging']"),
    "a comma too many": ({"xacct:known-accounts": "333333333333,"}, "got '333333333333,'"),
    "a map": ({"xacct:known-accounts": {"333333333333": "globex"}}, "got {'333333333333': 'globex'}"),
}


@pytest.mark.parametrize(("context", "says"), REFUSED.values(), ids=REFUSED)
def test_what_no_key_takes(context: dict[str, Any], says: str) -> None:
    """It says what is allowed, what was given, and how it is written; a good key beside it does not hide it."""
    with pytest.raises(AgreementError) as refused:
        read_context({"xacct:known-accounts": ["333333333333"], **context})

    (finding,) = refused.value.findings
    assert finding.code == "XA017"
    assert says in str(finding)


def test_every_wrong_key_is_told_at_once() -> None:
    """Nobody mends one to be told of the next."""
    with pytest.raises(AgreementError) as refused:
        read_context({"xacct:checks": "on", "xacct:known": [], "xacct:known-accounts": True})

    assert [each.path for each in refused.value.findings] == [
        "context xacct:checks",
        "context xacct:known",
        "context xacct:known-accounts",
    ]


def test_a_construct_reads_it() -> None:
    """Whoever uses a construct of ours is told, though the switch itself was misspelt; each time that one is made."""
    app = cdk.App(context={"xacct:check": True})
    stack = cdk.Stack(app, "Production", env=cdk.Environment(account="111111111111", region="eu-west-1"))
    alice = TrustedUser(account="222222222222", name="alice")
    for name in ("first", "second"):
        with pytest.raises(AgreementError, match="XA017 context xacct:check is no context"):
            TrustingAccountRole(
                stack, name, role_name=name, trusted_principals=[alice], permissions=[S3Read("acme-reports")]
            )
