"""The managed policies of AWS: the table is what the package gives, and every document is understood."""

import pytest

from tools import managed_policies as tool
from xacct_constructs.iam import Origin, Policy
from xacct_constructs.managed_policies import managed_policy, state

GIVEN = tool.given()
LAMBDA = "service-role/AWSLambdaBasicExecutionRole"


def test_the_table_is_what_the_package_gives() -> None:
    """After an update of moto: `python -m tools.managed_policies`. How it is packed is each zlib's affair."""
    arns = {name: f"arn:aws:iam::aws:policy/{name}" for name in GIVEN}
    known = {name: managed_policy(arn) for name, arn in arns.items()}
    assert {name: found and (found.version, found.date) for name, found in known.items()} == {
        name: (version, date) for name, (_, version, date) in GIVEN.items()
    }
    assert [name for name, found in known.items() if found and found.document != tool.document(name)] == []
    assert state() == max(date for _, _, date in GIVEN.values())
    assert tool.written().splitlines()[0] == tool.FILE.read_text().splitlines()[0]


def test_every_document_is_understood() -> None:
    """None of them holds what `iam` does not know."""
    found = {name: managed_policy(f"arn:aws:iam::aws:policy/{name}") for name in GIVEN}
    policies = {name: Policy(each.document, Origin("", name, each.version)) for name, each in found.items() if each}
    assert [name for name, policy in policies.items() if not policy.statements] == []


@pytest.mark.parametrize("partition", ["aws", "aws-cn", "aws-us-gov"])
@pytest.mark.parametrize(
    "name",
    ["AdministratorAccess", LAMBDA, "job-function/ViewOnlyAccess", "aws-service-role/AWSSupportServiceRolePolicy"],
)
def test_a_policy_is_known_in_every_partition(partition: str, name: str) -> None:
    """With its path, which is part of its name."""
    found = managed_policy(f"arn:{partition}:iam::aws:policy/{name}")
    assert found is not None
    assert found.version.startswith("v")
    assert found.date <= state()


def test_arns_in_a_document_are_of_its_partition() -> None:
    """A policy of China speaks of what is in China."""
    name = "service-role/AWSCodeDeployRoleForLambda"
    assert "arn:aws:" in str(managed_policy(f"arn:aws:iam::aws:policy/{name}"))
    assert "arn:aws:" not in str(managed_policy(f"arn:aws-cn:iam::aws:policy/{name}"))
    assert "arn:aws-cn:" in str(managed_policy(f"arn:aws-cn:iam::aws:policy/{name}"))


@pytest.mark.parametrize(
    "arn",
    [
        pytest.param("arn:aws:iam::aws:policy/OfTomorrow", id="not known"),
        pytest.param("arn:aws:iam::aws:policy/AAA", id="before the first"),
        pytest.param("arn:aws:iam::aws:policy/zzz", id="after the last"),
        pytest.param("arn:aws:iam::aws:policy/AWSLambdaBasicExecutionRole", id="without its path"),
        pytest.param("arn:aws:iam::111111111111:policy/AdministratorAccess", id="an account's own"),
        pytest.param("arn:aws:iam::aws:role/AdministratorAccess", id="no policy"),
        pytest.param("${Stack.Given}", id="left to deployment"),
        pytest.param("", id="nothing"),
    ],
)
def test_what_is_not_known_is_none(arn: str) -> None:
    """Never another policy in its place."""
    assert managed_policy(arn) is None
