"""Memory of glibc: threads share arenas, of which each would keep free memory of its own."""

import subprocess
import sys

import pytest

from chatbot.home import HOME

PROGRAM = """
import ctypes, sys
from threading import Barrier, Thread
from web.models.memory import share_arenas

def allocate(together):
    libc.malloc(100)
    together.wait()

libc = ctypes.CDLL(None)
libc.fdopen.restype = ctypes.c_void_p
if sys.argv[1] == "shared":
    share_arenas()
together = Barrier(7)
threads = [Thread(target=allocate, args=[together]) for _ in range(6)]
for thread in threads:
    thread.start()
together.wait()
libc.malloc_info(0, ctypes.c_void_p(libc.fdopen(1, b"w")))
libc.fflush(None)
"""


def arenas(kind: str) -> int:
    command = [sys.executable, "-c", PROGRAM, kind]
    done = subprocess.run(command, cwd=HOME, check=True, capture_output=True, text=True)
    return done.stdout.count("<heap nr=")


@pytest.mark.skipif(sys.platform != "linux", reason="These are options of glibc.")
def test_threads_share_two_arenas() -> None:
    assert arenas("shared") == 2
    assert arenas("own") > 2
