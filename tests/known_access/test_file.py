"""The file of known access: what it says, and everything that is wrong in it at once, each with line and fix."""

import json
from dataclasses import MISSING, fields
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import xacct_constructs.known_access as part
from xacct_constructs.finding import AgreementError
from xacct_constructs.known_access import (
    AcceptedUnknown,
    Administrator,
    CdkKind,
    CdkRole,
    Fingerprints,
    KnownAccess,
    KnownWay,
    from_json,
    from_yaml,
    to_json,
)

VENDOR = "arn:aws:iam::111111111111:role/vendor"
PRINT = "0123456789abcdef"
WHOLE = f"""\
version: 1
ways:
  - id: monitoring
    allows:
      Principal: {{AWS: 333333333333}}
      Action: sts:AssumeRole
      Resource: {VENDOR}
      Condition:
        StringEquals: {{"sts:ExternalId": 7f3a}}
        Bool: {{"aws:MultiFactorAuthPresent": true}}
    denies:
      - {{NotPrincipal: {{AWS: "*"}}, NotAction: "sts:*", Resource: "*"}}
    reason: graphs
    owner: ops@acme.example
    review_by: 2027-03-01
  - id: monitoring-reads
    allows: {{Principal: {{AWS: {VENDOR}}}, Action: "s3:Get*", Resource: ["arn:aws:s3:::acme-logs/*"]}}
    within:
      - [{{Action: "s3:*", Resource: "*"}}]
    after: monitoring
    reason:
    owner: ""
administrators:
  - id: pipeline
    role: arn:aws:iam::111111111111:role/pipeline
    fingerprints: {{trust: {PRINT}, policies: {PRINT}, boundary: {PRINT}}}
accepted_unknowns:
  - {{artifact: Production, logical_id: Map, property: MapUrl, fingerprint: {PRINT}}}
"""


def refused(text: str) -> list[str]:
    """What is said of a file, without the fix."""
    with pytest.raises(AgreementError) as caught:
        from_yaml(text, "known.yaml")
    return [str(each).partition("; ")[0] for each in caught.value.findings]


def test_everything_that_it_may_say_is_read_as_it_is_written() -> None:
    """Numbers and truths are texts, as policies take them; what is left open is empty."""
    known = from_yaml(WHOLE, "known.yaml")
    way, later = known.ways
    assert way.allows["Principal"] == {"AWS": "333333333333"}
    assert way.allows["Condition"]["Bool"] == {"aws:MultiFactorAuthPresent": "true"}
    assert (way.reason, way.owner, way.review_by, way.missing) == ("graphs", "ops@acme.example", date(2027, 3, 1), ())
    assert [each.allows for each in way.statements] == [True, False]
    assert (later.after, later.missing) == ("monitoring", ("reason", "owner", "review_by"))
    assert later.within == (({"Action": "s3:*", "Resource": "*"},),)
    assert known.administrators[0].fingerprints == Fingerprints(PRINT, PRINT, PRINT)
    assert str(known.accepted_unknowns[0]) == "Production Map.MapUrl"


def test_what_is_read_is_written_as_it_was() -> None:
    """By way of JSON."""
    known = from_yaml(WHOLE, "known.yaml")
    assert from_json(json.loads(json.dumps(to_json(known)))) == known
    assert from_yaml(json.dumps(to_json(known)), "known.json") == known


def test_the_document_shows_a_file() -> None:
    """All of what it shows is read, and filled in."""
    text = (Path(__file__).parents[2] / "docs" / "known-access.md").read_text()
    known = from_yaml(text.partition("```yaml\n")[2].partition("```")[0], "docs")
    assert [len(each) for each in (known.ways, known.administrators, known.accepted_unknowns)] == [2, 1, 1]
    assert not any(entry.missing for _, entry in known.entries())


def test_nothing_is_known_by_default() -> None:
    """One with its version alone says nothing; an empty file may have been cut."""
    assert from_yaml("version: 1", "known.yaml") == KnownAccess()
    assert refused("") == ["XA601 known.yaml:1 the file cannot be read: it holds nothing"]
    assert refused("ways: []") == ["XA602 known.yaml:1 the file lacks the field version"]


WAY = "  - id: a\n    allows: {Principal: '*', Action: s3:Get*, Resource: '*'}\n"
REFUSED: dict[str, tuple[str, list[str]]] = {
    "no YAML": ("version: 1\nways: [", ["XA601 known.yaml:2 the file cannot be read: while parsing a flow node"]),
    "another version": ("version: 2", ["XA601 known.yaml:1 version must be 1, got '2'"]),
    "a key twice": (
        "version: 1\nversion: 1",
        ["XA601 known.yaml:2 version cannot be read: the key 'version' stands twice in one map, first on line 1"],
    ),
    "an alias": (
        "version: 1\nways: &a []\nadministrators: *a",
        ["XA601 known.yaml:3 administrators cannot be read: *a stands for another place of the file"],
    ),
    "a tag": (
        "version: !!python/name:os.system 1",
        ["XA601 known.yaml:1 version cannot be read: the tag !!python/name:os.system is not known"],
    ),
    "nested too deep": (f"version: 1\nways: {'[' * 60}{']' * 60}", ["XA601 known.yaml:2 ways[0]"]),
    "a list": ("- 1", ["XA602 known.yaml:1 the file must be a map, got ['1']"]),
    "fields of another name": (
        "version: 1\nway:\nways:\n  - id: a\n    allow: {}\n    allows: {Principal: '*', Action: x:y, Resource: '*'}",
        ["XA602 known.yaml:2 way is no field of it", "XA602 known.yaml:5 ways[0].allow is no field of it"],
    ),
    "fields that lack": (
        "version: 1\nways:\n  -\n    id: a\n  - id:\n    allows: {Principal: '*', Action: x:y, Resource: '*'}",
        ["XA602 known.yaml:4 ways[0] lacks the field allows", "XA602 known.yaml:5 ways[1].id is empty"],
    ),
    "no list": ("version: 1\nways: {a: 1}", ["XA602 known.yaml:2 ways must be a list, got {'a': '1'}"]),
    "no statement": (
        "version: 1\nways:\n  - {id: a, allows: x}",
        ["XA602 known.yaml:3 ways[0].allows must be a map, got 'x'"],
    ),
    "an effect": (
        f"version: 1\nways:\n{WAY.replace('Action', 'Effect: Allow, Action')}",
        ["XA603 known.yaml:4 ways[0].allows.Effect is no element that may stand here"],
    ),
    "everybody but some": (
        f"version: 1\nways:\n{WAY.replace('Principal', 'NotPrincipal')}",
        ["XA603 known.yaml:4 ways[0].allows.NotPrincipal is no element that may stand here"],
    ),
    "no resource": (
        f"version: 1\nways:\n{WAY}    denies:\n      - {{Action: x:y}}",
        ["XA603 known.yaml:6 ways[0].denies[0] has no Resource"],
    ),
    "a principal in a policy of the caller": (
        f"version: 1\nways:\n{WAY}    within:\n      - - {{Principal: '*', Action: x:y, Resource: '*'}}",
        ["XA603 known.yaml:6 ways[0].within[0][0].Principal is no element that may stand here"],
    ),
    "an operator that there is not": (
        f"version: 1\nways:\n{WAY[:-2]}, Condition: {{StringIs: {{a:b: c}}}}}}",
        ["XA603 known.yaml:4 ways[0].allows is not understood: the condition operator StringIs is not known"],
    ),
    "a principal that is none": (
        f"version: 1\nways:\n{WAY.replace(chr(39) + '*' + chr(39) + ', A', '{AWS: arn:x*}, A')}",
        ["XA603 known.yaml:4 ways[0].allows is not understood: Principal names 'arn:x*'"],
    ),
    "roles and fingerprints that are none": (
        "version: 1\nadministrators:\n  - id: a\n    role: arn:aws:iam::111111111111:role/*\n"
        f"    fingerprints:\n      trust: {PRINT}\n      policies: zz\n      boundary: {PRINT}\n",
        [
            "XA604 known.yaml:4 administrators[0].role must be the ARN of one role",
            "XA604 known.yaml:7 administrators[0].fingerprints.policies must be 16 digits",
        ],
    ),
    "a day that is none": (
        f"version: 1\nways:\n{WAY}    review_by: 2027-02-30\n{WAY.replace('id: a', 'id: b')}    review_by: soon",
        [
            "XA605 known.yaml:5 ways[0].review_by must be a day, YYYY-MM-DD, got '2027-02-30'",
            "XA605 known.yaml:8 ways[1].review_by must be a day, YYYY-MM-DD, got 'soon'",
        ],
    ),
    "an ID twice": (
        f"version: 1\nways:\n{WAY}{WAY}",
        ["XA606 known.yaml:3 ways[0].id is there 2 times: 'a'", "XA606 known.yaml:5 ways[1].id is there 2 times: 'a'"],
    ),
    "after nothing, and after what comes later": (
        f"version: 1\nways:\n{WAY}    after: x\n{WAY.replace('id: a', 'id: b')}    after: a",
        [
            "XA606 known.yaml:5 ways[0].after must be the ID of a first step, and 'x' is there not at all",
            "XA606 known.yaml:8 ways[1].after must be the ID of a first step, and 'a' is a later step itself",
        ],
    ),
}


@pytest.mark.parametrize(("text", "said"), REFUSED.values(), ids=REFUSED)
def test_what_is_wrong_is_said_with_its_line(text: str, said: list[str]) -> None:
    """All of it, in the order of the file, and nothing else."""
    found = refused(text)
    assert len(found) == len(said), found
    for got, wanted in zip(found, said, strict=True):
        assert got.startswith(wanted), found


@pytest.mark.parametrize("value", [5, "x", [1], {"version": True}, {"version": 1, "ways": [5]}, None])
def test_a_strangers_values_are_refused_and_never_a_fault(value: Any) -> None:
    """As they ride in an assembly."""
    with pytest.raises(AgreementError):
        from_json(value)


def test_the_schema_says_the_same_fields() -> None:
    """Names, which of them are needed, and the kinds of entries; editors read it."""
    schema = json.loads((Path(part.__file__).parent / "schema.json").read_text())
    kinds = {
        "way": KnownWay,
        "cdk_role": CdkRole,
        "administrator": Administrator,
        "accepted_unknown": AcceptedUnknown,
    }
    for name, kind in kinds.items():
        said = schema["$defs"][name]
        assert set(said["properties"]) == {each.name for each in fields(kind)}
        assert set(said["required"]) == {each.name for each in fields(kind) if each.default is MISSING}
    assert schema["$defs"]["cdk_role"]["properties"]["kind"]["enum"] == list(CdkKind)
    assert set(schema["properties"]) == {"version", *(each.name for each in fields(KnownAccess))}


@pytest.mark.parametrize("said", ["", " ", "\t\n"])
def test_spaces_say_nothing(said: str) -> None:
    """So that an entry of which nobody has said why counts for nothing."""
    allows = {"Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme/*"}
    way = KnownWay(id="w", allows=allows, reason=said, owner=said, review_by=date(2027, 3, 1))
    assert way.missing == ("reason", "owner")
