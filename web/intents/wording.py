"""Wording of intent sets, for pages and for the terminal."""

from chatbot.intents.intent_set import IntentSet
from chatbot.text.wording import counted, shortened


def uncalled_sentence(url: str) -> str:
    """Sentence about an action that is never called, and the remedy."""
    return (
        f"The action {url} is never called, as RECOLLECT_ACTION_HOSTS does not name its host:"
        " visitors get the answer for errors. Add the host."
    )


def unlisted_image_sentence(url: str) -> str:
    """Sentence about an image that is not shown, and the remedy."""
    return (
        f"The image {shortened(url)} is not shown, as RECOLLECT_IMAGE_HOSTS does not name its host:"
        " visitors get a link to it. Add the host."
    )


def correction_sentence(tag: str, changed: bool) -> str:
    """Sentence about a corrected answer."""
    if not changed:
        return "Nothing was changed."
    return f"The answer of {tag} was corrected. The next training learns it."


def take_back_sentence(tag: str, text: str) -> str:
    """Sentence about a correction that was taken back."""
    return f"Taken back: {tag} answers again “{shortened(text)}”."


def describe(intent_set: IntentSet, files: int) -> str:
    """Describe a set in a line: "74 intents, 1,812 patterns, … in 10 files"."""
    counts = [
        counted(len(intent_set), "intent"),
        counted(sum(len(intent.patterns) for intent in intent_set), "pattern"),
        counted(sum(len(intent.responses) for intent in intent_set), "response"),
        counted(sum(len(intent.tests) for intent in intent_set), "test"),
    ]
    if intent_set.conversations:
        counts.append(counted(len(intent_set.conversations), "conversation"))
    return f"{', '.join(counts)} in {counted(files, 'file')}"
