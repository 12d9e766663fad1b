"""Every example, synthesized once in this process."""

import importlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

import aws_cdk as cdk
import pytest

ROOT = Path(__file__).parents[2]
NAMES = sorted(app.parent.name for app in (ROOT / "examples").glob("*/app.py"))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that takes `example` runs for each."""
    if "example" in metafunc.fixturenames:
        metafunc.parametrize("example", NAMES)


@pytest.fixture(scope="session")
def synthesize(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The cloud assembly of an example's app, by the module's name below `examples`."""

    @cache
    def synthesized(module: str) -> Path:
        app = cdk.App(outdir=str(tmp_path_factory.mktemp(module)), analytics_reporting=False)
        importlib.import_module(f"examples.{module}").build(app)
        return Path(app.synth().directory)

    return synthesized


@pytest.fixture
def assembly(example: str, synthesize: Callable[[str], Path]) -> Path:
    """The example's cloud assembly."""
    return synthesize(f"{example}.app")
