"""Nobody looks for circles meanwhile, and what was made is not looked at right after."""

import gc
from collections.abc import Iterator

import pytest

from xacct_constructs.uncollected import uncollected


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    """Collecting goes on as it did."""
    collecting = gc.isenabled()
    yield
    gc.unfreeze()
    (gc.enable if collecting else gc.disable)()


@pytest.mark.parametrize("collecting", [True, False])
def test_from_then_on_it_is_as_before(collecting: bool) -> None:
    """Whoever collected does so again, and nobody else."""
    (gc.enable if collecting else gc.disable)()
    with uncollected():
        assert not gc.isenabled()
    assert gc.isenabled() is collecting


def test_what_was_made_counts_as_old() -> None:
    """The next search among what is young passes over it."""
    gc.enable()
    with uncollected():
        made: list[list[str]] = [[]]
    assert any(each is made for each in gc.get_objects(generation=2))


def test_what_somebody_set_apart_stays_so() -> None:
    """As a server does before it forks."""
    gc.enable()
    gc.freeze()
    apart = gc.get_freeze_count()
    with uncollected():
        pass
    # Something of it may have ended by itself meanwhile.
    assert gc.get_freeze_count() > apart * 0.99 > 0
