"""Architectures: their options, and the choice among them."""

import pytest

from chatbot.model.architectures import (
    ARCHITECTURES,
    AUTO,
    NetworkOptions,
    NetworkOptionsError,
    choose_architecture,
)


def test_what_is_not_chosen_is_that_of_the_network() -> None:
    completed = NetworkOptions(units=7).completed("stacked_lstm")
    assert completed == NetworkOptions(7, 2, 0.5, "learnt")
    assert completed.completed("stacked_lstm") == completed


def test_a_dropout_of_zero_is_a_choice() -> None:
    assert NetworkOptions(dropout=0).completed("bow").dropout == 0


@pytest.mark.parametrize(
    ("name", "options", "option"),
    [
        ("bow", NetworkOptions(layers=2), "layers"),
        ("bow", NetworkOptions(embedding="learnt"), "embedding"),
        ("lstm", NetworkOptions(layers=1), "layers"),
        ("wide_deep", NetworkOptions(embedding="one_hot"), "embedding"),
    ],
)
def test_an_option_of_no_use_is_refused(name: str, options: NetworkOptions, option: str) -> None:
    with pytest.raises(
        NetworkOptionsError, match=f"network {name} has no use for .*{option}.*lstm"
    ):
        options.completed(name)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (NetworkOptions(units=0), "0 units make no layer: choose 1 to 1024"),
        (NetworkOptions(units=5000), "5000 units"),
        (NetworkOptions(layers=0), "0 layers make no network: choose 1 to 8"),
        (NetworkOptions(dropout=-0.1), "A dropout of -0.1 cannot be learnt with"),
        (NetworkOptions(dropout=float("nan")), "A dropout of nan"),
        (NetworkOptions(embedding="glove"), "no embedding “glove”: choose one of learnt, one_hot"),  # type: ignore[arg-type]
    ],
)
def test_sizes_that_make_no_sense_are_refused(options: NetworkOptions, sentence: str) -> None:
    with pytest.raises(NetworkOptionsError, match=sentence):
        options.completed("stacked_lstm")


def test_an_unknown_network_is_a_sentence_that_lists_them() -> None:
    with pytest.raises(
        NetworkOptionsError, match=r"no network “gru”\. Choose one of: bow, rnn, lstm"
    ):
        NetworkOptions().completed("gru")


def test_every_network_has_units_and_dropout_and_an_idea_of_its_own() -> None:
    suggested = [architecture.suggested for architecture in ARCHITECTURES.values()]
    assert all(options.units and options.dropout is not None for options in suggested)
    ideas = {architecture.idea for architecture in ARCHITECTURES.values()}
    assert len(ideas) == len(ARCHITECTURES)


@pytest.mark.parametrize(
    ("language", "installed", "architecture", "reason"),
    [
        ("english", True, "pretrained", "encoder_installed"),
        ("english", False, "wide_deep", "encoder_missing"),
        ("german", True, "pretrained", "encoder_installed"),
        ("german", False, "wide_deep", "encoder_missing"),
    ],
)
def test_auto_is_the_best_that_there_is(
    language: str, installed: bool, architecture: str, reason: str
) -> None:
    choice = choose_architecture(AUTO, language, installed)
    assert (choice.architecture, choice.reason) == (architecture, reason)
    assert choice.language == language


@pytest.mark.parametrize("name", ARCHITECTURES)
def test_what_was_asked_for_is_taken(name: str) -> None:
    choice = choose_architecture(name, "german", encoder_installed=False)
    assert (choice.architecture, choice.reason) == (name, "requested")
