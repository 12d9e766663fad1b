"""Work of which nearly all that is made stays: looking for circles meanwhile takes time, and finds nothing."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Let nobody look for circles meanwhile, and from then on whoever did before."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            _keep()
            gc.enable()


def _keep() -> None:
    """Put what was made among what has stayed for long; unless somebody has set things apart, which would come back."""
    if not gc.get_freeze_count():
        gc.freeze()
        gc.unfreeze()
