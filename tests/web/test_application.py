import subprocess
import sys
from pathlib import Path

from flask import Flask

from tests.conftest import SECRET_KEY

PROJECT_ROOT = Path(__file__).parents[2]
START = """
import sys, time
started = time.process_time()  # of this process: others may be busy
from web import create_app
client = create_app().test_client()
assert client.get("/healthz").status_code == 200
print(time.process_time() - started)
print(*sorted({name.partition(".")[0] for name in sys.modules}))
"""


def start(tmp_path: Path) -> tuple[float, set[str]]:
    """The CPU seconds that a web process takes to answer, and the packages that it imports."""
    done = subprocess.run(
        [sys.executable, "-c", START],
        env={"RECOLLECT_INSTANCE": str(tmp_path), "SECRET_KEY": SECRET_KEY},
        cwd=PROJECT_ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    seconds, modules = done.stdout.splitlines()
    return float(seconds), set(modules.split())


def test_a_web_process_imports_nothing_that_only_training_needs(tmp_path: Path) -> None:
    _, modules = start(tmp_path)
    assert "web" in modules
    heavy = {"keras", "tensorflow", "sklearn", "scipy", "alembic", "offapi"}
    assert modules & heavy == set()


def test_a_web_process_answers_within_two_seconds(tmp_path: Path) -> None:
    assert min(start(tmp_path)[0] for _ in range(3)) < 2


def test_every_address_has_a_name(sqlite_app: Flask) -> None:
    assert [rule.rule for rule in sqlite_app.url_map.iter_rules() if "None" in rule.rule] == []
