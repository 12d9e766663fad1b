"""Doctor without an account: each fault, seeded into the templates, is named from the assembly alone."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from xacct_constructs.cli import main
from xacct_constructs.local.checkout import find_checkout

Templates = dict[str, dict[str, Any]]
Edit = Callable[[Templates], None]


@pytest.fixture(scope="module")
def assembly(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`app.py`, synthesized."""
    folder = tmp_path_factory.mktemp("app") / "cdk.out"
    environment = {**os.environ, "CDK_OUTDIR": str(folder), "PYTHONPATH": "."}
    subprocess.run([sys.executable, "app.py"], cwd=find_checkout().root, env=environment, check=True)
    return folder


def one(templates: Templates, stack: str, kind: str) -> dict[str, Any]:
    """The properties of the one resource of a type."""
    [found] = [each for each in templates[stack]["Resources"].values() if each["Type"] == f"AWS::{kind}"]
    properties: dict[str, Any] = found["Properties"]
    return properties


def trust(templates: Templates) -> dict[str, Any]:
    """The statement of the trust policy."""
    statement: dict[str, Any] = one(templates, "Production", "IAM::Role")["AssumeRolePolicyDocument"]["Statement"][0]
    return statement


def without_identity_policy(templates: Templates) -> None:
    """The user has no policy."""
    del one(templates, "Staging", "IAM::User")["Policies"]


def without_permissions(templates: Templates) -> None:
    """The role has no policy."""
    del one(templates, "Production", "IAM::Role")["Policies"]


def of_somebody_else(templates: Templates) -> None:
    """The trust policy names another user."""
    trust(templates)["Condition"]["ArnEquals"]["aws:PrincipalArn"] = "arn:aws:iam::222222222222:user/bob"


def with_external_id(templates: Templates) -> None:
    """The trust policy asks for an external ID."""
    trust(templates)["Condition"]["StringEquals"] = {"sts:ExternalId": "acme-7f3a91"}


def with_mfa(templates: Templates) -> None:
    """The trust policy asks for MFA."""
    trust(templates)["Condition"]["Bool"] = {"aws:MultiFactorAuthPresent": "true"}


def of_a_deleted_user(templates: Templates) -> None:
    """The trust policy names a user by the ID she had."""
    trust(templates)["Principal"] = {"AWS": "AIDAEXAMPLE0123456789"}


def expired(templates: Templates) -> None:
    """The trust policy ended."""
    trust(templates)["Condition"]["DateLessThan"] = {"aws:CurrentTime": "2020-01-01T00:00:00Z"}


def denied_by_the_bucket(templates: Templates) -> None:
    """The bucket's policy denies everybody."""
    deny = {"Effect": "Deny", "Principal": {"AWS": "*"}, "Action": "s3:GetObject"}
    statements = one(templates, "Production", "S3::BucketPolicy")["PolicyDocument"]["Statement"]
    statements.append({**deny, "Resource": "arn:aws:s3:::acme-reports-111111111111/*"})


FAULTS: tuple[tuple[Edit, str], ...] = (
    (without_identity_policy, "identity policy"),
    (without_permissions, "permission policy"),
    (of_somebody_else, "trust policy"),
    (with_external_id, "external ID"),
    (with_mfa, "MFA"),
    (of_a_deleted_user, "re-created principal"),
    (expired, "expiry"),
    (denied_by_the_bucket, "bucket policy"),
)


def doctor(folder: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, set[str]]]:
    """Exit code, and the checks by their state."""
    code = main(["doctor", "reports-reader", "--offline", "--assembly", str(folder), "--json"])
    found: dict[str, set[str]] = {}
    for each in json.loads(capsys.readouterr().out)["checks"]:
        found.setdefault(each["state"], set()).add(each["check"])
    return code, found


def test_the_app_is_healthy(assembly: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is wrong, and the assembly leaves nothing open."""
    code, found = doctor(assembly, capsys)

    assert (code, set(found)) == (0, {"fine"}), found


@pytest.mark.parametrize(("edit", "named"), FAULTS, ids=lambda each: getattr(each, "__name__", ""))
def test_a_fault_is_named(
    edit: Edit, named: str, assembly: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The check says it, and the proof, which knows nothing of checks, refutes the agreement too."""
    folder = tmp_path / "cdk.out"
    shutil.copytree(assembly, folder)
    templates = {path.name.split(".")[0]: json.loads(path.read_text()) for path in folder.glob("*.template.json")}
    edit(templates)
    for name, template in templates.items():
        (folder / f"{name}.template.json").write_text(json.dumps(template))

    code, found = doctor(folder, capsys)

    assert code == 1
    # Whose a unique ID is nobody knows before deployment, so that the proof leaves it open.
    assert found["wrong"] == {named} | ({"proof"} if edit is not of_a_deleted_user else set())
