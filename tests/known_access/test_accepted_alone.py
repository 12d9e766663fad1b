"""A template of which nothing is read, and everything in doubt is accepted: that is looked at, and the gate opens."""

import json
import re
from pathlib import Path

import pytest

from xacct_constructs.cli.main import main

pytestmark = pytest.mark.usefixtures("wide")

FILLED = {"reason": "ours as well", "owner": "platform", "review_by": "2999-12-31"}


def template(folder: Path, url: str) -> list[str]:
    """A template that makes a nested stack from elsewhere, as an argument of a command."""
    nested = {"Type": "AWS::CloudFormation::Stack", "Properties": {"TemplateURL": url}}
    (folder / "network.json").write_text(json.dumps({"Resources": {"Nested": nested}}))
    return ["--template", str(folder / "network.json"), "--account", "111111111111", "--region", "eu-west-1"]


def test_what_is_accepted_counts_and_what_changes_does_not(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """From a doubt to an accepted one, and back to the doubt once another template is named."""
    given = template(tmp_path, "https://acme.example/network-1.json")
    assert main(["prove", *given]) == 2
    capsys.readouterr()
    assert main(["adopt", *given]) == 0
    written = capsys.readouterr().out
    for field, value in FILLED.items():
        written = re.sub(rf"^( +{field}:).*$", rf"\1 {value}", written, flags=re.MULTILINE)
    known = tmp_path / "known-access.yaml"
    known.write_text(written)

    assert main(["prove", *given, "--known-access", str(known)]) == 0
    assert (
        capsys.readouterr().out.splitlines()[-1].startswith("PROVEN, with 1 accepted unknown: no agreement lies here")
    )

    other = template(tmp_path, "https://acme.example/network-2.json")
    assert main(["prove", *other, "--known-access", str(known)]) == 2
    assert capsys.readouterr().out.splitlines()[-1].startswith("CANNOT DECIDE: no agreement lies here")
