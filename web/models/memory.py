"""Return of the process's memory to the system."""

import ctypes

_M_MMAP_THRESHOLD = -3  # of glibc's malloc.h
_LARGE = 128 * 1024


def return_large_blocks() -> None:
    """Return every large block of memory to the system as soon as the block is free.

    glibc does so by default until the first large block is freed; then glibc expects more large
    blocks, and keeps up to 32 MB: for good, if a model is read once. Other C libraries are left
    unchanged.
    """
    try:
        ctypes.CDLL(None).mallopt(_M_MMAP_THRESHOLD, _LARGE)
    except (AttributeError, OSError, TypeError):
        return


def return_free_pages() -> None:
    """Return the pages that nothing uses: to read a model leaves many among those in use."""
    try:
        ctypes.CDLL(None).malloc_trim(0)
    except (AttributeError, OSError, TypeError):
        return
