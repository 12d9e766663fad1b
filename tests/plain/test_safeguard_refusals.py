"""Which safeguards are refused: values that AWS would not accept, and conditions that nobody could ever meet."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest

from tests.plain.samples import ALICE, OTHER, PRODUCTION, STAGING, WORKLOAD, agreement, guarded, short
from xacct_constructs import (
    Network,
    Safeguards,
    TrustedAccount,
    TrustedGroup,
    TrustedPermissionSet,
    TrustedUser,
    TrustedWebIdentity,
    check_agreement,
)

WHOLE = TrustedAccount(account=OTHER)
SET = TrustedPermissionSet(account=STAGING, name="Reports")
TOKEN = TrustedWebIdentity(provider="gitlab.com", audience="https://gitlab.com", subject="project_path:acme/reports")


def group(*users: str, name: str = "auditors") -> TrustedGroup:
    """A group of these users."""
    return TrustedGroup(account=STAGING, name=name, users=users)


HOUR = timedelta(hours=1)
ORG, UNIT = "o-a1b2c3d4e5", "o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/"
ENDPOINT = "vpce-0123456789abcdef0"
NEW_YEAR = datetime(2027, 1, 1, tzinfo=UTC)

ACCEPTED = [
    pytest.param({"external_ids": ["ab"]}, id="an external ID of two characters"),
    pytest.param({"external_ids": ["a" * 1224]}, id="an external ID of 1224 characters"),
    pytest.param({"external_ids": ["Ab0_+=,.@:/-"]}, id="every character that STS takes"),
    pytest.param({"external_ids": ("7f3c", "9d21")}, id="a tuple of external IDs"),
    pytest.param({"mfa": True}, id="MFA for a user"),
    pytest.param({"mfa": True, "mfa_max_age": timedelta(seconds=1)}, id="MFA a second ago"),
    pytest.param({"organization_id": "o-" + "a" * 32}, id="an organization ID of 32 characters"),
    pytest.param({"organization_paths": [UNIT]}, id="exactly one unit"),
    pytest.param({"organization_paths": [UNIT + "*"]}, id="a unit and what is below"),
    pytest.param({"organization_paths": [UNIT + "ou-*"]}, id="what is below a unit"),
    pytest.param({"organization_paths": [f"{ORG}/r-ab12/*"]}, id="a root"),
    pytest.param({"organization_id": ORG, "organization_paths": [UNIT]}, id="a unit of that organization"),
    pytest.param({"source_identities": ["al"]}, id="an identity of two characters"),
    pytest.param({"source_identities": ["a" * 64]}, id="an identity of 64 characters"),
    pytest.param({"source_identities": ["*", "team-?"]}, id="wildcards in identities"),
    pytest.param({"session_name_is_user_name": True}, id="a user's name as session name"),
    pytest.param({"session_tags": {"k" * 128: ["v" * 256]}}, id="a tag of the longest key and value"),
    pytest.param({"session_tags": {"cost center": ["Zürich 1"]}}, id="spaces and Latin-1 in tags"),
    pytest.param({"assume_from": Network(ip_ranges=["203.0.113.7"])}, id="one address"),
    pytest.param({"assume_from": Network(ip_ranges=["2001:db8::/32"])}, id="an IPv6 range"),
    pytest.param({"assume_from": Network(ip_ranges=["0.0.0.0/1", "128.0.0.0/1"])}, id="both halves of everything"),
    pytest.param({"read_from": Network(vpc_endpoints=["vpce-01234567"])}, id="a short endpoint ID"),
    pytest.param({"expiry": NEW_YEAR}, id="an expiry with time zone"),
    pytest.param({"max_session_duration": HOUR}, id="one hour"),
    pytest.param({"max_session_duration": 12 * HOUR}, id="twelve hours"),
    pytest.param({"role_permissions_boundary": f"arn:aws:iam::{PRODUCTION}:policy/team/b"}, id="a boundary of ours"),
    pytest.param({"role_permissions_boundary": "arn:aws:iam::aws:policy/ReadOnlyAccess"}, id="a boundary of AWS"),
    pytest.param({"principal_permissions_boundary": f"arn:aws:iam::{STAGING}:policy/b"}, id="a boundary of theirs"),
]
REFUSED = [
    pytest.param({"external_ids": "7f3c"}, "XA201 external_ids", id="an external ID without a list"),
    pytest.param({"external_ids": None}, "XA201 external_ids", id="None as external IDs"),
    pytest.param({"external_ids": [""]}, "XA201 external_ids[0]", id="an empty external ID"),
    pytest.param({"external_ids": ["a"]}, "XA201 external_ids[0]", id="an external ID of one character"),
    pytest.param({"external_ids": ["a" * 1225]}, "XA201 external_ids[0]", id="an external ID of 1225 characters"),
    pytest.param({"external_ids": ["a b"]}, "XA201 external_ids[0]", id="a space in an external ID"),
    pytest.param({"external_ids": ["ab*"]}, "XA201 external_ids[0]", id="a wildcard in an external ID"),
    pytest.param({"external_ids": ["ab\n"]}, "XA201 external_ids[0]", id="a line break in an external ID"),
    pytest.param({"external_ids": ["ab", 5]}, "XA201 external_ids[1]", id="a number as external ID"),
    pytest.param({"external_ids": [b"ab"]}, "XA201 external_ids[0]", id="bytes as external ID"),
    pytest.param({"external_ids": ["ab", "ab"]}, "XA201 external_ids[1]", id="an external ID twice"),
    pytest.param({"mfa_max_age": HOUR}, "XA203 mfa_max_age", id="an age without MFA"),
    pytest.param({"mfa": True, "mfa_max_age": timedelta(0)}, "XA203 mfa_max_age", id="no age at all"),
    pytest.param({"mfa": True, "mfa_max_age": timedelta(seconds=1.5)}, "XA203 mfa_max_age", id="half a second"),
    pytest.param({"mfa": True, "mfa_max_age": 3600}, "XA203 mfa_max_age", id="an age as a number"),
    pytest.param({"organization_id": "acme"}, "XA204 organization_id", id="an organization's name"),
    pytest.param({"organization_id": ""}, "XA204 organization_id", id="an empty organization ID"),
    pytest.param({"organization_id": "o-*"}, "XA204 organization_id", id="every organization"),
    pytest.param({"organization_id": [ORG]}, "XA204 organization_id", id="a list of organizations"),
    pytest.param({"organization_paths": UNIT}, "XA205 organization_paths", id="a path without a list"),
    pytest.param({"organization_paths": [ORG]}, "XA205 organization_paths[0]", id="an ID as path"),
    pytest.param({"organization_paths": [UNIT[:-1]]}, "XA205 organization_paths[0]", id="no slash at the end"),
    pytest.param({"organization_paths": [UNIT + "ou-"]}, "XA205 organization_paths[0]", id="what no path ends with"),
    pytest.param({"organization_paths": ["*"]}, "XA205 organization_paths[0]", id="every organization's paths"),
    pytest.param({"organization_paths": ["o-*/r-ab12/*"]}, "XA205 organization_paths[0]", id="a wildcard too early"),
    pytest.param({"organization_paths": [UNIT, UNIT]}, "XA205 organization_paths[1]", id="a path twice"),
    pytest.param(
        {"organization_id": "o-ffffffffff", "organization_paths": [UNIT]},
        "XA205 organization_paths[0]",
        id="a unit of another organization can never be met",
    ),
    pytest.param({"source_identities": "alice"}, "XA206 source_identities", id="an identity without a list"),
    pytest.param({"source_identities": ["a"]}, "XA206 source_identities[0]", id="an identity of one character"),
    pytest.param({"source_identities": ["a" * 65]}, "XA206 source_identities[0]", id="an identity of 65 characters"),
    pytest.param({"source_identities": ["a:b"]}, "XA206 source_identities[0]", id="a colon in an identity"),
    pytest.param({"source_identities": ["??"]}, "XA206 source_identities[0]", id="an identity of wildcards alone"),
    pytest.param({"source_identities": [None]}, "XA206 source_identities[0]", id="None as identity"),
    pytest.param({"session_tags": {}}, "XA208 session_tags", id="no tags"),
    pytest.param({"session_tags": ["project"]}, "XA208 session_tags", id="a list of keys"),
    pytest.param({"session_tags": {f"k{n}": ["v"] for n in range(51)}}, "XA208 session_tags", id="51 tags"),
    pytest.param({"session_tags": {"": ["v"]}}, "XA208 session_tags", id="an empty key"),
    pytest.param({"session_tags": {"k" * 129: ["v"]}}, "XA208 session_tags", id="a key of 129 characters"),
    pytest.param({"session_tags": {"aws:team": ["v"]}}, "XA208 session_tags", id="a key of AWS's"),
    pytest.param({"session_tags": {"a*": ["v"]}}, "XA208 session_tags", id="a wildcard in a key"),
    pytest.param({"session_tags": {"報告": ["v"]}}, "XA208 session_tags", id="a key that IAM takes in no policy"),
    pytest.param({"session_tags": {5: ["v"]}}, "XA208 session_tags", id="a number as key"),
    pytest.param({"session_tags": {"k": ["a"], "K": ["b"]}}, "XA208 session_tags", id="keys that differ in case only"),
    pytest.param({"session_tags": {"k": "v"}}, "XA208 session_tags['k']", id="a value without a list"),
    pytest.param({"session_tags": {"k": []}}, "XA208 session_tags['k']", id="no value"),
    pytest.param({"session_tags": {"k": ["v" * 257]}}, "XA208 session_tags['k']", id="a value of 257 characters"),
    pytest.param({"session_tags": {"k": ["v*"]}}, "XA208 session_tags['k']", id="a wildcard in a value"),
    pytest.param({"session_tags": {"k": ["v", "v"]}}, "XA208 session_tags['k'][1]", id="a value twice"),
    pytest.param({"assume_from": Network()}, "XA209 assume_from", id="an empty network"),
    pytest.param({"assume_from": "203.0.113.0/24"}, "XA209 assume_from", id="a range without its Network"),
    pytest.param({"read_from": {}}, "XA209 read_from", id="a dictionary as network"),
    pytest.param({"assume_from": Network(ip_ranges=["0.0.0.0/0"])}, "XA209 assume_from.ip_ranges[0]", id="everywhere"),
    pytest.param({"assume_from": Network(ip_ranges=["::/0"])}, "XA209 assume_from.ip_ranges[0]", id="everywhere in v6"),
    pytest.param({"assume_from": Network(ip_ranges=["10.1.0.0/16"])}, "XA209 assume_from.ip_ranges[0]", id="private"),
    pytest.param({"read_from": Network(ip_ranges=["fd00::/8"])}, "XA209 read_from.ip_ranges[0]", id="private in v6"),
    pytest.param({"assume_from": Network(ip_ranges=["203.0.113.7/24"])}, "XA209 assume_from.ip_ranges[0]", id="host"),
    pytest.param(
        {"assume_from": Network(ip_ranges=["203.0.113.0/255.255.255.0"])},
        "XA209 assume_from.ip_ranges[0]",
        id="a netmask, which Python reads and IAM does not",
    ),
    pytest.param({"assume_from": Network(ip_ranges=["fe80::%1/64"])}, "XA209 assume_from.ip_ranges[0]", id="a scope"),
    pytest.param({"assume_from": Network(ip_ranges=["office"])}, "XA209 assume_from.ip_ranges[0]", id="a name"),
    pytest.param(
        {"assume_from": Network(ip_ranges="203.0.113.0/24")}, "XA209 assume_from.ip_ranges", id="a range without a list"
    ),
    pytest.param(
        {"read_from": Network(vpc_endpoints=["vpc-01234567"])}, "XA209 read_from.vpc_endpoints[0]", id="a VPC"
    ),
    pytest.param({"read_from": Network(vpc_endpoints=[ENDPOINT] * 2)}, "XA209 read_from.vpc_endpoints[1]", id="twice"),
    pytest.param({"expiry": datetime(2027, 1, 1)}, "XA210 expiry", id="an expiry without time zone"),
    pytest.param({"expiry": date(2027, 1, 1)}, "XA210 expiry", id="a date"),
    pytest.param({"expiry": "2027-01-01T00:00:00Z"}, "XA210 expiry", id="an expiry as text"),
    pytest.param({"expiry": NEW_YEAR.replace(microsecond=1)}, "XA210 expiry", id="a fraction of a second"),
    pytest.param(
        {"expiry": datetime(9999, 12, 31, 23, tzinfo=timezone(-HOUR))}, "XA210 expiry", id="beyond Python's last year"
    ),
    pytest.param({"expiry": datetime(1970, 1, 1, tzinfo=UTC)}, "XA210 expiry", id="long ago"),
    pytest.param({"max_session_duration": timedelta(minutes=59)}, "XA211 max_session_duration", id="59 minutes"),
    pytest.param({"max_session_duration": 13 * HOUR}, "XA211 max_session_duration", id="13 hours"),
    pytest.param({"max_session_duration": HOUR + timedelta(microseconds=1)}, "XA211 max_session_duration", id="a bit"),
    pytest.param({"max_session_duration": 3600}, "XA211 max_session_duration", id="a duration as a number"),
    pytest.param({"role_permissions_boundary": "ReadOnlyAccess"}, "XA213 role_permissions_boundary", id="a name"),
    pytest.param({"role_permissions_boundary": 5}, "XA213 role_permissions_boundary", id="a number as boundary"),
    pytest.param(
        {"role_permissions_boundary": f"arn:aws:iam::{PRODUCTION}:policy/*"},
        "XA213 role_permissions_boundary",
        id="every policy",
    ),
    pytest.param(
        {"role_permissions_boundary": f"arn:aws:iam::{PRODUCTION}:role/boundary"},
        "XA213 role_permissions_boundary",
        id="a role as boundary",
    ),
    pytest.param(
        {"role_permissions_boundary": f"arn:aws:iam::{STAGING}:policy/b"},
        "XA213 role_permissions_boundary",
        id="the other account's policy",
    ),
    pytest.param(
        {"principal_permissions_boundary": f"arn:aws:iam::{PRODUCTION}:policy/b"},
        "XA213 principal_permissions_boundary",
        id="the role's account's policy for the principal",
    ),
    pytest.param(
        {"role_permissions_boundary": "arn:aws-cn:iam::aws:policy/ReadOnlyAccess"},
        "XA213 role_permissions_boundary",
        id="another partition's policy",
    ),
]
NEVER_MET = [
    pytest.param({"mfa": True}, [ALICE], [], id="a user signs in with MFA"),
    pytest.param({"mfa": True}, [WORKLOAD], ["XA710 mfa"], id="a role's session carries no MFA"),
    pytest.param({"mfa": True}, [ALICE, WORKLOAD], ["XA710 mfa"], id="nor beside a user"),
    pytest.param({"mfa": True}, [WHOLE], [], id="an account has users"),
    pytest.param({"mfa": True}, [group("alice")], [], id="a group's users sign in with it"),
    pytest.param({"session_name_is_user_name": True}, [ALICE], [], id="a user has a name"),
    pytest.param({"session_name_is_user_name": True}, [group("alice", name="g")], [], id="a group's users have names"),
    pytest.param(
        {"session_name_is_user_name": True},
        [group("alice", "b")],
        ["XA207 session_name_is_user_name"],
        id="one of them too short a name",
    ),
    pytest.param(
        {"session_name_is_user_name": True}, [WORKLOAD], ["XA207 session_name_is_user_name"], id="a role's session none"
    ),
    pytest.param(
        {"session_name_is_user_name": True},
        [TrustedUser(account=STAGING, name="a")],
        ["XA207 session_name_is_user_name"],
        id="a name of one character is too short for a session",
    ),
    pytest.param({"max_session_duration": HOUR}, [WORKLOAD], [], id="a role chains for an hour"),
    pytest.param({"max_session_duration": 2 * HOUR}, [WORKLOAD], ["XA713 max_session_duration"], id="never for two"),
    pytest.param({"max_session_duration": 2 * HOUR}, [SET], ["XA713 max_session_duration"], id="nor a permission set"),
    pytest.param({"mfa": True}, [SET], ["XA710 mfa"], id="sessions of Identity Center carry no MFA"),
    pytest.param({"mfa": True}, [TOKEN], ["XA710 mfa"], id="tokens carry none"),
    pytest.param({"external_ids": ["acme"]}, [SET], [], id="a role's session passes an external ID"),
    pytest.param({"external_ids": ["acme"]}, [TOKEN], ["XA201 external_ids"], id="whoever has a token cannot"),
    pytest.param({"external_ids": ["acme"]}, [ALICE, TOKEN], ["XA201 external_ids"], id="nor beside a user"),
    pytest.param({"organization_id": ORG}, [SET], [], id="an account is of an organization"),
    pytest.param({"organization_id": ORG}, [TOKEN], ["XA204 organization_id"], id="a token is of none"),
    pytest.param({"organization_paths": [UNIT]}, [TOKEN], ["XA205 organization_paths"], id="nor of a unit"),
    pytest.param(
        {"principal_permissions_boundary": f"arn:aws:iam::{STAGING}:policy/b"},
        [TOKEN],
        ["XA213 principal_permissions_boundary"],
        id="nothing bounds a token",
    ),
    pytest.param(
        {"session_name_is_user_name": True}, [TOKEN], ["XA207 session_name_is_user_name"], id="nor has it a user name"
    ),
    pytest.param({"source_identities": ["ci"]}, [TOKEN], [], id="a token may say a source identity"),
    pytest.param({"session_tags": {"team": ["sales"]}}, [TOKEN], [], id="and session tags"),
    pytest.param({"max_session_duration": 12 * HOUR}, [TOKEN], [], id="its session is no chain"),
    pytest.param({"session_name_is_user_name": True}, [SET], ["XA207 session_name_is_user_name"], id="nor a user name"),
    pytest.param({"max_session_duration": 2 * HOUR}, [ALICE, WORKLOAD], [], id="a user beside it may"),
]


@pytest.mark.parametrize("safeguards", ACCEPTED)
def test_accepted(safeguards: dict[str, Any]) -> None:
    """What AWS accepts, down to the last character."""
    assert short(check_agreement(guarded(**safeguards))) == []


@pytest.mark.parametrize(("safeguards", "expected"), REFUSED)
def test_refused(safeguards: dict[str, Any], expected: str) -> None:
    """At the value that is wrong; a value may break two rules, and is still found once by each."""
    found = short(check_agreement(guarded(**safeguards)))
    code, path = expected.split(" ")
    assert set(found) == {f"{code} safeguards.{path}"}


@pytest.mark.parametrize(("safeguards", "principals", "expected"), NEVER_MET)
def test_conditions_that_nobody_could_meet(safeguards: Any, principals: Any, expected: list[str]) -> None:
    """A safeguard that a trusted principal can never meet is an error, not a dead end found at run time."""
    found = check_agreement(agreement(trusted_principals=principals, safeguards=Safeguards(**safeguards)))
    errors = [each for each in found if each.severity == "error"]
    assert short(errors) == [f"{each.split()[0]} safeguards.{each.split()[1]}" for each in expected]


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        pytest.param(None, [], id="nobody says what day it is"),
        pytest.param(NEW_YEAR - timedelta(seconds=1), [], id="a second before"),
        pytest.param(NEW_YEAR, ["XA784 safeguards.expiry"], id="that very second"),
        pytest.param(NEW_YEAR.astimezone(timezone(HOUR)), ["XA784 safeguards.expiry"], id="in another time zone"),
        pytest.param(date(2026, 1, 1), ["XA214 today"], id="a date"),
        pytest.param(datetime(2026, 1, 1), ["XA214 today"], id="without time zone"),
        pytest.param("2026-01-01", ["XA214 today"], id="a text"),
        pytest.param(5, ["XA214 today"], id="a number"),
    ],
)
def test_today(today: Any, expected: list[str]) -> None:
    """An expiry is judged by the caller's clock alone, and only by one that names its zone."""
    assert short(check_agreement(guarded(expiry=NEW_YEAR), today=today)) == expected


NEVER = [
    pytest.param("0.0.0.0/32", None, id="unspecified"),
    pytest.param("100.64.0.0/10", None, id="shared address space"),
    pytest.param("127.0.0.1", None, id="loopback"),
    pytest.param("169.254.169.254", None, id="link-local"),
    pytest.param("192.0.0.0/24", None, id="protocol assignments"),
    pytest.param("198.18.0.0/15", None, id="benchmarks"),
    pytest.param("224.0.0.1", None, id="multicast"),
    pytest.param("240.0.0.0/4", None, id="reserved"),
    pytest.param("255.255.255.255", None, id="broadcast"),
    pytest.param("::", None, id="unspecified in v6"),
    pytest.param("::1", None, id="loopback in v6"),
    pytest.param("fe80::/10", None, id="link-local in v6"),
    pytest.param("ff02::1", None, id="multicast in v6"),
    pytest.param("2001:10::/28", None, id="ORCHID"),
    pytest.param("4000::/3", None, id="no global unicast"),
    pytest.param("::203.0.113.7", None, id="an IPv4-compatible address"),
    pytest.param("::ffff:203.0.113.0/120", "write 203.0.113.0/24", id="IPv4-mapped"),
    pytest.param("::ffff:10.0.0.1", "write 203.0.113.0/24", id="IPv4-mapped and private"),
    pytest.param("203.0.113.0/024", "write 203.0.113.0/24", id="a prefix length with a leading zero"),
    pytest.param("203.0.113.07", "write 203.0.113.0/24", id="an octet with a leading zero"),
    pytest.param("198.51.100.7/24", "write 198.51.100.0/24", id="bits behind the prefix"),
    pytest.param("198.51.100.0/255.255.255.0", "write 198.51.100.0/24", id="a netmask"),
]


@pytest.mark.parametrize(("text", "advice"), NEVER)
def test_a_range_that_no_request_comes_from(text: str, advice: str | None) -> None:
    """One finding, and a range that it tells to write is accepted."""
    (found,) = check_agreement(guarded(assume_from=Network(ip_ranges=[text])))
    assert found.code == "XA209"
    assert found.fix == (advice or "name the public range, or the VPC endpoint")
    if advice:
        assert check_agreement(guarded(assume_from=Network(ip_ranges=[advice.removeprefix("write ")]))) == []


@pytest.mark.parametrize("text", ["223.255.255.255", "128.0.0.0/1", "2000::/3", "2001:0db8::/32", "2600::/12"])
def test_a_range_that_a_request_can_come_from(text: str) -> None:
    """Public on either side of those, wider than those, or written with the zeros that IPv6 allows."""
    assert check_agreement(guarded(assume_from=Network(ip_ranges=[text]))) == []
