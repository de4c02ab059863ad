"""Load benchmark as a command, for a short time, with the small bot."""

import json
import sys
from pathlib import Path

import pytest

from chatbot.home import HOME
from chatbot.model.bundle import Bundle
from tests.support.programs import clean_environ, run

pytestmark = pytest.mark.timeout(300)


@pytest.mark.slow
def test_every_server_is_measured_and_every_message_is_answered(
    tmp_path: Path, bundle: Bundle
) -> None:
    bundle.save(tmp_path / "small.bundle")
    output = tmp_path / "figures.json"
    options = ["--seconds", "0.5", "--connections", "4", "--processes", "1"]
    files = ["--bundle", str(tmp_path / "small.bundle"), "--json", str(output)]
    command = [sys.executable, "-m", "benchmarks.load", *options, *files]
    process = run(command, clean_environ() | {"COLUMNS": "200"}, HOME)
    assert process.returncode == 0, process.stdout + process.stderr
    report = json.loads(output.read_text("utf-8"))
    figures = {result["name"]: result for result in report["servers"]}
    assert list(figures) == ["echo", "script", "recollect sqlite ×1"]
    for result in figures.values():
        assert result["failures"] == {}
        assert result["messages"] > 0
        assert 0 < result["p50_ms"] <= result["p99_ms"]
        assert 0 < result["memory"]["own"] <= result["memory"]["proportional"]
        assert result["memory"]["proportional"] <= result["memory"]["resident"]
    echo, script, recollect = figures.values()
    assert echo["cpu_us"] < recollect["cpu_us"] < script["cpu_us"]
    assert "× the CPU of an echo" in process.stdout
    (stages,) = report["stages"]
    parts = [stages[name] for name in ("predict", "answer", "store", "request")]
    assert sum(parts) == pytest.approx(stages["whole"])
    assert min(parts) > 0
