"""What is published: the wheel and the source distribution, built from here, the wheel used from elsewhere.

Nothing is fetched: the build backend is the locked one, and the other environment borrows aws-cdk-lib from this one.
"""

import json
import re
import subprocess
import sys
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
UV = ROOT / ".tools" / "bin" / "uv"

PREAMBLE = """
from pathlib import Path

import aws_cdk as cdk
from aws_cdk import aws_s3 as s3

import xacct_constructs
from xacct_constructs import S3Read, TrustedAccountUser, TrustedUser, TrustingAccountRole

print(Path(xacct_constructs.__file__).resolve())
app = cdk.App(outdir="cdk.out")
production = cdk.Stack(app, "Production", env=cdk.Environment(account="111111111111", region="eu-west-1"))
staging = cdk.Stack(app, "Staging", env=cdk.Environment(account="222222222222", region="eu-west-1"))
"""


@dataclass(frozen=True)
class Built:
    """The two files that are published, and the names of the files in them."""

    wheel: Path
    wheel_names: frozenset[str]
    sdist_names: frozenset[str]


@dataclass(frozen=True)
class Elsewhere:
    """A folder with an environment that has the wheel and no checkout."""

    folder: Path
    site_packages: Path

    def run(self, program: str) -> str:
        """What a program of that environment prints, run in that folder."""
        python = self.folder / "venv" / "bin" / "python"
        command: list[str | Path] = [python, "-I", "-c", program]
        return subprocess.run(command, cwd=self.folder, capture_output=True, text=True, check=True).stdout

    def resources(self, stack: str, kind: str) -> list[dict[str, Any]]:
        """The properties of a stack's resources of one type."""
        template = json.loads((self.folder / "cdk.out" / f"{stack}.template.json").read_text())
        return [item["Properties"] for item in template["Resources"].values() if item["Type"] == kind]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The source distribution, and the wheel built from it."""
    folder = tmp_path_factory.mktemp("dist")
    build: list[str | Path] = [sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT]
    subprocess.run(build, check=True, capture_output=True)
    [wheel], [sdist] = folder.glob("*.whl"), folder.glob("*.tar.gz")
    with zipfile.ZipFile(wheel) as files, tarfile.open(sdist) as sources:
        in_sdist = frozenset(name.partition("/")[2] for name in sources.getnames())
        return Built(wheel, frozenset(files.namelist()), in_sdist)


@pytest.fixture(scope="module")
def elsewhere(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Elsewhere:
    """A new environment with the wheel in it, and this one's packages behind its own."""
    folder = tmp_path_factory.mktemp("elsewhere")
    subprocess.run([UV, "venv", "--quiet", "--python", sys.executable, folder / "venv"], check=True)
    install: list[str | Path] = [UV, "pip", "install", "--quiet", "--offline", "--no-deps"]
    subprocess.run([*install, "--python", folder / "venv", built.wheel], check=True)
    [site_packages] = (folder / "venv" / "lib").glob("python*/site-packages")
    [borrowed] = (path for path in sys.path if (Path(path) / "aws_cdk").is_dir())
    (site_packages / "borrowed.pth").write_text(f"{borrowed}\n")
    return Elsewhere(folder, site_packages)


def test_the_wheel_is_the_package_and_its_license(built: Built) -> None:
    """Every module, its types' marker, schemas, what completes words; beside them metadata alone, with LICENSE."""
    package = {name for name in built.wheel_names if name.startswith("xacct_constructs/")}
    sources = {path.relative_to(ROOT).as_posix() for path in (ROOT / "xacct_constructs").rglob("*.py")}
    completions = {f"xacct_constructs/cli/completions/xacct.{shell}" for shell in ("bash", "zsh", "fish")}
    schemas = {f"xacct_constructs/{part}/schema.json" for part in ("access_file", "known_access")}
    others = {*schemas, "xacct_constructs/py.typed"}
    assert package == {*sources, *completions, *others}
    metadata = built.wheel_names - package
    assert {name.partition("/")[0].rpartition(".")[2] for name in metadata} == {"dist-info"}
    assert [name for name in metadata if name.endswith("/LICENSE")]


@pytest.mark.parametrize("path", ["LICENSE", "README.md", "app.py", "examples/read_bucket/app.py", "tests/conftest.py"])
def test_the_source_distribution_has(built: Built, path: str) -> None:
    """What a packager or a reader needs to test it and to see it used."""
    assert path in built.sdist_names


def test_the_source_distribution_has_nothing_made(built: Built) -> None:
    """No environment, no cache, no synthesized template."""
    made = re.compile(r"(^|/)(\.venv.*|\.tools|node_modules|cdk\.out.*|__pycache__|\.[a-z]+_cache)(/|$)")
    assert [name for name in built.sdist_names if made.search(name)] == []


def test_the_readme_s_two_constructs_work_from_the_installed_wheel(elsewhere: Elsewhere) -> None:
    """README's first block, word for word, writes both halves in an environment that has no checkout."""
    snippet = re.findall(r"^```python\n(.*?)^```", (ROOT / "README.md").read_text(), re.DOTALL | re.MULTILINE)[0]

    printed = elsewhere.run(f"{PREAMBLE}\n{snippet}\napp.synth()")

    assert Path(printed.strip()) == elsewhere.site_packages / "xacct_constructs" / "__init__.py"
    [role], [user] = (
        elsewhere.resources("Production", "AWS::IAM::Role"),
        elsewhere.resources("Staging", "AWS::IAM::User"),
    )
    assert (role["RoleName"], user["UserName"]) == ("reports-reader", "alice")
    assert "arn:aws:iam::222222222222:user/alice" in json.dumps(role["AssumeRolePolicyDocument"])
    assert "arn:aws:iam::111111111111:role/reports-reader" in json.dumps(user["Policies"])


def test_the_installed_command_runs(elsewhere: Elsewhere) -> None:
    """`xacct` is on the environment's path and lists its commands."""
    xacct = elsewhere.folder / "venv" / "bin" / "xacct"
    printed = subprocess.run([xacct, "--help"], cwd=elsewhere.folder, capture_output=True, text=True, check=True).stdout
    assert "demo" in printed


@pytest.mark.parametrize("option", [(), ("--keep",)], ids=["demo", "demo --keep"])
def test_the_installed_demo_says_where_it_runs(elsewhere: Elsewhere, option: tuple[str, ...]) -> None:
    """It deploys the checkout's app, which no package holds; what it needs besides is not asked for here."""
    xacct = elsewhere.folder / "venv" / "bin" / "xacct"
    ended = subprocess.run([xacct, "demo", *option], cwd=elsewhere.folder, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "get the source of xacct-constructs, and run there: make demo" in ended.stderr
