"""An organization is read from what `aws organizations` prints, and what is wrong in its folder is said all at once."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.organizations import (
    DATE,
    FULL,
    ID,
    MANAGEMENT,
    PRODUCTION,
    RESOURCE,
    ROOT,
    SERVICE,
    STAGING,
    UNIT,
    Files,
    files,
)
from xacct_constructs.organization import (
    AS_OF,
    SERVICES,
    Organization,
    OrganizationError,
    may_be_controlled,
    organization_of,
)

KEY = "arn:aws:kms:eu-west-1:111111111111:key/1"
BUCKET = "arn:aws:s3:::acme-reports"


def test_a_folder_tells_of_the_organization() -> None:
    """Its day, its management account, who is in it, what is above whom, and what is attached there."""
    found = organization_of(files())

    assert (found.id, found.date, found.management_account) == (ID, DATE, MANAGEMENT)
    assert found.accounts == {PRODUCTION, STAGING, MANAGEMENT}
    assert found.path(PRODUCTION) == (ROOT, UNIT, PRODUCTION)
    assert [each.name for each in found.attached[ROOT, SERVICE]] == ["FullAWSAccess"]
    assert found.keys(STAGING, "Principal") == {
        "aws:principalorgid": ID,
        "aws:principalorgpaths": f"{ID}/{ROOT}/{UNIT}/",
    }


BOUND: dict[str, tuple[Organization, str, str, bool]] = {
    "a member account": (organization_of(files()), PRODUCTION, SERVICE, True),
    "the management account": (organization_of(files(management=PRODUCTION)), PRODUCTION, SERVICE, False),
    "a kind that is off": (organization_of(files(on=[RESOURCE])), PRODUCTION, SERVICE, False),
    "the other kind, which is on": (organization_of(files(on=[RESOURCE])), PRODUCTION, RESOURCE, True),
    "an account whose place is not told": (organization_of(files(parents={})), PRODUCTION, SERVICE, False),
    "an account of nobody": (organization_of(files()), "333333333333", SERVICE, False),
}


@pytest.mark.parametrize(("told", "account", "kind", "binds"), BOUND.values(), ids=BOUND)
def test_policies_bind_member_accounts_alone(told: Organization, account: str, kind: str, *, binds: bool) -> None:
    """Of a kind that is on, and where it is told where the account is."""
    assert bool(told.bound(account, kind)) is binds


CONTROLLED: dict[str, tuple[str, str, bool, bool | None]] = {
    "an object": ("s3:GetObject", f"{BUCKET}/x", False, True),
    "a role": ("sts:AssumeRole", "arn:aws:iam::111111111111:role/reader", False, True),
    "a service-linked role": ("sts:AssumeRole", "arn:aws:iam::111111111111:role/aws-service-role/x/Y", False, False),
    "a key of the account's own": ("kms:Decrypt", KEY, True, True),
    "a key, perhaps AWS's own": ("kms:Decrypt", KEY, False, None),
    "retiring a grant": ("kms:RetireGrant", KEY, True, False),
    "a service that AWS had not listed": (
        "lambda:InvokeFunction",
        "arn:aws:lambda:eu-west-1:1:function:f",
        False,
        None,
    ),
    "nothing in particular": ("s3:ListAllMyBuckets", "*", False, None),
}


@pytest.mark.parametrize(("action", "resource", "customer_key", "told"), CONTROLLED.values(), ids=CONTROLLED)
def test_resource_control_policies_bear_on_listed_services(
    action: str, resource: str, told: bool | None, *, customer_key: bool
) -> None:
    """And never on service-linked roles, AWS's own keys and the retiring of grants."""
    assert may_be_controlled(action, resource, customer_key=customer_key) is told


def test_the_list_of_services_has_its_day() -> None:
    """What the proof reads is among them."""
    assert AS_OF == "2026-09-26"
    assert {"s3", "sts", "kms", "dynamodb", "sqs", "secretsmanager"} <= SERVICES


def changed(path: str, *place: Any, to: Any) -> Callable[[Files], None]:
    """A value of a file, changed; `to=None` takes it out."""

    def edit(found: Files) -> None:
        value = found[path]
        for key in place[:-1]:
            value = value[key]
        if to is None:
            del value[place[-1]]
        else:
            value[place[-1]] = to

    return edit


def without(path: str) -> Callable[[Files], None]:
    """A file that is not there."""
    return lambda found: found.pop(path)


def added(path: str, content: Any) -> Callable[[Files], None]:
    """One more file."""
    return lambda found: found.update({path: content})


FULL_SCP = f"policies/{FULL[SERVICE]}.json"
WRONG: dict[str, tuple[Callable[[Files], None], str]] = {
    "no organization": (without("organization.json"), "organization.json: the file is missing; save what"),
    "no accounts": (without("accounts.json"), "`aws organizations list-accounts`"),
    "no roots": (without("roots.json"), "`aws organizations list-roots`"),
    "no day": (changed("organization.json", "Date", to=None), "Date must be the day of it, YYYY-MM-DD, got None"),
    "no day of the calendar": (changed("organization.json", "Date", to="2026-02-30"), "got '2026-02-30'"),
    "a management account that is none": (
        changed("organization.json", "Organization", "MasterAccountId", to=1),
        "Organization.MasterAccountId must be an account of twelve digits, got 1",
    ),
    "a management account of another organization": (
        changed("organization.json", "Organization", "MasterAccountId", to="888888888888"),
        "lacks the management account 888888888888",
    ),
    "an account that is none": (changed("accounts.json", "Accounts", 0, "Id", to="1"), "Accounts[0].Id must be"),
    "accounts cut off": (changed("accounts.json", "NextToken", to="x"), "NextToken says that there is more"),
    "a kind that is being enabled": (
        changed("roots.json", "Roots", 0, "PolicyTypes", 0, "Status", to="PENDING_ENABLE"),
        "Roots[0].PolicyTypes[0].Status must be ENABLED or DISABLED",
    ),
    "kinds that are no list": (changed("roots.json", "Roots", 0, "PolicyTypes", to="on"), "got 'on'"),
    "a unit without parent": (without(f"parents/{UNIT}.json"), f"parents/{UNIT}.json: the file is missing"),
    "a unit above itself": (
        changed(f"parents/{UNIT}.json", "Parents", 0, "Id", to=UNIT),
        f"parents/{UNIT}.json: it is above itself",
    ),
    "an account of another organization": (
        added("parents/333333333333.json", {"Parents": [{"Id": ROOT}]}),
        "parents/333333333333.json: no account of accounts.json",
    ),
    "a policy that is missing": (without(FULL_SCP), f"{FULL_SCP}: it is attached to"),
    "a policy of the other kind": (
        changed(FULL_SCP, "Policy", "PolicySummary", "Type", to=RESOURCE),
        f"or not of the kind {SERVICE}",
    ),
    "nothing attached": (
        changed(f"attached/{ROOT}.{SERVICE}.json", "Policies", to=[]),
        "Policies must be a list with something in it",
    ),
    "a document that is none": (changed(FULL_SCP, "Policy", "Content", to="{"), "Policy.Content is no policy"),
    "a document with a key twice": (
        changed(FULL_SCP, "Policy", "Content", to='{"Statement": [], "Statement": []}'),
        "a key stands twice",
    ),
    "a document without statements": (changed(FULL_SCP, "Policy", "Content", to="{}"), "has no Statement"),
    "a file of another name": (added("attached/notes.json", {}), "its name must say what it is about, got 'notes'"),
    "a policy that is no object": (added(FULL_SCP, []), "Policy.PolicySummary.Type must be"),
}


@pytest.mark.parametrize(("edit", "told"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_in_a_folder_is_said(edit: Callable[[Files], None], told: str) -> None:
    """With the file, the place in it, what is allowed and the command that mends it."""
    found = files()
    edit(found)

    with pytest.raises(OrganizationError) as caught:
        organization_of(found)

    assert told in str(caught.value)


def test_everything_that_is_wrong_is_said_at_once() -> None:
    """Not one thing after the other."""
    found = files()
    del found["accounts.json"]
    found["organization.json"]["Date"] = "today"

    with pytest.raises(OrganizationError) as caught:
        organization_of(found)

    assert "accounts.json: the file is missing" in str(caught.value)
    assert "got 'today'" in str(caught.value)
