"""Errors of models unable to answer."""

from web.core.errors import UnavailableError
from web.http.translation import _, later


class ModelUnavailableError(UnavailableError):
    """No bot can answer; the text gives the cause and the remedy."""

    public = later("The bot cannot answer: its model cannot be used. The log says more.")


class NoModelYet(ModelUnavailableError):  # noqa: N818 (it is a state, and passes)
    """No version has been activated."""

    fault = False
    public = later("The bot is still learning and cannot answer yet. Try again in a moment.")

    def __init__(self) -> None:
        super().__init__(_("There is no trained model yet. Train one with: flask train"))


class DamagedModelError(ModelUnavailableError):
    """Error: the archive has another SHA-256 than the stored value, or cannot be read."""

    public = later("The bot cannot answer: its model is damaged. The log says more.")


class OutdatedModelError(ModelUnavailableError):
    """Error: the model is of an older format, not supported by the running Recollect."""

    public = later(
        "The bot cannot answer: its model is from an older version of Recollect, and has to be"
        " trained again. The log says more."
    )


class EncoderUnavailableError(ModelUnavailableError):
    """Error: the sentence encoder of the model is missing here, damaged, or a different encoder."""

    public = later(
        "The bot cannot answer: the sentence encoder that its model needs is not there. The log"
        " says more."
    )
