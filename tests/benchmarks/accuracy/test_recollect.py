"""Recollect as a system under measurement: labels, tags and errors."""

from pathlib import Path

import pytest

from benchmarks.accuracy.data import LabelledTexts
from benchmarks.accuracy.recollect import intent_set, missing_encoder, train
from benchmarks.accuracy.system import CannotTrainError, Options


def test_every_text_is_a_pattern_of_its_intent() -> None:
    texts = LabelledTexts(("a", "b", "a", "c"), ("X y", "é/😀", "X y", "X y"))
    intents, labels = intent_set(texts)
    assert {intent.tag: intent.patterns for intent in intents} == {
        "X y": ("a", "a", "c"),
        "é/😀": ("b",),
    }
    assert labels == {"X y": "X y", "é/😀": "é/😀"}


def test_an_intent_called_fallback_is_an_intent_like_any_other() -> None:
    intents, labels = intent_set(LabelledTexts(("a", "b"), ("fallback", "fallback_intent")))
    assert [intent.tag for intent in intents] == ["fallback_intent_", "fallback_intent"]
    assert list(labels.values()) == ["fallback", "fallback_intent"]


def test_an_architecture_that_does_not_exist_is_refused_with_a_sentence() -> None:
    with pytest.raises(CannotTrainError, match="nonsense"):
        train(LabelledTexts(("a", "b"), ("a", "b")), Options(), "nonsense")


def test_a_folder_without_an_encoder_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RECOLLECT_ENCODER", str(tmp_path))
    assert missing_encoder().endswith(f"there is no sentence encoder in {tmp_path}.")
