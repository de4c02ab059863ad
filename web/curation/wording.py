"""Wording of what is not learnt and not written."""

from chatbot.intents.additions import Correction
from chatbot.text.wording import shortened


def unfit_sentence(correction: Correction, reason: str) -> str:
    """Sentence about a correction that the files do not bear, for pull and for trainings."""
    return (
        f"Not corrected: “{shortened(correction.before)}” of {correction.tag}, for with the"
        f" correction the files would have a problem: {reason} Correct the answer anew, or take"
        " the correction back."
    )
