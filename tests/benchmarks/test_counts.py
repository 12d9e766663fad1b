"""The counted measures of the budget, and that what is compared is the same access. Timings are for `make bench`."""

import json
from pathlib import Path
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk.assertions import Template

from benchmarks import counts, imports
from benchmarks.workloads import by_hand, constructs, two_stacks, wiring
from examples.read_bucket import app as read_bucket

WRITTEN_BY_US = [pytest.param(constructs.build, id="constructs"), pytest.param(wiring.build, id="wiring")]


def statements(build: counts.Build) -> dict[str, list[dict[str, Any]]]:
    """Physical name of each role and user to all statements it holds, however they are attached."""
    app = cdk.App()
    build(app, 3)
    assembly = app.synth()
    found: dict[str, list[dict[str, Any]]] = {}
    for stack in assembly.stacks:
        resources = json.loads(Path(stack.template_full_path).read_text())["Resources"]
        names = {
            logical_id: properties.get("RoleName", properties.get("UserName"))
            for logical_id, properties in ((key, value["Properties"]) for key, value in resources.items())
        }
        for logical_id, resource in resources.items():
            properties = resource["Properties"]
            if resource["Type"] == "AWS::IAM::Policy":
                (holder,) = properties.get("Roles", properties.get("Users"))
                found.setdefault(names[holder["Ref"]], []).extend(properties["PolicyDocument"]["Statement"])
                continue
            held = found.setdefault(names[logical_id], [])
            held += properties.get("AssumeRolePolicyDocument", {}).get("Statement", [])
            held += [
                each for policy in properties.get("Policies", []) for each in policy["PolicyDocument"]["Statement"]
            ]
    return {name: [_literal(each) for each in held] for name, held in found.items()}


def _literal(value: Any) -> Any:
    """The value with CDK's `Fn::Join` over the partition as the ARN that it stands for."""
    if isinstance(value, dict) and "Fn::Join" in value:
        separator, parts = value["Fn::Join"]
        return separator.join("aws" if part == {"Ref": "AWS::Partition"} else part for part in parts)
    return {key: _literal(each) for key, each in value.items()} if isinstance(value, dict) else value


@pytest.mark.parametrize("build", WRITTEN_BY_US)
def test_an_agreement_takes_four_round_trips(build: counts.Build) -> None:
    """One more agreement is at most four requests to Node: a construct and a resource in each half."""
    assert counts.round_trips_for_one_more(build) <= 4


def test_round_trips_of_the_other_side_are_counted_too() -> None:
    """By hand an agreement takes many times as many, so the counter counts."""
    assert counts.round_trips_for_one_more(by_hand.build) > 12


@pytest.mark.parametrize("build", WRITTEN_BY_US)
def test_an_agreement_is_smaller_than_by_hand(build: counts.Build) -> None:
    """One more agreement adds at most 0.85 times the template bytes that it adds by hand."""
    ours, theirs = counts.template_bytes_per_agreement(build), counts.template_bytes_per_agreement(by_hand.build)
    assert ours <= 0.85 * theirs


@pytest.mark.parametrize("build", WRITTEN_BY_US)
def test_both_sides_write_the_same_statements(build: counts.Build) -> None:
    """What is compared is the same access to the letter: the same principals hold the same statements."""
    ours = statements(build)
    assert len(ours) == 6
    assert ours == statements(by_hand.build)


def test_the_app_is_compared_with_the_same_bucket() -> None:
    """The app without our constructs has the example's bucket and bucket policy, and nothing else."""

    def resources(module: Any, *kinds: str) -> dict[str, Any]:
        app = cdk.App()
        module.build(app)
        production = app.node.find_child("Production")
        assert isinstance(production, cdk.Stack)
        return {
            key: value
            for key, value in Template.from_stack(production).to_json()["Resources"].items()
            if not kinds or value["Type"] in kinds
        }

    without = resources(two_stacks)
    assert without == resources(read_bucket, "AWS::S3::Bucket", "AWS::S3::BucketPolicy")
    assert len(without) == 2


def test_the_constructs_load_neither_s3_nor_kms() -> None:
    """Importing every construct loads `aws_iam` of the CDK's services, not `aws_s3` or `aws_kms`."""
    loaded = imports.modules_after_constructs()
    assert "aws_cdk.aws_iam" in loaded
    assert loaded.isdisjoint({"aws_cdk.aws_s3", "aws_cdk.aws_kms"})


def test_the_plain_core_starts_nothing() -> None:
    """Importing the plain core loads the standard library only: no CDK, no Node, no boto3."""
    loaded = imports.modules_after_plain_core()
    assert "xacct_constructs.validation.agreement" in loaded
    assert {name.partition(".")[0] for name in loaded}.isdisjoint(
        {"aws_cdk", "constructs", "jsii", "boto3", "botocore"}
    )
