"""The agreement as a value, its findings together, and the error that carries them."""

import copy
import dataclasses
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.plain.samples import ALICE, POLICY_ARN, PRODUCTION, REPORTS, WORKLOAD, agreement, short, trust
from xacct_constructs import AgreementError, S3Read, Safeguards, Severity, TrustedAccount, check_agreement
from xacct_constructs.agreement.serialize import UnknownTypeError, from_json, to_json
from xacct_constructs.finding import error, require_no_errors, warning
from xacct_constructs.resources import trusting_resources
from xacct_constructs.values import merge_conditions

WRONG = agreement(
    role_name="reports/*",
    trusting_account=111111111111,
    trusted_principals=[TrustedAccount(account="222")],
    permissions=[dataclasses.replace(REPORTS, bucket="Acme", prefixes=["/monthly"])],
    safeguards=Safeguards(external_ids=["x"], max_session_duration=timedelta(minutes=15)),
    path="team",
)


def test_several_errors_are_reported_together() -> None:
    """One run shows every mistake, not only the first."""
    assert short(check_agreement(WRONG)) == [
        "XA001 trusting_account",
        "XA010 role_name",
        "XA011 path",
        "XA001 trusted_principals[0].account",
        "XA101 permissions[0].bucket",
        "XA106 permissions[0].prefixes[0]",
        "XA201 safeguards.external_ids[0]",
        "XA211 safeguards.max_session_duration",
    ]


def test_error_text() -> None:
    """One line for each error, and none for a warning."""
    with pytest.raises(AgreementError) as raised:
        require_no_errors(check_agreement(WRONG))
    lines = str(raised.value).splitlines()
    assert lines[0] == (
        "XA001 trusting_account must be a string of 12 digits, got 111111111111; quote it, and keep its leading zeros"
    )
    assert len(lines) == len(raised.value.findings) == 8
    assert {each.severity for each in raised.value.findings} == {Severity.ERROR}
    assert isinstance(raised.value, ValueError)


def test_error_survives_another_process() -> None:
    """Its text and findings survive being copied, as pickling does on the way to another process."""
    before = AgreementError(check_agreement(WRONG))
    after = copy.copy(before)
    assert (str(after), after.findings) == (str(before), before.findings)


def test_warnings_do_not_stop() -> None:
    """Warnings are handed back, each once; an error among them stops."""
    said = warning("XA702", "a", "b", "c")
    assert require_no_errors([said, said]) == (said,)
    with pytest.raises(AgreementError, match=r"^XA001 a b; c$"):
        require_no_errors([said, error("XA001", "a", "b", "c")])


@pytest.mark.parametrize("odd", [None, 5, "reports", {}, [agreement()]], ids=repr)
def test_what_is_no_agreement(odd: Any) -> None:
    """Anything else is one finding."""
    assert short(check_agreement(odd)) == ["XA014 agreement"]


def test_agreement_keeps_its_own_lists() -> None:
    """Changing the caller's lists afterwards changes nothing."""
    principals, permissions, ids = [ALICE], [REPORTS], ["7f3c"]
    tags = {"team": ["blue"]}
    made = agreement(
        trusted_principals=principals,
        permissions=permissions,
        safeguards=Safeguards(external_ids=ids, session_tags=tags),
    )
    before = copy.deepcopy(trusting_resources(made))
    for each in (principals, permissions, ids, tags["team"]):
        each.clear()
    tags.clear()
    assert trusting_resources(made) == before
    with pytest.raises(dataclasses.FrozenInstanceError):
        made.role_name = "other"  # type: ignore[misc]  # what is refused


def test_existing_role_gets_no_trust_policy_but_a_warning_with_it() -> None:
    """Its trust policy is its owner's: the exact statements are said."""
    existing = agreement(existing_role=True)
    (found,) = check_agreement(existing)
    assert (found.code, found.path) == ("XA504", "existing_role")
    assert json.loads(found.fix.removeprefix("its owner adds: ")) == trust(existing)
    assert list(trusting_resources(existing)) == ["Policy"]


@pytest.mark.parametrize(
    ("changed", "path", "value"),
    [
        pytest.param({"description": "Reads"}, "description", "Reads", id="description"),
        pytest.param(
            {"safeguards": Safeguards(max_session_duration=timedelta(hours=2))},
            "safeguards.max_session_duration",
            "2:00:00",
            id="duration",
        ),
        pytest.param(
            {"safeguards": Safeguards(role_permissions_boundary=POLICY_ARN)},
            "safeguards.role_permissions_boundary",
            POLICY_ARN,
            id="boundary",
        ),
    ],
)
def test_what_an_existing_role_does_not_get_is_said(changed: dict[str, Any], path: str, value: str) -> None:
    """A property that cannot be written on an existing role is a warning; on a new one it is written."""
    found = [each for each in check_agreement(agreement(existing_role=True, **changed)) if each.path == path]
    assert [(each.code, each.fix) for each in found] == [("XA504", f"its owner sets it to {value}")]
    assert short(check_agreement(agreement(**changed))) == []


def test_expiry_of_an_existing_role_ends_more_than_the_agreement() -> None:
    """The deny stands in the role itself, so it is said for a role that others use too; on our own it is meant."""
    safeguards = Safeguards(expiry=datetime(2027, 1, 1, tzinfo=UTC))
    assert "XA509 safeguards.expiry" in short(check_agreement(agreement(existing_role=True, safeguards=safeguards)))
    assert short(check_agreement(agreement(safeguards=safeguards))) == []


FLAGS: list[Any] = [
    pytest.param(lambda flag: agreement(existing_role=flag), "existing_role", id="an existing role"),
    pytest.param(
        lambda flag: agreement(trusted_principals=[dataclasses.replace(ALICE, existing=flag)]),
        "trusted_principals[0].existing",
        id="an existing user",
    ),
    *(
        pytest.param(
            lambda flag, name=name: agreement(permissions=[S3Read("acme-reports", **{name: flag})]),
            f"permissions[0].{name}",
            id=name,
        )
        for name in ("versions", "tags", "attributes")
    ),
    *(
        pytest.param(
            lambda flag, name=name: agreement(safeguards=Safeguards(**{name: flag})), f"safeguards.{name}", id=name
        )
        for name in ("mfa", "session_name_is_user_name")
    ),
]


@pytest.mark.parametrize(("make", "path"), FLAGS)
@pytest.mark.parametrize("odd", ["no", "", 0, 1, None], ids=repr)
def test_flags(make: Any, path: str, odd: Any) -> None:
    """A flag is True or False: "no" from a file would open what it means to close."""
    assert short(check_agreement(make(odd))) == [f"XA015 {path}"]
    assert "XA015" not in str(check_agreement(make(True)) + check_agreement(make(False)))


def test_a_session_tag_called_type_survives_json() -> None:
    """Values carry their type under that name, and a tag of the same name is no such value."""
    tagged = agreement(safeguards=Safeguards(session_tags={"type": ["S3Read"]}))
    assert from_json(json.loads(json.dumps(to_json(tagged)))) == tagged


def test_a_type_that_is_not_known_is_refused() -> None:
    """A permission of a later version is not taken for something else."""
    values = to_json(agreement())
    values["permissions"][0]["type"] = "Later"
    with pytest.raises(UnknownTypeError, match="Later"):
        from_json(values)


OTHER_KINDS = [
    pytest.param({"role_name": 1}, id="a name that is a number"),
    pytest.param({"role_name": None}, id="a name that is null"),
    pytest.param({"trusted_principals": {}}, id="principals that are no list"),
    pytest.param({"trusted_principals": ["alice"]}, id="a principal that is a text"),
    pytest.param({"trusted_principals": [None]}, id="a principal that is null"),
    pytest.param({"trusted_principals": [{"type": "S3Read", "bucket": "b"}]}, id="a permission for a principal"),
    pytest.param({"permissions": "S3Read"}, id="permissions that are a text"),
    pytest.param({"permissions": [{"type": "Network"}]}, id="a safeguard for a permission"),
    pytest.param({"permissions": [{"type": "S3Read", "bucket": ["b"]}]}, id="a bucket that is a list"),
    pytest.param({"permissions": [{"type": "S3Read", "bucket": "b", "prefixes": "a/"}]}, id="prefixes that are a text"),
    pytest.param({"permissions": [{"type": "S3Read", "bucket": "b", "tags": "no"}]}, id="a flag that is a text"),
    pytest.param({"safeguards": []}, id="safeguards that are a list"),
    pytest.param({"safeguards": {"mfa": "no"}}, id="a safeguard's flag that is a text"),
    pytest.param({"safeguards": {"mfa": 1}}, id="a safeguard's flag that is a number"),
    pytest.param({"safeguards": {"external_ids": "acme"}}, id="external IDs that are a text"),
    pytest.param({"safeguards": {"external_ids": [None]}}, id="an external ID that is null"),
    pytest.param({"safeguards": {"max_session_duration": "4h"}}, id="a duration that is a text"),
    pytest.param({"safeguards": {"max_session_duration": 1e400}}, id="a duration without end"),
    pytest.param({"safeguards": {"expiry": 5}}, id="an expiry that is a number"),
    pytest.param({"safeguards": {"expiry": "2027-01-01T00:00:00"}}, id="an expiry of no zone"),
    pytest.param({"safeguards": {"session_tags": {"team": "red"}}}, id="a tag's values that are a text"),
    pytest.param({"safeguards": {"later": True}}, id="a safeguard of a later version"),
    pytest.param({"later": True}, id="a field of a later version"),
    pytest.param({"binding": "later"}, id="a binding of a later version"),
    pytest.param({"binding": ["principal_arn"]}, id="a binding that is a list"),
]


@pytest.mark.parametrize("changed", OTHER_KINDS)
def test_a_value_of_another_kind_is_refused(changed: Any) -> None:
    """Nothing from a file is taken for what it is not: an agreement that lost a safeguard would be a wider one."""
    values = json.loads(json.dumps(to_json(agreement())))
    assert from_json(values) == agreement()

    with pytest.raises((AttributeError, LookupError, OverflowError, TypeError, ValueError)):
        from_json({**values, **changed})


def test_errors_that_the_readme_shows() -> None:
    """Its two lines are what this agreement is refused with, to the letter."""
    refused = agreement(
        trusted_principals=[dataclasses.replace(ALICE, name="al*ce"), WORKLOAD], safeguards=Safeguards(mfa=True)
    )
    shown = "".join(f"{each}\n" for each in check_agreement(refused))
    assert f"```\n{shown}```\n" in (Path(__file__).resolve().parents[2] / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("managed", "expected"),
    [
        pytest.param(None, {"Policies"}, id="inline by default"),
        pytest.param("read-reports", {"ManagedPolicyArns"}, id="managed where it is named"),
    ],
)
def test_where_the_permissions_stand(managed: str | None, expected: set[str]) -> None:
    """Inline in the role, or in a customer managed policy that it refers to; never both."""
    found = trusting_resources(agreement(managed_policy_name=managed))
    properties = found["Resource"]["Properties"]
    assert properties.keys() & {"Policies", "ManagedPolicyArns"} == expected
    assert ("Policy" in found) is bool(managed)
    if managed:
        assert properties["ManagedPolicyArns"] == [{"Ref": "Policy"}]
        assert found["Policy"]["Properties"]["ManagedPolicyName"] == managed


def test_conditions_never_overwrite_each_other() -> None:
    """Two on one key under one operator are a fault of the code, and are not merged."""
    assert merge_conditions({"Bool": {"a:b": "true"}}, {"Bool": {"a:c": "true"}}) == {
        "Bool": {"a:b": "true", "a:c": "true"}
    }
    with pytest.raises(AssertionError, match="a:b"):
        merge_conditions({"Bool": {"a:b": "true"}}, {"Bool": {"a:b": "false"}})


def test_role_properties() -> None:
    """Name, path and description as given; IAM's defaults are left to IAM."""
    properties = trusting_resources(agreement(path="/team/", description="Reads"))["Resource"]["Properties"]
    assert (properties["RoleName"], properties["Path"], properties["Description"]) == (
        "reports-reader",
        "/team/",
        "Reads",
    )
    assert agreement().trusting_account == PRODUCTION
