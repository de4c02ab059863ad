"""Form for starting a training, checked before a run is queued."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from chatbot.encoder.files import is_installed
from chatbot.encoder.kinds import encoder_for
from chatbot.model.architectures import (
    AUTO,
    MOST_LAYERS,
    MOST_UNITS,
    Embedding,
    NetworkOptions,
    NetworkOptionsError,
    choose_architecture,
)
from chatbot.text.sentence import error_sentence
from web.core.errors import RefusedError
from web.core.settings import Settings
from web.http.numbers import decimal, localised
from web.http.translation import _, later, translated
from web.training.first_run import usual_training

MOST_EPOCHS = 1000
MOST_SEED = 2**31 - 1


_FIELDS = {
    "epochs": later("epochs"),
    "seed": later("seed"),
    "units": later("units"),
    "layers": later("layers"),
    "dropout": later("dropout"),
}


class TrainingFormError(RefusedError):
    """Error: the form describes an impossible training; the text is a sentence."""


def config_of(form: Mapping[str, str], settings: Settings) -> dict[str, Any]:
    """Configuration for `web.training.lifecycle.request`; empty fields stand for the defaults.

    Raises TrainingFormError.
    """
    architecture = form.get("architecture") or AUTO
    numbers = {
        "epochs": _whole(form, "epochs", 1, MOST_EPOCHS),
        "seed": _whole(form, "seed", 0, MOST_SEED),
    }
    options = NetworkOptions(
        embedding=_embedding(form),
        units=_whole(form, "units", 1, MOST_UNITS),
        layers=_whole(form, "layers", 1, MOST_LAYERS),
        dropout=_share(form, "dropout"),
    )
    _check(architecture, options, settings)
    given = {name: number for name, number in numbers.items() if number is not None}
    network = {"architecture": architecture, "options": options.chosen()}
    return {**usual_training(settings), **given, **network}


def _check(architecture: str, options: NetworkOptions, settings: Settings) -> None:
    """Raise TrainingFormError for a network unknown here, or options that it has no use for."""
    language = settings.spoken_language
    installed = is_installed(encoder_for(language).folder(settings.encoder))
    try:
        options.completed(choose_architecture(architecture, language, installed).architecture)
    except NetworkOptionsError as error:
        raise TrainingFormError(error_sentence(error).worded(translated)) from error


def _whole(form: Mapping[str, str], name: str, least: int, most: int) -> int | None:
    text = form.get(name, "").strip()
    if not text:
        return None
    # Longer numbers are out of range, and take Python long to read.
    number = int(text) if text.isdecimal() and len(text) < 20 else -1
    if not least <= number <= most:
        raise TrainingFormError(
            _(
                "“%(text)s” cannot be the %(name)s: write a whole number from %(least)s to"
                " %(most)s, or leave it empty.",
                text=text[:20],
                name=_(_FIELDS[name]),
                least=localised(f"{least:,}"),
                most=localised(f"{most:,}"),
            )
        )
    return number


def _embedding(form: Mapping[str, str]) -> Embedding | None:
    # The check of the options refuses an unknown name.
    return cast("Embedding", form.get("embedding")) or None


def _share(form: Mapping[str, str], name: str) -> float | None:
    text = form.get(name, "").strip().replace(",", ".")
    try:
        return float(text) if text else None
    except ValueError:
        raise TrainingFormError(
            _(
                "“%(text)s” cannot be the %(name)s: write a share such as %(share)s, or leave it"
                " empty.",
                text=text[:20],
                name=_(_FIELDS[name]),
                share=decimal(0.4),
            )
        ) from None
