"""Doctor's results are values, and each has its words."""

import pytest

from tests.operations.scenes import AGREEMENT, ALICE, BUCKET, KEY, ROLE
from xacct_constructs.operations.diagnosis import Diagnosis, State
from xacct_constructs.operations.found import Found, Obstacle, What
from xacct_constructs.operations.mends import Command, How, Mend, command
from xacct_constructs.report.diagnosis import fix_words, found_words, mend_words, why_words


@pytest.mark.parametrize("what", What)
def test_each_thing_that_may_be_found_is_worded_with_what_it_names(what: What) -> None:
    """A sentence or a part of one; nothing that is named in braces is left in it."""
    found = Found(what, "ABOUT", "GOT", "WANTED", ("ONE", Found(What.SESSION_NAME)))
    said = f"{why_words(found)} {fix_words(Diagnosis('check', State.WRONG, found))}"

    assert why_words(found)
    assert "{" not in said
    if "ONE" in said:
        assert "the name of the session" in said


@pytest.mark.parametrize("how", How)
def test_each_thing_that_somebody_decides_is_worded(how: How) -> None:
    """With what it names."""
    assert mend_words(Mend(how, "ABOUT", "WANTED", ("ONE",), ["statement"]))
    assert "{" not in mend_words(Mend(how, "ABOUT", "WANTED", ("ONE",), ["statement"]))


WORDS = [
    pytest.param(
        Found(What.STRANGER, ALICE, "333333333333", "111111111111", ("222222222222", "444444444444")),
        f"{ALICE} is of account 333333333333; the agreement is between 111111111111 and 222222222222 or 444444444444",
        "pass a profile of one of them; see: aws configure list-profiles",
        id="a stranger",
    ),
    pytest.param(
        Found(What.NO_DECRYPT, BUCKET, KEY, "S3Read", ("acme-reports",)),
        f"{BUCKET} is encrypted with {KEY}, and the agreement gives no kms:Decrypt",
        f"write S3Read('acme-reports', …, kms_key='{KEY}') and deploy",
        id="no key is agreed",
    ),
    pytest.param(
        Found(What.MAY_DENY, "place", several=("aws:SourceIp", Found(What.KEY_BELOW, "monthly/"))),
        "place denies it or not, which turns on aws:SourceIp and which key below monthly/ is asked for:"
        " only a real request shows that",
        "",
        id="what is not known",
    ),
    pytest.param("AccessDenied: no", "AccessDenied: no", "", id="AWS's words"),
    pytest.param(None, "", "", id="nothing"),
    pytest.param(
        Obstacle("trust policy", ROLE, "sts:externalid", ("StringEquals sts:ExternalId a",), ()),
        f"the trust policy of {ROLE} asks for StringEquals sts:ExternalId a, and gets nothing",
        "",
        id="a condition",
    ),
    pytest.param(
        Obstacle("trust policy", ROLE, "principal", (), (ALICE,)),
        f"the trust policy of {ROLE} does not allow the request: it names another kind of principal",
        "",
        id="another kind of principal",
    ),
    pytest.param(
        Obstacle("permission policy", ROLE, "action", ("s3:Get*", "s3:List*"), ("kms:Decrypt",)),
        f"the permission policy of {ROLE} does not allow the request: it allows only s3:Get* or s3:List*",
        "",
        id="other actions",
    ),
]


@pytest.mark.parametrize(("found", "said", "fix"), WORDS)
def test_what_was_found_is_said(found: str | Found | Obstacle | None, said: str, fix: str) -> None:
    """The sentence, and what mends it where that follows."""
    diagnosis = Diagnosis("check", State.WRONG, found)

    assert (found_words(diagnosis), fix_words(diagnosis)) == (said, fix)


def test_mends_are_said_together() -> None:
    """A command is quoted for a shell; one that is for the role's owner says so."""
    update = command("iam", "update-role", role_name=AGREEMENT.role_name, document={"a": "it's"})
    owners = Command("iam", "get-role", {}, ("debug",), by_owner=True)
    diagnosis = Diagnosis("check", State.WRONG, Found(What.NO_KEY, KEY), (update, owners))

    assert fix_words(diagnosis) == (
        """aws iam update-role --role-name reports-reader --document '{"a": "it'"'"'s"}';"""
        " the role's owner: aws iam get-role --debug"
    )
