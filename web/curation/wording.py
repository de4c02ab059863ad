"""Wording of what is not learnt and not written."""

from chatbot.text.wording import shortened
from web.http.translation import _, localised


def unfit_sentence(tag: str, before: str, reason: str) -> str:
    """Sentence about a correction that the files do not bear, for pull and for trainings."""
    return _(
        "Not corrected: “%(before)s” of %(tag)s, for with the correction the files would have a"
        " problem: %(reason)s Correct the answer anew, or take the correction back.",
        before=shortened(before),
        tag=tag,
        reason=localised(reason),
    )
