"""What is counted: jsii round trips and template bytes, the same on every machine."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

import aws_cdk as cdk
from jsii._kernel.providers.process import _NodeProcess

Build = Callable[[cdk.App, int], None]

_FEW, _MORE = 10, 30


@contextmanager
def counted_round_trips() -> Iterator[list[str]]:
    """The kind of every request that goes to Node, in order, while this lasts."""
    kinds: list[str] = []
    send = _NodeProcess.send

    def counting(self: _NodeProcess, request: Any, response_type: Any) -> Any:
        kinds.append(type(request).__name__)
        return send(self, request, response_type)

    with mock.patch.object(_NodeProcess, "send", counting):
        yield kinds


def round_trips_for_one_more(build: Build) -> float:
    """Requests to Node for one more of what is built, synthesis included."""

    def requests(agreements: int) -> int:
        with counted_round_trips() as kinds, tempfile.TemporaryDirectory() as folder:
            _synthesized(build, agreements, folder)
        return len(kinds)

    return _slope(requests)


def template_bytes_per_agreement(build: Build) -> float:
    """Bytes that one more agreement adds to the templates, as CDK writes them."""

    def size(agreements: int) -> int:
        with tempfile.TemporaryDirectory() as folder:
            return sum(len(template) for template in _synthesized(build, agreements, folder))

    return _slope(size)


def _synthesized(build: Build, agreements: int, folder: str) -> list[bytes]:
    app = cdk.App(outdir=folder)
    build(app, agreements)
    app.synth()
    return [path.read_bytes() for path in Path(folder).glob("*.template.json")]


def _slope(count: Callable[[int], int]) -> float:
    return (count(_MORE) - count(_FEW)) / (_MORE - _FEW)
