import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from web.core.secret_key import read_or_make_secret_key
from web.core.setting_errors import SettingsError
from web.core.settings import Settings

START = """
import sys, time
from pathlib import Path
from web.core.secret_key import read_or_make_secret_key

time.sleep(max(0, float(sys.argv[2]) - time.time()))
print(read_or_make_secret_key(Path(sys.argv[1])))
"""


def test_a_key_is_made_once_and_only_the_owner_may_read_it(tmp_path: Path) -> None:
    key = read_or_make_secret_key(tmp_path)
    assert len(key) >= 32
    assert read_or_make_secret_key(tmp_path) == key
    (file,) = tmp_path.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_two_installations_have_different_keys(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    assert read_or_make_secret_key(tmp_path) != read_or_make_secret_key(tmp_path / "other")


def test_processes_that_start_at_once_agree_on_one_key(tmp_path: Path) -> None:
    program = (
        "import sys, time; from pathlib import Path; from web.core.secret_key import"
        " read_or_make_secret_key; time.sleep(max(0, float(sys.argv[2]) - time.time()));"
        " print(read_or_make_secret_key(Path(sys.argv[1])))"
    )
    start = str(time.time() + 2)
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(tmp_path), start],
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[3],
        )
        for _ in range(4)
    ]
    keys = {process.communicate(timeout=30)[0].strip() for process in processes}
    assert len(keys) == 1
    assert keys != {""}
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("content", ["", "short\n"])
def test_a_damaged_key_stops_the_start(tmp_path: Path, content: str) -> None:
    (tmp_path / "secret_key").write_text(content)
    with pytest.raises(SettingsError, match=r"secret_key is damaged\. Delete it"):
        Settings.from_environ({"RECOLLECT_INSTANCE": str(tmp_path)})
