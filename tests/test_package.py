"""The wheel: it carries every file that the product reads, and works from any folder."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from chatbot.home import HOME
from tests.support.programs import clean_environ

READ_AT_RUN_TIME = ("*.html", "*.mo", "*.css", "*.js", "*.svg", "*.txt", "*.typed")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this tree."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=HOME, check=True, capture_output=True, timeout=60)
    return next(folder.glob("*.whl"))


@pytest.fixture
def installed(wheel: Path, tmp_path: Path) -> Path:
    """A folder of packages with the wheel in it, and nothing of the checkout."""
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "packages")
    return tmp_path / "packages"


def test_the_wheel_carries_what_the_product_reads(wheel: Path) -> None:
    carried = set(zipfile.ZipFile(wheel).namelist())
    for top in ("chatbot", "web"):
        for pattern in (*READ_AT_RUN_TIME, "*.py"):
            files = {str(p.relative_to(HOME)) for p in (HOME / top).rglob(pattern)}
            assert files <= carried
    for folder in ("intents", "migrations"):
        names = {f"web/shipped/{folder}/{path.name}" for path in (HOME / folder).iterdir()}
        assert {name for name in names if "__pycache__" not in name} <= carried


def test_the_wheel_works_from_any_folder(installed: Path, tmp_path: Path) -> None:
    folder = tmp_path / "anywhere"
    folder.mkdir()
    environ = clean_environ() | {"PYTHONPATH": str(installed)}
    for arguments in (["intents", "check"], ["db", "upgrade"], ["users", "list"]):
        command = [sys.executable, "-m", "web.program", *arguments]
        done = subprocess.run(
            command,
            cwd=folder,
            env=environ,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
    assert (folder / "instance" / "recollect.db").exists()
