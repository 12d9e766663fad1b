"""What else than its text a template means: names, functions, nested stacks and the manifest, each with its twin."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import pytest

from tests.assembly.written import list_assets
from tests.proof.test_worlds import OTHER, PRODUCTION, REPORTS, STAGING, agreed, nothing, put, widened, world_of
from tests.proof.world import (
    Resources,
    World,
    access_point,
    allow,
    assembly,
    both_halves,
    bucket,
    bucket_policy,
    document,
    role,
    write,
)
from xacct_constructs import S3Read, Safeguards
from xacct_constructs.assembly import Assembly, AssemblyError, read_assembly
from xacct_constructs.proof import Answer, compare, prove

EVE = f"arn:aws:iam::{OTHER}:user/eve"
OURS = f"arn:aws:iam::{PRODUCTION}:role/ours"
OPEN: dict[str, dict[str, Any]] = {
    "Parameters": {"Given": {"Type": "String"}},
    "Conditions": {"Open": {"Fn::Equals": [{"Ref": "Given"}, "yes"]}},
}


class Row(NamedTuple):
    """A world with further sections of its templates, and what its proof must come to."""

    answer: Answer
    add: Callable[[World], None]
    template: Mapping[str, Any] = MappingProxyType({})


def opened(to: Any = EVE, action: Any = "s3:GetObject", bucket: Any = "acme-reports") -> dict[str, Any]:
    """A policy of the reports' bucket that lets somebody read."""
    found = bucket_policy("", allow(action, AWS=to, Resource=f"{REPORTS}/*"))
    found["Properties"]["Bucket"] = bucket
    return found


def first(**resources: dict[str, Any]) -> Callable[[World], None]:
    """Puts resources before all others of production's stack, so that they are read first."""

    def edit(world: World) -> None:
        world[PRODUCTION] = {**resources, **world[PRODUCTION]}

    return edit


def named_like_an_import(logical_id: str, imported: Any) -> Callable[[World], None]:
    """A policy of a bucket that is imported, behind one of a bucket of ours that has this logical ID."""
    ours: Resources = {
        "Ours": opened(OURS, bucket={"Ref": logical_id}),
        logical_id: {"Type": "AWS::S3::Bucket"},
        "Opened": opened(bucket=imported),
    }
    return first(**ours)


def choosing(one: Any, other: Any) -> dict[str, Any]:
    """One or the other, as deployment settles."""
    return {"Fn::If": ["Open", one, other]}


def with_parameter(name: str) -> Mapping[str, Any]:
    """An open condition, and a parameter of this name with two values of its own."""
    parameters = {**OPEN["Parameters"], name: {"Type": "String", "AllowedValues": [OURS, f"{OURS}-too"]}}
    return {**OPEN, "Parameters": parameters}


IMPORTED = {"Fn::ImportValue": "which"}
ROWS = {
    # Names of what is not known
    "an import beside a bucket whose name it might have": Row(
        Answer.UNDECIDED, named_like_an_import("Import0", IMPORTED)
    ),
    "a bucket of that name": Row(Answer.PROVEN, named_like_an_import("Import0", "acme-other")),
    "a choice beside a parameter whose name it might have": Row(
        Answer.UNDECIDED,
        first(Ours=opened({"Ref": "If0"}, bucket="acme-other"), Opened=opened(choosing(EVE, OURS))),
        with_parameter("If0"),
    ),
    "a parameter of that name": Row(
        Answer.PROVEN,
        first(Ours=opened({"Ref": "If0"}, bucket="acme-other"), Opened=opened(choosing(OURS, f"{OURS}-too"))),
        with_parameter("If0"),
    ),
}

INCLUDE = {"Fn::Transform": {"Name": "AWS::Include", "Parameters": {"Location": "s3://acme-included/one"}}}


def mapped(*keys: Any, **default: Any) -> Callable[[World], None]:
    """A policy of the reports' bucket for whom the mapping names."""
    return first(Opened=opened({"Fn::FindInMap": ["Readers", *keys, *([default] if default else [])]}))


def mapping(**readers: Any) -> Mapping[str, Any]:
    """The mapping, beside an open condition and parameter."""
    return {**OPEN, "Mappings": {"Readers": readers}}


GIVEN = {"Ref": "Given"}
MACRO = {"Fn::Transform": {"Name": "acme-macro"}}
NEVER = {"Never": {"Fn::Equals": ["a", "b"]}}
unmade = first(Opened={**opened(), "Condition": "Never"})


def reading(named: Any, bucket: str, **beside: Any) -> Callable[[World], None]:
    """A role that a stranger assumes, over a bucket, and a policy of one that lets in the account alone."""
    objects = {"Fn::Sub": ["arn:aws:s3:::${Named}/*", {"Named": named}]}
    policy = bucket_policy(bucket, allow("s3:ListBucket", AWS=OURS, Resource=f"arn:aws:s3:::{bucket}"))
    policy["Properties"].update(beside)
    return put(PRODUCTION, Policy=policy, Onward=role("onward", {"AWS": EVE}, allow("s3:GetObject", Resource=objects)))


def topic(**attributes: Any) -> Callable[[World], None]:
    """A topic, which does nothing."""
    return put(PRODUCTION, Topic={"Type": "AWS::SNS::Topic", **attributes})


ROWS |= {
    # Mappings
    "a mapping, by an open key": Row(Answer.PROVEN, mapped(GIVEN, "reader"), mapping(one={"reader": OURS})),
    "a mapping with an include, by an open key": Row(
        Answer.UNDECIDED, mapped(GIVEN, "reader"), mapping(one={"reader": OURS}, **INCLUDE)
    ),
    "an include beside what a mapping holds": Row(
        Answer.UNDECIDED, mapped("one", GIVEN), mapping(one={"reader": OURS, **INCLUDE})
    ),
    "an include in the place of a default": Row(
        Answer.UNDECIDED, mapped("two", "reader", DefaultValue=OURS), mapping(one={"reader": OURS}, **INCLUDE)
    ),
    "a default": Row(Answer.PROVEN, mapped("two", "reader", DefaultValue=OURS), mapping(one={"reader": OURS})),
    "includes for mappings, and a default": Row(
        Answer.UNDECIDED, mapped("two", "reader", DefaultValue=OURS), {"Mappings": INCLUDE}
    ),
    # Conditions
    "a policy that is not made": Row(Answer.PROVEN, unmade, {"Conditions": NEVER}),
    "a policy that is not made, if no macro rewrites the conditions": Row(
        Answer.UNDECIDED, unmade, {"Conditions": {**NEVER, **MACRO}}
    ),
    "a policy that is not made, beside a loop that makes other conditions": Row(
        Answer.PROVEN,
        unmade,
        {"Conditions": {**NEVER, "Fn::ForEach::Of": ["Each", ["A"], {"${Each}": NEVER["Never"]}]}},
    ),
    # Resources, and what stands beside them
    "a topic": Row(Answer.PROVEN, topic()),
    "a topic with attributes": Row(
        Answer.PROVEN, topic(DependsOn=["Reports"], Metadata=MACRO, DeletionPolicy="Retain")
    ),
    "a topic that a macro may make into anything": Row(Answer.UNDECIDED, topic(**MACRO)),
    "a topic that a macro may make": Row(Answer.UNDECIDED, topic(Condition="Never", **MACRO), {"Conditions": NEVER}),
    "a topic that is connected": Row(Answer.UNDECIDED, topic(Connectors={"Read": {"Properties": {}}})),
    "a section of no template": Row(Answer.UNDECIDED, nothing, {"Modules": {"More": {"Source": "more.yaml"}}}),
    "sections of templates": Row(
        Answer.PROVEN, nothing, {"Rules": {}, "Hooks": {}, "Globals": {}, "Description": "", "Metadata": MACRO}
    ),
    # What is called as what it is about
    "a role that reads what a bucket's policy is of": Row(Answer.REFUTED, reading({"Ref": "Policy"}, "acme-reports")),
    "a role that reads what another bucket's policy is of": Row(
        Answer.PROVEN, reading({"Ref": "Policy"}, "acme-other")
    ),
    "a role that reads what a policy is of, if a macro says so": Row(
        Answer.UNDECIDED, reading({"Ref": "Policy"}, "acme-other", **MACRO)
    ),
    "a bucket's policy that names a topic": Row(
        Answer.PROVEN, first(Opened=opened(bucket=f"arn:aws:sns:eu-west-1:{PRODUCTION}:topic"))
    ),
    "a bucket's policy that names it by its ARN": Row(Answer.REFUTED, first(Opened=opened(bucket=REPORTS))),
    "a policy of what is no bucket": Row(Answer.PROVEN, put(PRODUCTION, One=opened(bucket=""), Two=opened(bucket="/"))),
    "a way to what is no bucket": Row(
        Answer.PROVEN, put(PRODUCTION, Point=access_point("point", "", allow("s3:GetObject", AWS="*", Resource="*")))
    ),
    # Lists that may be shorter
    "one of a list": Row(Answer.PROVEN, first(Opened=opened({"Fn::Select": [1, [OURS, OURS, EVE]]}))),
    "one of a list that may be shorter": Row(
        Answer.UNDECIDED,
        first(Opened=opened({"Fn::Select": [1, [OURS, {"Fn::If": ["Open", {"Ref": "AWS::NoValue"}, OURS]}, EVE]]})),
        OPEN,
    ),
    # Texts that are read elsewhere, wherever they stand
    "what is read at deployment, in a mapping": Row(
        Answer.UNDECIDED, mapped("one", "reader"), mapping(one={"reader": "{{resolve:ssm:/reader}}"})
    ),
    "in a list of a mapping": Row(
        Answer.UNDECIDED, mapped("one", "reader"), mapping(one={"reader": [OURS, "{{resolve:ssm:/reader}}"]})
    ),
    "a list of a mapping": Row(Answer.PROVEN, mapped("one", "reader"), mapping(one={"reader": [OURS, f"{OURS}-too"]})),
    "the one value that a parameter may have, read at deployment": Row(
        Answer.UNDECIDED,
        first(Opened=opened(action=GIVEN)),
        {"Parameters": {"Given": {"Type": "String", "AllowedValues": ["{{resolve:ssm:/action}}"]}}},
    ),
    "the one value that a parameter may have": Row(
        Answer.PROVEN,
        first(Opened=opened(OURS, action=GIVEN)),
        {"Parameters": {"Given": {"Type": "String", "AllowedValues": ["s3:GetObject"]}}},
    ),
}


BRACES = {"Parameters": {"Given": {"Type": "String", "Default": "acme"}, "Open": {"Type": "String"}}}
ASKED = {"Ref": "Open"}


def named(*variables: Mapping[str, Any]) -> Callable[[World], None]:
    """A policy of the reports' bucket for whom a text with variables names."""
    return first(Opened=opened({"Fn::Sub": ["${Who}", *variables]}))


def to_parts(*parts: Any) -> Callable[[World], None]:
    """A policy that opens a bucket whose name is put together."""
    return first(Opened=opened(bucket={"Fn::Join": ["", list(parts)]}))


def handed_on(**beside: Any) -> Mapping[str, Any]:
    """An output that is exported."""
    return {"Outputs": {"Handed": {"Value": OURS, "Export": {"Name": "handed", **beside}}}}


def of_output(**beside: Any) -> Callable[[World], None]:
    """A policy of the reports' bucket for whom an output of the stack itself names."""
    stack = {"StackName": {"Ref": "AWS::StackName"}, "OutputName": "Handed"}
    return first(Opened=opened({"Fn::GetStackOutput": {**stack, **beside}}))


def chosen(one: Any, other: Any) -> Row:
    """A row that is decided by whether two values are the same."""
    conditions = {"Conditions": {"Same": {"Fn::Equals": [one, other]}}}
    return Row(Answer.UNDECIDED, first(Opened=opened({"Fn::If": ["Same", EVE, OURS]})), conditions)


WHO = {"Parameters": {"Who": {"Type": "String", "Default": OURS}}}
ROWS |= {
    # What stands among what functions and sections say by names
    "a text's variable": Row(Answer.PROVEN, named({"Who": OURS})),
    "a text's variable that an include may say": Row(Answer.UNDECIDED, named({"Who": OURS, **INCLUDE})),
    "a text's variable that an include may say, and else a parameter": Row(Answer.UNDECIDED, named(INCLUDE), WHO),
    "a text's variable that a loop says, and else a parameter": Row(
        Answer.UNDECIDED, named({"Fn::ForEach::Of": ["Each", ["Who"], {"${Each}": EVE}]}), WHO
    ),
    "a text's variable that is a parameter": Row(Answer.PROVEN, named({"Other": EVE}), WHO),
    "an include beside a default": Row(
        Answer.UNDECIDED, mapped("two", "reader", DefaultValue=OURS, **INCLUDE), mapping(one={"reader": OURS})
    ),
    "a parameter that an include may say otherwise": Row(
        Answer.UNDECIDED, first(Opened=opened({"Ref": "Who"})), {"Parameters": {**WHO["Parameters"], **INCLUDE}}
    ),
    "a parameter beside whose default an include stands": Row(
        Answer.UNDECIDED,
        first(Opened=opened({"Ref": "Who"})),
        {"Parameters": {"Who": {**WHO["Parameters"]["Who"], **INCLUDE}}},
    ),
    "a parameter": Row(Answer.PROVEN, first(Opened=opened({"Ref": "Who"})), WHO),
    "an import": Row(Answer.PROVEN, first(Opened=opened({"Fn::ImportValue": "handed"})), handed_on()),
    "an import of what a macro may call otherwise": Row(
        Answer.UNDECIDED, first(Opened=opened({"Fn::ImportValue": "handed"})), handed_on(**MACRO)
    ),
    "an output": Row(Answer.PROVEN, of_output(), handed_on()),
    "an output, by what is not known": Row(Answer.UNDECIDED, of_output(AccountId=OTHER), handed_on()),
    # References that are only together one
    "a part of a reference": Row(Answer.UNDECIDED, to_parts("{{", ASKED, ":ssm:/bucket}}"), BRACES),
    "a brace before what is open": Row(Answer.UNDECIDED, to_parts("{", ASKED), BRACES),
    "a brace behind what is open": Row(Answer.UNDECIDED, to_parts(ASKED, "}"), BRACES),
    "the end of a reference": Row(Answer.UNDECIDED, to_parts(ASKED, ":SecretString:bucket}}"), BRACES),
    "what begins otherwise than a reference": Row(Answer.PROVEN, to_parts("other-{{", ASKED, "}}"), BRACES),
    "what has no braces": Row(Answer.PROVEN, to_parts(ASKED, "-other"), BRACES),
    "braces of what is known": Row(Answer.PROVEN, to_parts("{{", {"Ref": "Given"}, "}}"), BRACES),
    "a reference over two lines": Row(Answer.UNDECIDED, to_parts("{{resolve:ssm:\n/bucket}}")),
    # Texts of JSON
    "two texts of JSON": chosen({"Fn::ToJsonString": {"b": "1", "a": "2"}}, '{"a":"2","b":"1"}'),
    "two texts of JSON, with a number": chosen({"Fn::ToJsonString": [1]}, '["1"]'),
    "a text of JSON and another text": chosen({"Fn::ToJsonString": [1]}, "")._replace(answer=Answer.PROVEN),
    "a text of JSON, and the same": chosen("{}", "{}")._replace(answer=Answer.REFUTED),
}


NUMBERS = {
    "in quotes": (Answer.PROVEN, "0123", '"0123"'),
    "of one way": (Answer.PROVEN, "4711", "4711"),
    "octal": (Answer.UNDECIDED, "0123", "0123"),
    "as it is not written": (Answer.REFUTED, "83", '"0123"'),
    "octal, as it may be written": (Answer.UNDECIDED, "83", "0123"),
    "hexadecimal": (Answer.UNDECIDED, "0x53", "0x53"),
    "with underscores": (Answer.UNDECIDED, "4_711", "4_711"),
    "with colons": (Answer.UNDECIDED, "12:30", "12:30"),
    "with an exponent": (Answer.UNDECIDED, "1e3", "1e3"),
    "of more digits than all programs keep": (Answer.UNDECIDED, "9007199254740993", "9007199254740993"),
    "of very many digits": (Answer.UNDECIDED, "1" * 120, "1" * 120),
    "of as many digits as all programs keep": (Answer.PROVEN, "9007199254740991", "9007199254740991"),
    "of a small part": (Answer.UNDECIDED, "0.0005", "0.0005"),
    "of a part": (Answer.PROVEN, "0.005", "0.005"),
    "large, and of a part": (Answer.UNDECIDED, "12345678.5", "12345678.5"),
    "of a version": (Answer.UNDECIDED, "3.10", "3.10"),
    "of a version, in one way": (Answer.PROVEN, "3.9", "3.9"),
    "of three parts": (Answer.PROVEN, "1.2.30", "1.2.30"),
    "a date": (Answer.PROVEN, "2026-01-01", "2026-01-01"),
}


@pytest.mark.parametrize(("answer", "agreed_on", "said"), NUMBERS.values(), ids=NUMBERS)
def test_a_number_is_known_where_all_programs_write_it_alike(
    answer: Answer, agreed_on: str, said: str, tmp_path: Path
) -> None:
    """In YAML, an external ID without quotes may come to another text."""
    having = agreed(safeguards=Safeguards(external_ids=[agreed_on]))
    folder = write(tmp_path, world_of(having), [having])
    file = folder / f"{PRODUCTION}.template.json"
    # JSON is YAML as well, and read as such where it begins so.
    file.write_text("---\n" + file.read_text().replace(f'"{agreed_on}"', said))
    assert prove(read_assembly(folder)).answer is answer


@pytest.mark.parametrize(
    ("answer", "agreed_on", "said"),
    [
        (Answer.PROVEN, "1.5", "1.5"),
        (Answer.UNDECIDED, "1.5", "1.50"),
        (Answer.UNDECIDED, "1.5", "15e-1"),
        (Answer.PROVEN, "9007199254740991", "9007199254740991"),
        (Answer.UNDECIDED, "9007199254740993", "9007199254740993"),
        (Answer.UNDECIDED, "9007199254740992", "9007199254740993"),
    ],
)
def test_a_number_of_json_is_known_where_all_programs_write_it_alike(
    answer: Answer, agreed_on: str, said: str, tmp_path: Path
) -> None:
    """Which zeros, exponents and last digits are kept is not documented."""
    having = agreed(safeguards=Safeguards(external_ids=[agreed_on]))
    folder = write(tmp_path, world_of(having), [having])
    file = folder / f"{PRODUCTION}.template.json"
    file.write_text(file.read_text().replace(f'"{agreed_on}"', said))
    assert prove(read_assembly(folder)).answer is answer


NAMED = f"acme-data-{PRODUCTION}-eu-west-1-an"
REGIONAL = {"BucketNamePrefix": "acme-data", "BucketNamespace": "account-regional"}
PREFIXES: dict[str, tuple[Answer, dict[str, Any], Any]] = {
    "in the account's namespace": (Answer.REFUTED, REGIONAL, EVE),
    "in the account's namespace, to ours": (Answer.PROVEN, REGIONAL, OURS),
    "in that of all": (Answer.PROVEN, {**REGIONAL, "BucketNamespace": "global"}, EVE),
    "in the account's namespace, otherwise": (Answer.PROVEN, {**REGIONAL, "BucketNamePrefix": "acme-logs"}, EVE),
    "in one that is open": (Answer.UNDECIDED, {**REGIONAL, "BucketNamespace": GIVEN}, EVE),
    "in one that is not said": (Answer.UNDECIDED, {"BucketNamePrefix": "acme-data"}, EVE),
    "by a prefix that is open": (Answer.UNDECIDED, {**REGIONAL, "BucketNamePrefix": GIVEN}, EVE),
    "by no name, but a prefix": (Answer.REFUTED, {**REGIONAL, "BucketName": {"Ref": "AWS::NoValue"}}, EVE),
    "by its name": (Answer.REFUTED, {"BucketName": NAMED, "BucketNamespace": "account-regional"}, EVE),
}


@pytest.mark.parametrize(("answer", "properties", "to"), PREFIXES.values(), ids=PREFIXES)
def test_a_bucket_is_named_in_its_namespace(
    answer: Answer, properties: dict[str, Any], to: Any, tmp_path: Path
) -> None:
    """In the account's own, from prefix, account and region, so that others can name it too."""
    of_data = agreed(permissions=[S3Read(NAMED, prefixes=["monthly/"])])
    world, policy = both_halves([of_data]), opened(to, bucket={"Ref": "Data"})
    policy["Properties"]["PolicyDocument"]["Statement"][0]["Resource"] = {"Fn::Sub": "${Data.Arn}/*"}
    world[PRODUCTION] |= {"Data": {"Type": "AWS::S3::Bucket", "Properties": properties}, "Opened": policy}
    assert prove(read_assembly(write(tmp_path, world, [of_data], **OPEN))).answer is answer


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_a_template_means_what_it_comes_to(row: Row, tmp_path: Path) -> None:
    """What deployment may make of it counts, and what looks alike is harmless."""
    world = world_of(agreed())
    row.add(world)
    assert prove(read_assembly(write(tmp_path, world, [agreed()], **row.template))).answer is row.answer


class Nested(NamedTuple):
    """A nested stack that opens the bucket to its parameter, and what the proof must come to."""

    answer: Answer
    parameter: Mapping[str, Any]
    given: Any
    """The properties' `Parameters`."""


TEXT, TEXTS = {"Type": "String"}, {"Type": "CommaDelimitedList"}
OF_THE_STORE = {"Type": "AWS::SSM::Parameter::Value<String>"}
NONE = {"Ref": "AWS::NoValue"}
NESTED = {
    "a text": Nested(Answer.PROVEN, TEXT, {"Who": OURS}),
    "somebody else": Nested(Answer.REFUTED, TEXT, {"Who": EVE}),
    "a list": Nested(Answer.PROVEN, TEXTS, {"Who": f"{OURS}, {OURS}-too"}),
    "a list with somebody else": Nested(Answer.REFUTED, TEXTS, {"Who": f"{OURS}, {EVE}"}),
    "a list that is put together": Nested(Answer.REFUTED, TEXTS, {"Who": {"Fn::Join": [",", [OURS, EVE]]}}),
    "a list of which a part is open": Nested(Answer.UNDECIDED, TEXTS, {"Who": {"Fn::Join": [",", [OURS, GIVEN]]}}),
    "a name in the parameter store": Nested(Answer.UNDECIDED, OF_THE_STORE, {"Who": OURS}),
    "nothing, and the default is ours": Nested(Answer.PROVEN, {**TEXT, "Default": OURS}, {"Who": NONE}),
    "nothing, and the default is somebody else": Nested(Answer.REFUTED, {**TEXT, "Default": EVE}, {"Who": NONE}),
    "perhaps nothing": Nested(Answer.UNDECIDED, {**TEXT, "Default": EVE}, {"Who": choosing(OURS, NONE)}),
    "one of two of ours": Nested(Answer.PROVEN, TEXT, {"Who": choosing(OURS, f"{OURS}-too")}),
    "one of two sets": Nested(Answer.UNDECIDED, {**TEXT, "Default": OURS}, choosing({"Who": EVE}, {"Who": OURS})),
    "one of two sets, which is known": Nested(
        Answer.REFUTED, {**TEXT, "Default": OURS}, {"Fn::If": ["Certain", {"Who": EVE}, {"Who": OURS}]}
    ),
    "one of two sets, which is known and ours": Nested(
        Answer.PROVEN, {**TEXT, "Default": EVE}, {"Fn::If": ["Certain", {"Who": OURS}, {"Who": EVE}]}
    ),
    "none of a set that is known": Nested(
        Answer.REFUTED, {**TEXT, "Default": EVE}, {"Fn::If": ["Certain", {}, {"Who": OURS}]}
    ),
    "what a macro puts beside": Nested(Answer.UNDECIDED, TEXT, {"Who": OURS, **INCLUDE}),
}


def an_include(location: str) -> Mapping[str, Any]:
    """An include of the file that lies there."""
    return {"Fn::Transform": {"Name": "AWS::Include", "Parameters": {"Location": f"s3://acme-included/{location}"}}}


def an_export(value: str, **said: Any) -> Mapping[str, Any]:
    """An output that is exported on an open condition, or otherwise not for certain."""
    return {**OPEN, "Outputs": {"Handed": {"Value": value, "Export": {"Name": "handed"}, **said}}}


SETTLED_BY: dict[str, tuple[Any, Callable[[str], Mapping[str, Any]]]] = {
    "an include among conditions": (
        {"Fn::If": ["Never", EVE, OURS]},
        lambda which: {"Conditions": {**NEVER, **an_include(which)}},
    ),
    "an include among mappings": (
        {"Fn::FindInMap": ["Readers", "one", "reader"]},
        lambda which: mapping(one={"reader": OURS}, **an_include(which)),
    ),
    "an include among parameters": (
        {"Ref": "Who"},
        lambda which: {"Parameters": {**WHO["Parameters"], **an_include(which)}},
    ),
    "an include beside a default": (
        {"Ref": "Who"},
        lambda which: {"Parameters": {"Who": {**WHO["Parameters"]["Who"], **an_include(which)}}},
    ),
    "an export on a condition": ({"Fn::ImportValue": "handed"}, lambda which: an_export(which, Condition="Open")),
    "an export under an open name": (
        {"Fn::ImportValue": {"Fn::Sub": "${Given}-handed"}},
        lambda which: an_export(which, Export={"Name": {"Fn::Sub": "${Given}-handed"}}),
    ),
    "an export that a macro may call otherwise": (
        {"Fn::ImportValue": "handed"},
        lambda which: an_export(OURS, Export={"Name": "handed", **an_include(which)}),
    ),
}


@pytest.mark.parametrize(("who", "template"), SETTLED_BY.values(), ids=SETTLED_BY)
def test_what_settles_a_value_and_changes_is_told(
    who: Any, template: Callable[[str], Mapping[str, Any]], tmp_path: Path
) -> None:
    """The value is written as before, and is made from something else."""

    def read(folder: str, which: str, **said: Any) -> Assembly:
        world = world_of(agreed())
        first(Opened=opened(who))(world)
        return read_assembly(write(tmp_path / folder, world, [agreed()], **{**template(which), **said}))

    before, same, after = read("a", "one"), read("b", "one", Description="the same"), read("c", "other")
    assert (compare(before, same).gained, compare(before, same).undecided) == ((), ())
    assert compare(before, after).undecided


CHINA = {"aws": {"who": OURS}, "aws-cn": {"who": EVE}}


@pytest.mark.parametrize(("region", "answer"), [("eu-west-1", Answer.PROVEN), ("unknown-region", Answer.UNDECIDED)])
@pytest.mark.parametrize(
    "who",
    [
        {"Fn::If": ["China", EVE, OURS]},
        {"Fn::If": ["Chinas", EVE, OURS]},
        {"Fn::FindInMap": ["Of", {"Ref": "AWS::Partition"}, "who"]},
    ],
    ids=["by its partition", "by its domain", "in a mapping"],
)
def test_what_is_otherwise_in_other_regions_is_open_where_the_region_is(
    who: Any, region: str, answer: Answer, tmp_path: Path
) -> None:
    """An ARN is taken to be of the partition that most are of; what the template makes another thing of is asked."""
    conditions = {
        "China": {"Fn::Equals": [{"Ref": "AWS::Partition"}, "aws-cn"]},
        "Chinas": {"Fn::Equals": ["amazonaws.com.cn", {"Fn::Sub": "${AWS::URLSuffix}"}]},
    }
    world: World = {PRODUCTION: {"Reports": bucket("acme-reports"), "Opened": opened(who)}}
    folder = write(tmp_path, world, [], Conditions=conditions, Mappings={"Of": CHINA})
    made = f"aws://{PRODUCTION}/{region}"
    edited(folder, lambda artifacts: artifacts[f"Stack{PRODUCTION}"].update(environment=made))
    assert prove(read_assembly(folder)).answer is answer


OF_PARTITION = {"Fn::Sub": "arn:${AWS::Partition}:s3:::of-any"}
AT_REGION = {"Fn::Sub": "https://s3.${AWS::Region}.amazonaws.com/acme-assets/child.json"}
IN_CHINA = {"China": {"Fn::Equals": [{"Ref": "Of"}, "aws-cn"]}}
HANDED: dict[str, tuple[Answer, str, Any, Any]] = {
    "its partition": (Answer.UNDECIDED, "unknown-region", {"Ref": "AWS::Partition"}, {"Fn::If": ["China", EVE, OURS]}),
    "its partition, for a mapping": (
        Answer.UNDECIDED,
        "unknown-region",
        {"Ref": "AWS::Partition"},
        {"Fn::FindInMap": ["Of", {"Ref": "Of"}, "who"]},
    ),
    "a part of an ARN": (
        Answer.UNDECIDED,
        "unknown-region",
        {"Fn::Select": [1, {"Fn::Split": [":", OF_PARTITION]}]},
        {"Fn::If": ["China", EVE, OURS]},
    ),
    "a name": (Answer.PROVEN, "unknown-region", "aws", {"Fn::If": ["China", EVE, OURS]}),
    "its partition, which is known": (
        Answer.PROVEN,
        "eu-west-1",
        {"Ref": "AWS::Partition"},
        {"Fn::If": ["China", EVE, OURS]},
    ),
    "an ARN that nothing is asked of": (Answer.PROVEN, "unknown-region", OF_PARTITION, OURS),
}


@pytest.mark.parametrize(("answer", "region", "given", "who"), HANDED.values(), ids=HANDED)
def test_what_is_otherwise_in_other_regions_may_be_handed_to_a_nested_stack(
    answer: Answer, region: str, given: Any, who: Any, tmp_path: Path
) -> None:
    """As its parameter, of which a condition or mapping of its own asks."""
    child = {
        "Parameters": {"Of": TEXT},
        "Conditions": IN_CHINA,
        "Mappings": {"Of": CHINA},
        "Resources": {"Opened": opened(who)},
    }
    folder = write_nested(tmp_path, child, {"TemplateURL": AT_REGION, "Parameters": {"Of": given}})
    made = f"aws://{PRODUCTION}/{region}"
    edited(folder, lambda artifacts: artifacts[f"Stack{PRODUCTION}"].update(environment=made))
    assert prove(read_assembly(folder)).answer is answer


def write_nested(folder: Path, child: Mapping[str, Any], properties: Mapping[str, Any], **resource: Any) -> Path:
    """The agreement's world with a stack nested in production's, whose template is an asset that is listed."""
    world, place = world_of(agreed()), {"bucketName": "acme-assets", "objectKey": "child.json"}
    url = "https://s3.eu-west-1.amazonaws.com/acme-assets/child.json"
    said = {"TemplateURL": url, **properties}
    world[PRODUCTION]["Nested"] = {"Type": "AWS::CloudFormation::Stack", "Properties": said, **resource}
    conditions = {**OPEN["Conditions"], "Certain": {"Fn::Equals": ["a", "a"]}}
    write(folder, world, [agreed()], Parameters=OPEN["Parameters"], Conditions=conditions)
    (folder / "child.json").write_text(json.dumps(child))
    list_assets(folder, {"child": {"source": {"path": "child.json"}, "destinations": {"there": place}}})
    return folder


@pytest.mark.parametrize("row", NESTED.values(), ids=NESTED)
def test_a_nested_stack_has_what_it_is_handed_as_its_parameters_types_have_it(row: Nested, tmp_path: Path) -> None:
    """And its defaults where it is handed nothing."""
    child = {"Parameters": {"Who": row.parameter}, "Resources": {"Opened": opened({"Ref": "Who"})}}
    folder = write_nested(tmp_path, child, {"Parameters": row.given})
    assert prove(read_assembly(folder)).answer is row.answer


MADE: dict[str, tuple[Answer, dict[str, Any], dict[str, Any]]] = {
    "as its template says": (Answer.PROVEN, {"TimeoutInMinutes": 5, "NotificationARNs": []}, {"DependsOn": "Reports"}),
    "from another template, if a macro says so": (Answer.UNDECIDED, MACRO, {}),
    "as anything, if a macro says so": (Answer.UNDECIDED, {}, MACRO),
    "perhaps from a template that stands beside": (Answer.UNDECIDED, {"TemplateBody": '{"Resources": {}}'}, {}),
}


@pytest.mark.parametrize(("answer", "properties", "attributes"), MADE.values(), ids=MADE)
def test_a_nested_stack_is_made(
    answer: Answer, properties: dict[str, Any], attributes: dict[str, Any], tmp_path: Path
) -> None:
    """From the asset that it names, as long as nothing beside may name another."""
    child = {"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}}
    assert prove(read_assembly(write_nested(tmp_path, child, properties, **attributes))).answer is answer


def test_what_a_nested_stack_is_handed_is_no_other_where_it_is_chosen_as_before(tmp_path: Path) -> None:
    """A set of parameters that is chosen otherwise is another."""
    child = {"Parameters": {"Who": TEXT}, "Resources": {"Opened": opened({"Ref": "Who"})}}
    before, same, after = (
        read_assembly(write_nested(tmp_path / str(index), child, {"Parameters": choosing({"Who": OURS}, {"Who": who})}))
        for index, who in enumerate((f"{OURS}-too", f"{OURS}-too", EVE))
    )
    assert compare(before, same).undecided == ()
    assert compare(before, after).undecided


def told(**said: Any) -> Callable[[dict[str, Any]], None]:
    """Says something more of production's stack in the manifest."""
    return lambda artifacts: artifacts[f"Stack{PRODUCTION}"]["properties"].update(said)


def noted(kind: str, data: Any) -> Callable[[dict[str, Any]], None]:
    """Notes something of production's stack in the manifest."""
    return lambda artifacts: artifacts[f"Stack{PRODUCTION}"].update(metadata={"/": [{"type": kind, "data": data}]})


def an_asset(**said: str) -> Callable[[dict[str, Any]], None]:
    """Notes an asset, as older stacks have it."""
    return noted("aws:cdk:asset", {"packaging": "file", "id": "asset", **said})


DEPLOYING = f"arn:${{AWS::Partition}}:iam::{PRODUCTION}:role/cdk-deploy"
ELSEWHERE = DEPLOYING.replace(PRODUCTION, OTHER)
OBJECT = "s3://acme-assets-${AWS::AccountId}-${AWS::Region}/one.json"
MANIFESTS: dict[str, tuple[Answer | None, Callable[[dict[str, Any]], None]]] = {
    "as it is": (Answer.PROVEN, told()),
    "its parameter as the template has it": (Answer.PROVEN, told(parameters={"Who": OURS})),
    "its parameter otherwise": (Answer.UNDECIDED, told(parameters={"Who": EVE})),
    "another parameter": (Answer.PROVEN, told(parameters={"AssetParameters": "x"})),
    "its parameter as where an asset lies": (Answer.UNDECIDED, an_asset(artifactHashParameter="Who", sourceHash=EVE)),
    "another parameter as where an asset lies": (Answer.PROVEN, an_asset(s3BucketParameter="Other", path="Who")),
    "a role of its account that deploys it": (Answer.PROVEN, told(assumeRoleArn=DEPLOYING)),
    "a role of whatever account it is of": (Answer.PROVEN, told(assumeRoleArn="arn:aws:iam::${AWS::AccountId}:role/a")),
    "a role of another account that deploys it": (None, told(assumeRoleArn=ELSEWHERE)),
    "the object that its template is": (Answer.PROVEN, told(stackTemplateAssetObjectUrl=OBJECT)),
    "the same, as it is known": (
        Answer.PROVEN,
        told(stackTemplateAssetObjectUrl=f"https://s3.amazonaws.com/acme-assets-{PRODUCTION}-eu-west-1/one.json"),
    ),
    "another object": (None, told(stackTemplateAssetObjectUrl=OBJECT.replace("one", "other"))),
    "an object that is not listed": (None, told(stackTemplateAssetObjectUrl=OBJECT.replace("one", "none"))),
    "an object of another bucket": (None, told(stackTemplateAssetObjectUrl=OBJECT.replace("acme", "evil"))),
}


def edited(folder: Path, edit: Callable[[dict[str, Any]], None]) -> Path:
    """The same assembly, its manifest's artifacts edited."""
    manifest = json.loads((folder / "manifest.json").read_text())
    edit(manifest["artifacts"])
    (folder / "manifest.json").write_text(json.dumps(manifest))
    return folder


def write_told(folder: Path, edit: Callable[[dict[str, Any]], None]) -> Path:
    """The agreement's world with two listed assets, of which one is production's template, and an edited manifest."""
    world = world_of(agreed())
    world[PRODUCTION]["Opened"] = opened({"Ref": "Who"})
    write(folder, world, [agreed()], Parameters={"Who": {**TEXT, "Default": OURS}})
    (folder / "other.json").write_text(json.dumps({"Resources": {"Opened": opened()}}))
    bucket = "acme-assets-${AWS::AccountId}-${AWS::Region}"
    (folder / "same.json").write_text((folder / f"{PRODUCTION}.template.json").read_text())
    files = {"one": f"{PRODUCTION}.template.json", "other": "other.json"}
    listed = {
        name: {
            "source": {"path": path},
            "destinations": {"there": {"bucketName": bucket, "objectKey": f"{name}.json"}},
        }
        for name, path in files.items()
    }
    list_assets(folder, listed)
    list_assets(folder, {"same": {**listed["one"], "source": {"path": "same.json"}}}, "Same")
    return edited(folder, edit)


@pytest.mark.parametrize(("answer", "edit"), MANIFESTS.values(), ids=MANIFESTS)
def test_a_manifest_says_what_is_deployed(
    answer: Answer | None, edit: Callable[[dict[str, Any]], None], tmp_path: Path
) -> None:
    """From where, by whom and with which parameters; where that is not what is read, it is refused, or a doubt."""
    folder = write_told(tmp_path, edit)
    if answer is None:
        with pytest.raises(AssemblyError, match=f"Stack{PRODUCTION}"):
            read_assembly(folder)
    else:
        assert prove(read_assembly(folder)).answer is answer


def test_without_a_listing_what_lies_there_is_to_be_looked_at(tmp_path: Path) -> None:
    """A copy of an assembly may have its templates alone."""

    def edit(artifacts: dict[str, Any]) -> None:
        told(stackTemplateAssetObjectUrl=OBJECT)(artifacts)
        for name in [name for name, each in artifacts.items() if each["type"] == "cdk:asset-manifest"]:
            del artifacts[name]

    proof = prove(read_assembly(write_told(tmp_path, edit)))
    assert proof.answer is Answer.PROVEN
    assert f"{OBJECT} holds {PRODUCTION}.template.json." in [each.what for each in proof.to_check]


@pytest.mark.parametrize(("kind", "told"), [("cdk:tree", False), ("none", False), ("cdk:stack-set", True)])
def test_what_a_manifest_lists_of_a_type_that_is_not_known_is_to_be_looked_at(
    kind: str, told: bool, tmp_path: Path
) -> None:
    """The CDK's CLI passes over it, as it may be of a newer one; what that makes of it is not read."""
    proof = prove(read_assembly(write_told(tmp_path, lambda artifacts: artifacts.update(More={"type": kind}))))
    assert proof.answer is Answer.PROVEN
    said = f"More of manifest.json is '{kind}', and deploys nothing."
    assert (said in [each.what for each in proof.to_check]) is told


def test_a_listing_that_no_manifest_names_lists_nothing(tmp_path: Path) -> None:
    """Nobody uploads what it lists, so that something else may lie there."""
    folder = edited(write_nested(tmp_path, {"Resources": {}}, {}), lambda artifacts: artifacts.pop("Stack.assets"))
    assert prove(read_assembly(folder)).answer is Answer.UNDECIDED


@pytest.mark.parametrize("escaped", [False, True], ids=["as it is", "escaped"])
def test_what_is_noted_in_a_file_of_its_own_counts(escaped: bool, tmp_path: Path) -> None:
    """As newer versions of the CDK have it."""

    def edit(artifacts: dict[str, Any]) -> None:
        stack = artifacts[f"Stack{PRODUCTION}"]
        an_asset(s3KeyParameter="Who")(artifacts)
        text = json.dumps(stack.pop("metadata"))
        (tmp_path / "metadata.json").write_text(text.replace(":asset", "\\u003aasset") if escaped else text)
        stack["additionalMetadataFile"] = "metadata.json"

    assert prove(read_assembly(write_told(tmp_path, edit))).answer is Answer.UNDECIDED


@pytest.mark.parametrize("beside", [False, True], ids=["alone", "beside a file"])
def test_what_a_command_writes_is_not_read(beside: bool, tmp_path: Path) -> None:
    """The CDK runs it for what it uploads, though the listing says a file, too."""
    folder = write_nested(tmp_path, {"Resources": {}}, {})
    assert prove(read_assembly(folder)).answer is Answer.PROVEN
    place = {"there": {"bucketName": "acme-assets", "objectKey": "child.json"}}
    listed = {"child": {"source": {"path": "child.json"}, "destinations": place}} if beside else {}
    run = {"source": {"executable": ["write"], "path": "child.json"}, "destinations": place}
    list_assets(folder, {**listed, "run": run})
    assert prove(read_assembly(folder)).answer is Answer.UNDECIDED


def test_a_parameter_of_the_manifest_that_changes_is_told(tmp_path: Path) -> None:
    """Whoever deploys the stack may take it."""
    before, same, after = (
        read_assembly(write_told(tmp_path / str(index), told(parameters={"Who": who})))
        for index, who in enumerate((f"{OURS}-too", f"{OURS}-too", EVE))
    )
    assert compare(before, same).undecided == ()
    assert compare(before, after).undecided


TAGGED = {"Action": "s3:GetObject", "Resource": "*", "Condition": {"StringEquals": {"aws:PrincipalTag/team": "data"}}}


def test_tags_of_a_stack_that_change_are_told_of_all_that_it_makes(tmp_path: Path) -> None:
    """Where a policy may ask for them; a resource's own tags stand before them."""

    def tagged(folder: str, team: str, **own: Any) -> Assembly:
        world = world_of(agreed())
        widened(**TAGGED)(world)
        for logical_id in ("ReaderResource", "Reports"):
            world[PRODUCTION][logical_id]["Properties"].update(own)
        write(tmp_path / folder, world, [agreed()])
        return read_assembly(edited(tmp_path / folder, told(tags={"team": team})))

    def noting(folder: str, team: str, **said: Any) -> Assembly:
        world = world_of(agreed())
        widened(**TAGGED)(world)
        edit = noted("aws:cdk:stack-tags", [{"Key": "team", "Value": team}])
        found = edited(edited(write(tmp_path / folder, world, [agreed()]), edit), told(**said))
        return read_assembly(found)

    assert compare(noting("g", "data"), noting("h", "data")).undecided == ()
    assert compare(noting("i", "data"), noting("j", "sales")).undecided
    assert compare(noting("k", "data", tags={}), noting("l", "sales", tags={})).undecided == ()
    own = {"Tags": [{"Key": "team", "Value": "mine"}]}
    assert compare(tagged("a", "data"), tagged("b", "data")).undecided == ()
    assert compare(tagged("c", "data"), tagged("d", "sales")).undecided
    assert compare(tagged("e", "data", **own), tagged("f", "sales", **own)).undecided == ()


def test_tags_of_a_nested_stack_are_those_of_all_that_it_makes(tmp_path: Path) -> None:
    """And those of the stack around it."""
    child = {"Resources": {"Role": role("tagged", {"AWS": OURS}, allow("s3:GetObject", Resource="*"))}}
    tags = [{"Key": "team", "Value": {"Ref": "AWS::Region"}}]
    folder = edited(write_nested(tmp_path, child, {"Tags": tags}), told(tags={"team": "data", "of": "acme"}))
    found = read_assembly(folder).identity(f"arn:aws:iam::{PRODUCTION}:role/tagged")
    assert found is not None
    assert found.tags == {"team": "eu-west-1", "of": "acme"}


def attached(kind: str, effect: str = "Allow", **to: Any) -> dict[str, Any]:
    """A policy of whoever it is given to, over everything."""
    said = document({"Effect": effect, "Action": "s3:*", "Resource": "*"})
    named = {} if kind == "ManagedPolicy" else {"PolicyName": "more"}
    return {"Type": f"AWS::IAM::{kind}", "Properties": {**named, "PolicyDocument": said, **to}}


def replacing(user: Any, name: Any = "assume-roles") -> dict[str, Any]:
    """An inline policy of a user, under the name that the agreed user's own has: the last that is written stays."""
    found = attached("UserPolicy", UserName=user)
    found["Properties"]["PolicyName"] = name
    return found


@pytest.mark.parametrize(
    ("more", "answer"),
    [
        pytest.param(replacing(GIVEN), Answer.UNDECIDED, id="in that place"),
        pytest.param(replacing(GIVEN, "more"), Answer.PROVEN, id="in another place"),
    ],
)
def test_a_policy_of_a_user_that_is_open_may_replace_the_agreed_users(
    more: dict[str, Any], answer: Answer, tmp_path: Path
) -> None:
    """Within its own account as well."""
    world = world_of(agreed())
    world[STAGING]["More"] = more
    assert prove(assembly(tmp_path, world, [agreed()], Parameters=OPEN["Parameters"])).answer is answer


WORKER = {"Principal": {"Service": "lambda.amazonaws.com"}}
JOINING = {"Type": "AWS::IAM::UserToGroupAddition", "Properties": {"GroupName": "shut", "Users": ["alice"]}}
DENYING = {
    "GroupName": "shut",
    "Policies": [{"PolicyName": "no", "PolicyDocument": document({**allow("sts:*", Resource="*"), "Effect": "Deny"})}],
}
ANYWHERE: dict[str, tuple[Answer, Resources]] = {
    "to the agreed role": (Answer.UNDECIDED, {"More": attached("RolePolicy", RoleName="reader")}),
    "to the agreed role among others": (Answer.UNDECIDED, {"More": attached("Policy", Roles=["other", "Reader"])}),
    "managed, to the agreed role": (Answer.UNDECIDED, {"More": attached("ManagedPolicy", Roles=["reader"])}),
    "to a role that is open": (Answer.UNDECIDED, {"More": attached("Policy", Roles=[GIVEN])}),
    "that denies the agreed role": (Answer.UNDECIDED, {"More": attached("RolePolicy", "Deny", RoleName="reader")}),
    "to a group that the agreed user may join": (
        Answer.UNDECIDED,
        {"Shut": {"Type": "AWS::IAM::Group", "Properties": DENYING}, "Joining": JOINING},
    ),
    "to the agreed user": (Answer.PROVEN, {"More": attached("UserPolicy", UserName="alice")}),
    "to a role of that name, which it makes": (
        Answer.PROVEN,
        {"Worker": role("worker", WORKER), "More": attached("RolePolicy", RoleName={"Ref": "Worker"})},
    ),
    "to a role that nobody knows": (Answer.PROVEN, {"More": attached("RolePolicy", RoleName="of-another-team")}),
    "to the agreed user, in its own policy's place": (Answer.UNDECIDED, {"More": replacing("alice")}),
    "to the agreed user, in a place that is open": (Answer.UNDECIDED, {"More": replacing("alice", GIVEN)}),
    "to a user that is open, in that place": (Answer.UNDECIDED, {"More": replacing(GIVEN)}),
    "to a user that is open, in another place": (Answer.PROVEN, {"More": replacing(GIVEN, "more")}),
    "to another user, in that place": (Answer.PROVEN, {"More": replacing("bob")}),
}


@pytest.mark.parametrize(("answer", "resources"), ANYWHERE.values(), ids=ANYWHERE)
def test_a_stack_without_an_account_may_give_policies_in_any(
    answer: Answer, resources: Resources, tmp_path: Path
) -> None:
    """To users, roles and groups of other stacks that have the name, as long as it makes none itself."""
    world = world_of(agreed())
    world[OTHER] = resources
    write(tmp_path, world, [agreed()], Parameters=OPEN["Parameters"])
    environment = {"environment": "aws://unknown-account/eu-west-1"}
    edited(tmp_path, lambda artifacts: artifacts[f"Stack{OTHER}"].update(environment))
    assert prove(read_assembly(tmp_path)).answer is answer


MADE_ELSEWHERE = {
    "Nested": {"Type": "AWS::CloudFormation::Stack", "Properties": {"TemplateURL": "https://example.com/a.json"}}
}
MODULE = {"Module": {"Type": "Acme::Data::Lake::MODULE"}}
LOOP: dict[str, Any] = {"Fn::ForEach::Users": ["Name", ["anna"], {"${Name}": {"Type": "AWS::IAM::User"}}]}
SERVERLESS = {"Function": {"Type": "AWS::Serverless::Function", "Properties": {}}}
MINE = {"Transform": ["AWS::LanguageExtensions", "Mine"]}
OF_TRUSTED: dict[str, tuple[str, dict[str, Any], Resources, Answer, str]] = {
    "a macro over the agreed user": (STAGING, MINE, {}, Answer.UNDECIDED, ""),
    "an include over the agreed user": (
        STAGING,
        {"Transform": {"Name": "AWS::Include", "Parameters": {"Location": "s3://acme/a"}}},
        {},
        Answer.UNDECIDED,
        "",
    ),
    "a macro as a function over the agreed user": (
        STAGING, {"Fn::Transform": {"Name": "Mine"}}, {}, Answer.UNDECIDED, "",
    ),
    "a section that no template has": (STAGING, {"Users": {}}, {}, Answer.PROVEN, "no section of a template"),
    "what AWS unfolds over the agreed user": (STAGING, {"Transform": "AWS::LanguageExtensions"}, {}, Answer.PROVEN, ""),
    "a serverless template of the agreed user": (
        STAGING, {"Transform": "AWS::Serverless-2016-10-31"}, SERVERLESS, Answer.PROVEN, "",
    ),
    "a macro beside a policy of the agreed user": (
        OTHER, MINE, {"More": attached("UserPolicy", UserName="alice")}, Answer.UNDECIDED, "",
    ),
    "a macro of another stack": (OTHER, MINE, {}, Answer.PROVEN, "the transform Mine"),
    "a nested stack beside that user": (STAGING, {}, MADE_ELSEWHERE, Answer.PROVEN, "the nested stack's template"),
    "a module of another stack": (OTHER, {}, MODULE, Answer.PROVEN, "what the module"),
    "a loop of another stack": (OTHER, {}, LOOP, Answer.PROVEN, "it does not say its type"),
    "a serverless function of another stack": (OTHER, {}, SERVERLESS, Answer.PROVEN, ""),
    "a topic of another stack": (OTHER, {}, {"Topic": {"Type": "AWS::SNS::Topic"}}, Answer.PROVEN, ""),
}  # fmt: skip


@pytest.mark.parametrize(("stack", "sections", "more", "answer", "told"), OF_TRUSTED.values(), ids=OF_TRUSTED)
def test_what_a_trusted_accounts_template_does_not_show(
    stack: str, sections: dict[str, Any], more: Resources, answer: Answer, told: str, tmp_path: Path
) -> None:
    """It is a doubt where it may rewrite what is said of the agreed people, and else theirs to check."""
    world = world_of(agreed())
    world.setdefault(OTHER, {})
    world[stack] |= more
    write(tmp_path, world, [agreed()])
    edited(tmp_path, lambda artifacts: artifacts[f"Stack{OTHER}"].update(environment=f"aws://{STAGING}/eu-west-1"))
    file = tmp_path / f"{stack}.template.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), **sections}))
    proof = prove(read_assembly(tmp_path))
    assert proof.answer is answer, proof.undecided
    checked = [each.what for each in proof.to_check if "gives user alice no policy" in each.what]
    assert [told in each for each in checked] == [True] * bool(told)


LOOKED_UP = {"provider": "ssm", "key": "ssm:/partner", "props": {"parameterName": "/partner"}}
KEY_ID = "1234abcd-12ab-34cd-56ef-1234567890ab"
MISSING: dict[str, tuple[Answer, list[dict[str, Any]], Any]] = {
    "an account": (Answer.UNDECIDED, [LOOKED_UP], "arn:aws:iam::dummy-value-for-/partner:root"),
    "a text of that name, and nothing is missing": (Answer.PROVEN, [], f"{OURS}-dummy-value-for-/p"),
    "an account, and another is missing": (
        Answer.UNDECIDED,
        [{**LOOKED_UP, "props": {"parameterName": "/"}}, LOOKED_UP],
        "arn:aws:iam::dummy-value-for-/partner:root",
    ),
    "something else": (Answer.PROVEN, [LOOKED_UP], OURS),
    "a network": (Answer.PROVEN, [{"provider": "vpc-provider", "key": "vpc-provider:", "props": {}}], OURS),
    "a key": (Answer.UNDECIDED, [{"provider": "key-provider", "key": "key", "props": {}}], KEY_ID),
}


@pytest.mark.parametrize(("answer", "missing", "to"), MISSING.values(), ids=MISSING)
def test_what_the_cdk_has_not_looked_up_is_not_known(
    answer: Answer, missing: list[dict[str, Any]], to: str, tmp_path: Path
) -> None:
    """The text that stands for it is none that is deployed."""
    world = world_of(agreed())
    world[PRODUCTION]["Opened"] = opened(to)
    write(tmp_path, world, [agreed()])
    manifest = json.loads((tmp_path / "manifest.json").read_text())
    (tmp_path / "manifest.json").write_text(json.dumps({**manifest, "missing": missing}))
    assert prove(read_assembly(tmp_path)).answer is answer


@pytest.mark.parametrize("missing", [{}, ["ssm"], [{}], [{"provider": "ssm", "props": []}]])
def test_what_is_missing_is_listed(missing: Any, tmp_path: Path) -> None:
    """As the CDK lists it."""
    write(tmp_path, world_of(agreed()), [agreed()])
    manifest = json.loads((tmp_path / "manifest.json").read_text())
    (tmp_path / "manifest.json").write_text(json.dumps({**manifest, "missing": missing}))
    with pytest.raises(AssemblyError, match=r"manifest\.json"):
        read_assembly(tmp_path)
