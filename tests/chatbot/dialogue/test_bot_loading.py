"""Bots out of bundles, whole and damaged, with and without the sentence encoder."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from chatbot.dialogue.bot import Bot
from chatbot.dialogue.state import DialogueState
from chatbot.encoder.files import FOLDER_VARIABLE, EncoderError, EncoderMissingError
from chatbot.intents.intent_set import FALLBACK_TAG
from chatbot.model.bundle import (
    CALIBRATION,
    FEATURES,
    GRAPH,
    INTENTS,
    LABELS,
    Bundle,
    DamagedBundleError,
)

NEW = DialogueState()


def test_a_bot_is_loaded_from_a_file(bundle: Bundle, tmp_path: Path) -> None:
    bundle.save(tmp_path / "small.bundle")
    loaded = Bot.load(tmp_path / "small.bundle")
    assert loaded.reply("thank you", NEW).intent == "thanks"
    assert loaded.intents == Bot.from_bundle(bundle).intents


@pytest.mark.parametrize("part", [GRAPH, FEATURES, CALIBRATION, INTENTS])
@pytest.mark.parametrize("content", [b"", b"{}", b"\xff\xfe"])
def test_parts_that_make_no_bot_are_damage(bundle: Bundle, part: str, content: bytes) -> None:
    with pytest.raises(DamagedBundleError, match="Train the model again"):
        Bot.from_bundle(replace(bundle, parts={**bundle.parts, part: content}))


def with_calibration(bundle: Bundle, **changed: object) -> Bundle:
    """The bundle with other values in its calibration."""
    calibration = json.loads(bundle.text(CALIBRATION)) | changed
    return replace(bundle, parts={**bundle.parts, CALIBRATION: json.dumps(calibration).encode()})


def test_parts_that_do_not_fit_together_are_damage(bundle: Bundle) -> None:
    def labelled(labels: list[str]) -> Bundle:
        return replace(bundle, parts={**bundle.parts, LABELS: json.dumps(labels).encode()})

    labels = json.loads(bundle.text(LABELS))
    nothing = dict.fromkeys(("energy", "off_topic"))
    guard = json.loads(bundle.text(CALIBRATION))["guard"]
    for damaged in (
        labelled([]),
        labelled(labels[:-1]),
        labelled([*labels, FALLBACK_TAG]),
        labelled([labels[0], *labels[:-1]]),
        labelled([*labels[:-1], "nobody"]),
        with_calibration(bundle, temperature=float("nan")),
        with_calibration(bundle, coverage=float("nan")),
        with_calibration(bundle, guard={**guard, "threshold": float("nan")}),
        with_calibration(bundle, guard={**guard, "usual": nothing}),
        with_calibration(bundle, guard={**guard, "spread": {"energy": 0, "off_topic": 0}}),
    ):
        with pytest.raises(DamagedBundleError, match="Train the model again"):
            Bot.from_bundle(damaged)


def test_a_pretrained_bot_says_that_its_encoder_is_missing(
    pretrained_bundle: Bundle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "nowhere"))
    with pytest.raises(EncoderMissingError, match=r"nowhere.*flask encoder install"):
        Bot.from_bundle(pretrained_bundle)


def test_a_pretrained_bot_says_that_its_encoder_is_another_one(
    pretrained_bundle: Bundle, encoder_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(FOLDER_VARIABLE, str(encoder_folder))
    metadata = replace(pretrained_bundle.metadata, encoder="0" * 64)
    with pytest.raises(EncoderError, match=r"another sentence encoder .* flask train"):
        Bot.from_bundle(replace(pretrained_bundle, metadata=metadata))


def test_a_bot_that_reads_words_needs_no_encoder(
    bundle: Bundle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "nowhere"))
    assert Bot.from_bundle(bundle).reply("hello", NEW).intent == "greeting"
