"""Child processes: their end with the parent, and its wording."""

import subprocess
import sys

import psutil  # type: ignore[import-untyped]
import pytest

from tests.support.programs import wait_until
from web.core import processes

CHILD = "import sys, time; from web.core.processes import end_with_parent as e; e(int(sys.argv[1]))"
PARENT = f"""
import os, subprocess, sys, time
code = {CHILD!r} + "; print('watching', flush=True); time.sleep(60)"
child = subprocess.Popen([sys.executable, "-c", code, str(os.getpid())], start_new_session=True)
print(child.pid, flush=True)
time.sleep(60)
"""


def test_a_child_ends_when_its_parent_is_killed() -> None:
    parent = subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, text=True)
    with parent:
        assert parent.stdout
        child = psutil.Process(int(parent.stdout.readline()))
        assert parent.stdout.readline() == "watching\n"
        parent.kill()
        wait_until(lambda: not child.is_running(), "the child lives on")


def test_a_child_that_was_deaf_at_first_ends_too() -> None:
    deaf = CHILD + "; import signal; signal.signal(15, signal.SIG_IGN); print(1); time.sleep(1.2)"
    hearing = deaf + "; signal.signal(15, signal.SIG_DFL); time.sleep(60)"
    child = subprocess.Popen([sys.executable, "-uc", hearing, "1"], stdout=subprocess.PIPE)
    with child:
        assert child.wait(20) == -15


def test_what_does_not_end_when_asked_is_killed() -> None:
    stubborn = "import signal, time; signal.signal(15, signal.SIG_IGN); print(1); time.sleep(60)"
    process = subprocess.Popen(
        [sys.executable, "-uc", stubborn], stdout=subprocess.PIPE, start_new_session=True
    )
    with process:
        assert process.stdout
        process.stdout.readline()
        processes.stop(process, patience=0.2)
        assert process.returncode == -9


@pytest.mark.parametrize(
    ("exit_code", "words"),
    [
        (3, "ended with exit code 3"),
        (-9, "was killed by SIGKILL"),
        (-99, "was killed by signal 99"),
    ],
)
def test_an_end_in_words(exit_code: int, words: str) -> None:
    assert processes.how_it_died(exit_code) == words
