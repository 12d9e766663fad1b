"""What is not known may be there or not, may be another's name, and may stand where a map is expected."""

from typing import Any

import pytest

from xacct_constructs.iam import UndecidedError
from xacct_constructs.iam.policy import Policy
from xacct_constructs.iam.readings import readings
from xacct_constructs.origin import Origin
from xacct_constructs.unknowns import ABSENT, Partly, Unknown, UnknownKind, may_be_one


def unknown(*arms: Any) -> Unknown:
    """A value that deployment settles."""
    return Unknown("${S.Given}", UnknownKind.OPEN, "given", Origin("S", "S.json", "Given"), arms)


OPEN, ALICE = unknown(), "arn:aws:iam::222222222222:user/alice"
STATEMENT = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "*"}


@pytest.mark.parametrize(
    ("condition", "widest"),
    [
        pytest.param({"ArnLike": {"aws:PrincipalArn": unknown(ALICE, ABSENT)}}, {}, id="a value that may not be there"),
        pytest.param({"ArnLike": {"aws:PrincipalArn": Partly((OPEN,))}}, {}, id="a value that may be any"),
        pytest.param(Partly((OPEN,)), None, id="a text in a condition's place"),
        pytest.param(unknown("*"), None, id="an arm that is no condition"),
        pytest.param({"ArnLike": OPEN}, {}, id="an operator of which nothing is known"),
        pytest.param({"ArnLike": ALICE}, {"ArnLike": ALICE}, id="a text in place of keys"),
        pytest.param(
            {"StringNotEquals": {"aws:username": ["alice", OPEN]}},
            {"StringNotEquals": {"aws:username": ["alice"]}},
            id="what is left out for certain",
        ),
        pytest.param({"StringNotEquals": {"aws:username": [OPEN]}}, {}, id="what may be left out"),
        pytest.param(
            {"ArnLike": {"aws:PrincipalArn": unknown(ALICE)}},
            {"ArnLike": {"aws:PrincipalArn": [ALICE]}},
            id="a value that is there",
        ),
    ],
)
def test_a_condition_asks_at_least(condition: Any, widest: Any) -> None:
    """A condition that may not be asked is not asked, where the most is looked for."""
    (found,) = readings({**STATEMENT, "Condition": condition}).widest

    assert found.get("Condition") == widest


@pytest.mark.parametrize("name", ["Action", "Resource"])
@pytest.mark.parametrize(
    ("left_out", "kept"),
    [("arn:aws:s3:::*", "arn:aws:s3:::*"), (["s3:*", OPEN], ["s3:*"]), ([OPEN], None), (OPEN, None)],
    ids=["known", "one of two", "none of one", "none"],
)
def test_at_most_all_is_meant_but_what_is_certainly_left_out(name: str, left_out: Any, kept: Any) -> None:
    """Whatever else a list may leave out."""
    said = {key: each for key, each in STATEMENT.items() if key != name}
    (found,) = readings({**said, f"Not{name}": left_out}).widest

    expected = {name: ["*"]} if kept is None else {f"Not{name}": kept}
    assert {key: found[key] for key in (name, f"Not{name}") if key in found} == expected


@pytest.mark.parametrize(
    ("name", "arms", "widest"),
    [
        (
            "Condition",
            (ABSENT, {"Bool": {"aws:SecureTransport": "true"}}),
            [None, {"Bool": {"aws:SecureTransport": "true"}}],
        ),
        ("Condition", ("text",), [None]),
        ("Principal", ("*", {"AWS": [ALICE]}, ABSENT), ["*", {"AWS": [ALICE]}, None]),
        ("Principal", (["text"],), ["*"]),
    ],
)
def test_each_that_it_can_be_is_a_reading(name: str, arms: tuple[Any, ...], widest: list[Any]) -> None:
    """And what can be neither is the widest of them."""
    found = readings({**STATEMENT, name: unknown(*arms)}).widest

    assert [each.get(name) for each in found] == widest


@pytest.mark.parametrize(
    ("condition", "narrowest"),
    [
        pytest.param(
            {"StringLike": {"aws:username": "al*", "aws:PrincipalTag/team": OPEN}},
            {"StringLike": {"aws:username": "al*", "aws:PrincipalTag/team": ["${S.Given}"]}},
            id="a text that is equal to itself",
        ),
        pytest.param({"Bool": {"aws:SecureTransport": "true", "aws:ViaAWSService": OPEN}}, None, id="no text"),
        pytest.param({"Bool": OPEN}, None, id="an operator of which nothing is known"),
    ],
)
def test_a_condition_is_met_for_certain(condition: Any, narrowest: Any) -> None:
    """Whatever deployment brings; where none is, the statement allows nothing for certain."""
    found = readings({**STATEMENT, "Condition": condition}).narrowest

    assert (found and found["Condition"]) == narrowest


@pytest.mark.parametrize(
    ("kind", "name", "condition"),
    [
        pytest.param(
            "AWS",
            Partly(("arn:aws:iam::222222222222:role/", OPEN)),
            {"ArnLike": {"aws:PrincipalArn": ["arn:aws:iam::222222222222:role/*"]}},
            id="a role of an account",
        ),
        pytest.param("AWS", Partly(("arn:aws:sts::222222222222:assumed-role/", OPEN)), {}, id="a session"),
        pytest.param("AWS", OPEN, {}, id="anybody"),
        pytest.param("Federated", Partly(("arn:aws:iam::222222222222:role/", OPEN)), {}, id="a provider"),
        pytest.param(
            "Service",
            Partly((OPEN, ".amazonaws.com")),
            {"StringLike": {"aws:PrincipalServiceName": ["*.amazonaws.com"]}},
            id="a service",
        ),
    ],
)
def test_a_principal_is_anybody_whom_its_known_part_admits(kind: str, name: Any, condition: Any) -> None:
    """Nobody else, where one key of the request tells."""
    anybody = [each for each in readings({**STATEMENT, "Principal": {kind: [name]}}).widest if each["Principal"] == "*"]

    assert [each["Condition"] for each in anybody] == [condition]


@pytest.mark.parametrize(
    ("document", "is_one"),
    [({"Statement": []}, True), ({"Version": "2012-10-17"}, False), (["Statement"], False), (OPEN, False)],
)
def test_what_has_statements_is_a_document(document: Any, is_one: bool) -> None:
    """Of anything else it is said that it is none, in place of its statements."""
    policy = Policy(document, Origin("S", "S.json", "Given"))

    assert policy.is_document is is_one
    assert [isinstance(each, UndecidedError) for each in policy.parts] == [True] * (not is_one)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("read", "read", True),
        ("read", "write", False),
        ("read", OPEN, True),
        ("read", unknown("write"), False),
        ("dev-read", Partly((OPEN, "-read")), True),
        ("dev-write", Partly((OPEN, "-read")), False),
        (Partly((OPEN, "-read")), Partly((OPEN, "-write")), False),
        (Partly((OPEN, "-read")), OPEN, True),
    ],
)
def test_names_that_may_be_one(one: Any, other: Any, same: bool) -> None:
    """Two names that are not known may be one, as far as their known ends agree."""
    assert (may_be_one(one, other), may_be_one(other, one)) == (same, same)
