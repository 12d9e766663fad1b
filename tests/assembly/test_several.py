"""Several inputs are one world: what two owners deploy, each in their own account, each from their own folder."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.assembly.test_templates import holding, readable, written
from tests.assembly.written import ACCOUNT, document, inline, role, user, write_assembly
from xacct_constructs.assembly import Assembly, AssemblyError, Given, read_assembly
from xacct_constructs.names import AGREEMENTS_FILE

OTHER = "222222222222"


def agreements(folder: Path, *names: str) -> Path:
    """A folder with these agreements."""
    content = {"version": 1, "agreements": [{"role_name": name} for name in names]}
    (folder / AGREEMENTS_FILE).write_text(json.dumps(content), encoding="utf-8")
    return folder


def test_both_owners_stacks_are_read(tmp_path: Path) -> None:
    """Each with its account, and a place that says whose it is; an agreement of both is one."""
    stack = {"Resources": {"Role": role("reader")}}
    ours = agreements(write_assembly(tmp_path / "ours", {"Stack": stack}), "reader", "writer")
    theirs = agreements(write_assembly(tmp_path / "theirs", {"Stack": stack}, account=OTHER), "reader")
    found = read_assembly(ours, theirs)

    assert found.accounts == (ACCOUNT, OTHER)
    assert [(each.arn, each.origin.template, each.origin.stack) for each in found.identities] == [
        (f"arn:aws:iam::{ACCOUNT}:role/reader", f"{ours}/Stack.template.json", "Stack"),
        (f"arn:aws:iam::{OTHER}:role/reader", f"{theirs}/Stack.template.json", "Stack-2"),
    ]
    assert [each["role_name"] for each in found.agreements] == ["reader", "writer"]


def test_an_assembly_and_a_template_are_one_world_too(tmp_path: Path) -> None:
    """One owner writes CDK, the other does not."""
    folder = write_assembly(tmp_path / "ours", {"Stack": {"Resources": {"Role": role()}}}, account=OTHER)
    found = read_assembly(folder, written(tmp_path, holding("reports")))
    assert readable(found) == "reports"
    assert found.accounts == (OTHER, ACCOUNT)


def test_names_that_two_owners_stacks_make_are_two(tmp_path: Path) -> None:
    """Though both call their stack the same."""
    stack = {"Resources": {"Role": role(None)}}
    folders = [write_assembly(tmp_path / name, {"Stack": stack}, account=OTHER) for name in ("a", "b")]
    first, second = read_assembly(*folders).identities
    assert first.arn != second.arn


def test_accounts_that_deployment_settles_are_two_owners_own(tmp_path: Path) -> None:
    """Within one assembly they are one."""
    stacks = {name: {"Resources": {"User": user(name.lower())}} for name in ("A", "B")}
    folders = [
        write_assembly(tmp_path / name, {name: each}, account="unknown-account") for name, each in stacks.items()
    ]
    together = write_assembly(tmp_path / "both", stacks, account="unknown-account")
    assert len({each.account for each in read_assembly(*folders).identities}) == 2
    assert len({each.account for each in read_assembly(together).identities}) == 1


def exporting(name: str) -> dict[str, Any]:
    """A stack that hands on a bucket's name."""
    return {"Resources": {"User": user("otto")}, "Outputs": {"Out": {"Value": name, "Export": {"Name": "bucket"}}}}


@pytest.mark.parametrize(
    ("account", "region", "is_found"),
    [
        pytest.param(ACCOUNT, "eu-west-1", True, id="of one account and region"),
        pytest.param(ACCOUNT, "unknown-region", False, id="of a region that deployment settles"),
        pytest.param("unknown-account", "eu-west-1", False, id="of an account that deployment settles"),
    ],
)
def test_what_one_exports_the_other_imports(account: str, region: str, is_found: bool, tmp_path: Path) -> None:
    """Where both are certainly deployed in one place."""
    importing = {"Resources": {"Anna": user("anna", Policies=inline(document(resource={"Fn::ImportValue": "bucket"})))}}
    first = write_assembly(tmp_path / "a", {"A": exporting("reports")}, account=account, region=region)
    second = write_assembly(tmp_path / "b", {"B": importing}, account=account, region=region)
    (anna,) = [each for each in read_assembly(first, second).identities if each.name == "anna"]
    held = str(anna.policies[0].document["Statement"][0]["Resource"])
    assert (held == "reports") is is_found


def both(tmp_path: Path, second: dict[str, Any]) -> Assembly:
    """A sound assembly, and another."""
    template = holding({"Ref": "Name"}, Parameters={"Name": {"Type": "String"}})
    first = write_assembly(tmp_path / "first", {"First": template})
    other = write_assembly(tmp_path / "second", {"Second": second}, account=OTHER)
    return read_assembly(first, other, parameters=[Given("Name", "reports")])


def test_a_parameter_is_given_wherever_it_stands(tmp_path: Path) -> None:
    """It need not stand in each."""
    assert readable(both(tmp_path, {"Resources": {}})) == "reports"


@pytest.mark.parametrize(
    "second", [{"Resources": []}, {"Resources": {"Anna": user(Policies={"Fn::Join": ","})}}], ids=["shape", "form"]
)
def test_what_is_wrong_names_the_input(second: dict[str, Any], tmp_path: Path) -> None:
    """By the path of its file."""
    with pytest.raises(AssemblyError, match=r"/second/Second\.template\.json"):
        both(tmp_path, second)


def test_one_that_is_no_assembly_is_refused(tmp_path: Path) -> None:
    """It is not taken for an empty one."""
    with pytest.raises(AssemblyError, match=r"nowhere/manifest.json cannot be read"):
        read_assembly(write_assembly(tmp_path / "first", {}), tmp_path / "nowhere")
