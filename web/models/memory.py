"""Memory of the process that goes back to the system."""

import ctypes

_M_MMAP_THRESHOLD = -3  # of glibc's malloc.h
_LARGE = 128 * 1024


def return_large_blocks() -> None:
    """Return every large block of memory to the system as soon as it is free.

    glibc does so by default until the first large block is freed; then it expects more of them,
    and keeps up to 32 MB: for good, where a model is read once. Other C libraries stay as they are.
    """
    try:
        ctypes.CDLL(None).mallopt(_M_MMAP_THRESHOLD, _LARGE)
    except (AttributeError, OSError, TypeError):
        return
