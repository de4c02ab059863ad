"""Importing large libraries in half the time."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def for_good() -> Iterator[None]:
    """A block that imports modules, which stay: nothing in them is looked at for garbage.

    TensorFlow makes some 700,000 objects. To go through them again and again takes as long as to
    import it, and once more at the end of the process. Processes that are forked later go on
    sharing the memory of what is frozen (https://docs.python.org/3/library/gc.html#gc.freeze).
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
