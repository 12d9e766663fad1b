"""The list of CloudFormation types: none is missing, none stands twice, and the reference is the newest."""

from collections import Counter

import pytest

from tools import type_reference
from xacct_constructs.assembly.physical import ABOUT, NAMING
from xacct_constructs.services import TYPES
from xacct_constructs.world import AROUND, May, bearing, properties, row_of
from xacct_constructs.world.acts import ACTS
from xacct_constructs.world.hands_on import HANDS_ON
from xacct_constructs.world.nothing import NOTHING
from xacct_constructs.world.opens import MAKES, OPENS
from xacct_constructs.world.row import TypeRow
from xacct_constructs.world.table import READ

SCHEMAS = type_reference.schemas()
BY_HAND = {"opens": OPENS, "makes": MAKES, "hands on": HANDS_ON, "acts": ACTS, "nothing": NOTHING}


def test_the_reference_is_what_the_schemas_say() -> None:
    """After an update of cfn-lint: `python -m tools.type_reference`, and look at what changed."""
    assert type_reference.FILE.read_text() == type_reference.written()


def test_every_type_has_a_row() -> None:
    """Of all types of all regions, none is unknown; a new one is, until the reference is made anew."""
    assert len(SCHEMAS) > 1800
    assert [name for name in SCHEMAS if row_of(name).may is May.UNKNOWN] == []


def test_what_is_called_as_what_it_is_about_is_known() -> None:
    """Every type that another's name identifies alone, as far as it is not told by how the property is called."""
    given = {
        name: schema["primaryIdentifier"][0].rpartition("/")[2]
        for name, schema in SCHEMAS.items()
        if len(schema.get("primaryIdentifier", [])) == 1
        and schema["primaryIdentifier"][0] not in schema.get("readOnlyProperties", [])
        and not name.startswith("AWS::CloudFormation::")
    }
    assert {name: each for name, each in given.items() if not each.endswith(NAMING)} == ABOUT


def test_no_type_stands_twice_or_without_need() -> None:
    """Each in one table; none that is no type; none that can do nothing and whose schema is evidence enough."""
    names = Counter(name for rows in BY_HAND.values() for name in rows)
    assert [name for name, count in names.items() if count > 1 or name not in SCHEMAS or name in READ] == []
    assert [name for name in (*ACTS, *NOTHING) if type_reference.can_do_nothing(SCHEMAS[name])] == []


@pytest.mark.parametrize(
    ("rows", "may"),
    [("opens", {May.OPENS, May.HANDS_ON}), ("makes", {May.MAKES}), ("hands on", {May.HANDS_ON}), ("acts", {May.ACTS})],
)
def test_each_table_says_one_thing(rows: str, may: set[May]) -> None:
    """And each row has its words."""
    assert {each.may for each in BY_HAND[rows].values()} <= may
    assert all(each.why for each in BY_HAND[rows].values())


def test_what_stands_around_is_of_types_that_there_are() -> None:
    """Around what opens something or hands it on."""
    assert {row_of(name).may for name in AROUND} <= {May.OPENS, May.HANDS_ON}
    assert all(any(name.startswith(each) for name in SCHEMAS) for around in AROUND.values() for each in around)


def paths_of(row: TypeRow) -> list[str]:
    """Every property that a row names."""
    return [*row.about, *row.through, *row.closed, *row.reached, *row.strangers, *row.hidden, *row.accounts]


@pytest.mark.parametrize("name", [name for rows in BY_HAND.values() for name, row in rows.items() if paths_of(row)])
def test_what_a_row_names_is_a_property(name: str) -> None:
    """A misspelt path would never be met; one of an option stands for its value."""
    there = set(type_reference.properties(SCHEMAS[name]))
    options = {each.rpartition(".")[0] for each in there if each.endswith(".OptionName")}
    assert [each for each in paths_of(row_of(name)) if not {each, each.rpartition(".")[0]} & {*there, *options}] == []


@pytest.mark.parametrize("name", sorted(READ))
def test_every_property_of_a_type_that_is_read_is_listed_once(name: str) -> None:
    """Read, bearing on none with the reason, or bearing on access; no property is listed that the type has not."""
    none = " ".join(properties.NONE.get(name, {}))
    assert none or name not in properties.NONE
    listed = [*properties.READ[name].split(), *properties.BEARING.get(name, {})]
    listed += [each for names in properties.NONE.get(name, {}).values() for each in names.split()]
    regions = TYPES[name].regions_in
    every = set(type_reference.properties(SCHEMAS[name]))
    there = {each for each in every if "." not in each or (regions and each.rpartition(".")[0] == regions)}
    of_both_tables = "AWS::DynamoDB::"
    assert there <= set(listed)
    assert set(listed) <= there or name.startswith(of_both_tables)
    assert len(listed) == len(set(listed))
    assert bearing(name, "Invented") is properties.UNLISTED


ROWS = {
    "a bucket": ("AWS::S3::Bucket", May.READ),
    "an access point": ("AWS::S3::AccessPoint", May.READ),
    "an access point of several regions": ("AWS::S3::MultiRegionAccessPoint", May.OPENS),
    "a distribution": ("AWS::CloudFront::Distribution", May.HANDS_ON),
    "a stack set": ("AWS::CloudFormation::StackSet", May.MAKES),
    "a function": ("AWS::Lambda::Function", May.ACTS),
    "a topic of alarms": ("AWS::CloudWatch::CompositeAlarm", May.NOTHING),
    "a network": ("AWS::EC2::VPC", May.NOTHING),
    "a custom resource": ("Custom::Anything", May.PROVIDED),
    "a custom resource of the long name": ("AWS::CloudFormation::CustomResource", May.PROVIDED),
    "one that nobody has looked at": ("AWS::CleanRooms::Membership", May.UNSEEN),
    "one of a private registry": ("Acme::Data::Lake", May.UNKNOWN),
    "one that comes next year": ("AWS::S3::Tunnel", May.UNKNOWN),
    "one of a service that is not there": ("AWS::Invented::Thing", May.UNKNOWN),
}


@pytest.mark.parametrize(("name", "may"), ROWS.values(), ids=ROWS)
def test_a_type_has_its_row(name: str, may: May) -> None:
    """Each class, and what no table has."""
    assert row_of(name).may is may


EVIDENCE = {
    "nothing": ({}, {"Size": {}}, True),
    "a key that encrypts": ({}, {"KmsKeyArn": {}}, True),
    "a role that is passed": ({"create": {"permissions": ["iam:PassRole"]}}, {"Size": {}}, False),
    "a policy that is put": ({"update": {"permissions": ["s3:PutBucketPolicy"]}}, {"Size": {}}, False),
    "a grant for the service itself": ({"create": {"permissions": ["kms:CreateGrant"]}}, {"Size": {}}, True),
    "a policy": ({}, {"AccessPolicy": {}}, False),
    "a policy deep inside": ({}, {"Parts": {"items": {"properties": {"ResourcePolicy": {}}}}}, False),
    "a policy behind a reference": ({}, {"Part": {"$ref": "#/definitions/Part"}}, False),
    "an account": ({}, {"TargetAccounts": {}}, False),
    "a principal": ({}, {"Principal": {}}, False),
    "a bucket": ({}, {"OutputBucket": {}}, False),
}


@pytest.mark.parametrize(("handlers", "said", "harmless"), EVIDENCE.values(), ids=EVIDENCE)
def test_only_a_schema_is_evidence(handlers: dict[str, object], said: dict[str, object], harmless: bool) -> None:
    """What a schema has to show, and what takes that away."""
    schema = {
        "handlers": {"read": {"permissions": ["invented:Get"]}, **handlers},
        "properties": said,
        "definitions": {"Part": {"properties": {"Policies": {}, "Again": {"$ref": "#/definitions/Part"}}}},
    }
    assert type_reference.can_do_nothing(schema) is harmless


def test_no_handlers_are_no_evidence() -> None:
    """Then nothing says what the type calls."""
    assert not type_reference.can_do_nothing({"properties": {"Size": {}}})
