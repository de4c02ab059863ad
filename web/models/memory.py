"""Return of the process's memory to the system."""

import ctypes

_M_MMAP_THRESHOLD = -3  # of glibc's malloc.h
_LARGE = 128 * 1024
_M_ARENA_MAX = -8
_ARENAS = 2


def return_large_blocks() -> None:
    """Return every large block of memory to the system as soon as the block is free.

    glibc does so by default until the first large block is freed; then glibc expects more large
    blocks, and keeps up to 32 MB: for good, if a model is read once. Other C libraries are left
    unchanged.
    """
    _set_option(_M_MMAP_THRESHOLD, _LARGE)


def share_arenas() -> None:
    """Let all threads to come take memory from the same two arenas of glibc.

    By default each thread has an arena, up to eight for each core, with free memory of its own.
    """
    _set_option(_M_ARENA_MAX, _ARENAS)


def _set_option(option: int, value: int) -> None:
    try:
        ctypes.CDLL(None).mallopt(option, value)
    except (AttributeError, OSError, TypeError):
        return


def return_free_pages() -> None:
    """Return the pages that nothing uses: to read a model leaves many among those in use."""
    try:
        ctypes.CDLL(None).malloc_trim(0)
    except (AttributeError, OSError, TypeError):
        return
