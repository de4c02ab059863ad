"""Why there is no bot that could answer."""


class ModelUnavailableError(RuntimeError):
    """There is no bot that could answer; the text says why, and what to do.

    `reason` is for visitors, who can do nothing: it says no more than that there is no bot.
    """

    reason = "its model cannot be used"


class NoModelYet(ModelUnavailableError):  # noqa: N818 (it is a state, and passes)
    """No version has been activated."""

    reason = "there is no trained model yet"

    def __init__(self) -> None:
        super().__init__("There is no trained model yet. Train one with: flask train")


class DamagedModelError(ModelUnavailableError):
    """The stored archive is not what was stored, or this program cannot read it."""

    reason = "its model is damaged"


class OutdatedModelError(ModelUnavailableError):
    """The model was trained by an older version of Recollect that answered in another way."""

    reason = "its model is from an older version of Recollect, and has to be trained again"


class EncoderUnavailableError(ModelUnavailableError):
    """The model reads by a sentence encoder that is missing here, damaged, or another one."""

    reason = "the sentence encoder that its model needs is not there"
