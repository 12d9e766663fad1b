"""Verify expects what the agreement says, and tries each safeguard's way in with everything else given."""

from typing import Any

import pytest

from tests.operations.made import make, with_safeguards
from tests.operations.profiles import PRODUCTION, Profiles
from tests.operations.verified import line, user_session, verified
from xacct_constructs import Safeguards
from xacct_constructs.cli.verify import exit_code
from xacct_constructs.client import assume
from xacct_constructs.local import story
from xacct_constructs.local.accounts import Accounts
from xacct_constructs.operations.verify import Outcome

WITH_EXTERNAL_ID = Safeguards(external_ids=["acme-7f3a91"], session_tags={"team": ["blue"]})


@pytest.fixture(autouse=True)
def person(profiles: Profiles, monkeypatch: pytest.MonkeyPatch) -> None:
    """A person whose configuration file has the profiles."""
    monkeypatch.setenv("AWS_CONFIG_FILE", str(profiles.file))


WAYS = ("assume it without an external ID", "assume it with another external ID")


def test_the_external_id_is_what_refuses(local_aws: Accounts, profiles: Profiles) -> None:
    """Refused without it and with another; once the trust policy asks for none, both are surprises."""
    made = make(local_aws, WITH_EXTERNAL_ID)
    assert verified(made, profiles).surprises == ()

    made.trust_as(with_safeguards(made.agreement, external_ids=()))

    assert [each.what for each in verified(made, profiles).surprises] == list(WAYS)


@pytest.mark.parametrize("given", [False, True], ids=["not agreed", "agreed"])
def test_old_versions_and_tags_are_expected_where_agreed(given: bool, local_aws: Accounts, profiles: Profiles) -> None:
    """The same requests, refused without the agreement's word and allowed with it: neither is a surprise."""
    found = verified(make(local_aws, versions=given, tags=given), profiles)

    expected = Outcome.ALLOWED if given else Outcome.REFUSED
    assert found.surprises == ()
    assert {line(found, f"read {what} of").seen for what in ("a version", "the tags")} == {expected}


def test_an_empty_prefix_shows_nothing(local_aws: Accounts, profiles: Profiles) -> None:
    """Without an object to read, reading is not called shown."""
    made = make(local_aws)
    made.client("s3").delete_object(Bucket=made.bucket, Key=story.REPORT)

    found = verified(made, profiles)

    assert [each.what for each in found.missed] == [f"read an object of s3://{made.bucket}"]
    assert exit_code(found) == 2


def test_a_missing_key_is_no_refusal(local_aws: Accounts, profiles: Profiles) -> None:
    """An object that is not there shows nothing about policies: it is neither allowed nor refused."""
    found = verified(make(local_aws), profiles, key="monthly/absent.csv")

    assert line(found, "read s3://").seen is Outcome.FAILED
    assert line(found, "read s3://") in found.missed
    assert (found.surprises, exit_code(found)) == ((), 2)


def test_a_neighbour_is_found_or_it_is_said_why_not(local_aws: Accounts, profiles: Profiles) -> None:
    """By whoever may list the bucket; a neighbour that was only named may not be there, and that is said."""
    made = make(local_aws)

    found = line(verified(made, profiles, owner=profiles.session(PRODUCTION)), f"read s3://{made.bucket}/payroll/")
    named = line(verified(made, profiles, neighbour="payroll/absent.csv"), f"read s3://{made.bucket}/payroll/")
    unseen = line(verified(made, profiles, owner=user_session(made, profiles)), "read an object beside")

    assert (found.seen, found.detail) == (Outcome.REFUSED, "AccessDenied")
    assert (named.seen, named.detail) == (Outcome.REFUSED, "AccessDenied, as for a key that is not there")
    assert (unseen.seen, unseen.is_missed) == (Outcome.NOT_TRIED, False)
    assert unseen.detail.endswith("could not list the bucket: AccessDenied")


def test_the_expected_owner_is_named_in_every_request(local_aws: Accounts, profiles: Profiles) -> None:
    """The local AWS does not judge it, so the requests themselves are looked at."""
    made = make(local_aws)
    own = user_session(made, profiles)
    session = assume(made.agreement, session=own)
    sent: list[tuple[str, Any]] = []
    for each in (own, session):
        each.events.register("before-call.s3", lambda params, model, **_: sent.append((model.name, params["headers"])))

    honouring = {local_aws.aws.endpoint}
    verified(made, profiles, session=session, neighbour=story.OTHER_OBJECT, honouring=honouring)

    assert {name for name, _ in sent} >= {"ListObjectsV2", "GetObject", "PutObject", "GetBucketPolicy"}
    assert {headers.get("x-amz-expected-bucket-owner") for _, headers in sent} == {story.TRUSTING_ACCOUNT}
