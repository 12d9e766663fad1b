"""An assembly that needs neither Node nor the CDK: what lies in it, and that it is read as any other."""

import json
from pathlib import Path

import pytest

from tests.account_stacks.samples import OTHER, PRODUCTION, account, agreement, file, trusting
from tests.known_access.samples import way
from xacct_constructs import AgreementError, KnownAccess, TrustedUser
from xacct_constructs.account_stacks import account_stacks
from xacct_constructs.assembly import read_assembly
from xacct_constructs.proof import Answer, prove
from xacct_constructs.synthesis import assembly_of, write_folder


def test_what_lies_in_it() -> None:
    """Two stacks with their asset manifests, the manifest, the version, the agreements; known access if any."""
    names = [f"Access-{each}.{what}.json" for each in ("production", "staging") for what in ("template", "assets")]
    assert list(assembly_of(file([agreement()])).files) == [*names, "cdk.out", "manifest.json", "xacct-agreements.json"]
    audit = way("audit", {"AWS": f"arn:aws:iam::{OTHER}:root"}, "s3:ListBucket", "arn:aws:s3:::acme-logs")
    known = KnownAccess(ways=(audit,))
    assert "xacct-known-access.json" in assembly_of(file([agreement()], known_access=known)).files


def test_it_is_proven(tmp_path: Path) -> None:
    """What is read back is what was agreed; a template changed by hand is not."""
    assembly = assembly_of(file([agreement(0), agreement(1)]))
    write_folder(tmp_path / "cdk.out", assembly.files)
    proof = prove(read_assembly(tmp_path / "cdk.out"))
    assert (proof.agreements, proof.answer) == ((agreement(0), agreement(1)), Answer.PROVEN)
    template = tmp_path / "cdk.out" / "Access-production.template.json"
    template.write_text(template.read_text().replace("s3:GetObject", "s3:Get*"))
    assert prove(read_assembly(tmp_path / "cdk.out")).answer is Answer.REFUTED


def test_chosen_accounts_alone(tmp_path: Path) -> None:
    """Half of an agreement is synthesized by its owner, and proven as far as it goes."""
    given = file([agreement(0)])
    assembly = assembly_of(given, accounts=["staging"])
    write_folder(tmp_path / "cdk.out", assembly.files)
    assert [each.name for each in assembly.stacks] == ["Access-staging"]
    assert prove(read_assembly(tmp_path / "cdk.out")).halves == (agreement(0).role_arn,)


def test_an_asset_s_name_is_its_content() -> None:
    """A change of the template is another asset: the CLI uploads it."""
    first, second = (
        assembly_of(file([trusting(agreement(), TrustedUser(account="222222222222", name=name))]))
        for name in ("a", "b")
    )
    digests = [next(iter(json.loads(each.files["Access-staging.assets.json"])["files"])) for each in (first, second)]
    assert digests[0] != digests[1]
    assert f"{digests[0]}.json" in first.files["manifest.json"]


def test_errors_are_raised_warnings_kept() -> None:
    """All of them at once."""
    with pytest.raises(AgreementError) as raised:
        assembly_of(file([agreement(role_name="*"), agreement(trusting_account="x")]))
    assert [each.code for each in raised.value.findings] == ["XA010", "XA001"]
    shared = file([trusting(agreement(), TrustedUser(account=OTHER, name="carol"))], account("production", PRODUCTION))
    assert [each.code for each in assembly_of(shared).warnings] == ["XA507"]
    assert account_stacks(shared).stacks
