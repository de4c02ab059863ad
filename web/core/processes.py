"""Child processes of the program: start, stop, end with the parent."""

import os
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable
from threading import Thread
from typing import NoReturn

from chatbot.errors import ExplainedError
from chatbot.home import HOME
from web.core.assets import WEB

WATCH_SECONDS = 0.5
LAST_REQUESTS = 16


def flask_command(*arguments: str) -> list[str]:
    """Return the command line of `flask ARGUMENTS` for the program, in the running Python."""
    return [sys.executable, "-m", "flask", "--app", str(WEB / "program.py"), *arguments]


def start(*arguments: str) -> subprocess.Popen[bytes]:
    """Start `recollect ARGUMENTS --parent PID` in a new session.

    A Ctrl-C in the terminal does not reach the session: the parent decides when to end the session.
    `flask` would load the commands of extensions, 6 MB.
    """
    command = [sys.executable, "-m", "web.program", *arguments, "--parent", str(os.getpid())]
    folders = filter(None, (str(HOME), os.environ.get("PYTHONPATH")))
    environ = os.environ | {"PYTHONPATH": os.pathsep.join(folders)}
    return subprocess.Popen(  # noqa: S603
        command, env=environ, start_new_session=True, stdin=subprocess.DEVNULL
    )


def stop(process: subprocess.Popen[bytes], *, patience: float) -> None:
    """Terminate the process; kill the whole process group after `patience` seconds."""
    process.terminate()
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def apart(function: Callable[[], object]) -> None:
    """Run a function in a forked process, whose memory goes back to the system at its end.

    Called before threads and connections are made. Raises SystemExit with the exit code of a
    function that fails; the forked process has written the reason.
    """
    sys.stdout.flush()
    process = os.fork()
    if process:
        code = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
        if code:
            raise SystemExit(code)
        return
    _end_with(function)


def _end_with(function: Callable[[], object]) -> NoReturn:
    """Run a function, write the reason of a failure, and end the process with the exit code."""
    code = 1
    try:
        function()
        code = 0
    except ExplainedError as error:
        sys.stderr.write(f"Error: {error}\n")
    except KeyboardInterrupt:
        code = 130
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def end_with_parent(parent: int) -> None:
    """End the calling process by SIGTERM as soon as the parent, a process id, is gone."""
    Thread(target=_watch, args=(parent,), name="parent-watch", daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(WATCH_SECONDS)
    # More than once: a process that is just starting may miss the first signal.
    for _ in range(LAST_REQUESTS):
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(WATCH_SECONDS)
    os.kill(os.getpid(), signal.SIGKILL)


def how_it_died(exit_code: int) -> str:
    """Word the exit of a process: "was killed by SIGKILL", "ended with exit code 3"."""
    if exit_code >= 0:
        return f"ended with exit code {exit_code}"
    return f"was killed by {signal_name(exit_code)}"


def signal_name(exit_code: int) -> str:
    """Name of the signal that killed a process with a negative exit code."""
    try:
        return signal.Signals(-exit_code).name
    except ValueError:
        return f"signal {-exit_code}"
