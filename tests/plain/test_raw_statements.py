"""RawStatements: literal identity policy statements, and what is refused before AWS is asked."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.plain.samples import agreement, permitted, short
from xacct_constructs import Network, RawStatements, Safeguards, check_agreement

GET = {"Effect": "Allow", "Action": "sqs:ReceiveMessage", "Resource": "arn:aws:sqs:eu-west-1:111111111111:jobs"}
ACCEPTED = [
    pytest.param({}, id="the statement itself"),
    pytest.param({"Sid": "Jobs1"}, id="a Sid"),
    pytest.param({"Action": ["sqs:ReceiveMessage", "sqs:DeleteMessage"]}, id="several actions"),
    pytest.param({"Action": ("sqs:ReceiveMessage",)}, id="a tuple, written as a list"),
    pytest.param({"Resource": "arn:aws:s3:::acme/my key/*"}, id="a space in an ARN"),
    pytest.param({"Resource": "arn:*:iam::*:role/x"}, id="every partition"),
    pytest.param({"Effect": "Deny", "Action": "*", "Resource": "*"}, id="a wide deny"),
    pytest.param({"Condition": {}}, id="an empty condition"),
    pytest.param({"Condition": {"StringEquals": {"aws:PrincipalTag/team": ["blue", "red"]}}}, id="a condition"),
    pytest.param({"Condition": {"ForAnyValue:StringLikeIfExists": {"aws:TagKeys": "a*"}}}, id="a set operator"),
    pytest.param({"Condition": {"Null": {"aws:PrincipalTag/team": False}}}, id="a boolean value"),
    pytest.param({"Condition": {"NumericLessThan": {"s3:max-keys": 10}}}, id="a number as value"),
]
WIDE = [
    pytest.param({"Action": "*"}, id="every action"),
    pytest.param({"Action": "sqs:*"}, id="every action of a service"),
    pytest.param({"Action": ["sqs:ReceiveMessage", "sqs:Get*"]}, id="some actions by pattern"),
    pytest.param({"Action": "sqs:?eceiveMessage"}, id="an action with one letter left open"),
    pytest.param({"Resource": "*"}, id="every resource"),
    pytest.param({"Resource": "arn:aws:s3:::*"}, id="every bucket"),
    pytest.param({"Resource": "arn:aws:s3:::*/*"}, id="every object of every bucket"),
    pytest.param({"Action": None, "NotAction": "sqs:DeleteQueue"}, id="all actions but one"),
    pytest.param({"Resource": None, "NotResource": GET["Resource"]}, id="all resources but one"),
]
REFUSED = [
    pytest.param({"Effect": "allow"}, id="an effect in small letters"),
    pytest.param({"Effect": None}, id="no effect"),
    pytest.param({"Effect": ["Allow"]}, id="a list of effects"),
    pytest.param({"Principal": "*"}, id="a principal"),
    pytest.param({"Actions": "sqs:ReceiveMessage"}, id="a key that IAM does not know"),
    pytest.param({5: "sqs:ReceiveMessage"}, id="a number as key"),
    pytest.param({"Sid": "my jobs"}, id="a Sid with a space"),
    pytest.param({"Sid": 5}, id="a number as Sid"),
    pytest.param({"Action": None}, id="no action"),
    pytest.param({"NotAction": "sqs:DeleteQueue"}, id="Action and NotAction"),
    pytest.param({"Action": "ReceiveMessage"}, id="an action without its service"),
    pytest.param({"Action": []}, id="an empty list"),
    pytest.param({"Action": [5]}, id="a number as action"),
    pytest.param({"Action": {"sqs:ReceiveMessage"}}, id="a set"),
    pytest.param({"Resource": {"Fn::GetAtt": ["Queue", "Arn"]}}, id="an intrinsic function"),
    pytest.param({"Resource": "${Token[TOKEN.4]}"}, id="a CDK token"),
    pytest.param({"Resource": "arn:aws:sqs:eu-west-1:111111111111:${Token[TOKEN.4]}"}, id="a token within an ARN"),
    pytest.param({"Resource": "jobs"}, id="a name as resource"),
    pytest.param({"Resource": "arn:aws:s3"}, id="half an ARN"),
    pytest.param({"Resource": "arn:aws-cn:s3:::acme"}, id="another partition"),
    pytest.param({"Resource": "arn:aws:s3:::報告"}, id="what IAM takes in no policy"),
    pytest.param({"Condition": "always"}, id="a text as condition"),
    pytest.param({"Condition": {"StringEquals": "x"}}, id="an operator without keys"),
    pytest.param({"Condition": {"StringEquals": {}}}, id="an operator with no key"),
    pytest.param({"Condition": {"Equals": {"aws:SourceIp": "x"}}}, id="an operator that IAM does not know"),
    pytest.param({"Condition": {"ForAllValue:StringLike": {"aws:TagKeys": "x"}}}, id="a misspelt set operator"),
    pytest.param({"Condition": {"Ref": {"aws:SourceIp": "x"}}}, id="an intrinsic as operator"),
    pytest.param({"Condition": {5: {"aws:SourceIp": "x"}}}, id="a number as operator"),
    pytest.param({"Condition": {"StringEquals": {"team": "x"}}}, id="a condition key without its service"),
    pytest.param({"Condition": {"StringEquals": {5: "x"}}}, id="a number as condition key"),
    pytest.param({"Condition": {"StringEquals": {"aws:SourceIp": "x", "AWS:sourceip": "y"}}}, id="a key in two cases"),
    pytest.param({"Condition": {"StringEquals": {"aws:SourceIp": []}}}, id="no value"),
    pytest.param({"Condition": {"StringEquals": {"aws:SourceIp": {"Ref": "Ip"}}}}, id="an intrinsic as value"),
    pytest.param({"Condition": {"StringEquals": {"aws:SourceIp": "${Token[TOKEN.4]}"}}}, id="a token as value"),
    pytest.param({"Condition": {"StringEquals": {"aws:SourceIp": ["#{Token[TOKEN.4]}"]}}}, id="a list token"),
    pytest.param({"Condition": {"StringEquals": {"aws:SourceIp": None}}}, id="None as value"),
]
ODD = [
    pytest.param([], "XA120 permissions[0]", id="no statements"),
    pytest.param(None, "XA120 permissions[0]", id="None"),
    pytest.param(GET, "XA120 permissions[0]", id="one statement without a list"),
    pytest.param((each for each in [GET]), "XA120 permissions[0]", id="a generator"),
    pytest.param("s3:GetObject", "XA120 permissions[0]", id="a text"),
    pytest.param([None], "XA120 permissions[0].raw[0]", id="None as statement"),
    pytest.param([[GET]], "XA120 permissions[0].raw[0]", id="a list as statement"),
]


def changed(**changes: Any) -> dict[str, Any]:
    """The statement with some elements changed, those that are None left out."""
    return {key: value for key, value in {**GET, **changes}.items() if value is not None}


def found_for(statement: dict[Any, Any]) -> list[str]:
    """What is found about it."""
    return short(check_agreement(agreement(permissions=[RawStatements([statement])])))


@pytest.mark.parametrize("changes", ACCEPTED)
def test_accepted(changes: dict[str, Any]) -> None:
    """A literal statement passes as it was given."""
    assert found_for(changed(**changes)) == []


@pytest.mark.parametrize("changes", WIDE)
def test_wide(changes: dict[str, Any]) -> None:
    """An allow that covers more than it names is a warning; the same as a deny is nothing."""
    assert set(found_for(changed(**changes))) == {"XA121 permissions[0].raw[0]"}
    assert found_for(changed(**changes, Effect="Deny")) == []


@pytest.mark.parametrize("changes", REFUSED)
def test_refused(changes: dict[Any, Any]) -> None:
    """One finding, at the statement that is wrong."""
    given = {key: value for key, value in {**GET, **changes}.items() if value is not None}
    assert found_for(given) == ["XA120 permissions[0].raw[0]"]


@pytest.mark.parametrize(("raw", "expected"), ODD)
def test_odd(raw: Any, expected: str) -> None:
    """Anything that is no list of statements is a finding."""
    assert short(check_agreement(agreement(permissions=[RawStatements(raw)]))) == [expected]


def test_statements_are_independent_of_the_caller_s() -> None:
    """Changing the caller's dictionary afterwards changes nothing, nor does changing what was handed out."""
    mine: dict[str, Any] = changed(Condition={"StringEquals": {"aws:PrincipalTag/team": ["blue"]}})
    raw = RawStatements([mine])
    mine["Condition"]["StringEquals"]["aws:PrincipalTag/team"].append("red")
    raw.statements(agreement().role)[0]["Condition"]["StringEquals"].clear()
    assert raw.statements(agreement().role)[0]["Condition"] == {"StringEquals": {"aws:PrincipalTag/team": ["blue"]}}


BOUND = changed(Condition={"StringEquals": {"aws:principaltag/team": "blue"}})


@pytest.mark.parametrize(
    ("statement", "tags", "refused"),
    [
        pytest.param(BOUND, {"team": ["red"]}, True, id="one key, in another case"),
        pytest.param(
            changed(Condition={"StringEquals": {"aws:PrincipalTag/team": "blue"}}),
            {"team": ["red"]},
            True,
            id="one key, in the same case",
        ),
        pytest.param(BOUND, {"project": ["p1"]}, False, id="another key"),
        pytest.param({**BOUND, "Effect": "Deny"}, {"team": ["red"]}, False, id="a deny has no safeguards"),
        pytest.param(
            changed(Condition={"StringLike": {"aws:PrincipalTag/team": "b*"}}),
            {"team": ["red"]},
            False,
            id="under another operator both hold",
        ),
    ],
)
def test_condition_that_a_safeguard_writes_too(statement: Any, tags: Any, refused: bool) -> None:
    """One would undo the other."""
    both = agreement(permissions=[RawStatements([statement])], safeguards=Safeguards(session_tags=tags))
    assert short(check_agreement(both)) == (["XA122 permissions[0]"] if refused else [])


def test_one_sid_twice() -> None:
    """A Sid is unique in a document; which permission it comes from does not matter."""
    one = changed(Sid="Jobs")
    other = changed(Sid="Jobs", Action="sqs:DeleteMessage")
    apart = [RawStatements([one]), RawStatements([other])]
    assert short(check_agreement(agreement(permissions=apart))) == ["XA123 permissions"]
    renamed = [RawStatements([one]), RawStatements([{**other, "Sid": "Jobs2"}])]
    assert short(check_agreement(agreement(permissions=renamed))) == []


def test_alternatives_number_the_sid() -> None:
    """A statement that a safeguard writes twice keeps its Sid once."""
    network = Network(ip_ranges=["203.0.113.0/24"], vpc_endpoints=["vpce-0123456789abcdef0"])
    both = agreement(permissions=[RawStatements([changed(Sid="Jobs")])], safeguards=Safeguards(read_from=network))
    assert [each["Sid"] for each in permitted(both)] == ["Jobs", "Jobs2"]
    assert short(check_agreement(both)) == []


def test_denies_follow_the_allows() -> None:
    """Expiry's deny stands last, after the statements as they were given."""
    until = Safeguards(expiry=datetime(2027, 1, 1, tzinfo=UTC))
    found = permitted(agreement(permissions=[RawStatements([GET])], safeguards=until))
    assert found[0] == GET
    assert [each["Effect"] for each in found] == ["Allow", "Deny"]


def holding_itself() -> dict[str, Any]:
    """A condition whose values are the statement."""
    statement = changed(Condition={"StringEquals": {"aws:PrincipalTag/team": []}})
    statement["Condition"]["StringEquals"]["aws:PrincipalTag/team"].append(statement)
    return statement


def within(levels: int) -> Any:
    """A text within so many lists."""
    found: Any = "x"
    for _ in range(levels):
        found = [found]
    return found


def multiplied() -> Any:
    """Lists of a thousand of one list, three times over: a thousand million texts."""
    found: Any = "x"
    for _ in range(3):
        found = [found] * 1000
    return found


KEY = "permissions[0].raw[0]['Condition']['StringEquals']['aws:PrincipalTag/team']"
BEYOND = [
    pytest.param(holding_itself(), f"XA120 {KEY}[0]", "holds itself", id="itself"),
    pytest.param(
        changed(Action=within(100_000)), "XA120 permissions[0].raw[0]['Action'][0]", "nests deeper", id="deep"
    ),
    pytest.param(changed(Resource=multiplied()), "XA120 permissions[0].raw[0]['Resource']", "is larger", id="many"),
    pytest.param(
        changed(Resource=[GET["Resource"]] * 2561), "XA304 permissions[0].raw[0]['Resource']", "2561", id="long"
    ),
]
NUMBERS = [
    pytest.param(float("nan"), id="NaN"),
    pytest.param(float("inf"), id="infinity"),
    pytest.param(1.5, id="a fraction"),
    pytest.param(10**5000, id="more digits than Python writes"),
]


@pytest.mark.parametrize(("statement", "expected", "why"), BEYOND)
def test_what_goes_on_beyond_any_policy(statement: dict[str, Any], expected: str, why: str) -> None:
    """An error where it stands, in place of a RecursionError or of memory without end."""
    found = [
        each
        for each in check_agreement(agreement(permissions=[RawStatements([statement])]))
        if f"{each.code} {each.path}".startswith(expected)
    ]
    assert found
    assert why in found[0].message
    assert len(found[0].message) < 1000


def test_statements_that_hold_themselves() -> None:
    """So is a list of statements within itself."""
    raw: list[Any] = []
    raw.append(raw)
    found = check_agreement(agreement(permissions=[RawStatements(raw)]))
    assert short(found) == ["XA120 permissions[0].raw[0]"]


@pytest.mark.parametrize("number", NUMBERS)
def test_numbers_that_no_policy_holds(number: float) -> None:
    """An error at the number."""
    condition = {"NumericLessThan": {"s3:max-keys": number}}
    assert found_for(changed(Condition=condition)) == [
        "XA120 permissions[0].raw[0]['Condition']['NumericLessThan']['s3:max-keys']"
    ]
