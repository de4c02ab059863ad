"""The live bot: loaded once, never from a damaged, outdated or unusable archive."""

import gc
import hashlib
import json
import shutil
import weakref
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from chatbot.dialogue.bot import Bot
from chatbot.dialogue.state import DialogueState
from chatbot.encoder.files import DIMENSION, WEIGHTS, load_manifest
from chatbot.encoder.sentence_encoder import SentenceEncoder
from chatbot.model.bundle import CALIBRATION, OLDEST_FORMAT, PATTERNS, Bundle
from tests.support.deployments import Sessions, current, deploy
from web.core.database import db
from web.models import deployments, live_bot, storage
from web.models.errors import (
    DamagedModelError,
    EncoderUnavailableError,
    NoModelYet,
    OutdatedModelError,
)
from web.models.tables import ModelVersion

pytestmark = pytest.mark.usefixtures("no_bot_loaded")


def test_there_is_no_bot_before_the_first_activation(sessions: Sessions, bundle: Bundle) -> None:
    with sessions.begin() as session:
        storage.store(session, bundle)
    with pytest.raises(NoModelYet, match="flask train"):
        current(sessions)


def test_the_activated_version_answers(sessions: Sessions, bundle: Bundle) -> None:
    version_id = deploy(sessions, bundle)
    live = current(sessions)
    assert live.version_id == version_id
    with sessions.begin() as session:
        version = deployments.live_version(session)
    assert version
    assert (version.id, version.sha256) == (live.version_id, live.sha256)
    assert version.fingerprint == bundle.metadata.fingerprint
    assert live.bot.reply("", DialogueState()).text == "I did not understand that."


def test_a_version_is_loaded_once_however_many_ask(
    sessions: Sessions, bundle: Bundle, monkeypatch: pytest.MonkeyPatch
) -> None:
    loads = []
    load = live_bot.load_bot

    def counting(session: Session, version_id: int) -> Bot:
        loads.append(version_id)
        return load(session, version_id)

    monkeypatch.setattr(live_bot, "load_bot", counting)
    version_id = deploy(sessions, bundle)
    with ThreadPoolExecutor(8) as pool:
        loaded = list(pool.map(lambda _: current(sessions).bot, range(16)))
    assert loads == [version_id]
    assert len({id(bot) for bot in loaded}) == 1


def test_the_replaced_bot_leaves_memory(sessions: Sessions, bundle: Bundle) -> None:
    deploy(sessions, bundle)
    old = weakref.ref(current(sessions).bot)
    deploy(sessions, bundle)
    current(sessions)
    gc.collect()
    assert old() is None


@pytest.mark.parametrize(
    "damage",
    [
        lambda archive: archive[:-1000],
        lambda archive: archive[:5000] + bytes([archive[5000] ^ 1]) + archive[5001:],
        lambda _: b"",
    ],
    ids=["truncated", "one bit", "empty"],
)
def test_a_damaged_archive_never_answers(
    sessions: Sessions, bundle: Bundle, damage: Callable[[bytes], bytes]
) -> None:
    version_id = deploy(sessions, bundle)
    with sessions.begin() as session:
        session.execute(sa.update(ModelVersion).values(archive=damage(bundle.to_bytes())))
    with pytest.raises(DamagedModelError, match=f"Model version {version_id} is damaged"):
        current(sessions)


def test_an_archive_that_is_no_bundle_never_answers(sessions: Sessions, bundle: Bundle) -> None:
    deploy(sessions, bundle)
    other = b"an archive of some other program"
    stored = {"archive": other, "sha256": hashlib.sha256(other).hexdigest()}
    with sessions.begin() as session:
        session.execute(sa.update(ModelVersion).values(**stored))
    with pytest.raises(DamagedModelError, match="cannot be unpacked"):
        current(sessions)


def test_an_outdated_archive_never_answers(sessions: Sessions, bundle: Bundle) -> None:
    deploy(sessions, replace(bundle, metadata=replace(bundle.metadata, format=OLDEST_FORMAT - 1)))
    with pytest.raises(OutdatedModelError, match="Train the model again with: flask train"):
        current(sessions)
    with sessions.begin() as session:
        assert not deployments.can_be_read(session)
    deploy(sessions, bundle)
    with sessions.begin() as session:
        assert deployments.can_be_read(session)


def test_a_model_answers_as_soon_as_its_sentence_encoder_is_installed(
    sessions: Sessions,
    bundle: Bundle,
    encoder: SentenceEncoder,
    encoder_folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    version_id = deploy(sessions, reading_pieces(bundle, encoder.fingerprint))
    monkeypatch.setenv("RECOLLECT_ENCODER", str(tmp_path / "encoder"))
    with pytest.raises(EncoderUnavailableError, match="Get it with: flask encoder install"):
        current(sessions)
    (tmp_path / "encoder").symlink_to(encoder_folder)
    assert current(sessions).version_id == version_id


@pytest.fixture
def own_encoder(mapped_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Folder of the encoder, which the test may damage."""
    folder = Path(shutil.copytree(mapped_folder, tmp_path / "encoder"))
    monkeypatch.setenv("RECOLLECT_ENCODER", str(folder))
    return folder


def test_an_encoder_is_removed_or_damaged_under_a_loaded_bot(
    sqlite_app: Flask, bundle: Bundle, own_encoder: Path, mapped_folder: Path
) -> None:
    with sqlite_app.app_context():
        sessions = db.sessionmaker
    deploy(sessions, reading_pieces(bundle, load_manifest(own_encoder).graph))
    live = current(sessions)
    own_encoder.rename(own_encoder.with_name("removed"))
    assert current(sessions) is live_bot.last_bot() is live, "what is mapped stays"
    own_encoder.with_name("removed").rename(own_encoder)

    with (own_encoder / WEIGHTS).open("r+b") as file:
        file.write(b"\0" * 4096)
    assert live_bot.last_bot() is None
    with pytest.raises(EncoderUnavailableError, match=f"its {WEIGHTS} is not the one"):
        current(sessions)
    with (own_encoder / WEIGHTS).open("r+b") as file:
        file.write((mapped_folder / WEIGHTS).read_bytes()[:4096])
    assert current(sessions) is not live
    assert live_bot.last_bot()


def test_a_model_of_another_sentence_encoder_never_answers(
    sessions: Sessions, bundle: Bundle, encoder_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deploy(sessions, reading_pieces(bundle, "0" * 64))
    monkeypatch.setenv("RECOLLECT_ENCODER", str(encoder_folder))
    with pytest.raises(EncoderUnavailableError, match="Train it again with: flask train"):
        current(sessions)


def reading_pieces(bundle: Bundle, encoder: str) -> Bundle:
    """The bundle of a network that was trained with this sentence encoder."""
    patterns = np.ones((3, DIMENSION), np.float16).tobytes()
    metadata = replace(bundle.metadata, encoder=encoder)
    calibration = json.loads(bundle.text(CALIBRATION))
    for scores in (calibration["guard"]["usual"], calibration["guard"]["spread"]):
        scores["nearness"] = 0.5
    read = {PATTERNS: patterns, CALIBRATION: json.dumps(calibration).encode()}
    return Bundle(metadata, {**bundle.parts, **read})
