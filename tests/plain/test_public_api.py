"""The names that users import: which there are, and what importing them costs."""

import json
import subprocess
import sys

import pytest

import xacct_constructs

NAMES = [
    "AcceptedUnknown",
    "AccessMap",
    "Administrator",
    "Agreement",
    "AgreementError",
    "Binding",
    "CdkKind",
    "CdkRole",
    "CrossAccountAccess",
    "DynamoDBRead",
    "Finding",
    "Fingerprints",
    "KnownAccess",
    "KnownWay",
    "Network",
    "RawStatements",
    "RoleReference",
    "S3Read",
    "Safeguards",
    "Severity",
    "TrustedAccount",
    "TrustedAccountGroup",
    "TrustedAccountRole",
    "TrustedAccountUser",
    "TrustedGroup",
    "TrustedOrganization",
    "TrustedOrganizationalUnit",
    "TrustedPermissionSet",
    "TrustedRole",
    "TrustedUser",
    "TrustedWebIdentity",
    "TrustingAccountRole",
    "add_known_access",
    "check_agreement",
    "permission_set_policy",
]


def test_names() -> None:
    """The public names are these, sorted; dropping one is a major release."""
    assert xacct_constructs.__all__ == NAMES == sorted(NAMES)
    assert set(NAMES) <= set(dir(xacct_constructs))


@pytest.mark.parametrize("name", NAMES)
def test_each_name_is_documented(name: str) -> None:
    """Every public name is there and says what it is."""
    assert getattr(xacct_constructs, name).__doc__


def test_unknown_name() -> None:
    """A misspelt name fails as in any module."""
    with pytest.raises(AttributeError, match="no attribute 'TrustedGrup'"):
        _ = xacct_constructs.TrustedGrup


def loaded_after(program: str) -> set[str]:
    """Which of the heavy modules are loaded after the program."""
    heavy = "[name for name in ('aws_cdk', 'jsii', 'constructs', 'boto3') if name in sys.modules]"
    code = f"import json, sys\n{program}\nprint(json.dumps({heavy}))"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(json.loads(result.stdout.splitlines()[-1]))


@pytest.mark.parametrize(
    ("program", "expected"),
    [
        pytest.param("import xacct_constructs", set(), id="the root"),
        pytest.param("import xacct_constructs; dir(xacct_constructs)", set(), id="looking at its names"),
        pytest.param(
            "from xacct_constructs import Agreement, Safeguards, S3Read, TrustedUser, check_agreement",
            set(),
            id="the plain names",
        ),
        pytest.param(
            "from xacct_constructs import TrustingAccountRole", {"aws_cdk", "jsii", "constructs"}, id="a construct"
        ),
        pytest.param(
            "from xacct_constructs import *\nassert TrustedAccountUser and Agreement",
            {"aws_cdk", "jsii", "constructs"},
            id="everything",
        ),
    ],
)
def test_what_importing_loads(program: str, expected: set[str]) -> None:
    """Plain names start neither the CDK nor Node."""
    assert loaded_after(program) == expected
