"""The time that a command waits for AWS ends wherever the alarm finds it."""

import gc
import signal
from collections.abc import Callable

import pytest

from xacct_constructs.client.deadline import limited, waiting
from xacct_constructs.client.errors import AssumeError


def _alarm() -> None:
    signal.raise_signal(signal.SIGALRM)


class _Finalized:
    def __del__(self) -> None:
        _alarm()


def _in_a_finalizer() -> None:
    _Finalized()


def _in_a_callback_of_the_collector() -> None:
    def collected(phase: str, _info: dict[str, int]) -> None:
        if phase == "start":
            _alarm()

    gc.callbacks.append(collected)
    try:
        gc.collect()
    finally:
        gc.callbacks.remove(collected)


@pytest.mark.parametrize("where", [_in_a_finalizer, _in_a_callback_of_the_collector])
def test_what_would_be_swallowed_is_raised_afterwards(where: Callable[[], None]) -> None:
    """Raised there, Python would print it and go on."""
    went_on = []

    def asks_aws() -> None:
        with limited(60), waiting():
            where()
            went_on.append(where)
            _alarm()

    with pytest.raises(AssumeError, match="did not answer within 60 s"):
        asks_aws()
    assert went_on == [where]
