"""What this process keeps of the memory that it no longer needs."""

import ctypes

_M_MMAP_THRESHOLD = -3  # of glibc's malloc.h
_LARGE = 128 * 1024


def return_large_blocks() -> None:
    """Have every large block of memory go back to the system as soon as it is free.

    So it does at first; but glibc takes the first large block that is freed for a sign that there
    will be more, and then keeps up to 32 MB: for good, where a model is read once. Where the C
    library is another one, nothing happens.
    """
    try:
        ctypes.CDLL(None).mallopt(_M_MMAP_THRESHOLD, _LARGE)
    except (AttributeError, OSError, TypeError):
        return
