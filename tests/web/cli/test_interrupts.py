"""Ctrl-C at chosen moments of programs in processes of their own."""

import subprocess
import sys
from pathlib import Path

import pytest

from chatbot.home import HOME
from tests.support.programs import run
from tests.web.conftest import SMALL_INTENTS, program_environ

COMMAND = """
import os, signal, sys
from web.cli import interrupts

interrupts.take_over()
from web.cli.errors import reports_errors

def press_at(moment):
    if sys.argv[1] == moment:
        os.kill(os.getpid(), signal.SIGINT)

@reports_errors
def command():
    press_at("within")
    exec("press_at('in a text that is executed')")
    with interrupts.Deferred():
        press_at("amid a transaction")
        print("Whole.", file=sys.stderr)
    with interrupts.Deferred() as interrupt:
        press_at("amid the last transaction")
        interrupt.too_late()

press_at("before")
command()
press_at("after")
"""

INTERRUPTED_IMPORT = """
import os, signal, sys

class PressingAtImport:
    def find_spec(self, name, path, target=None):
        if name == module:
            sys.meta_path.remove(self)
            os.kill(os.getpid(), signal.SIGINT)

module = sys.argv.pop(1)
sys.meta_path.insert(0, PressingAtImport())
"""
PROGRAMS = {
    "recollect": "from web.program import main; main()",
    "flask": "from flask.cli import main; main()",
    "app.py": "import runpy; runpy.run_path('app.py', run_name='__main__')",
}


@pytest.mark.parametrize(
    ("moment", "exit_code", "sentence"),
    [
        ("before", 130, "Cancelled: nothing was done.\n"),
        ("within", 130, "Cancelled.\n"),
        ("in a text that is executed", 130, "Cancelled.\n"),
        ("amid a transaction", 130, "Whole.\nCancelled.\n"),
        ("amid the last transaction", 0, "Whole.\n"),
        ("after", 0, "Whole.\n"),
    ],
)
def test_a_command_ends_with_a_sentence_whenever_ctrl_c_comes(
    tmp_path: Path, moment: str, exit_code: int, sentence: str
) -> None:
    (tmp_path / "interrupted.py").write_text(COMMAND)
    command = [sys.executable, "-m", "interrupted", moment]
    done = run(command, {"PYTHONPATH": f"{HOME}:{tmp_path}"}, tmp_path)
    assert (done.returncode, done.stderr) == (exit_code, sentence)


@pytest.mark.parametrize(
    ("program", "module"),
    [
        ("recollect", "flask"),
        ("recollect", "sqlalchemy"),
        ("recollect", "web.commands"),
        ("flask", "web.core.settings"),
        ("flask", "sqlalchemy"),
        ("app.py", "granian"),
    ],
)
def test_ctrl_c_while_a_program_is_imported_ends_it_with_a_sentence(
    tmp_path: Path, program: str, module: str
) -> None:
    environ = program_environ(tmp_path / "instance", SMALL_INTENTS)
    code = INTERRUPTED_IMPORT + PROGRAMS[program]
    done = subprocess.run(
        [sys.executable, "-c", code, module, "intents", "check"],
        env=environ,
        cwd=HOME,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (130, "Cancelled: nothing was done.\n")


def test_recollect_has_the_commands_in_any_folder(tmp_path: Path) -> None:
    environ = program_environ(tmp_path / "instance", SMALL_INTENTS)
    command = [sys.executable, "-m", "web.program", "intents", "check"]
    done = run(command, environ | {"PYTHONPATH": str(HOME)}, tmp_path)
    assert done.returncode == 0, done.stderr
    assert "no problems" in done.stdout
