"""Values of wrong types are refused by their place, and their twins are read."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.assembly.written import ACCOUNT, role, write_assembly
from xacct_constructs.assembly import AssemblyError, read_assembly
from xacct_constructs.names import AGREEMENTS_FILE

NO_MAPS: list[Any] = [None, 1, True, "text", [], [{}]]
NO_TEXTS: list[Any] = [None, 1, True, [], {}]
ENTRIES = {
    "Resources.A": {"Type": "AWS::SNS::Topic"},
    "Resources.A.Properties": {},
    "Resources.A.Metadata": {},
    "Parameters.A": {"Type": "String"},
    "Conditions.A": {"Fn::Equals": ["a", "a"]},
    "Mappings.A": {},
    "Outputs.A": {"Value": "a"},
    "Outputs.A.Export": {"Name": "a"},
}
SECTIONS = ("Resources", "Parameters", "Conditions", "Mappings", "Outputs", "Metadata")


def template(place: str, value: Any) -> dict[str, Any]:
    """A template that has this there, and what must stand around it."""
    section, *rest = place.split(".")
    found: dict[str, Any] = {"Resources": {"Role": role()}}
    entry = json.loads(json.dumps(ENTRIES.get(f"{section}.A", {})))
    if not rest:
        return {**found, section: value}
    if rest == ["A"]:
        return {**found, section: {**found.get(section, {}), "A": value}}
    return {**found, section: {**found.get(section, {}), "A": {**entry, rest[1]: value}}}


def read_template(tmp_path: Path, given: Any) -> int:
    """How many users and roles an assembly of this template has."""
    return len(read_assembly(write_assembly(tmp_path, {"Stack": given})).identities)


@pytest.mark.parametrize("value", NO_MAPS, ids=repr)
@pytest.mark.parametrize("place", [*SECTIONS, *ENTRIES])
def test_what_must_be_a_map_is_one(place: str, value: Any, tmp_path: Path) -> None:
    """The error says the file, the place, and what stands there."""
    with pytest.raises(AssemblyError, match=f"Stack.template.json: {place}.* must be a map"):
        read_template(tmp_path, template(place, value))


@pytest.mark.parametrize(("place", "value"), ENTRIES.items(), ids=ENTRIES)
def test_a_map_is_read(place: str, value: Any, tmp_path: Path) -> None:
    """The twins."""
    assert read_template(tmp_path, template(place, value)) == 1


@pytest.mark.parametrize("value", NO_TEXTS, ids=repr)
@pytest.mark.parametrize("place", ["Resources.A.Type", "Resources.A.Condition", "Parameters.A.Type"])
def test_what_must_be_a_text_is_one(place: str, value: Any, tmp_path: Path) -> None:
    """Types and the names of conditions."""
    with pytest.raises(AssemblyError, match=f"{place} must be a text"):
        read_template(tmp_path, template(place, value))


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("Parameters.A.Default", {}),
        ("Parameters.A.Default", []),
        ("Parameters.A.Default", None),
        ("Parameters.A.AllowedValues", "a"),
        ("Outputs.A", {}),
        ("Outputs.A.Export", {}),
    ],
)
def test_what_else_an_entry_needs_is_there(place: str, value: Any, tmp_path: Path) -> None:
    """Defaults are texts or numbers, outputs have values, exports names."""
    with pytest.raises(AssemblyError, match=f"{place} must be"):
        read_template(tmp_path, template(place, value))


@pytest.mark.parametrize("name", ["a}", "a.b", "${a}", "a\x1b[2J", "a\nb", "\u202ea", "", "a b", "ä", "../a", "a-b"])
@pytest.mark.parametrize("section", ["Resources", "Parameters", "Conditions", "Outputs"])
def test_a_logical_id_is_letters_and_digits(section: str, name: str, tmp_path: Path) -> None:
    """CloudFormation takes no other, and unknowns are called by them."""
    with pytest.raises(AssemblyError, match="letters and digits"):
        read_template(tmp_path, {section: {name: ENTRIES[f"{section}.A"]}})


NO_ENVIRONMENTS = ["", "aws://", "aws://1/eu-west-1", "aws://111111111111", "aws://111111111111/a/b", "aws://a/b"]


@pytest.mark.parametrize(
    ("artifact", "place"),
    [
        *(({"environment": each}, "environment") for each in [*NO_TEXTS, *NO_ENVIRONMENTS]),
        *(({"properties": each}, "properties") for each in NO_MAPS),
        *(({"properties": {"templateFile": each}}, "templateFile") for each in NO_TEXTS),
        *(
            ({"properties": {"templateFile": "Stack.template.json", "stackName": each}}, "stackName")
            for each in [*NO_TEXTS, "", "a}b", "a\nb", "a:b", "\x1b"]
        ),
    ],
    ids=repr,
)
def test_a_stack_of_the_manifest_says_what_it_is(artifact: dict[str, Any], place: str, tmp_path: Path) -> None:
    """Environment, template and name."""
    folder = write_assembly(tmp_path, {"Stack": {"Resources": {"Role": role()}}})
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["artifacts"]["Stack"] |= artifact
    (folder / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(AssemblyError, match=rf"manifest\.json: .*{place} must be"):
        read_assembly(folder)


@pytest.mark.parametrize("environment", ["aws://111111111111/eu-west-1", "aws://unknown-account/unknown-region"])
def test_an_environment_may_be_left_to_deployment(environment: str, tmp_path: Path) -> None:
    """The twins."""
    account, region = environment.removeprefix("aws://").split("/")
    folder = write_assembly(tmp_path, {"Stack": {"Resources": {"Role": role()}}}, account=account, region=region)
    (found,) = read_assembly(folder).identities
    assert (found.account == ACCOUNT) == (account == ACCOUNT)


_NO_AGREEMENTS: list[Any] = [None, {}, "x", [1], [None], [[]]]
_NO_ACCOUNTS: list[Any] = [None, {}, "x", [1], [[]]]


@pytest.mark.parametrize(
    "document",
    [
        None,
        [],
        {},
        {"agreements": []},
        *({"version": each, "agreements": []} for each in (0, 2, True, "1", 1.5, None, [1])),
        *({"version": 1, "agreements": each} for each in _NO_AGREEMENTS),
        *({"version": 1, "agreements": [], "known_accounts": each} for each in _NO_ACCOUNTS),
    ],
    ids=repr,
)
def test_agreements_are_of_a_version_that_is_known(document: Any, tmp_path: Path) -> None:
    """What a later version may mean by the same words is not known."""
    folder = write_assembly(tmp_path, {"Stack": {"Resources": {}}})
    (folder / AGREEMENTS_FILE).write_text(json.dumps(document))
    with pytest.raises(AssemblyError, match=AGREEMENTS_FILE):
        read_assembly(folder)
    (folder / AGREEMENTS_FILE).write_text('{"version": 1, "agreements": [], "known_accounts": ["333333333333"]}')
    found = read_assembly(folder)
    assert (found.agreements, found.known_accounts) == ((), ("333333333333",))
