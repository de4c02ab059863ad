"""Privacy: no reports of messages or of use to the makers of libraries."""

import subprocess
import sys
from pathlib import Path

import pytest

from chatbot.model.bundle import Bundle

PROJECT_ROOT = Path(__file__).parents[2]
ANSWER = """
import sys
from pathlib import Path
from chatbot.dialogue.bot import Bot
from chatbot.dialogue.state import DialogueState
assert Bot.load(Path(sys.argv[1])).reply("hello", DialogueState()).text
"""


@pytest.mark.parametrize("environ", [{}, {"ORT_DISABLE_TELEMETRY": "0"}], ids=["unset", "allowed"])
def test_answering_collects_no_reports_for_the_makers_of_libraries(
    tmp_path: Path, bundle: Bundle, environ: dict[str, str]
) -> None:
    file, home = tmp_path / "model.bundle", tmp_path / "home"
    bundle.save(file)
    home.mkdir()
    subprocess.run(
        [sys.executable, "-c", ANSWER, file],
        env={"HOME": str(home), **environ},
        cwd=PROJECT_ROOT,
        timeout=60,
        check=True,
    )
    # onnxruntime stores reports in the user's cache before sending.
    assert list(home.rglob("*")) == []
